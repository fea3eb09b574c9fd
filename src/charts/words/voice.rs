//! How charts speak: the language of their words, and how they write numbers and moments.

use super::number;
use crate::model::chart::TimeLabels;

/// A language.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Language {
    /// English.
    #[default]
    English,
    /// French.
    French,
}

/// How words, numbers and moments are written on a chart.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Voice {
    /// The language of everything.
    pub language: Language,
    /// What time axes count.
    pub time: TimeLabels,
}

impl Default for Voice {
    fn default() -> Self {
        Voice { language: Language::English, time: TimeLabels::Dates }
    }
}

impl Voice {
    /// The words of the language.
    pub fn pick<T>(self, english: T, french: T) -> T {
        match self.language {
            Language::English => english,
            Language::French => french,
        }
    }

    /// A value with this many decimals.
    pub fn fixed(self, value: f64, decimals: usize) -> String {
        number::fixed(value, decimals, self.language)
    }

    /// A value as a sentence says it: with about three digits.
    pub fn spoken(self, value: f64) -> String {
        number::spoken(value, self.language)
    }

    /// The same with its sign, a plus too: a difference.
    pub fn signed(self, value: f64) -> String {
        let text = self.spoken(value);
        if value > 0.0 && text != "0" { format!("+{text}") } else { text }
    }

    /// A whole number.
    pub fn whole(self, value: u64) -> String {
        number::whole(value, self.language)
    }

    /// A share as a percentage, with a decimal below one percent and above 99.
    pub fn percent(self, share: f64) -> String {
        let percent = 100.0 * share;
        let is_fine = (percent > 0.0 && percent < 1.0) || (percent > 99.0 && percent < 100.0);
        self.percents(share, usize::from(is_fine))
    }

    /// A share as a percentage with so many decimals.
    pub fn percents(self, share: f64, decimals: usize) -> String {
        let number = self.fixed(100.0 * share, decimals);
        self.pick(format!("{number}%"), format!("{number}\u{a0}%"))
    }

    /// A text as a quotation.
    pub fn quoted(self, text: &str) -> String {
        self.pick(format!("“{text}”"), format!("«\u{a0}{text}\u{a0}»"))
    }

    /// The short name of a month, 1 for January.
    pub fn month(self, month: i8) -> &'static str {
        let english = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];
        let french =
            ["janv.", "févr.", "mars", "avr.", "mai", "juin", "juil.", "août", "sept.", "oct.", "nov.", "déc."];
        self.pick(english, french)[usize::from(month.unsigned_abs()).saturating_sub(1).min(11)]
    }
}
