//! The Lomax distribution: a Pareto tail that starts at 0.

use rand::Rng;
use rand_distr::{Distribution as _, Exp1};

use super::ParameterError;
use super::parameter::{positive, tail_exponent};

/// Survival function (1 + x/scale)^(−exponent) for x ≥ 0.
///
/// ```
/// use saule::model::distribution::Lomax;
///
/// assert_eq!(Lomax::new(6.0, 2.0)?.mean(), 6.0);
/// # Ok::<(), saule::model::distribution::ParameterError>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Lomax {
    scale: f64,
    exponent: f64,
}

impl Lomax {
    /// By its scale, greater than 0, and the exponent of its survival function, at least 0.1.
    pub fn new(scale: f64, exponent: f64) -> Result<Self, ParameterError> {
        Ok(Self { scale: positive("scale", scale)?, exponent: tail_exponent(exponent)? })
    }

    /// Draws one value.
    #[inline]
    pub fn sample<R: Rng + ?Sized>(&self, rng: &mut R) -> f64 {
        let unit: f64 = Exp1.sample(rng);
        self.at(unit)
    }

    /// Expected value; infinite for an exponent up to 1.
    pub fn mean(&self) -> f64 {
        if self.exponent > 1.0 { self.scale / (self.exponent - 1.0) } else { f64::INFINITY }
    }

    /// Variance; infinite for an exponent up to 2.
    pub fn variance(&self) -> f64 {
        if self.exponent > 2.0 {
            self.mean() * self.mean() * self.exponent / (self.exponent - 2.0)
        } else {
            f64::INFINITY
        }
    }

    /// P(X ≤ `x`).
    pub fn cdf(&self, x: f64) -> f64 {
        if x <= 0.0 { 0.0 } else { -libm::expm1(-self.exponent * libm::log1p(x / self.scale)) }
    }

    /// The x with P(X ≤ x) = `p`.
    pub fn quantile(&self, p: f64) -> f64 {
        self.at(-libm::log1p(-p))
    }

    /// The value at a standard exponential variate.
    #[inline]
    fn at(&self, unit: f64) -> f64 {
        self.scale * libm::expm1(unit / self.exponent)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn moments_exist_above_their_order() {
        let means: Vec<f64> = [1.0, 1.5].iter().map(|&exponent| Lomax::new(3.0, exponent).unwrap().mean()).collect();
        assert_eq!(means, [f64::INFINITY, 6.0]);
        assert_eq!(Lomax::new(3.0, 2.0).unwrap().variance(), f64::INFINITY);
        assert_eq!(Lomax::new(3.0, 4.0).unwrap().variance(), 2.0);
    }

    #[test]
    fn names_the_wrong_parameter() {
        assert_eq!(Lomax::new(-1.0, 1.0).unwrap_err().parameter, "scale");
        assert_eq!(Lomax::new(1.0, f64::NAN).unwrap_err().parameter, "exponent");
    }
}
