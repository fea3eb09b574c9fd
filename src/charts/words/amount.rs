//! Values of a metric in sentences: plain numbers, or shares as percentages.

use super::Voice;

/// How the values of a metric are said.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Amount {
    /// True for shares, from 0 to 1.
    pub is_share: bool,
    /// How it speaks.
    pub voice: Voice,
}

impl Amount {
    /// A value.
    pub fn say(self, value: f64) -> String {
        if self.is_share { self.voice.percent(value) } else { self.voice.spoken(value) }
    }

    /// A difference, without its sign.
    pub fn distance(self, difference: f64) -> String {
        let size = difference.abs();
        if self.is_share {
            format!("{} {}", self.points(size), self.voice.choose("percentage points", "points de pourcentage"))
        } else {
            self.voice.spoken(size)
        }
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
        let amount = |is_share| Amount { is_share, voice: Voice::default() };
        assert_eq!(amount(false).say(412.4), "412");
        assert_eq!(amount(false).signed(-3.25), "−3.25");
        assert_eq!(amount(false).distance(-3.25), "3.25");
        assert_eq!(amount(true).say(0.42), "42%");
        assert_eq!(amount(true).signed(0.051), "+5.1 points");
        assert_eq!(amount(true).signed(-0.2), "−20 points");
        assert_eq!(amount(true).distance(-0.2), "20 percentage points");
        assert_eq!(amount(true).distance(0.025), "2.5 percentage points");
        assert_eq!(amount(true).distance(0.002), "0.2 percentage points");
    }
}
