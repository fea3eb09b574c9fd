//! The test of Kolmogorov and Smirnov.

use rand_pcg::Pcg64;
use rand_pcg::rand_core::SeedableRng;

/// Every statistical test here is held at this level. With fixed seeds it is the chance that a correct sampler had to
/// be blamed on the day the seed was chosen.
pub const ALPHA: f64 = 0.001;

/// Two-sided normal quantile at [`ALPHA`].
pub const NORMAL_LIMIT: f64 = 3.2905;

/// `count` draws from the stream of `seed`.
pub fn draws(seed: u64, count: usize, mut draw: impl FnMut(&mut Pcg64) -> f64) -> Vec<f64> {
    let mut rng = Pcg64::seed_from_u64(seed);
    (0..count).map(|_| draw(&mut rng)).collect()
}

/// Largest distance between the empirical distribution function of the values and `cdf`, which may have jumps.
pub fn distance(values: &mut [f64], cdf: impl Fn(f64) -> f64) -> f64 {
    values.sort_unstable_by(f64::total_cmp);
    let count = values.len() as f64;
    let mut largest = 0.0f64;
    let mut below = 0;
    for group in values.chunk_by(|a, b| a == b) {
        let x = group[0];
        let at = cdf(x);
        // A value that came only once is no jump, or one too small to matter.
        let just_before = if group.len() == 1 { at } else { cdf(x.next_down()) };
        largest = largest.max(just_before - below as f64 / count);
        below += group.len();
        largest = largest.max(below as f64 / count - at);
    }
    largest
}

/// A lower bound of [`distance`], from one in a hundred of the values, which must be sorted: enough to reject.
pub fn distance_at_least(sorted: &[f64], cdf: impl Fn(f64) -> f64) -> f64 {
    let distances = sorted.iter().step_by(100).map(|&x| {
        let up_to = sorted.partition_point(|&value| value <= x);
        (up_to as f64 / sorted.len() as f64 - cdf(x)).abs()
    });
    distances.fold(0.0, f64::max)
}

/// The distance that a sample of `count` exceeds with probability [`ALPHA`] at most: the root of
/// 2·exp(−2·count·d²) = ALPHA (the limiting law; conservative for distributions with jumps).
pub fn critical_distance(count: usize) -> f64 {
    ((2.0 / ALPHA).ln() / (2.0 * count as f64)).sqrt()
}

/// Panics unless the values could come from `cdf`. Leaves them sorted.
pub fn assert_fits(values: &mut [f64], cdf: impl Fn(f64) -> f64, name: &str) {
    let distance = distance(values, cdf);
    let limit = critical_distance(values.len());
    assert!(distance < limit, "{name}: distance {distance:.5} from its distribution function, limit {limit:.5}");
}

/// Panics if the values, which must be sorted, could come from the wrong `cdf`.
pub fn assert_rejects(sorted: &[f64], cdf: impl Fn(f64) -> f64, name: &str) {
    let distance = distance_at_least(sorted, cdf);
    let limit = critical_distance(sorted.len());
    assert!(distance > limit, "{name} passes: distance {distance:.5}, limit {limit:.5}");
}
