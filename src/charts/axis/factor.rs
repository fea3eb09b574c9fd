//! The axis of a varied key: ticks at its values, or at round numbers where these are many.

use super::{TimeTick, ValueAxis};
use crate::charts::words::Voice;
use crate::results::sweep::{Factor, FactorKind, Setting};

/// Up to so many values each has a tick of its own.
const FEW: usize = 9;

/// Places of values on an axis from 0 to 1.
#[derive(Debug, Clone, PartialEq)]
pub struct FactorAxis {
    /// What is varied, with its unit.
    title: String,
    unit: Option<String>,
    kind: FactorKind,
    /// The values, in order and each once.
    values: Vec<Setting>,
    low: f64,
    high: f64,
    voice: Voice,
}

impl FactorAxis {
    /// The axis of a factor whose points have these values.
    pub fn new<'s>(factor: &Factor, values: impl IntoIterator<Item = &'s Setting>, voice: Voice) -> FactorAxis {
        let mut distinct: Vec<Setting> = Vec::new();
        for value in values {
            if !distinct.contains(value) {
                distinct.push(value.clone());
            }
        }
        if factor.kind != FactorKind::Words {
            distinct.sort_by(|a, b| a.number.unwrap_or_default().total_cmp(&b.number.unwrap_or_default()));
        }
        let numbers = || distinct.iter().filter_map(|value| value.number);
        let (low, high) = (numbers().fold(f64::INFINITY, f64::min), numbers().fold(f64::NEG_INFINITY, f64::max));
        let unit = factor.unit.as_ref().map(|unit| format!(", {unit}")).unwrap_or_default();
        let scale = if factor.kind == FactorKind::Logarithmic {
            voice.pick(" (logarithmic scale)", " (échelle logarithmique)")
        } else {
            ""
        };
        let title = format!("{}{unit}{scale}", factor.path);
        FactorAxis { title, unit: factor.unit.clone(), kind: factor.kind, values: distinct, low, high, voice }
    }

    /// What is varied, with its unit.
    pub fn title(&self) -> &str {
        &self.title
    }

    /// The lowest and the highest number; 0 and 1 where values are words.
    pub fn ends(&self) -> [f64; 2] {
        if self.kind == FactorKind::Words || self.low > self.high { [0.0, 1.0] } else { [self.low, self.high] }
    }

    /// The values in the order of the axis, each once.
    pub fn values(&self) -> &[Setting] {
        &self.values
    }

    /// The place of a value, from 0 to 1.
    pub fn place(&self, value: &Setting) -> f64 {
        match (self.kind, value.number) {
            (FactorKind::Words, _) | (_, None) => {
                let index = self.values.iter().position(|known| known == value).unwrap_or_default();
                index as f64 / self.values.len().saturating_sub(1).max(1) as f64
            }
            (_, Some(number)) => self.place_of(number),
        }
    }

    fn place_of(&self, number: f64) -> f64 {
        let share = match self.kind {
            FactorKind::Logarithmic => libm::log(number / self.low) / libm::log(self.high / self.low),
            _ => (number - self.low) / (self.high - self.low),
        };
        if share.is_finite() { share.clamp(0.0, 1.0) } else { 0.0 }
    }

    /// The ticks of the first choice that `fits`: values, round numbers, fewer and fewer of the values.
    pub fn ticks(&self, fits: impl Fn(&[TimeTick]) -> bool) -> Vec<TimeTick> {
        let all = self.thinned(1);
        if self.values.len() <= FEW && self.kind != FactorKind::Logarithmic && fits(&all) {
            return all;
        }
        let round = self.round_numbers();
        let thinned = (1..=self.values.len()).map(|step| self.thinned(step));
        round.into_iter().chain(thinned).find(|ticks| fits(ticks)).unwrap_or_default()
    }

    /// Every so-many-th value.
    fn thinned(&self, step: usize) -> Vec<TimeTick> {
        self.values.iter().step_by(step).map(|value| tick(self.place(value), self.label(value))).collect()
    }

    /// What the tick at a value says: its unit stands in the title.
    pub fn label(&self, value: &Setting) -> String {
        match (self.kind, value.number) {
            (FactorKind::Linear | FactorKind::Logarithmic, Some(number)) => self.written(number),
            _ => value.shown.clone(),
        }
    }

    /// A value with its unit.
    pub fn say(&self, value: &Setting) -> String {
        match &self.unit {
            Some(unit) if unit.starts_with('%') => self.label(value) + unit,
            Some(unit) => format!("{} {unit}", self.label(value)),
            None => self.label(value),
        }
    }

    /// A number of the axis, without rounding error.
    fn written(&self, number: f64) -> String {
        let short: f64 = format!("{number:.9e}").parse().unwrap_or(number);
        let decimals = short.to_string().split_once('.').map_or(0, |(_, decimals)| decimals.len());
        self.voice.fixed(short, decimals.min(6))
    }

    /// Round numbers within the axis, ever fewer; none for words and moments.
    fn round_numbers(&self) -> Vec<Vec<TimeTick>> {
        let at = |numbers: Vec<f64>| -> Vec<TimeTick> {
            let within = numbers.into_iter().filter(|number| (self.low..=self.high).contains(number));
            within.map(|number| tick(self.place_of(number), self.written(number))).collect()
        };
        let enough = |ticks: &Vec<TimeTick>| ticks.len() >= 3;
        let multiples = || {
            (2..=FEW).rev().map(|most| {
                let step = ValueAxis::covering(0.0, self.high - self.low, false, most);
                let step = step.ticks().nth(1).unwrap_or(1.0);
                let first = (self.low / step).ceil() as i64;
                at((first..first + 2 * FEW as i64).map(|multiple| multiple as f64 * step).collect())
            })
        };
        match self.kind {
            FactorKind::Logarithmic => {
                let decades = libm::log10(self.low).floor() as i32..=libm::log10(self.high).ceil() as i32;
                let of = |factors: &[f64]| {
                    let numbers = decades.clone().flat_map(|decade| factors.iter().map(move |f| f * power(decade)));
                    at(numbers.collect())
                };
                let by_ratios = [&[1.0, 2.0, 5.0][..], &[1.0, 3.0], &[1.0]].map(of);
                // Within a decade few of these lie.
                by_ratios.into_iter().chain(multiples()).filter(enough).collect()
            }
            FactorKind::Linear => multiples().filter(enough).collect(),
            FactorKind::Moments | FactorKind::Words => Vec::new(),
        }
    }
}

