//! The growth curve of a request: the same whenever it is asked for.

use super::stream::{Key, Purpose};
use crate::model::{Signatures, Source, growth::Curve};

/// The curve of the request called `key`, which comes from `source` and has this potential. All signatures at once
/// where a source says nothing about growth.
#[inline]
pub fn curve_of(source: &Source, key: Key, potential: Signatures) -> Curve {
    let Some(growth) = &source.growth else { return Curve::Exponential(0.0) };
    if let Some(curve) = growth.common() {
        return curve;
    }
    let mut stream = key.stream(Purpose::Growth, 0);
    let correlation = source.potential_growth_correlation;
    match &source.potential {
        Some(potentials) if correlation != 0.0 => {
            let mut scores = key.stream(Purpose::GrowthScore, 0);
            growth.draw_correlated((potential, potentials), correlation, &mut scores, &mut stream)
        }
        _ => growth.draw(&mut stream),
    }
}
