//! The Erlang distribution: a sum of exponential phases.

use rand::Rng;
use rand_distr::{Distribution as _, Exp1};

use super::ParameterError;
use super::gamma::standard_gamma;
use super::parameter::{positive, require};
use crate::model::special;

/// Up to this many phases they are summed, so that one phase more makes a larger draw of the same stream; beyond,
/// a gamma draw is far cheaper.
const SUMMED_PHASES: u32 = 16;

/// The sum of `shape` independent exponential phases of equal mean: density of a gamma distribution of whole shape.
///
/// ```
/// use saule::model::distribution::Erlang;
///
/// assert_eq!(Erlang::new(4, 10.0)?.variance(), 25.0);
/// # Ok::<(), saule::model::distribution::ParameterError>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Erlang {
    shape: u32,
    mean: f64,
}

impl Erlang {
    /// `shape` phases, at least 1, with the given mean of the sum, greater than 0.
    pub fn new(shape: u32, mean: f64) -> Result<Self, ParameterError> {
        require(shape >= 1, "shape", "at least 1")?;
        Ok(Self { shape, mean: positive("mean", mean)? })
    }

    /// Draws one value.
    pub fn sample<R: Rng + ?Sized>(&self, rng: &mut R) -> f64 {
        let sum = if self.shape <= SUMMED_PHASES {
            (0..self.shape).fold(0.0, |sum, _| {
                let phase: f64 = Exp1.sample(rng);
                sum + phase
            })
        } else {
            standard_gamma(self.shape(), rng)
        };
        self.mean * (sum / self.shape())
    }

    /// Expected value.
    pub fn mean(&self) -> f64 {
        self.mean
    }

    /// Variance.
    pub fn variance(&self) -> f64 {
        self.mean * self.mean / self.shape()
    }

    /// P(X ≤ `x`).
    pub fn cdf(&self, x: f64) -> f64 {
        special::gamma_cdf(self.shape(), x / self.mean * self.shape())
    }

    /// The x with P(X ≤ x) = `p`.
    pub fn quantile(&self, p: f64) -> f64 {
        self.mean * (special::gamma_quantile(self.shape(), p) / self.shape())
    }

    fn shape(&self) -> f64 {
        f64::from(self.shape)
    }
}
