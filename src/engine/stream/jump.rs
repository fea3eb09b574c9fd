//! Jumps within the generator's sequence, to what lies at a constant distance.
//!
//! The generator is a linear congruential one, x → a·x + c modulo 2¹²⁸, with an output function. So going on by any
//! number of steps is x → A·x + C, with A and C that the compiler works out (Brown 1994). Requests of a block, visits
//! and purposes each have a distance; that no two of their sums come near each other is tested.

/// Requests of a block: those that have their place from the first one's.
pub const ROWS: usize = 64;

/// Visits that have their place from the first one's; those that come after them are hashed in sets of this size.
pub const VISITS: u32 = 16;

/// The sequence's name in the generator's own terms, and what that makes of it: the summand of a step.
pub const SEQUENCE: u128 = 0x9E37_79B9_7F4A_7C15;
const SUMMAND: u128 = SEQUENCE << 1 | 1;

/// The factor of a step (the cheap multiplier of PCG64 DXSM).
const FACTOR: u128 = 0xDA94_2042_E4DD_58B5;

/// Steps from one request of a block to the next, from one visit to the next, and from one purpose to the next: the first
/// 128 binary digits of the fractional parts of √2, √3 and √5, the last made 1, so that each goes through all residues of
/// any power of 2.
const BY_ROW: u128 = 0x6A09_E667_F3BC_C908_B2FB_1366_EA95_7D3F;
const BY_VISIT: u128 = 0xBB67_AE85_84CA_A73B_2574_2D70_78B8_3B89;
const BY_PURPOSE: u128 = 0x3C6E_F372_FE94_F82B_E739_80C0_B9DB_9069;

/// Purposes, and numbers between them that none has.
const PURPOSES: usize = 81;

/// So many steps at once.
#[derive(Debug, Clone, Copy)]
pub struct Jump {
    factor: u128,
    summand: u128,
}

/// From the first request of a block to each.
pub const OF_ROW: [Jump; ROWS] = jumps(BY_ROW);

/// From the first visit of a request, or of a set of visits, to each.
pub const OF_VISIT: [Jump; VISITS as usize] = jumps(BY_VISIT);

/// From the place of a name to what the generator has to be given so that it begins where a purpose has its place. It
/// adds the summand to that and takes a step, which is undone here.
pub const OPENING: [Jump; PURPOSES] = openings();

/// From what the generator has to be given for a purpose of a request to the same of the next request of the block.
pub const NEXT_OPENING: Jump = {
    let Jump { factor, summand } = Jump::of(BY_ROW);
    Jump { factor, summand: summand.wrapping_add(SUMMAND.wrapping_mul(factor.wrapping_sub(1))) }
};

impl Jump {
    const fn of(steps: u128) -> Self {
        let mut jump = Self { factor: 1, summand: 0 };
        // So many steps as a power of 2 says.
        let mut power = Self { factor: FACTOR, summand: SUMMAND };
        let mut left = steps;
        while left > 0 {
            if left & 1 == 1 {
                jump = jump.then(power);
            }
            power = power.then(power);
            left >>= 1;
        }
        jump
    }

    const fn then(self, next: Self) -> Self {
        let factor = self.factor.wrapping_mul(next.factor);
        Self { factor, summand: self.summand.wrapping_mul(next.factor).wrapping_add(next.summand) }
    }

    /// Where it leads.
    #[inline]
    pub fn from(self, place: u128) -> u128 {
        place.wrapping_mul(self.factor).wrapping_add(self.summand)
    }
}

const fn jumps<const NUMBER: usize>(distance: u128) -> [Jump; NUMBER] {
    let mut jumps = [Jump::of(0); NUMBER];
    let mut number = 1;
    while number < NUMBER {
        jumps[number] = jumps[number - 1].then(Jump::of(distance));
        number += 1;
    }
    jumps
}

const fn openings() -> [Jump; PURPOSES] {
    let mut openings = jumps::<PURPOSES>(BY_PURPOSE);
    let step_back = Jump::of(u128::MAX);
    let mut number = 0;
    while number < PURPOSES {
        let Jump { factor, summand } = openings[number].then(step_back);
        openings[number] = Jump { factor, summand: summand.wrapping_sub(SUMMAND) };
        number += 1;
    }
    openings
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::engine::stream::{Key, Purpose, Stream};

    fn distance(row: usize, visit: u32, purpose: Purpose) -> u128 {
        let visit = u128::from(visit).wrapping_mul(BY_VISIT);
        BY_ROW.wrapping_mul(row as u128).wrapping_add(visit).wrapping_add(BY_PURPOSE.wrapping_mul(purpose as u128))
    }

    #[test]
    fn streams_lie_where_the_generator_goes_in_as_many_steps() {
        let first = Key::of_replication(3, 4).named("class").named("source").block(5);
        let opened = |row, visit, purpose| first.row(row).stream(purpose, visit);
        let mut start: Stream = opened(0, 0, Purpose::Moments);
        start.advance(distance(0, 0, Purpose::Moments).wrapping_neg());
        for (row, visit, purpose) in [
            (0, 0, Purpose::Service),
            (1, 0, Purpose::Service),
            (63, 1, Purpose::Moments),
            (17, 15, Purpose::Patience),
            (5, 3, Purpose::Design),
        ] {
            let mut expected = start.clone();
            expected.advance(distance(row, visit, purpose));
            assert_eq!(opened(row, visit, purpose), expected, "row {row}, visit {visit}, {purpose:?}");
        }
    }

    #[test]
    fn streams_of_requests_one_by_one_are_those_of_each() {
        let of = Key::of_replication(3, 4).named("class").named("source");
        for first in [0, 63, 100] {
            for (number, stream) in (first..first + 200).zip(of.streams(first, Purpose::Service)) {
                assert_eq!(stream, of.request(number).stream(Purpose::Service, 0), "{number} from {first}");
            }
        }
    }

    /// Of so many random places on a circle of 2¹²⁸, two lie within 2⁸⁴ of each other with probability 0.0005.
    #[test]
    fn no_two_streams_of_a_block_lie_near_each_other() {
        let visits = (0..VISITS).flat_map(|visit| (0..PURPOSES as u128).map(move |purpose| (visit, purpose)));
        let mut places: Vec<u128> = visits
            .flat_map(|(visit, purpose)| {
                let purpose = BY_PURPOSE.wrapping_mul(purpose);
                (0..ROWS).map(move |row| distance(row, visit, Purpose::Moments).wrapping_add(purpose))
            })
            .collect();
        places.sort_unstable();
        let around = places.last().unwrap().abs_diff(places[0]).wrapping_neg();
        let least = places.windows(2).map(|pair| pair[1] - pair[0]).min().unwrap().min(around);
        assert!(least > 1 << 84, "{least:x}");
    }
}
