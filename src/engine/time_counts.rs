//! Times of one replication, counted as they come.

use super::histogram::{Histogram, bin};
use crate::model::Days;

/// So few times are kept as they come and counted at the end, which costs less than octaves with a few times each.
const FEW: usize = 512;

/// Bins of an octave.
const OCTAVE: usize = 1 << 10;

/// Octaves that there are, the first of which also holds 0.
const OCTAVES: usize = 1 << 11;

/// Bins that are looked at together.
const GROUP: usize = 16;

/// Counts of times by [`bin`], in octaves of bins that are found in O(1): a replication may record millions of times.
/// Becomes a [`Histogram`] at the end.
#[derive(Debug, Clone, Default)]
pub struct TimeCounts {
    /// Bins of the times, as long as no octave is open.
    few: Vec<i32>,
    /// For each octave one more than its place in `counts`, in octaves; 0 if it is not open. Empty if none is.
    places: Vec<u16>,
    counts: Vec<u32>,
    sum: Days,
}

impl TimeCounts {
    /// Counts a time, at least 0.
    #[inline]
    pub fn add(&mut self, time: Days) {
        self.sum += time;
        let bin = bin(time.abs());
        match self.places.get(bin as usize / OCTAVE) {
            Some(&place) if place > 0 => self.counts[(usize::from(place) - 1) * OCTAVE + bin as usize % OCTAVE] += 1,
            _ => self.add_first(bin),
        }
    }

    /// Counts a time of an octave that is not open.
    #[inline(never)]
    fn add_first(&mut self, bin: i32) {
        if self.finds_room(1) {
            self.few.push(bin);
        } else {
            self.count_few();
            self.count(bin);
        }
    }

    /// Whether so many times more are kept as they come; if so, there is room for them.
    #[inline]
    fn finds_room(&mut self, times: usize) -> bool {
        let are_few = self.places.is_empty() && self.few.len() + times <= FEW;
        if are_few {
            self.few.reserve_exact(FEW - self.few.len());
        }
        are_few
    }

    /// Counts times, each at least 0.
    pub fn add_all(&mut self, times: &[Days]) {
        if self.finds_room(times.len()) {
            self.few.extend(times.iter().map(|time| bin(time.abs())));
            self.sum = times.iter().fold(self.sum, |sum, time| sum + time);
            return;
        }
        self.count_few();
        let mut left = times;
        while let Some((&time, others)) = self.add_known(left).split_first() {
            self.sum += time;
            self.count(bin(time.abs()));
            left = others;
        }
    }

    /// Sum of the times.
    pub fn sum(&self) -> Days {
        self.sum
    }

    /// The counts in order of bins.
    pub fn histogram(mut self) -> Histogram {
        let occupied = self.few.len() + self.counts.iter().filter(|&&count| count > 0).count();
        let (mut bins, mut counts) = (vec![0; occupied + 1], vec![0; occupied + 1]);
        let mut found = 0;
        self.few.sort_unstable();
        for times in self.few.chunk_by(i32::eq) {
            (bins[found], counts[found]) = (times[0], times.len() as u64);
            found += 1;
        }
        for (octave, &place) in self.places.iter().enumerate().filter(|(_, place)| **place > 0) {
            let groups = self.counts[(usize::from(place) - 1) * OCTAVE..][..OCTAVE].as_chunks::<GROUP>().0.iter();
            let groups = groups.zip((octave * OCTAVE..).step_by(GROUP));
            for (group, from) in groups.filter(|(group, _)| group.iter().fold(0, |any, count| any | count) > 0) {
                // Nothing foretells which bins are empty, so that to branch on it would cost more: what is put down of
                // one is overwritten.
                for (number, &count) in group.iter().enumerate() {
                    (bins[found], counts[found]) = ((from + number) as i32, u64::from(count));
                    found += usize::from(count > 0);
                }
            }
        }
        bins.truncate(found);
        counts.truncate(found);
        Histogram::of(bins, counts)
    }

    /// Counts times up to the first whose octave is not open. Returns that one and those after it.
    fn add_known<'t>(&mut self, times: &'t [Days]) -> &'t [Days] {
        // Copies, which stay in registers.
        let (mut sum, places, counts) = (self.sum, &self.places[..], self.counts.as_chunks_mut::<OCTAVE>().0);
        let mut is_known = |&time: &Days| {
            let bin = bin(time.abs()) as usize;
            let octave = places.get(bin / OCTAVE).and_then(|&place| counts.get_mut(usize::from(place).wrapping_sub(1)));
            if let Some(octave) = octave {
                octave[bin % OCTAVE] += 1;
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

    /// Counts the times that were kept.
    #[inline]
    fn count_few(&mut self) {
        if !self.few.is_empty() {
            std::mem::take(&mut self.few).into_iter().for_each(|bin| self.count(bin));
        }
    }

    #[inline]
    fn count(&mut self, bin: i32) {
        let bin = bin as usize;
        let place = match self.places.get(bin / OCTAVE) {
            Some(&place) if place > 0 => usize::from(place) - 1,
            _ => self.open(bin / OCTAVE),
        };
        self.counts[place * OCTAVE + bin % OCTAVE] += 1;
    }

    /// Opens an octave. Returns its place.
    #[cold]
    fn open(&mut self, octave: usize) -> usize {
        let place = self.counts.len() / OCTAVE;
        if self.counts.len() == self.counts.capacity() {
            // Most that come are the first of many.
            self.counts.reserve(self.counts.len() + 7 * OCTAVE);
        }
        self.counts.resize((place + 1) * OCTAVE, 0);
        self.places.resize(OCTAVES, 0);
        self.places[octave] = place as u16 + 1;
        place
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

    /// Whether they are kept or counted at once, and whatever comes first.
    #[test]
    fn the_ends_of_octaves_are_told_apart() {
        let times = [0.0, 1.0, 0.9999, -0.0, 1e9, f64::MIN_POSITIVE, 1e-310, f64::MAX];
        for rotated in 0..times.len() {
            let mut times = times;
            times.rotate_left(rotated);
            let [mut kept, mut counted] = [TimeCounts::default(), TimeCounts::default()];
            counted.add_all(&times);
            let mut histogram = Histogram::default();
            for &time in &times {
                kept.add(time);
                histogram.add(bin(time), 1);
            }
            assert_eq!(kept.sum(), counted.sum());
            assert_eq!([kept.histogram(), counted.histogram()], [histogram.clone(), histogram], "{times:?}");
        }
    }
}
