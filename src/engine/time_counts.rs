//! Times of one replication, counted as they come.

use super::histogram::{Histogram, bin};
use crate::model::Days;

/// So few times are kept as they come and counted at the end, which costs less than pages with one time each.
const FEW: usize = 512;

/// Bins of a page.
const PAGE: usize = 16;

/// The directory grows by so many pages, which hold an octave.
const OCTAVE: usize = 64;

/// Counts of times by [`bin`], in pages of neighbouring bins that are found in O(1): a replication may record millions
/// of times. Becomes a [`Histogram`] at the end.
#[derive(Debug, Clone, Default)]
pub struct TimeCounts {
    /// Bins of the times, as long as there are no pages.
    few: Vec<i32>,
    /// Number of the page that the second entry of the directory is about, if there is one.
    first: usize,
    /// For each page one more than its place in `pages`; 0 if it is empty. Times of exactly 0, the wait of all who find a
    /// free server, have the first entry to themselves.
    directory: Vec<u32>,
    pages: Vec<[u32; PAGE]>,
    sum: Days,
}

impl TimeCounts {
    /// Counts a time, at least 0.
    #[inline]
    pub fn add(&mut self, time: Days) {
        self.sum += time;
        if self.pages.is_empty() && self.few.len() < FEW {
            self.few.push(bin(time));
        } else {
            self.open_pages();
            self.count(bin(time));
        }
    }

    /// Counts times, each at least 0.
    pub fn add_all(&mut self, times: &[Days]) {
        self.open_pages();
        let mut sum = self.sum;
        for &time in times {
            sum += time;
            self.count(bin(time));
        }
        self.sum = sum;
    }

    /// Sum of the times.
    pub fn sum(&self) -> Days {
        self.sum
    }

    /// The counts in order of bins.
    pub fn histogram(mut self) -> Histogram {
        if self.pages.is_empty() {
            self.few.sort_unstable();
            let (mut bins, mut counts) = (Vec::with_capacity(self.few.len()), Vec::with_capacity(self.few.len()));
            for times in self.few.chunk_by(i32::eq) {
                bins.push(times[0]);
                counts.push(times.len() as u64);
            }
            return Histogram::of(bins, counts);
        }
        let most = self.pages.len() * PAGE;
        let (mut bins, mut counts) = (Vec::with_capacity(most), Vec::with_capacity(most));
        for (entry, &place) in self.directory.iter().enumerate().filter(|(_, place)| **place > 0) {
            let from = if entry > 0 { (self.first + entry - 1) * PAGE } else { 0 };
            // Nothing foretells which bins are empty, so that to branch on it would cost more.
            let (mut its_bins, mut its_counts, mut found) = ([0; PAGE], [0; PAGE], 0);
            for (number, &count) in self.pages[place as usize - 1].iter().enumerate() {
                (its_bins[found % PAGE], its_counts[found % PAGE]) = ((from + number) as i32, u64::from(count));
                found += usize::from(count > 0);
            }
            bins.extend_from_slice(&its_bins[..found]);
            counts.extend_from_slice(&its_counts[..found]);
        }
        Histogram::of(bins, counts)
    }

    /// Counts from now on the times that were kept.
    #[inline]
    fn open_pages(&mut self) {
        if !self.few.is_empty() {
            std::mem::take(&mut self.few).into_iter().for_each(|bin| self.count(bin));
        }
    }

    #[inline]
    fn count(&mut self, bin: i32) {
        let bin = bin as usize;
        // Of a page before the first the entry is beyond all.
        let entry = if bin == 0 { 0 } else { (bin / PAGE).wrapping_sub(self.first).saturating_add(1) };
        let page = match self.directory.get(entry) {
            Some(&place) if place > 0 => place as usize - 1,
            _ => self.open_page(bin),
        };
        self.pages[page][bin % PAGE] += 1;
    }

    /// Opens the page of a bin. Returns its place in `pages`.
    #[cold]
    fn open_page(&mut self, bin: usize) -> usize {
        let number = bin / PAGE;
        let octave = number - number % OCTAVE;
        if self.directory.is_empty() {
            self.directory.push(0);
        }
        let mut entry = 0;
        if bin > 0 {
            if self.directory.len() == 1 {
                self.first = octave;
            }
            if octave < self.first {
                self.directory.splice(1..1, std::iter::repeat_n(0, self.first - octave));
                self.first = octave;
            }
            entry = number - self.first + 1;
            if entry >= self.directory.len() {
                self.directory.resize(octave + OCTAVE - self.first + 1, 0);
            }
        }
        if self.pages.len() == self.pages.capacity() {
            // Most that come are the first of many.
            self.pages.reserve(3 * self.pages.len());
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
            if [0, 1, 100, 510, 511, 512, 513, 2_000].contains(&step) {
                assert_eq!(counts.clone().histogram(), histogram, "{step}");
            }
        }
        assert_eq!(counts.histogram(), histogram);
        assert_eq!(histogram.total(), 5_000);
    }

    /// The page right before the first is not that of zeros.
    #[test]
    fn a_time_just_below_an_octave_is_no_zero() {
        let times = [0.0, 1.0, 0.9999];
        let mut counts = TimeCounts::default();
        counts.add_all(&times);
        let mut histogram = Histogram::default();
        times.iter().for_each(|&time| histogram.add(bin(time), 1));
        assert_eq!(counts.histogram(), histogram);
    }
}
