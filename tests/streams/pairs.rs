//! Neighbour against neighbour: correlation at every lag, and bit by bit.

use rand::Rng;
use rayon::prelude::*;
use statrs::distribution::{Binomial, ChiSquared, ContinuousCDF, Discrete, Normal};

use crate::neighbours::{Neighbours, PURPOSES};

/// The probability that a test fails without a fault.
const ALPHA: f64 = 1e-4;

/// The value that the greatest of so many standard normal variates, whatever their sign, exceeds with probability
/// [`ALPHA`] at most (Bonferroni).
fn limit(variates: usize) -> f64 {
    Normal::standard().inverse_cdf(1.0 - ALPHA / (2.0 * variates as f64))
}

/// A word as a number with mean 0 and variance 1, uniform.
fn standardised(word: u64) -> f64 {
    ((word >> 11) as f64 / (1u64 << 53) as f64 - 0.5) * 12f64.sqrt()
}

/// The sum of products, which is standard normal if the numbers are independent.
fn correlation(pairs: impl Iterator<Item = (f64, f64)>, count: usize) -> f64 {
    pairs.map(|(a, b)| a * b).sum::<f64>() / (count as f64).sqrt()
}

/// The first four words of 200,000 streams: the j-th of one against the k-th of another up to 64 names further, and
/// within each stream, 1,030 correlations a kind of neighbours.
#[test]
fn neighbours_are_uncorrelated() {
    const STREAMS: usize = 200_000;
    const LAGS: usize = 64;
    const WORDS: usize = 4;
    let limit = limit(Neighbours::ALL.len() * (LAGS * WORDS * WORDS + WORDS * (WORDS - 1) / 2));
    for &neighbours in Neighbours::ALL {
        let mut words: Vec<_> = (0..WORDS).map(|_| Vec::with_capacity(STREAMS)).collect();
        for index in 0..STREAMS {
            let mut stream = neighbours.stream(index as u64);
            words.iter_mut().for_each(|word| word.push(standardised(stream.next_u64())));
        }
        let at_lag = |lag: usize| {
            let pairs = (0..WORDS).flat_map(|j| (0..WORDS).map(move |k| (j, k)));
            let distinct = pairs.filter(move |&(j, k)| lag > 0 || j < k);
            let values = distinct.map(|(j, k)| {
                let count = STREAMS - lag;
                let pairs = words[j].iter().copied().zip(words[k][lag..].iter().copied());
                (correlation(pairs, count), lag, j, k)
            });
            values.collect::<Vec<_>>()
        };
        let found: Vec<_> = (0..=LAGS).into_par_iter().flat_map_iter(at_lag).collect();
        let greatest = found.iter().max_by(|a, b| a.0.abs().total_cmp(&b.0.abs())).unwrap();
        println!("{neighbours:?}: greatest of {} standardised correlations {greatest:?}", found.len());
        assert!(greatest.0.abs() < limit, "{neighbours:?}: (value, lag, words) {greatest:?}, limit {limit}");
    }
}

/// What a request is drawn for: each of 190 pairs of purposes, over 200,000 requests.
#[test]
fn purposes_of_a_request_are_uncorrelated() {
    const REQUESTS: u64 = 200_000;
    let purposes = PURPOSES.len() as u64;
    let of_purpose = |purpose: u64| -> Vec<f64> {
        (0..REQUESTS)
            .map(|request| standardised(Neighbours::Purposes.stream(request * purposes + purpose).next_u64()))
            .collect()
    };
    let draws: Vec<Vec<f64>> = (0..purposes).into_par_iter().map(of_purpose).collect();
    let limit = limit(PURPOSES.len() * (PURPOSES.len() - 1) / 2);
    for (a, draws_of_a) in draws.iter().enumerate() {
        for (b, draws_of_b) in draws.iter().enumerate().skip(a + 1) {
            let pairs = draws_of_a.iter().copied().zip(draws_of_b.iter().copied());
            let value = correlation(pairs, REQUESTS as usize);
            assert!(value.abs() < limit, "{:?}, {:?}: {value}, limit {limit}", PURPOSES[a], PURPOSES[b]);
        }
    }
}

/// The number of bits in which the opening words of two neighbours differ is binomial: chi-squared over the values
/// that are expected at least ten times among a million pairs.
#[test]
fn neighbours_differ_in_half_of_their_bits() {
    const PAIRS: u64 = 1_000_000;
    let law = Binomial::new(0.5, 64).unwrap();
    for &neighbours in Neighbours::ALL {
        let mut counts = [0u64; 65];
        let mut last = neighbours.stream(0).next_u64();
        for index in 1..=PAIRS {
            let word = neighbours.stream(index).next_u64();
            counts[(word ^ last).count_ones() as usize] += 1;
            last = word;
        }
        let expected: Vec<f64> = (0..=64).map(|bits| law.pmf(bits) * PAIRS as f64).collect();
        let (common, rare): (Vec<usize>, Vec<usize>) = (0..=64).partition(|&bits| expected[bits] >= 10.0);
        let mut cells: Vec<(f64, f64)> = common.iter().map(|&bits| (counts[bits] as f64, expected[bits])).collect();
        cells.push(rare.iter().fold((0.0, 0.0), |sum, &bits| (sum.0 + counts[bits] as f64, sum.1 + expected[bits])));
        let chi_squared: f64 = cells.iter().map(|(count, expected)| (count - expected).powi(2) / expected).sum();
        let limit =
            ChiSquared::new((cells.len() - 1) as f64).unwrap().inverse_cdf(1.0 - ALPHA / Neighbours::ALL.len() as f64);
        println!("{neighbours:?}: chi-squared {chi_squared:.1} with {} degrees of freedom", cells.len() - 1);
        assert!(chi_squared < limit, "{neighbours:?}: {chi_squared}, limit {limit}");
    }
}

/// Strict avalanche: a change of any bit of a number in a name changes each bit of each of the first two words with
/// probability 1/2, over 20,000 names.
#[test]
fn a_bit_of_a_name_changes_half_of_the_bits() {
    const NAMES: u64 = 20_000;
    let kinds = [(Neighbours::Seeds, 64), (Neighbours::Replications, 64), (Neighbours::Requests, 64)];
    let kinds = kinds.into_iter().chain([(Neighbours::Visits, 24)]);
    let limit = limit((3 * 64 + 24) * 128);
    let words = |neighbours: Neighbours, index: u64| {
        let mut stream = neighbours.stream(index);
        [stream.next_u64(), stream.next_u64()]
    };
    for (neighbours, bits) in kinds {
        (0..bits).into_par_iter().for_each(|bit: u32| {
            let mut changes = [0u32; 128];
            for name in 0..NAMES {
                let (plain, changed) = (words(neighbours, name), words(neighbours, name ^ (1 << bit)));
                for (place, count) in changes.iter_mut().enumerate() {
                    *count += ((plain[place / 64] ^ changed[place / 64]) >> (place % 64) & 1) as u32;
                }
            }
            for (place, &count) in changes.iter().enumerate() {
                // Names come in pairs that differ in this bit, if it is low: half as many are independent.
                let spread = if NAMES >> bit == 0 { 1.0 } else { 2.0 };
                let value = (f64::from(count) - NAMES as f64 / 2.0) / (spread * NAMES as f64 / 4.0).sqrt();
                assert!(value.abs() < limit, "{neighbours:?}: bit {bit} of the name, {place} of the words: {value}");
            }
        });
    }
}
