//! The scale of a heat map's colours: linear from 0 or the lowest value, or logarithmic where values are far apart.

use crate::charts::drawing::shades;
use crate::charts::{axis::ValueAxis, drawing::Color};

/// From so many times the lowest value on, equal ratios get equal steps of colour.
const WIDE: f64 = 30.0;

/// Marks of the colour key at most.
const MOST_TICKS: usize = 7;

/// From values to colours.
#[derive(Debug, Clone, PartialEq)]
pub struct Shade {
    low: f64,
    high: f64,
    is_logarithmic: bool,
    ticks: Vec<f64>,
}

impl Shade {
    /// A scale that covers values from `low` to `high`.
    pub fn covering(low: f64, high: f64, whole: bool) -> Shade {
        if low <= 0.0 || high < WIDE * low {
            let axis = ValueAxis::covering(low, high, whole, MOST_TICKS - 1);
            return Shade { low: axis.low(), high: axis.high(), is_logarithmic: false, ticks: axis.ticks().collect() };
        }
        let decades = libm::log10(low).floor() as i32..=libm::log10(high).ceil() as i32;
        let within = |factors: &[f64]| -> Vec<f64> {
            let power = |exponent: i32| match libm::exp10(f64::from(exponent.abs())).round() {
                power if exponent < 0 => 1.0 / power,
                power => power,
            };
            let all = decades.clone().flat_map(|decade| factors.iter().map(move |factor| factor * power(decade)));
            all.filter(|tick| (low..=high).contains(tick)).collect()
        };
        let choices = [within(&[1.0, 2.0, 5.0]), within(&[1.0, 3.0]), within(&[1.0])];
        let ticks = choices.iter().find(|ticks| ticks.len() <= MOST_TICKS).unwrap_or(&choices[2]).clone();
        Shade { low, high, is_logarithmic: true, ticks }
    }

    /// Values that the colour key marks.
    pub fn ticks(&self) -> &[f64] {
        &self.ticks
    }

    /// The place of a value on the scale, from 0 to 1.
    pub fn share(&self, value: f64) -> f64 {
        if self.is_logarithmic {
            libm::log(value / self.low) / libm::log(self.high / self.low)
        } else {
            (value - self.low) / (self.high - self.low)
        }
    }

    /// The colour of a value.
    pub fn color(&self, value: f64, stops: &[Color; 7]) -> Color {
        shades::color(stops, self.share(value))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_far_apart_are_shaded_by_ratios() {
        let wide = Shade::covering(8.0, 1_631.0, true);
        assert_eq!(wide.ticks(), [10.0, 20.0, 50.0, 100.0, 200.0, 500.0, 1_000.0]);
        assert_eq!((wide.share(8.0), wide.share(1_631.0)), (0.0, 1.0));
        let narrow = Shade::covering(8.0, 100.0, true);
        assert_eq!(narrow.ticks(), [0.0, 20.0, 40.0, 60.0, 80.0, 100.0]);
        assert_eq!(Shade::covering(0.0, 1e6, true).share(5e5), 0.5);
        assert!(Shade::covering(1e-3, 1e9, false).ticks().len() >= 10);
    }
}
