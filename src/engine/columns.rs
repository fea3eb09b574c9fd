//! Uniform variates of 64 requests at once, as columns of bits.
//!
//! A uniform variate is a sequence of binary digits, each 0 or 1 with probability 1/2. Those of 64 requests that follow
//! one another in their source, a block, are written below each other, a row for each request; and the columns are
//! drawn, not the rows: a random word holds one digit of all 64. Which of the variates lie below a number x is then
//! told for all of them at once, digit by digit: where the digit of x is 1, rows that agreed with x so far and have a 0
//! lie below it. After k digits 64/2ᵏ rows are expected to agree still. So what a policy asks of most requests of a
//! petition platform, whether they were created by a moment and whether their potential is within reach of a
//! threshold, costs a few operations for 64 of them.
//!
//! The first [`DIGITS`] digits come from the block's streams. The others, which hardly ever matter, belong to the
//! request: they are drawn only for a row that still agrees with x, or whose variate is asked for. All are named by the
//! block or by the request, so it makes no difference which are asked for, and by whom.

use rand::Rng as _;

use super::stream::{Key, Purpose, ROWS, Stream};

/// Digits that are drawn for a block. One of 64 rows needs further ones with probability 1/64.
const DIGITS: usize = 12;

/// Digits of a variate. With half a unit of the last one added it is a double, and neither 0 nor 1.
const PRECISION: usize = 52;

/// One uniform variate of each request of a block.
#[derive(Debug, Clone)]
pub struct Column {
    /// Name of its first request.
    first: Key,
    /// Number of the block: its first request has this number times 64.
    block: u64,
    /// What is drawn: [`Purpose::Moments`] or [`Purpose::Potentials`].
    purpose: Purpose,
    /// Words in order of the digits, the first of which is worth 1/2; row r is bit r.
    digits: [u64; DIGITS],
}

impl Column {
    /// The column of a block of the requests that are named under `of`, and its stream after it; `before` may draw
    /// from that stream first.
    pub fn drawn_after<T>(of: Key, block: u64, purpose: Purpose, before: impl FnOnce(&mut Stream) -> T) -> (T, Self) {
        let mut stream = of.stream(purpose, block as u32);
        let first = before(&mut stream);
        let digits = std::array::from_fn(|_| stream.next_u64());
        (first, Self { first: of.block(block), block, purpose, digits })
    }

    /// The places in their distribution of the potentials of a block.
    pub fn of_potentials(of: Key, block: u64) -> Self {
        Self::drawn_after(of, block, Purpose::Potentials, |_| ()).1
    }

    /// Number of the block.
    pub fn block(&self) -> u64 {
        self.block
    }

    /// The rows whose variates lie below `x`.
    #[inline]
    pub fn below(&self, x: f64) -> u64 {
        if x >= 1.0 {
            return u64::MAX;
        }
        let place = (x.max(0.0) * (1u64 << PRECISION) as f64) as u64;
        let (mut below, mut agree) = (0, u64::MAX);
        for (digit, &word) in self.digits.iter().enumerate() {
            let of_place = 0u64.wrapping_sub(place >> (PRECISION - 1 - digit) & 1);
            below |= agree & !word & of_place;
            agree &= !(word ^ of_place);
        }
        members(agree).filter(|&row| self.bits(row) < place).fold(below, |below, row| below | 1 << row)
    }

    /// The rows whose variates lie within one of some intervals.
    pub fn within(&self, intervals: &[(f64, f64)]) -> u64 {
        intervals.iter().fold(0, |rows, &(from, until)| rows | (self.below(until) & !self.below(from)))
    }

    /// The variate of a row, in (0, 1).
    pub fn variate(&self, row: usize) -> f64 {
        variate(self.bits(row))
    }

    /// Some rows in order of their variates, each with its variate; `room` is used on the way.
    pub fn in_order<'r>(&self, set: u64, room: &'r mut [u64; ROWS]) -> impl Iterator<Item = (usize, f64)> + use<'r> {
        // A whole number of the digits with those of the row behind them.
        let keys = &mut room[..set.count_ones() as usize];
        keys.iter_mut().zip(members(set)).for_each(|(key, row)| *key = self.bits(row) * ROWS as u64 + row as u64);
        keys.sort_unstable();
        keys.iter().map(|key| ((key % ROWS as u64) as usize, variate(key / ROWS as u64)))
    }

    /// The digits of a row as a whole number.
    fn bits(&self, row: usize) -> u64 {
        let shared = self.digits.iter().fold(0, |bits, word| bits << 1 | (word >> row & 1));
        let mut own = self.first.row(row).stream(Purpose::Digits, (self.purpose == Purpose::Potentials).into());
        shared << (PRECISION - DIGITS) | own.next_u64() >> (64 - PRECISION + DIGITS)
    }
}

