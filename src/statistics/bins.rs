//! Counts by bin, in few bytes.

use serde::{Deserialize, Serialize};

use crate::engine::histogram::bin;

/// Neighbouring bins that are kept together: few, so that lone values waste little.
const PAGE: usize = 16;

/// Binary logarithm of [`PAGE`].
const PAGE_BITS: u32 = PAGE.trailing_zeros();

/// How often a value fell into each bin of [`bin`]. A recorded number has thousands of bins that hold a few values
/// each, so a count is one byte, and what goes beyond is carried to a list of its own: counts to the base 256 of which
/// only the last digit is always there. Adding and merging are exact in any order.
///
/// Pages are found by their numbers, which stand apart from the counts: a search then touches few lines of memory, and
/// to fetch these is most of what counting costs.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Bins {
    /// The numbers of the pages with any count, each its first bin over [`PAGE`], in increasing order.
    pages: Vec<i32>,
    /// Counts of each page.
    counts: Vec<[u8; PAGE]>,
    /// Bins with counts above 255, in increasing order, with their multiples of 256.
    carries: Vec<(i32, u64)>,
}

/// Some neighbouring bins.
#[derive(Debug, Clone, Copy)]
pub struct Page<'a> {
    first: i32,
    counts: &'a [u8; PAGE],
    /// Of the bins of this page.
    carries: &'a [(i32, u64)],
}

impl<'a> Page<'a> {
    /// Number of values.
    pub fn total(&self) -> u64 {
        let last_digits: u32 = self.counts.iter().copied().map(u32::from).sum();
        u64::from(last_digits) + self.carries.iter().map(|&(_, multiple)| multiple << u8::BITS).sum::<u64>()
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
        let (page, place) = (bin >> PAGE_BITS, bin as usize % PAGE);
        let index = self.find(page).unwrap_or_else(|index| self.insert(index, page));
        let count = &mut self.counts[index][place];
        let sum = u64::from(*count) + values;
        *count = sum as u8;
        if sum > u64::from(u8::MAX) {
            self.carry(bin, sum >> u8::BITS);
        }
    }

    /// Index of a page, or where it would stand. It is as many places after the first as it is pages away, unless there
    /// are gaps, and then before that.
    fn find(&self, page: i32) -> Result<usize, usize> {
        let first = self.pages.first().filter(|&&first| first <= page).ok_or(0_usize)?;
        let place = page.abs_diff(*first) as usize;
        match self.pages.get(place) {
            Some(&there) if there == page => Ok(place),
            _ => self.pages[..place.min(self.pages.len())].binary_search(&page),
        }
    }

    fn insert(&mut self, index: usize, page: i32) -> usize {
        if self.pages.len() == self.pages.capacity() {
            // Not twice as much: there are many of these, and each fills up.
            self.reserve(4 + self.pages.len() / 8);
        }
        self.pages.insert(index, page);
        self.counts.insert(index, [0; PAGE]);
        index
    }

    fn reserve(&mut self, more: usize) {
        self.pages.reserve_exact(more);
        self.counts.reserve_exact(more);
    }

    fn carry(&mut self, bin: i32, multiple: u64) {
        match self.carries.binary_search_by_key(&bin, |&(bin, _)| bin) {
            Ok(index) => self.carries[index].1 += multiple,
            Err(index) => self.carries.insert(index, (bin, multiple)),
        }
    }

    /// Adds every count of another.
    pub fn merge(&mut self, other: &Bins) {
        let mut from = self.pages.len();
        let new = other.pages.iter().filter(|&&page| self.find(page).is_err()).count();
        let mut to = from + new;
        self.reserve(new);
        self.pages.resize(to, 0);
        self.counts.resize(to, [0; PAGE]);
        // From the back, so that every page moves at most once and none is overwritten before it has moved.
        for (&page, counts) in other.pages.iter().zip(&other.counts).rev() {
            while from > 0 && self.pages[from - 1] > page {
                (from, to) = (from - 1, to - 1);
                self.pages[to] = self.pages[from];
                self.counts[to] = self.counts[from];
            }
            to -= 1;
            let own = if from > 0 && self.pages[from - 1] == page {
                from -= 1;
                self.counts[from]
            } else {
                [0; PAGE]
            };
            self.pages[to] = page;
            self.counts[to] = self.sum(page, own, counts);
        }
        other.carries.iter().for_each(|&(bin, multiple)| self.carry(bin, multiple));
    }

    /// The sum of the counts of a page, without what is carried.
    fn sum(&mut self, page: i32, mut counts: [u8; PAGE], others: &[u8; PAGE]) -> [u8; PAGE] {
        for (place, (count, other)) in counts.iter_mut().zip(others).enumerate() {
            let (sum, carries) = count.overflowing_add(*other);
            *count = sum;
            if carries {
                self.carry(page * PAGE as i32 + place as i32, 1);
            }
        }
        counts
    }

    /// The pages, in increasing order.
    pub fn pages(&self) -> impl Iterator<Item = Page<'_>> {
        let mut carries = &self.carries[..];
        self.pages.iter().zip(&self.counts).map(move |(page, counts)| {
            let first = page * PAGE as i32;
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
        self.pages().map(|page| page.total()).sum()
    }

    /// True if pages and carries increase, belong together, lie within `low..=high` and hold at most `most` values:
    /// what was read from a file may be anything.
    pub fn is_sound(&self, low: f64, high: f64, most: u128) -> bool {
        let range = bin(low)..=bin(high);
        let pages = (bin(low) >> PAGE_BITS)..=(bin(high) >> PAGE_BITS);
        self.pages.len() == self.counts.len()
            && self.pages.is_sorted_by(|a, b| a < b)
            && self.pages.iter().all(|page| pages.contains(page))
            && self.carries.is_sorted_by(|a, b| a.0 < b.0)
            && self.carries.iter().all(|&(_, multiple)| (1..1 << 56).contains(&multiple))
            && self.carries.iter().all(|&(bin, _)| self.find(bin >> PAGE_BITS).is_ok())
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
            pages: [sound.pages.clone(), sound.pages.clone()].concat(),
            counts: [sound.counts.clone(), sound.counts.clone()].concat(),
            carries: Vec::new(),
        };
        assert!(!twofold.is_sound(0.0, 100.0, 1_000));
        let short = Bins { counts: Vec::new(), carries: Vec::new(), ..sound };
        assert!(!short.is_sound(0.0, 100.0, 1_000), "a page without counts");
    }

    proptest! {
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
