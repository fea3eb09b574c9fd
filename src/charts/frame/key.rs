//! The key: names of what is drawn, each beside a piece of it.

use crate::charts::drawing::canvas::{Anchor, Canvas, text_width};
use crate::charts::drawing::ink::{Fill, Ink, dash_array, dashes, fill_of, ink_of};
use crate::charts::drawing::text::fit;
use crate::charts::drawing::{DIGIT_MIDDLE, Theme};

/// Width of a swatch.
const SWATCH: f64 = 28.0;
/// Half the height of a swatch that shows an area.
const HALF_SWATCH: f64 = 7.0;
/// Between a swatch and its name, and between entries.
const GAP: (f64, f64) = (8.0, 22.0);
/// Between rows of entries.
const ROW_GAP: f64 = 4.0;

/// A swatch with its name.
#[derive(Debug, Clone, PartialEq)]
pub struct KeyEntry {
    /// What the swatch shows.
    pub swatch: Swatch,
    /// The name.
    pub text: String,
}

/// The picture of a key's entry.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Swatch {
    /// A piece of a band.
    Fill(Fill),
    /// A piece of a line.
    Ink(Ink),
}

/// A laid-out key.
pub struct Key {
    /// Entries with the left end and the top of their swatch.
    entries: Vec<(KeyEntry, f64, f64)>,
    /// Where the last row ends.
    pub bottom: f64,
}

impl Key {
    /// Entries in rows, left to right.
    pub fn new(entries: &[KeyEntry], theme: &Theme, (left, right): (f64, f64), top: f64) -> Key {
        let style = theme.label;
        let (mut x, mut y) = (left, top);
        let mut placed = Vec::new();
        for entry in entries {
            let text = fit(&entry.text, style, right - left - SWATCH - GAP.0, 1).concat();
            let width = SWATCH + GAP.0 + text_width(&text, style);
            if x > left && x + width > right {
                (x, y) = (left, y + style.leading + ROW_GAP);
            }
            placed.push((KeyEntry { text, ..entry.clone() }, x, y));
            x += width + GAP.1;
        }
        let bottom = if placed.is_empty() { top } else { y + style.leading };
        Key { entries: placed, bottom }
    }

    /// True if there is nothing to name.
    pub fn is_empty(&self) -> bool {
        self.entries.is_empty()
    }

    /// Draws it.
    pub fn draw(&self, canvas: &mut Canvas, theme: &Theme) {
        for (entry, x, top) in &self.entries {
            let middle = top + theme.label.leading / 2.0;
            let dashes = match entry.swatch {
                Swatch::Ink(ink) => dashes(ink),
                Swatch::Fill(_) => dash_array(&[]),
            };
            canvas.group(&[("class", "key"), ("stroke-dasharray", &dashes)], |pen| {
                match entry.swatch {
                    Swatch::Fill(fill) => {
                        let (color, opacity) = fill_of(fill, theme);
                        let (top, bottom) = (middle - HALF_SWATCH, middle + HALF_SWATCH);
                        pen.area([(*x, top), (x + SWATCH, top), (x + SWATCH, bottom), (*x, bottom)], color, opacity);
                    }
                    Swatch::Ink(ink) => {
                        let (color, width) = ink_of(ink, theme);
                        pen.line([(*x, middle), (x + SWATCH, middle)], color, width);
                    }
                }
                let baseline = middle + DIGIT_MIDDLE * theme.label.size;
                pen.text(&entry.text, (x + SWATCH + GAP.0, baseline), Anchor::Start, theme.label, theme.ink);
            });
        }
    }
}
