//! Panels that share their axes: values upwards over time or over a varied key, as lines and bands.
//!
//! Here stands what they show: numbers as the rows have them, words, and roles instead of colours. `grid` lays the panels
//! out, `strip` and `labels` place names, `render` draws.

mod grid;
mod labels;
mod render;
mod spread;
mod strip;

use crate::charts::axis::Across;
use crate::charts::drawing::{Fill, Ink};
use crate::charts::words::Voice;
use crate::model::chart::Scale;

/// Panels in reading order, on shared axes.
#[derive(Debug, Clone, PartialEq)]
pub struct Panels {
    /// The axis upwards.
    pub values: Values,
    /// The shared axis from left to right.
    pub across: Across,
    /// The panels.
    pub panels: Vec<Panel>,
}

/// What the axis of values says.
#[derive(Debug, Clone, PartialEq)]
pub struct Values {
    /// Its title, with the unit.
    pub label: String,
    /// True if its ticks are whole numbers.
    pub is_whole: bool,
    /// How values are spread.
    pub scale: Scale,
    /// How its numbers are written.
    pub voice: Voice,
}

/// One coordinate system.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Panel {
    /// Its name, where there are several.
    pub title: Option<String>,
    /// Areas, from the back to the front.
    pub bands: Vec<Band>,
    /// Lines over the areas, from the back to the front.
    pub lines: Vec<Line>,
    /// Moments marked by a vertical line.
    pub marks: Vec<Mark>,
    /// Names of bands and lines.
    pub labels: Vec<Label>,
}

/// The area between two columns of the results.
#[derive(Debug, Clone, PartialEq)]
pub struct Band {
    /// What it is, in the document's `data-series` and `data-columns`: a variant and two columns.
    pub data: Data,
    /// Its role in the palette.
    pub fill: Fill,
    /// `[time_days, low, high]`, split where a value is missing.
    pub segments: Vec<Vec<[f64; 3]>>,
}

/// A column of the results over time.
#[derive(Debug, Clone, PartialEq)]
pub struct Line {
    /// What it is: a variant or history, and a column.
    pub data: Data,
    /// Its role in the palette.
    pub ink: Ink,
    /// `[time_days, value]`, split where a value is missing.
    pub segments: Vec<Vec<[f64; 2]>>,
}

/// Where the numbers of a band or line stand in the results.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Data {
    /// Variant, or name of the observed history.
    pub series: String,
    /// Columns, separated by a space.
    pub columns: String,
}

/// A moment at which something changes.
#[derive(Debug, Clone, PartialEq)]
pub struct Mark {
    /// Days since the start.
    pub time_days: f64,
    /// What happens, in full.
    pub text: String,
    /// The same where there is little room; may be empty.
    pub short: String,
    /// False for a state that holds from the start: it is named, and needs no line.
    pub is_change: bool,
}

/// A name beside what it names.
#[derive(Debug, Clone, PartialEq)]
pub struct Label {
    /// The name; may be shortened.
    pub text: String,
    /// What follows the name, and is never shortened.
    pub tail: String,
    /// `[time_days, value]` of the spot that it names.
    pub at: [f64; 2],
    /// The line whose stroke joins name and spot; none for a band.
    pub ink: Option<Ink>,
}

impl Panel {
    /// All values drawn.
    pub fn values(&self) -> impl Iterator<Item = f64> {
        let bands =
            self.bands.iter().flat_map(|band| band.segments.iter().flatten()).flat_map(|&[_, low, high]| [low, high]);
        let lines = self.lines.iter().flat_map(|line| line.segments.iter().flatten()).map(|&[_, value]| value);
        bands.chain(lines)
    }
}
