//! The names of requests, and the places of their potentials.

use crate::{
    engine::{
        columns::Column,
        stream::{Key, ROWS},
    },
    model::distribution::Bound,
};

/// Whose requests are created: a source's, or those of one of its random bursts.
pub struct Names {
    /// Under it, a request is named by its number.
    pub key: Key,
    /// Requests created so far.
    created: u64,
    /// The block of the last of them.
    block: Key,
    /// Potentials of the next request's block, and the rows that are within reach of something beyond a bound.
    potentials: Option<(Column, Bound, u64)>,
}

/// The name of a request: its number under that of its block. Most requests end without a need for the key of their own.
#[derive(Debug, Clone, Copy)]
pub struct Name {
    /// Of the first request of the block.
    pub block: Key,
    /// Number under the key of the source, burst or parent.
    pub number: u64,
}

impl Name {
    /// Of the request with a number under a key.
    pub fn of(key: Key, number: u64) -> Self {
        Self { block: key.block(number / ROWS as u64), number }
    }

    /// The request's own key.
    #[inline]
    pub fn key(self) -> Key {
        self.block.row(self.number as usize % ROWS)
    }
}

impl Names {
    /// No request is created yet.
    pub fn new(key: Key) -> Self {
        Self { key, created: 0, block: key.block(0), potentials: None }
    }

    /// Takes the name of the next request.
    pub fn take(&mut self) -> Name {
        let name = Name { block: self.block, number: self.created };
        self.skip(1);
        name
    }

    /// Takes the names of so many requests. Returns the number of the first under the key.
    pub fn skip(&mut self, number: u64) -> u64 {
        let first = self.created;
        self.created += number;
        let block = self.created / ROWS as u64;
        if block != first / ROWS as u64 {
            self.block = self.key.block(block);
        }
        first
    }

    /// The place of the next request's potential in its distribution.
    pub fn place(&mut self) -> f64 {
        let row = self.row();
        self.potentials().0.variate(row)
    }

    /// True if the place of the next request's potential is among those above a bound.
    pub fn is_among(&mut self, places: &[(f64, f64)], bound: Bound) -> bool {
        let row = self.row();
        let (column, known, rows) = self.potentials();
        if *known != bound {
            (*known, *rows) = (bound, column.within(places));
        }
        *rows >> row & 1 == 1
    }

    /// The row of the next request in its block.
    fn row(&self) -> usize {
        self.created as usize % ROWS
    }

    fn potentials(&mut self) -> &mut (Column, Bound, u64) {
        let (of, block) = (self.key, self.created / ROWS as u64);
        let drawn = self.potentials.take().filter(|(column, ..)| column.block() == block);
        self.potentials.insert(drawn.unwrap_or_else(|| (Column::of_potentials(of, block), Bound::NONE, u64::MAX)))
    }
}
