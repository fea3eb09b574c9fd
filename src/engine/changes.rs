//! Changes of a level that are booked together: what they come to, and each of them where that matters.

use std::ops::AddAssign;

use super::passed::{self, Passed};
use crate::model::{Days, Signatures};

/// Changes of a level that are booked together.
#[derive(Debug, Clone, Copy, Default)]
pub struct Block {
    /// Steps up.
    pub rises: i64,
    /// Steps down.
    pub falls: i64,
    /// Each step times the time from it to the end of the block.
    pub area: Days,
    /// Whether a step may coincide with the beginning of the block.
    pub begins_with_step: bool,
    /// Requests created and not counted yet.
    pub created: i64,
    /// Requests that expired.
    pub expired: i64,
    /// Signatures that the requests not counted yet will have gathered at the end.
    pub signatures: Signatures,
}

impl AddAssign for Block {
    fn add_assign(&mut self, other: Block) {
        self.rises += other.rises;
        self.falls += other.falls;
        self.area += other.area;
        self.begins_with_step |= other.begins_with_step;
        self.created += other.created;
        self.expired += other.expired;
        self.signatures += other.signatures;
    }
}

/// The changes of a block, of some of which the moments are not worked out yet.
pub struct Changes<'p> {
    /// Moments and steps, in order of time.
    pub listed: Vec<(Days, i64)>,
    /// What passed, how long after its creation, and by how much the level changes by each.
    pub others: Vec<(Passed<'p>, Days, i64)>,
}

/// Where changes are cut in two.
pub struct Cut {
    listed: usize,
    others: Vec<passed::Cut>,
}

impl Changes<'_> {
    /// True if the moment of every change is known.
    pub fn are_listed(&self) -> bool {
        self.others.is_empty()
    }

    /// Where a moment cuts them.
    pub fn cut(&self, at: Days) -> Cut {
        let listed = self.listed.partition_point(|change| change.0 <= at);
        Cut { listed, others: self.others.iter().map(|(passed, after, _)| passed.cut(at - after)).collect() }
    }

    /// How many of those before a cut are steps up, and how many are steps down.
    pub fn steps_before(&self, cut: &Cut) -> (i64, i64) {
        let listed = self.listed[..cut.listed].iter().map(|change| change.1);
        let others = self.others.iter().zip(&cut.others).map(|((_, _, change), cut)| change * cut.count);
        listed.chain(others).fold((0, 0), |(rises, falls), change| (rises + change.max(0), falls - change.min(0)))
    }

    /// Those before a cut, and the others.
    pub fn split(mut self, cut: &Cut) -> (Self, Self) {
        let late = self.listed.split_off(cut.listed);
        let part = |listed| Self { listed, others: Vec::with_capacity(cut.others.len()) };
        let (mut early, mut late) = (part(self.listed), part(late));
        for ((passed, after, change), cut) in self.others.into_iter().zip(&cut.others) {
            let (before, beyond) = passed.split(cut);
            early.others.push((before, after, change));
            late.others.push((beyond, after, change));
        }
        (early, late)
    }

    /// The changes in order of time.
    pub fn in_order(self) -> Vec<(Days, i64)> {
        self.others.into_iter().fold(self.listed, |listed, (passed, after, change)| {
            merge(listed, passed.moments().into_iter().map(|at| (at + after, change)))
        })
    }
}

/// Two sequences in order of time as one.
fn merge(some: Vec<(Days, i64)>, others: impl ExactSizeIterator<Item = (Days, i64)>) -> Vec<(Days, i64)> {
    if others.len() == 0 {
        return some;
    }
    let mut merged = Vec::with_capacity(some.len() + others.len());
    let mut some = some.into_iter().peekable();
    for other in others {
        while let Some(earlier) = some.next_if(|change| change.0 <= other.0) {
            merged.push(earlier);
        }
        merged.push(other);
    }
    merged.extend(some);
    merged
}
