//! Numbers as charts print them: a comma between thousands, a true minus sign.

use crate::thousands::separated;

/// Numbers of this size are printed with an exponent: their digits would not fit beside an axis.
const LONG: f64 = 1e13;

/// `value` with this many decimals.
pub(super) fn fixed(value: f64, decimals: usize) -> String {
    if value.abs() >= LONG {
        return format!("{value:.1e}").replace('-', "−");
    }
    let digits = format!("{:.decimals$}", value.abs());
    let (whole, fraction) = digits.split_at(digits.find('.').unwrap_or(digits.len()));
    let is_negative = value < 0.0 && digits.bytes().any(|digit| (b'1'..=b'9').contains(&digit));
    let sign = if is_negative { "−" } else { "" };
    format!("{sign}{}{fraction}", separated(whole, ','))
}

/// `value` as a sentence says it: whole from 100 on and where it is whole, else with the decimals of three digits.
pub(super) fn spoken(value: f64) -> String {
    let size = value.abs();
    let decimals = match size {
        _ if size >= 100.0 || value.fract() == 0.0 => 0,
        _ if size >= 10.0 => 1,
        _ if size >= 0.1 => 2,
        _ => 3,
    };
    let text = fixed(value, decimals);
    if text.contains('.') { text.trim_end_matches('0').trim_end_matches('.').to_owned() } else { text }
}

/// A whole number.
pub(super) fn whole(value: u64) -> String {
    separated(&value.to_string(), ',')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn thousands_are_separated() {
        assert_eq!(whole(5), "5");
        assert_eq!(whole(25_000), "25,000");
        assert_eq!(whole(u64::MAX), "18,446,744,073,709,551,615");
        assert_eq!(fixed(1_234_567.5, 1), "1,234,567.5");
        assert_eq!(fixed(-1_000.0, 0), "−1,000");
        assert_eq!(fixed(-0.001, 1), "0.0");
    }

    #[test]
    fn sentences_get_three_digits() {
        for (value, text) in
            [(412.5, "412"), (12.5, "12.5"), (12.0, "12"), (0.5, "0.5"), (0.0123, "0.012"), (1e15, "1.0e15")]
        {
            assert_eq!(spoken(value), text, "{value}");
        }
    }
}
