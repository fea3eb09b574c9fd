//! A Poisson process in blocks of 64 requests.
//!
//! Of the points of a Poisson process of rate 1, the 64th after one of them lies a Gamma(64, 1) variate farther on; given
//! both, the 63 in between are where independent uniform variates fall, in some order. So a block is its length and a
//! [`Column`] of variates. Request r of block b is number 64·b + r, whatever its order in time among the block's: its
//! name does not depend on what is asked of it, nor on the rate, nor on which requests are looked at.

use super::CumulatedRate;
use crate::{
    engine::{
        columns::Column,
        stream::{Key, Purpose, ROWS},
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
    /// `rate` has not been walked farther than the first of them, and `room` is used on the way.
    pub fn in_order<'r, 'm>(
        &self,
        set: u64,
        rate: &'r mut CumulatedRate<'m>,
        room: &'r mut [u64; ROWS],
    ) -> impl Iterator<Item = (Days, usize)> + use<'r, 'm> {
        let &Self { start, length, ref column } = self;
        let of_variates = column.in_order(set & !(1 << LAST), room);
        let of_variates = of_variates.map(move |(row, variate)| (start + length * variate, row));
        let last = (set >> LAST == 1).then_some((self.end(), LAST));
        of_variates.chain(last).map(|(value, row)| (rate.reach(value), row))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use statrs::distribution::{ChiSquared, ContinuousCDF, Discrete, Poisson};

    /// The first blocks of a source, one after another.
    fn blocks(source: u64) -> impl Iterator<Item = Block> {
        let of = Key::of_replication(4, 9).child(source);
        (0..).scan(0.0, move |start, number| {
            let block = Block::new(of, number, *start);
            *start = block.end();
            Some(block)
        })
    }

    /// The rate that is 1 all the time.
    fn unit() -> CumulatedRate<'static> {
        CumulatedRate::Constant { days_per_request: 1.0, from: 0.0, until: f64::INFINITY }
    }

    /// All requests of a block.
    fn in_order(block: &Block) -> Vec<(Days, usize)> {
        block.in_order(u64::MAX, &mut unit(), &mut [0; ROWS]).collect()
    }

    /// How many come in each of two spans is Poisson, and the two are independent: chi-squared with alpha 1e-4 each, and
    /// a correlation within 3.9 standard errors.
    #[test]
    fn counts_are_poisson() {
        const SOURCES: u64 = 20_000;
        let count = |source, value| -> u32 {
            let begun = blocks(source).take_while(|block| block.start < value);
            begun.map(|block| block.created_by(value).count_ones()).sum()
        };
        let counts: Vec<[u32; 2]> = (0..SOURCES)
            .map(|source| {
                let [first, second, third] = [7.5, 60.0, 85.0].map(|value| count(source, value));
                [second - first, third - second]
            })
            .collect();
        for (span, mean) in [(0, 52.5), (1, 25.0)] {
            let law = Poisson::new(mean).unwrap();
            let expected = |count: u32| law.pmf(count.into()) * SOURCES as f64;
            let (mut chi_squared, mut cells, mut rest) = (0.0, 0, (SOURCES as f64, 0.0));
            for count in (0..150).filter(|&count| expected(count) >= 20.0) {
                let found = counts.iter().filter(|counts| counts[span] == count).count() as f64;
                chi_squared += (found - expected(count)).powi(2) / expected(count);
                rest = (rest.0 - expected(count), rest.1 + found);
                cells += 1;
            }
            chi_squared += (SOURCES as f64 - rest.1 - rest.0).powi(2) / rest.0;
            let limit = ChiSquared::new(f64::from(cells)).unwrap().inverse_cdf(1.0 - 1e-4);
            assert!(chi_squared < limit, "span {span}: {chi_squared} with {cells} degrees of freedom");
        }
        let products = counts.iter().map(|[a, b]| (f64::from(*a) - 52.5) * (f64::from(*b) - 25.0));
        let correlation = products.sum::<f64>() / (52.5f64 * 25.0 * SOURCES as f64).sqrt();
        assert!(correlation.abs() < 3.9, "{correlation}");
    }

    /// The gaps between requests in order of time are exponential, also from one block to the next: Kolmogorov's test
    /// with alpha 1e-4.
    #[test]
    fn gaps_are_exponential() {
        let mut last = 0.0;
        let in_order = blocks(1).take(3_000).flat_map(|block| in_order(&block));
        let place = |(at, _): (Days, usize)| {
            let gap: f64 = at - std::mem::replace(&mut last, at);
            -(-gap).exp_m1()
        };
        let mut places: Vec<f64> = in_order.map(place).collect();
        places.sort_by(f64::total_cmp);
        let n = places.len() as f64;
        let distance = |(rank, &u): (usize, &f64)| (u - rank as f64 / n).max((rank as f64 + 1.0) / n - u);
        let greatest = places.iter().enumerate().map(distance).fold(0.0, f64::max) * n.sqrt();
        assert!(greatest < 2.23, "{greatest}");
    }

    #[test]
    fn a_request_is_counted_when_it_is_created() {
        for block in blocks(2).take(50) {
            let requests = in_order(&block);
            for (place, &(at, _)) in requests.iter().enumerate() {
                let created = requests[..=place].iter().fold(0, |rows, &(_, row)| rows | 1 << row);
                assert_eq!(block.created_by(at + 1e-9), created);
            }
            assert_eq!(requests.last().map(|last| last.0), Some(block.end()));
        }
    }
}
