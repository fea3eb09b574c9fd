//! Clearing time: how many days the backlog would take at the pace of the last 30 days.

use super::layout::{Cell, Layout};
use crate::model::{
    Days,
    metric::{Metric, Statistic},
};

/// The pace is that of so many days.
pub const LOOK_BACK: Days = 30.0;

/// Moments closer than this are one.
const SAME_MOMENT: Days = 1e-9;

/// When answers are counted: at every grid point, and where no grid point lies 30 days before another, there too.
#[derive(Debug, Clone)]
pub struct Counting {
    /// Moments beside the grid.
    pub extra: Vec<Days>,
    /// For each grid point, the number of the count that lies 30 days before; `None` if that is before the start.
    pub looks_back_to: Vec<Option<usize>>,
}

impl Counting {
    /// The moments for a grid.
    pub fn new(grid: &[Days]) -> Self {
        let before: Vec<Days> = grid.iter().map(|point| point - LOOK_BACK).collect();
        let on_grid = |moment: Days| {
            let next = grid.partition_point(|&point| point < moment - SAME_MOMENT);
            grid.get(next).is_some_and(|&point| point <= moment + SAME_MOMENT)
        };
        let extra: Vec<Days> = before.iter().copied().filter(|&moment| moment > 0.0 && !on_grid(moment)).collect();
        let up_to = |moments: &[Days], moment: Days| moments.partition_point(|&other| other <= moment + SAME_MOMENT);
        let number = |&moment: &Days| (moment > SAME_MOMENT).then(|| up_to(grid, moment) + up_to(&extra, moment) - 1);
        let looks_back_to = before.iter().map(number).collect();
        Self { extra, looks_back_to }
    }
}

/// The clearing times of one replication, looked at on the grid.
pub struct ClearingTimes {
    /// Requests that each class finished at each stage, at `class * stages + stage`.
    finished: Vec<u64>,
    stages: usize,
    cells: Vec<Clearing>,
    /// Number of each count's answers, cell by cell.
    counts: Vec<u64>,
}

/// One cell of the metric.
#[derive(Debug, Clone, Copy)]
struct Clearing {
    cell: Cell,
    /// Series of its backlog, and of the answers of its classes.
    backlog: usize,
    answered: usize,
    seen: Seen,
}

/// Its values at the grid points since measuring began.
#[derive(Debug, Clone, Copy)]
struct Seen {
    last: f64,
    sum: f64,
    points: u32,
    max: f64,
    min: f64,
}

impl ClearingTimes {
    /// Nothing is answered yet.
    pub fn new(layout: &Layout) -> Self {
        let cells = layout.series.iter().filter(|cell| cell.metric == Metric::ClearingTime);
        let cells: Vec<Clearing> = cells.map(|&cell| Clearing::new(layout, cell)).collect();
        Self {
            finished: vec![0; layout.classes * layout.stages],
            stages: layout.stages,
            counts: Vec::with_capacity(cells.len() * layout.grid.len()),
            cells,
        }
    }

    /// So many requests of a class go on from a stage that served them.
    #[inline]
    pub fn finish(&mut self, class: u16, stage: u16, number: u64) {
        self.finished[usize::from(class) * self.stages + usize::from(stage)] += number;
    }

    /// Requests of a class, or of all, that a stage has served and sent on.
    pub fn finished(&self, class: Option<usize>, stage: usize) -> u64 {
        let of_class = class.map_or(0, |class| class * self.stages);
        let of_all = self.finished[of_class + stage..].iter().step_by(self.stages);
        of_all.take(class.map_or(usize::MAX, |_| 1)).sum()
    }

    /// Counts answers; `value` is that of a series now.
    #[inline]
    pub fn count(&mut self, value: impl Fn(usize) -> i64) {
        for number in 0..self.cells.len() {
            let Clearing { cell: Cell { class, stage, .. }, answered, .. } = self.cells[number];
            self.counts.push(match stage {
                Some(stage) => self.finished(class, stage),
                None => value(answered) as u64,
            });
        }
    }

