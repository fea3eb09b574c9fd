//! The exponential distribution.

use rand::Rng;
use rand_distr::{Distribution as _, Exp1};

use super::ParameterError;
use super::parameter::positive;

/// Density exp(−x/mean)/mean for x ≥ 0.
///
/// ```
/// use saule::model::distribution::Exponential;
///
/// let growth = Exponential::with_half_life(5.0)?;
/// assert!((growth.cdf(5.0) - 0.5).abs() < 1e-15);
/// # Ok::<(), saule::model::distribution::ParameterError>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Exponential {
    mean: f64,
}

impl Exponential {
    /// By its mean, which must be greater than 0.
    pub fn with_mean(mean: f64) -> Result<Self, ParameterError> {
        Ok(Self { mean: positive("mean", mean)? })
    }

    /// By its half-life (median), which must be greater than 0.
    pub fn with_half_life(half_life: f64) -> Result<Self, ParameterError> {
        Ok(Self { mean: positive("half_life", half_life)? / std::f64::consts::LN_2 })
    }

    /// Draws one value.
    #[inline]
    pub fn sample<R: Rng + ?Sized>(&self, rng: &mut R) -> f64 {
        let unit: f64 = Exp1.sample(rng);
        self.mean * unit
    }

    /// Expected value.
    pub fn mean(&self) -> f64 {
        self.mean
    }

    /// Variance.
    pub fn variance(&self) -> f64 {
        self.mean * self.mean
    }

    /// P(X ≤ `x`).
    pub fn cdf(&self, x: f64) -> f64 {
        if x <= 0.0 { 0.0 } else { -libm::expm1(-x / self.mean) }
    }

    /// The x with P(X ≤ x) = `p`.
    pub fn quantile(&self, p: f64) -> f64 {
        -self.mean * libm::log1p(-p)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn half_life_is_the_median() {
        assert!((Exponential::with_half_life(3.0).unwrap().quantile(0.5) - 3.0).abs() < 1e-15);
    }

    #[test]
    fn names_the_wrong_parameter() {
        assert_eq!(Exponential::with_mean(0.0).unwrap_err().parameter, "mean");
        assert_eq!(Exponential::with_half_life(f64::NAN).unwrap_err().parameter, "half_life");
    }
}
