//! The normal distribution, truncated at 0.

use rand::Rng;
use rand_distr::{Distribution as _, StandardUniform};

use super::ParameterError;
use super::parameter::{at_least_0, require};
use crate::model::special;

/// A normal value conditional on being at least 0. `mean` and `sd` are those before truncation.
///
/// ```
/// use saule::model::distribution::Normal;
///
/// let service = Normal::new(0.0, 1.0)?; // the half-normal distribution
/// assert!((service.mean() - (2.0 / std::f64::consts::PI).sqrt()).abs() < 1e-15);
/// # Ok::<(), saule::model::distribution::ParameterError>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Normal {
    mean: f64,
    sd: f64,
}

impl Normal {
    /// By mean (any) and standard deviation (at least 0) of the normal distribution that is truncated.
    pub fn new(mean: f64, sd: f64) -> Result<Self, ParameterError> {
        require(mean.abs() <= 1e100, "mean", "a number")?;
        Ok(Self { mean, sd: at_least_0("sd", sd)? })
    }

    /// Draws one value.
    pub fn sample<R: Rng + ?Sized>(&self, rng: &mut R) -> f64 {
        self.quantile(StandardUniform.sample(rng))
    }

    /// Expected value after truncation: mean + sd·φ(a)/P(Z > a) with the cut a = −mean/sd.
    pub fn mean(&self) -> f64 {
        match self.cut() {
            None => self.mean.max(0.0),
            Some(cut) => self.sd * special::normal_excess_moments(cut).0,
        }
    }

    /// Variance after truncation.
    pub fn variance(&self) -> f64 {
        self.cut().map_or(0.0, |cut| self.sd * self.sd * special::normal_excess_moments(cut).1)
    }

    /// P(X ≤ `x`).
    pub fn cdf(&self, x: f64) -> f64 {
        match self.cut() {
            _ if x < 0.0 => 0.0,
            None => {
                if x < self.mean {
                    0.0
                } else {
                    1.0
                }
            }
            Some(cut) => 1.0 - special::normal_excess_survival(cut, x / self.sd),
        }
    }

    /// The x with P(X ≤ x) = `p`.
    pub fn quantile(&self, p: f64) -> f64 {
        match self.cut() {
            None => self.mean.max(0.0),
            Some(cut) => self.sd * special::normal_excess(cut, 1.0 - p),
        }
    }

    /// Where the standardised distribution is cut; `None` if it is concentrated on one point.
    fn cut(&self) -> Option<f64> {
        let cut = -self.mean / self.sd;
        (cut.abs() < 1e15).then_some(cut)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn far_above_0_it_is_the_normal_distribution() {
        let normal = Normal::new(100.0, 5.0).unwrap();
        assert!((normal.mean() - 100.0).abs() < 1e-12 && (normal.variance() - 25.0).abs() < 1e-12);
        assert!((normal.quantile(0.975) - 109.79981992270027).abs() < 1e-11);
    }

    #[test]
    fn far_below_0_it_is_exponential() {
        // Rate −mean/sd², here 100, to a relative order of sd²/mean².
        let tail = Normal::new(-1e6, 100.0).unwrap();
        assert!((tail.mean() / 0.01 - 1.0).abs() < 1e-7 && (tail.variance() / 1e-4 - 1.0).abs() < 1e-7);
        assert!((tail.quantile(0.5) / (0.01 * std::f64::consts::LN_2) - 1.0).abs() < 1e-7);
        assert!((tail.cdf(0.01) - (1.0 - (-1.0f64).exp())).abs() < 1e-7);
    }

    #[test]
    fn moments_are_continuous_where_the_formula_changes() {
        let (below, above) = (Normal::new(-5.0 + 1e-9, 1.0).unwrap(), Normal::new(-5.0 - 1e-9, 1.0).unwrap());
        assert!((below.mean() / above.mean() - 1.0).abs() < 1e-8);
        assert!((below.variance() / above.variance() - 1.0).abs() < 1e-8);
        assert!((below.quantile(0.3) / above.quantile(0.3) - 1.0).abs() < 1e-8);
    }

    #[test]
    fn without_variation_it_is_its_mean_or_0() {
        assert_eq!(Normal::new(3.0, 0.0).unwrap().quantile(0.2), 3.0);
        assert_eq!(Normal::new(-3.0, 0.0).unwrap().mean(), 0.0);
        assert_eq!(Normal::new(0.0, 0.0).unwrap().cdf(0.0), 1.0);
        assert_eq!(Normal::new(1.0, -1.0).unwrap_err().parameter, "sd");
        assert_eq!(Normal::new(f64::NAN, 1.0).unwrap_err().parameter, "mean");
    }
}
