//! The distribution of a number over replications.

mod others;

use std::iter;

use serde::{Deserialize, Serialize};

use super::{
    Confidence, Estimate, Moments,
    counts::{LARGEST, WholeCounts},
    lanes,
    moments::{LIMIT, is_measurable},
    rank,
};
use crate::engine::histogram::bin;
use others::Others;

/// The quantiles that results report, in percent.
pub const PERCENTS: [u8; 7] = [5, 10, 25, 50, 75, 90, 95];

/// One number per replication: its exact moments, and its distribution.
///
/// Whole numbers from 0 to 1,024, which most are, are counted one by one, and give their moments too. All others fall
/// into bins 0.1% wide beside their exact moments. Adding and merging are exact in any order. Undefined values are
/// skipped.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub struct Sample {
    counts: WholeCounts,
    others: Option<Box<Others>>,
}

/// The number that is counted by itself, if a value is one.
fn small_whole(value: f64) -> Option<u16> {
    let whole = value as i32;
    (f64::from(whole) == value && (0..=i32::from(LARGEST)).contains(&whole)).then_some(whole as u16)
}

/// Values of a sample that are told apart from no other: one whole number, or a bin.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Bar {
    /// Smallest value that the bar can hold; of a whole number, the number.
    pub low: f64,
    /// End of the bar, itself not included; of a whole number, the number.
    pub high: f64,
    /// What the bar's values count as: the number, or the middle of the bin within the extremes of the sample.
    pub value: f64,
    /// How many values it holds.
    pub count: u64,
}

impl Sample {
    /// Adds the value of one replication. An undefined one (NaN, infinite, beyond ±2⁴²) is skipped.
    pub fn add(&mut self, value: f64) {
        self.add_times(value, 1);
    }

    /// Adds a value that so many replications have.
    fn add_times(&mut self, value: f64, times: u32) {
        match small_whole(value) {
            Some(number) => self.counts.add(number, times),
            None if is_measurable(value) => self.others.get_or_insert_default().add_times(value, times),
            None => (),
        }
    }

    /// Adds the values of some replications: the same as one by one, but faster.
    pub(super) fn add_all(&mut self, values: &[f64]) {
        for values in values.chunks(lanes::MOST) {
            if lanes::are_same(values) {
                // Of staff, thresholds and what is off, all replications say the same.
                self.add_times(values[0], values.len() as u32);
                continue;
            }
            let mut numbers = [0; lanes::MOST];
            let (count, kinds) = (values.len() as u64, lanes::kinds(values, LARGEST.into(), LIMIT, &mut numbers));
            if kinds.small == count {
                self.counts.add_all(&numbers[..values.len()]);
            } else if kinds.small == 0 && kinds.within == count {
                self.others.get_or_insert_default().add_all(values);
            } else {
                self.add_mixed(values);
            }
        }
    }

    /// Something of it, to have it fetched from memory: of what its values go to.
    pub(super) fn fetch(&self) -> u32 {
        self.counts.fetch() ^ self.others.as_ref().map_or(0, |others| others.bins.fetch())
    }

    /// Adds at most [`lanes::MOST`] values of whatever kinds. What each is cannot be foretold, so nothing branches on it.
    fn add_mixed(&mut self, values: &[f64]) {
        let (mut numbers, mut small) = ([0; lanes::MOST], 0);
        let (mut others, mut count) = ([0.0; lanes::MOST], 0);
        for &value in values {
            let number = small_whole(value);
            (numbers[small], others[count]) = (number.unwrap_or_default(), value);
            small += usize::from(number.is_some());
            count += usize::from(number.is_none() & is_measurable(value));
        }
        if small > 0 {
            self.counts.add_all(&numbers[..small]);
        }
        if count > 0 {
            self.others.get_or_insert_default().add_all(&others[..count]);
        }
    }

    /// True if this is a state of at most `most` values: what was read from a file may be anything.
    pub(super) fn is_sound(&self, most: u64) -> bool {
        self.counts.is_sound(most)
            && self.others.as_ref().is_none_or(|others| others.is_sound(most))
            && self.count() <= most
    }

    /// Adds every value of another sample.
    pub fn merge(&mut self, other: &Sample) {
        self.counts.merge(&other.counts);
        if let Some(others) = &other.others {
            self.others.get_or_insert_default().merge(others);
        }
    }

    /// Number of values.
    pub fn count(&self) -> u64 {
        self.counts.total() + self.others.as_ref().map_or(0, |others| others.moments.count())
    }

    /// Exact count, mean and variance.
    pub fn moments(&self) -> Moments {
        let mut moments = Moments::of_whole_numbers(self.counts.window());
        if let Some(others) = &self.others {
            moments.merge(&others.moments);
        }
        moments
    }

