//! Numbers, dates and lists as people read them, in their language.
//!
//! | file | what is written there |
//! |---|---|
//! | `number` | numbers, percentages, an estimate with its interval |
//! | `date` | dates, months, hours |
//! | `metric`, `statistic` | what metrics and their statistics are called |
//! | here | lists, quotation marks, the space before a colon |
//!
//! Files that programs read (CSV, JSON, TOML) have nothing from here.

mod date;
mod metric;
mod number;
mod statistic;

pub use date::moment;
pub use number::{decimals_of_interval, separated};

/// A space that keeps a number and what belongs to it on one line.
pub const NO_BREAK_SPACE: char = '\u{a0}';

/// The same, narrower: between thousands and before a percent sign in French.
pub const NARROW_SPACE: char = '\u{202f}';

/// The language of what is read, with its way to write numbers and dates.
///
/// ```
/// use saule::locale::Locale;
///
/// assert_eq!(Locale::English.fixed(-25_000.5, 1), "−25,000.5");
/// assert_eq!(Locale::French.fixed(-25_000.5, 1), "−25\u{202f}000,5");
/// assert_eq!(Locale::French.percent(0.131), "13\u{202f}%");
/// assert_eq!(Locale::English.list(&["one", "two", "three"]), "one, two and three");
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Locale {
    /// English, with dates as in “3 October 2011”.
    #[default]
    English,
    /// French.
    French,
}

impl Locale {
    /// All of them.
    pub const ALL: [Self; 2] = [Self::English, Self::French];

    /// Its code in ISO 639: `en`, `fr`.
    pub const fn code(self) -> &'static str {
        match self {
            Self::English => "en",
            Self::French => "fr",
        }
    }

    /// The one of two texts that is in this language.
    pub const fn choose<T: Copy>(self, english: T, french: T) -> T {
        match self {
            Self::English => english,
            Self::French => french,
        }
    }

    /// "a, b and c".
    pub fn list<S: AsRef<str>>(self, items: &[S]) -> String {
        self.joined(items, self.choose("and", "et"))
    }

    /// "a, b or c".
    pub fn alternatives<S: AsRef<str>>(self, items: &[S]) -> String {
        self.joined(items, self.choose("or", "ou"))
    }

    fn joined<S: AsRef<str>>(self, items: &[S], word: &str) -> String {
        let items: Vec<&str> = items.iter().map(AsRef::as_ref).collect();
        match items.split_last() {
            None => String::new(),
            Some((only, [])) => (*only).to_owned(),
            Some((last, first)) => format!("{} {word} {last}", first.join(", ")),
        }
    }

    /// “text”, or « text ».
    pub fn quoted(self, text: &str) -> String {
        match self {
            Self::English => format!("“{text}”"),
            Self::French => format!("«{NO_BREAK_SPACE}{text}{NO_BREAK_SPACE}»"),
        }
    }

    /// What stands between a name and what is said of it: a colon with its spaces.
    pub const fn colon(self) -> &'static str {
        self.choose(": ", "\u{a0}: ")
    }
}

impl std::str::FromStr for Locale {
    type Err = String;

    fn from_str(code: &str) -> Result<Self, String> {
        let known = Self::ALL.into_iter().find(|locale| locale.code() == code);
        known.ok_or_else(|| format!("expected `{}`", Self::ALL.map(Self::code).join("` or `")))
    }
}

impl std::fmt::Display for Locale {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.code())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lists_end_with_a_word() {
        assert_eq!(Locale::English.list::<&str>(&[]), "");
        assert_eq!(Locale::English.list(&["a"]), "a");
        assert_eq!(Locale::French.list(&["a", "b", "c"]), "a, b et c");
        assert_eq!(Locale::French.alternatives(&["a", "b"]), "a ou b");
    }

    #[test]
    fn codes_are_read_back() {
        for locale in Locale::ALL {
            assert_eq!(locale.code().parse(), Ok(locale));
        }
        assert_eq!("de".parse::<Locale>(), Err("expected `en` or `fr`".to_owned()));
    }

    #[test]
    fn marks_have_their_spaces() {
        assert_eq!(Locale::English.quoted("a"), "“a”");
        assert_eq!(Locale::French.quoted("a"), "«\u{a0}a\u{a0}»");
    }
}
