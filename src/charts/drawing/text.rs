//! Breaking text into lines of a given width, by the embedded font.

use super::canvas::text_width;
use super::theme::Type;

/// Widths that balancing tries.
const BALANCE_STEPS: u32 = 24;

/// `text` in at most `most` lines no wider than `width`; what does not fit ends in "…".
pub fn fit(text: &str, style: Type, width: f64, most: usize) -> Vec<String> {
    fit_before(text, "", style, width, most)
}

/// Like [`fit`], with a `tail` that follows the text and is never cut: the value after a name.
pub fn fit_before(text: &str, tail: &str, style: Type, width: f64, most: usize) -> Vec<String> {
    let lines = wrap(&format!("{text}{tail}"), style, width);
    if lines.len() <= most {
        return lines;
    }
    let letters: Vec<char> = text.chars().collect();
    // The longest beginning that fits, by bisection: a longer one never needs fewer lines.
    let shortened = |kept: usize| {
        let start: String = letters[..kept].iter().collect();
        wrap(&format!("{}…{tail}", start.trim_end()), style, width)
    };
    let (mut fits, mut too_long) = (0, letters.len());
    while too_long - fits > 1 {
        let middle = usize::midpoint(fits, too_long);
        if shortened(middle).len() <= most { fits = middle } else { too_long = middle }
    }
    shortened(fits)
}

/// One line that starts with the path of a key: without the path's first parts where there is no room for them, since
/// its end says most.
pub fn fit_path(text: &str, style: Type, width: f64) -> String {
    let path = text.split([' ', ',']).next().unwrap_or_default();
    let starts = path.match_indices('.').map(|(dot, _)| format!("…{}", &text[dot + 1..]));
    let mut lines = std::iter::once(text.to_owned()).chain(starts);
    let fitting = lines.find(|line| text_width(line, style) <= width);
    fitting.unwrap_or_else(|| fit(text, style, width, 1).concat())
}

/// Like [`fit_before`], with lines of about the same length, and no wider than the least width that takes no more lines.
pub fn balanced(text: &str, tail: &str, style: Type, width: f64, most: usize) -> Vec<String> {
    let lines = fit_before(text, tail, style, width, most);
    if lines.len() < 2 {
        return lines;
    }
    let words = lines.join(" ");
    let narrower =
        (1..=BALANCE_STEPS).map(|step| wrap(&words, style, width * f64::from(step) / f64::from(BALANCE_STEPS)));
    let mut enough = narrower.filter(|narrow| narrow.len() <= lines.len() && !breaks_words(narrow, &words));
    enough.next().unwrap_or(lines)
}

/// Width of the widest line.
pub fn widest(lines: &[String], style: Type) -> f64 {
    lines.iter().map(|line| text_width(line, style)).fold(0.0, f64::max)
}

/// True if a word of `text` was broken between lines.
fn breaks_words(lines: &[String], text: &str) -> bool {
    lines.iter().map(|line| line.split(' ').count()).sum::<usize>() != text.split(' ').count()
}

/// Lines no wider than `width`, broken at ordinary spaces (those within numbers and before signs do not break), or
/// within a word that is wider than a line.
fn wrap(text: &str, style: Type, width: f64) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    for word in text.split_ascii_whitespace() {
        if let Some(line) = lines.last_mut() {
            let joined = format!("{line} {word}");
            if text_width(&joined, style) <= width {
                *line = joined;
                continue;
            }
        }
        lines.extend(broken(word, style, width));
    }
    lines
}

/// A word, in pieces no wider than `width`.
fn broken(word: &str, style: Type, width: f64) -> Vec<String> {
    let mut pieces = vec![String::new()];
    for letter in word.chars() {
        let last = pieces.len() - 1;
        let longer = format!("{}{letter}", pieces[last]);
        if pieces[last].is_empty() || text_width(&longer, style) <= width {
            pieces[last] = longer;
        } else {
            pieces.push(letter.to_string());
        }
    }
    pieces
}

#[cfg(test)]
mod tests {
    use super::super::theme::Theme;
    use super::*;

    #[test]
    fn lines_keep_within_the_width() {
        let texts = [
            "keep 5,000",
            "a rather long name of a variant that nobody would write but somebody will",
            &"x".repeat(300),
        ];
        for (text, width) in texts.into_iter().flat_map(|text| [60.0, 200.0].map(|width| (text, width))) {
            for most in [1, 2, 3] {
                let lines = fit_before(text, ": 412", Theme::usual().label, width, most);
                assert!(lines.len() <= most && widest(&lines, Theme::usual().label) <= width, "{lines:?}");
                assert!(lines.concat().ends_with("412"), "{lines:?}");
            }
        }
    }

    #[test]
    fn balanced_lines_are_about_as_long() {
        let text = "Requests awaiting an answer: a name that goes on and on until sixty letters, x";
        let lines = balanced(text, "", Theme::usual().title, 800.0, 2);
        let widths = [0, 1].map(|line| text_width(&lines[line], Theme::usual().title));
        assert_eq!(lines.join(" "), text);
        assert!((widths[0] - widths[1]).abs() < 150.0, "{lines:?}");
        assert_eq!(balanced("keep 5,000", "", Theme::usual().title, 800.0, 2), ["keep 5,000"]);
    }

    #[test]
    fn paths_keep_their_end() {
        let title = "requests.office.arrivals.rate, days";
        let fitted = |width| fit_path(title, Theme::usual().axis, width);
        assert_eq!([400.0, 200.0, 70.0].map(fitted), [title, "…office.arrivals.rate, days", "reque…"]);
        assert_eq!(fitted(90.0), "…rate, days");
    }

    #[test]
    fn only_what_does_not_fit_is_shortened() {
        assert_eq!(fit("keep 5,000", Theme::usual().label, 200.0, 1), ["keep 5,000"]);
        assert_eq!(fit("keep 5,000", Theme::usual().label, 50.0, 2), ["keep", "5,000"]);
        let line = fit("25,000 signatures from the start", Theme::usual().label, 120.0, 1).concat();
        assert!(line.starts_with("25,000 sign") && line.ends_with('…'), "{line}");
        assert!(fit("", Theme::usual().label, 50.0, 2).is_empty());
        let french = "25\u{202f}000 voix\u{a0}: oui";
        assert_eq!(fit(french, Theme::usual().label, 60.0, 9), ["25\u{202f}000", "voix\u{a0}:", "oui"]);
    }
}
