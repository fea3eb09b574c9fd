//! Values of a metric in sentences: plain numbers, or shares as percentages.

use super::Voice;
use crate::model::metric::Metric;

/// How the values of a metric are said.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Amount {
    /// True for shares, from 0 to 1.
    pub is_share: bool,
    /// What follows a value where a sentence would else not say what is counted.
    unit: &'static str,
    /// How it speaks.
    pub voice: Voice,
}

impl Amount {
    /// Those of a metric; of a name that is no metric's, plain numbers.
    pub fn of(metric: &str, voice: Voice) -> Amount {
        let metric = Metric::named(metric);
        let unit = metric.map_or("", |metric| voice.unit(metric));
        Amount { is_share: metric.is_some_and(Metric::is_share), unit, voice }
    }

    /// Shares.
    pub fn share(voice: Voice) -> Amount {
        Amount { is_share: true, unit: "", voice }
    }

    /// A value.
    pub fn say(self, value: f64) -> String {
        if self.is_share { self.voice.percent(value) } else { self.voice.spoken(value) }
    }

    /// A value with its unit.
    pub fn told(self, value: f64) -> String {
        self.with_unit(self.say(value))
    }

    /// A difference, without its sign and with its unit.
    pub fn distance(self, difference: f64) -> String {
        let size = self.size(difference);
        match self.is_share {
            true => format!("{size} {}", self.voice.choose("percentage points", "points de pourcentage")),
            false => self.with_unit(size),
        }
    }

    /// The same without its unit.
    pub fn size(self, difference: f64) -> String {
        let size = difference.abs();
        if self.is_share { self.points(size) } else { self.voice.spoken(size) }
    }

    /// A difference with its sign, a plus too.
    pub fn signed(self, difference: f64) -> String {
        if !self.is_share {
            return self.voice.signed(difference);
        }
        let sign = match difference {
            _ if difference > 0.0 => "+",
            _ if difference < 0.0 => "−",
            _ => "",
        };
        format!("{sign}{} points", self.points(difference.abs()))
    }

    fn with_unit(self, number: String) -> String {
        match (self.unit, number.as_str()) {
            ("", _) => number,
            (unit, "1") => format!("1 {}", unit.trim_end_matches('s')),
            (unit, _) => format!("{number} {unit}"),
        }
    }

    /// A difference between shares in hundredths, with a decimal where there are less than ten.
    fn points(self, size: f64) -> String {
        if size >= 0.1 {
            return self.voice.fixed(100.0 * size, 0);
        }
        let text = self.voice.fixed(100.0 * size, 1);
        text.trim_end_matches('0').trim_end_matches(['.', ',']).to_owned()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shares_are_percentages_and_differ_by_points() {
        let number = Amount::of("backlog", Voice::default());
        assert_eq!(number.say(412.4), "412");
        assert_eq!(number.told(412.4), "412");
        assert_eq!(number.signed(-3.25), "−3.25");
        assert_eq!(number.distance(-3.25), "3.25");
        let share = Amount::of("utilisation", Voice::default());
        assert_eq!(share, Amount::share(Voice::default()));
        assert_eq!(share.told(0.42), "42%");
        assert_eq!(share.signed(0.051), "+5.1 points");
        assert_eq!(share.signed(-0.2), "−20 points");
        assert_eq!(share.distance(-0.2), "20 percentage points");
        assert_eq!(share.distance(0.025), "2.5 percentage points");
        assert_eq!(share.distance(0.002), "0.2 percentage points");
    }

    #[test]
    fn units_stand_where_they_are_needed() {
        let of = |metric| Amount::of(metric, Voice::default());
        assert_eq!(of("threshold").told(4_000.0), "4,000 signatures");
        assert_eq!(of("threshold").told(1.0), "1 signature");
        assert_eq!(of("oldest_wait_days").distance(-2.5), "2.5 days");
        assert_eq!(of("no metric").told(2.0), "2");
    }
}
