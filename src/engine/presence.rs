//! How many requests are at a stage, and how far they are.
//!
//! Who waits, who is in service, whose answer is not published yet, and all of them: these four levels change together
//! as a request goes its way, so that they have their time in common and are weighted by it in one go.

use super::{
    layout::Cell,
    level::Level,
    plan::{Cells, Places, Plan},
};
use crate::model::{Days, metric::Metric};

/// The levels of a place, in the order in which they stand in a layout.
pub const METRICS: [Metric; LEVELS] = [Metric::Backlog, Metric::Queued, Metric::InService, Metric::Unreleased];
const LEVELS: usize = 4;

/// What a request does at a stage: by how much each level changes.
#[derive(Debug, Clone, Copy)]
pub struct Step([f64; LEVELS]);

impl Step {
    /// It joins the queue.
    pub const JOIN: Step = Step([1.0, 1.0, 0.0, 0.0]);
    /// Its service starts or goes on.
    pub const START: Step = Step([0.0, -1.0, 1.0, 0.0]);
    /// Its service is handed back.
    pub const RETURN: Step = Step([0.0, 1.0, -1.0, 0.0]);
    /// Its service is over, but not published.
    pub const FINISH: Step = Step([0.0, 0.0, -1.0, 1.0]);
    /// It leaves the stage from the queue.
    pub const LEAVE_QUEUE: Step = Step([-1.0, -1.0, 0.0, 0.0]);
    /// It leaves the stage from its service.
    pub const LEAVE_SERVICE: Step = Step([-1.0, 0.0, -1.0, 0.0]);
    /// It leaves the stage with what is published.
    pub const LEAVE_PUBLISHED: Step = Step([-1.0, 0.0, 0.0, -1.0]);
}

/// The requests at every place that has them: a pair of class and stage, and the totals over these.
pub struct Presences {
    /// Of each pair of class and stage, the places at which its requests count.
    pairs: Vec<Cells>,
    places: Vec<Presence>,
    /// The series of the first level of the first place; one level after the other, each at all places.
    first: usize,
}

/// The levels of a place; see [`Level`]. Whole numbers as floats, which is exact. Aligned so that no pair of them lies
/// across two lines of the cache.
#[derive(Debug, Clone, Copy, Default)]
#[repr(align(16))]
struct Presence {
    since: Days,
    values: [f64; LEVELS],
    integrals: [f64; LEVELS],
    max: [f64; LEVELS],
    min: [f64; LEVELS],
}

impl Presences {
    /// Nobody is anywhere.
    pub fn new(plan: &Plan<'_>) -> Self {
        let (is_backlog, series) = (|cell: &Cell| cell.metric == Metric::Backlog, &plan.layout.series);
        let first = series.iter().position(is_backlog).unwrap_or_default();
        let places = series.iter().filter(|cell| is_backlog(cell)).count();
        let of_pair = |cells: &Places| cells[Metric::Backlog as usize].after(first);
        let pairs = plan.of_pair.iter().map(of_pair).collect();
        Self { pairs, places: vec![Presence::default(); places], first }
    }

    /// A request of a pair of class and stage makes a step. Moments must not decrease from call to call.
    #[inline(always)]
    pub fn step(&mut self, pair: usize, step: Step, now: Days) {
        for &place in self.pairs[pair].as_slice() {
            self.places[place as usize].step(step, now);
        }
    }

    /// The value now of a series, if it is one of these.
    #[inline]
    pub fn value(&self, series: usize) -> Option<i64> {
        let (level, place) = self.find(series)?;
        Some(self.places[place].values[level] as i64)
    }

    /// Sets the level of a series, for who keeps it; false if it is none of these.
    pub fn set_level(&mut self, series: usize, level: Level) -> bool {
        let Some((of_place, place)) = self.find(series) else { return false };
        self.places[place].set_level(of_place, level);
        true
    }

