//! Threshold policies: how many signatures make a request eligible, and since when.

use super::{Days, Ramp};

/// The level of a class and its dated changes.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct ThresholdPolicy {
    /// Signatures needed at the start; 0 makes a request eligible at creation.
    pub signatures: u32,
    /// Later levels, in strictly increasing order of time; the first may lie at or before 0.
    pub changes: Vec<ThresholdChange>,
    /// The rule that moves the level, in place of dated changes.
    pub adaptive: Option<Adaptive>,
    /// Levels that happenings may set, and whom they bind.
    pub by_happenings: Vec<(u32, Binds)>,
}

/// One dated change of the level.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct ThresholdChange {
    /// Moment from which the level holds, or from which it moves there.
    pub at: Days,
    /// When the level is reached that a straight line leads to from the level before; `None` is at once.
    pub until: Option<Days>,
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

/// A rule that moves the level on a review clock: the "willow" that bends and does not break.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Adaptive {
    /// Time between reviews, the first of which is so long after the start; greater than 0.
    pub every: Days,
    /// What is looked at.
    pub signal: Signal,
    /// Above this the level is multiplied by the factor.
    pub raise_above: f64,
    /// Below this the level is divided by the factor; at most `raise_above`.
    pub lower_below: f64,
    /// Greater than 1.
    pub factor: f64,
    /// Lowest level, at least 1.
    pub minimum: u32,
    /// Highest level, at least `minimum`.
    pub maximum: u32,
    /// Whom a move binds.
    pub binds: Binds,
}

/// What an adaptive threshold looks at.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Signal {
    /// Requests of the class that await an answer.
    Backlog,
    /// Backlog of the class over its answers per day in the last 30 days (or since the start, if shorter).
    ClearingTime,
}

impl Adaptive {
    /// The level after a review at which the signal had this value: rounded to whole signatures, yet moved by one at
    /// least, and kept between minimum and maximum.
    pub fn review(&self, level: u32, value: f64) -> u32 {
        let moved = if value > self.raise_above {
            libm::round(f64::from(level) * self.factor).max(f64::from(level) + 1.0)
        } else if value < self.lower_below {
            libm::round(f64::from(level) / self.factor).min(f64::from(level) - 1.0)
        } else {
            return level;
        };
        moved.clamp(f64::from(self.minimum), f64::from(self.maximum)) as u32
    }
}

impl ThresholdPolicy {
    /// The level in force for requests created at `time`.
    pub fn at(&self, time: Days) -> u32 {
        let passed = self.changes.partition_point(|change| change.at <= time);
        match passed.checked_sub(1) {
            None => self.signatures,
            Some(last) => match self.ramp(last) {
                Some(ramp) if time < ramp.until => ramp.value(ramp.passed(time)),
                _ => self.changes[last].signatures,
            },
        }
    }

    /// The ramp of a change, given by its index; `None` if its level holds at once.
    pub fn ramp(&self, index: usize) -> Option<Ramp> {
        let change = &self.changes[index];
        let from = index.checked_sub(1).map_or(self.signatures, |before| self.changes[before].signatures);
        change.until.map(|until| Ramp { from, to: change.signatures, at: change.at, until })
    }

    /// Every level that may come into force, save those within ramps and those that a rule arrives at.
    pub fn levels(&self) -> impl Iterator<Item = u32> + '_ {
        let dated = self.changes.iter().map(|change| change.signatures);
        std::iter::once(self.signatures).chain(dated).chain(self.by_happenings.iter().map(|set| set.0))
    }

    /// True if any change binds open requests.
    pub fn rebinds(&self) -> bool {
        let dated = self.changes.iter().map(|change| change.binds);
        let mut binds =
            dated.chain(self.adaptive.map(|rule| rule.binds)).chain(self.by_happenings.iter().map(|set| set.1));
        binds.any(|binds| binds == Binds::Open)
    }

    /// True if any request of the class ever has to gather signatures.
    pub fn is_ever_positive(&self) -> bool {
        self.levels().any(|signatures| signatures > 0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn levels_follow_the_list() {
        let change = |at, until, signatures| ThresholdChange { at, until, signatures, binds: Binds::New };
        let changes = vec![change(-2.0, Some(2.0), 14), change(5.0, None, 3), change(6.0, Some(7.0), 5)];
        let policy = ThresholdPolicy { signatures: 10, changes, ..ThresholdPolicy::default() };
        let levels = [-3.0, 0.0, 1.4, 1.5, 4.9, 5.0, 6.2, 6.25, 6.75].map(|time| policy.at(time));
        assert_eq!(levels, [10, 12, 13, 14, 14, 3, 3, 4, 5]);
    }

    #[test]
    fn reviews_move_the_level_within_its_bounds() {
        let rule = Adaptive {
            every: 7.0,
            signal: Signal::Backlog,
            raise_above: 50.0,
            lower_below: 10.0,
            factor: 1.5,
            minimum: 1_000,
            maximum: 5_000,
            binds: Binds::New,
        };
        assert_eq!([50.0, 10.0].map(|value| rule.review(2_000, value)), [2_000, 2_000]);
        assert_eq!([51.0, f64::INFINITY, 9.0].map(|value| rule.review(2_000, value)), [3_000, 3_000, 1_333]);
        assert_eq!((rule.review(4_000, 60.0), rule.review(1_200, 0.0)), (5_000, 1_000));
        // A small level moves all the same.
        let small = Adaptive { factor: 1.1, minimum: 1, ..rule };
        assert_eq!((small.review(2, 60.0), small.review(2, 0.0), small.review(1, 0.0)), (3, 1, 1));
    }
}
