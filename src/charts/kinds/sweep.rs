//! What the charts of a sweep share: its varied keys, as axes and in words.

use super::naming::slug;
use crate::charts::axis::FactorAxis;
use crate::charts::words::Voice;
use crate::results::sweep::{Factor, Sweep};

/// The axis of a varied key.
pub fn axis(sweep: &Sweep, factor: usize, voice: Voice) -> FactorAxis {
    FactorAxis::new(&sweep.plan.factors[factor], sweep.plan.points.iter().map(|point| &point[factor]), voice)
}

/// What a factor is called in a sentence: the end of its path, with what it belongs to unless that is a mere name.
pub fn named(factor: &Factor) -> String {
    let parts: Vec<&str> = factor.path.split('.').collect();
    let kept = if parts.len() > 3 { 2 } else { 1 };
    parts[parts.len() - kept..].join(" ").replace('_', " ")
}

/// The same for the names of files.
pub fn short(path: &str) -> String {
    slug(path.rsplit('.').next().unwrap_or(path))
}
