//! Colours by value: one hue from light to dark, so that order survives grey print and every kind of colour vision.

use super::theme::Color;

/// From the lowest to the highest value.
const STOPS: [Color; 7] = [
    Color(246, 249, 252),
    Color(221, 232, 243),
    Color(179, 205, 230),
    Color(117, 163, 209),
    Color(60, 118, 174),
    Color(20, 73, 126),
    Color(8, 36, 70),
];

/// The colour of a share of the way from the lowest to the highest value.
pub fn color(share: f64) -> Color {
    let last = STOPS.len() - 1;
    let at = share.clamp(0.0, 1.0) * last as f64;
    let index = (at as usize).min(last - 1);
    let (from, to) = (STOPS[index], STOPS[index + 1]);
    let mix = |a: u8, b: u8| (f64::from(a) + (at - index as f64) * (f64::from(b) - f64::from(a))).round() as u8;
    Color(mix(from.0, to.0), mix(from.1, to.1), mix(from.2, to.2))
}

/// True if light text reads better on a colour.
pub fn is_dark(color: Color) -> bool {
    luma(color) < 128.0
}

/// Brightness in grey print (ITU-R BT.601).
fn luma(Color(red, green, blue): Color) -> f64 {
    0.299 * f64::from(red) + 0.587 * f64::from(green) + 0.114 * f64::from(blue)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn higher_values_are_darker() {
        let lumas: Vec<f64> = (0..=100).map(|step| luma(color(f64::from(step) / 100.0))).collect();
        assert!(lumas.windows(2).all(|pair| pair[0] > pair[1]), "{lumas:?}");
        assert!(lumas[0] - lumas[100] > 200.0);
    }
}
