//! Counts by bin, in few bytes.

use std::iter;

use serde::{Deserialize, Serialize};

use super::lanes;
use crate::engine::{histogram::bin, members};

/// Neighbouring bins that are kept together: few, so that lone values waste little.
const PAGE: usize = 16;

/// Binary logarithm of [`PAGE`].
const PAGE_BITS: u32 = PAGE.trailing_zeros();

/// Binary logarithm of the number of bins in an octave; its pages are as many as a word has bits.
const OCTAVE_BITS: u32 = PAGE_BITS + u64::BITS.trailing_zeros();

/// How often a value fell into each bin of [`bin`]. A recorded number has thousands of bins that hold a few values
/// each, so a count is one byte, and what goes beyond is carried to a list of its own: counts to the base 256 of which
/// only the last digit is always there. Adding and merging are exact in any order.
///
/// Pages of counts are there only where there is any count. Which are, the bits of a few octaves say; how many of them
/// come before a page is its place.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Bins {
    /// The octaves with any count, in increasing order.
    octaves: Vec<Octave>,
    /// Counts of each page, in increasing order.
    counts: Vec<[u8; PAGE]>,
    /// Bins with counts above 255, in increasing order, with their multiples of 256.
    carries: Vec<(i32, u64)>,
}

/// The pages of values between two powers of two.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
struct Octave {
    /// Its bins over their number.
    number: i32,
    /// Pages of the octaves before.
    before: u32,
    /// A bit for each page that is there.
    pages: u64,
}

impl Octave {
    fn count(&self) -> u32 {
        self.pages.count_ones()
    }

    /// The place of a page by its number within the octave, whether it is there or not.
    fn place(&self, page: u32) -> usize {
        (self.before + (self.pages & ((1 << page) - 1)).count_ones()) as usize
    }
}

/// The number of a bin's page within its octave.
fn page_of(bin: i32) -> u32 {
    (bin >> PAGE_BITS) as u32 % u64::BITS
}

/// Some neighbouring bins.
#[derive(Debug, Clone, Copy)]
pub struct Page<'a> {
    first: i32,
    counts: &'a [u8; PAGE],
    /// Of the bins of this page.
    carries: &'a [(i32, u64)],
}

/// The sum of a page's counts, without what is carried; of 16 bytes it fits into two.
fn last_digits(counts: &[u8; PAGE]) -> u16 {
    counts.iter().copied().map(u16::from).sum()
}

/// The sum of what is carried.
fn carried(carries: &[(i32, u64)]) -> u64 {
    carries.iter().map(|&(_, multiple)| multiple << u8::BITS).sum()
}

impl<'a> Page<'a> {
    /// Number of values.
    pub fn total(&self) -> u64 {
        u64::from(last_digits(self.counts)) + carried(self.carries)
    }

    /// True if a bin is in this page or before it.
    pub fn reaches(&self, bin: i32) -> bool {
        bin < self.first + PAGE as i32
    }

    /// Occupied bins and their counts, in increasing order.
    pub fn into_iter(self) -> impl Iterator<Item = (i32, u64)> + 'a {
        let mut carries = self.carries.iter();
        let mut carry = carries.next();
        (self.first..).zip(self.counts).filter_map(move |(bin, &count)| {
            let mut total = u64::from(count);
            if let Some(&(_, multiple)) = carry.filter(|carry| carry.0 == bin) {
                total += multiple << u8::BITS;
                carry = carries.next();
            }
            (total > 0).then_some((bin, total))
        })
    }
}

impl Bins {
    /// Counts some values, at least one.
    pub fn add(&mut self, bin: i32, values: u64) {
        self.add_counts(iter::once((bin, values)));
    }

    /// Counts some values, at least one, in each of some bins.
    pub fn add_counts(&mut self, counts: impl Iterator<Item = (i32, u64)> + Clone) {
        for (bin, values) in counts.clone() {
            let index = self.find(bin).unwrap_or_else(|| {
                // The later ones, too: room is made once.
                self.open(counts.clone().map(|(bin, _)| bin));
                self.find(bin).expect("what was opened is there")
            });
            let count = &mut self.counts[index][bin as usize % PAGE];
            let sum = u64::from(*count) + values;
            *count = sum as u8;
            if sum > u64::from(u8::MAX) {
                self.carry(bin, sum >> u8::BITS);
            }
        }
    }

    /// Counts a value in each of some bins, at most [`lanes::MOST`].
    pub fn add_all(&mut self, bins: &[i32]) {
        let mut indices = [0; lanes::MOST];
        if !self.find_all(bins, &mut indices) {
            self.open(bins.iter().copied());
            self.find_all(bins, &mut indices);
        }
        // Apart from the search, so that the counts of several bins are fetched at a time.
        for (bin, index) in bins.iter().zip(indices) {
            let count = &mut self.counts[index][*bin as usize % PAGE];
            *count = count.wrapping_add(1);
            if *count == 0 {
                self.carry(*bin, 1);
            }
        }
    }

    /// Something of it, to have it fetched from memory.
    pub fn fetch(&self) -> u32 {
        self.octaves.first().map_or(0, |octave| octave.before)
            ^ self.counts.first().map_or(0, |counts| counts[0].into())
    }

