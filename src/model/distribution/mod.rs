//! Probability distributions, one family per file.
//!
//! Families draw standard variates (`StandardNormal`, `Exp1`, uniforms) from `rand_distr` and transform them with
//! `libm`, so that a draw is the same on every machine and with every set of build features. All values are in the
//! unit of the parameters; durations are in days by the time they come here.

mod exponential;
mod fixed;

use rand::Rng;

pub use exponential::Exponential;
pub use fixed::Fixed;

/// Why parameters do not make a distribution: the parameter's key in a scenario file, and what it must be.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ParameterError {
    /// Key of the offending parameter, for example `"sigma"`.
    pub parameter: &'static str,
    /// What was expected, for example `"greater than 0"`.
    pub expected: &'static str,
}

/// A distribution of a real number.
#[derive(Debug, Clone, PartialEq)]
pub enum Distribution {
    /// See [`Fixed`].
    Fixed(Fixed),
    /// See [`Exponential`].
    Exponential(Exponential),
}

impl Distribution {
    /// The distribution that always gives `value`.
    pub fn fixed(value: f64) -> Self {
        Distribution::Fixed(Fixed::new(value))
    }

    /// Draws one value.
    pub fn sample<R: Rng + ?Sized>(&self, rng: &mut R) -> f64 {
        match self {
            Distribution::Fixed(family) => family.sample(rng),
            Distribution::Exponential(family) => family.sample(rng),
        }
    }

    /// Expected value; infinite where the mean does not exist.
    pub fn mean(&self) -> f64 {
        match self {
            Distribution::Fixed(family) => family.mean(),
            Distribution::Exponential(family) => family.mean(),
        }
    }
}
