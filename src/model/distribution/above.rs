//! Draws of which only the large ones matter.

use rand::Rng;

use super::Distribution;

/// A value up to which the caller does not care what was drawn.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Bound {
    /// The value.
    pub value: f64,
    /// Its natural logarithm, so that a lognormal draw can be compared before it is exponentiated.
    pub(super) ln: f64,
}

impl Bound {
    /// Every draw matters.
    pub const NONE: Bound = Bound { value: f64::NEG_INFINITY, ln: f64::NEG_INFINITY };

    /// Draws up to `value` (at least 0) do not matter.
    pub fn new(value: f64) -> Self {
        Self { value, ln: libm::log(value) }
    }
}

impl Distribution {
    /// Draws what [`Distribution::sample`] would draw; `None` if it is at most the bound, which families on a
    /// logarithmic scale find out at a fraction of the cost.
    #[inline]
    pub fn sample_above<R: Rng + ?Sized>(&self, bound: Bound, rng: &mut R) -> Option<f64> {
        match self {
            // The usual potential of a petition, and so the most frequent draw of all: kept small where it is used.
            Distribution::LogNormal(family) => family.sample_above(bound, rng),
            other => other.sample_any_above(bound, rng),
        }
    }

    #[inline(never)]
    fn sample_any_above<R: Rng + ?Sized>(&self, bound: Bound, rng: &mut R) -> Option<f64> {
        match self {
            Distribution::LogNormalPareto(family) => family.sample_above(bound, rng),
            Distribution::Mixture(family) => family.component(rng).sample_above(bound, rng),
            other => Some(other.sample(rng)).filter(|&value| value > bound.value),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::{Exponential, LogNormal, LogNormalPareto, Mixture};
    use super::*;
    use rand::SeedableRng;

    #[test]
    fn is_the_same_draw_where_it_matters() {
        let lognormal: Distribution = LogNormal::with_median_sigma(150.0, 2.3).unwrap().into();
        let families = [
            Mixture::new(vec![(0.9, lognormal.clone()), (0.1, Distribution::fixed(700.0))]).unwrap().into(),
            lognormal,
            LogNormalPareto::new(80.0, 3.2, 9_300.0, 0.86, None).unwrap().into(),
            Exponential::with_mean(600.0).unwrap().into(),
        ];
        for family in families {
            let mut plain = rand_pcg::Pcg64::seed_from_u64(1);
            let mut bounded = plain.clone();
            for bound in [Bound::NONE, Bound::new(0.0), Bound::new(500.0), Bound::new(20_000.0)] {
                for _ in 0..2_000 {
                    let all = family.sample(&mut plain);
                    assert_eq!(family.sample_above(bound, &mut bounded), (all > bound.value).then_some(all));
                }
            }
        }
    }
}
