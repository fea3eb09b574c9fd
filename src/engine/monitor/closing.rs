//! The end of a replication: statistics over its whole course, and what is known only then.

use super::Monitor;
use crate::{
    engine::{
        layout::Cell,
        outcome::{Happened, Outcome, Tally},
        plan::Plan,
        shares::{share, share_of_signatures},
        time_counts::TimeCounts,
    },
    model::{
        Days,
        metric::{Kind, Metric},
    },
};

impl Monitor<'_> {
    /// The horizon: everything but response times is known; `happened` tells what became of the happenings.
    pub fn close(&mut self, plan: &Plan<'_>, happened: Vec<Happened>) {
        self.outcome.happened = happened;
        let horizon = plan.model.time.horizon;
        self.suspects.settle(&mut self.levels);
        self.presence.levels().for_each(|(series, level)| self.levels[series] = level);
        if self.from_creation.is_kept() {
            let levels = self.from_creation.close(&mut self.outcome.series, self.warm_up);
            levels.into_iter().for_each(|(series, level)| self.levels[series] = level);
        } else {
            self.copy_backlog_from_creation();
        }
        self.replay_promises();
        let points = self.layout.grid.len();
        for &index in &plan.undefined {
            self.outcome.series[index * points..(index + 1) * points].fill(f64::NAN);
        }
        let duration = horizon - self.warm_up;
        let first_clearing = self.layout.series.iter().position(|cell| cell.metric == Metric::ClearingTime);
        for scalar in 0..self.layout.scalars.len() {
            let (index, statistic) = self.layout.scalars[scalar];
            let cell = self.layout.series[index];
            self.outcome.scalars[scalar] = match (cell.metric, cell.stage) {
                _ if plan.undefined.binary_search(&index).is_ok() => f64::NAN,
                (Metric::Utilisation, Some(stage)) => self.staff_use[stage].statistic(statistic),
                (Metric::OldestWait, _) => self.oldest.statistic(index, statistic, horizon, duration),
                (Metric::ToneBalance, _) => {
                    self.tone(&cell).map_or(f64::NAN, |tone| tone.statistic(statistic, horizon))
                }
                (Metric::ClearingTime, _) => {
                    self.clearing.statistic(index - first_clearing.unwrap_or_default(), statistic)
                }
                (metric, _) if metric.info().kind == Kind::Share => self.share(&cell),
                (metric, _) if metric.info().kind == Kind::Flow => {
                    (self.levels[index].value() - self.flow_base[index]) as f64
                }
                _ => self.levels[index].statistic(statistic, horizon, duration),
            };
        }
        self.is_closed = true;
    }

    /// The outcome of the replication; `backlog` gives the requests still unanswered at its end as class, whether
    /// they count, and moment of eligibility.
    pub fn finish(mut self, plan: &Plan<'_>, backlog: impl Iterator<Item = (u16, bool, Days)>) -> Outcome {
        let mut censored = vec![TimeCounts::default(); self.times.len()];
        for (class, counts, eligible) in backlog {
            if counts && self.follows(eligible) {
                censored[plan.response_time(usize::from(class))].add(plan.model.time.end() - eligible);
            }
        }
        let (times, competed) = (std::mem::take(&mut self.times), std::mem::take(&mut self.competed));
        for (((tally, times), competed), censored) in
            self.outcome.tallies.iter_mut().zip(times).zip(competed).zip(censored)
        {
            tally.sum = times.sum();
            (tally.ended, tally.competed, tally.censored) =
                (times.histogram(), competed.histogram(), censored.histogram());
        }
        self.add_up_tallies();
        self.outcome
    }

    /// A share at the horizon, of the requests created since the warm-up.
    fn share(&self, cell: &Cell) -> f64 {
        let sum = |count: &dyn Fn(usize) -> u64| self.classes(cell).map(count).sum();
        match cell.metric {
            Metric::OnTimeShare => {
                share(sum(&|class| self.shares[class].measured().kept), sum(&|class| self.shares[class].measured().due))
            }
            Metric::CoverageSignatures => {
                share_of_signatures(self.classes(cell).map(|class| self.shares[class].measured().signatures))
            }
            _ => share(
                sum(&|class| self.shares[class].measured().answered),
                sum(&|class| self.shares[class].measured().created),
            ),
        }
    }

    /// Fills in the share of promises kept, which counts at the moments at which they fall due.
    fn replay_promises(&mut self) {
        let points = self.layout.grid.len();
        for (index, cell) in self.layout.series.iter().enumerate() {
            if cell.metric != Metric::OnTimeShare {
                continue;
            }
            let (mut due, mut kept) = (0, 0);
            for point in 0..points {
                for (due_now, kept_now) in self.classes(cell).map(|class| self.shares[class].due_at(point)) {
                    (due, kept) = (due + due_now, kept + kept_now);
                }
                self.outcome.series[index * points + point] = share(kept, due);
            }
        }
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