    /// Finds the pages of some bins; false if one is missing.
    fn find_all(&self, bins: &[i32], indices: &mut [usize]) -> bool {
        let mut all = true;
        for (index, bin) in indices.iter_mut().zip(bins) {
            let found = self.find(*bin);
            all &= found.is_some();
            *index = found.unwrap_or_default();
        }
        all
    }

    /// Index of the page of a bin, if it is there.
    fn find(&self, bin: i32) -> Option<usize> {
        let octave = &self.octaves[self.octave(bin).ok()?];
        let page = page_of(bin);
        (octave.pages >> page & 1 == 1).then(|| octave.place(page))
    }

    /// Index of the octave of a bin, or where it would stand. It is as many places after the first as it is octaves away,
    /// unless there are gaps.
    fn octave(&self, bin: i32) -> Result<usize, usize> {
        let number = bin >> OCTAVE_BITS;
        let place = number.wrapping_sub(self.octaves.first().ok_or(0_usize)?.number);
        match self.octaves.get(place as usize) {
            Some(octave) if octave.number == number => Ok(place as usize),
            _ => self.octaves.binary_search_by_key(&number, |octave| octave.number),
        }
    }

    /// Makes the pages of some bins where they are missing.
    #[cold]
    fn open(&mut self, bins: impl Iterator<Item = i32>) {
        let known = self.octaves.clone();
        for bin in bins {
            let index = self.octave(bin).unwrap_or_else(|index| {
                self.octaves.insert(index, Octave { number: bin >> OCTAVE_BITS, before: 0, pages: 0 });
                index
            });
            self.octaves[index].pages |= 1 << page_of(bin);
        }
        let mut total = 0;
        for octave in &mut self.octaves {
            octave.before = total;
            total += octave.count();
        }
        self.make_room(total as usize, known);
    }

    /// Lets the counts stand where they belong among so many pages, of which only those of some octaves were known.
    fn make_room(&mut self, total: usize, mut known: Vec<Octave>) {
        let (mut from, mut to) = (self.counts.len(), total);
        if total > self.counts.capacity() {
            // Not twice as much: there are many of these, and each fills up.
            self.counts.reserve_exact((total - from).max(4 + from / 8));
        }
        self.counts.resize(total, [0; PAGE]);
        // From the back, so that every page moves at most once and none is overwritten before it has moved.
        for octave in self.octaves.iter().rev() {
            let mut new =
                octave.pages & !known.pop_if(|known| known.number == octave.number).map_or(0, |known| known.pages);
            while new != 0 {
                let page = new.ilog2();
                let place = octave.place(page);
                let later = to - (place + 1);
                self.counts.copy_within(from - later..from, place + 1);
                self.counts[place] = [0; PAGE];
                (from, to) = (from - later, place);
                new ^= 1 << page;
            }
        }
    }

    fn carry(&mut self, bin: i32, multiple: u64) {
        match self.carries.binary_search_by_key(&bin, |&(bin, _)| bin) {
            Ok(index) => self.carries[index].1 += multiple,
            Err(index) => self.carries.insert(index, (bin, multiple)),
        }
    }

    /// Adds every count of another.
    pub fn merge(&mut self, other: &Bins) {
        self.open(other.firsts());
        for (first, counts) in other.firsts().zip(&other.counts) {
            if let Some(index) = self.find(first) {
                self.counts[index] = self.sum(first, self.counts[index], counts);
            }
        }
        other.carries.iter().for_each(|&(bin, multiple)| self.carry(bin, multiple));
    }

    /// The sum of the counts of a page, by its first bin, without what is carried.
    fn sum(&mut self, first: i32, mut counts: [u8; PAGE], others: &[u8; PAGE]) -> [u8; PAGE] {
        for (bin, (count, other)) in (first..).zip(counts.iter_mut().zip(others)) {
            let (sum, carries) = count.overflowing_add(*other);
            *count = sum;
            if carries {
                self.carry(bin, 1);
            }
        }
        counts
    }

    /// The first bins of the pages, in increasing order.
    fn firsts(&self) -> impl Iterator<Item = i32> {
        let first = |octave: &Octave, page: usize| (octave.number << OCTAVE_BITS) + (page << PAGE_BITS) as i32;
        self.octaves.iter().flat_map(move |octave| members(octave.pages).map(move |page| first(octave, page)))
    }

