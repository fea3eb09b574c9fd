//! Counts by bin, in few bytes.

use std::cmp::Ordering;

use serde::{Deserialize, Serialize};

use crate::engine::histogram::bin;

/// Neighbouring bins that are kept together: few, so that lone values waste little.
const PAGE: usize = 16;

/// Binary logarithm of [`PAGE`].
const PAGE_BITS: u32 = PAGE.trailing_zeros();

/// How often a value fell into each bin of [`bin`]. A recorded number has thousands of bins that hold a few values
/// each, so a count is one byte, and what goes beyond is carried to a list of its own: counts to the base 256 of which
/// only the last digit is always there. Adding and merging are exact in any order.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Bins {
    /// The pages with any count, in increasing order.
    pages: Vec<Page>,
    /// Bins with counts above 255, in increasing order, with their multiples of 256.
    carries: Vec<(i32, u64)>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
struct Page {
    /// The first bin over [`PAGE`].
    number: i32,
    counts: [u8; PAGE],
}

impl Bins {
    /// Counts some values, at least one.
    pub fn add(&mut self, bin: i32, values: u64) {
        let (number, place) = (bin >> PAGE_BITS, bin as usize % PAGE);
        let index = match self.pages.binary_search_by_key(&number, |page| page.number) {
            Ok(index) => index,
            Err(index) => {
                if self.pages.len() == self.pages.capacity() {
                    // Not twice as much: there are many of these, and each fills up.
                    self.pages.reserve_exact(4 + self.pages.len() / 8);
                }
                self.pages.insert(index, Page { number, counts: [0; PAGE] });
                index
            }
        };
        let count = &mut self.pages[index].counts[place];
        let sum = u64::from(*count) + values;
        *count = sum as u8;
        if sum > u64::from(u8::MAX) {
            self.carry(bin, sum >> u8::BITS);
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
        let mine = std::mem::take(&mut self.pages);
        let new =
            other.pages.iter().filter(|page| mine.binary_search_by_key(&page.number, |page| page.number).is_err());
        self.pages.reserve_exact(mine.len() + new.count());
        let (mut mine, mut theirs) = (mine.into_iter().peekable(), other.pages.iter().peekable());
        loop {
            let order = match (mine.peek(), theirs.peek()) {
                (Some(page), Some(other)) => page.number.cmp(&other.number),
                (Some(_), None) => Ordering::Less,
                (None, Some(_)) => Ordering::Greater,
                (None, None) => break,
            };
            let page = if order.is_le() { mine.next() } else { None };
            let more = if order.is_ge() { theirs.next() } else { None };
            match (page, more) {
                (Some(page), Some(more)) => self.push_sum(page, more),
                (page, more) => self.pages.extend(page.or_else(|| more.cloned())),
            }
        }
        other.carries.iter().for_each(|&(bin, multiple)| self.carry(bin, multiple));
    }

    /// Appends the sum of two pages of the same bins.
    fn push_sum(&mut self, mut page: Page, more: &Page) {
        for (place, (count, more)) in page.counts.iter_mut().zip(more.counts).enumerate() {
            let (sum, carries) = count.overflowing_add(more);
            *count = sum;
            if carries {
                self.carry(page.number * PAGE as i32 + place as i32, 1);
            }
        }
        self.pages.push(page);
    }

    /// Occupied bins and their counts, in increasing order.
    pub fn iter(&self) -> impl Iterator<Item = (i32, u64)> + '_ {
        let mut carries = self.carries.iter().peekable();
        let counts = self.pages.iter().flat_map(|page| {
            let first = page.number * PAGE as i32;
            (first..).zip(page.counts)
        });
        counts.filter_map(move |(bin, count)| {
            let multiple = carries.next_if(|&&(carried, _)| carried == bin).map_or(0, |&(_, multiple)| multiple);
            let count = (multiple << u8::BITS) + u64::from(count);
            (count > 0).then_some((bin, count))
        })
    }

    /// Number of values.
    pub fn total(&self) -> u64 {
        self.iter().map(|(_, count)| count).sum()
    }

    /// True if pages and carries increase, belong together, lie within `low..=high` and hold at most `most` values:
    /// what was read from a file may be anything.
    pub fn is_sound(&self, low: f64, high: f64, most: u128) -> bool {
        let range = bin(low)..=bin(high);
        let pages = (bin(low) >> PAGE_BITS)..=(bin(high) >> PAGE_BITS);
        let has_page = |bin: i32| self.pages.binary_search_by_key(&(bin >> PAGE_BITS), |page| page.number).is_ok();
        self.pages.is_sorted_by(|a, b| a.number < b.number)
            && self.pages.iter().all(|page| pages.contains(&page.number))
            && self.carries.is_sorted_by(|a, b| a.0 < b.0)
            && self.carries.iter().all(|&(bin, multiple)| (1..1 << 56).contains(&multiple) && has_page(bin))
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
        let twofold = Bins { pages: [sound.pages.clone(), sound.pages].concat(), carries: Vec::new() };
        assert!(!twofold.is_sound(0.0, 100.0, 1_000));
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
