//! The exponential distribution.

use rand::Rng;
use rand_distr::{Distribution as _, Exp1};

use super::ParameterError;

/// Density exp(−x/mean)/mean for x ≥ 0.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Exponential {
    mean: f64,
}

impl Exponential {
    /// By its mean, which must be greater than 0.
    pub fn with_mean(mean: f64) -> Result<Self, ParameterError> {
        if mean > 0.0 && mean.is_finite() {
            Ok(Self { mean })
        } else {
            Err(ParameterError { parameter: "mean", expected: "greater than 0" })
        }
    }

    /// By its half-life (median), which must be greater than 0.
    pub fn with_half_life(half_life: f64) -> Result<Self, ParameterError> {
        Self::with_mean(half_life / std::f64::consts::LN_2)
            .map_err(|error| ParameterError { parameter: "half_life", ..error })
    }

    /// Draws one value.
    pub fn sample<R: Rng + ?Sized>(&self, rng: &mut R) -> f64 {
        let unit: f64 = Exp1.sample(rng);
        self.mean * unit
    }

    /// Expected value.
    pub fn mean(&self) -> f64 {
        self.mean
    }
}