/// The variate with these digits.
fn variate(bits: u64) -> f64 {
    (bits as f64 + 0.5) / (1u64 << PRECISION) as f64
}

/// The members of a set of numbers up to 63, rows among others, in order; number n is bit n.
pub fn members(mut set: u64) -> impl Iterator<Item = usize> {
    std::iter::from_fn(move || {
        let member = (set != 0).then(|| set.trailing_zeros() as usize)?;
        set &= set - 1;
        Some(member)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The greatest distance of an empirical distribution of uniform variates from theirs, times √n: beyond 2.23 with
    /// probability 1e-4 (Kolmogorov).
    fn kolmogorov(mut variates: Vec<f64>) -> f64 {
        variates.sort_by(f64::total_cmp);
        let n = variates.len() as f64;
        let distance = |(rank, &u): (usize, &f64)| (u - rank as f64 / n).max((rank as f64 + 1.0) / n - u);
        variates.iter().enumerate().map(distance).fold(0.0, f64::max) * n.sqrt()
    }

    fn columns(source: u64, block: u64) -> [Column; 2] {
        let of = Key::of_replication(8, 2).child(source);
        [Column::drawn_after(of, block, Purpose::Moments, |_| ()).1, Column::of_potentials(of, block)]
    }

    fn variates(column: &Column) -> [f64; ROWS] {
        std::array::from_fn(|row| column.variate(row))
    }

    #[test]
    fn rows_below_a_number_are_those_with_smaller_variates() {
        for block in 0..200 {
            let [column, others] = columns(1, block);
            let drawn = variates(&column);
            let borders = [0.0, 1e-300, 0.5, 1.0, 2.0, -1.0, 1.0 - f64::EPSILON / 2.0];
            // The variates themselves and their neighbours agree with a row to the last digit.
            let close = drawn.iter().take(8).flat_map(|&u| [u, u + 1e-15, u - 1e-15]);
            for x in close.chain(borders).chain(variates(&others)) {
                let expected = (0..ROWS).filter(|&row| drawn[row] < x).fold(0, |rows, row| rows | 1 << row);
                assert_eq!(column.below(x), expected, "block {block}, below {x}");
            }
            assert_eq!(column.within(&[(0.1, 0.2), (0.7, 1.0)]).count_ones() as usize, {
                drawn.iter().filter(|&&u| (0.1..0.2).contains(&u) || u >= 0.7).count()
            });
        }
    }

    #[test]
    fn variates_are_uniform() {
        let all = |index: usize| (0..3_000).flat_map(move |block| variates(&columns(2, block)[index]));
        for (what, found) in [("moments", all(0).collect::<Vec<f64>>()), ("potentials", all(1).collect())] {
            // What further digits add is uniform, too.
            let further = found.iter().map(|u| (u * 4096.0).fract()).collect();
            for (digits, value) in [("all", kolmogorov(found.clone())), ("further", kolmogorov(further))] {
                assert!(value < 2.23, "{what}, {digits} digits: {value}");
            }
        }
    }

    /// Correlations of a row with every other of its block, with the same row of the next block, and of its moment with
    /// its potential and the potential of the next row: 2,016 + 64 + 128 standard normal variates, of which the greatest
    /// is beyond 5.4 with probability 1e-4.
    #[test]
    fn variates_are_independent() {
        const BLOCKS: u64 = 4_000;
        let centred = |column: &Column| variates(column).map(|u| (u - 0.5) * 12f64.sqrt());
        let drawn: Vec<[[f64; ROWS]; 2]> =
            (0..=BLOCKS).map(|block| columns(3, block).each_ref().map(centred)).collect();
        let correlation =
            |product: &dyn Fn(usize) -> f64| (0..BLOCKS as usize).map(product).sum::<f64>() / (BLOCKS as f64).sqrt();
        let mut greatest: f64 = 0.0;
        for row in 0..ROWS {
            let next = (row + 1) % ROWS;
            let others = (row + 1..ROWS).map(|other| correlation(&|b| drawn[b][0][row] * drawn[b][0][other]));
            let further = [
                correlation(&|b| drawn[b][0][row] * drawn[b + 1][0][row]),
                correlation(&|b| drawn[b][0][row] * drawn[b][1][row]),
                correlation(&|b| drawn[b][0][row] * drawn[b][1][next]),
            ];
            greatest = others.chain(further).map(f64::abs).fold(greatest, f64::max);
        }
        assert!(greatest < 5.4, "{greatest}");
    }
}
