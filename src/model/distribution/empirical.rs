//! The distribution of recorded values.

use std::sync::Arc;

use rand::Rng;
use rand_distr::{Distribution as _, StandardUniform};

use super::ParameterError;
use super::parameter::{at_least_0, require};

/// Each of the recorded values is equally likely.
///
/// ```
/// use saule::model::distribution::Empirical;
///
/// assert_eq!(Empirical::new(vec![7.0, 1.0, 4.0])?.quantile(0.5), 4.0);
/// # Ok::<(), saule::model::distribution::ParameterError>(())
/// ```
#[derive(Debug, Clone, PartialEq)]
pub struct Empirical {
    /// In the order given, in which they are drawn. Shared, for models are cloned.
    values: Arc<[f64]>,
    sorted: Arc<[f64]>,
}

impl Empirical {
    /// By its values, at least one, each at least 0.
    pub fn new(values: Vec<f64>) -> Result<Self, ParameterError> {
        require(!values.is_empty(), "column", "a column with at least one value")?;
        for value in &values {
            at_least_0("column", *value)?;
        }
        let mut sorted = values.clone();
        sorted.sort_by(f64::total_cmp);
        Ok(Self { values: values.into(), sorted: sorted.into() })
    }

    /// Draws one value.
    #[inline]
    pub fn sample<R: Rng + ?Sized>(&self, rng: &mut R) -> f64 {
        let u: f64 = StandardUniform.sample(rng);
        let index = (u * self.values.len() as f64) as usize;
        self.values[index.min(self.values.len() - 1)]
    }

    /// True if every value is a whole number.
    pub fn is_whole(&self) -> bool {
        self.values.iter().all(|value| value.fract() == 0.0)
    }

    /// Mean of the values.
    pub fn mean(&self) -> f64 {
        self.average(|value| value)
    }

    /// Mean squared deviation of the values from their mean.
    pub fn variance(&self) -> f64 {
        let mean = self.mean();
        self.average(|value| (value - mean) * (value - mean))
    }

    /// Share of the values up to `x`.
    pub fn cdf(&self, x: f64) -> f64 {
        self.sorted.partition_point(|&value| value <= x) as f64 / self.sorted.len() as f64
    }

    /// The smallest value that a share `p` of the values does not exceed.
    pub fn quantile(&self, p: f64) -> f64 {
        // The share of a rank is rounded, and so is p: a rank that falls short by rounding alone counts.
        let rank = libm::ceil(p * self.sorted.len() as f64 * (1.0 - 1e-15)) as usize;
        self.sorted[rank.clamp(1, self.sorted.len()) - 1]
    }

    fn average(&self, of: impl Fn(f64) -> f64) -> f64 {
        self.sorted.iter().map(|&value| of(value)).sum::<f64>() / self.sorted.len() as f64
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn steps_at_the_values() {
        let values = Empirical::new(vec![5.0, 1.0, 5.0, 9.0]).unwrap();
        assert_eq!((values.mean(), values.variance()), (5.0, 8.0));
        assert_eq!([0.9, 1.0, 5.0, 8.9, 9.0].map(|x| values.cdf(x)), [0.0, 0.25, 0.75, 0.75, 1.0]);
        assert_eq!([0.0, 0.25, 0.26, 0.75, 0.76, 1.0].map(|p| values.quantile(p)), [1.0, 1.0, 5.0, 5.0, 9.0, 9.0]);
    }

    #[test]
    fn quantile_undoes_cdf() {
        let values = Empirical::new((0..49).map(f64::from).collect()).unwrap();
        for x in 0..49 {
            assert_eq!(values.quantile(values.cdf(f64::from(x))), f64::from(x));
        }
    }

    #[test]
    fn refuses_what_is_not_a_quantity() {
        assert_eq!(Empirical::new(vec![]).unwrap_err().parameter, "column");
        assert_eq!(Empirical::new(vec![1.0, f64::NAN]).unwrap_err().expected, "at least 0");
    }
}
