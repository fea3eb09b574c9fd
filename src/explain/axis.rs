//! The time axis of the fluid balance: cells with constant rates.

use crate::model::{Arrivals, BurstStart, Days, Model, Staff, Stage};

/// Cells of equal length over the horizon, before dated changes cut some of them.
const CELLS: usize = 512;

/// Edges of the cells, from 0 to the horizon, in order. What is dated (thresholds, sources, bursts, staff) falls on an
/// edge.
#[derive(Debug, Clone, PartialEq)]
pub struct Axis {
    edges: Vec<Days>,
}

impl Axis {
    /// The axis of a model.
    pub fn new(model: &Model) -> Self {
        let horizon = model.time.horizon;
        let mut edges: Vec<Days> = (0..=CELLS).map(|cell| horizon * cell as f64 / CELLS as f64).collect();
        edges.extend(dated_changes(model));
        edges.extend(model.stages.iter().flat_map(|stage| staff_changes(stage, horizon)).take(CELLS));
        edges.sort_by(f64::total_cmp);
        edges.dedup_by(|later, earlier| *later - *earlier < 1e-9 * horizon);
        Self { edges }
    }

    /// An axis of equal cells.
    #[cfg(test)]
    pub fn even(horizon: Days, cells: usize) -> Self {
        Self { edges: (0..=cells).map(|cell| horizon * cell as f64 / cells as f64).collect() }
    }

    /// The edges.
    pub fn edges(&self) -> &[Days] {
        &self.edges
    }

    /// Number of cells.
    pub fn cells(&self) -> usize {
        self.edges.len() - 1
    }

    /// Beginning and end of a cell.
    pub fn cell(&self, cell: usize) -> (Days, Days) {
        (self.edges[cell], self.edges[cell + 1])
    }

    /// Length of a cell.
    pub fn length(&self, cell: usize) -> Days {
        self.edges[cell + 1] - self.edges[cell]
    }

    /// The cells between two moments that are edges, or nearly.
    pub fn between(&self, from: Days, until: Days) -> std::ops::Range<usize> {
        let index = |moment: Days| {
            let slack = 1e-9 * self.edges[self.cells()];
            self.edges.partition_point(|&edge| edge < moment - slack).min(self.cells())
        };
        index(from)..index(until)
    }

    /// The same, and at least one cell.
    pub fn span(&self, from: Days, until: Days) -> std::ops::Range<usize> {
        let cells = self.between(from, until);
        let first = cells.start.min(self.cells() - 1);
        first..cells.end.max(first + 1)
    }
}

/// Moments inside the horizon at which thresholds change, or sources begin or end.
pub fn dated_changes(model: &Model) -> Vec<Days> {
    let mut moments = Vec::new();
    for class in &model.classes {
        moments.extend(class.threshold.changes.iter().map(|change| change.at));
        for source in &class.sources {
            match &source.arrivals {
                Arrivals::Poisson { from, until, .. } => moments.extend([*from, *until]),
                Arrivals::Burst { start: BurstStart::At(at), .. } => moments.push(*at),
                _ => {}
            }
        }
    }
    moments.retain(|&moment| moment > 0.0 && moment < model.time.horizon);
    moments.sort_by(f64::total_cmp);
    moments.dedup();
    moments
}

/// Moments inside the horizon at which the staff of a stage changes.
pub fn staff_changes(stage: &Stage, horizon: Days) -> Vec<Days> {
    let Staff::Limited(steps) = &stage.staff else { return Vec::new() };
    steps.changes().iter().map(|change| change.0).filter(|&at| at > 0.0 && at < horizon).collect()
}