    /// Records the values now at one of the points of each series.
    pub fn observe(&self, series: &mut [f64], points: usize, point: usize) {
        for (number, place) in self.places.iter().enumerate() {
            for (level, &value) in place.values.iter().enumerate() {
                series[(self.first + level * self.places.len() + number) * points + point] = value;
            }
        }
    }

    /// The series, each with its level.
    pub fn levels(&self) -> impl Iterator<Item = (usize, Level)> {
        let of_all = (0..LEVELS).flat_map(|level| self.places.iter().map(move |place| place.level(level)));
        (self.first..).zip(of_all)
    }

    /// Forgets what was measured before now.
    pub fn begin_measuring(&mut self, now: Days) {
        self.places.iter_mut().for_each(|place| place.begin_measuring(now));
    }

    /// Which level of which place a series is.
    fn find(&self, series: usize) -> Option<(usize, usize)> {
        let number = series.checked_sub(self.first)?;
        (number < LEVELS * self.places.len()).then(|| (number / self.places.len(), number % self.places.len()))
    }
}

impl Presence {
    #[inline]
    fn step(&mut self, step: Step, now: Days) {
        self.advance(now);
        for (value, change) in self.values.iter_mut().zip(step.0) {
            *value += change;
        }
    }

    #[inline]
    fn advance(&mut self, now: Days) {
        if now > self.since {
            let elapsed = now - self.since;
            for level in 0..LEVELS {
                let value = self.values[level];
                self.integrals[level] += value * elapsed;
                self.max[level] = if value > self.max[level] { value } else { self.max[level] };
                self.min[level] = if value < self.min[level] { value } else { self.min[level] };
            }
            self.since = now;
        }
    }

    fn begin_measuring(&mut self, now: Days) {
        *self = Presence {
            since: now,
            integrals: [0.0; LEVELS],
            max: [f64::NEG_INFINITY; LEVELS],
            min: [f64::INFINITY; LEVELS],
            ..*self
        };
    }

    fn level(&self, level: usize) -> Level {
        let extremes = (self.min[level] as i64, self.max[level] as i64);
        Level::kept(self.values[level] as i64, self.since, self.integrals[level], extremes)
    }

    /// Sets one of the levels; all are set at the same moment.
    fn set_level(&mut self, level: usize, kept: Level) {
        let (value, now, integral, (min, max)) = kept.parts();
        self.since = now;
        (self.values[level], self.integrals[level]) = (value as f64, integral);
        (self.min[level], self.max[level]) = (min as f64, max as f64);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::metric::Statistic;

    #[test]
    fn a_place_has_the_levels_that_each_would_have_alone() {
        let steps = [
            (0.5, Step::JOIN),
            (0.5, Step::START),
            (1.5, Step::JOIN),
            (2.0, Step::JOIN),
            (2.0, Step::LEAVE_QUEUE),
            (3.0, Step::FINISH),
            (3.0, Step::START),
            (3.5, Step::RETURN),
            (4.0, Step::START),
            (6.0, Step::LEAVE_SERVICE),
            (6.0, Step::LEAVE_PUBLISHED),
        ];
        let mut place = Presence::default();
        let mut alone = [Level::default(); LEVELS];
        for (index, (at, step)) in steps.into_iter().enumerate() {
            place.step(step, at);
            alone.iter_mut().zip(step.0).for_each(|(level, change)| level.add(change as i64, at));
            if index == 2 {
                place.begin_measuring(at);
                alone.iter_mut().for_each(|level| level.begin_measuring(at));
            }
        }
        for (number, level) in alone.iter().enumerate() {
            for statistic in [Statistic::Mean, Statistic::End, Statistic::Max, Statistic::Min] {
                let of = |level: &Level| level.statistic(statistic, 7.0, 5.5);
                assert_eq!(of(&place.level(number)), of(level), "{number} {statistic:?}");
            }
        }
    }
}
