//! The value axis: ticks at steps of 1, 2 or 5 times a power of ten.

use crate::charts::words::Voice;

/// An axis that starts and ends at a tick.
#[derive(Debug, Clone, PartialEq)]
pub struct ValueAxis {
    /// Multiples of the step at the lower and the upper end.
    ends: (i64, i64),
    step: Step,
}

/// `factor` × 10^`exponent`.
#[derive(Debug, Clone, Copy, PartialEq)]
struct Step {
    factor: i64,
    exponent: i32,
}

impl Step {
    /// Multiples are products or quotients of whole numbers, so that 3 × 0.1 is 0.3.
    fn times(self, multiple: i64) -> f64 {
        let (mantissa, power) = ((multiple * self.factor) as f64, libm::exp10(f64::from(self.exponent.abs())).round());
        if self.exponent < 0 { mantissa / power } else { mantissa * power }
    }

    fn next(self) -> Step {
        match self.factor {
            1 => Step { factor: 2, ..self },
            2 => Step { factor: 5, ..self },
            _ => Step { factor: 1, exponent: self.exponent + 1 },
        }
    }
}

/// The finest step of an axis that is not of whole numbers, as a power of ten.
const FINEST: i32 = -9;

/// Larger values are drawn as this one, so that the end of an axis is a number.
const LARGEST: f64 = 1e300;

impl ValueAxis {
    /// The axis with the smallest step that covers 0, `low` and `high` (finite) in at most `intervals` steps, and in
    /// whole steps if `whole`.
    pub fn covering(low: f64, high: f64, whole: bool, intervals: usize) -> ValueAxis {
        let (low, high) = (low.clamp(-LARGEST, 0.0), high.clamp(0.0, LARGEST));
        let mut step = Step { factor: 1, exponent: if whole { 0 } else { FINEST } };
        let ends = |step: Step| ((low / step.times(1)).floor(), (high / step.times(1)).ceil());
        while (ends(step).1 - ends(step).0) > intervals.max(1) as f64 {
            step = step.next();
        }
        match ends(step) {
            (0.0, 0.0) => ValueAxis { ends: (0, 1), step: Step { factor: 1, exponent: 0 } },
            (first, last) => ValueAxis { ends: (first as i64, last as i64), step },
        }
    }

    /// Value at the lower end.
    pub fn low(&self) -> f64 {
        self.step.times(self.ends.0)
    }

    /// Value at the upper end.
    pub fn high(&self) -> f64 {
        self.step.times(self.ends.1)
    }

    /// Values of the ticks, upwards, both ends included.
    pub fn ticks(&self) -> impl Iterator<Item = f64> {
        (self.ends.0..=self.ends.1).map(|multiple| self.step.times(multiple))
    }

    /// What a tick says.
    pub fn label(&self, tick: f64, voice: Voice) -> String {
        voice.fixed(tick, self.step.exponent.min(0).unsigned_abs() as usize)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn labels(low: f64, high: f64, whole: bool) -> Vec<String> {
        let axis = ValueAxis::covering(low, high, whole, 5);
        axis.ticks().map(|tick| axis.label(tick, Voice::default())).collect()
    }

    #[test]
    fn steps_are_one_two_or_five() {
        assert_eq!(labels(0.0, 81.0, true), ["0", "20", "40", "60", "80", "100"]);
        assert_eq!(labels(0.0, 412.0, true), ["0", "100", "200", "300", "400", "500"]);
        assert_eq!(labels(0.0, 10e6, true), ["0", "2,000,000", "4,000,000", "6,000,000", "8,000,000", "10,000,000"]);
        assert_eq!(labels(0.0, 0.93, false), ["0.0", "0.2", "0.4", "0.6", "0.8", "1.0"]);
        assert_eq!(labels(-0.4, 0.93, false), ["−0.5", "0.0", "0.5", "1.0"]);
    }

    #[test]
    fn counts_have_no_fractions_and_zero_has_an_axis() {
        assert_eq!(labels(0.0, 1.0, true), ["0", "1"]);
        assert_eq!(labels(0.0, 0.2, true), ["0", "1"]);
        assert_eq!(labels(0.0, 0.0, true), ["0", "1"]);
        assert_eq!(labels(0.0, 0.0, false), ["0", "1"]);
    }

    #[test]
    fn extreme_values_end_in_an_axis_too() {
        for high in [f64::MAX, 1e18, 1e-300] {
            let axis = ValueAxis::covering(0.0, high, false, 5);
            assert!(axis.high() > 0.0 && axis.ticks().take(10).count() <= 6, "{high}");
        }
    }
}
