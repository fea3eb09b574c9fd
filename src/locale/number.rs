//! Numbers: separators of thousands and decimals, a true minus sign, as many digits as are meant.

use super::{Locale, NARROW_SPACE, NO_BREAK_SPACE};

/// Numbers of this size are printed with an exponent: nobody counts so many digits.
const LONG: f64 = 1e13;

/// Most digits after the point that are ever shown.
const MOST_DECIMALS: f64 = 6.0;

/// The digits of a whole number with a separator between thousands.
pub fn separated(digits: &str, separator: char) -> String {
    let mut text = String::with_capacity(digits.len() * 4 / 3);
    for (index, digit) in digits.chars().enumerate() {
        if index > 0 && (digits.len() - index).is_multiple_of(3) {
            text.push(separator);
        }
        text.push(digit);
    }
    text
}

/// Digits after the point that an interval of this half-width, greater than 0, supports: its first two.
pub fn decimals_of_interval(half_width: f64) -> usize {
    (1.0 - libm::log10(half_width).floor()).clamp(0.0, MOST_DECIMALS) as usize
}

impl Locale {
    /// `value` with this many decimals.
    pub fn fixed(self, value: f64, decimals: usize) -> String {
        if value.abs() >= LONG {
            return self.pointed(&format!("{value:.1e}").replace('-', "−"));
        }
        let digits = format!("{:.decimals$}", value.abs());
        let (whole, fraction) = digits.split_at(digits.find('.').unwrap_or(digits.len()));
        let is_negative = value < 0.0 && digits.bytes().any(|digit| (b'1'..=b'9').contains(&digit));
        let sign = if is_negative { "−" } else { "" };
        format!("{sign}{}{}", separated(whole, self.choose(',', NARROW_SPACE)), self.pointed(fraction))
    }

    /// A whole number.
    pub fn whole(self, value: u64) -> String {
        separated(&value.to_string(), self.choose(',', NARROW_SPACE))
    }

    /// `value` as a sentence says it: whole from 100 on and where it is whole, else with the decimals of three digits.
    pub fn spoken(self, value: f64) -> String {
        let size = value.abs();
        let decimals = match size {
            _ if size >= 100.0 || value.fract() == 0.0 => 0,
            _ if size >= 10.0 => 1,
            _ if size >= 0.1 => 2,
            _ => 3,
        };
        let text = self.fixed(value, decimals);
        match text.contains(self.choose('.', ',')) && decimals > 0 {
            true => text.trim_end_matches('0').trim_end_matches(['.', ',']).to_owned(),
            false => text,
        }
    }

    /// The same with its sign, a plus too.
    pub fn signed(self, value: f64) -> String {
        self.with_plus(value, self.spoken(value))
    }

    /// `value` with this many decimals and its sign, a plus too.
    pub fn signed_fixed(self, value: f64, decimals: usize) -> String {
        self.with_plus(value, self.fixed(value, decimals))
    }

    /// A share in percent: whole, with a decimal below one percent and above 99.
    pub fn percent(self, share: f64) -> String {
        let tenths = (1_000.0 * share).round();
        let is_fine = (tenths > 0.0 && tenths < 10.0) || (tenths > 990.0 && tenths < 1_000.0);
        self.percent_fixed(share, usize::from(is_fine))
    }

    /// A share in percent with this many decimals.
    pub fn percent_fixed(self, share: f64, decimals: usize) -> String {
        self.fixed(100.0 * share, decimals) + self.choose("%", "\u{202f}%")
    }

    /// A length of time in the unit that suits it, from seconds to days.
    pub fn duration(self, days: f64) -> String {
        let (value, english, french) = match days.abs() {
            size if size < 1.0 / 960.0 => (86_400.0 * days, ["second", "seconds"], ["seconde", "secondes"]),
            size if size < 1.0 / 24.0 => (1_440.0 * days, ["minute", "minutes"], ["minute", "minutes"]),
            size if size < 2.0 => (24.0 * days, ["hour", "hours"], ["heure", "heures"]),
            _ => (days, ["day", "days"], ["jour", "jours"]),
        };
        let number = self.spoken(value);
        // In French what is below two is singular.
        let is_one = self.choose(number == "1", value.abs() < 2.0);
        format!("{number}{NO_BREAK_SPACE}{}", self.choose(english, french)[usize::from(!is_one)])
    }

    /// An estimate and the half-width of its interval, to as many digits as the interval supports; whole without one.
    pub fn plus_minus(self, value: f64, half_width: Option<f64>) -> String {
        match half_width.filter(|half_width| *half_width > 0.0) {
            Some(half_width) => {
                let decimals = decimals_of_interval(half_width);
                format!("{} ± {}", self.fixed(value, decimals), self.fixed(half_width, decimals))
            }
            None => self.fixed(value, 0),
        }
    }

