//! The value axis: ticks at steps of 1, 2 or 5 times a power of ten, or at powers of ten.

use crate::charts::words::Voice;

/// An axis that starts and ends at a tick.
#[derive(Debug, Clone, PartialEq)]
pub enum ValueAxis {
    /// Equal differences are equally far apart.
    Linear {
        /// Multiples of the step at the lower and the upper end.
        ends: (i64, i64),
        /// Between two ticks.
        step: Step,
    },
    /// Equal ratios are equally far apart.
    Logarithmic {
        /// Powers of ten at the lower and the upper end.
        ends: (i32, i32),
        /// Powers of ten from a tick to the next.
        every: i32,
    },
}

/// `factor` × 10^`exponent`.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Step {
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

/// What the logarithm of a power of ten may be off by.
const ROUNDING: f64 = 1e-9;

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
            (0.0, 0.0) => ValueAxis::Linear { ends: (0, 1), step: Step { factor: 1, exponent: 0 } },
            (first, last) => ValueAxis::Linear { ends: (first as i64, last as i64), step },
        }
    }

    /// The axis between the powers of ten that enclose the positive values among these, with at most `intervals` steps.
    pub fn logarithmic(values: impl Iterator<Item = f64>, intervals: usize) -> ValueAxis {
        let positive = values.filter(|value| *value > 0.0).map(|value| libm::log10(value.min(LARGEST)));
        let (low, high) =
            positive.fold((f64::INFINITY, f64::NEG_INFINITY), |ends, power| (ends.0.min(power), ends.1.max(power)));
        let (low, high) = if low <= high { (low, high) } else { (0.0, 1.0) };
        // A power of ten may come out of the logarithm a hair above itself.
        let first = (low + ROUNDING).floor() as i32;
        let powers = ((high - ROUNDING).ceil() as i32 - first).max(1);
        let intervals = i32::try_from(intervals.max(1)).unwrap_or(i32::MAX);
        let every = powers / intervals + i32::from(powers % intervals > 0);
        let steps = powers / every + i32::from(powers % every > 0);
        ValueAxis::Logarithmic { ends: (first, first + steps * every), every }
    }

    /// Value at the lower end.
    pub fn low(&self) -> f64 {
        match self {
            ValueAxis::Linear { ends, step } => step.times(ends.0),
            ValueAxis::Logarithmic { ends, .. } => power_of_ten(ends.0),
        }
    }

    /// Value at the upper end.
    pub fn high(&self) -> f64 {
        match self {
            ValueAxis::Linear { ends, step } => step.times(ends.1),
            ValueAxis::Logarithmic { ends, .. } => power_of_ten(ends.1),
        }
    }

    /// The place of a value, 0 at the lower end and 1 at the upper one. On a logarithmic axis, what is lower than its
    /// lower end stands there.
    pub fn place(&self, value: f64) -> f64 {
        match self {
            ValueAxis::Linear { .. } => (value - self.low()) / (self.high() - self.low()),
            ValueAxis::Logarithmic { ends, .. } => {
                let powers = libm::log10(value.max(self.low())) - f64::from(ends.0);
                powers / f64::from(ends.1 - ends.0)
            }
        }
    }

    /// Where the line that values are read from stands: at zero, or at the lower end where there is none.
    pub fn foot(&self) -> f64 {
        match self {
            ValueAxis::Linear { .. } => 0.0,
            ValueAxis::Logarithmic { .. } => self.low(),
        }
    }

    /// Values of the ticks, upwards, both ends included.
    pub fn ticks(&self) -> std::vec::IntoIter<f64> {
        let ticks: Vec<f64> = match *self {
            ValueAxis::Linear { ends, step } => (ends.0..=ends.1).map(|multiple| step.times(multiple)).collect(),
            ValueAxis::Logarithmic { ends, every } => {
                (ends.0..=ends.1).step_by(every.unsigned_abs() as usize).map(power_of_ten).collect()
            }
        };
        ticks.into_iter()
    }

    /// What a tick says.
    pub fn label(&self, tick: f64, voice: Voice) -> String {
        let exponent = match *self {
            ValueAxis::Linear { step, .. } => step.exponent,
            ValueAxis::Logarithmic { .. } => libm::log10(tick).round() as i32,
        };
        voice.fixed(tick, exponent.min(0).unsigned_abs() as usize)
    }

    /// What a tick of an axis of shares says.
    pub fn percent(&self, tick: f64, voice: Voice) -> String {
        let exponent = match *self {
            ValueAxis::Linear { step, .. } => step.exponent,
            ValueAxis::Logarithmic { .. } => libm::log10(tick).round() as i32,
        };
        voice.percent_fixed(tick, (exponent + 2).min(0).unsigned_abs() as usize)
    }
}

fn power_of_ten(exponent: i32) -> f64 {
    let power = libm::exp10(f64::from(exponent.abs())).round();
    if exponent < 0 { 1.0 / power } else { power }
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
            assert!(axis.high() > 0.0 && axis.ticks().len() <= 6, "{high}");
        }
    }

    #[test]
    fn powers_of_ten_enclose_the_values() {
        let axis = |values: &[f64], intervals| ValueAxis::logarithmic(values.iter().copied(), intervals);
        let labels =
            |axis: &ValueAxis| -> Vec<String> { axis.ticks().map(|tick| axis.label(tick, Voice::default())).collect() };
        assert_eq!(labels(&axis(&[3.0, 0.0, 412.0], 6)), ["1", "10", "100", "1,000"]);
        assert_eq!(labels(&axis(&[0.05, 1_000.0], 6)), ["0.01", "0.1", "1", "10", "100", "1,000"]);
        assert_eq!(labels(&axis(&[1.0, 1e7], 4)), ["1", "100", "10,000", "1,000,000", "100,000,000"]);
        assert_eq!(labels(&axis(&[0.0], 6)), ["1", "10"]);
        assert_eq!(labels(&axis(&[10.0], 6)), ["10", "100"]);
        let axis = axis(&[1.0, 100.0], 6);
        assert_eq!([0.0, 1.0, 10.0, 100.0].map(|value| axis.place(value)), [0.0, 0.0, 0.5, 1.0]);
    }
}
