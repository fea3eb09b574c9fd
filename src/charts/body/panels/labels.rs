//! Places the names of lines and bands: in a column right of the plot, pushed apart, each joined to its spot by a
//! leader; or, where history ends early, beside its last value within the plot.

use super::grid::Scale;
use super::spread::spread;
use super::{Label, Panel};
use crate::charts::drawing::text::{balanced, fit_before, widest};
use crate::charts::drawing::{Area, Ink, Theme, Type};

/// Length of leaders: between the plot and the names.
pub const LEADER: f64 = 24.0;
/// Between a spot, or the end of a leader, and the name.
const PAD: f64 = 5.0;
/// Widest name in a column of several names.
const WIDEST: f64 = 196.0;
/// With more names than this each gets two lines at most, else three.
const FEW: usize = 6;
/// A name stands right of the plot if its spot is in the last part of the time axis.
const END: f64 = 0.97;
/// Free space between names, up and down.
pub const APART: f64 = 3.0;

/// A name and its place.
#[derive(Debug, Clone, PartialEq)]
pub struct PlacedLabel {
    /// Lines of text from `x` on.
    pub lines: Vec<String>,
    pub x: f64,
    pub top: f64,
    /// From the spot to the name; none if the name stands at its spot.
    pub leader: Option<[(f64, f64); 2]>,
    pub ink: Option<Ink>,
}

