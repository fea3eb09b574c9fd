//! The lognormal distribution.

use rand::Rng;
use rand_distr::{Distribution as _, StandardNormal};

use super::ParameterError;
use super::parameter::{at_least_0, positive, require};
use crate::model::special;

/// A value whose logarithm is normal: median·exp(sigma·Z).
///
/// ```
/// use saule::model::distribution::LogNormal;
///
/// let potential = LogNormal::with_median_sigma(150.0, 2.3)?;
/// assert_eq!(potential.cdf(150.0), 0.5);
/// # Ok::<(), saule::model::distribution::ParameterError>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct LogNormal {
    median: f64,
    sigma: f64,
}

impl LogNormal {
    /// By its mean, greater than 0, and its coefficient of variation, at least 0: sigma² = ln(1 + cv²).
    pub fn with_mean_cv(mean: f64, cv: f64) -> Result<Self, ParameterError> {
        let cv = at_least_0("cv", cv)?;
        let sigma = libm::sqrt(libm::log1p(cv * cv));
        Self::with_mean_sigma(mean, sigma).map_err(|error| {
            if error.parameter == "sigma" { ParameterError { parameter: "cv", ..error } } else { error }
        })
    }

    /// By its median, greater than 0, and the standard deviation of its logarithm, from 0 to 20 (one standard
    /// deviation being a factor of half a billion).
    pub fn with_median_sigma(median: f64, sigma: f64) -> Result<Self, ParameterError> {
        require((0.0..=20.0).contains(&sigma), "sigma", "from 0 to 20")?;
        let median = positive("median", median)?;
        Ok(Self { median, sigma })
    }

    /// By its mean, greater than 0, and the standard deviation of its logarithm, from 0 to 20.
    pub fn with_mean_sigma(mean: f64, sigma: f64) -> Result<Self, ParameterError> {
        let mean = positive("mean", mean)?;
        Self::with_median_sigma(mean * libm::exp(-0.5 * sigma * sigma), sigma)
    }

    /// Draws one value.
    #[inline]
    pub fn sample<R: Rng + ?Sized>(&self, rng: &mut R) -> f64 {
        let z: f64 = StandardNormal.sample(rng);
        self.at(z)
    }

    /// Expected value.
    pub fn mean(&self) -> f64 {
        self.median * libm::exp(0.5 * self.sigma * self.sigma)
    }

    /// Variance.
    pub fn variance(&self) -> f64 {
        let mean = self.mean();
        mean * mean * libm::expm1(self.sigma * self.sigma)
    }

    /// P(X ≤ `x`).
    pub fn cdf(&self, x: f64) -> f64 {
        special::normal_cdf(self.standardise(x))
    }

    /// The x with P(X ≤ x) = `p`.
    pub fn quantile(&self, p: f64) -> f64 {
        if self.sigma == 0.0 {
            return self.median;
        }
        self.at(special::normal_quantile(p))
    }

    /// The value at a standard normal variate.
    #[inline]
    pub(super) fn at(&self, z: f64) -> f64 {
        self.median * libm::exp(self.sigma * z)
    }

    /// The standard normal variate z such that X ≤ `x` exactly when Z ≤ z; infinite where that is certain or impossible.
    pub(super) fn standardise(&self, x: f64) -> f64 {
        if x <= 0.0 {
            f64::NEG_INFINITY
        } else if self.sigma == 0.0 {
            if x < self.median { f64::NEG_INFINITY } else { f64::INFINITY }
        } else {
            libm::log(x / self.median) / self.sigma
        }
    }

    /// The share of the mean that values up to the variate `z` carry: E[X; Z ≤ z] = mean·Φ(z − sigma).
    pub(super) fn mean_below(&self, z: f64) -> f64 {
        self.mean() * special::normal_cdf(z - self.sigma)
    }

    /// E[X²; Z ≤ z] = median²·exp(2·sigma²)·Φ(z − 2·sigma).
    pub(super) fn second_moment_below(&self, z: f64) -> f64 {
        self.median * self.median * libm::exp(2.0 * self.sigma * self.sigma) * special::normal_cdf(z - 2.0 * self.sigma)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn three_ways_to_name_the_same_distribution() {
        let by_cv = LogNormal::with_mean_cv(15.0, 1.0).unwrap();
        assert!((by_cv.mean() - 15.0).abs() < 1e-13 && (by_cv.variance() - 225.0).abs() < 1e-10);
        let by_sigma = LogNormal::with_mean_sigma(15.0, by_cv.sigma).unwrap();
        assert_eq!(by_cv, by_sigma);
        assert_eq!(by_cv, LogNormal::with_median_sigma(by_cv.median, by_cv.sigma).unwrap());
    }

    #[test]
    fn without_variation_it_is_its_median() {
        for fixed in [LogNormal::with_median_sigma(3.0, 0.0).unwrap(), LogNormal::with_mean_cv(3.0, 0.0).unwrap()] {
            let all = (fixed.quantile(0.0), fixed.quantile(1.0), fixed.mean(), fixed.variance());
            assert_eq!(all, (3.0, 3.0, 3.0, 0.0));
            assert_eq!((fixed.cdf(2.999), fixed.cdf(3.0)), (0.0, 1.0));
        }
    }

    #[test]
    fn names_the_wrong_parameter() {
        assert_eq!(LogNormal::with_mean_cv(1.0, -0.5).unwrap_err().parameter, "cv");
        assert_eq!(LogNormal::with_mean_cv(1.0, f64::MAX).unwrap_err().parameter, "cv");
        assert_eq!(LogNormal::with_mean_sigma(0.0, 1.0).unwrap_err().parameter, "mean");
        assert_eq!(LogNormal::with_median_sigma(1.0, 21.0).unwrap_err().parameter, "sigma");
    }
}
