//! Extremes of levels that are booked in blocks.
//!
//! A block of changes tells by how much its level rises and falls in all, and so a bound of its values; when each change
//! comes is worked out only where that matters. Which blocks those are is known at the end, when most of the others cannot
//! go beyond what is known: branch and bound (Land and Doig 1960). The block that may go farthest beyond is halved, or
//! followed change by change once it has few, until none is left that may.

use std::{cmp::Ordering, collections::BinaryHeap};

use super::{
    changes::Changes,
    level::{Level, Suspect},
};

/// So few changes are followed one by one: halving them would cost more.
const FEW: i64 = 16;

/// Blocks that may hold an extreme of a level and have not been looked at.
#[derive(Default)]
pub struct Suspects<'p> {
    held: Vec<Held<'p>>,
    /// How many blocks there were when those were let go last that cannot hold an extreme any more.
    kept: usize,
}

/// A block with the number of its level and its changes.
struct Held<'p> {
    series: usize,
    suspect: Suspect,
    changes: Changes<'p>,
    /// By how much it was thought to go beyond the extremes.
    excess: i64,
}

impl<'p> Suspects<'p> {
    /// Holds a block of a level. Now and then those are let go that cannot hold an extreme any more.
    pub fn hold(&mut self, series: usize, levels: &[Level], suspect: Suspect, changes: Changes<'p>) {
        self.held.push(Held { series, suspect, changes, excess: 0 });
        if self.held.len() > 2 * self.kept + FEW as usize {
            self.held.retain(|held| levels[held.series].excess(&held.suspect) > 0);
            self.kept = self.held.len();
        }
    }

    /// Lets go of all.
    pub fn clear(&mut self) {
        *self = Self::default();
    }

    /// Finds the extremes of the levels, given by number, and lets go of all.
    pub fn settle(&mut self, levels: &mut [Level]) {
        let weighed = |held: Held<'p>| Held { excess: levels[held.series].excess(&held.suspect), ..held };
        let held = std::mem::take(self).held.into_iter().map(weighed);
        let mut blocks: BinaryHeap<Held> = held.filter(|held| held.excess > 0).collect();
        while let Some(Held { series, suspect, changes, .. }) = blocks.pop() {
            let level = &mut levels[series];
            if level.excess(&suspect) <= 0 {
                continue;
            }
            let Some(middle) = suspect.middle().filter(|_| suspect.changes() > FEW) else {
                level.extend(&suspect, changes.in_order());
                continue;
            };
            let cut = changes.cut(middle);
            let parts = suspect.split(middle, changes.steps_before(&cut));
            let parts = <[Suspect; 2]>::from(parts).map(|suspect| (level.excess(&suspect), suspect));
            if parts.iter().any(|part| part.0 > 0) {
                let halves = <[Changes; 2]>::from(changes.split(&cut));
                for ((excess, suspect), changes) in parts.into_iter().zip(halves).filter(|(part, _)| part.0 > 0) {
                    blocks.push(Held { series, suspect, changes, excess });
                }
            }
        }
    }
}

impl Ord for Held<'_> {
    fn cmp(&self, other: &Self) -> Ordering {
        self.excess.cmp(&other.excess)
    }
}

impl PartialOrd for Held<'_> {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl PartialEq for Held<'_> {
    fn eq(&self, other: &Self) -> bool {
        self.cmp(other) == Ordering::Equal
    }
}

impl Eq for Held<'_> {}
