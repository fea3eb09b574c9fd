//! What became of happenings, over replications.

use serde::{Deserialize, Serialize};

use super::{Confidence, Estimate, Moments, Sample, rank, share::share};
use crate::{engine::Happened, model::Days};

/// One happening over replications. Exact in any order of adding.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub struct Happenings {
    count: Sample,
    held: Sample,
    first: Times,
    after: Times,
}

/// Times up to something that does not happen in every replication.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub struct Times {
    /// Where it happened.
    happened: Sample,
    /// Where it did not, the time up to the horizon in its place: for the mean, and for how many they are.
    restricted: Moments,
}

/// An estimate whose interval may be open.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct OpenEstimate {
    /// The point estimate; `None` if it lies beyond the horizon.
    pub value: Option<f64>,
    /// Lower end; `None` if there are too few replications, or if it lies beyond the horizon.
    pub low: Option<f64>,
    /// Upper end; likewise.
    pub high: Option<f64>,
}

impl Happenings {
    /// Adds one replication that ended at `horizon`.
    pub fn add(&mut self, happened: &Happened, horizon: Days) {
        self.count.add(happened.count as f64);
        self.held.add(happened.held);
        self.first.add(happened.first, horizon);
        if !happened.after.is_nan() {
            // The horizon is a sum of steps, which may be rounded down.
            self.after.add(happened.first - happened.after, (horizon - happened.after).max(0.0));
        }
    }

    /// True if this is a state of at most `most` replications: what was read from a file may be anything.
    pub(super) fn is_sound(&self, most: u64) -> bool {
        self.count.is_sound(most) && self.held.is_sound(most) && self.first.is_sound(most) && self.after.is_sound(most)
    }

    /// Adds every replication of another.
    pub fn merge(&mut self, other: &Happenings) {
        self.count.merge(&other.count);
        self.held.merge(&other.held);
        self.first.merge(&other.first);
        self.after.merge(&other.after);
    }

    /// Share of replications in which it happened, with its Wilson score interval (Wilson 1927), which stays within 0
    /// and 1; `None` without replications.
    pub fn share(&self, level: f64) -> Option<Estimate> {
        share(self.first.happened.moments().count(), self.first.restricted.count(), level)
    }

    /// How often it happened.
    pub fn count(&self) -> &Sample {
        &self.count
    }

    /// For how many days its condition held, where it has one.
    pub fn held(&self) -> &Sample {
        &self.held
    }

    /// Moment of its first time.
    pub fn first(&self) -> &Times {
        &self.first
    }

    /// Time from the first time of the one that it waits for, in replications where that happened.
    pub fn after(&self) -> &Times {
        &self.after
    }
}

impl Times {
    fn add(&mut self, time: Days, limit: Days) {
        self.happened.add(time);
        self.restricted.add(if time.is_nan() { limit } else { time });
    }

    fn is_sound(&self, most: u64) -> bool {
        self.happened.is_sound(most)
            && self.restricted.is_sound(most)
            && self.happened.moments().count() <= self.restricted.count()
    }

    fn merge(&mut self, other: &Times) {
        self.happened.merge(&other.happened);
        self.restricted.merge(&other.restricted);
    }

    /// Number of replications.
    pub fn count(&self) -> u64 {
        self.restricted.count()
    }

    /// The mean, where what does not happen before the horizon counts up to there.
    pub fn restricted_mean(&self, confidence: &mut Confidence) -> Option<Estimate> {
        self.restricted.estimate(confidence)
    }

    /// The quantile `percent` over all replications, where what does not happen comes after everything that does.
    pub fn quantile(&self, percent: u8, confidence: &mut Confidence) -> OpenEstimate {
        let all = self.count();
        if all == 0 {
            return OpenEstimate { value: None, low: None, high: None };
        }
        let ranks = confidence.ranks(all, percent);
        let mut middle = rank(all, percent);
        if let Some((low, high)) = ranks {
            middle = middle.clamp(low, high);
        }
        let of = |rank: u64| self.happened.ranked(rank);
        OpenEstimate { value: of(middle), low: ranks.and_then(|r| of(r.0)), high: ranks.and_then(|r| of(r.1)) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn happened(first: f64, after: f64) -> Happened {
        Happened { count: u64::from(!first.is_nan()), first, after, held: 0.5 }
    }

    fn of(firsts: &[f64]) -> Happenings {
        let mut happenings = Happenings::default();
        firsts.iter().for_each(|&first| happenings.add(&happened(first, 1.0), 10.0));
        happenings
    }

    #[test]
    fn what_does_not_happen_comes_last() {
        let never = f64::NAN;
        let happenings = of(&[5.0, never, 3.0, never]);
        let mut confidence = Confidence::new(0.95);
        let mut quantile = |percent| happenings.first().quantile(percent, &mut confidence).value;
        assert_eq!([5, 25, 50, 75].map(&mut quantile), [Some(3.0), Some(3.0), Some(5.0), None]);
        assert_eq!(happenings.first().restricted_mean(&mut confidence).unwrap().value, 7.0);
        assert_eq!(happenings.after().restricted_mean(&mut confidence).unwrap().value, 6.0);
        assert_eq!(happenings.share(0.95).unwrap().value, 0.5);
    }

    #[test]
    fn intervals_of_quantiles_may_be_open() {
        // Of 100 replications 55 happened; the ranks of the median's interval are 40 and 61.
        let firsts: Vec<f64> = (1..=100).map(|n| if n <= 55 { f64::from(n) } else { f64::NAN }).collect();
        let estimate = of(&firsts).first().quantile(50, &mut Confidence::new(0.95));
        assert_eq!(estimate, OpenEstimate { value: Some(50.0), low: Some(40.0), high: None });
    }

    #[test]
    fn the_share_has_a_wilson_interval() {
        // 8 of 10: (0.8 + 1.9207/10 ± 1.95996·√(0.016 + 0.0096036))/1.384146 = 0.4902 to 0.9433 (Wilson 1927).
        let firsts: Vec<f64> = (0..10).map(|n| if n < 8 { 1.0 } else { f64::NAN }).collect();
        let (low, high) = of(&firsts).share(0.95).unwrap().interval.unwrap();
        assert!((low - 0.490_162).abs() < 1e-6 && (high - 0.943_318).abs() < 1e-6, "{low} {high}");
        let all = of(&[1.0; 50]).share(0.95).unwrap();
        assert!(all.value == 1.0 && all.interval.unwrap().1 == 1.0 && all.interval.unwrap().0 < 0.95);
    }

    proptest! {
        #[test]
        fn merging_is_exact_in_any_order(
            values in prop::collection::vec((prop_oneof![0.0f64..9.0, Just(f64::NAN)], 0u8..3), 0..40),
        ) {
            let part = |chosen: u8| of(&values.iter().filter(|v| v.1 == chosen).map(|v| v.0).collect::<Vec<_>>());
            let mut merged = part(2);
            merged.merge(&part(0));
            merged.merge(&part(1));
            prop_assert_eq!(merged, of(&values.iter().map(|v| v.0).collect::<Vec<_>>()));
        }
    }
}
