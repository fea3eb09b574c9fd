//! The fluid balance of the desk: arrivals in, capacity out, cell by cell, through all stages.

use super::{
    axis::Axis,
    delay::Delay,
    gathering::Flow,
    load::{Load, shares},
};
use crate::{
    model::{Answers, Days, Model, Staff, Stage},
    theory::fluid::Fluid,
};

/// What happens at a stage over time. Counts are of answers where one answers a topic, else of requests.
#[derive(Debug, Clone, Default)]
pub struct Course {
    /// Waiting or in service, at the edges of the cells.
    pub level: Vec<f64>,
    /// What comes in each cell.
    pub come: Vec<f64>,
    /// Served in each cell.
    pub served: Vec<f64>,
    /// Left for lack of patience, in all.
    pub abandoned: f64,
    /// Turned away by a full queue, in all.
    pub refused: f64,
    /// Work that the staff can do in each cell, in days; infinite for unlimited staff.
    pub capacity: Vec<Days>,
    /// Work that one server can do in each cell.
    pub open: Vec<Days>,
}

impl Course {
    /// Mean number of servers while the desk works, over some cells; 0 if it does not.
    pub fn staff(&self, cells: std::ops::Range<usize>) -> f64 {
        let open: Days = self.open[cells.clone()].iter().sum();
        if open > 0.0 { self.capacity[cells].iter().sum::<Days>() / open } else { 0.0 }
    }
}

/// The course of every stage.
pub fn balance(model: &Model, axis: &Axis, flows: &[Flow], loads: &[Load]) -> Vec<Course> {
    let mut stages: Vec<Balance> =
        model.stages.iter().zip(loads).map(|(stage, load)| Balance::new(model, stage, load, axis)).collect();
    // What other stages send: in this cell, if they come before in the file, else in the next one.
    let mut sent = vec![0.0; stages.len()];
    for cell in 0..axis.cells() {
        let mut later = vec![0.0; stages.len()];
        for index in 0..stages.len() {
            let (requests, topics) = entering(model, flows, index, cell);
            let served = stages[index].step(cell, axis.length(cell), requests, topics, sent[index]);
            for (to, share) in loads[index].next.iter().enumerate() {
                let target = if to > index { &mut sent } else { &mut later };
                target[to] += share * served;
            }
        }
        sent = later;
    }
    stages.into_iter().map(|stage| stage.course).collect()
}

/// Requests that enter a stage from outside in a cell, and those of them that open a topic.
fn entering(model: &Model, flows: &[Flow], stage: usize, cell: usize) -> (f64, f64) {
    let mut entering = (0.0, 0.0);
    for (class, flow) in model.classes.iter().zip(flows) {
        let share = shares(&class.enters, model.stages.len())[stage];
        entering.0 += share * flow.eligible.as_ref().map_or(0.0, |eligible| eligible[cell]);
        entering.1 += share * flow.topics[cell];
    }
    entering
}

/// A stage whose course is followed.
struct Balance<'m> {
    load: &'m Load,
    answers_topics: bool,
    copies: f64,
    queue_limit: f64,
    patience_rate: f64,
    delay: Option<Delay>,
    course: Course,
}

impl<'m> Balance<'m> {
    fn new(model: &'m Model, stage: &'m Stage, load: &'m Load, axis: &Axis) -> Self {
        let copies = f64::from(stage.copies);
        let open = (0..axis.cells()).map(|cell| {
            let (from, until) = axis.cell(cell);
            stage.worked(from, until)
        });
        let is_unlimited = stage.staff == Staff::Unlimited;
        let waiting: f64 = stage.initial_backlog.iter().map(|&waiting| f64::from(waiting)).sum();
        let course = Course {
            open: open.collect(),
            capacity: (0..axis.cells()).map(|cell| copies * work(stage, axis.cell(cell))).collect(),
            level: vec![waiting * load.answers_per_request],
            ..Course::default()
        };
        Self {
            load,
            answers_topics: stage.answers == Answers::Topic,
            copies,
            queue_limit: stage.queue_limit.map_or(f64::INFINITY, f64::from),
            patience_rate: patience_rate(model, load),
            delay: is_unlimited.then(|| Delay::new(model, stage, load, axis, waiting * load.answers_per_request)),
            course,
        }
    }

    /// Moves on by a cell, in which requests come from outside and are sent by other stages; tells the requests that
    /// are done.
    fn step(&mut self, cell: usize, days: Days, requests: f64, topics: f64, sent: f64) -> f64 {
        let per_request = self.load.answers_per_request;
        let come = if self.answers_topics { topics } else { requests } + sent * per_request;
        let before = self.course.level[cell];
        let (level, served) = match &mut self.delay {
            Some(delay) => {
                let level = delay.step(cell, come);
                (level, (before + come - level).max(0.0))
            }
            None => self.queue(cell, days, come, before),
        };
        self.course.level.push(level);
        self.course.come.push(come);
        self.course.served.push(served);
        if per_request > 0.0 { served / per_request } else { requests + sent }
    }

    fn queue(&mut self, cell: usize, days: Days, come: f64, before: f64) -> (f64, f64) {
        let servers = self.course.staff(cell..cell + 1);
        let speed = self.course.open[cell] / days;
        let mean = self.load.service_mean;
        let service_rate = if mean > 0.0 { speed / mean } else { 1e9 * speed };
        let fluid = Fluid { arrival_rate: come / days, service_rate, servers, patience_rate: self.patience_rate };
        let flowed = fluid.flow(before, days);
        let refused = (flowed.level - servers - self.copies * self.queue_limit).max(0.0);
        self.course.abandoned += flowed.abandoned;
        // Those that wait at the start are not turned away.
        let refused = refused.min(come);
        self.course.refused += refused;
        (flowed.level - refused, flowed.served)
    }
}

/// Work of all servers of one copy in a stretch of time.
fn work(stage: &Stage, (from, until): (Days, Days)) -> Days {
    let Staff::Limited(steps) = &stage.staff else { return f64::INFINITY };
    let changes = steps.changes();
    let first = changes.partition_point(|change| change.0 <= from);
    let within = changes[first..].iter().map(|change| change.0).take_while(|&at| at < until);
    let mut work = 0.0;
    let mut now = from;
    for next in within.chain([until]) {
        work += f64::from(steps.at(now)) * stage.worked(now, next);
        now = next;
    }
    work
}

/// Rate at which a waiting request leaves, on average over those that come.
fn patience_rate(model: &Model, load: &Load) -> f64 {
    let horizon = model.time.horizon;
    let total = load.requests();
    if total == 0.0 {
        return 0.0;
    }
    let rate = |(class, visits): (&crate::model::Class, &f64)| {
        let Some(patience) = &class.terms.patience else { return 0.0 };
        visits / total * patience.clock.between(0.0, horizon) / horizon / patience.time.mean()
    };
    let rate: f64 = model.classes.iter().zip(&load.visits).map(rate).sum();
    // Patience without length lets nobody wait; the fluid knows no such rate.
    rate.min(1e9)
}
