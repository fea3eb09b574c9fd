//! Counts of values in bins of equal relative width.

use serde::{Deserialize, Serialize};

/// Number of the bin that holds a value: bins are 1/1024 of an octave wide in the significand, so at most 0.1% of
/// their lower bound; whole numbers up to 2,048 have a bin of their own; zero is bin 0; negative values mirror
/// positive ones. Monotone in the value.
pub fn bin(value: f64) -> i32 {
    let magnitude = (value.abs().to_bits() >> 42) as i32;
    if value < 0.0 { -magnitude } else { magnitude }
}

/// The bounds `[low, high)` of a bin of [`bin`] (`(low, high]` for negative bins).
pub fn bin_bounds(bin: i32) -> (f64, f64) {
    let edge = |index: i32| f64::from_bits(u64::from(index.unsigned_abs()) << 42);
    if bin < 0 { (-edge(-bin + 1), -edge(-bin)) } else { (edge(bin), edge(bin + 1)) }
}

/// A histogram with so many times the bins of another is searched for these rather than walked through.
const MANY: usize = 8;

/// Counts by bin (see [`bin`]), sparse and sorted. Adding two histograms is exact and commutes.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Histogram {
    bins: Vec<i32>,
    counts: Vec<u64>,
}

impl Histogram {
    /// The histogram of bins in strictly increasing order, each with its count.
    pub fn from_sorted(counts: impl Iterator<Item = (i32, u64)>) -> Self {
        let (bins, counts) = counts.unzip();
        Self { bins, counts }
    }

    /// The same of as many counts as bins.
    pub fn of(bins: Vec<i32>, counts: Vec<u64>) -> Self {
        debug_assert_eq!(bins.len(), counts.len());
        Self { bins, counts }
    }

    /// Adds `count` values to a bin. Cost: logarithmic in the occupied bins, linear when the bin is new.
    pub fn add(&mut self, bin: i32, count: u64) {
        match self.bins.binary_search(&bin) {
            Ok(index) => self.counts[index] += count,
            Err(index) => {
                self.bins.insert(index, bin);
                self.counts.insert(index, count);
            }
        }
    }

    /// Occupied bins and their counts, in increasing order.
    pub fn iter(&self) -> impl DoubleEndedIterator<Item = (i32, u64)> + Clone + '_ {
        self.bins.iter().copied().zip(self.counts.iter().copied())
    }

    /// Number of values.
    pub fn total(&self) -> u64 {
        self.counts.iter().sum()
    }

    /// True without any value.
    pub fn is_empty(&self) -> bool {
        self.bins.is_empty()
    }

    /// True if bins increase, lie within `low..=high` and hold at most `most` values together: what was read from a
    /// file may be anything.
    pub fn is_sound(&self, low: f64, high: f64, most: u128) -> bool {
        let range = bin(low)..=bin(high);
        let within = self.bins.iter().all(|bin| range.contains(bin));
        let total: u128 = self.counts.iter().copied().map(u128::from).sum();
        self.bins.len() == self.counts.len() && self.bins.is_sorted_by(|a, b| a < b) && within && total <= most
    }

    /// Adds every count of another histogram. Cost: linear in the bins of both, or logarithmic for each bin of a small
    /// other one and one pass from the first of its bins on if any is new.
    pub fn merge(&mut self, other: &Histogram) {
        if self.is_empty() {
            return self.clone_from(other);
        }
        let new = self.count_missing(&other.bins);
        let mut from = self.bins.len();
        let mut to = from + new;
        self.bins.resize(to, 0);
        self.counts.resize(to, 0);
        // From the back, so that every bin moves at most once and none is overwritten before it has moved.
        for (bin, count) in other.iter().rev() {
            while from > 0 && self.bins[from - 1] > bin {
                (from, to) = (from - 1, to - 1);
                self.bins[to] = self.bins[from];
                self.counts[to] = self.counts[from];
            }
            to -= 1;
            if from > 0 && self.bins[from - 1] == bin {
                from -= 1;
                self.counts[to] = self.counts[from] + count;
            } else {
                self.counts[to] = count;
            }
            self.bins[to] = bin;
        }
    }

    /// How many of some bins, in increasing order, are not occupied.
    fn count_missing(&self, bins: &[i32]) -> usize {
        if bins.len() < self.bins.len() / MANY {
            return bins.iter().filter(|bin| self.bins.binary_search(bin).is_err()).count();
        }
        let (mut missing, mut own) = (0, self.bins.iter().peekable());
        for bin in bins {
            while own.next_if(|own| *own < bin).is_some() {}
            missing += usize::from(own.peek() != Some(&bin));
        }
        missing
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bins_hold_their_values_within_a_thousandth() {
        for value in [1e-9, 0.3, 1.0, 3.7, 1023.5, 2048.0, 123_456.7, 9.9e14, -0.02, -77.0] {
            let (low, high) = bin_bounds(bin(value));
            assert!(low <= value && value <= high, "{value} in [{low}, {high}]");
            assert!(high - low <= 0.001 * value.abs());
        }
        assert_eq!(bin(0.0), 0);
        assert_eq!(bin(-0.0), 0);
    }

    #[test]
    fn merging_equals_adding_one_by_one() {
        let of = |bins: &[i32]| {
            let mut histogram = Histogram::default();
            bins.iter().for_each(|&bin| histogram.add(bin, 1));
            histogram
        };
        let cases: [(&[i32], &[i32]); 6] = [
            (&[], &[3, 1]),
            (&[3, 1], &[]),
            (&[1, 5, 9], &[1, 5, 5]),
            (&[4, 5], &[-2, 4, 7]),
            (&[1, 2], &[8, 9]),
            (&[8, 9], &[1, 2]),
        ];
        for (a, b) in cases {
            let mut merged = of(a);
            merged.merge(&of(b));
            assert_eq!(merged, of(&[a, b].concat()), "{a:?} and {b:?}");
        }
    }

    #[test]
    fn whole_numbers_up_to_2048_have_their_own_bin() {
        for number in 1..=2048 {
            assert_eq!(bin_bounds(bin(f64::from(number))).0, f64::from(number));
            assert!(bin(f64::from(number)) > bin(f64::from(number) - 1.0));
        }
    }
}
