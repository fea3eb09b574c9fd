//! What is said of a stage: its load, its backlog by period, its waits.

use std::ops::Range;

use serde::Serialize;

use super::{
    axis::{Axis, dated_changes, staff_changes},
    balance::Course,
    figure::{Figure, Unit, formulas},
    load::Load,
    waits::Wait,
};
use crate::model::{Answers, Days, Model, Staff, Stage};

/// A stage before any simulation.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct StageExplanation {
    /// Name of the stage.
    pub stage: String,
    /// What its backlog counts.
    pub unit: Unit,
    /// Load, staff and backlog.
    pub figures: Vec<Figure>,
    /// The balance between dated changes.
    pub periods: Vec<Period>,
    /// Waits in the queue.
    pub waits: Vec<Wait>,
}

/// The fluid balance over a stretch of time.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Period {
    /// Its beginning, in days.
    pub from: Days,
    /// Its end.
    pub until: Days,
    /// Mean staff while the desk works; `None` is unlimited.
    pub staff: Option<f64>,
    /// What comes per day.
    pub arrivals_per_day: f64,
    /// What the staff can answer per day; `None` is any number.
    pub capacity_per_day: Option<f64>,
    /// Backlog at its end.
    pub backlog: f64,
}

/// More periods than this are no table any more; then the horizon is cut into so many equal parts.
const MOST_PERIODS: usize = 12;

/// Shortest period, as a share of the horizon.
const SHORTEST_PERIOD: f64 = 0.005;

/// Over so many days before the horizon the state at the end is judged, as clearing times are.
const RECENT: Days = 30.0;

/// Queues below this are rounding.
const SMALL: f64 = 1e-6;

/// A stage's course, read.
pub struct Reader<'a> {
    model: &'a Model,
    stage: &'a Stage,
    axis: &'a Axis,
    load: &'a Load,
    course: &'a Course,
    unit: Unit,
    assumes: String,
}

impl<'a> Reader<'a> {
    /// That of the stage with an index.
    pub fn new(model: &'a Model, index: usize, axis: &'a Axis, load: &'a Load, course: &'a Course) -> Self {
        let stage = &model.stages[index];
        let answers_topics = stage.answers == Answers::Topic;
        let unit = if answers_topics { Unit::Answers } else { Unit::Requests };
        let mut assumes = "chance averaged out: the queue that chance alone makes comes on top".to_owned();
        if answers_topics {
            assumes += "; a topic of the same class always waits, so that the share of new topics opens new ones";
        }
        Self { model, stage, axis, load, course, unit, assumes }
    }

    /// Everything that is said of it, besides waits.
    pub fn explanation(&self, waits: Vec<Wait>) -> StageExplanation {
        let mut figures = self.load_figures();
        if self.stage.staff == Staff::Unlimited {
            figures.extend(self.delay_figures());
        } else {
            figures.extend(self.backlog_figures());
            figures.extend(self.losses());
        }
        StageExplanation { stage: self.stage.name.clone(), unit: self.unit, figures, periods: self.periods(), waits }
    }

    fn all(&self) -> Range<usize> {
        0..self.axis.cells()
    }

    fn load_figures(&self) -> Vec<Figure> {
        let horizon = self.model.time.horizon;
        let (requests, answers) = (self.load.requests() / horizon, self.load.answers() / horizon);
        let over = "means over the whole horizon, what waits at the start included";
        let traffic = |quantity, value, unit| Figure::new(quantity, value, unit, formulas::TRAFFIC, over);
        let mut figures = vec![traffic("requests that come", requests, Unit::RequestsPerDay)];
        if self.unit == Unit::Answers {
            figures.push(traffic("answers needed", answers, Unit::AnswersPerDay));
        }
        let open: Days = self.course.open.iter().sum();
        if open <= 0.0 {
            let why = "the desk never works";
            figures.push(Figure::none("people needed (offered load)", Unit::People, formulas::TRAFFIC, why));
            return figures;
        }
        let needed = answers * self.load.service_mean / (open / horizon);
        figures.push(traffic("people needed (offered load)", needed, Unit::People));
        if self.stage.staff == Staff::Unlimited {
            return figures;
        }
        let staff = self.course.staff(self.all());
        figures.push(traffic("people there", staff, Unit::People));
        figures.push(if staff > 0.0 {
            traffic("load relative to capacity", needed / staff, Unit::Share)
        } else {
            Figure::none("load relative to capacity", Unit::Share, formulas::TRAFFIC, "nobody works here")
        });
        figures
    }

