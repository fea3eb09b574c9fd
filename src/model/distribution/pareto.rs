//! The Pareto distribution, optionally truncated.

use rand::Rng;
use rand_distr::{Distribution as _, Exp1};

use super::ParameterError;
use super::parameter::{positive, require, tail_exponent};

/// Survival function (x/minimum)^(−exponent) for x ≥ minimum; with a maximum, conditional on not exceeding it.
///
/// ```
/// use saule::model::distribution::Pareto;
///
/// assert_eq!(Pareto::new(10.0, 1.0, None)?.mean(), f64::INFINITY);
/// assert!(Pareto::new(10.0, 1.0, Some(1000.0))?.mean() < 50.0);
/// # Ok::<(), saule::model::distribution::ParameterError>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Pareto {
    minimum: f64,
    exponent: f64,
    maximum: Option<f64>,
}

impl Pareto {
    /// By its smallest value, greater than 0, the exponent of its survival function, at least 0.1, and the value
    /// at which it is truncated, greater than the minimum.
    pub fn new(minimum: f64, exponent: f64, maximum: Option<f64>) -> Result<Self, ParameterError> {
        let minimum = positive("minimum", minimum)?;
        let exponent = tail_exponent(exponent)?;
        if let Some(maximum) = maximum {
            require(positive("maximum", maximum)? > minimum, "maximum", "greater than the minimum")?;
        }
        Ok(Self { minimum, exponent, maximum })
    }

    /// Draws one value.
    #[inline]
    pub fn sample<R: Rng + ?Sized>(&self, rng: &mut R) -> f64 {
        let unit: f64 = Exp1.sample(rng);
        self.at(unit)
    }

    /// Expected value; infinite for an exponent up to 1 without a maximum.
    pub fn mean(&self) -> f64 {
        self.moment(1.0)
    }

    /// Variance; infinite for an exponent up to 2 without a maximum.
    pub fn variance(&self) -> f64 {
        let second = self.moment(2.0);
        if second.is_infinite() { second } else { (second - self.mean() * self.mean()).max(0.0) }
    }

    /// P(X ≤ `x`).
    pub fn cdf(&self, x: f64) -> f64 {
        if x <= self.minimum {
            return 0.0;
        }
        let untruncated = -libm::expm1(-self.exponent * libm::log(x / self.minimum));
        match self.maximum {
            None => untruncated,
            Some(maximum) if x < maximum => untruncated / self.share_below(maximum),
            Some(_) => 1.0,
        }
    }

    /// The x with P(X ≤ x) = `p`.
    pub fn quantile(&self, p: f64) -> f64 {
        self.at(-libm::log1p(-p))
    }

    /// E[X^order], infinite where it does not exist.
    pub(super) fn moment(&self, order: f64) -> f64 {
        let lowest = libm::pow(self.minimum, order);
        let gap = self.exponent - order;
        match self.maximum {
            None if gap > 0.0 => lowest * self.exponent / gap,
            None => f64::INFINITY,
            Some(maximum) => {
                // exponent·minimum^order·∫ y^(−gap − 1) dy over y from 1 to the ratio, over the share kept.
                let log_ratio = libm::log(maximum / self.minimum);
                let integral = if gap == 0.0 { log_ratio } else { -libm::expm1(-gap * log_ratio) / gap };
                lowest * self.exponent * integral / self.share_below(maximum)
            }
        }
    }

    /// The value at a standard exponential variate.
    #[inline]
    pub(super) fn at(&self, unit: f64) -> f64 {
        match self.maximum {
            None => self.minimum * libm::exp(unit / self.exponent),
            Some(maximum) => self.truncated_at(unit, maximum),
        }
    }

    fn truncated_at(&self, unit: f64, maximum: f64) -> f64 {
        // The survival probability of the untruncated value: 1 − share·(1 − e^(−unit)).
        let share = self.share_below(maximum);
        let cumulated = -share * libm::expm1(-unit);
        let log_survival = if cumulated < 0.5 {
            libm::log1p(-cumulated)
        } else {
            libm::log((1.0 - share) * -libm::expm1(-unit) + libm::exp(-unit))
        };
        (self.minimum * libm::exp(-log_survival / self.exponent)).min(maximum)
    }

    /// The share of the untruncated distribution that the truncated one keeps.
    fn share_below(&self, maximum: f64) -> f64 {
        -libm::expm1(-self.exponent * libm::log(maximum / self.minimum))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn moments_by_their_closed_forms() {
        let free = Pareto::new(2.0, 3.0, None).unwrap();
        assert_eq!((free.mean(), free.variance()), (3.0, 3.0));
        assert_eq!(Pareto::new(2.0, 1.0, None).unwrap().mean(), f64::INFINITY);
        assert_eq!(Pareto::new(2.0, 2.0, None).unwrap().variance(), f64::INFINITY);
        // Exponent 1 between 1 and e: density 1/(x²·(1 − 1/e)), mean 1/(1 − 1/e).
        let truncated = Pareto::new(1.0, 1.0, Some(std::f64::consts::E)).unwrap();
        assert!((truncated.mean() - 1.0 / (1.0 - (-1.0f64).exp())).abs() < 1e-14);
    }

    #[test]
    fn a_far_maximum_changes_nothing() {
        let (free, far) = (Pareto::new(5.0, 1.5, None).unwrap(), Pareto::new(5.0, 1.5, Some(1e60)).unwrap());
        for p in [0.0, 0.1, 0.9, 0.999999] {
            assert!((far.quantile(p) / free.quantile(p) - 1.0).abs() < 1e-12);
        }
        assert!((far.quantile(1.0) / 1e60 - 1.0).abs() < 1e-12);
    }

    #[test]
    fn names_the_wrong_parameter() {
        assert_eq!(Pareto::new(0.0, 1.0, None).unwrap_err().parameter, "minimum");
        assert_eq!(Pareto::new(1.0, 0.0, None).unwrap_err().parameter, "exponent");
        assert_eq!(Pareto::new(1.0, 1.0, Some(1.0)).unwrap_err().parameter, "maximum");
    }
}
