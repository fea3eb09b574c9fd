//! Changes of a level that are booked together: what they come to, and each of them where that matters.

use std::ops::{AddAssign, Range};

use super::passed::Passed;
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

/// Changes of several blocks, of some of which the moments are not worked out yet.
#[derive(Default)]
pub struct Changes<'p> {
    /// Moments and steps, in order of time within a block.
    listed: Vec<(Days, i64)>,
    others: Vec<Passing<'p>>,
}

/// What passed, how long after its creation, and by how much the level changes by each.
pub type Passing<'p> = (Passed<'p>, Days, i64);

/// Which changes are those of one block.
#[derive(Debug, Clone)]
pub struct Part {
    listed: Range<usize>,
    others: Range<usize>,
}

impl Part {
    /// True if the moment of every change is known.
    pub fn is_listed(&self) -> bool {
        self.others.is_empty()
    }
}

/// The first changes of either kind are given room for so many.
const FIRST: usize = 256;

impl<'p> Changes<'p> {
    /// Adds the changes of a block, which are pushed to those listed, in any order, and to the others.
    pub fn add(&mut self, push: impl FnOnce(&mut Vec<(Days, i64)>, &mut Vec<Passing<'p>>)) -> Part {
        let (listed, others) = (self.listed.len(), self.others.len());
        if listed + others == 0 {
            self.listed.reserve(FIRST);
            self.others.reserve(FIRST);
        }
        push(&mut self.listed, &mut self.others);
        // Sequences in order, which the sort merges.
        self.listed[listed..].sort_by(|one, other| one.0.total_cmp(&other.0));
        Part { listed: listed..self.listed.len(), others: others..self.others.len() }
    }

    /// Of how many the moment is known.
    pub fn known(&self) -> usize {
        self.listed.len()
    }

    /// Parts those up to a moment from the others, and tells how many of them are steps up, and how many steps down.
    pub fn split(&mut self, Part { listed, others }: Part, at: Days) -> (Part, (i64, i64), Part) {
        let middle = listed.start + self.listed[listed.clone()].partition_point(|change| change.0 <= at);
        let early = Part { listed: listed.start..middle, others: self.others.len()..self.others.len() + others.len() };
        let mut steps: (i64, i64) = (0, 0);
        let mut count = |change: i64| steps = (steps.0 + change.max(0), steps.1 - change.min(0));
        self.listed[early.listed.clone()].iter().for_each(|change| count(change.1));
        for place in others.clone() {
            let (passed, after, change) = &mut self.others[place];
            let (before, beyond) = passed.split(at - *after);
            count(*change * before.count());
            *passed = beyond;
            let before = (before, *after, *change);
            self.others.push(before);
        }
        (early, steps, Part { listed: middle..listed.end, others })
    }

    /// The changes of a block in order of time.
    pub fn in_order(&self, part: &Part) -> Vec<(Days, i64)> {
        let listed = self.listed[part.listed.clone()].to_vec();
        self.others[part.others.clone()].iter().fold(listed, |listed, (passed, after, change)| {
            merge(listed, passed.moments().into_iter().map(|at| (at + after, *change)))
        })
    }

    /// Lets go of the part that was added last.
    pub fn forget(&mut self, last: Part) {
        self.listed.truncate(last.listed.start);
        self.others.truncate(last.others.start);
    }

    /// Lets go of all but some parts, given in the order in which they were added.
    pub fn keep<'a>(&mut self, parts: impl Iterator<Item = &'a mut Part>) {
        let (mut listed, mut others) = (0, 0);
        for part in parts {
            self.listed.copy_within(part.listed.clone(), listed);
            part.others.clone().zip(others..).for_each(|(from, to)| self.others.swap(from, to));
            let next = (listed + part.listed.len(), others + part.others.len());
            *part = Part { listed: listed..next.0, others: others..next.1 };
            (listed, others) = next;
        }
        self.listed.truncate(listed);
        self.others.truncate(others);
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parts_stay_what_they_are_when_others_go_and_when_they_are_split() {
        let steps =
            |moments: &[Days]| -> Vec<(Days, i64)> { moments.iter().map(|&at| (at, 1 - at as i64 % 3)).collect() };
        let mut changes = Changes::default();
        let lists: [&[Days]; 4] = [&[3.0, 1.0, 2.0], &[5.0, 4.0], &[], &[8.0, 6.0, 7.0, 9.0]];
        let mut parts = lists.map(|moments| changes.add(|listed, _| listed.extend(steps(moments))));
        changes.keep(parts.iter_mut().enumerate().filter(|(number, _)| *number != 1).map(|(_, part)| part));
        let last = changes.add(|listed, _| listed.extend(steps(&[10.0])));
        changes.forget(last);
        assert_eq!(changes.in_order(&parts[0]), steps(&[1.0, 2.0, 3.0]));
        assert_eq!(changes.in_order(&parts[2]), []);
        let [.., part] = parts;
        let (early, (rises, falls), late) = changes.split(part, 8.0);
        assert_eq!((rises, falls), (1, 1));
        assert_eq!(changes.in_order(&early), steps(&[6.0, 7.0, 8.0]));
        assert_eq!(changes.in_order(&late), steps(&[9.0]));
    }
}
