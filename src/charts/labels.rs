//! Places the names of lines and bands: in a column right of the plot, pushed apart, each joined to its spot by a
//! leader; or, where history ends early, beside its last value within the plot.

use super::canvas::text_width;
use super::figure::{Ink, Label, Panel};
use super::grid::{Area, Scale};
use super::spread::spread;
use super::text::{fit_before, widest};
use super::theme::{Theme, Type};

/// Length of leaders: between the plot and the names.
pub(super) const LEADER: f64 = 24.0;
/// Between a spot, or the end of a leader, and the name.
const PAD: f64 = 5.0;
/// Widest name in a column of several names.
const WIDEST: f64 = 196.0;
/// With more names than this each gets two lines at most, else three.
const FEW: usize = 6;
/// A name stands right of the plot if its spot is in the last part of the time axis.
const END: f64 = 0.97;
/// Free space between names, up and down.
const APART: f64 = 3.0;

/// A name and its place.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct PlacedLabel {
    /// Lines of text from `x` on.
    pub lines: Vec<String>,
    pub x: f64,
    pub top: f64,
    /// From the spot to the name; none if the name stands at its spot.
    pub leader: Option<[(f64, f64); 2]>,
    pub ink: Option<Ink>,
}

/// Width that a panel's names need right of its plot.
pub(super) fn width(panel: &Panel, days: f64, theme: &Theme) -> f64 {
    let (column, _) = columns(panel, days);
    let widths = column.iter().map(|label| widest(&lines(label, column.len(), theme.label), theme.label));
    let text = widths.fold(0.0, f64::max);
    match column.len() {
        0 => 0.0,
        1 => text + PAD,
        _ => text + LEADER + PAD,
    }
}

/// Height that they need.
pub(super) fn height(panel: &Panel, days: f64, theme: &Theme) -> f64 {
    let (column, _) = columns(panel, days);
    column.iter().map(|label| box_height(&lines(label, column.len(), theme.label), theme.label)).sum()
}

/// Places all names of a panel, the column's first. A column of several may reach
/// down to `low`, beside the time axis.
pub(super) fn place(panel: &Panel, plot: &Area, low: f64, scale: &Scale, days: f64, theme: &Theme) -> Vec<PlacedLabel> {
    let style = theme.label;
    let (column, inside) = columns(panel, days);
    let texts: Vec<Vec<String>> = column.iter().map(|label| lines(label, column.len(), style)).collect();
    let spots: Vec<f64> = column.iter().map(|label| scale.y(label.at[1])).collect();
    let wanted: Vec<(f64, f64)> =
        spots.iter().zip(&texts).map(|(&spot, lines)| (spot, box_height(lines, style))).collect();
    let is_alone = column.len() == 1;
    let centers = spread(&wanted, plot.top, if is_alone { plot.bottom } else { low });
    let text_x = plot.right + if is_alone { PAD } else { LEADER + PAD };
    let mut placed = Vec::new();
    for (((label, lines), center), spot) in column.iter().zip(texts).zip(centers).zip(spots) {
        let leader = (!is_alone).then_some([(plot.right, spot), (plot.right + LEADER, center)]);
        let top = center - lines.len() as f64 * style.leading / 2.0;
        placed.push(PlacedLabel { lines, x: text_x, top, leader, ink: label.ink });
    }
    let column_count = placed.len();
    for label in inside {
        let label = beside(label, plot, scale, style, &placed[column_count..]);
        placed.push(label);
    }
    placed
}

/// The names that stand right of the plot, and those within.
fn columns(panel: &Panel, days: f64) -> (Vec<&Label>, Vec<&Label>) {
    panel.labels.iter().partition(|label| label.at[0] >= days * END)
}

fn lines(label: &Label, names: usize, style: Type) -> Vec<String> {
    fit_before(&label.text, &label.tail, style, WIDEST, if names > FEW { 2 } else { 3 })
}

fn box_height(lines: &[String], style: Type) -> f64 {
    lines.len() as f64 * style.leading + APART
}

/// A name on one line near its spot: above it if there is room, else the nearest free place below or further up.
fn beside(label: &Label, plot: &Area, scale: &Scale, style: Type, others: &[PlacedLabel]) -> PlacedLabel {
    let text = fit_before(&label.text, &label.tail, style, plot.right - plot.left, 1);
    let width = widest(&text, style);
    let x = (scale.x(label.at[0]) - width / 2.0).min(plot.right - width).max(plot.left);
    let spot = scale.y(label.at[1]);
    let is_free = |top: &f64| {
        let is_inside = *top >= plot.top && top + style.leading <= plot.bottom;
        let collides = |other: &PlacedLabel| {
            let right = other.x + other.lines.iter().map(|line| text_width(line, style)).fold(0.0, f64::max);
            (top - other.top).abs() < style.leading && x < right + PAD && other.x < x + width + PAD
        };
        is_inside && !others.iter().any(collides)
    };
    let above = spot - PAD - style.leading;
    let below = spot + PAD;
    let steps = (0..60).map(|step| f64::from(step) * style.leading / 2.0);
    let top = steps.flat_map(|step| [above - step, below + step]).find(is_free).unwrap_or(plot.top);
    PlacedLabel { lines: text, x, top, leader: None, ink: label.ink }
}
