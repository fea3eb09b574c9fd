//! How charts speak: the language of their words and numbers, and what their time axes count.

use crate::{locale::Locale, model::chart::TimeLabels};

/// How words, numbers and moments are written on a chart.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Voice {
    /// The language of everything.
    pub locale: Locale,
    /// What time axes count.
    pub time: TimeLabels,
}

impl Default for Voice {
    fn default() -> Self {
        Voice { locale: Locale::English, time: TimeLabels::Dates }
    }
}

impl Voice {
    /// The words of the language.
    pub fn pick<T>(self, english: T, french: T) -> T {
        match self.locale {
            Locale::English => english,
            Locale::French => french,
        }
    }

    /// A value with this many decimals.
    pub fn fixed(self, value: f64, decimals: usize) -> String {
        self.locale.fixed(value, decimals)
    }

    /// A value as a sentence says it: with about three digits.
    pub fn spoken(self, value: f64) -> String {
        self.locale.spoken(value)
    }

    /// The same with its sign, a plus too: a difference.
    pub fn signed(self, value: f64) -> String {
        self.locale.signed(value)
    }

    /// A whole number.
    pub fn whole(self, value: u64) -> String {
        self.locale.whole(value)
    }

    /// A share as a percentage, with a decimal below one percent and above 99.
    pub fn percent(self, share: f64) -> String {
        self.locale.percent(share)
    }

    /// A text as a quotation.
    pub fn quoted(self, text: &str) -> String {
        self.locale.quoted(text)
    }
}