fn tick(place: f64, label: String) -> TimeTick {
    TimeTick { time_days: place, label, context: None }
}

fn power(exponent: i32) -> f64 {
    let power = libm::exp10(f64::from(exponent.abs())).round();
    if exponent < 0 { 1.0 / power } else { power }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn axis(kind: FactorKind, numbers: &[f64]) -> FactorAxis {
        let factor = Factor { path: "a.b".into(), unit: Some("days".into()), kind };
        let setting = |number: &f64| Setting { shown: format!("{number} days"), number: Some(*number) };
        FactorAxis::new(&factor, &numbers.iter().map(setting).collect::<Vec<_>>(), Voice::default())
    }

    fn labels(axis: &FactorAxis, most: usize) -> Vec<String> {
        axis.ticks(|ticks| ticks.len() <= most).into_iter().map(|tick| tick.label).collect()
    }

    #[test]
    fn few_values_have_a_tick_each() {
        assert_eq!(labels(&axis(FactorKind::Linear, &[4.0, 2.0, 8.5]), 9), ["2", "4", "8.5"]);
    }

    #[test]
    fn many_values_have_round_ticks() {
        let many: Vec<f64> = (0..50).map(|n| 0.3 + 0.1 * f64::from(n)).collect();
        assert_eq!(labels(&axis(FactorKind::Linear, &many), 9), ["1", "2", "3", "4", "5"]);
        let ratios = axis(FactorKind::Logarithmic, &[1_000.0, 3_162.0, 100_000.0]);
        assert_eq!(labels(&ratios, 9), ["1,000", "2,000", "5,000", "10,000", "20,000", "50,000", "100,000"]);
        assert_eq!(labels(&ratios, 3), ["1,000", "10,000", "100,000"]);
        assert!((ratios.place_of(10_000.0) - 0.5).abs() < 1e-12);
        let within_a_decade: Vec<f64> = (5..=20).map(|step| 500.0 * f64::from(step)).collect();
        let ratios = axis(FactorKind::Logarithmic, &within_a_decade);
        assert_eq!(labels(&ratios, 5), ["2,000", "4,000", "6,000", "8,000", "10,000"][1..]);
    }

    #[test]
    fn words_stand_at_equal_distances() {
        let factor = Factor { path: "a.b".into(), unit: None, kind: FactorKind::Words };
        let words = ["fifo", "random", "lifo"].map(|word| Setting { shown: word.into(), number: None });
        let axis = FactorAxis::new(&factor, &words, Voice::default());
        assert_eq!(words.each_ref().map(|word| axis.place(word)), [0.0, 0.5, 1.0]);
        assert_eq!(labels(&axis, 3), ["fifo", "random", "lifo"]);
    }
}
