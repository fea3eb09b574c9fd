//! The age of the oldest of those who wait: for its answer within a class, for its service within a queue.

use super::{
    layout::{Cell, Layout},
    linked::Line,
    plan::{Cells, Plan},
    request::{InClass, InQueue, Requests},
};
use crate::model::{
    Days,
    metric::{Metric, Statistic},
};

/// Everyone who waits, by line: one line for the backlog of each class, one for each class in each stage's queue.
pub struct OldestWaits<'p> {
    layout: &'p Layout,
    lines: Vec<Line>,
    /// By line, when its first began to wait; infinite if nobody waits.
    oldest: Vec<Days>,
    /// Cells that a line shows in: its own, and that of all classes.
    cells: Vec<Cells>,
    /// Index of the first cell of the metric; its cells stand together.
    first: usize,
    ages: Vec<Age>,
}

/// Numbers of the two lines of a model with one class and one stage.
pub const BACKLOG: usize = 0;
pub const QUEUE: usize = 1;

/// What a line is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    /// Eligibility without an answer.
    Backlog,
    /// Waiting in a stage's queue.
    Queue,
}

impl<'p> OldestWaits<'p> {
    /// Nobody waits yet.
    pub fn new(plan: &'p Plan<'_>) -> Self {
        let layout = &plan.layout;
        let is_age = |cell: &Cell| cell.metric == Metric::OldestWait;
        let places = plan.of_class.iter().chain(&plan.of_pair);
        let lines = layout.classes * (1 + layout.stages);
        Self {
            layout,
            lines: vec![Line::default(); lines],
            oldest: vec![f64::INFINITY; lines],
            cells: places.map(|places| places[Metric::OldestWait as usize]).collect(),
            first: layout.series.iter().position(is_age).unwrap_or_default(),
            ages: vec![Age::default(); layout.series.iter().filter(|cell| is_age(cell)).count()],
        }
    }

    /// A request becomes eligible.
    #[inline]
    pub fn begin_in_class(&mut self, class: u16, slot: u32, requests: &mut Requests, now: Days) {
        let line = usize::from(class);
        if self.lines[line].join::<InClass>(slot, requests) {
            self.show(Kind::Backlog, line, now, now);
        }
    }

    /// A request leaves the backlog.
    #[inline]
    pub fn end_in_class(&mut self, class: u16, slot: u32, requests: &mut Requests, now: Days) {
        let line = usize::from(class);
        if self.lines[line].leave::<InClass>(slot, requests) {
            let since = self.lines[line].first().map_or(f64::INFINITY, |first| requests[first].eligible);
            self.show(Kind::Backlog, line, since, now);
        }
    }

    /// A request joins a stage's queue.
    #[inline]
    pub fn begin_in_queue(&mut self, class: u16, stage: u16, slot: u32, requests: &mut Requests, now: Days) {
        let line = self.queue(class, stage);
        if self.lines[line].join::<InQueue>(slot, requests) {
            self.show(Kind::Queue, line, now, now);
        }
    }

    /// A request leaves a queue.
    #[inline]
    pub fn end_in_queue(&mut self, class: u16, stage: u16, slot: u32, requests: &mut Requests, now: Days) {
        let line = self.queue(class, stage);
        if self.lines[line].leave::<InQueue>(slot, requests) {
            let since = self.lines[line].first().map_or(f64::INFINITY, |first| requests[first].joined);
            self.show(Kind::Queue, line, since, now);
        }
    }

    /// Sets the age that a line shows, for who keeps it; the line is the only one of its kind.
    pub fn set_age(&mut self, line: usize, age: Age) {
        for &cell in self.cells[line].as_slice() {
            self.ages[cell as usize - self.first] = age;
        }
    }

    /// Forgets what was measured before now.
    pub fn begin_measuring(&mut self, now: Days) {
        self.ages.iter_mut().for_each(|age| age.begin_measuring(now));
    }

    /// The age now, at a cell of the metric.
    pub fn value(&self, series: usize, now: Days) -> Days {
        self.ages[series - self.first].value(now)
    }

    /// When the oldest began to wait, at a cell of the metric; infinite while nobody waits.
    pub fn since(&self, series: usize) -> Days {
        self.ages[series - self.first].start
    }

