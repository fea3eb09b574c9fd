//! A lognormal body with a Pareto tail.

use rand::Rng;
use rand_distr::{Distribution as _, StandardNormal};

use super::parameter::{positive, require};
use super::{LogNormal, ParameterError, Pareto};
use crate::model::special;

/// Lognormal up to `tail_from`, and above it, with the probability that the lognormal has there, a Pareto of minimum
/// `tail_from`. A maximum truncates that Pareto tail and leaves the body, and so P(X > tail_from), as it is.
///
/// ```
/// use saule::model::distribution::LogNormalPareto;
///
/// let potential = LogNormalPareto::new(12.0, 2.4, 10_000.0, 1.3, None)?;
/// let share = |x| 1.0 - potential.cdf(x);
/// assert!((share(20_000.0) / share(10_000.0) - 0.5f64.powf(1.3)).abs() < 1e-10);
/// # Ok::<(), saule::model::distribution::ParameterError>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct LogNormalPareto {
    body: LogNormal,
    tail: Pareto,
    tail_from: f64,
    /// The standard normal variate at which the tail begins.
    split: f64,
    /// P(X > tail_from).
    tail_share: f64,
}

impl LogNormalPareto {
    /// By median (greater than 0) and sigma (0 to 20) of the body, the value at which the tail begins (greater than
    /// 0), the exponent of the tail's survival function (at least 0.1), and the value at which the tail is
    /// truncated (greater than `tail_from`).
    pub fn new(
        median: f64,
        sigma: f64,
        tail_from: f64,
        exponent: f64,
        maximum: Option<f64>,
    ) -> Result<Self, ParameterError> {
        let body = LogNormal::with_median_sigma(median, sigma)?;
        let tail_from = positive("tail_from", tail_from)?;
        require(maximum.is_none_or(|maximum| maximum > tail_from), "maximum", "greater than tail_from")?;
        let tail = Pareto::new(tail_from, exponent, maximum)?;
        let split = body.standardise(tail_from);
        Ok(Self { body, tail, tail_from, split, tail_share: special::normal_survival(split) })
    }

    /// Draws one value.
    #[inline]
    pub fn sample<R: Rng + ?Sized>(&self, rng: &mut R) -> f64 {
        let z: f64 = StandardNormal.sample(rng);
        self.at(z)
    }

    /// The value at a standard normal variate.
    #[inline]
    fn at(&self, z: f64) -> f64 {
        if z <= self.split { self.body.at(z) } else { self.tail_at(special::normal_survival(z)) }
    }

    /// Expected value; infinite for an exponent up to 1 without a maximum.
    pub fn mean(&self) -> f64 {
        self.body.mean_below(self.split) + self.in_tail(self.tail.mean())
    }

    /// Variance; infinite for an exponent up to 2 without a maximum.
    pub fn variance(&self) -> f64 {
        let second = self.body.second_moment_below(self.split) + self.in_tail(self.tail.moment(2.0));
        if second.is_infinite() { second } else { (second - self.mean() * self.mean()).max(0.0) }
    }

    /// P(X ≤ `x`).
    pub fn cdf(&self, x: f64) -> f64 {
        if x <= self.tail_from { self.body.cdf(x) } else { 1.0 - self.tail_share * (1.0 - self.tail.cdf(x)) }
    }

    /// The x with P(X ≤ x) = `p`.
    pub fn quantile(&self, p: f64) -> f64 {
        if p <= 1.0 - self.tail_share { self.body.quantile(p).min(self.tail_from) } else { self.tail_at(1.0 - p) }
    }

    /// The value in the tail that is exceeded with probability `survival`, at most the tail's share.
    fn tail_at(&self, survival: f64) -> f64 {
        self.tail.at(libm::log(self.tail_share / survival).max(0.0))
    }

    /// A moment's part in the tail; nothing where the tail is out of reach.
    fn in_tail(&self, moment: f64) -> f64 {
        if self.tail_share > 0.0 { self.tail_share * moment } else { 0.0 }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_tail_begins_where_it_should() {
        let whole = LogNormal::with_median_sigma(12.0, 2.4).unwrap();
        for maximum in [None, Some(1e6)] {
            let tailed = LogNormalPareto::new(12.0, 2.4, 3e3, 1.2, maximum).unwrap();
            for x in [0.5, 12.0, 3e3] {
                assert_eq!(tailed.cdf(x), whole.cdf(x));
            }
            assert!((tailed.cdf(3e3 * (1.0 + 1e-12)) - whole.cdf(3e3)).abs() < 1e-12);
            assert!((tailed.quantile(whole.cdf(3e3)) / 3e3 - 1.0).abs() < 1e-12);
            assert!(tailed.mean() > 0.0 && tailed.mean().is_finite());
            assert_eq!(tailed.variance().is_infinite(), maximum.is_none());
        }
    }

    #[test]
    fn a_body_without_variation_is_all_below_or_all_above() {
        let below = LogNormalPareto::new(5.0, 0.0, 10.0, 0.5, None).unwrap();
        assert_eq!((below.mean(), below.quantile(0.99), below.variance()), (5.0, 5.0, 0.0));
        let above = LogNormalPareto::new(20.0, 0.0, 10.0, 2.0, None).unwrap();
        assert_eq!((above.mean(), above.cdf(10.0)), (20.0, 0.0));
        assert!((above.quantile(0.75) - 20.0).abs() < 1e-13);
    }

    #[test]
    fn names_the_wrong_parameter() {
        let complaint = |median, sigma, tail_from, exponent, maximum| {
            LogNormalPareto::new(median, sigma, tail_from, exponent, maximum).unwrap_err().parameter
        };
        assert_eq!(complaint(0.0, 1.0, 1.0, 1.0, None), "median");
        assert_eq!(complaint(1.0, -1.0, 1.0, 1.0, None), "sigma");
        assert_eq!(complaint(1.0, 1.0, 0.0, 1.0, None), "tail_from");
        assert_eq!(complaint(1.0, 1.0, 1.0, 0.0, None), "exponent");
        assert_eq!(complaint(1.0, 1.0, 2.0, 1.0, Some(2.0)), "maximum");
    }
}
