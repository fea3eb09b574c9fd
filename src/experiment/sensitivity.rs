//! Sobol' indices of a response: which points are visited, and how chance enters.
//!
//! The points are Sobol's, scrambled by Owen's method; the first half of their coordinates makes the sample A, the other
//! half B ([`crate::statistics::sobol_indices`]).

use rand::Rng;

use super::design;
use crate::{
    engine::stream::{Key, Purpose},
    statistics::{LEVEL, SobolIndices, SobolRow, sobol_indices},
};

/// Most inputs: each takes two of the coordinates that points can have.
pub const MOST_INPUTS: usize = design::MOST_RANGES / 2;

/// Most rows of a sample: so many points the Sobol' sequence has.
pub const MOST_SAMPLES: usize = 1 << 16;

/// Times that rows are drawn anew for the intervals.
const RESAMPLES: usize = 1_000;

/// The samples A and B, and the points at which a response is asked for: for each row its point of A, its point of B, and
/// that of A with one coordinate from B, input by input.
pub struct Samples {
    inputs: usize,
    rows: usize,
    seed: u64,
    /// Those of A, then those of B, input by input.
    columns: Vec<Vec<f64>>,
}

impl Samples {
    /// So many rows for a response with so many inputs, each uniform between 0 and 1.
    pub fn new(inputs: usize, rows: usize, seed: u64) -> Self {
        debug_assert!(inputs <= MOST_INPUTS && rows <= MOST_SAMPLES);
        Self { inputs, rows, seed, columns: (0..2 * inputs).map(|column| design::sobol(column, rows, seed)).collect() }
    }

    /// Number of points.
    pub fn points(&self) -> usize {
        self.rows * self.of_row()
    }

    /// The inputs at a point.
    pub fn point(&self, number: usize) -> Vec<f64> {
        let (row, place) = (number / self.of_row(), number % self.of_row());
        let is_of_b = |input: usize| place == 1 || place == input + 2;
        (0..self.inputs).map(|input| self.columns[usize::from(is_of_b(input)) * self.inputs + input][row]).collect()
    }

    /// The indices of a response, from its values at all points in order; `None` if it does not vary.
    pub fn indices(&self, responses: &[f64]) -> Option<SobolIndices> {
        let row = |of_row: &[f64]| SobolRow { a: of_row[0], b: of_row[1], ab: of_row[2..].to_vec() };
        let rows: Vec<SobolRow> = responses.chunks_exact(self.of_row()).map(row).collect();
        let mut stream = Key::of_replication(self.seed, 0).named("bootstrap").stream(Purpose::Design, 0);
        // The bias of choosing by a remainder of 64 bits is below 10⁻¹⁴.
        let pick = |count: usize| (stream.next_u64() % count as u64) as usize;
        sobol_indices(&rows, LEVEL, RESAMPLES, pick)
    }

    /// Points of a row.
    fn of_row(&self) -> usize {
        self.inputs + 2
    }
}

#[cfg(test)]
mod tests {
    use std::f64::consts::PI;

    use super::*;

    /// Ishigami & Homma (1990): sin x + 7 sin² y + 0.1 z⁴ sin x on (−π, π)³.
    fn ishigami(point: Vec<f64>) -> f64 {
        let [x, y, z] = [0, 1, 2].map(|input| PI * (2.0 * point[input] - 1.0));
        libm::sin(x) + 7.0 * libm::sin(y).powi(2) + 0.1 * z.powi(4) * libm::sin(x)
    }

    fn indices(inputs: usize, rows: usize, seed: u64, response: impl Fn(Vec<f64>) -> f64) -> Option<SobolIndices> {
        let samples = Samples::new(inputs, rows, seed);
        let responses: Vec<f64> = (0..samples.points()).map(|number| response(samples.point(number))).collect();
        samples.indices(&responses)
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
        let found = indices(3, 8_192, 1, ishigami).unwrap();
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
            let found = indices(3, 256, seed, ishigami).unwrap();
            let estimates = found.first.iter().chain(&found.total);
            for (count, (estimate, exact)) in covered.iter_mut().zip(estimates.zip(first.into_iter().chain(total))) {
                let (low, high) = estimate.interval.unwrap();
                *count += i32::from(low <= exact && exact <= high);
            }
        }
        assert!(covered.iter().all(|&count| count >= 90), "{covered:?}");
    }

    #[test]
    fn points_take_one_coordinate_at_a_time_from_the_other_sample() {
        let samples = Samples::new(3, 4, 1);
        assert_eq!(samples.points(), 4 * 5);
        for row in 0..4 {
            let [a, b] = [0, 1].map(|place| samples.point(5 * row + place));
            assert!(a.iter().zip(&b).all(|(a, b)| a != b), "{a:?} {b:?}");
            for input in 0..3 {
                let mut mixed = a.clone();
                mixed[input] = b[input];
                assert_eq!(samples.point(5 * row + 2 + input), mixed);
            }
        }
    }

    #[test]
    fn what_does_not_vary_has_no_indices() {
        assert_eq!(indices(2, 10, 1, |_| 1.0), None);
    }
}
