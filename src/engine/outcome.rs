//! What one replication yields.

use super::{Histogram, Layout, SignatureSample, histogram::bin};
use crate::model::Days;

/// The numbers of one replication, laid out by a [`Layout`]. NaN marks an undefined value.
#[derive(Debug, Clone, PartialEq)]
pub struct Outcome {
    /// Value of series `s` at grid point `g`, at `s * layout.grid.len() + g`.
    pub series: Vec<f64>,
    /// One value per `layout.scalars`.
    pub scalars: Vec<f64>,
    /// One tally per `layout.tallies`.
    pub tallies: Vec<Tally>,
    /// One sample per class.
    pub signatures: Vec<SignatureSample>,
    /// One per happening of the model.
    pub happened: Vec<Happened>,
}

/// What became of a happening up to the horizon.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Happened {
    /// How often it happened.
    pub count: u64,
    /// Moment of the first time; NaN if it never happened.
    pub first: Days,
    /// The first time of the happening that it waits for; NaN if that never happened, or if it waits for none.
    pub after: Days,
    /// For how many days its condition held while it was watched; NaN without a condition.
    pub held: Days,
}

impl Outcome {
    /// An empty outcome of the right shape, whose series stand in some room, whatever it held.
    pub fn new(layout: &Layout, mut room: Vec<f64>) -> Self {
        room.clear();
        room.resize(layout.series.len() * layout.grid.len(), f64::NAN);
        Self {
            series: room,
            scalars: vec![f64::NAN; layout.scalars.len()],
            tallies: vec![Tally::default(); layout.tallies.len()],
            signatures: vec![SignatureSample::default(); layout.classes],
            happened: Vec::new(),
        }
    }
}

/// Times of the requests of one replication, in days, each at least 0.
///
/// `ended` holds the times that were seen to their end. The two others matter to response times alone: requests
/// that left in another way (competing outcomes) and those cut off by the horizon (censored), at the age they had.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Tally {
    /// Times seen to their end.
    pub ended: Histogram,
    /// Ages at which another outcome came first.
    pub competed: Histogram,
    /// Ages at which the observation was cut off.
    pub censored: Histogram,
    /// Sum of the ended times.
    pub sum: f64,
}

impl Tally {
    /// Adds one time that was seen to its end.
    pub fn end(&mut self, time: f64) {
        self.ended.add(bin(time), 1);
        self.sum += time;
    }

    /// Adds every time of another tally.
    pub fn merge(&mut self, other: &Tally) {
        self.ended.merge(&other.ended);
        self.competed.merge(&other.competed);
        self.censored.merge(&other.censored);
        self.sum += other.sum;
    }
}