    /// M(t)/G/∞.
    fn delay_figures(&self) -> Vec<Figure> {
        let (peak, at) = self.peak();
        let assumes = "everyone is served at once; where arrivals are Poisson the number is Poisson too";
        let figure = |quantity, value, unit| Figure::new(quantity, value, unit, formulas::INFINITE_SERVERS, assumes);
        vec![
            figure("in service at the end", self.end(), self.unit),
            figure("in service at most", peak, self.unit),
            figure("when it is highest", at, Unit::Moment),
        ]
    }

    fn backlog_figures(&self) -> Vec<Figure> {
        if !self.load.service_mean.is_finite() {
            let why = "the mean service time is infinite, so there is no capacity per day";
            return vec![Figure::none("backlog at the end", self.unit, formulas::FLUID, why)];
        }
        let (peak, at) = self.peak();
        let mut figures = vec![self.fluid("backlog at the end", self.end(), self.unit)];
        if self.unit == Unit::Answers {
            figures.push(self.requests_at_the_end());
        }
        figures.extend([
            self.fluid("highest backlog", peak, self.unit),
            self.fluid("when it is highest", at, Unit::Moment),
            self.cleared(at),
            self.growth(),
            self.clearing_time(),
        ]);
        figures
    }

    /// The backlog in requests where it is counted in answers.
    fn requests_at_the_end(&self) -> Figure {
        let served: f64 = self.course.served.iter().sum();
        let requests = self.load.requests() - served / self.load.answers_per_request - self.course.refused;
        let mut figure = self.fluid("backlog at the end, in requests", requests.max(self.end()), Unit::Requests);
        let each = 1.0 / self.load.answers_per_request;
        figure.assumes = format!(
            "an answer serves {each:.2} requests, as new topics are opened; fewer remain where topics grow while they wait"
        );
        figure
    }

    fn fluid(&self, quantity: &'static str, value: f64, unit: Unit) -> Figure {
        Figure::new(quantity, value, unit, formulas::FLUID, self.assumes.clone())
    }

    fn no_fluid(&self, quantity: &'static str, unit: Unit, reason: &str) -> Figure {
        Figure::none(quantity, unit, formulas::FLUID, reason)
    }

    fn end(&self) -> f64 {
        self.course.level[self.axis.cells()]
    }

    /// The highest level and its moment.
    fn peak(&self) -> (f64, Days) {
        let highest = |best: (f64, Days), (&level, &edge): (&f64, &Days)| {
            // A level that is only kept is not a new peak.
            if level > best.0 * (1.0 + 1e-9) { (level, edge) } else { best }
        };
        self.course.level.iter().zip(self.axis.edges()).fold((0.0, 0.0), highest)
    }

    /// What waits at an edge, more than can be in service.
    fn queue(&self, edge: usize) -> f64 {
        let cell = edge.saturating_sub(1);
        (self.course.level[edge] - self.course.staff(cell..cell + 1)).max(0.0)
    }

