//! Places the names of marks in the strip above a plot, beside their vertical lines.

use super::Mark;
use crate::charts::drawing::text::{fit, widest};
use crate::charts::drawing::{Type, text_width};

/// Between a line and its name.
const PAD: f64 = 5.0;

/// Names narrower than this stay on one line.
const SHORT: f64 = 120.0;

/// Between two names.
const GAP: f64 = 10.0;

/// A mark and the place of its name.
#[derive(Debug, Clone, PartialEq)]
pub struct PlacedMark {
    /// Where the line stands; none for a state that has no line.
    pub line: Option<f64>,
    /// The name, which starts at `text_x`; empty where there is no room for it.
    pub lines: Vec<String>,
    pub text_x: f64,
}

/// Names at the marks, right of their lines or left of them, between `left` and `right`: in full on two lines if all
/// changes find room so, else short; a short one without room is left out. `x_of` gives the place of a moment.
pub fn place(marks: &[Mark], x_of: impl Fn(f64) -> f64, (left, right): (f64, f64), style: Type) -> Vec<PlacedMark> {
    let full = greedy(marks, &x_of, (left, right), style, |mark| match mark.is_change {
        true => on_two_lines(&mark.text, style),
        false => fit(&mark.text, style, right - left, 1),
    });
    let is_missing = |(mark, placed): (&Mark, &PlacedMark)| mark.is_change && placed.lines.is_empty();
    if !marks.iter().zip(&full).any(is_missing) {
        return full;
    }
    greedy(marks, &x_of, (left, right), style, |mark| fit(&mark.short, style, right - left, 1))
}

/// The strip's lines of text.
pub fn depth(marks: &[PlacedMark]) -> usize {
    marks.iter().map(|mark| mark.lines.len()).max().unwrap_or(0)
}

fn greedy(
    marks: &[Mark],
    x_of: impl Fn(f64) -> f64,
    (left, right): (f64, f64),
    style: Type,
    words: impl Fn(&Mark) -> Vec<String>,
) -> Vec<PlacedMark> {
    let places: Vec<f64> = marks.iter().map(|mark| x_of(mark.time_days)).collect();
    let is_crossed = |from: f64, to: f64| {
        marks.iter().zip(&places).any(|(mark, &x)| mark.is_change && x > from - PAD / 2.0 && x < to + PAD / 2.0)
    };
    let mut free_from = left;
    let mut placed = Vec::new();
    for (mark, &x) in marks.iter().zip(&places) {
        let lines = words(mark);
        let width = widest(&lines, style);
        let starts = if mark.is_change { [x + PAD, x - PAD - width] } else { [x, x] };
        let has_room = |&start: &f64| start >= free_from && start + width <= right && !is_crossed(start, start + width);
        let start = starts.into_iter().find(has_room).filter(|_| !lines.is_empty());
        let line = mark.is_change.then_some(x);
        placed.push(match start {
            Some(text_x) => PlacedMark { line, lines, text_x },
            None => PlacedMark { line, lines: Vec::new(), text_x: x },
        });
        if let Some(start) = start {
            free_from = start + width + GAP;
        }
    }
    placed
}

/// `text` on one line if that is short, else on two of about the same length.
fn on_two_lines(text: &str, style: Type) -> Vec<String> {
    let whole = text_width(text, style);
    let shortest = if whole < SHORT { 10 } else { 5 };
    let widths = (shortest..=10).map(|tenth| whole * f64::from(tenth) / 10.0);
    widths.map(|width| fit(text, style, width, usize::MAX)).find(|lines| lines.len() <= 2).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::charts::drawing::Theme;

    fn mark(time_days: f64, text: &str, short: &str) -> Mark {
        Mark { time_days, text: text.into(), short: short.into(), is_change: true }
    }

    fn starts(marks: &[Mark], right: f64) -> Vec<(f64, usize)> {
        place(marks, |t| t, (0.0, right), Theme::usual().label)
            .iter()
            .map(|mark| (mark.text_x, mark.lines.len()))
            .collect()
    }

    #[test]
    fn names_stand_right_of_their_lines_or_left_at_the_end() {
        let marks = [
            mark(11.0, "25,000 signatures from 3 Oct 2011", "25,000"),
            mark(480.0, "100,000 signatures from 15 Jan 2013", "100,000"),
        ];
        let wide = starts(&marks, 900.0);
        assert_eq!(wide, [(16.0, 2), (485.0, 2)]);
        let narrow = starts(&marks, 500.0);
        assert!(narrow[1].0 < 480.0 && narrow[1].1 == 2, "{narrow:?}");
    }

    #[test]
    fn crowded_names_are_short_and_then_left_out() {
        let crowd = |step: f64| -> Vec<Mark> {
            (1..9).map(|rank| mark(f64::from(rank) * step, "25,000 signatures from 3 Oct 2011", "25,000")).collect()
        };
        assert!(starts(&crowd(70.0), 900.0).iter().all(|&(_, lines)| lines == 1));
        let few = starts(&crowd(20.0), 900.0);
        assert!(few.iter().any(|&(_, lines)| lines == 1) && few.iter().any(|&(_, lines)| lines == 0), "{few:?}");
    }
}