    /// The pages, in increasing order.
    pub fn pages(&self) -> impl Iterator<Item = Page<'_>> {
        let mut carries = &self.carries[..];
        self.firsts().zip(&self.counts).map(move |(first, counts)| {
            let end = first + PAGE as i32;
            let (own, later) = carries.split_at(carries.iter().take_while(|&&(bin, _)| bin < end).count());
            carries = later;
            Page { first, counts, carries: own }
        })
    }

    /// Occupied bins and their counts, in increasing order.
    pub fn iter(&self) -> impl Iterator<Item = (i32, u64)> + '_ {
        self.pages().flat_map(Page::into_iter)
    }

    /// Number of values.
    pub fn total(&self) -> u64 {
        self.counts.iter().map(|counts| u64::from(last_digits(counts))).sum::<u64>() + carried(&self.carries)
    }

    /// True if octaves and carries increase, belong together, lie within `low..=high` and hold at most `most` values:
    /// what was read from a file may be anything.
    pub fn is_sound(&self, low: f64, high: f64, most: u128) -> bool {
        let range = bin(low)..=bin(high);
        let octaves = (bin(low) >> OCTAVE_BITS)..=(bin(high) >> OCTAVE_BITS);
        let mut pages = 0;
        let mut follows = |octave: &Octave| {
            let follows = octave.before == pages && octave.pages != 0;
            pages = octave.before.saturating_add(octave.count());
            follows
        };
        self.octaves.is_sorted_by(|a, b| a.number < b.number)
            && self.octaves.iter().all(|octave| octaves.contains(&octave.number) && follows(octave))
            && self.counts.len() == pages as usize
            && self.carries.is_sorted_by(|a, b| a.0 < b.0)
            && self.carries.iter().all(|&(_, multiple)| (1..1 << 56).contains(&multiple))
            && self.carries.iter().all(|&(bin, _)| self.find(bin).is_some())
            && self.iter().all(|(bin, _)| range.contains(&bin))
            && self.iter().map(|(_, count)| u128::from(count)).sum::<u128>() <= most
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use std::collections::BTreeMap;

    fn of(bins: &[i32]) -> Bins {
        let mut result = Bins::default();
        bins.iter().for_each(|&bin| result.add(bin, 1));
        result
    }

    fn counted(bins: &[i32]) -> Vec<(i32, u64)> {
        let mut counts = BTreeMap::new();
        bins.iter().for_each(|&bin| *counts.entry(bin).or_default() += 1);
        counts.into_iter().collect()
    }

    #[test]
    fn counts_beyond_a_byte_are_carried() {
        let many = vec![-33; 700];
        let bins = of(&many);
        assert_eq!(bins.iter().collect::<Vec<_>>(), [(-33, 700)]);
        let mut twice = bins.clone();
        twice.merge(&bins);
        assert_eq!(twice, of(&[-33; 1_400]));
        let mut at_once = of(&many[..100]);
        at_once.add(-33, 600);
        assert_eq!(at_once, bins);
        assert_eq!(of(&[5; 256]).iter().collect::<Vec<_>>(), [(5, 256)], "the byte is 0, the carry 1");
    }

    #[test]
    fn what_no_values_can_bring_about_is_unsound() {
        let value = 3.7;
        let sound = of(&[bin(value); 300]);
        assert!(sound.is_sound(value, value, 300));
        assert!(!sound.is_sound(value, value, 299));
        assert!(!sound.is_sound(4.0, 5.0, 300));
        let strayed = Bins { carries: vec![(bin(value) + 1_000, 1)], ..sound.clone() };
        assert!(!strayed.is_sound(0.0, 100.0, 1_000), "a carry without a page");
        let twofold = Bins {
            octaves: [sound.octaves.clone(), sound.octaves.clone()].concat(),
            counts: [sound.counts.clone(), sound.counts.clone()].concat(),
            carries: Vec::new(),
        };
        assert!(!twofold.is_sound(0.0, 100.0, 1_000));
        let mut displaced = sound.clone();
        displaced.octaves[0].before = 1;
        assert!(!displaced.is_sound(0.0, 100.0, 1_000), "no octave before");
        let short = Bins { counts: Vec::new(), carries: Vec::new(), ..sound };
        assert!(!short.is_sound(0.0, 100.0, 1_000), "a page without counts");
    }

    proptest! {
        #[test]
        fn many_at_once_are_as_one_by_one(
            bunches in prop::collection::vec(prop::collection::vec(-60i32..60, 0..=lanes::MOST), 0..60),
        ) {
            // Neighbours, lone ones, and octaves between which there are gaps.
            let bunches: Vec<Vec<i32>> =
                bunches.iter().map(|bins| bins.iter().map(|&bin| bin * bin * bin.abs() / 8).collect()).collect();
            let mut bins = Bins::default();
            bunches.iter().for_each(|bunch| bins.add_all(bunch));
            prop_assert_eq!(&bins, &of(&bunches.concat()));
            prop_assert_eq!(bins.iter().collect::<Vec<_>>(), counted(&bunches.concat()));
        }

        #[test]
        fn any_split_gives_the_same_counts(
            values in prop::collection::vec((-40i32..40, 0usize..3), 0..3_000),
            order in Just([0usize, 1, 2]).prop_shuffle(),
        ) {
            let all: Vec<i32> = values.iter().map(|&(bin, _)| bin * bin.abs() / 8).collect();
            let mut parts = vec![Bins::default(); 3];
            for (&bin, &(_, part)) in all.iter().zip(&values) {
                parts[part].add(bin, 1);
            }
            let mut merged = Bins::default();
            order.iter().for_each(|&part| merged.merge(&parts[part]));
            prop_assert_eq!(&merged, &of(&all));
            prop_assert_eq!(merged.iter().collect::<Vec<_>>(), counted(&all));
        }
    }
}
