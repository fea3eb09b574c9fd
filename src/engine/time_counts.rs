//! Times of one replication, counted as they come.

use super::histogram::{Histogram, bin};
use crate::model::Days;

/// Bins of a page.
const PAGE: usize = 16;

/// Counts of times by [`bin`], in pages of neighbouring bins that are found in O(1): a replication may record millions
/// of times. Becomes a [`Histogram`] at the end.
#[derive(Debug, Clone, Default)]
pub struct TimeCounts {
    /// Times of exactly 0, the wait of all who find a free server.
    zeros: u64,
    /// Number of the page that the directory begins with.
    first: usize,
    /// For each page one more than its place in `pages`; 0 if it is empty.
    directory: Vec<u32>,
    pages: Vec<[u32; PAGE]>,
    sum: Days,
}

impl TimeCounts {
    /// Counts a time, at least 0.
    #[inline]
    pub fn add(&mut self, time: Days) {
        self.sum += time;
        let bin = bin(time) as usize;
        if bin == 0 {
            self.zeros += 1;
            return;
        }
        let page = self.page(bin / PAGE);
        self.pages[page][bin % PAGE] += 1;
    }

    /// Counts times, each at least 0.
    pub fn add_all(&mut self, times: &[Days]) {
        times.iter().for_each(|&time| self.add(time));
    }

    /// Sum of the times.
    pub fn sum(&self) -> Days {
        self.sum
    }

    /// The counts in order of bins.
    pub fn histogram(&self) -> Histogram {
        let zeros = (self.zeros > 0).then_some((0, self.zeros));
        let others = self.directory.iter().enumerate().filter(|(_, place)| **place > 0).flat_map(|(number, place)| {
            let from = (self.first + number) * PAGE;
            let counts = &self.pages[*place as usize - 1];
            counts.iter().enumerate().map(move |(bin, &count)| ((from + bin) as i32, u64::from(count)))
        });
        Histogram::from_sorted(zeros.into_iter().chain(others.filter(|(_, count)| *count > 0)))
    }

    /// Place of a page in `pages`.
    #[inline]
    fn page(&mut self, number: usize) -> usize {
        match self.directory.get(number.wrapping_sub(self.first)) {
            Some(&place) if place > 0 => place as usize - 1,
            _ => self.open_page(number),
        }
    }

    #[cold]
    fn open_page(&mut self, number: usize) -> usize {
        if self.directory.is_empty() {
            self.first = number;
        }
        if number < self.first {
            self.directory.splice(0..0, std::iter::repeat_n(0, self.first - number));
            self.first = number;
        }
        let entry = number - self.first;
        if entry >= self.directory.len() {
            self.directory.resize(entry + 1, 0);
        }
        self.pages.push([0; PAGE]);
        self.directory[entry] = self.pages.len() as u32;
        self.pages.len() - 1
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn counts_as_a_histogram_does() {
        let mut counts = TimeCounts::default();
        let mut histogram = Histogram::default();
        for step in 0..5_000_u32 {
            // Up and down over many octaves, with zeros and repetitions.
            let time = f64::from(step % 7) * libm::exp(10.0 * libm::sin(f64::from(step)));
            counts.add(time);
            histogram.add(bin(time), 1);
        }
        assert_eq!(counts.histogram(), histogram);
        assert_eq!(histogram.total(), 5_000);
    }
}
