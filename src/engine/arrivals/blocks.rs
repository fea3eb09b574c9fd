//! A Poisson process in blocks of 64 requests.
//!
//! Of the points of a Poisson process of rate 1, the 64th after one of them lies a Gamma(64, 1) variate farther on; given
//! both, the 63 in between are where independent uniform variates fall, in some order. So a block is its length and a
//! [`Column`] of variates. Request r of block b is number 64·b + r, whatever its order in time among the block's: its
//! name does not depend on what is asked of it, nor on the rate, nor on which requests are looked at.

use super::CumulatedRate;
use crate::{
    engine::{
        columns::{Column, ROWS, rows},
        stream::{Key, Purpose},
    },
    model::{Days, distribution::standard_gamma},
};

/// The row of the last request of a block, which ends it.
const LAST: usize = ROWS - 1;

/// Where 64 consecutive requests lie on the scale of the cumulated rate.
#[derive(Debug, Clone)]
pub struct Block {
    start: f64,
    length: f64,
    column: Column,
}

impl Block {
    /// The block of a number of the requests that are named under `of`, after a start.
    pub fn new(of: Key, number: u64, start: f64) -> Self {
        let length = |stream: &mut _| standard_gamma(ROWS as f64, stream);
        let (length, column) = Column::drawn_after(of, number, Purpose::Moments, length);
        Self { start, length, column }
    }

    /// Where its last request lies.
    pub fn end(&self) -> f64 {
        self.start + self.length
    }

    /// The rows of the requests that are created when the cumulated rate has reached a value.
    #[inline]
    pub fn created_by(&self, value: f64) -> u64 {
        if value >= self.end() {
            u64::MAX
        } else {
            self.column.below((value - self.start) / self.length) & !(1 << LAST)
        }
    }

    /// Some of its requests in order of time, with the moments at which they are created as long as there are any;
    /// `rate` has not been walked farther than the first of them.
    pub fn in_order(&self, set: u64, rate: &mut CumulatedRate) -> Vec<(Days, usize)> {
        let mut requests: Vec<(f64, usize)> = rows(set).map(|row| (self.position(row), row)).collect();
        requests.sort_unstable_by(|a, b| a.0.total_cmp(&b.0).then(a.1.cmp(&b.1)));
        requests.iter_mut().for_each(|request| request.0 = rate.reach(request.0));
        requests
    }

    fn position(&self, row: usize) -> f64 {
        if row == LAST { self.end() } else { self.start + self.length * self.column.variate(row) }
    }
}
