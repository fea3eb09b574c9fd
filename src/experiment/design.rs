//! Which points a sweep visits: every combination of values, or a sample of the ranges.

use std::fmt;

use rand::Rng;
use serde::{Deserialize, Serialize};

use crate::{
    engine::stream::{Key, Purpose},
    scenario::variation::{Value, Variation},
};

/// Most points of a sweep.
pub const MOST_POINTS: usize = 10_000;

/// Most ranges that can be sampled together: the dimensions of the Sobol' points.
pub const MOST_RANGES: usize = 256;

/// How points are spread over ranges.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Design {
    /// Every combination of the values.
    Grid,
    /// Latin hypercube: of n equal parts of each range, each holds one point (McKay, Beckman & Conover 1979).
    Latin,
    /// Sobol' points with Owen's scrambling (Owen 1995; Burley 2020, <https://jcgt.org/published/0009/04/01/>).
    Sobol,
}

/// One value for each variation.
pub type Point = Vec<Value>;

/// A design has more than [`MOST_POINTS`].
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct TooManyPoints;

impl fmt::Display for TooManyPoints {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "these are more than 10,000 combinations: take larger steps, or a sample with --samples")
    }
}

impl std::error::Error for TooManyPoints {}

/// Every combination of the values; the last variation goes through its values first.
pub fn grid(variations: &[Variation]) -> Result<Vec<Point>, TooManyPoints> {
    let mut points = vec![Vec::new()];
    for variation in variations {
        if points.len().saturating_mul(variation.values.len()) > MOST_POINTS {
            return Err(TooManyPoints);
        }
        let longer = points.iter().flat_map(|point: &Point| {
            variation.values.iter().map(|value| [point.as_slice(), std::slice::from_ref(value)].concat())
        });
        points = longer.collect();
    }
    Ok(points)
}

/// So many points within the ranges of the variations; those that are lists are passed over. The same seed gives the
/// same points.
pub fn sampled(variations: &[Variation], count: usize, design: Design, seed: u64) -> Vec<Point> {
    let shares: Vec<Vec<f64>> = match design {
        Design::Sobol => (0..variations.len()).map(|range| sobol(range, count, seed)).collect(),
        _ => variations.iter().map(|variation| latin(&variation.path, count, seed)).collect(),
    };
    let value = |range: usize, point: usize| Some(variations[range].interval.as_ref()?.at(shares[range][point]));
    (0..count).map(|point| (0..variations.len()).filter_map(|range| value(range, point)).collect()).collect()
}

/// A share in each of `count` equal parts of 0 to 1, in random order.
fn latin(path: &str, count: usize, seed: u64) -> Vec<f64> {
    let mut stream = Key::of_replication(seed, 0).named("design").named(path).stream(Purpose::Design, 0);
    let mut unit = || (stream.next_u64() >> 11) as f64 / (1u64 << 53) as f64;
    let mut shares: Vec<f64> = (0..count).map(|part| (part as f64 + unit()) / count as f64).collect();
    // Fisher & Yates; a bias of the order of 2⁻⁵³ in the choice does not matter.
    for last in (1..count).rev() {
        shares.swap(last, (unit() * (last + 1) as f64) as usize);
    }
    shares
}

/// One coordinate of so many Sobol' points.
pub(super) fn sobol(range: usize, count: usize, seed: u64) -> Vec<f64> {
    let seed = (seed ^ (seed >> 32)) as u32;
    (0..count).map(|point| f64::from(sobol_burley::sample(point as u32, range as u32, seed))).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::scenario::variation::{Use, variations};

    fn read(texts: &[&str], what_for: Use) -> Vec<Variation> {
        let texts: Vec<String> = texts.iter().map(|&text| text.to_owned()).collect();
        variations(&texts, what_for).unwrap()
    }

    #[test]
    fn a_grid_has_every_combination_in_order() {
        let points = grid(&read(&["a.b=1,2", "a.c=x,y,z"], Use::Values)).unwrap();
        let shown: Vec<String> = points.iter().map(|point| format!("{}{}", point[0].shown, point[1].shown)).collect();
        assert_eq!(shown, ["1x", "1y", "1z", "2x", "2y", "2z"]);
        let many = read(&["a.b=1..101 step 1", "a.c=1..100 step 1"], Use::Values);
        assert_eq!(grid(&many), Err(TooManyPoints));
    }

    #[test]
    fn both_samples_put_one_point_into_each_part_of_each_range() {
        let ranges = read(&["a.b=0..64", "a.c=0..64", "a.d=0..64"], Use::Interval);
        for design in [Design::Latin, Design::Sobol] {
            let points = sampled(&ranges, 64, design, 3);
            for range in 0..3 {
                let mut parts: Vec<usize> = points.iter().map(|point| point[range].number.unwrap() as usize).collect();
                parts.sort_unstable();
                assert_eq!(parts, (0..64).collect::<Vec<_>>(), "{design:?} {range}");
            }
            assert_eq!(points, sampled(&ranges, 64, design, 3));
            assert_ne!(points, sampled(&ranges, 64, design, 4));
        }
    }

    #[test]
    fn ranges_are_sampled_independently() {
        // |r| of 1,024 independent pairs is below 3.29/√1,024 = 0.103 with probability 0.999.
        let ranges = read(&["a.b=-1..1", "a.c=-1..1"], Use::Interval);
        for design in [Design::Latin, Design::Sobol] {
            let points = sampled(&ranges, 1_024, design, 1);
            let products = points.iter().map(|point| point[0].number.unwrap() * point[1].number.unwrap());
            let correlation = 3.0 * products.sum::<f64>() / 1_024.0;
            assert!(correlation.abs() < 0.103, "{design:?}: {correlation}");
        }
    }
}
