//! Threshold policies: how many signatures make a request eligible, and since when.

use super::Days;

/// The level of a class and its dated changes (MODEL: "threshold policy").
#[derive(Debug, Clone, PartialEq, Default)]
pub struct ThresholdPolicy {
    /// Signatures needed at the start; 0 makes a request eligible at creation.
    pub signatures: u32,
    /// Later levels, in strictly increasing order of time; the first may lie at or before 0.
    pub changes: Vec<ThresholdChange>,
}

/// One dated change of the level.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct ThresholdChange {
    /// Moment from which the level holds.
    pub at: Days,
    /// The new level.
    pub signatures: u32,
    /// Whom it binds.
    pub binds: Binds,
}

/// Whom a change of the threshold binds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Binds {
    /// Requests created from then on; earlier ones keep their level for life.
    New,
    /// Also every request that is still gathering.
    Open,
}

impl ThresholdPolicy {
    /// The level in force for requests created at `time`.
    pub fn at(&self, time: Days) -> u32 {
        let passed = self.changes.partition_point(|change| change.at <= time);
        if passed == 0 { self.signatures } else { self.changes[passed - 1].signatures }
    }

    /// Every level that is ever in force.
    pub fn levels(&self) -> impl Iterator<Item = u32> + '_ {
        std::iter::once(self.signatures).chain(self.changes.iter().map(|change| change.signatures))
    }

    /// True if any change binds open requests.
    pub fn rebinds(&self) -> bool {
        self.changes.iter().any(|change| change.binds == Binds::Open)
    }

    /// True if any request of the class ever has to gather signatures.
    pub fn is_ever_positive(&self) -> bool {
        self.levels().any(|signatures| signatures > 0)
    }
}
