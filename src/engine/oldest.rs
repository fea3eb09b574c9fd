//! The age of the oldest of those who wait: for its answer within a class, for its service within a queue.

use std::collections::VecDeque;

use super::{
    layout::{Cell, Layout},
    plan::{Cells, Plan},
};
use crate::model::{
    Days,
    metric::{Metric, Statistic},
};

/// Everyone who waits, by line: one line for the backlog of each class, one for each class in each stage's queue.
pub struct OldestWaits<'p> {
    layout: &'p Layout,
    lines: Vec<Line>,
    /// Cells that a line shows in: its own, and that of all classes.
    cells: Vec<Cells>,
    /// Number in its line of the request in each slot: in its class's, and in its queue's.
    numbers: [Vec<u32>; 2],
    /// Index of the first cell of the metric; its cells stand together.
    first: usize,
    ages: Vec<Age>,
}

impl<'p> OldestWaits<'p> {
    /// Nobody waits yet.
    pub fn new(plan: &'p Plan<'_>) -> Self {
        let layout = &plan.layout;
        let is_age = |cell: &Cell| cell.metric == Metric::OldestWait;
        let places = plan.of_class.iter().chain(&plan.of_pair);
        Self {
            layout,
            lines: vec![Line::default(); layout.classes * (1 + layout.stages)],
            cells: places.map(|places| places[Metric::OldestWait as usize]).collect(),
            numbers: [Vec::new(), Vec::new()],
            first: layout.series.iter().position(is_age).unwrap_or_default(),
            ages: vec![Age::default(); layout.series.iter().filter(|cell| is_age(cell)).count()],
        }
    }

    /// A request of a class becomes eligible and is given a slot.
    #[inline]
    pub fn begin_in_class(&mut self, class: u16, slot: u32, now: Days) {
        self.begin(0, usize::from(class), slot, now);
    }

    /// The request leaves the backlog.
    #[inline]
    pub fn end_in_class(&mut self, class: u16, slot: u32, now: Days) {
        self.end(0, usize::from(class), slot, now);
    }

    /// A request joins a stage's queue.
    #[inline]
    pub fn begin_in_queue(&mut self, class: u16, stage: u16, slot: u32, now: Days) {
        self.begin(1, self.queue(class, stage), slot, now);
    }

    /// The request leaves the queue.
    #[inline]
    pub fn end_in_queue(&mut self, class: u16, stage: u16, slot: u32, now: Days) {
        self.end(1, self.queue(class, stage), slot, now);
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

    fn queue(&self, class: u16, stage: u16) -> usize {
        self.layout.classes + usize::from(class) * self.layout.stages + usize::from(stage)
    }

    #[inline]
    fn begin(&mut self, kind: usize, line: usize, slot: u32, now: Days) {
        let numbers = &mut self.numbers[kind];
        if slot as usize >= numbers.len() {
            numbers.resize(slot as usize + 1, 0);
        }
        numbers[slot as usize] = self.lines[line].join(now);
        if self.lines[line].starts.len() == 1 {
            self.show(kind, line, now);
        }
    }

    fn end(&mut self, kind: usize, line: usize, slot: u32, now: Days) {
        if self.lines[line].leave(self.numbers[kind][slot as usize]) {
            self.show(kind, line, now);
        }
    }

    /// The oldest of a line is another one.
    #[inline]
    fn show(&mut self, kind: usize, line: usize, now: Days) {
        match self.cells[line].as_slice() {
            // A class's line shows in the class's own cell first, and in one class's model nowhere else.
            &[own] => self.ages[own as usize - self.first].set(self.lines[line].oldest(), now),
            _ => self.show_everywhere(kind, line, now),
        }
    }

    fn show_everywhere(&mut self, kind: usize, line: usize, now: Days) {
        for &cell in self.cells[line].as_slice() {
            let Cell { class, stage, .. } = self.layout.series[cell as usize];
            let oldest = match class {
                Some(_) => self.lines[line].oldest(),
                None => {
                    let line_of = |class: usize| match stage {
                        Some(stage) if kind == 1 => self.layout.classes + class * self.layout.stages + stage,
                        _ => class,
                    };
                    let lines = (0..self.layout.classes).map(|class| self.lines[line_of(class)].oldest());
                    lines.fold(f64::INFINITY, f64::min)
                }
            };
            self.ages[cell as usize - self.first].set(oldest, now);
        }
    }
}

/// Those who wait in one line, in order of coming. Coming and leaving cost O(1) on average.
#[derive(Debug, Clone, Default)]
struct Line {
    /// Number of the first entry.
    first: u32,
    /// When each began to wait; NaN once it has left. Neither the first nor the last has left.
    starts: VecDeque<Days>,
}

impl Line {
    /// Someone begins to wait, and is given a number.
    fn join(&mut self, now: Days) -> u32 {
        self.starts.push_back(now);
        self.first.wrapping_add(self.starts.len() as u32 - 1)
    }

    /// The one with a number leaves. True if it was the first.
    fn leave(&mut self, number: u32) -> bool {
        let place = number.wrapping_sub(self.first) as usize;
        if place == 0 && self.starts.len() > 1 && !self.starts[1].is_nan() {
            // In order of coming, as most do.
            self.starts.pop_front();
            self.first = self.first.wrapping_add(1);
            return true;
        }
        if let Some(start) = self.starts.get_mut(place) {
            *start = f64::NAN;
        }
        while self.starts.pop_back_if(|start| start.is_nan()).is_some() {}
        while self.starts.pop_front_if(|start| start.is_nan()).is_some() {
            self.first = self.first.wrapping_add(1);
        }
        place == 0
    }

    /// When the first began to wait; infinite if nobody waits.
    fn oldest(&self) -> Days {
        self.starts.front().copied().unwrap_or(f64::INFINITY)
    }
}

/// The age of the oldest over time: it grows by a day a day until another is the oldest. 0 while nobody waits.
#[derive(Debug, Clone, Copy)]
struct Age {
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
    fn set(&mut self, start: Days, now: Days) {
        self.advance(now);
        self.start = start;
    }

    fn value(&self, now: Days) -> Days {
        if self.start.is_finite() { now - self.start } else { 0.0 }
    }

    fn begin_measuring(&mut self, now: Days) {
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
    fn advance(&mut self, now: Days) {
        if now > self.since {
            let (from, to) = (self.value(self.since), self.value(now));
            self.integral += 0.5 * (from + to) * (now - self.since);
            self.max = self.max.max(to);
            self.min = self.min.min(from);
            self.since = now;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_oldest_is_the_first_who_has_not_left() {
        let mut line = Line { first: u32::MAX - 1, ..Line::default() };
        let numbers: Vec<u32> = [1.0, 2.0, 3.0, 5.0].map(|now| line.join(now)).to_vec();
        assert!(!line.leave(numbers[1]));
        assert_eq!(line.oldest(), 1.0);
        assert!(line.leave(numbers[0]));
        assert_eq!(line.oldest(), 3.0);
        assert!(!line.leave(numbers[3]));
        let again = line.join(8.0);
        assert!(line.leave(numbers[2]) && line.oldest() == 8.0);
        assert!(line.leave(again) && line.oldest().is_infinite());
    }

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
