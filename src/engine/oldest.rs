//! The age of the oldest of those who wait: for its answer within a class, for its service within a queue.

use super::{
    layout::{Cell, Layout},
    linked::{Line, Place},
    plan::{Cells, Places, Plan},
    requests::{InClass, InQueue, Requests},
};
use crate::model::{
    Days,
    metric::{Metric, Statistic},
};

/// Everyone who waits, by line: one line for the backlog of each class, one for each class in each stage's queue.
pub struct OldestWaits<'p> {
    layout: &'p Layout,
    lines: Vec<Waiting>,
    /// Index of the first cell of the metric; its cells stand together.
    first: usize,
    ages: Vec<Age>,
}

/// Those who wait in one line.
struct Waiting {
    line: Line,
    /// When the first began to wait; infinite if nobody waits.
    oldest: Days,
    /// Cells that the line shows in, counted from the first: its own, and that of all classes.
    cells: Cells,
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
        let first = layout.series.iter().position(is_age).unwrap_or_default();
        let places = plan.of_class.iter().chain(&plan.of_pair);
        let waiting = |places: &Places| Waiting {
            line: Line::default(),
            oldest: f64::INFINITY,
            cells: places[Metric::OldestWait as usize].after(first),
        };
        Self {
            layout,
            lines: places.map(waiting).collect(),
            first,
            ages: vec![Age::default(); layout.series.iter().filter(|cell| is_age(cell)).count()],
        }
    }

    /// A request becomes eligible.
    #[inline]
    pub fn begin_in_class(&mut self, class: u16, slot: u32, requests: &mut Requests, now: Days) {
        self.begin::<InClass>(Kind::Backlog, usize::from(class), slot, requests, now);
    }

    /// A request leaves the backlog.
    #[inline]
    pub fn end_in_class(&mut self, class: u16, slot: u32, requests: &mut Requests, now: Days) {
        self.end::<InClass>(Kind::Backlog, usize::from(class), slot, requests, now, |requests, first| {
            requests[first].eligible
        });
    }

    /// A request joins a stage's queue.
    #[inline]
    pub fn begin_in_queue(&mut self, pair: usize, slot: u32, requests: &mut Requests, now: Days) {
        self.begin::<InQueue>(Kind::Queue, self.layout.classes + pair, slot, requests, now);
    }

    /// A request leaves a queue.
    #[inline]
    pub fn end_in_queue(&mut self, pair: usize, slot: u32, requests: &mut Requests, now: Days) {
        let since = |requests: &Requests, first| requests.journey(first).joined;
        self.end::<InQueue>(Kind::Queue, self.layout.classes + pair, slot, requests, now, since);
    }

    /// The first of a class in a stage's queue is another one, who joined it at `since`; infinite if nobody waits. For
    /// queues that know this themselves.
    #[inline]
    pub fn pass_in_queue(&mut self, pair: usize, since: Days, now: Days) {
        self.show(Kind::Queue, self.layout.classes + pair, since, now);
    }

    /// Sets the age that a line shows, for who keeps it; the line is the only one of its kind.
    pub fn set_age(&mut self, line: usize, age: Age) {
        for &cell in self.lines[line].cells.as_slice() {
            self.ages[cell as usize] = age;
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

    /// A request joins a line.
    #[inline]
    fn begin<P: Place>(&mut self, kind: Kind, line: usize, slot: u32, requests: &mut Requests, now: Days) {
        if self.lines[line].line.join::<P>(slot, requests) {
            self.show(kind, line, now, now);
        }
    }

    /// A request leaves a line; `since` tells when another began to wait there.
    #[inline]
    fn end<P: Place>(
        &mut self,
        kind: Kind,
        line: usize,
        slot: u32,
        requests: &mut Requests,
        now: Days,
        since: impl Fn(&Requests, u32) -> Days,
    ) {
        let waiting = &mut self.lines[line];
        if waiting.line.leave::<P>(slot, requests) {
            let since = waiting.line.first().map_or(f64::INFINITY, |first| since(requests, first));
            self.show(kind, line, since, now);
        }
    }

    /// The oldest of a line is another one, who began to wait at `since`.
    #[inline]
    fn show(&mut self, kind: Kind, line: usize, since: Days, now: Days) {
        let waiting = &mut self.lines[line];
        waiting.oldest = since;
        match waiting.cells.as_slice() {
            // A class's line shows in the class's own cell first, and in one class's model nowhere else.
            &[own] => self.ages[own as usize].set(since, now),
            _ => self.show_everywhere(kind, line, now),
        }
    }

    #[inline(never)]
    fn show_everywhere(&mut self, kind: Kind, line: usize, now: Days) {
        for &number in self.lines[line].cells.as_slice() {
            let Cell { class, stage, .. } = self.layout.series[self.first + number as usize];
            let oldest = match class {
                Some(_) => self.lines[line].oldest,
                None => {
                    let line_of = |class: usize| match stage {
                        Some(stage) if kind == Kind::Queue => self.layout.classes + class * self.layout.stages + stage,
                        _ => class,
                    };
                    let lines = (0..self.layout.classes).map(|class| self.lines[line_of(class)].oldest);
                    lines.fold(f64::INFINITY, f64::min)
                }
            };
            self.ages[number as usize].set(oldest, now);
        }
    }
}

/// The age of the oldest over time: it grows by a day a day until another is the oldest. 0 while nobody waits.
#[derive(Debug, Clone, Copy)]
pub struct Age {
    min: Days,
    /// When the oldest began to wait; infinite while nobody waits.
    start: Days,
    max: Days,
    since: Days,
    integral: f64,
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

    /// Of those who wait in order of coming, and leave in no other, one who began to wait at `start` has left by `now`.
    #[inline]
    pub fn pass(&mut self, start: Days, now: Days) {
        let from = later(start, self.since);
        let until = later(now, from);
        let (youngest, oldest) = (from - start, until - start);
        self.integral += 0.5 * (youngest + oldest) * (until - from);
        self.min = earlier(self.min, youngest);
        self.max = later(oldest, self.max);
        self.since = until;
    }

    /// The same age while the first of those who wait in such a line began at `start`; infinite if nobody waits.
    pub fn with_first(mut self, start: Days) -> Self {
        if start.is_finite() {
            self.set(start, later(start, self.since));
        }
        self
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

/// The later of two moments; a choice without a branch.
#[inline]
pub fn later(one: Days, other: Days) -> Days {
    if one > other { one } else { other }
}

/// The earlier of two moments.
#[inline]
pub fn earlier(one: Days, other: Days) -> Days {
    if one < other { one } else { other }
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