    /// An estimate and the ends of its interval, to as many digits as the interval supports: "58 (41 to 78)".
    pub fn with_interval(self, value: f64, interval: Option<(f64, f64)>) -> String {
        let Some((low, high)) = interval else {
            return format!("{} ({})", self.spoken(value), self.choose("no interval", "sans intervalle"));
        };
        let to = self.choose("to", "à");
        // Quantiles of counts are counts.
        let is_whole = [value, low, high].iter().all(|number| number.fract() == 0.0);
        let say = |number: f64| match (high - low) / 2.0 {
            _ if is_whole => self.fixed(number, 0),
            half_width if half_width > 0.0 => self.fixed(number, decimals_of_interval(half_width)),
            _ => self.spoken(number),
        };
        format!("{} ({} {to} {})", say(value), say(low), say(high))
    }

    /// A difference and the half-width of its interval, with its sign, a plus too.
    pub fn signed_plus_minus(self, value: f64, half_width: Option<f64>) -> String {
        self.with_plus(value, self.plus_minus(value, half_width))
    }

    fn with_plus(self, value: f64, text: String) -> String {
        let is_zero = !text.bytes().any(|digit| (b'1'..=b'9').contains(&digit));
        if value > 0.0 && !is_zero { format!("+{text}") } else { text }
    }

    /// Digits with the mark between whole and fraction that is used here.
    fn pointed(self, digits: &str) -> String {
        match self {
            Self::English => digits.to_owned(),
            Self::French => digits.replace('.', ","),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn thousands_are_separated() {
        let english = Locale::English;
        assert_eq!(english.whole(5), "5");
        assert_eq!(english.whole(25_000), "25,000");
        assert_eq!(english.whole(u64::MAX), "18,446,744,073,709,551,615");
        assert_eq!(english.fixed(1_234_567.5, 1), "1,234,567.5");
        assert_eq!(english.fixed(-1_000.0, 0), "−1,000");
        assert_eq!(english.fixed(-0.001, 1), "0.0");
        assert_eq!(separated("1234567", '_'), "1_234_567");
    }

    #[test]
    fn french_has_a_comma_and_narrow_spaces() {
        let french = Locale::French;
        assert_eq!(french.whole(1_234_567), "1\u{202f}234\u{202f}567");
        assert_eq!(french.fixed(-1_234.56, 2), "−1\u{202f}234,56");
        assert_eq!(french.spoken(0.5), "0,5");
        assert_eq!(french.spoken(1e15), "1,0e15");
        assert_eq!(french.percent(0.005), "0,5\u{202f}%");
    }

    #[test]
    fn sentences_get_three_digits() {
        for (value, text) in [
            (412.5, "412"),
            (1_000.0, "1,000"),
            (12.5, "12.5"),
            (12.0, "12"),
            (0.5, "0.5"),
            (0.0123, "0.012"),
            (1e15, "1.0e15"),
        ] {
            assert_eq!(Locale::English.spoken(value), text, "{value}");
        }
        assert_eq!(Locale::French.spoken(1_000_000.0), "1\u{202f}000\u{202f}000");
    }

    #[test]
    fn durations_have_a_fitting_unit() {
        let say = |days| Locale::English.duration(days).replace(NO_BREAK_SPACE, " ");
        assert_eq!(
            [0.0, 0.002, 0.5, 2.5, 365.0].map(say),
            ["0 seconds", "2.88 minutes", "12 hours", "2.5 days", "365 days"]
        );
        assert_eq!(say(1.0 / 24.0), "1 hour");
        assert_eq!(Locale::French.duration(1.5 / 24.0), "1,5\u{a0}heure");
        assert_eq!(Locale::French.duration(98.0), "98\u{a0}jours");
    }

    #[test]
    fn signs_are_said_where_asked_for() {
        assert_eq!([3.0, -3.0, 0.0, 1e-9].map(|value| Locale::English.signed(value)), ["+3", "−3", "0", "0"]);
        assert_eq!(Locale::French.signed_fixed(1_000.26, 1), "+1\u{202f}000,3");
    }

    #[test]
    fn percentages_are_fine_near_their_ends() {
        let say = |share| Locale::English.percent(share);
        assert_eq!([0.0, 0.004, 0.25, 0.995, 1.0].map(say), ["0%", "0.4%", "25%", "99.5%", "100%"]);
        assert_eq!([0.0004, 0.9996].map(say), ["0%", "100%"]);
    }

    #[test]
    fn digits_follow_the_interval() {
        let say = |value, half_width| Locale::English.plus_minus(value, half_width);
        assert_eq!(say(1234.5678, Some(0.0324)), "1,234.568 ± 0.032");
        assert_eq!(say(1_234_567.8, Some(120.0)), "1,234,568 ± 120");
        assert_eq!(say(-7.0, Some(0.0)), "−7");
        assert_eq!(say(-7.4, None), "−7");
    }
}
