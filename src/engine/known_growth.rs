//! What is known of growth from one plan to the next: models that are compared with each other mostly have it in common, and
//! to work it out is most of what a plan costs.

use std::sync::Mutex;

use super::growth_shares::ByAge;
use crate::model::{Days, Distribution, Growth, distribution::Bound};

/// Values that were worked out, by what they belong to.
#[derive(Debug)]
pub(super) struct Memo<K, V>(Mutex<Vec<(K, V)>>);

/// What is known of the growth of requests that cannot cross.
#[derive(Debug, Default)]
pub struct KnownGrowth {
    /// Mean shares of their potential, up to a last age.
    pub(super) shares: Memo<(Days, Growth), ByAge>,
    /// Mean signatures, where growth depends on the potential.
    pub(super) tied: Memo<Tied, ByAge>,
}

/// What these mean signatures belong to.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Tied {
    pub floor: Bound,
    pub last: Days,
    pub correlation: f64,
    pub potentials: Distribution,
    pub growth: Growth,
}

impl<K, V> Default for Memo<K, V> {
    fn default() -> Self {
        Self(Mutex::default())
    }
}

impl<K: PartialEq, V: Copy> Memo<K, V> {
    /// What belongs to a key: known, or worked out now and known from then on.
    pub(super) fn get(&self, key: K, work_out: impl FnOnce(&K) -> V) -> V {
        const NO_PANIC: &str = "nobody panics who holds it";
        let known = self.0.lock().expect(NO_PANIC).iter().find(|known| known.0 == key).map(|known| known.1);
        // Meanwhile others may work out the same, and come to the same.
        known.unwrap_or_else(|| {
            let value = work_out(&key);
            self.0.lock().expect(NO_PANIC).push((key, value));
            value
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        engine::hopeless::Hopeless,
        model::{Arrivals, Source, distribution::LogNormal, growth::Width},
    };

    #[test]
    fn what_is_known_is_what_would_be_worked_out() {
        let lognormal = |median, sigma| -> Distribution { LogNormal::with_median_sigma(median, sigma).unwrap().into() };
        let logistic = |width| Growth::Logistic { midpoint: lognormal(3.0, 0.7), width };
        let growths = [
            Growth::Exponential { time_constant: lognormal(3.0, 0.7) },
            logistic(Width::Absolute(Distribution::fixed(0.2))),
            logistic(Width::Relative(Distribution::fixed(0.2))),
        ];
        let known = KnownGrowth::default();
        for growth in growths.into_iter().chain([Growth::Exponential { time_constant: lognormal(3.0, 0.7) }]) {
            for (correlation, potentials) in [(0.0, 150.0), (0.5, 150.0), (0.6, 150.0), (0.5, 200.0)] {
                let source = Source {
                    potential: Some(lognormal(potentials, 1.5)),
                    growth: Some(growth.clone()),
                    potential_growth_correlation: correlation,
                    ..Source::plain("source", Arrivals::Moments(Default::default()))
                };
                for (floor, last) in [(4_330.0, 30.0), (9_000.0, 30.0), (4_330.0, 60.0)] {
                    let of = |known| Hopeless::of_floors(&source, &[Bound::new(floor)], last, known)[0].clone();
                    let (found, fresh) = (of(&known), of(&KnownGrowth::default()));
                    for age in [1.0, 7.0, last] {
                        assert_eq!(found.mean(age), fresh.mean(age), "{source:?}, {floor}, {last}, {age}");
                    }
                }
            }
        }
        let counts = [known.shares.0.into_inner().unwrap().len(), known.tied.0.into_inner().unwrap().len()];
        assert_eq!(counts, [3 * 2, 3 * 3 * 3], "each is worked out once");
    }
}