/// Width that a panel's names need right of its plot.
pub fn width(panel: &Panel, days: f64, theme: &Theme) -> f64 {
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
pub fn height(panel: &Panel, days: f64, theme: &Theme) -> f64 {
    let (column, _) = columns(panel, days);
    column.iter().map(|label| box_height(&lines(label, column.len(), theme.label), theme.label)).sum()
}

/// Places all names of a panel, the column's first. A column of several may reach beyond the plot, from `top` to `low`.
pub fn place(
    panel: &Panel,
    plot: &Area,
    (top, low): (f64, f64),
    scale: &Scale,
    days: f64,
    theme: &Theme,
) -> Vec<PlacedLabel> {
    let style = theme.label;
    let (column, inside) = columns(panel, days);
    let texts: Vec<Vec<String>> = column.iter().map(|label| lines(label, column.len(), style)).collect();
    let spots: Vec<f64> = column.iter().map(|label| scale.y(label.at[1])).collect();
    let wanted: Vec<(f64, f64)> =
        spots.iter().zip(&texts).map(|(&spot, lines)| (spot, box_height(lines, style))).collect();
    let is_alone = column.len() == 1;
    let centers = spread(&wanted, top, if is_alone { plot.bottom } else { low });
    let text_x = plot.right + if is_alone { PAD } else { LEADER + PAD };
    let mut placed = Vec::new();
    for (((label, lines), center), spot) in column.iter().zip(texts).zip(centers).zip(spots) {
        let leader = (!is_alone).then_some([(plot.right, spot), (plot.right + LEADER, center)]);
        let top = center - lines.len() as f64 * style.leading / 2.0;
        placed.push(PlacedLabel { lines, x: text_x, top, leader, ink: label.ink });
    }
    let mut strokes: Vec<[(f64, f64); 2]> = strokes(panel, scale);
    let zero = scale.base();
    strokes.push([(plot.left, zero), (plot.right, zero)]);
    let column_count = placed.len();
    for label in inside {
        let label = beside(label, plot, scale, style, &placed[column_count..], &strokes);
        placed.push(label);
    }
    placed
}

/// The pieces of all lines of a panel.
fn strokes(panel: &Panel, scale: &Scale) -> Vec<[(f64, f64); 2]> {
    let segments = panel.lines.iter().flat_map(|line| &line.segments);
    let pieces = segments.flat_map(|segment| segment.windows(2));
    pieces.map(|pair| [0, 1].map(|end| (scale.x(pair[end][0]), scale.y(pair[end][1])))).collect()
}

/// The names that stand right of the plot, and those within.
fn columns(panel: &Panel, days: f64) -> (Vec<&Label>, Vec<&Label>) {
    panel.labels.iter().partition(|label| label.at[0] >= days * END)
}

fn lines(label: &Label, names: usize, style: Type) -> Vec<String> {
    balanced(&label.text, &label.tail, style, WIDEST, if names > FEW { 2 } else { 3 })
}

fn box_height(lines: &[String], style: Type) -> f64 {
    lines.len() as f64 * style.leading + APART
}

/// A name on one line near its spot: right of it, or the nearest place above or below, that is free of other names and
/// their leaders, and of lines if there is one. A leader joins them where that is further than a line of text.
fn beside(
    label: &Label,
    plot: &Area,
    scale: &Scale,
    style: Type,
    others: &[PlacedLabel],
    strokes: &[[(f64, f64); 2]],
) -> PlacedLabel {
    let text = fit_before(&label.text, &label.tail, style, plot.right - plot.left, 1);
    let width = widest(&text, style);
    let spot = (scale.x(label.at[0]), scale.y(label.at[1]));
    let is_taken = |area: &Area, other: &PlacedLabel| {
        collides(area, other, style) || other.leader.is_some_and(|leader| crosses(area, leader))
    };
    let is_free = |area: &Area| lies_within(area, plot) && !others.iter().any(|other| is_taken(area, other));
    let is_clear = |area: &Area| is_free(area) && !strokes.iter().any(|&stroke| crosses(area, stroke));
    let places = places(spot, (width, style.leading), plot);
    let place = places.iter().find(|area| is_clear(area)).or_else(|| places.iter().find(|area| is_free(area)));
    let Area { left, top, bottom, .. } = *place.unwrap_or(&places[0]);

    let (edge, distance) = if bottom < spot.1 { (bottom, spot.1 - bottom) } else { (top, top - spot.1) };
    let leader = [spot, (left + width / 2.0, edge)];
    let is_shown = distance > style.leading && !others.iter().any(|other| crosses(&area_of(other, style), leader));
    PlacedLabel { lines: text, x: left, top, leader: is_shown.then_some(leader), ink: label.ink }
}

/// Places for a name of some size around its spot, the best first.
fn places(spot: (f64, f64), (width, height): (f64, f64), plot: &Area) -> Vec<Area> {
    let area = |left: f64, top: f64| Area { left, top, right: left + width, bottom: top + height };
    let centered = (spot.0 - width / 2.0).min(plot.right - width).max(plot.left);
    let (above, below) = (spot.1 - PAD - height, spot.1 + PAD);
    let steps = (0..120).map(|step| f64::from(step) * height / 4.0);
    let around = steps.flat_map(|step| [above - step, below + step]).map(|top| area(centered, top));
    let level = (spot.1 - height / 2.0).min(plot.bottom - height).max(plot.top);
    std::iter::once(area(spot.0 + 2.0 * PAD, level)).chain(around).collect()
}

fn lies_within(area: &Area, plot: &Area) -> bool {
    area.left >= plot.left && area.right <= plot.right && area.top >= plot.top && area.bottom <= plot.bottom
}

fn area_of(label: &PlacedLabel, style: Type) -> Area {
    let (right, height) = (label.x + widest(&label.lines, style), label.lines.len() as f64 * style.leading);
    Area { left: label.x, top: label.top, right, bottom: label.top + height }
}

/// True if an area comes close to a placed name.
fn collides(area: &Area, other: &PlacedLabel, style: Type) -> bool {
    let other = area_of(other, style);
    area.left < other.right + PAD && other.left < area.right + PAD && area.top < other.bottom && other.top < area.bottom
}

/// True if a stroke passes through an area.
fn crosses(area: &Area, stroke: [(f64, f64); 2]) -> bool {
    let [from, to] = if stroke[0].0 <= stroke[1].0 { stroke } else { [stroke[1], stroke[0]] };
    if to.0 < area.left || from.0 > area.right {
        return false;
    }
    let is_upright = to.0 <= from.0;
    let at = |x: f64| from.1 + (to.1 - from.1) * (x - from.0) / (to.0 - from.0);
    let (start, end) = if is_upright { (from.1, to.1) } else { (at(from.0.max(area.left)), at(to.0.min(area.right))) };
    start.min(end) < area.bottom && start.max(end) > area.top
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn strokes_cross_areas() {
        let area = Area { left: 10.0, top: 10.0, right: 20.0, bottom: 14.0 };
        for (stroke, is_crossing) in [
            ([(0.0, 0.0), (30.0, 30.0)], true),
            ([(30.0, 30.0), (0.0, 0.0)], true),
            ([(0.0, 0.0), (30.0, 15.0)], false),
            ([(15.0, 0.0), (15.0, 30.0)], true),
            ([(15.0, 15.0), (15.0, 30.0)], false),
            ([(25.0, 0.0), (25.0, 30.0)], false),
        ] {
            assert_eq!(crosses(&area, stroke), is_crossing, "{stroke:?}");
        }
    }
}
