//! Values by their place in a distribution, and the places of those above a bound.

use super::{Distribution, Mixture};

/// A value up to which the caller does not care what a request is worth.
#[derive(Debug, Clone, Copy, PartialEq, PartialOrd)]
pub struct Bound {
    /// The value.
    pub value: f64,
}

impl Bound {
    /// Every value matters.
    pub const NONE: Bound = Bound { value: f64::NEG_INFINITY };

    /// Values up to `value` (at least 0) do not matter.
    pub fn new(value: f64) -> Self {
        Self { value }
    }
}

/// The highest place: a double below 1.
const HIGHEST: f64 = 1.0 - f64::EPSILON / 2.0;

/// More than the rounding error of a cumulated probability.
const SLACK: f64 = 1e-9;

impl Distribution {
    /// The value at a place in (0, 1): one draw, if the place is uniform. A larger mean, median, scale or quantile of a
    /// family gives a larger value at the same place.
    ///
    /// In a mixture the place chooses the component, as its components lie one after the other with their shares, and
    /// what is left of it is the place in the component; otherwise the value is the quantile.
    pub fn at(&self, place: f64) -> f64 {
        match self {
            Distribution::Mixture(mixture) => {
                let (component, place) = mixture.component_at(place);
                component.at(place.clamp(f64::EPSILON / 2.0, HIGHEST))
            }
            other => other.quantile(place),
        }
    }

    /// The intervals of places along each of which the values increase, in order: the parts of a mixture.
    pub fn increasing(&self) -> Vec<(f64, f64)> {
        match self {
            Distribution::Mixture(mixture) => mixture.increasing(),
            _ => vec![(0.0, 1.0)],
        }
    }

    /// Intervals of places outside of which [`Distribution::at`] gives values up to a bound only, in order. They may be
    /// slightly too wide.
    pub fn places_above(&self, bound: Bound) -> Vec<(f64, f64)> {
        match self {
            _ if bound == Bound::NONE => vec![(0.0, 1.0)],
            Distribution::Mixture(mixture) => mixture.places_above(bound),
            other if other.at(HIGHEST) <= bound.value => Vec::new(),
            other => vec![((other.cdf(bound.value) - SLACK).max(0.0), 1.0)],
        }
    }
}

impl Mixture {
    /// The component at a place, and the place in it.
    fn component_at(&self, place: f64) -> (&Distribution, f64) {
        let mut left = place;
        let (last, others) = self.components.split_last().expect("a mixture has components");
        for (share, component) in others {
            if left < *share {
                return (component, left / share);
            }
            left -= share;
        }
        (&last.1, left / last.0)
    }

    fn increasing(&self) -> Vec<(f64, f64)> {
        let mut intervals = Vec::new();
        let mut begin = 0.0;
        for (share, component) in &self.components {
            let part = |(from, until): (f64, f64)| (begin + share * from, begin + share * until);
            intervals.extend(component.increasing().into_iter().map(part));
            begin += share;
        }
        intervals
    }

    fn places_above(&self, bound: Bound) -> Vec<(f64, f64)> {
        let mut intervals: Vec<(f64, f64)> = Vec::new();
        let mut begin = 0.0;
        for (share, component) in &self.components {
            for (from, until) in component.places_above(bound) {
                let (from, until) = (begin + share * from - SLACK, begin + share * until + SLACK);
                match intervals.last_mut().filter(|last| last.1 >= from) {
                    Some(last) => last.1 = until,
                    None => intervals.push((from.max(0.0), until)),
                }
            }
            begin += share;
        }
        intervals
    }
}

#[cfg(test)]
mod tests {
    use super::super::{Exponential, LogNormal, LogNormalPareto, Uniform};
    use super::*;

    fn families() -> Vec<Distribution> {
        let lognormal: Distribution = LogNormal::with_median_sigma(150.0, 2.3).unwrap().into();
        let inner = Mixture::new(vec![(1.0, Distribution::fixed(2_000.0)), (2.0, lognormal.clone())]).unwrap();
        vec![
            Mixture::new(vec![
                (0.9, lognormal.clone()),
                (0.05, Distribution::fixed(700.0)),
                (0.01, Uniform::new(25_000.0, 37_500.0).unwrap().into()),
                (0.04, inner.into()),
            ])
            .unwrap()
            .into(),
            lognormal,
            LogNormalPareto::new(80.0, 3.2, 9_300.0, 0.86, None).unwrap().into(),
            Exponential::with_mean(600.0).unwrap().into(),
            Distribution::fixed(700.0),
        ]
    }

    #[test]
    fn values_above_a_bound_have_their_places() {
        for family in families() {
            for bound in [Bound::NONE, Bound::new(0.0), Bound::new(500.0), Bound::new(20_000.0), Bound::new(1e9)] {
                let intervals = family.places_above(bound);
                assert!(intervals.windows(2).all(|pair| pair[0].1 < pair[1].0));
                let mut needless = 0;
                for step in 0..100_000 {
                    let place = (f64::from(step) + 0.5) / 1e5;
                    let lies_within = intervals.iter().any(|&(from, until)| from <= place && place < until);
                    let is_above = family.at(place) > bound.value;
                    assert!(lies_within || !is_above, "{family:?}: {place} for {bound:?}");
                    needless += i32::from(lies_within && !is_above);
                }
                assert!(needless <= 2, "{family:?}: {needless} places lie above {bound:?} for nothing");
            }
        }
    }

    /// The share of places up to the values at some of them is the probability of those.
    #[test]
    fn uniform_places_give_the_distribution() {
        for family in families() {
            for x in [10.0, 150.0, 701.0, 5_000.0, 30_000.0] {
                let places = (0..100_000).map(|step| (f64::from(step) + 0.5) / 1e5);
                let share = places.filter(|&place| family.at(place) <= x).count() as f64 / 1e5;
                assert!((share - family.cdf(x)).abs() < 5e-5, "{family:?}: {share} up to {x}");
            }
        }
    }
}
