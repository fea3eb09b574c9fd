//! Replications that wait to be added to a collector together.

use std::mem;

use crate::engine::Outcome;

/// The outcomes of some replications of every variant.
///
/// Their series are by far the largest part: the room of those that were added serves the next. There is a piece for
/// each of them and not one for all, since an allocator that gets back a very large piece may take such pieces for usual,
/// and keep them.
#[derive(Debug)]
pub struct Bunch {
    /// Replications that it is made for.
    capacity: usize,
    /// Numbers of a variant's series; 0 if they are not kept.
    width: usize,
    /// Of a replication.
    variants: usize,
    /// The series of the variants of each replication, one after the other.
    series: Vec<Vec<f64>>,
    /// Number of each replication, and the outcomes of its variants without their series.
    outcomes: Vec<(u64, Vec<Outcome>)>,
    /// Room for further series.
    room: Vec<Vec<f64>>,
}

impl Bunch {
    /// An empty bunch for so many replications, at least one, or as many as fit into so many bytes, about.
    pub(super) fn new(width: usize, variants: usize, replications: usize, bytes: usize) -> Self {
        let each = (width * variants * size_of::<f64>()).max(1);
        let capacity = replications.min(bytes / each).max(1);
        Self { capacity, width, variants, series: Vec::new(), outcomes: Vec::new(), room: Vec::new() }
    }

    /// Room for the series of another outcome.
    pub fn room(&mut self) -> Vec<f64> {
        self.room.pop().unwrap_or_default()
    }

    /// Takes the outcomes of a replication's variants.
    pub fn push(&mut self, replication: u64, mut outcomes: Vec<Outcome>) {
        debug_assert_eq!(outcomes.len(), self.variants, "a replication has an outcome of every variant");
        let series = outcomes.iter_mut().map(|outcome| mem::take(&mut outcome.series));
        if self.width > 0 {
            self.series.extend(series)
        } else {
            self.room.extend(series)
        }
        self.outcomes.push((replication, outcomes));
    }

    /// True if it has as many replications as it is made for.
    pub fn is_full(&self) -> bool {
        self.outcomes.len() >= self.capacity
    }

    /// Lets go of its replications, but not of the room of their series.
    pub fn clear(&mut self) {
        self.outcomes.clear();
        self.room.append(&mut self.series);
    }

    /// The replications, with their outcomes without series.
    pub(super) fn outcomes(&self) -> &[(u64, Vec<Outcome>)] {
        &self.outcomes
    }

    /// The series of a variant in a replication, by its place, where they are kept.
    pub(super) fn series(&self, place: usize, variant: usize) -> &[f64] {
        &self.series[place * self.variants + variant][..self.width]
    }
}
