//! Replications that wait to be added to a collector together.

use std::mem;

use crate::engine::Outcome;

/// The outcomes of some replications of every variant.
///
/// Their series, by far the largest part, are copied: so outcomes can be let go of at once, and their memory serves the
/// next, instead of lying about in pieces between what a collector keeps. There is a copy for each replication and not
/// one for all, since an allocator that gets back a very large piece may take such pieces for usual, and keep them.
#[derive(Debug)]
pub struct Bunch {
    /// Replications that it is made for.
    capacity: usize,
    /// Numbers of a variant's series that are kept.
    width: usize,
    /// The series of the variants of each replication, one after the other; more of them than there are replications,
    /// for those to come.
    series: Vec<Vec<f64>>,
    /// Number of each replication, and the outcomes of its variants without their series.
    outcomes: Vec<(u64, Vec<Outcome>)>,
}

impl Bunch {
    /// An empty bunch for so many replications, at least one, or as many as fit into so many bytes, about.
    pub(super) fn new(width: usize, variants: usize, replications: usize, bytes: usize) -> Self {
        let each = (width * variants * size_of::<f64>()).max(1);
        Self { capacity: replications.min(bytes / each).max(1), width, series: Vec::new(), outcomes: Vec::new() }
    }

    /// Takes the outcomes of a replication's variants.
    pub fn push(&mut self, replication: u64, mut outcomes: Vec<Outcome>) {
        let place = self.outcomes.len();
        if place == self.series.len() {
            self.series.push(Vec::with_capacity(outcomes.len() * self.width));
        }
        self.series[place].clear();
        for outcome in &mut outcomes {
            self.series[place].extend_from_slice(&mem::take(&mut outcome.series)[..self.width]);
        }
        self.outcomes.push((replication, outcomes));
    }

    /// True if it has as many replications as it is made for.
    pub fn is_full(&self) -> bool {
        self.outcomes.len() >= self.capacity
    }

    /// Lets go of its replications, but not of its memory.
    pub fn clear(&mut self) {
        self.outcomes.clear();
    }

    /// The replications, with their outcomes without series.
    pub(super) fn outcomes(&self) -> &[(u64, Vec<Outcome>)] {
        &self.outcomes
    }

    /// The series of a variant in a replication, by its place.
    pub(super) fn series(&self, place: usize, variant: usize) -> &[f64] {
        &self.series[place][variant * self.width..][..self.width]
    }
}