    /// The distribution, in increasing order.
    pub fn bars(&self) -> impl Iterator<Item = Bar> + '_ {
        let mut counts = self.counts.iter().peekable();
        let mut others = self.others.iter().flat_map(|others| others.bars()).peekable();
        iter::from_fn(move || {
            // A bin that begins with a whole number holds only larger ones: the number itself was counted.
            let count_first = match (counts.peek(), others.peek()) {
                (Some(&(number, _)), Some(&(other, _))) => bin(f64::from(number)) <= other,
                (number, _) => number.is_some(),
            };
            if count_first {
                let (number, count) = counts.next()?;
                let value = f64::from(number);
                Some(Bar { low: value, high: value, value, count: u64::from(count) })
            } else {
                others.next().map(|(_, bar)| bar)
            }
        })
    }

    /// The quantiles [`PERCENTS`]; `None` without values.
    ///
    /// A quantile p of n values is the ⌈np⌉-th smallest (Hyndman & Fan 1996, definition 1), so it is a value that
    /// occurred: exact for whole numbers up to 2,048 and where all values are equal, else within 0.05%.
    pub fn quantiles(&self) -> Option<[f64; 7]> {
        let count = self.count();
        (count > 0).then(|| self.order_statistics(PERCENTS.map(|percent| rank(count, percent))))
    }

    /// The quantile `percent`, or the mean without one, each with its interval; `None` without values.
    pub fn estimate(&self, percent: Option<u8>, confidence: &mut Confidence) -> Option<Estimate> {
        match percent {
            None => self.moments().estimate(confidence),
            Some(percent) => self.quantile(percent, confidence),
        }
    }

    /// The quantile `percent` with its distribution-free interval (see [`Confidence::ranks`]); `None` without values.
    pub fn quantile(&self, percent: u8, confidence: &mut Confidence) -> Option<Estimate> {
        let count = self.count();
        if count == 0 {
            return None;
        }
        let middle = rank(count, percent);
        Some(match confidence.ranks(count, percent) {
            Some((low, high)) => {
                let [low, value, high] = self.order_statistics([low, middle.clamp(low, high), high]);
                Estimate { value, interval: Some((low, high)) }
            }
            None => Estimate { value: self.order_statistics([middle])[0], interval: None },
        })
    }

    /// The value with a rank, which counts from 1; `None` if there are fewer values.
    pub fn ranked(&self, rank: u64) -> Option<f64> {
        (rank <= self.count()).then(|| self.order_statistics([rank])[0])
    }

    /// The values with the given ranks, which count from 1, increase, and do not exceed the number of values.
    fn order_statistics<const N: usize>(&self, ranks: [u64; N]) -> [f64; N] {
        let mut ranked = Ranked { ranks, found: 0, passed: 0, values: [f64::NAN; N] };
        let mut numbers = self.counts.window().map(|(number, count)| (f64::from(number), u64::from(count))).peekable();
        let others = self.others.as_deref();
        for (others, page) in others.iter().flat_map(|others| others.bins.pages().map(move |page| (others, page))) {
            // Most pages are passed as a whole.
            if numbers.peek().is_none_or(|&(number, _)| !page.reaches(bin(number))) && ranked.skip(page.total()) {
                continue;
            }
            for (other, count) in page.into_iter() {
                while let Some((number, count)) = numbers.next_if(|&(number, _)| bin(number) <= other) {
                    ranked.pass(count, || number);
                }
                ranked.pass(count, || others.value(other));
            }
        }
        numbers.for_each(|(number, count)| ranked.pass(count, || number));
        ranked.values
    }
}

/// Looks for the values with some ranks, in increasing order.
struct Ranked<const N: usize> {
    ranks: [u64; N],
    /// How many of them are found.
    found: usize,
    /// How many values have been passed.
    passed: u64,
    values: [f64; N],
}

impl<const N: usize> Ranked<N> {
    /// Passes values that count as the same.
    fn pass(&mut self, count: u64, value: impl FnOnce() -> f64) {
        if self.skip(count) {
            return;
        }
        let value = value();
        self.passed += count;
        while self.ranks.get(self.found).is_some_and(|&rank| rank <= self.passed) {
            self.values[self.found] = value;
            self.found += 1;
        }
    }

    /// Passes that many values, if none of them has one of the ranks.
    fn skip(&mut self, count: u64) -> bool {
        let has_none = self.ranks.get(self.found).is_none_or(|&rank| rank > self.passed + count);
        if has_none {
            self.passed += count;
        }
        has_none
    }
}

#[cfg(test)]
mod tests {
    use super::super::testing::Uniforms;
    use super::*;
    use proptest::prelude::*;

    fn of(values: &[f64]) -> Sample {
        let mut sample = Sample::default();
        values.iter().for_each(|&value| sample.add(value));
        sample
    }

    fn numbers(range: std::ops::RangeInclusive<i32>) -> Sample {
        of(&range.map(f64::from).collect::<Vec<_>>())
    }

