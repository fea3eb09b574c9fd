//! What a chart shows, before it is drawn: numbers as the rows have them, words, and roles instead of colours.
//!
//! Builders (one file per chart kind) make a [`Figure`] from results; the renderer draws any figure.

use super::axis::Across;

/// A chart: panels that share their axes.
#[derive(Debug, Clone, PartialEq)]
pub struct Figure {
    /// Name of the file without its ending, after what is shown.
    pub name: String,
    /// What is shown.
    pub title: String,
    /// The finding.
    pub subtitle: String,
    /// The chart in words, for those who cannot see it.
    pub description: String,
    /// Title of the value axis, with its unit.
    pub value_label: String,
    /// True if ticks of the value axis are whole numbers.
    pub whole_numbers: bool,
    /// The shared axis from left to right.
    pub across: Across,
    /// Panels in reading order.
    pub panels: Vec<Panel>,
    /// Names of bands and lines that the panels have no room for.
    pub key: Vec<KeyEntry>,
    /// How to read it, and its source.
    pub notes: Vec<String>,
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

/// Role of an area.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fill {
    /// Band of a fan, 0 for the widest of three.
    Fan(usize),
    /// The band of a variant among others.
    Variant(Slot),
}

/// Role of a line.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Ink {
    /// The median of a fan.
    Median,
    /// Recorded history, by its rank among histories.
    Observed(usize),
    /// The line of a variant among others.
    Variant(Slot),
}

/// Place of a variant among those of one panel.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Slot {
    /// From 0.
    pub index: usize,
    /// How many there are.
    pub of: usize,
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

impl Panel {
    /// All values drawn.
    pub fn values(&self) -> impl Iterator<Item = f64> {
        let bands =
            self.bands.iter().flat_map(|band| band.segments.iter().flatten()).flat_map(|&[_, low, high]| [low, high]);
        let lines = self.lines.iter().flat_map(|line| line.segments.iter().flatten()).map(|&[_, value]| value);
        bands.chain(lines)
    }
}
