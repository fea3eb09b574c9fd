//! The names of requests, and the places of their potentials.

use crate::{
    engine::{
        columns::{Column, ROWS},
        stream::Key,
    },
    model::distribution::Bound,
};

/// Whose requests are created: a source's, or those of one of its random bursts.
pub struct Names {
    /// Under it, a request is named by its number.
    pub key: Key,
    /// Requests created so far.
    created: u64,
    /// Potentials of the next request's block, and the rows that are within reach of something beyond a bound.
    potentials: Option<(Column, Bound, u64)>,
}

/// The name of a request: its number under a key. Most requests end without a need for the key of their own.
#[derive(Debug, Clone, Copy)]
pub struct Name {
    /// Key of the source, burst or parent.
    pub of: Key,
    /// Number under it.
    pub number: u64,
}

impl Name {
    /// The request's own key.
    #[inline]
    pub fn key(self) -> Key {
        self.of.child(self.number)
    }
}

impl Names {
    /// No request is created yet.
    pub fn new(key: Key) -> Self {
        Self { key, created: 0, potentials: None }
    }

    /// Takes the name of the next request.
    pub fn take(&mut self) -> Name {
        let name = Name { of: self.key, number: self.created };
        self.created += 1;
        name
    }

    /// Takes the names of so many further requests, which follow on the last.
    pub fn skip(&mut self, number: u64) {
        self.created += number;
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
