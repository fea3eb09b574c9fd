//! A mixture of distributions.

use rand::Rng;
use rand_distr::{Distribution as _, StandardUniform};

use super::parameter::{positive, require};
use super::{Distribution, ParameterError};

/// One of several distributions, chosen with probability proportional to its weight.
///
/// ```
/// use saule::model::distribution::{Distribution, Mixture};
///
/// let mixture = Mixture::new(vec![(3.0, Distribution::fixed(1.0)), (1.0, Distribution::fixed(5.0))])?;
/// assert_eq!((mixture.mean(), mixture.variance()), (2.0, 3.0));
/// # Ok::<(), saule::model::distribution::ParameterError>(())
/// ```
#[derive(Debug, Clone, PartialEq)]
pub struct Mixture {
    /// Components in file order, with their shares, which add up to 1.
    pub(super) components: Vec<(f64, Distribution)>,
}

impl Mixture {
    /// By weights, greater than 0, and distributions; at least one.
    pub fn new(weighted: Vec<(f64, Distribution)>) -> Result<Self, ParameterError> {
        require(!weighted.is_empty(), "mixture", "a list of at least one component")?;
        for (weight, _) in &weighted {
            positive("weight", *weight)?;
        }
        let total: f64 = weighted.iter().map(|(weight, _)| weight).sum();
        let components = weighted.into_iter().map(|(weight, of)| (weight / total, of)).collect();
        Ok(Self { components })
    }

    /// Draws one value.
    pub fn sample<R: Rng + ?Sized>(&self, rng: &mut R) -> f64 {
        self.component(rng).sample(rng)
    }

    /// Draws a component.
    fn component<R: Rng + ?Sized>(&self, rng: &mut R) -> &Distribution {
        let mut left: f64 = StandardUniform.sample(rng);
        let (last, others) = self.components.split_last().expect("a mixture has components");
        for (share, component) in others {
            if left < *share {
                return component;
            }
            left -= share;
        }
        &last.1
    }

    /// True if every component gives whole numbers.
    pub fn is_whole(&self) -> bool {
        self.components.iter().all(|(_, of)| of.is_whole())
    }

    /// Expected value; infinite if a component's is.
    pub fn mean(&self) -> f64 {
        self.average(Distribution::mean)
    }

    /// Variance; infinite if a component's is.
    pub fn variance(&self) -> f64 {
        let within = self.average(Distribution::variance);
        let mean = self.mean();
        if within.is_infinite() || mean.is_infinite() {
            return f64::INFINITY;
        }
        within + self.average(|component| (component.mean() - mean) * (component.mean() - mean))
    }

    /// P(X ≤ `x`).
    pub fn cdf(&self, x: f64) -> f64 {
        let below = self.average(|component| component.cdf(x));
        let above = self.average(|component| 1.0 - component.cdf(x));
        // From the nearer end, for shares add up to 1 only up to rounding.
        if below < above { below } else { 1.0 - above }
    }

    /// The smallest x with P(X ≤ x) ≥ `p`, by bisection between the components' quantiles.
    pub fn quantile(&self, p: f64) -> f64 {
        let quantiles = || self.components.iter().map(|(_, component)| component.quantile(p));
        // Numbers that are not negative have the order of their bits; so 64 halvings find the very number.
        let mut low = quantiles().fold(f64::INFINITY, f64::min).to_bits();
        let mut high = quantiles().fold(0.0, f64::max).to_bits();
        if p <= 0.0 || p >= 1.0 {
            return f64::from_bits(if p <= 0.0 { low } else { high });
        }
        while low < high {
            let middle = low + (high - low) / 2;
            if self.cdf(f64::from_bits(middle)) >= p {
                high = middle;
            } else {
                low = middle + 1;
            }
        }
        f64::from_bits(high)
    }

    fn average(&self, of: impl Fn(&Distribution) -> f64) -> f64 {
        self.components.iter().map(|(share, component)| share * of(component)).sum()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::distribution::{Pareto, Uniform};

    #[test]
    fn quantiles_of_steps_and_slopes() {
        let uniform = Uniform::new(0.0, 10.0).unwrap();
        let mixture = Mixture::new(vec![(1.0, Distribution::fixed(4.0)), (1.0, uniform.into())]).unwrap();
        assert_eq!((mixture.quantile(0.0), mixture.quantile(1.0)), (0.0, 10.0));
        assert!((mixture.quantile(0.1) - 2.0).abs() < 1e-15);
        assert_eq!((mixture.quantile(0.25), mixture.quantile(0.7)), (4.0, 4.0));
        assert!((mixture.quantile(0.8) - 6.0).abs() < 1e-14);
    }

    #[test]
    fn an_infinite_mean_stays_infinite() {
        let pareto = Pareto::new(1.0, 0.9, None).unwrap();
        let mixture = Mixture::new(vec![(1e-6, pareto.into()), (1.0, Distribution::fixed(4.0))]).unwrap();
        assert_eq!((mixture.mean(), mixture.variance()), (f64::INFINITY, f64::INFINITY));
    }

    #[test]
    fn names_the_wrong_parameter() {
        assert_eq!(Mixture::new(vec![]).unwrap_err().parameter, "mixture");
        assert_eq!(Mixture::new(vec![(0.0, Distribution::fixed(1.0))]).unwrap_err().parameter, "weight");
    }
}
