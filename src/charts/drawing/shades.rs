//! Colours by value: one hue whose lightness only rises or only falls, so that order survives grey print and every kind
//! of colour vision.

use super::theme::Color;

/// The colour of a share of the way from the lowest to the highest value.
pub fn color(stops: &[Color; 7], share: f64) -> Color {
    let last = stops.len() - 1;
    let at = share.clamp(0.0, 1.0) * last as f64;
    let index = (at as usize).min(last - 1);
    let (from, to) = (stops[index], stops[index + 1]);
    let mix = |a: u8, b: u8| (f64::from(a) + (at - index as f64) * (f64::from(b) - f64::from(a))).round() as u8;
    Color(mix(from.0, to.0), mix(from.1, to.1), mix(from.2, to.2))
}

/// The one of two colours that reads better on a ground.
pub fn readable(ground: Color, (one, other): (Color, Color)) -> Color {
    let apart = |color: Color| (luma(color) - luma(ground)).abs();
    if apart(one) >= apart(other) { one } else { other }
}

/// Brightness in grey print (ITU-R BT.601).
fn luma(Color(red, green, blue): Color) -> f64 {
    0.299 * f64::from(red) + 0.587 * f64::from(green) + 0.114 * f64::from(blue)
}

#[cfg(test)]
mod tests {
    use super::super::palette::colors;
    use super::*;
    use crate::model::chart::{Appearance, Palette};

    #[test]
    fn higher_values_stand_out_more() {
        for palette in Palette::ALL {
            for ground in Appearance::ALL {
                let stops = colors(*palette, *ground).shades;
                let lumas: Vec<f64> = (0..=100).map(|step| luma(color(&stops, f64::from(step) / 100.0))).collect();
                let grows = *ground == Appearance::Dark;
                assert!(lumas.windows(2).all(|pair| (pair[0] < pair[1]) == grows), "{palette} {ground} {lumas:?}");
                assert!((lumas[0] - lumas[100]).abs() > 190.0, "{palette} {ground}");
            }
        }
    }
}
