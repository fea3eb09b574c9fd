//! Sobol' indices of a response: which points are visited, and how chance enters.
//!
//! The points are Sobol's, scrambled by Owen's method; the first half of their coordinates makes the sample A, the other
//! half B ([`crate::statistics::sobol_indices`]).

use rand::Rng;

use super::design;
use crate::{
    engine::stream::{Key, Purpose},
    results::LEVEL,
    statistics::{SobolIndices, SobolRow, sobol_indices},
};

/// Most inputs: each takes two of the coordinates that points can have.
pub const MOST_INPUTS: usize = design::MOST_RANGES / 2;

/// Most rows of a sample: so many points the Sobol' sequence has.
pub const MOST_SAMPLES: usize = 1 << 16;

/// Times that rows are drawn anew for the intervals.
const RESAMPLES: usize = 1_000;

/// Number of points that `samples` rows of so many inputs need.
pub fn points(inputs: usize, samples: usize) -> usize {
    samples * (inputs + 2)
}

/// The indices of a response with so many inputs, each uniform between 0 and 1; `None` if the response does not vary.
/// It is asked at [`points`] points in an order that depends on the numbers alone; the first error ends it.
pub fn indices<E>(
    inputs: usize,
    samples: usize,
    seed: u64,
    mut response: impl FnMut(&[f64]) -> Result<f64, E>,
) -> Result<Option<SobolIndices>, E> {
    debug_assert!(inputs <= MOST_INPUTS && samples <= MOST_SAMPLES);
    let columns: Vec<Vec<f64>> = (0..2 * inputs).map(|column| design::sobol(column, samples, seed)).collect();
    let mut rows = Vec::with_capacity(samples);
    for sample in 0..samples {
        let point = |half: usize| columns[half * inputs..][..inputs].iter().map(|column| column[sample]).collect();
        let (a, b): (Vec<f64>, Vec<f64>) = (point(0), point(1));
        let mut row = SobolRow { a: response(&a)?, b: response(&b)?, ab: Vec::with_capacity(inputs) };
        for input in 0..inputs {
            let mut mixed = a.clone();
            mixed[input] = b[input];
            row.ab.push(response(&mixed)?);
        }
        rows.push(row);
    }
    let mut stream = Key::of_replication(seed, 0).named("bootstrap").stream(Purpose::Design, 0);
    // The bias of choosing by a remainder of 64 bits is below 10⁻¹⁴.
    let pick = |count: usize| (stream.next_u64() % count as u64) as usize;
    Ok(sobol_indices(&rows, LEVEL, RESAMPLES, pick))
}

#[cfg(test)]
mod tests {
    use std::{convert::Infallible, f64::consts::PI};

    use super::*;

    /// Ishigami & Homma (1990): sin x + 7 sin² y + 0.1 z⁴ sin x on (−π, π)³.
    fn ishigami(point: &[f64]) -> Result<f64, Infallible> {
        let [x, y, z] = [0, 1, 2].map(|input| PI * (2.0 * point[input] - 1.0));
        Ok(libm::sin(x) + 7.0 * libm::sin(y).powi(2) + 0.1 * z.powi(4) * libm::sin(x))
    }

    /// In closed form: V = a²/8 + bπ⁴/5 + b²π⁸/18 + ½, V₁ = ½(1 + bπ⁴/5)², V₂ = a²/8, V₁₃ = 8b²π⁸/225.
    fn exact() -> ([f64; 3], [f64; 3]) {
        let (a, b) = (7.0_f64, 0.1_f64);
        let variance = a * a / 8.0 + b * PI.powi(4) / 5.0 + b * b * PI.powi(8) / 18.0 + 0.5;
        let first = 0.5 * (1.0 + b * PI.powi(4) / 5.0).powi(2) / variance;
        let second = a * a / 8.0 / variance;
        let both = 8.0 * b * b * PI.powi(8) / 225.0 / variance;
        ([first, second, 0.0], [first + both, second, both])
    }

    #[test]
    fn exact_indices_are_those_of_the_literature() {
        let (first, total) = exact();
        let close = |ours: [f64; 3], known: [f64; 3]| ours.iter().zip(known).all(|(a, b)| (a - b).abs() < 5e-5);
        assert!(close(first, [0.3139, 0.4424, 0.0]) && close(total, [0.5576, 0.4424, 0.2437]), "{first:?} {total:?}");
    }

    #[test]
    fn indices_of_the_ishigami_function_are_exact_within_one_percent() {
        let found = indices(3, 8_192, 1, ishigami).unwrap().unwrap();
        let (first, total) = exact();
        for (estimates, exact) in [(&found.first, first), (&found.total, total)] {
            for (estimate, exact) in estimates.iter().zip(exact) {
                let (low, high) = estimate.interval.unwrap();
                assert!(low <= exact && exact <= high, "{estimate:?}, exact {exact}");
                assert!((estimate.value - exact).abs() < 0.005, "{estimate:?}, exact {exact}");
            }
        }
        assert!((found.variance - 13.8446).abs() < 0.1, "{}", found.variance);
    }

    /// Over 100 seeds with 256 rows each, at least 90% of the 95% intervals cover; more than 95% do, since the points are
    /// spread more evenly than the bootstrap assumes.
    #[test]
    fn intervals_of_the_ishigami_function_cover() {
        let (first, total) = exact();
        let mut covered = [0; 6];
        for seed in 0..100 {
            let found = indices(3, 256, seed, ishigami).unwrap().unwrap();
            let estimates = found.first.iter().chain(&found.total);
            for (count, (estimate, exact)) in covered.iter_mut().zip(estimates.zip(first.into_iter().chain(total))) {
                let (low, high) = estimate.interval.unwrap();
                *count += i32::from(low <= exact && exact <= high);
            }
        }
        assert!(covered.iter().all(|&count| count >= 90), "{covered:?}");
    }

    #[test]
    fn the_first_error_ends_it() {
        let mut asked = 0;
        let result = indices(2, 100, 1, |_| {
            asked += 1;
            if asked == 7 { Err("stop") } else { Ok(1.0) }
        });
        assert_eq!((result, asked), (Err("stop"), 7));
        assert_eq!(points(2, 100), 400);
        assert_eq!(indices(2, 10, 1, |_| Ok::<_, Infallible>(1.0)), Ok(None));
    }
}
