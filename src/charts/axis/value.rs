//! The value axis: ticks at steps of 1, 2 or 5 times a power of ten, or at powers of ten where ratios are shown.

use crate::charts::words::Voice;

/// An axis that starts and ends at a tick.
#[derive(Debug, Clone, PartialEq)]
pub enum ValueAxis {
    /// Equal differences are equally far apart.
    Linear {
        /// Multiples of the step at the lower and the upper end.
        ends: (i64, i64),
        /// From tick to tick.
        step: Step,
    },
    /// Equal ratios are equally far apart.
    Log {
        /// Values of the ticks, upwards, greater than 0; the first and the last are the ends.
        ticks: Vec<f64>,
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

/// A value that lies less than this share of a step beyond a tick lies on it: rounding asks for no further step.
const ROUNDING: f64 = 1e-9;

/// Larger values are drawn as this one, so that the end of an axis is a number.
const LARGEST: f64 = 1e300;

impl ValueAxis {
    /// The axis with the smallest step that covers 0, `low` and `high` (finite) in at most `intervals` steps, and in
    /// whole steps if `whole`.
    pub fn covering(low: f64, high: f64, whole: bool, intervals: usize) -> ValueAxis {
        let (low, high) = (low.clamp(-LARGEST, 0.0), high.clamp(0.0, LARGEST));
        let mut step = Step { factor: 1, exponent: if whole { 0 } else { FINEST } };
        let ends = |step: Step| ((low / step.times(1) + ROUNDING).floor(), (high / step.times(1) - ROUNDING).ceil());
        while (ends(step).1 - ends(step).0) > intervals.max(1) as f64 {
            step = step.next();
        }
        match ends(step) {
            (0.0, 0.0) => ValueAxis::Linear { ends: (0, 1), step: Step { factor: 1, exponent: 0 } },
            (first, last) => ValueAxis::Linear { ends: (first as i64, last as i64), step },
        }
    }

    /// The axis of ratios with the most ticks that covers `low` and `high` (finite, greater than 0) in at most
    /// `intervals` steps, at 1, 2 and 5 times powers of ten, at 1 and 3 times these, or at every so-many-th power.
    pub fn logarithmic(low: f64, high: f64, intervals: usize) -> ValueAxis {
        let (low, high) = (low.clamp(1.0 / LARGEST, LARGEST), high.clamp(1.0 / LARGEST, LARGEST));
        let exponents = (libm::floor(libm::log10(low)) as i32 - 1, libm::ceil(libm::log10(high)) as i32 + 1);
        let ticks = |factors: &[i64], every: i32| -> Vec<f64> {
            let first = exponents.0.div_euclid(every) * every;
            let powers =
                (0..).map(|power| first + power * every).take_while(|&exponent| exponent <= exponents.1 + every);
            let all: Vec<f64> = powers
                .flat_map(|exponent| factors.iter().map(move |&factor| Step { factor, exponent }.times(1)))
                .collect();
            let start = all.iter().rposition(|&tick| tick <= low).unwrap_or(0);
            let end = all.iter().position(|&tick| tick >= high && tick > all[start]).unwrap_or(all.len() - 1);
            all[start..=end].to_vec()
        };
        let fine = [ticks(&[1, 2, 5], 1), ticks(&[1, 3], 1)];
        let coarse = (1..).map(|every| ticks(&[1], every));
        let ticks = fine.into_iter().chain(coarse).find(|ticks| ticks.len() <= intervals.max(1) + 1);
        ValueAxis::Log { ticks: ticks.unwrap_or_default() }
    }

    /// The place of a value between the ends, from 0 to 1.
    pub fn share(&self, value: f64) -> f64 {
        let (low, high) = (self.low(), self.high());
        match self {
            ValueAxis::Linear { .. } => (value - low) / (high - low),
            ValueAxis::Log { .. } => libm::log(value.max(low) / low) / libm::log(high / low),
        }
    }

    /// The value of the baseline: 0, or the lower end where there is no 0.
    pub fn base(&self) -> f64 {
        match self {
            ValueAxis::Linear { .. } => 0.0,
            ValueAxis::Log { .. } => self.low(),
        }
    }

    /// True if equal ratios are equally far apart.
    pub fn is_log(&self) -> bool {
        matches!(self, ValueAxis::Log { .. })
    }

    /// Value at the lower end.
    pub fn low(&self) -> f64 {
        match self {
            ValueAxis::Linear { ends, step } => step.times(ends.0),
            ValueAxis::Log { ticks } => ticks.first().copied().unwrap_or(1.0),
        }
    }

    /// Value at the upper end.
    pub fn high(&self) -> f64 {
        match self {
            ValueAxis::Linear { ends, step } => step.times(ends.1),
            ValueAxis::Log { ticks } => ticks.last().copied().unwrap_or(10.0),
        }
    }

    /// Values of the ticks, upwards, both ends included.
    pub fn ticks(&self) -> impl Iterator<Item = f64> {
        let ticks: Vec<f64> = match self {
            ValueAxis::Linear { ends, step } => (ends.0..=ends.1).map(|multiple| step.times(multiple)).collect(),
            ValueAxis::Log { ticks } => ticks.clone(),
        };
        ticks.into_iter()
    }

    /// What a tick says.
    pub fn label(&self, tick: f64, voice: Voice) -> String {
        let exponent = match self {
            ValueAxis::Linear { step, .. } => step.exponent,
            ValueAxis::Log { .. } => libm::floor(libm::log10(tick) + 1e-9) as i32,
        };
        voice.fixed(tick, exponent.min(0).unsigned_abs() as usize)
    }

    /// What a tick of an axis of shares says.
    pub fn percent(&self, tick: f64, voice: Voice) -> String {
        let exponent = match self {
            ValueAxis::Linear { step, .. } => step.exponent,
            ValueAxis::Log { .. } => libm::floor(libm::log10(tick) + 1e-9) as i32,
        };
        voice.percent_fixed(tick, (exponent + 2).min(0).unsigned_abs() as usize)
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
        assert_eq!(labels(0.0, 1.0 + 4e-15, false), labels(0.0, 1.0, false));
    }

    #[test]
    fn counts_have_no_fractions_and_zero_has_an_axis() {
        assert_eq!(labels(0.0, 1.0, true), ["0", "1"]);
        assert_eq!(labels(0.0, 0.2, true), ["0", "1"]);
        assert_eq!(labels(0.0, 0.0, true), ["0", "1"]);
        assert_eq!(labels(0.0, 0.0, false), ["0", "1"]);
    }

    #[test]
    fn ratios_have_round_ticks() {
        let labels = |low, high| -> Vec<String> {
            let axis = ValueAxis::logarithmic(low, high, 6);
            axis.ticks().map(|tick| axis.label(tick, Voice::default())).collect()
        };
        assert_eq!(labels(8.0, 412.0), ["5", "10", "20", "50", "100", "200", "500"]);
        assert_eq!(labels(0.02, 3.0), ["0.01", "0.03", "0.1", "0.3", "1", "3"]);
        assert_eq!(labels(1.0, 1e7), ["1", "100", "10,000", "1,000,000", "100,000,000"]);
        assert_eq!(labels(5.0, 5.0), ["5", "10"]);
        let axis = ValueAxis::logarithmic(1.0, 100.0, 6);
        assert_eq!([0.0, 1.0, 10.0, 100.0].map(|value| axis.share(value)), [0.0, 0.0, 0.5, 1.0]);
    }

    #[test]
    fn extreme_values_end_in_an_axis_too() {
        for high in [f64::MAX, 1e18, 1e-300] {
            let axis = ValueAxis::covering(0.0, high, false, 5);
            assert!(axis.high() > 0.0 && axis.ticks().take(10).count() <= 6, "{high}");
        }
    }
}
