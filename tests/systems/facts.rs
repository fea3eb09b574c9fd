//! How facts are held against simulated values.

use crate::simulated::{estimate, half_width};

/// A recorded figure lies within the middle 95% of the replications.
#[track_caller]
pub fn assert_covers(simulated: &[f64], recorded: f64) {
    let mut sorted = simulated.to_vec();
    sorted.sort_by(f64::total_cmp);
    let cut = sorted.len() / 40;
    let range = sorted[cut]..=sorted[sorted.len() - 1 - cut];
    assert!(range.contains(&recorded), "{recorded} recorded, 95% of replications in {range:?}");
}

/// The mean of the replications is a figure that the scenario was set to, up to `tolerance` and three times the
/// half-width of its own 95% interval: a true scenario fails with probability below 1e-8.
#[track_caller]
pub fn assert_mean(simulated: &[f64], figure: f64, tolerance: f64) {
    let mean = estimate(simulated);
    let slack = tolerance + 3.0 * half_width(mean);
    assert!((mean.value - figure).abs() <= slack, "{figure} expected, {} ± {slack} simulated", mean.value);
}
