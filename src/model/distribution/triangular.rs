//! The triangular distribution.

use rand::Rng;
use rand_distr::{Distribution as _, StandardUniform};

use super::ParameterError;
use super::parameter::{at_least_0, require};

/// Density that rises in a line from `min` to `mode` and falls in a line to `max`.
///
/// ```
/// use saule::model::distribution::Triangular;
///
/// assert_eq!(Triangular::new(1.0, 2.0, 6.0)?.mean(), 3.0);
/// # Ok::<(), saule::model::distribution::ParameterError>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Triangular {
    min: f64,
    mode: f64,
    max: f64,
}

impl Triangular {
    /// By its ends and its peak: 0 ≤ `min` ≤ `mode` ≤ `max`.
    pub fn new(min: f64, mode: f64, max: f64) -> Result<Self, ParameterError> {
        let min = at_least_0("min", min)?;
        require(at_least_0("mode", mode)? >= min, "mode", "at least min")?;
        require(at_least_0("max", max)? >= mode, "max", "at least mode")?;
        Ok(Self { min, mode, max })
    }

    /// Draws one value.
    #[inline]
    pub fn sample<R: Rng + ?Sized>(&self, rng: &mut R) -> f64 {
        self.quantile(StandardUniform.sample(rng))
    }

    /// Expected value.
    pub fn mean(&self) -> f64 {
        (self.min + self.mode + self.max) / 3.0
    }

    /// Variance: ((max − min)² − (mode − min)·(max − mode)) / 18.
    pub fn variance(&self) -> f64 {
        let width = self.max - self.min;
        (width * width - (self.mode - self.min) * (self.max - self.mode)) / 18.0
    }

    /// P(X ≤ `x`).
    pub fn cdf(&self, x: f64) -> f64 {
        let width = self.max - self.min;
        if x < self.min {
            0.0
        } else if x >= self.max {
            1.0
        } else if x < self.mode {
            (x - self.min) * (x - self.min) / (width * (self.mode - self.min))
        } else {
            1.0 - (self.max - x) * (self.max - x) / (width * (self.max - self.mode))
        }
    }

    /// The x with P(X ≤ x) = `p`.
    pub fn quantile(&self, p: f64) -> f64 {
        let (width, rise, fall) = (self.max - self.min, self.mode - self.min, self.max - self.mode);
        if p * width < rise {
            self.min + libm::sqrt(p * width * rise)
        } else {
            self.max - libm::sqrt((1.0 - p) * width * fall)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_peak_at_an_end_is_allowed() {
        let falling = Triangular::new(0.0, 0.0, 2.0).unwrap();
        assert_eq!((falling.quantile(0.0), falling.quantile(0.75), falling.cdf(1.0)), (0.0, 1.0, 0.75));
        let rising = Triangular::new(0.0, 2.0, 2.0).unwrap();
        assert_eq!((rising.quantile(0.25), rising.quantile(1.0), rising.cdf(1.0)), (1.0, 2.0, 0.25));
        let point = Triangular::new(2.0, 2.0, 2.0).unwrap();
        assert_eq!((point.quantile(0.3), point.cdf(1.9), point.cdf(2.0), point.variance()), (2.0, 0.0, 1.0, 0.0));
    }

    #[test]
    fn names_the_wrong_parameter() {
        assert_eq!(Triangular::new(2.0, 1.0, 3.0).unwrap_err().parameter, "mode");
        assert_eq!(Triangular::new(1.0, 2.0, 1.5).unwrap_err().parameter, "max");
    }
}
