//! How charts speak: their language, and what their time axes count.

use std::ops::Deref;

use crate::locale::Locale;
use crate::model::chart::TimeLabels;

/// How words, numbers and moments are written on a chart; numbers, dates and quotations as its [`Locale`] has them.
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

impl Deref for Voice {
    type Target = Locale;

    fn deref(&self) -> &Locale {
        &self.locale
    }
}

impl Voice {
    /// The words of the language. What is chosen from has been made in both: cheap beside the drawing, and it keeps the
    /// two languages of a sentence side by side.
    pub fn pick<T>(self, english: T, french: T) -> T {
        match self.locale {
            Locale::English => english,
            Locale::French => french,
        }
    }
}
