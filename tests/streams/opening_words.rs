//! The opening words of millions of streams: uniform, and never twice the same more often than by chance.

use rand::Rng;
use rayon::prelude::*;
use statrs::distribution::{ChiSquared, ContinuousCDF, DiscreteCDF, Poisson};

use crate::neighbours::Neighbours;

/// The probability that a test fails without a fault, over all kinds of neighbours.
const ALPHA: f64 = 1e-4;

/// Streams of each kind.
const STREAMS: usize = 1 << 21;

fn opening_words(neighbours: Neighbours) -> Vec<u64> {
    (0..STREAMS as u64).into_par_iter().map(|index| neighbours.stream(index).next_u64()).collect()
}

/// Chi-squared over 4,096 cells of about 512: the high bits, the low bits, and six bits of two neighbours each.
#[test]
fn they_are_uniform() {
    const CELLS: usize = 1 << 12;
    let limit =
        ChiSquared::new((CELLS - 1) as f64).unwrap().inverse_cdf(1.0 - ALPHA / (3 * Neighbours::ALL.len()) as f64);
    for &neighbours in Neighbours::ALL {
        let words = opening_words(neighbours);
        let chi_squared = |cells: &mut dyn Iterator<Item = u64>| {
            let mut counts = vec![0u32; CELLS];
            let mut total = 0.0;
            for cell in cells {
                counts[cell as usize] += 1;
                total += 1.0;
            }
            let expected = total / CELLS as f64;
            counts.iter().map(|&count| (f64::from(count) - expected).powi(2) / expected).sum::<f64>()
        };
        let found = [
            ("high bits", chi_squared(&mut words.iter().map(|word| word >> 52))),
            ("low bits", chi_squared(&mut words.iter().map(|word| word & 0xFFF))),
            ("two neighbours", chi_squared(&mut words.chunks(2).map(|pair| (pair[0] >> 58) << 6 | pair[1] >> 58))),
        ];
        println!("{neighbours:?}: chi-squared with {} degrees of freedom {found:.0?}", CELLS - 1);
        for (what, value) in found {
            assert!(value < limit, "{neighbours:?}, {what}: {value}, limit {limit}");
        }
    }
}

/// Birthday spacings (Marsaglia 1985): of n words of d bits in order, the number of spacings that occur before is
/// Poisson with mean n³/2^(d+2), here 16, as long as n is small against 2^(5d/12) (L'Ecuyer & Simard 2001). Whole words
/// are never the same: two would be with probability 10⁻⁷.
#[test]
fn their_spacings_are_those_of_birthdays() {
    const BITS: u32 = 57;
    let mean = (STREAMS as f64).powi(3) / 2f64.powi(BITS as i32 + 2);
    let law = Poisson::new(mean).unwrap();
    let tests = (2 * Neighbours::ALL.len()) as f64;
    for &neighbours in Neighbours::ALL {
        let words = opening_words(neighbours);
        let repeated = |bits: &dyn Fn(u64) -> u64| {
            let mut birthdays: Vec<u64> = words.iter().map(|&word| bits(word)).collect();
            birthdays.par_sort_unstable();
            let mut spacings: Vec<u64> = birthdays.windows(2).map(|pair| pair[1] - pair[0]).collect();
            spacings.par_sort_unstable();
            spacings.windows(2).filter(|pair| pair[0] == pair[1]).count() as u64
        };
        for (half, found) in
            [("high", repeated(&|word| word >> (64 - BITS))), ("low", repeated(&|word| word & ((1 << BITS) - 1)))]
        {
            println!("{neighbours:?}: {found} repeated spacings of the {half} bits, {mean} expected");
            let tail = law.cdf(found).min(1.0 - law.cdf(found.saturating_sub(1)));
            assert!(tail > ALPHA / (2.0 * tests), "{neighbours:?}: {found} repeated spacings of the {half} bits");
        }
        let mut words = words;
        words.par_sort_unstable();
        assert!(words.windows(2).all(|pair| pair[0] != pair[1]), "{neighbours:?}: two streams open alike");
    }
}
