//! Requests of a crowd that passed a front together, whose moments are not worked out yet.

use std::rc::Rc;

use super::{
    arrivals::{Block, CumulatedRate},
    stream::Key,
};
use crate::model::Days;

/// Requests that were passed together.
pub struct Passed<'p> {
    rows: Rows,
    count: i64,
    /// Not walked beyond the first.
    rate: CumulatedRate<'p>,
    went: (Days, Days),
}

/// Which they are.
enum Rows {
    /// Those that lie between two values of the cumulated rate, in blocks that follow one another. Most are never asked for
    /// again, so it is only kept how many blocks there are, and of the first its number and where it starts.
    Named { of: Key, first: (u64, f64), blocks: usize, between: (f64, f64) },
    /// Rows of blocks.
    Drawn(Vec<(Rc<Block>, u64)>),
}

impl<'p> Passed<'p> {
    /// So many requests that are named under `of` in some blocks, the first of which is given by number and start; they
    /// lie between two points, given by moment and cumulated rate.
    pub fn new(
        (of, first, blocks): (Key, (u64, f64), usize),
        count: i64,
        rate: CumulatedRate<'p>,
        (from, until): ((Days, f64), (Days, f64)),
    ) -> Self {
        Self {
            rows: Rows::Named { of, first, blocks, between: (from.1, until.1) },
            count,
            rate,
            went: (from.0, until.0),
        }
    }

    /// How many of them were created by a moment.
    pub fn created_by(&mut self, moment: Days) -> i64 {
        let value = self.rate.clone().by(moment);
        let drawn = self.rows.draw();
        let created = drawn.iter().map(|(block, rows)| (block.created_by(value) & rows).count_ones());
        let number = created.map(i64::from).sum();
        self.rows = Rows::Drawn(drawn);
        number
    }

    /// Those created by a moment, and the others.
    pub fn split(mut self, moment: Days) -> (Self, Self) {
        let value = self.rate.clone().by(moment);
        let drawn = self.rows.draw();
        let (mut early, mut late) = (Vec::with_capacity(drawn.len()), Vec::with_capacity(drawn.len()));
        let mut created_early = 0;
        for (block, rows) in drawn {
            let created = block.created_by(value) & rows;
            created_early += i64::from(created.count_ones());
            for (part, rows) in [(&mut late, rows & !created), (&mut early, created)] {
                if rows != 0 {
                    part.push((Rc::clone(&block), rows));
                }
            }
        }
        let (from, until) = self.went;
        let middle = moment.clamp(from, until);
        let (count, rate) = (created_early, self.rate.clone());
        let early = Self { rows: Rows::Drawn(early), count, rate, went: (from, middle) };
        let count = self.count - created_early;
        (early, Self { rows: Rows::Drawn(late), count, rate: self.rate, went: (middle, until) })
    }

    /// Their moments of creation, in order.
    pub fn moments(self) -> Vec<Days> {
        let Self { mut rows, mut rate, went, count } = self;
        let mut moments = Vec::with_capacity(count as usize);
        for (block, rows) in rows.draw() {
            // Rounding may not lead out of the time in which they came.
            let of_block = block.in_order(rows, &mut rate);
            moments.extend(of_block.iter().map(|(at, _)| at.clamp(went.0, went.1)));
        }
        moments
    }
}

impl Rows {
    /// Takes them out, drawn.
    fn draw(&mut self) -> Vec<(Rc<Block>, u64)> {
        match std::mem::replace(self, Rows::Drawn(Vec::new())) {
            Rows::Drawn(drawn) => drawn,
            Rows::Named { of, first: (first, mut start), blocks, between: (from, until) } => {
                let drawn = (first..).take(blocks).map(|number| {
                    let block = Block::new(of, number, start);
                    start = block.end();
                    let rows = block.created_by(until) & !block.created_by(from);
                    (Rc::new(block), rows)
                });
                drawn.filter(|(_, rows)| *rows != 0).collect()
            }
        }
    }
}
