//! A time-weighted statistic.

use super::changes::Block;
use crate::model::{Days, metric::Statistic};

/// A whole-number level, its time integral and its extremes since measuring began. A value that holds for no time
/// at all is not an extreme: a request that is served the moment it joins does not make the longest queue 1.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub struct Level {
    value: i64,
    since: Days,
    integral: f64,
    max: i64,
    min: i64,
}

/// A block of changes that may hold an extreme.
#[derive(Debug, Clone, Copy)]
pub struct Suspect {
    /// The level before it.
    before: Level,
    until: Days,
    rises: i64,
    falls: i64,
}

impl Suspect {
    /// No value in it is greater.
    fn highest(&self) -> i64 {
        self.before.value + self.rises
    }

    /// No value in it is smaller.
    fn lowest(&self) -> i64 {
        self.before.value - self.falls
    }

    /// How many changes it has.
    pub fn changes(&self) -> i64 {
        self.rises + self.falls
    }

    /// The moment halfway; `None` if no moment lies between its first and its last.
    pub fn middle(&self) -> Option<Days> {
        let middle = 0.5 * (self.before.since + self.until);
        (self.before.since < middle && middle < self.until).then_some(middle)
    }

    /// Its two parts, up to a moment and from there on; the first has so many rises and falls.
    pub fn split(self, at: Days, (rises, falls): (i64, i64)) -> (Self, Self) {
        let value = self.before.value + rises - falls;
        let before = Level { value, since: at, ..self.before };
        let late = Self { before, rises: self.rises - rises, falls: self.falls - falls, ..self };
        (Self { until: at, rises, falls, ..self }, late)
    }
}

impl Level {
    /// A level that someone else has kept: its value now, its integral and its extremes.
    pub fn kept(value: i64, now: Days, integral: f64, (min, max): (i64, i64)) -> Self {
        Self { value, since: now, integral, max, min }
    }

    /// The same of this one, for who keeps it from now on.
    pub fn parts(self) -> (i64, Days, f64, (i64, i64)) {
        (self.value, self.since, self.integral, (self.min, self.max))
    }

    /// The value now.
    pub fn value(&self) -> i64 {
        self.value
    }

    /// Changes the value at a moment, which must not lie before the last one.
    #[inline]
    pub fn add(&mut self, delta: i64, now: Days) {
        self.advance(now);
        self.value += delta;
    }

    /// Counts up without weighing by time, for flows.
    #[inline]
    pub fn count(&mut self, number: i64) {
        self.value += number;
    }

    /// Books a block of changes up to now. What is returned may hold an extreme that is not known yet.
    #[inline]
    pub fn book(&mut self, block: &Block, now: Days) -> Option<Suspect> {
        let before = *self;
        if !block.begins_with_step && now > self.since {
            (self.max, self.min) = (self.max.max(self.value), self.min.min(self.value));
        }
        let suspect = Suspect { before, until: now, rises: block.rises, falls: block.falls };
        let may_hold_extreme = self.excess(&suspect) > 0;
        self.integral += self.value as f64 * (now - self.since) + block.area;
        self.value += block.rises - block.falls;
        self.since = now;
        may_hold_extreme.then_some(suspect)
    }

    /// By how much a block may go beyond the extremes known now; not at all if it is not above 0.
    pub fn excess(&self, suspect: &Suspect) -> i64 {
        suspect.highest().saturating_sub(self.max).max(self.min.saturating_sub(suspect.lowest()))
    }

    /// Takes the extremes of a block into account, whose changes are listed in order of time.
    pub fn extend(&mut self, suspect: &Suspect, changes: Vec<(Days, i64)>) {
        let mut walk = suspect.before;
        changes.into_iter().for_each(|(at, change)| walk.add(change, at));
        walk.advance(suspect.until);
        (self.max, self.min) = (self.max.max(walk.max), self.min.min(walk.min));
    }

    /// Forgets what was measured before now.
    pub fn begin_measuring(&mut self, now: Days) {
        *self = Level { value: self.value, since: now, integral: 0.0, max: i64::MIN, min: i64::MAX };
    }

    /// A statistic over `[start of measuring, now]`, which lasted `duration`.
    pub fn statistic(mut self, statistic: Statistic, now: Days, duration: Days) -> f64 {
        self.advance(now);
        match statistic {
            Statistic::Mean => self.integral / duration,
            Statistic::End => self.value as f64,
            Statistic::Max => self.max.max(self.value) as f64,
            Statistic::Min => self.min.min(self.value) as f64,
        }
    }

    #[inline]
    fn advance(&mut self, now: Days) {
        if now > self.since {
            self.integral += self.value as f64 * (now - self.since);
            self.since = now;
            // New extremes are rare.
            if self.value > self.max {
                self.max = self.value;
            }
            if self.value < self.min {
                self.min = self.value;
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn weighs_values_by_the_time_they_hold() {
        let mut level = Level::default();
        level.add(5, 0.0);
        level.begin_measuring(1.0);
        level.add(3, 2.0);
        level.add(9, 4.0);
        level.add(-9, 4.0);
        level.add(-6, 5.0);
        let statistic = |s| level.statistic(s, 11.0, 10.0);
        assert_eq!(statistic(Statistic::Mean), (5.0 + 3.0 * 8.0 + 6.0 * 2.0) / 10.0);
        assert_eq!(statistic(Statistic::End), 2.0);
        assert_eq!(statistic(Statistic::Max), 8.0);
        assert_eq!(statistic(Statistic::Min), 2.0);
    }
}