    /// A statistic over the `duration` that was measured up to now, at a cell of the metric.
    pub fn statistic(&self, series: usize, statistic: Statistic, now: Days, duration: Days) -> f64 {
        self.ages[series - self.first].statistic(statistic, now, duration)
    }

    #[inline]
    fn queue(&self, class: u16, stage: u16) -> usize {
        self.layout.classes + usize::from(class) * self.layout.stages + usize::from(stage)
    }

    /// The oldest of a line is another one, who began to wait at `since`.
    #[inline]
    fn show(&mut self, kind: Kind, line: usize, since: Days, now: Days) {
        self.oldest[line] = since;
        match self.cells[line].as_slice() {
            // A class's line shows in the class's own cell first, and in one class's model nowhere else.
            &[own] => self.ages[own as usize - self.first].set(since, now),
            _ => self.show_everywhere(kind, line, now),
        }
    }

    #[inline(never)]
    fn show_everywhere(&mut self, kind: Kind, line: usize, now: Days) {
        for &cell in self.cells[line].as_slice() {
            let Cell { class, stage, .. } = self.layout.series[cell as usize];
            let oldest = match class {
                Some(_) => self.oldest[line],
                None => {
                    let line_of = |class: usize| match stage {
                        Some(stage) if kind == Kind::Queue => self.layout.classes + class * self.layout.stages + stage,
                        _ => class,
                    };
                    let lines = (0..self.layout.classes).map(|class| self.oldest[line_of(class)]);
                    lines.fold(f64::INFINITY, f64::min)
                }
            };
            self.ages[cell as usize - self.first].set(oldest, now);
        }
    }
}

/// The age of the oldest over time: it grows by a day a day until another is the oldest. 0 while nobody waits.
#[derive(Debug, Clone, Copy)]
pub struct Age {
    /// When the oldest began to wait; infinite while nobody waits.
    start: Days,
    since: Days,
    integral: f64,
    max: Days,
    min: Days,
}

impl Default for Age {
    fn default() -> Self {
        Self { start: f64::INFINITY, since: 0.0, integral: 0.0, max: 0.0, min: f64::INFINITY }
    }
}

impl Age {
    /// The oldest is now one who began to wait at `start`.
    #[inline]
    pub fn set(&mut self, start: Days, now: Days) {
        self.advance(now);
        self.start = start;
    }

    fn value(&self, now: Days) -> Days {
        if self.start.is_finite() { now - self.start } else { 0.0 }
    }

    /// Forgets what was measured before now.
    pub fn begin_measuring(&mut self, now: Days) {
        *self = Age { start: self.start, since: now, ..Age::default() };
    }

    fn statistic(mut self, statistic: Statistic, now: Days, duration: Days) -> f64 {
        self.advance(now);
        match statistic {
            Statistic::Mean => self.integral / duration,
            Statistic::End => self.value(now),
            Statistic::Max => self.max.max(self.value(now)),
            Statistic::Min => self.min.min(self.value(now)),
        }
    }

    /// Linear in between, so the integral is exact and the extremes lie at the ends.
    #[inline]
    fn advance(&mut self, now: Days) {
        if now > self.since {
            if self.start.is_finite() {
                let (from, to) = (self.since - self.start, now - self.start);
                self.integral += 0.5 * (from + to) * (now - self.since);
                self.max = if to > self.max { to } else { self.max };
                self.min = if from < self.min { from } else { self.min };
            } else {
                self.min = 0.0;
            }
            self.since = now;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ages_are_measured_exactly() {
        let mut age = Age::default();
        age.set(1.0, 1.0);
        age.begin_measuring(2.0);
        age.set(4.0, 5.0);
        age.set(f64::INFINITY, 6.0);
        // From 1 to 4 over three days, from 1 to 2 over one, then nobody for four.
        assert_eq!(age.statistic(Statistic::Mean, 10.0, 8.0), (7.5 + 1.5) / 8.0);
        assert_eq!(age.statistic(Statistic::Max, 10.0, 8.0), 4.0);
        assert_eq!(age.statistic(Statistic::Min, 6.0, 4.0), 0.0);
        assert_eq!(age.statistic(Statistic::End, 10.0, 8.0), 0.0);
    }
}
