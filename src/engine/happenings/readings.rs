//! What conditions read, and how it goes on from the present moment.

use std::collections::VecDeque;

use super::watch::Watch;
use crate::{
    engine::{clearing::LOOK_BACK, layout::Cell, monitor::Monitor, plan::Plan},
    model::{Days, Measure, Relation, metric::Metric},
};

/// Something that conditions read.
pub struct Reading {
    kind: Kind,
    /// What it was made of at the last look; compared bit by bit.
    seen: [f64; 2],
}

enum Kind {
    /// The value of a series.
    Level(usize),
    /// The age of the oldest, at a series.
    Oldest(usize),
    Clearing(Clearing),
    /// A metric that no level holds.
    Derived(Cell),
    /// How often a happening has happened.
    Count(usize),
    /// How long its condition has held.
    Held(usize),
}

/// The clearing time at a place, with the answers of the last 30 days.
struct Clearing {
    /// Series of the backlog, and of the answers where they are those of classes.
    backlog: usize,
    answered: usize,
    class: Option<usize>,
    stage: Option<usize>,
    /// Moments at which requests were answered, and how many.
    recent: VecDeque<(Days, f64)>,
    /// How many were answered in the last 30 days.
    pace: f64,
}

/// How a reading goes on as long as nothing happens.
#[derive(Debug, Clone, Copy)]
pub struct Course {
    form: Form,
    /// The moment from which on it is another one.
    until: Days,
}

#[derive(Debug, Clone, Copy)]
enum Form {
    Constant(f64),
    /// `slope` × (time − `zero`), with a slope above 0.
    Rising {
        slope: f64,
        zero: Days,
    },
}

impl Reading {
    /// What a measure reads.
    pub fn new(plan: &Plan, measure: Measure) -> Self {
        let kind = match measure {
            Measure::Count(happening) => Kind::Count(happening),
            Measure::Held(happening) => Kind::Held(happening),
            Measure::Metric { metric, class, stage } => of_metric(plan, metric, class, stage),
        };
        Self { kind, seen: [f64::NAN; 2] }
    }

    /// True if it changes at moments at which nothing else happens: windows and retentions that end, steps of ramps.
    pub fn lapses(measure: Measure) -> bool {
        let Measure::Metric { metric, .. } = measure else { return false };
        matches!(metric, Metric::Gathering | Metric::Expired | Metric::Archive | Metric::Threshold)
    }

    /// Takes notice of what has changed by now; true if anything has.
    pub fn refresh(&mut self, monitor: &Monitor, watches: &[Watch], now: Days) -> bool {
        let present = match &self.kind {
            Kind::Level(series) => [monitor.value(*series) as f64, 0.0],
            Kind::Oldest(series) => [monitor.oldest.since(*series), 0.0],
            Kind::Clearing(clearing) => [monitor.value(clearing.backlog) as f64, clearing.answers(monitor)],
            Kind::Derived(cell) => [monitor.derived(cell), 0.0],
            Kind::Count(happening) => [watches[*happening].count as f64, 0.0],
            Kind::Held(happening) => [watches[*happening].held, watches[*happening].since.unwrap_or(f64::INFINITY)],
        };
        let before = std::mem::replace(&mut self.seen, present);
        if let Kind::Clearing(clearing) = &mut self.kind {
            let earlier = if before[1].is_nan() { 0.0 } else { before[1] };
            clearing.note(present[1] - earlier, now);
        }
        before.map(f64::to_bits) != present.map(f64::to_bits)
    }

    /// How it goes on from now.
    pub fn course(&mut self, now: Days) -> Course {
        let constant = |value| Course { form: Form::Constant(value), until: f64::INFINITY };
        let rising = |zero| Course { form: Form::Rising { slope: 1.0, zero }, until: f64::INFINITY };
        let seen = self.seen;
        match &mut self.kind {
            Kind::Level(_) | Kind::Derived(_) | Kind::Count(_) => constant(seen[0]),
            Kind::Oldest(_) if seen[0].is_finite() => rising(seen[0]),
            Kind::Oldest(_) => constant(0.0),
            Kind::Held(_) if seen[1].is_finite() => rising(seen[1] - seen[0]),
            Kind::Held(_) => constant(seen[0]),
            Kind::Clearing(clearing) => clearing.course(seen[0], now),
        }
    }
}

fn of_metric(plan: &Plan, metric: Metric, class: Option<usize>, stage: Option<usize>) -> Kind {
    let series = |metric| plan.layout.series_index(metric, class, stage).unwrap_or_default();
    match metric {
        Metric::OldestWait => Kind::Oldest(series(metric)),
        Metric::Utilisation | Metric::ToneBalance | Metric::CoverageRequests | Metric::CoverageSignatures => {
            Kind::Derived(Cell { metric, class, stage })
        }
        Metric::ClearingTime => Kind::Clearing(Clearing {
            backlog: series(Metric::Backlog),
            answered: plan.layout.series_index(Metric::Answered, class, None).unwrap_or_default(),
            class,
            stage,
            recent: VecDeque::new(),
            pace: 0.0,
        }),
        _ => Kind::Level(series(metric)),
    }
}

impl Clearing {
    /// Requests answered so far; at a stage, those that it served and sent on.
    fn answers(&self, monitor: &Monitor) -> f64 {
        match self.stage {
            Some(stage) => monitor.clearing.finished(self.class, stage) as f64,
            None => monitor.value(self.answered) as f64,
        }
    }

    fn note(&mut self, answers: f64, now: Days) {
        if answers > 0.0 {
            self.recent.push_back((now, answers));
            self.pace += answers;
        }
    }

    /// Infinite while nobody was answered in the last 30 days, unless there is nothing to clear.
    fn course(&mut self, backlog: f64, now: Days) -> Course {
        while let Some((_, answers)) = self.recent.pop_front_if(|recent| recent.0 + LOOK_BACK <= now) {
            self.pace -= answers;
        }
        let ages = self.recent.front().map_or(f64::INFINITY, |recent| recent.0 + LOOK_BACK);
        let form = if backlog == 0.0 {
            Form::Constant(0.0)
        } else if self.pace == 0.0 {
            Form::Constant(f64::INFINITY)
        } else if now < LOOK_BACK {
            return Course { form: Form::Rising { slope: backlog / self.pace, zero: 0.0 }, until: LOOK_BACK };
        } else {
            Form::Constant(backlog * LOOK_BACK / self.pace)
        };
        Course { form, until: ages }
    }
}

impl Course {
    /// Whether it compares so with a bound from now on, and the moment up to which it will.
    ///
    /// A rising quantity passes its bound in no time: from the moment at which it reaches it, it counts as above.
    pub fn compare(self, relation: Relation, bound: f64, now: Days) -> (bool, Days) {
        match self.form {
            Form::Constant(value) => (relation.holds(value, bound), self.until),
            Form::Rising { slope, zero } => {
                let reaches = zero + bound / slope;
                let is_above = reaches <= now;
                let until = if is_above { self.until } else { self.until.min(reaches) };
                (is_above == relation.is_upward(), until)
            }
        }
    }
}
