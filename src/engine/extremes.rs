//! Extremes of levels that are booked in blocks.
//!
//! A block of changes tells by how much its level rises and falls in all, and so a bound of its values; when each change
//! comes is worked out only where that matters. Which blocks those are is known at the end, or when much is kept of them: by
//! then most of the others cannot go beyond what is known. That is branch and bound (Land and Doig 1960): the block that may
//! go farthest beyond is halved, or followed change by change once it has few, until none is left that may.

use std::{cmp::Ordering, collections::BinaryHeap};

use super::{
    changes::{Changes, Part},
    level::{Level, Suspect},
};

/// So few changes are followed one by one: halving them would cost more.
const FEW: i64 = 16;

/// With more moments than this known of their changes, blocks are looked at before the end: those take memory.
const MOST: usize = 1 << 16;

/// Blocks that may hold an extreme of a level and have not been looked at.
#[derive(Default)]
pub struct Suspects<'p> {
    held: Vec<Held>,
    /// The changes of these blocks.
    changes: Changes<'p>,
    /// How many blocks there were when those were let go last that cannot hold an extreme any more.
    kept: usize,
}

/// A block with the number of its level and its part of the changes.
struct Held {
    series: usize,
    suspect: Suspect,
    part: Part,
    /// By how much it was thought to go beyond the extremes.
    excess: i64,
}

impl<'p> Suspects<'p> {
    /// Takes a block of a level into account whose changes `list` adds to others. It is followed at once if all of them are
    /// listed, or else held; and now and then those are let go that cannot hold an extreme any more.
    pub fn take(
        &mut self,
        (series, levels): (usize, &mut [Level]),
        suspect: Suspect,
        list: impl FnOnce(&mut Changes<'p>) -> Part,
    ) {
        let part = list(&mut self.changes);
        if part.is_listed() {
            levels[series].extend(&suspect, self.changes.in_order(&part));
            self.changes.forget(part);
        } else {
            self.held.push(Held { series, suspect, part, excess: 0 });
        }
        if self.changes.known() > MOST {
            self.settle(levels);
        } else if self.held.len() > 2 * self.kept + FEW as usize {
            self.held.retain(|held| levels[held.series].excess(&held.suspect) > 0);
            self.changes.keep(self.held.iter_mut().map(|held| &mut held.part));
            self.kept = self.held.len();
        }
    }

    /// Lets go of all.
    pub fn clear(&mut self) {
        *self = Self::default();
    }

    /// Finds the extremes of the levels, given by number, and lets go of all.
    pub fn settle(&mut self, levels: &mut [Level]) {
        let Self { held, mut changes, .. } = std::mem::take(self);
        let weighed = |held: Held| Held { excess: levels[held.series].excess(&held.suspect), ..held };
        let mut blocks: BinaryHeap<Held> = held.into_iter().map(weighed).filter(|held| held.excess > 0).collect();
        while let Some(Held { series, suspect, part, .. }) = blocks.pop() {
            let level = &mut levels[series];
            if level.excess(&suspect) <= 0 {
                continue;
            }
            let Some(middle) = suspect.middle().filter(|_| suspect.changes() > FEW) else {
                level.extend(&suspect, changes.in_order(&part));
                continue;
            };
            let (early, steps, late) = changes.split(part, middle);
            let suspects = <[Suspect; 2]>::from(suspect.split(middle, steps));
            for (suspect, part) in suspects.into_iter().zip([early, late]) {
                let excess = level.excess(&suspect);
                if excess > 0 {
                    blocks.push(Held { series, suspect, part, excess });
                }
            }
        }
    }
}

impl Ord for Held {
    fn cmp(&self, other: &Self) -> Ordering {
        self.excess.cmp(&other.excess)
    }
}

impl PartialOrd for Held {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl PartialEq for Held {
    fn eq(&self, other: &Self) -> bool {
        self.cmp(other) == Ordering::Equal
    }
}

impl Eq for Held {}