    /// The moment at which the queue is worked off after its peak.
    fn cleared(&self, peak: Days) -> Figure {
        let quantity = "highest backlog worked off";
        let first = self.axis.between(peak, peak).start;
        if (0..=self.axis.cells()).all(|edge| self.queue(edge) <= SMALL) {
            return self.no_fluid(quantity, Unit::Moment, "the capacity suffices all the time: no queue but by chance");
        }
        match (first..=self.axis.cells()).find(|&edge| self.queue(edge) <= SMALL) {
            Some(edge) => self.fluid(quantity, self.axis.edges()[edge], Unit::Moment),
            None => self.no_fluid(quantity, Unit::Moment, "not before the horizon"),
        }
    }

    /// The last days before the horizon.
    fn recent(&self) -> (Range<usize>, Days) {
        let horizon = self.model.time.horizon;
        let cells = self.axis.span((horizon - RECENT).max(0.0), horizon);
        let days = horizon - self.axis.cell(cells.start).0;
        (cells, days)
    }

    fn growth(&self) -> Figure {
        let quantity = "growth of the backlog at the end";
        let unit = if self.unit == Unit::Answers { Unit::AnswersPerDay } else { Unit::RequestsPerDay };
        if self.queue(self.axis.cells()) <= SMALL {
            return self.no_fluid(quantity, unit, "the desk keeps up with what comes");
        }
        let (cells, days) = self.recent();
        self.fluid(quantity, (self.end() - self.course.level[cells.start]) / days, unit)
    }

    /// Days that the capacity of the end needs for the backlog of the end.
    fn clearing_time(&self) -> Figure {
        let quantity = "time to clear it, if nothing more came";
        let (cells, days) = self.recent();
        let capacity: Days = self.course.capacity[cells].iter().sum::<Days>() / days;
        if capacity <= 0.0 {
            return self.no_fluid(quantity, Unit::Days, "nobody works at the end");
        }
        self.fluid(quantity, self.end() * self.load.service_mean / capacity, Unit::Days)
    }

    fn losses(&self) -> Vec<Figure> {
        let mut figures = Vec::new();
        if self.course.abandoned > 0.0 {
            let mut figure = self.fluid("leave for lack of patience", self.course.abandoned, self.unit);
            figure.assumes += "; patience exponential with its mean";
            figures.push(figure);
        }
        if self.course.refused > 0.0 {
            figures.push(self.fluid("turned away", self.course.refused, self.unit));
        }
        figures
    }

    fn periods(&self) -> Vec<Period> {
        if !self.load.service_mean.is_finite() {
            return Vec::new();
        }
        let horizon = self.model.time.horizon;
        let mut moments = dated_changes(self.model);
        moments.extend(staff_changes(self.stage, horizon));
        moments.sort_by(f64::total_cmp);
        // What happens almost at once needs no line of its own.
        let mut last = 0.0;
        moments.retain(|&moment| {
            let is_apart = moment - last > SHORTEST_PERIOD * horizon && horizon - moment > SHORTEST_PERIOD * horizon;
            last = if is_apart { moment } else { last };
            is_apart
        });
        if moments.len() >= MOST_PERIODS {
            moments = (1..MOST_PERIODS).map(|part| horizon * part as f64 / MOST_PERIODS as f64).collect();
        }
        let edges: Vec<Days> = [0.0].into_iter().chain(moments).chain([horizon]).collect();
        edges.windows(2).map(|pair| self.period(pair[0], pair[1])).collect()
    }

    fn period(&self, from: Days, until: Days) -> Period {
        let cells = self.axis.span(from, until);
        let days = self.axis.cell(cells.end - 1).1 - self.axis.cell(cells.start).0;
        let is_limited = self.stage.staff != Staff::Unlimited;
        let capacity: Days = self.course.capacity[cells.clone()].iter().sum();
        Period {
            from,
            until,
            staff: is_limited.then(|| self.course.staff(cells.clone())),
            arrivals_per_day: self.course.come[cells.clone()].iter().sum::<f64>() / days,
            capacity_per_day: (is_limited && self.load.service_mean > 0.0)
                .then(|| capacity / days / self.load.service_mean),
            backlog: self.course.level[cells.end],
        }
    }
}
