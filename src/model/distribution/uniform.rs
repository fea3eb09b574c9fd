//! The continuous uniform distribution.

use rand::Rng;
use rand_distr::{Distribution as _, StandardUniform};

use super::ParameterError;
use super::parameter::{at_least_0, require};

/// Equal density between two ends.
///
/// ```
/// use saule::model::distribution::Uniform;
///
/// assert_eq!(Uniform::new(2.0, 6.0)?.quantile(0.25), 3.0);
/// # Ok::<(), saule::model::distribution::ParameterError>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Uniform {
    min: f64,
    max: f64,
}

impl Uniform {
    /// By its ends: `min` at least 0, `max` at least `min`.
    pub fn new(min: f64, max: f64) -> Result<Self, ParameterError> {
        let min = at_least_0("min", min)?;
        require(at_least_0("max", max)? >= min, "max", "at least min")?;
        Ok(Self { min, max })
    }

    /// Draws one value.
    #[inline]
    pub fn sample<R: Rng + ?Sized>(&self, rng: &mut R) -> f64 {
        self.quantile(StandardUniform.sample(rng))
    }

    /// Expected value.
    pub fn mean(&self) -> f64 {
        0.5 * (self.min + self.max)
    }

    /// Variance.
    pub fn variance(&self) -> f64 {
        (self.max - self.min) * (self.max - self.min) / 12.0
    }

    /// P(X ≤ `x`).
    pub fn cdf(&self, x: f64) -> f64 {
        if x < self.min {
            0.0
        } else if x >= self.max {
            1.0
        } else {
            (x - self.min) / (self.max - self.min)
        }
    }

    /// The x with P(X ≤ x) = `p`.
    #[inline]
    pub fn quantile(&self, p: f64) -> f64 {
        self.min + (self.max - self.min) * p
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ends_may_coincide_but_not_cross() {
        let point = Uniform::new(3.0, 3.0).unwrap();
        assert_eq!((point.quantile(0.7), point.cdf(2.9), point.cdf(3.0)), (3.0, 0.0, 1.0));
        assert_eq!(Uniform::new(3.0, 2.0).unwrap_err().parameter, "max");
        assert_eq!(Uniform::new(-1.0, 2.0).unwrap_err().parameter, "min");
    }
}
