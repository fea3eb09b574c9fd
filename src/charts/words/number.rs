//! Numbers as charts print them, with a true minus sign: in English a comma between thousands and a decimal point, in
//! French a narrow space and a comma.

use super::voice::Language;
use crate::thousands::separated;

/// Numbers of this size are printed with an exponent: their digits would not fit beside an axis.
const LONG: f64 = 1e13;

/// Between thousands in French: no line breaks there.
const NARROW_SPACE: char = '\u{202f}';

/// `value` with this many decimals.
pub fn fixed(value: f64, decimals: usize, language: Language) -> String {
    if value.abs() >= LONG {
        let digits = format!("{value:.1e}").replace('-', "−");
        return if language == Language::French { digits.replace('.', ",") } else { digits };
    }
    let digits = format!("{:.decimals$}", value.abs());
    let (whole, fraction) = digits.split_at(digits.find('.').unwrap_or(digits.len()));
    let is_negative = value < 0.0 && digits.bytes().any(|digit| (b'1'..=b'9').contains(&digit));
    let sign = if is_negative { "−" } else { "" };
    match language {
        Language::English => format!("{sign}{}{fraction}", separated(whole, ',')),
        Language::French => format!("{sign}{}{}", separated(whole, NARROW_SPACE), fraction.replace('.', ",")),
    }
}

/// `value` as a sentence says it: whole from 100 on and where it is whole, else with the decimals of three digits.
pub fn spoken(value: f64, language: Language) -> String {
    let size = value.abs();
    let decimals = match size {
        _ if size >= 100.0 || value.fract() == 0.0 => 0,
        _ if size >= 10.0 => 1,
        _ if size >= 0.1 => 2,
        _ => 3,
    };
    let text = fixed(value, decimals, language);
    let has_zeros = decimals > 0 && size < LONG;
    if has_zeros { text.trim_end_matches('0').trim_end_matches(['.', ',']).to_owned() } else { text }
}

/// A whole number.
pub fn whole(value: u64, language: Language) -> String {
    let between = if language == Language::French { NARROW_SPACE } else { ',' };
    separated(&value.to_string(), between)
}

#[cfg(test)]
mod tests {
    use super::Language::{English, French};
    use super::*;

    #[test]
    fn thousands_are_separated() {
        assert_eq!(whole(5, English), "5");
        assert_eq!(whole(25_000, English), "25,000");
        assert_eq!(whole(u64::MAX, English), "18,446,744,073,709,551,615");
        assert_eq!(fixed(1_234_567.5, 1, English), "1,234,567.5");
        assert_eq!(fixed(-1_000.0, 0, English), "−1,000");
        assert_eq!(fixed(-0.001, 1, English), "0.0");
    }

    #[test]
    fn french_has_spaces_and_commas() {
        assert_eq!(whole(25_000, French), "25\u{202f}000");
        assert_eq!(fixed(-1_234_567.5, 1, French), "−1\u{202f}234\u{202f}567,5");
        assert_eq!(spoken(12.5, French), "12,5");
        assert_eq!(spoken(1e15, French), "1,0e15");
    }

    #[test]
    fn sentences_get_three_digits() {
        for (value, text) in
            [(412.5, "412"), (12.5, "12.5"), (12.0, "12"), (0.5, "0.5"), (0.0123, "0.012"), (1e15, "1.0e15")]
        {
            assert_eq!(spoken(value, English), text, "{value}");
        }
    }
}
