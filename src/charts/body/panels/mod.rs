//! Panels that share their axes: values upwards over time or over a varied key, as lines and bands.
//!
//! Here stands what they show: numbers as the rows have them, words, and roles instead of colours. `grid` lays the panels
//! out, `strip` and `labels` place names, `render` draws, `read` tells what can be read off.

mod grid;
mod labels;
mod read;
mod render;
mod spread;
mod stack;
mod strip;

pub use stack::{Row, Stack};

use crate::charts::axis::{Across, ValueAxis};
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
    /// False if that axis is labelled elsewhere.
    pub has_time_labels: bool,
}

impl Panels {
    /// Panels with both axes.
    pub fn new(values: Values, across: Across, panels: Vec<Panel>) -> Panels {
        Panels { values, across, panels, has_time_labels: true }
    }
}

/// What the axis of values says.
#[derive(Debug, Clone, PartialEq)]
pub struct Values {
    /// Its title, with the unit.
    pub label: String,
    /// True if its ticks are whole numbers.
    pub is_whole: bool,
    /// True if they are shares, written as percentages.
    pub is_share: bool,
    /// How values are spread.
    pub scale: Scale,
    /// How its numbers are written.
    pub voice: Voice,
}

impl Values {
    /// What a tick of an axis says.
    pub fn written(&self, axis: &ValueAxis, tick: f64) -> String {
        if self.is_share { axis.percent(tick, self.voice) } else { axis.label(tick, self.voice) }
    }
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
    /// What can be shown on an axis of ratios: values above 0. Bands that reach down to 0 reach to the axis.
    fn positive(&self) -> Panel {
        let lines = self.lines.iter().map(|line| Line {
            segments: split(&line.segments, |&[time, value]| (value > 0.0).then_some([time, value])),
            ..line.clone()
        });
        let bands = self.bands.iter().map(|band| Band {
            segments: split(&band.segments, |&[time, low, high]| (high > 0.0).then_some([time, low, high])),
            ..band.clone()
        });
        let labels = self.labels.iter().filter(|label| label.at[1] > 0.0).cloned();
        Panel { lines: lines.collect(), bands: bands.collect(), labels: labels.collect(), ..self.clone() }
    }

    /// All values drawn.
    pub fn values(&self) -> impl Iterator<Item = f64> {
        let bands =
            self.bands.iter().flat_map(|band| band.segments.iter().flatten()).flat_map(|&[_, low, high]| [low, high]);
        let lines = self.lines.iter().flat_map(|line| line.segments.iter().flatten()).map(|&[_, value]| value);
        bands.chain(lines)
    }
}

/// Runs of the points that are kept.
fn split<T>(runs: &[Vec<T>], keep: impl Fn(&T) -> Option<T>) -> Vec<Vec<T>> {
    let mut kept = Vec::new();
    for run in runs {
        let mut current = Vec::new();
        for point in run {
            match keep(point) {
                Some(point) => current.push(point),
                None => kept.push(std::mem::take(&mut current)),
            }
        }
        kept.push(current);
    }
    kept.retain(|run| !run.is_empty());
    kept
}
