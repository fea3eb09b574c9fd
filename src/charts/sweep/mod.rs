//! Charts of a sweep.

use super::Chart;
use crate::results::sweep::Sweep;

/// The charts of a sweep's results folder.
pub fn charts(_sweep: &Sweep) -> Vec<Chart> {
    Vec::new()
}