    /// The clearing time at cell number `index` of the metric, right after a count: the backlog over answers per
    /// day since the count that `looks_back_to` names, or since the start; `value` is that of a series now. NaN if there
    /// was no answer.
    #[inline]
    pub fn observe(
        &mut self,
        index: usize,
        value: impl Fn(usize) -> f64,
        looks_back_to: Option<usize>,
        now: Days,
    ) -> f64 {
        let cells = self.cells.len();
        let backlog = value(self.cells[index].backlog);
        let latest = self.counts[self.counts.len() - cells + index];
        let earlier = looks_back_to.map_or(0, |number| self.counts[number * cells + index]);
        let days = if looks_back_to.is_some() { LOOK_BACK } else { now };
        let answers = latest - earlier;
        let value = if answers > 0 { backlog * days / answers as f64 } else { f64::NAN };
        self.cells[index].seen.add(value);
        value
    }

    /// Forgets what was looked at before.
    pub fn begin_measuring(&mut self) {
        self.cells.iter_mut().for_each(|clearing| clearing.seen = Seen::default());
    }

    /// A statistic at cell number `index` of the metric, over the grid points that have a value.
    pub fn statistic(&self, index: usize, statistic: Statistic) -> f64 {
        let seen = &self.cells[index].seen;
        match statistic {
            Statistic::End => seen.last,
            _ if seen.points == 0 => f64::NAN,
            Statistic::Mean => seen.sum / f64::from(seen.points),
            Statistic::Max => seen.max,
            Statistic::Min => seen.min,
        }
    }
}

impl Clearing {
    fn new(layout: &Layout, cell: Cell) -> Self {
        let series = |metric, stage| layout.series_index(metric, cell.class, stage).unwrap_or_default();
        let (backlog, answered) = (series(Metric::Backlog, cell.stage), series(Metric::Answered, None));
        Self { cell, backlog, answered, seen: Seen::default() }
    }
}

impl Default for Seen {
    fn default() -> Self {
        Self { last: f64::NAN, sum: 0.0, points: 0, max: f64::NEG_INFINITY, min: f64::INFINITY }
    }
}

impl Seen {
    fn add(&mut self, value: f64) {
        self.last = value;
        if value.is_finite() {
            self.sum += value;
            self.points += 1;
            self.max = self.max.max(value);
            self.min = self.min.min(value);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn counts_lie_thirty_days_before_each_grid_point() {
        let daily: Vec<Days> = (0..=60).map(f64::from).collect();
        let counting = Counting::new(&daily);
        assert!(counting.extra.is_empty());
        assert_eq!(
            (counting.looks_back_to[30], counting.looks_back_to[31], counting.looks_back_to[60]),
            (None, Some(1), Some(30))
        );
        let weekly: Vec<Days> = (0..=6).map(|week| f64::from(week) * 7.0).collect();
        let counting = Counting::new(&weekly);
        assert_eq!(counting.extra, [5.0, 12.0]);
        // In order of time: 0, 5, 7, 12, 14 …
        assert_eq!(counting.looks_back_to[4..], [None, Some(1), Some(3)]);
    }

    #[test]
    fn is_backlog_over_the_pace_of_thirty_days() {
        let layout = Layout {
            classes: 1,
            stages: 0,
            grid: vec![0.0, 10.0, 40.0],
            series: vec![Cell { metric: Metric::ClearingTime, class: Some(0), stage: None }],
            scalars: vec![],
            tallies: vec![],
            longest_response: 40.0,
        };
        let counting = Counting::new(&layout.grid);
        assert_eq!(counting.looks_back_to, [None, None, Some(1)]);
        let mut times = ClearingTimes::new(&layout);
        let mut seen = Vec::new();
        for (point, (answered, backlog)) in [(0, 4), (5, 4), (20, 3)].into_iter().enumerate() {
            times.count(|_| answered);
            seen.push(times.observe(0, |_| f64::from(backlog), counting.looks_back_to[point], layout.grid[point]));
        }
        assert!(seen[0].is_nan());
        assert_eq!(seen[1..], [4.0 * 10.0 / 5.0, 3.0 * 30.0 / 15.0]);
        assert_eq!(times.statistic(0, Statistic::Mean), 7.0);
        assert_eq!(times.statistic(0, Statistic::Max), 8.0);
        assert_eq!(times.statistic(0, Statistic::End), 6.0);
    }
}
