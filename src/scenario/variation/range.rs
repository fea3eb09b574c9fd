//! Ranges of numbers, evenly spaced on a linear or a logarithmic scale.

use super::amount::Unit;
use super::{MOST_VALUES, Value};

/// How values are spread.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Scale {
    /// By equal differences.
    Linear,
    /// By equal ratios.
    Logarithmic,
}

/// All values between two ends, both included.
#[derive(Debug, Clone, PartialEq)]
pub struct Interval {
    /// The lowest number of units.
    pub low: f64,
    /// The highest; above the lowest.
    pub high: f64,
    /// The scale on which values are spread; on a logarithmic one both ends are positive.
    pub scale: Scale,
    /// True if only whole numbers of units make sense.
    pub whole: bool,
    /// What the numbers count.
    pub unit: Unit,
}

impl Interval {
    /// The value that stands for a number: brought into the interval, and rounded where only whole numbers make sense.
    pub fn value(&self, number: f64) -> Value {
        let number = if self.whole { number.round() } else { number };
        value(number.clamp(self.low, self.high), &self.unit)
    }

    /// The value at a share of the way from the lowest to the highest, from 0 to 1.
    ///
    /// Whole numbers take equal parts of the way on a linear scale, so that a uniform share draws each alike.
    pub fn at(&self, share: f64) -> Value {
        match (self.scale, self.whole) {
            (Scale::Linear, false) => self.value(self.low + share * (self.high - self.low)),
            (Scale::Linear, true) => self.value((self.low + share * (self.high - self.low + 1.0)).floor()),
            (Scale::Logarithmic, false) => self.value(between(self.low, self.high, share)),
            (Scale::Logarithmic, true) => self.value(between(self.low - 0.5, self.high + 0.5, share)),
        }
    }

    /// Values from the lowest on, a step apart, and the highest; `None` if there are too many.
    pub(super) fn stepped(&self, step: f64) -> Option<Vec<Value>> {
        let steps = (self.high - self.low) / step;
        if steps > MOST_VALUES as f64 {
            return None;
        }
        // What the decimals of the ends and the step cannot express is rounding error.
        let digits = [self.low, self.high, step].into_iter().map(decimals).max().unwrap_or_default();
        let numbers = (0..=(steps + 1e-9) as usize).map(|index| rounded(self.low + index as f64 * step, digits));
        let mut numbers: Vec<f64> = numbers.collect();
        if steps.fract() > 1e-9 && steps.fract() < 1.0 - 1e-9 {
            numbers.push(self.high);
        }
        self.values(numbers)
    }

    /// So many values by equal ratios, with six significant digits; rounded to whole numbers each is kept once.
    pub(super) fn logarithmic(&self, count: usize) -> Option<Vec<Value>> {
        if count > MOST_VALUES {
            return None;
        }
        let number = |index: usize| match index {
            0 => self.low,
            _ if index + 1 == count => self.high,
            _ if self.whole => between(self.low, self.high, index as f64 / (count - 1) as f64).round(),
            _ => six_digits(between(self.low, self.high, index as f64 / (count - 1) as f64)),
        };
        let mut numbers: Vec<f64> = (0..count).map(number).collect();
        numbers.dedup();
        self.values(numbers)
    }

    fn values(&self, numbers: Vec<f64>) -> Option<Vec<Value>> {
        (numbers.len() <= MOST_VALUES).then(|| numbers.into_iter().map(|number| value(number, &self.unit)).collect())
    }
}

fn value(number: f64, unit: &Unit) -> Value {
    let shown = unit.write(number);
    Value { text: shown.clone(), shown, number: Some(number) }
}

/// The number at a share of the way on a logarithmic scale.
fn between(low: f64, high: f64, share: f64) -> f64 {
    low * libm::pow(high / low, share)
}

/// How many decimals a number is written with.
pub fn decimals(number: f64) -> usize {
    number.to_string().split_once('.').map_or(0, |(_, decimals)| decimals.len())
}

fn rounded(number: f64, decimals: usize) -> f64 {
    format!("{number:.decimals$}").parse().unwrap_or(number)
}

fn six_digits(number: f64) -> f64 {
    format!("{number:.5e}").parse().unwrap_or(number)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn interval(low: f64, high: f64, scale: Scale, whole: bool) -> Interval {
        Interval { low, high, scale, whole, unit: Unit::Number }
    }

    fn shown(values: Option<Vec<Value>>) -> Vec<String> {
        values.unwrap().into_iter().map(|value| value.shown).collect()
    }

    #[test]
    fn steps_include_both_ends_and_no_rounding_error() {
        let unit = interval(0.0, 0.7, Scale::Linear, false);
        assert_eq!(shown(unit.stepped(0.1)), ["0", "0.1", "0.2", "0.3", "0.4", "0.5", "0.6", "0.7"]);
        assert_eq!(shown(unit.stepped(0.3)), ["0", "0.3", "0.6", "0.7"]);
        assert_eq!(shown(unit.stepped(2.0)), ["0", "0.7"]);
        assert_eq!(unit.stepped(1e-5), None);
    }

    #[test]
    fn whole_numbers_on_a_logarithmic_scale_are_rounded_and_kept_once() {
        let few = interval(1.0, 8.0, Scale::Logarithmic, true);
        assert_eq!(shown(few.logarithmic(10)), ["1", "2", "3", "4", "5", "6", "8"]);
        let thresholds = interval(1e3, 1e5, Scale::Logarithmic, true);
        assert_eq!(shown(thresholds.logarithmic(5)), ["1000", "3162", "10000", "31623", "100000"]);
        let any = interval(1.0, 10.0, Scale::Logarithmic, false);
        assert_eq!(shown(any.logarithmic(3)), ["1", "3.16228", "10"]);
    }

    #[test]
    fn shares_of_the_way_reach_from_end_to_end() {
        for scale in [Scale::Linear, Scale::Logarithmic] {
            for whole in [false, true] {
                let interval = interval(1.0, 9.0, scale, whole);
                assert_eq!((interval.at(0.0).shown, interval.at(1.0).shown), ("1".into(), "9".into()));
            }
        }
        let dice = interval(1.0, 6.0, Scale::Linear, true);
        let mut counts = [0; 6];
        (0..600).for_each(|i| counts[dice.at((f64::from(i) + 0.5) / 600.0).number.unwrap() as usize - 1] += 1);
        assert_eq!(counts, [100; 6]);
        assert_eq!(dice.value(2.6).shown, "3");
        assert_eq!(dice.value(-7.0).shown, "1");
    }
}
