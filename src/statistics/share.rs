//! Shares of replications.

use super::Estimate;
use crate::model::special::normal_quantile;

/// A share of replications with its Wilson score interval (Wilson 1927), which stays within 0 and 1; `None` without
/// replications, and no interval for a single one.
pub fn share(held: u64, all: u64, level: f64) -> Option<Estimate> {
    if all == 0 {
        return None;
    }
    let (held, all) = (held as f64, all as f64);
    let z = normal_quantile(0.5 + 0.5 * level);
    let (share, weight) = (held / all, z * z / all);
    let centre = (share + 0.5 * weight) / (1.0 + weight);
    let half_width = z * (share * (1.0 - share) / all + 0.25 * weight / all).sqrt() / (1.0 + weight);
    // At the ends rounding must not leave the value outside.
    let interval = ((centre - half_width).clamp(0.0, share), (centre + half_width).clamp(share, 1.0));
    Some(Estimate { value: share, interval: (all > 1.0).then_some(interval) })
}
