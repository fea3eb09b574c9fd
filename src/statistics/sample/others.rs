//! The values of a sample that are not small whole numbers.

use serde::{Deserialize, Serialize};

use super::{
    super::{Moments, bins::Bins, lanes, middle, moments::is_measurable},
    Bar,
};
use crate::engine::histogram::{bin, bin_bounds};

/// The values that are not small whole numbers.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Others {
    /// Their moments.
    pub moments: Moments,
    /// How often a value fell into each bin.
    pub bins: Bins,
    min: f64,
    max: f64,
    /// True if all of them are whole.
    whole: bool,
}

impl Default for Others {
    fn default() -> Self {
        Self {
            moments: Moments::default(),
            bins: Bins::default(),
            min: f64::INFINITY,
            max: f64::NEG_INFINITY,
            whole: true,
        }
    }
}

impl Others {
    /// Adds a value that so many replications have.
    pub fn add_times(&mut self, value: f64, times: u32) {
        self.moments.add_times(value, times.into());
        self.bins.add(bin(value), times.into());
        self.widen(lanes::extremes(&[value]));
    }

    /// Adds at most [`lanes::MOST`] values.
    pub fn add_all(&mut self, values: &[f64]) {
        self.moments.add_all(values);
        let mut bins = [0; lanes::MOST];
        bins.iter_mut().zip(values).for_each(|(place, &value)| *place = bin(value));
        self.bins.add_all(&bins[..values.len()]);
        self.widen(lanes::extremes(values));
    }

    /// Lets the extremes hold those of some values.
    fn widen(&mut self, (min, max, whole): (f64, f64, bool)) {
        self.min = self.min.min(min);
        self.max = self.max.max(max);
        self.whole &= whole;
    }

    /// True if this is a state of at most `most` values: what was read from a file may be anything.
    pub fn is_sound(&self, most: u64) -> bool {
        self.moments.is_sound(most)
            && is_measurable(self.min)
            && is_measurable(self.max)
            && self.min <= self.max
            && self.bins.is_sound(self.min, self.max, u128::from(most))
            && self.bins.total() == self.moments.count()
    }

    /// Adds every value of another.
    pub fn merge(&mut self, other: &Others) {
        self.moments.merge(&other.moments);
        self.bins.merge(&other.bins);
        self.widen((other.min, other.max, other.whole));
    }

    /// The bars of the bins that hold any, with the numbers of the bins, in increasing order.
    pub fn bars(&self) -> impl Iterator<Item = (i32, Bar)> + '_ {
        self.bins.iter().map(|(bin, count)| {
            let (low, high) = self.only_whole_number(bin).map_or_else(|| bin_bounds(bin), |number| (number, number));
            (bin, Bar { low, high, value: self.value(bin), count })
        })
    }

    /// What the values of a bin count as.
    pub fn value(&self, bin: i32) -> f64 {
        self.only_whole_number(bin).unwrap_or_else(|| self.representative(bin).clamp(self.min, self.max))
    }

    /// The one whole number of a bin that cannot hold another, if all values are whole.
    fn only_whole_number(&self, bin: i32) -> Option<f64> {
        let (low, high) = bin_bounds(bin.abs());
        (self.whole && low.ceil() + 1.0 >= high).then(|| low.ceil().copysign(f64::from(bin)))
    }

    /// The middle of a bin; the middle whole number where all values are whole.
    fn representative(&self, bin: i32) -> f64 {
        let value = middle(bin);
        if self.whole { value.trunc() } else { value }
    }
}
