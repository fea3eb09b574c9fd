//! The bookkeeping of one replication: every metric at every place, at the grid and over time.

use super::{
    histogram::bin,
    layout::{Cell, Layout},
    level::Level,
    outcome::{Outcome, Tally},
    plan::{Places, Plan},
    retrospect::Retrospect,
    staff_use::StaffUse,
    time_counts::TimeCounts,
};
use crate::model::{
    Days, Model, Staff,
    metric::{Kind, Metric},
};

/// Records what happens, and turns it into an [`Outcome`].
pub struct Monitor<'p> {
    layout: &'p Layout,
    outcome: Outcome,
    /// One per tally.
    times: Vec<TimeCounts>,
    /// One per series. Flows use the value alone.
    levels: Vec<Level>,
    /// Value of every flow when measuring began.
    flow_base: Vec<i64>,
    /// Use of each stage's staff.
    pub staff_use: Vec<StaffUse>,
    /// Backlog counted from creation, by class; `None` in a model without thresholds, where it is the backlog.
    pub from_creation: Vec<Option<Retrospect>>,
    /// Start of measuring; infinite before it.
    measures_from: Days,
}

impl<'p> Monitor<'p> {
    /// A monitor at time 0.
    pub fn new(plan: &'p Plan<'_>) -> Self {
        let layout = &plan.layout;
        let has_thresholds = plan.model.classes.iter().any(|class| class.threshold.is_ever_positive());
        Self {
            layout,
            outcome: Outcome::new(layout),
            times: vec![TimeCounts::default(); layout.tallies.len()],
            levels: vec![Level::default(); layout.series.len()],
            flow_base: vec![0; layout.series.len()],
            staff_use: vec![StaffUse::default(); layout.stages],
            from_creation: vec![has_thresholds.then(Retrospect::default); layout.classes],
            measures_from: f64::INFINITY,
        }
    }

    /// Counts one event of a flow.
    #[inline]
    pub fn count(&mut self, places: &Places, metric: Metric) {
        for &cell in places[metric as usize].as_slice() {
            self.levels[cell as usize].count();
        }
    }

    /// Changes a level. Moments must not decrease from call to call.
    #[inline]
    pub fn add(&mut self, places: &Places, metric: Metric, delta: i64, now: Days) {
        for &cell in places[metric as usize].as_slice() {
            self.levels[cell as usize].add(delta, now);
        }
    }

    /// The value of a series now.
    pub fn value(&self, series: usize) -> i64 {
        self.levels[series].value()
    }

    /// Records a time that was seen to its end.
    #[inline]
    pub fn tally(&mut self, tally: usize, time: Days) {
        self.times[tally].add(time);
    }

    /// True if times of requests created then count.
    pub fn measures(&self, created: Days) -> bool {
        created >= self.measures_from
    }

    /// Measuring begins: the warm-up is over.
    pub fn begin_measuring(&mut self, model: &Model, now: Days) {
        self.measures_from = now;
        for (index, level) in self.levels.iter_mut().enumerate() {
            self.flow_base[index] = level.value();
            level.begin_measuring(now);
        }
        for (staff_use, stage) in self.staff_use.iter_mut().zip(&model.stages) {
            staff_use.begin_measuring(stage.open_time(now));
        }
    }

    /// Records every level and flow at a grid point.
    pub fn observe(&mut self, model: &Model, point: usize, now: Days) {
        let points = self.layout.grid.len();
        for (index, cell) in self.layout.series.iter().enumerate() {
            self.outcome.series[index * points + point] = match (cell.metric, cell.stage) {
                (Metric::Utilisation, Some(stage)) => self.staff_use[stage].observe(model.stages[stage].open_time(now)),
                (Metric::Staff, Some(stage)) if model.stages[stage].staff == Staff::Unlimited => f64::NAN,
                _ => self.levels[index].value() as f64,
            };
        }
    }

    /// The outcome of the replication; `backlog` gives the requests still unanswered as class, moment of creation
    /// and moment of eligibility.
    pub fn finish(mut self, plan: &Plan<'_>, backlog: impl Iterator<Item = (u16, Days, Days)>) -> Outcome {
        let horizon = plan.model.time.horizon;
        for (tally, times) in self.outcome.tallies.iter_mut().zip(&self.times) {
            (tally.ended, tally.sum) = (times.histogram(), times.sum());
        }
        for (class, created, eligible) in backlog {
            if self.measures(created) {
                let tally = &mut self.outcome.tallies[plan.response_time(usize::from(class))];
                tally.censored.add(bin(horizon - eligible), 1);
            }
        }
        self.add_up_tallies();
        self.replay_from_creation();
        let duration = horizon - self.measures_from;
        for (value, &(index, statistic)) in self.outcome.scalars.iter_mut().zip(&self.layout.scalars) {
            let Cell { metric, stage, .. } = self.layout.series[index];
            *value = match (metric, stage) {
                (Metric::Utilisation, Some(stage)) => self.staff_use[stage].statistic(statistic),
                (Metric::Staff, Some(stage)) if plan.model.stages[stage].staff == Staff::Unlimited => f64::NAN,
                _ if metric.info().kind == Kind::Flow => (self.levels[index].value() - self.flow_base[index]) as f64,
                _ => self.levels[index].statistic(statistic, horizon, duration),
            };
        }
        self.outcome
    }

    /// Totals over classes and stages are the sums of their parts.
    fn add_up_tallies(&mut self) {
        let part_of = |part: &Cell, total: &Cell| {
            part.metric == total.metric
                && (total.class.is_none() || total.class == part.class)
                && (total.stage.is_none() || total.stage == part.stage)
        };
        for (index, cell) in self.layout.tallies.iter().enumerate() {
            if is_part(cell) {
                continue;
            }
            let mut total = Tally::default();
            for (tally, _) in self
                .outcome
                .tallies
                .iter()
                .zip(&self.layout.tallies)
                .filter(|(_, part)| is_part(part) && part_of(part, cell))
            {
                total.merge(tally);
            }
            self.outcome.tallies[index] = total;
        }
    }

    /// Fills in the backlog from creation, which is known only now.
    fn replay_from_creation(&mut self) {
        let points = self.layout.grid.len();
        for (index, cell) in self.layout.series.iter().enumerate() {
            if cell.metric != Metric::BacklogFromCreation {
                continue;
            }
            let mut changes = Retrospect::default();
            let classes =
                self.from_creation.iter().enumerate().filter(|(class, _)| cell.class.is_none_or(|c| c == *class));
            for of_class in classes.map(|(_, of_class)| of_class) {
                match of_class {
                    Some(of_class) => changes.extend(of_class),
                    None => return self.copy_backlog_from_creation(),
                }
            }
            let series = &mut self.outcome.series[index * points..(index + 1) * points];
            self.levels[index] =
                changes.replay(&self.layout.grid, self.measures_from, |point, value| series[point] = value);
        }
    }

    /// Without thresholds every request is in the backlog from its creation on.
    fn copy_backlog_from_creation(&mut self) {
        let points = self.layout.grid.len();
        for (index, cell) in self.layout.series.iter().enumerate() {
            if cell.metric == Metric::BacklogFromCreation
                && let Some(backlog) = self.layout.series_index(Metric::Backlog, cell.class, None)
            {
                self.levels[index] = self.levels[backlog];
                self.outcome.series.copy_within(backlog * points..(backlog + 1) * points, index * points);
            }
        }
    }
}

/// True of a cell that is no total.
fn is_part(cell: &Cell) -> bool {
    cell.class.is_some() && (cell.stage.is_some() || cell.metric != Metric::WaitingTime)
}
