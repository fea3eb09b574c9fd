//! Promises kept and broken, and requests answered: the shares of one replication.

use crate::model::{Class, Days, Promise};

/// What became of the requests of one class.
#[derive(Debug, Clone)]
pub struct Promises<'m> {
    promise: Option<&'m Promise>,
    /// Promises that fell due, and of these the kept ones, by the first grid point that is not before.
    due: Vec<u64>,
    kept: Vec<u64>,
    /// The same of requests that are measured, in all.
    pub measured_due: u64,
    /// Kept ones of `measured_due`.
    pub measured_kept: u64,
    /// Answered requests that are measured.
    pub measured_answered: u64,
}

impl<'m> Promises<'m> {
    /// Nothing is promised yet.
    pub fn new(class: &'m Class, grid: &[Days]) -> Self {
        let points = if class.promise.is_some() { grid.len() } else { 0 };
        Self {
            promise: class.promise.as_ref(),
            due: vec![0; points],
            kept: vec![0; points],
            measured_due: 0,
            measured_kept: 0,
            measured_answered: 0,
        }
    }

    /// True if the class promises an answer in time.
    pub fn are_made(&self) -> bool {
        self.promise.is_some()
    }

    /// A request becomes eligible.
    pub fn make(&mut self, eligible: Days, is_measured: bool, grid: &[Days]) {
        if let Some((point, _)) = self.falls_due(eligible, grid) {
            self.due[point] += 1;
            self.measured_due += u64::from(is_measured);
        }
    }

    /// A request is answered.
    pub fn answer(&mut self, eligible: Days, is_measured: bool, now: Days, grid: &[Days]) {
        self.measured_answered += u64::from(is_measured);
        if let Some((point, due)) = self.falls_due(eligible, grid)
            && now <= due
        {
            self.kept[point] += 1;
            self.measured_kept += u64::from(is_measured);
        }
    }

    /// Promises due and kept by each grid point.
    pub fn by_point(&self) -> impl Iterator<Item = (u64, u64)> + '_ {
        self.due.iter().zip(&self.kept).scan((0, 0), |sums, (due, kept)| {
            *sums = (sums.0 + due, sums.1 + kept);
            Some(*sums)
        })
    }

    /// When the promise falls due and the grid point at which it counts; `None` after the last one.
    fn falls_due(&self, eligible: Days, grid: &[Days]) -> Option<(usize, Days)> {
        let due = self.promise?.due(eligible);
        let point = grid.partition_point(|&moment| moment < due);
        (point < grid.len()).then_some((point, due))
    }
}
