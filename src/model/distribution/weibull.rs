//! The Weibull distribution.

use rand::Rng;
use rand_distr::{Distribution as _, Exp1};

use super::ParameterError;
use super::parameter::{positive, require};

/// Survival function exp(−(x/scale)^shape) for x ≥ 0.
///
/// ```
/// use saule::model::distribution::Weibull;
///
/// let patience = Weibull::new(1.0, 3.0)?; // shape 1 is exponential
/// assert!((patience.mean() - 3.0).abs() < 1e-15);
/// # Ok::<(), saule::model::distribution::ParameterError>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Weibull {
    shape: f64,
    scale: f64,
}

impl Weibull {
    /// By its shape, at least 0.01, and its scale, greater than 0.
    pub fn new(shape: f64, scale: f64) -> Result<Self, ParameterError> {
        require(shape >= 0.01, "shape", "at least 0.01")?;
        Ok(Self { shape: positive("shape", shape)?, scale: positive("scale", scale)? })
    }

    /// Draws one value.
    #[inline]
    pub fn sample<R: Rng + ?Sized>(&self, rng: &mut R) -> f64 {
        let unit: f64 = Exp1.sample(rng);
        self.at(unit)
    }

    /// Expected value: scale·Γ(1 + 1/shape).
    pub fn mean(&self) -> f64 {
        self.scale * libm::tgamma(1.0 + 1.0 / self.shape)
    }

    /// Variance: scale²·(Γ(1 + 2/shape) − Γ(1 + 1/shape)²).
    pub fn variance(&self) -> f64 {
        let excess = libm::lgamma(1.0 + 2.0 / self.shape) - 2.0 * libm::lgamma(1.0 + 1.0 / self.shape);
        self.mean() * self.mean() * libm::expm1(excess)
    }

    /// P(X ≤ `x`).
    pub fn cdf(&self, x: f64) -> f64 {
        if x <= 0.0 { 0.0 } else { -libm::expm1(-libm::pow(x / self.scale, self.shape)) }
    }

    /// The x with P(X ≤ x) = `p`.
    pub fn quantile(&self, p: f64) -> f64 {
        self.at(-libm::log1p(-p))
    }

    /// The value at a standard exponential variate.
    #[inline]
    fn at(&self, unit: f64) -> f64 {
        self.scale * libm::pow(unit, 1.0 / self.shape)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_the_wrong_parameter() {
        assert_eq!(Weibull::new(0.0, 1.0).unwrap_err().parameter, "shape");
        assert_eq!(Weibull::new(1.0, f64::INFINITY).unwrap_err().parameter, "scale");
    }
}
