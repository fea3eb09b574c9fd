//! Numbers as charts print them.

use crate::locale::Locale;

/// `value` with this many decimals.
pub(super) fn fixed(value: f64, decimals: usize) -> String {
    Locale::English.fixed(value, decimals)
}

/// `value` as a sentence says it.
pub(super) fn spoken(value: f64) -> String {
    Locale::English.spoken(value)
}

/// A whole number.
pub(super) fn whole(value: u64) -> String {
    Locale::English.whole(value)
}
