//! Counts of small whole numbers.

use serde::{Deserialize, Serialize};

/// Largest whole number that is counted under its own name.
pub const LARGEST: u16 = 1_024;

/// How often each whole number from 0 to [`LARGEST`] occurred: a window of counts that reaches from the smallest to
/// the largest number seen. Four bytes a number, one memory access to count one.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct WholeCounts {
    first: u16,
    counts: Vec<u32>,
}

impl WholeCounts {
    /// Counts a number of at most [`LARGEST`] so many times.
    pub fn add(&mut self, number: u16, times: u32) {
        let index = usize::from(number.wrapping_sub(self.first));
        if let Some(count) = self.counts.get_mut(index) {
            *count += times;
            return;
        }
        self.widen(number, number);
        self.counts[usize::from(number - self.first)] += times;
    }

    /// Counts some numbers of at most [`LARGEST`], each once.
    pub fn add_all(&mut self, numbers: &[u16]) {
        let (low, high) =
            numbers.iter().fold((u16::MAX, 0), |(low, high), &number| (low.min(number), high.max(number)));
        if low < self.first || self.last().is_none_or(|last| high > last) {
            self.widen(low, high);
        }
        numbers.iter().for_each(|number| self.counts[usize::from(number - self.first)] += 1);
    }

    /// Something of it, to have it fetched from memory.
    pub fn fetch(&self) -> u32 {
        self.counts.first().copied().unwrap_or_default()
    }

    /// True if these are counts of at most `most` numbers: what was read from a file may be anything.
    pub fn is_sound(&self, most: u64) -> bool {
        usize::from(self.first) + self.counts.len() <= usize::from(LARGEST) + 1 && self.total() <= most
    }

    /// Adds every count of another.
    pub fn merge(&mut self, other: &WholeCounts) {
        let Some(last) = other.last() else { return };
        self.widen(other.first, last);
        let offset = usize::from(other.first - self.first);
        for (count, more) in self.counts[offset..].iter_mut().zip(&other.counts) {
            *count += more;
        }
    }

    /// The numbers that occurred with their counts, in increasing order.
    pub fn iter(&self) -> impl Iterator<Item = (u16, u32)> + '_ {
        self.window().filter(|&(_, count)| count > 0)
    }

    /// All numbers from the smallest to the largest that occurred, with their counts.
    pub fn window(&self) -> impl Iterator<Item = (u16, u32)> + '_ {
        (self.first..).zip(self.counts.iter().copied())
    }

    /// How many numbers were counted.
    pub fn total(&self) -> u64 {
        self.counts.iter().copied().map(u64::from).sum()
    }

    fn last(&self) -> Option<u16> {
        (!self.counts.is_empty()).then(|| self.first + (self.counts.len() - 1) as u16)
    }

    /// Makes the window reach over `low..=high`. There is room for a quarter more, not twice as much: a window settles
    /// after few replications.
    fn widen(&mut self, low: u16, high: u16) {
        let last = self.last().unwrap_or_else(|| {
            self.first = low;
            low
        });
        let before = usize::from(self.first.saturating_sub(low));
        let length = usize::from(last.max(high) - self.first.min(low)) + 1;
        if length > self.counts.capacity() {
            self.counts.reserve_exact(length + length / 4 - self.counts.len());
        }
        self.counts.resize(length, 0);
        self.counts.rotate_right(before);
        self.first -= before as u16;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(numbers: &[u16]) -> WholeCounts {
        let mut counts = WholeCounts::default();
        numbers.iter().for_each(|&number| counts.add(number, 1));
        counts
    }

    #[test]
    fn counts_in_any_order() {
        let counts = of(&[5, 1024, 5, 0, 3]);
        assert_eq!(counts.iter().collect::<Vec<_>>(), [(0, 1), (3, 1), (5, 2), (1024, 1)]);
        assert_eq!(counts, of(&[0, 3, 5, 5, 1024]));
    }

    #[test]
    fn merges_windows_that_overlap_or_lie_apart() {
        for (a, b) in
            [(&[4u16, 5][..], &[5u16, 9][..]), (&[90, 91], &[2, 3]), (&[2, 8], &[4]), (&[], &[7]), (&[7], &[])]
        {
            let mut merged = of(a);
            merged.merge(&of(b));
            assert_eq!(merged, of(&[a, b].concat()));
        }
    }
}
