//! Which part of a run's replications a shard has.

use std::{fmt, ops::Range, str::FromStr};

use serde::{Deserialize, Serialize};

/// One of a number of equal parts of a run, written `I/N`, with I from 1 to N.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Slice {
    index: u32,
    count: u32,
}

/// More parts than any cluster has; a list of missing ones stays bearable.
const MOST: u32 = 1_000_000;

impl Slice {
    /// The whole run.
    pub const WHOLE: Self = Self { index: 1, count: 1 };

    /// The part's number, from 1.
    pub fn index(self) -> u32 {
        self.index
    }

    /// Number of parts.
    pub fn count(self) -> u32 {
        self.count
    }

    /// The replications of this part of `replications`: consecutive ones, and as many as of any other part, or one
    /// more. There are none if there are fewer replications than parts.
    pub fn of(self, replications: u64) -> Range<u64> {
        // The product of a number below 2³² and one below 2⁶⁴ needs more than 64 bits.
        let bound = |index: u32| (u128::from(replications) * u128::from(index) / u128::from(self.count)) as u64;
        bound(self.index - 1)..bound(self.index)
    }

    /// True if this can be a part: what was read from a file may be anything.
    pub(super) fn is_sound(self) -> bool {
        (1..=self.count).contains(&self.index) && self.count <= MOST
    }
}

impl fmt::Display for Slice {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}/{}", self.index, self.count)
    }
}

/// A text is not `I/N`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct InvalidSlice;

impl fmt::Display for InvalidSlice {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "expected I/N, the I-th of N parts with I from 1 to N, as in 3/16, and N at most 1000000")
    }
}

impl std::error::Error for InvalidSlice {}

impl FromStr for Slice {
    type Err = InvalidSlice;

    fn from_str(text: &str) -> Result<Self, InvalidSlice> {
        let (index, count) = text.split_once('/').ok_or(InvalidSlice)?;
        let number = |text: &str| text.parse().map_err(|_| InvalidSlice);
        let slice = Self { index: number(index)?, count: number(count)? };
        slice.is_sound().then_some(slice).ok_or(InvalidSlice)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn only_parts_that_exist_are_understood() {
        for text in ["", "3", "a/b", "0/4", "5/4", "0/0", "-1/4", "1/4/2", "1.5/4", "1/1000001", "1/99999999999"] {
            assert_eq!(text.parse::<Slice>(), Err(InvalidSlice), "{text}");
        }
        assert_eq!("3/16".parse::<Slice>().unwrap().to_string(), "3/16");
        assert_eq!("1/1".parse(), Ok(Slice::WHOLE));
    }

    proptest! {
        #[test]
        fn parts_follow_each_other_and_are_equal(replications in any::<u64>(), count in 1u32..200) {
            let mut next = 0;
            for index in 1..=count {
                let part = Slice { index, count }.of(replications);
                prop_assert_eq!(part.start, next);
                let size = part.end - part.start;
                prop_assert!(size == replications / u64::from(count) || size == replications / u64::from(count) + 1);
                next = part.end;
            }
            prop_assert_eq!(next, replications);
        }
    }
}