    #[test]
    fn quantiles_are_values_that_occurred() {
        // ⌈np⌉ of 1..=200 is 10, 20, 50, 100, 150, 180, 190; of 1..=3 it is 1, 1, 1, 2, 3, 3, 3.
        assert_eq!(numbers(1..=200).quantiles(), Some([10.0, 20.0, 50.0, 100.0, 150.0, 180.0, 190.0]));
        assert_eq!(numbers(1..=3).quantiles(), Some([1.0, 1.0, 1.0, 2.0, 3.0, 3.0, 3.0]));
        assert_eq!(of(&[7.0]).quantiles(), Some([7.0; 7]));
        assert_eq!(of(&[f64::NAN]).quantiles(), None);
        assert_eq!(numbers(1..=2000).quantiles().unwrap()[6], 1900.0);
    }

    #[test]
    fn quantiles_have_order_statistic_intervals() {
        let mut confidence = Confidence::new(0.95);
        let median = numbers(1..=100).quantile(50, &mut confidence).unwrap();
        assert_eq!(median, Estimate { value: 50.0, interval: Some((40.0, 61.0)) });
        assert_eq!(numbers(1..=5).quantile(50, &mut confidence).unwrap().interval, None);
    }

    #[test]
    fn large_and_fractional_values_are_within_a_two_thousandth() {
        let values = [0.25, 3.3, -2.75, 1_234.5, 98_765.4];
        for value in values {
            let sample = of(&[value, -1e9, 1e9, value, value]);
            let median = sample.quantiles().unwrap()[3];
            assert!((median - value).abs() <= 0.0005 * value.abs(), "{median} for {value}");
        }
        assert_eq!(of(&[100_000.0, 100_000.0]).quantiles(), Some([100_000.0; 7]));
        assert_eq!(of(&[0.3, 0.3]).quantiles(), Some([0.3; 7]));
    }

    #[test]
    fn whole_numbers_stay_whole() {
        let sample = of(&[5_000.0, 25_000.0, 100_001.0, -3_001.0, 1_500.0]);
        assert!(sample.bars().all(|bar| bar.value == bar.value.trunc()));
        let exact: Vec<f64> = sample.bars().filter(|bar| bar.low == bar.high).map(|bar| bar.value).collect();
        assert_eq!(exact, [1_500.0]);
    }

    #[test]
    fn bars_are_in_order_and_hold_their_values() {
        let sample = of(&[3.0, 3.0004, 2.9999, -1.0, 0.0, 1e-12, 1_024.0, 1_025.0]);
        let bars: Vec<Bar> = sample.bars().collect();
        assert!(bars.is_sorted_by(|a, b| a.value < b.value), "{bars:?}");
        assert_eq!(bars.iter().map(|bar| bar.count).sum::<u64>(), 8);
        assert!(bars.iter().all(|bar| bar.low <= bar.value && bar.value <= bar.high));
    }

    #[test]
    fn intervals_cover_as_often_as_they_promise() {
        // 2,000 samples of 60 from a skewed distribution whose quantiles are known. The number of samples whose 90%
        // interval covers is binomial; at alpha 0.001 it is at least 1,757 of 2,000 for exact coverage, and order
        // statistics cover at least that often.
        let mut confidence = Confidence::new(0.9);
        let mut uniforms = Uniforms(7);
        for (percent, quantile) in [(50, 0.5f64), (90, 0.9)] {
            let truth = -(1.0 - quantile).ln();
            let covered = (0..2_000)
                .filter(|_| {
                    let sample = of(&(0..60).map(|_| uniforms.exponential()).collect::<Vec<_>>());
                    let (low, high) = sample.quantile(percent, &mut confidence).unwrap().interval.unwrap();
                    low <= truth && truth <= high
                })
                .count();
            assert!((1_757..1_950).contains(&covered), "{percent}: {covered}");
        }
    }

    proptest! {
        #[test]
        fn many_at_once_are_as_one_by_one(
            bunches in prop::collection::vec(prop_oneof![
                // The same throughout, small whole numbers, others, and all together.
                (any::<f64>(), 1usize..70).prop_map(|(value, times)| vec![value; times]),
                prop::collection::vec((0i32..1_025).prop_map(f64::from), 0..70),
                prop::collection::vec(prop_oneof![-5.0f64..2_000.0, (1_025i32..200_000).prop_map(f64::from)], 0..70),
                prop::collection::vec(prop_oneof![Just(f64::NAN), Just(-0.0), (0i32..3).prop_map(f64::from), -5.0..5.0], 0..70),
            ], 0..8),
        ) {
            let mut at_once = Sample::default();
            bunches.iter().for_each(|bunch| at_once.add_all(bunch));
            prop_assert_eq!(at_once, of(&bunches.concat()));
        }

        #[test]
        fn merging_is_exact_in_any_order(
            values in prop::collection::vec((prop_oneof![
                (0i32..2_000).prop_map(f64::from), -5.0f64..2_000.0, Just(f64::NAN), Just(-0.0)
            ], 0u8..3), 0..80),
        ) {
            let part = |chosen: u8| of(&values.iter().filter(|v| v.1 == chosen).map(|v| v.0).collect::<Vec<_>>());
            let mut merged = part(2);
            merged.merge(&part(0));
            merged.merge(&part(1));
            prop_assert_eq!(merged, of(&values.iter().map(|v| v.0).collect::<Vec<_>>()));
        }
    }
}
