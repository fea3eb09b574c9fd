//! Requests of a crowd that passed a front together, whose moments are not worked out yet.

use super::{
    arrivals::{Block, CumulatedRate},
    stream::{Key, ROWS},
};
use crate::model::Days;

/// Requests that were passed together: those that lie between two values of the cumulated rate, in blocks that follow one
/// another. Most are never asked for again, so the blocks are drawn whenever they are.
pub struct Passed<'p> {
    /// What they are named under.
    of: Key,
    first: First,
    count: i64,
    /// Between which points they lie, by moment and cumulated rate.
    from: (Days, f64),
    until: (Days, f64),
    /// Not walked beyond the first.
    rate: CumulatedRate<'p>,
}

/// The block of the first of some requests.
#[derive(Debug, Clone, Copy)]
pub struct First {
    /// Its number, and where it starts.
    pub block: (u64, f64),
    /// How many of its requests came before.
    pub before: i64,
}

impl<'p> Passed<'p> {
    /// So many requests that are named under `of`, the first of which is in a given block; they lie between two points,
    /// given by moment and cumulated rate.
    pub fn new(
        (of, first): (Key, First),
        count: i64,
        rate: CumulatedRate<'p>,
        (from, until): ((Days, f64), (Days, f64)),
    ) -> Self {
        Self { of, first, count, from, until, rate }
    }

    /// How many they are.
    pub fn count(&self) -> i64 {
        self.count
    }

    /// Those created by a moment, and the others.
    pub fn split(&self, moment: Days) -> (Self, Self) {
        let value = self.rate.clone().by(moment).clamp(self.from.1, self.until.1);
        let at = (moment.clamp(self.from.0, self.until.0), value);
        let (mut first, mut over) = (self.first, -self.first.before);
        for (place, block) in self.blocks() {
            first = First { block: place, before: i64::from(block.created_by(value).count_ones()) };
            if value < block.end() {
                break;
            }
            over += first.before;
        }
        let count = over + first.before;
        let early = Self { count, until: at, rate: self.rate.clone(), ..*self };
        (early, Self { first, count: self.count - count, from: at, rate: self.rate.clone(), ..*self })
    }

    /// Their moments of creation, in order.
    pub fn moments(&self) -> Vec<Days> {
        let mut rate = self.rate.clone();
        let (mut moments, mut room) = (Vec::with_capacity(self.count as usize), [0; ROWS]);
        for (_, block) in self.blocks() {
            let rows = block.created_by(self.until.1) & !block.created_by(self.from.1);
            // Rounding may not lead out of the time in which they came.
            let of_block = block.in_order(rows, &mut rate, &mut room);
            moments.extend(of_block.map(|(at, _)| at.clamp(self.from.0, self.until.0)));
        }
        moments
    }

    /// Their blocks, each with its number and where it starts.
    fn blocks(&self) -> impl Iterator<Item = ((u64, f64), Block)> + use<> {
        let (of, until, mut next) = (self.of, self.until.1, Some(self.first.block));
        std::iter::from_fn(move || {
            let place = next?;
            let block = Block::new(of, place.0, place.1);
            next = (block.end() < until).then(|| (place.0 + 1, block.end()));
            Some((place, block))
        })
    }
}
