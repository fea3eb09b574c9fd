//! Lays a figure out: where the words, plots, ticks and labels of a chart stand, in pixels. Nothing is drawn here, and
//! everything here is measured.
//!
//! From top to bottom: title, finding, key, title of the value axis, a grid of panels, notes. The page grows in height
//! where panels or labels need it.

use super::axis::{TimeTick, ValueAxis};
use super::canvas::text_width;
use super::figure::{Figure, KeyEntry, Panel};
use super::grid::{Cell, Grid, TICK_GAP};
use super::text::{balanced, fit};
use super::theme::{Theme, Type};

/// Width of a key's swatch.
pub(super) const SWATCH: f64 = 28.0;
/// Between a swatch and its name, and between entries of a key.
pub(super) const KEY_GAP: (f64, f64) = (8.0, 22.0);
/// Between parts of the page.
const PART_GAP: f64 = 12.0;
/// Steps of the value axis at most, alone and among others.
const INTERVALS: (usize, usize) = (6, 4);

/// Lines of text that start at `x`.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Block {
    pub lines: Vec<String>,
    pub x: f64,
    pub top: f64,
}

/// A laid-out figure.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Page {
    pub width: f64,
    pub height: f64,
    pub title: Block,
    pub subtitle: Block,
    /// Entries with the left end and the top of their swatch.
    pub key: Vec<(KeyEntry, f64, f64)>,
    pub value_label: Block,
    pub notes: Block,
    pub values: ValueAxis,
    /// Ticks of the time axis, the same in every panel.
    pub ticks: Vec<TimeTick>,
    pub cells: Vec<Cell>,
}

impl Block {
    fn bottom(&self, style: Type) -> f64 {
        self.top + self.lines.len() as f64 * style.leading
    }
}

impl Page {
    pub(super) fn new(figure: &Figure, theme: &Theme) -> Page {
        let (left, width) = (theme.margin, theme.width - 2.0 * theme.margin);
        let block = |text: &str, style: Type, most: usize, top: f64| Block {
            lines: fit(text, style, width, most),
            x: left,
            top,
        };
        let title = balanced(&figure.title, "", theme.title, width, 2);
        let title = Block { lines: title, x: left, top: theme.margin };
        let subtitle = block(&figure.subtitle, theme.subtitle, 3, title.bottom(theme.title) + 2.0);
        let (key, key_bottom) =
            key_rows(&figure.key, theme, (left, left + width), subtitle.bottom(theme.subtitle) + PART_GAP);
        let value_label = block(&figure.value_label, theme.axis, 1, key_bottom);
        let values = value_axis(figure);
        let grid = Grid::new(figure, &values, theme);
        let grid_top = value_label.bottom(theme.axis) + if grid.has_head() { TICK_GAP } else { 2.0 * TICK_GAP };

        let notes: Vec<String> = figure.notes.iter().flat_map(|note| fit(note, theme.note, width, 3)).collect();
        let below_grid = PART_GAP + notes.len() as f64 * theme.note.leading + theme.margin;
        let plot_height = grid.plot_height(theme.height - grid_top - below_grid);
        let grid_bottom = grid_top + grid.height(plot_height);
        Page {
            width: theme.width,
            height: (grid_bottom + below_grid).ceil(),
            title,
            subtitle,
            key,
            value_label,
            notes: Block { lines: notes, x: left, top: grid_bottom + PART_GAP },
            ticks: grid.ticks.clone(),
            cells: grid.cells(grid_top, plot_height),
            values,
        }
    }
}

fn value_axis(figure: &Figure) -> ValueAxis {
    let values = || figure.panels.iter().flat_map(Panel::values);
    let (low, high) = (values().fold(0.0, f64::min), values().fold(0.0, f64::max));
    ValueAxis::covering(
        low,
        high,
        figure.whole_numbers,
        if figure.panels.len() > 1 { INTERVALS.1 } else { INTERVALS.0 },
    )
}

/// Entries in rows, left to right, each with its left end and top; and where the next part of the page starts.
fn key_rows(
    entries: &[KeyEntry],
    theme: &Theme,
    (left, right): (f64, f64),
    top: f64,
) -> (Vec<(KeyEntry, f64, f64)>, f64) {
    let style = theme.label;
    let (mut x, mut y) = (left, top);
    let mut placed = Vec::new();
    for entry in entries {
        let text = fit(&entry.text, style, right - left - SWATCH - KEY_GAP.0, 1).concat();
        let width = SWATCH + KEY_GAP.0 + text_width(&text, style);
        if x > left && x + width > right {
            (x, y) = (left, y + style.leading + 4.0);
        }
        placed.push((KeyEntry { text, ..entry.clone() }, x, y));
        x += width + KEY_GAP.1;
    }
    let bottom = if placed.is_empty() { top } else { y + style.leading + PART_GAP };
    (placed, bottom)
}
