//! Text on lines that fit the terminal.

use anstream::adapter::strip_str;
use unicode_width::UnicodeWidthStr as _;

/// Narrowest lines that are tried: names and numbers would be cut below.
const NARROWEST: usize = 40;

/// Columns of the terminal that standard output goes to. Where it goes elsewhere lines have no end, unless `COLUMNS` is
/// set.
pub fn width() -> usize {
    let terminal = terminal_size::terminal_size_of(std::io::stdout()).map(|(width, _)| usize::from(width.0));
    let asked_for = || std::env::var("COLUMNS").ok()?.parse().ok();
    terminal.or_else(asked_for).map_or(usize::MAX, |width| width.max(NARROWEST))
}

/// Columns that a text takes, its colours left out.
pub fn columns(text: &str) -> usize {
    strip_str(text).to_string().width()
}

/// A paragraph on lines of at most `width` columns, the second and later ones indented. A word that is wider has a line
/// of its own. Ends with a line feed.
pub fn wrapped(text: &str, width: usize, indent: usize) -> String {
    let mut lines = String::new();
    let mut used = 0;
    for word in text.split(' ').filter(|word| !word.is_empty()) {
        if used > 0 && used + 1 + columns(word) > width {
            lines.push('\n');
            lines.extend(std::iter::repeat_n(' ', indent));
            used = indent;
        } else if used > 0 {
            lines.push(' ');
            used += 1;
        }
        lines.push_str(word);
        used += columns(word);
    }
    lines.push('\n');
    lines
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_fit_and_hang() {
        assert_eq!(wrapped("one two three four", 9, 2), "one two\n  three\n  four\n");
        assert_eq!(wrapped("incomprehensible a", 6, 2), "incomprehensible\n  a\n");
        assert_eq!(wrapped("一二 三", 4, 0), "一二\n三\n", "wide letters take two columns");
        assert_eq!(wrapped("\u{1b}[1mone\u{1b}[0m two", 7, 0), "\u{1b}[1mone\u{1b}[0m two\n", "colours take none");
        assert_eq!(wrapped("", 4, 0), "\n");
    }
}
