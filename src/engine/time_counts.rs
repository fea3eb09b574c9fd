//! Times of one replication, counted as they come.

use super::histogram::{Histogram, bin};
use crate::model::Days;

/// Bins of a page.
const PAGE: usize = 128;

/// The directory grows by so many pages, which hold an octave.
const OCTAVE: usize = 8;

/// Bins that are looked at together.
const GROUP: usize = 16;

/// Where a directory begins: with the octave of the shortest time, and an entry for 0 before it.
#[derive(Debug, Clone, Copy, Default)]
struct First {
    /// Number of the page that the entry for 0 would be about.
    page: usize,
    /// One less than the first bin of the octave; 0 in the octave of 0 itself.
    below: usize,
}

/// Counts of times by [`bin`], in pages of neighbouring bins that are found in O(1): a replication may record millions
/// of times. Becomes a [`Histogram`] at the end.
#[derive(Debug, Clone, Default)]
pub struct TimeCounts {
    /// What the directory begins with.
    first: First,
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
        self.count(time);
    }

    /// Counts times, each at least 0.
    pub fn add_all(&mut self, times: &[Days]) {
        let mut left = times;
        while let Some((&time, others)) = self.add_known(left).split_first() {
            self.add(time);
            left = others;
        }
    }

    /// Counts times up to the first whose page is not open. Returns that one and those after it.
    fn add_known<'t>(&mut self, times: &'t [Days]) -> &'t [Days] {
        // Copies, which stay in registers.
        let (mut sum, first, directory, pages) = (self.sum, self.first, &self.directory[..], &mut self.pages[..]);
        let mut is_known = |&time: &Days| {
            let bin = bin(time.abs()) as usize;
            let page =
                directory.get(first.entry(bin)).and_then(|&place| pages.get_mut((place as usize).wrapping_sub(1)));
            if let Some(page) = page {
                page[bin % PAGE] += 1;
                sum += time;
                true
            } else {
                false
            }
        };
        let known = times.iter().take_while(|time| is_known(time)).count();
        self.sum = sum;
        &times[known..]
    }

    /// Sum of the times.
    pub fn sum(&self) -> Days {
        self.sum
    }

    /// The counts in order of bins.
    pub fn histogram(&self) -> Histogram {
        let occupied = |page: &[u32; PAGE]| page.iter().map(|&count| u32::from(count > 0)).sum::<u32>() as usize;
        let room = self.pages.iter().map(occupied).sum::<usize>() + GROUP;
        let (mut bins, mut counts) = (Vec::with_capacity(room), Vec::with_capacity(room));
        for (entry, &place) in self.directory.iter().enumerate().filter(|(_, place)| **place > 0) {
            let from = if entry > 0 { (self.first.page + entry) * PAGE } else { 0 };
            let groups = self.pages[place as usize - 1].as_chunks::<GROUP>().0.iter().zip((from..).step_by(GROUP));
            for (group, from) in groups.filter(|(group, _)| group.iter().fold(0, |any, count| any | count) > 0) {
                // Nothing foretells which bins are empty, so that to branch on it would cost more.
                let (mut its_bins, mut its_counts, mut found) = ([0; GROUP], [0; GROUP], 0);
                for (number, &count) in group.iter().enumerate() {
                    (its_bins[found % GROUP], its_counts[found % GROUP]) = ((from + number) as i32, u64::from(count));
                    found += usize::from(count > 0);
                }
                // Nor how many are not: what is too much is taken away again.
                let found = bins.len() + found;
                bins.extend_from_slice(&its_bins);
                counts.extend_from_slice(&its_counts);
                bins.truncate(found);
                counts.truncate(found);
            }
        }
        Histogram::of(bins, counts)
    }

    #[inline]
    fn count(&mut self, time: Days) {
        let bin = bin(time.abs()) as usize;
        let page = match self.directory.get(self.first.entry(bin)) {
            Some(&place) if place > 0 => place as usize - 1,
            _ => self.open_page(bin),
        };
        self.pages[page][bin % PAGE] += 1;
    }

    /// Opens the page of a bin. Returns its place in `pages`.
    #[cold]
    fn open_page(&mut self, bin: usize) -> usize {
        let first = First::of(bin / PAGE);
        if bin > 0 && self.directory.len() <= 1 {
            self.first = first;
        } else if bin > 0 && first.page < self.first.page {
            self.directory.splice(1..1, std::iter::repeat_n(0, self.first.page - first.page));
            self.first = first;
        }
        let entry = self.first.entry(bin);
        if entry >= self.directory.len() {
            // Whole octaves behind the entry for 0.
            self.directory.resize(entry.next_multiple_of(OCTAVE) + 1, 0);
        }
        if self.directory[entry] > 0 {
            // The first octave is 0's own.
            return self.directory[entry] as usize - 1;
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

impl First {
    /// With the octave of a page.
    fn of(page: usize) -> Self {
        let octave = page - page % OCTAVE;
        Self { page: octave.saturating_sub(1), below: (octave * PAGE).saturating_sub(1) }
    }

    /// The entry of a bin; beyond all if it is before the octave. No branch asks for 0: nothing foretells which times are.
    #[inline]
    fn entry(self, bin: usize) -> usize {
        if bin.wrapping_sub(1) < self.below { usize::MAX } else { (bin / PAGE).max(self.page) - self.page }
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

    /// The page right before the first is not that of zeros, whatever comes first.
    #[test]
    fn a_time_just_below_an_octave_is_no_zero() {
        let times = [0.0, 1.0, 0.9999, -0.0, 1e9, f64::MIN_POSITIVE, 1e-310, f64::MAX];
        for rotated in 0..times.len() {
            let mut times = times;
            times.rotate_left(rotated);
            let mut counts = TimeCounts::default();
            counts.add_all(&times);
            let mut histogram = Histogram::default();
            times.iter().for_each(|&time| histogram.add(bin(time), 1));
            assert_eq!(counts.histogram(), histogram, "{times:?}");
        }
    }
}
