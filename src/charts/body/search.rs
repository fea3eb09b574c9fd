//! Estimates at the values that a search tried, with their intervals, and the bound that they are held against.

use crate::charts::axis::ValueAxis;
use crate::charts::drawing::ink::{dashes, ink_of};
use crate::charts::drawing::text::{fit, fit_path};
use crate::charts::drawing::{
    Anchor, Area, Block, Canvas, Color, DIGIT_MIDDLE, Ink, Pen, Theme, Type, text_width, words,
};
use crate::charts::frame::Body;
use crate::charts::words::Voice;
use crate::findings::targets;
use crate::results::SolveRow;

/// Between a label and what it names.
const GAP: f64 = 8.0;
/// Least free space between labels of the lower axis.
const LABEL_GAP: f64 = 14.0;
/// Least height of the plot.
const PLOT_HEIGHT: f64 = 300.0;
/// The axis reaches this many times as far as the bound and the answer.
const MAGNIFIED: f64 = 2.5;

/// The values tried, from the smallest to the largest.
pub struct Search {
    /// Title of the value axis.
    pub value_label: String,
    /// What was searched: the title of the axis from left to right.
    pub path: String,
    /// The line that estimates are held against, by name.
    pub target: String,
    /// The rows of one condition.
    pub rows: Vec<SolveRow>,
    pub voice: Voice,
}

/// From places on the axes to pixels.
struct Plot {
    left: f64,
    right: f64,
    top: f64,
    bottom: f64,
    /// The axis of values.
    values: ValueAxis,
    /// Lowest and highest of the numbers tried.
    numbers: (f64, f64),
}

impl Plot {
    /// Half a step within the edges, so that no mark touches them.
    fn x(&self, number: f64) -> f64 {
        let (low, high) = self.numbers;
        let share = if high > low { (number - low) / (high - low) } else { 0.5 };
        self.left + (0.04 + 0.92 * share) * (self.right - self.left)
    }

    fn y(&self, value: f64) -> f64 {
        let (low, high) = (self.values.low(), self.values.high());
        self.bottom - (value - low) / (high - low) * (self.bottom - self.top)
    }
}

impl Body for Search {
    fn height(&self, _: f64, room: f64, theme: &Theme) -> f64 {
        room.max(PLOT_HEIGHT + above(theme) + below(theme))
    }

    fn draw(&self, canvas: &mut Canvas, area: Area, theme: &Theme) {
        let label = Block { lines: fit(&self.value_label, theme.axis, area.width(), 1), x: area.left, top: area.top };
        words(canvas, "value-label", &label, theme.axis, theme.muted);
        let plot = plot(self, &area, theme);
        axes(canvas, &plot, self, theme);
        bound(canvas, &plot, self, theme);
        estimates(canvas, &plot, self, theme);
        canvas
            .reads_spots(self.rows.iter().enumerate().map(|(index, row)| (strip(&plot, self, index), self.said(row))));
    }
}

impl Search {
    /// What the estimate at a value says: how much, with its interval, and whether that is enough.
    fn said(&self, row: &SolveRow) -> String {
        let (voice, colon) = (self.voice, self.voice.colon());
        let value = row.value.map_or_else(
            || voice.choose("no value", "aucune valeur").to_owned(),
            |value| voice.with_interval(value, row.ci_low.zip(row.ci_high)),
        );
        let (verdict, replications) = (targets::verdict(&row.met, voice.locale), voice.whole(row.replications));
        let replications = voice.pick(format!("{replications} replications"), format!("{replications} réplications"));
        format!(
            "{}{colon}{}\n{}{colon}{value}\n{}{colon}{verdict}\n{replications}",
            self.path,
            setting(row, voice),
            self.value_label,
            self.target
        )
    }
}

/// The part of the plot that is nearer to a value than to any other.
fn strip(plot: &Plot, search: &Search, index: usize) -> Area {
    let x = |index: usize| plot.x(number(&search.rows, index));
    let left = if index == 0 { plot.left } else { f64::midpoint(x(index - 1), x(index)) };
    let right = if index + 1 == search.rows.len() { plot.right } else { f64::midpoint(x(index), x(index + 1)) };
    Area { left, top: plot.top, right, bottom: plot.bottom }
}

/// Height of the title of the value axis, and of what stands below the plot.
fn above(theme: &Theme) -> f64 {
    theme.axis.leading + 2.0 * GAP
}

fn below(theme: &Theme) -> f64 {
    GAP + 2.0 * theme.axis.leading
}

/// The number of a row, or its rank where values are not numbers.
fn number(rows: &[SolveRow], index: usize) -> f64 {
    rows[index].number.unwrap_or(index as f64)
}

fn plot(search: &Search, area: &Area, theme: &Theme) -> Plot {
    let rows = &search.rows;
    let (floor, ceiling) = limits(rows);
    let values = rows.iter().flat_map(|row| [row.value, row.ci_low, row.ci_high, Some(row.bound)]).flatten();
    let (low, high) = values.fold((0.0f64, 0.0f64), |(low, high), value| (low.min(value), high.max(value)));
    // Intervals around values that cannot be negative may reach below 0 by a hair.
    let is_negative = rows.iter().any(|row| row.bound < 0.0 || row.value.is_some_and(|value| value < 0.0));
    let (low, high) = (if is_negative { low.max(floor) } else { 0.0 }, high.min(ceiling));
    let values = ValueAxis::covering(low, high, false, 6);
    let labels =
        values.ticks().map(|tick| text_width(&values.label(tick, search.voice), theme.axis)).fold(0.0, f64::max);
    let numbers = (0..rows.len()).map(|index| number(rows, index));
    let numbers = numbers.fold((f64::INFINITY, f64::NEG_INFINITY), |(low, high), n| (low.min(n), high.max(n)));
    let (left, right) = (area.left + labels + GAP, area.right);
    Plot { left, right, top: area.top + above(theme), bottom: area.bottom - below(theme), values, numbers }
}

/// What the axis shows at most: around the bound and the answer with its neighbours, for estimates far from them would
/// make those too small to read.
fn limits(rows: &[SolveRow]) -> (f64, f64) {
    let answer = rows.iter().position(|row| row.answer == "yes");
    let near = |index: usize| answer.is_some_and(|answer| index.abs_diff(answer) <= 1);
    let shown = rows.iter().enumerate().filter(|(index, _)| near(*index));
    let values = shown.flat_map(|(_, row)| [row.value, row.ci_low, row.ci_high]).flatten();
    let extent = values.chain(rows.iter().map(|row| row.bound)).fold(0.0f64, |extent, value| extent.max(value.abs()));
    (-MAGNIFIED * extent, MAGNIFIED * extent)
}

fn axes(canvas: &mut Canvas, plot: &Plot, search: &Search, theme: &Theme) {
    let opacity = theme.grid_opacity.to_string();
    canvas.group(&[("class", "grid"), ("opacity", &opacity)], |pen| {
        for tick in plot.values.ticks() {
            pen.line([(plot.left, plot.y(tick)), (plot.right, plot.y(tick))], theme.grid, 1.0);
        }
    });
    canvas.group(&[("class", "axis")], |pen| {
        for tick in plot.values.ticks() {
            let at = (plot.left - GAP, plot.y(tick) + DIGIT_MIDDLE * theme.axis.size);
            pen.text(&plot.values.label(tick, search.voice), at, Anchor::End, theme.axis, theme.muted);
        }
        let baseline = plot.bottom + GAP + theme.axis.size;
        for (text, x) in labels(plot, search, theme) {
            pen.line([(x, plot.bottom), (x, plot.bottom + 5.0)], theme.rule, 1.0);
            pen.text(&text, (x, baseline), Anchor::Middle, theme.axis, theme.muted);
        }
        pen.line([(plot.left, plot.bottom), (plot.right, plot.bottom)], theme.rule, 1.0);
        let name = fit_path(&search.path, theme.axis, plot.right - plot.left);
        let middle = f64::midpoint(plot.left, plot.right);
        pen.text(&name, (middle, baseline + theme.axis.leading), Anchor::Middle, theme.axis, theme.muted);
    });
}

/// The values tried that have room below the axis, with their places; the answer comes first.
fn labels(plot: &Plot, search: &Search, theme: &Theme) -> Vec<(String, f64)> {
    let rows = &search.rows;
    let mut order: Vec<usize> = (0..rows.len()).collect();
    order.sort_by_key(|&index| (rows[index].answer != "yes", index != 0 && index + 1 != rows.len(), index));
    let mut placed: Vec<(String, f64, f64)> = Vec::new();
    for index in order {
        let text = setting(&rows[index], search.voice);
        let (x, half) = (plot.x(number(rows, index)), 0.5 * text_width(&text, theme.axis));
        if placed.iter().all(|(_, other, other_half)| (x - other).abs() >= half + other_half + LABEL_GAP) {
            placed.push((text, x, half));
        }
    }
    placed.into_iter().map(|(text, x, _)| (text, x)).collect()
}

/// The bound as a line across the plot, with its name above it.
fn bound(canvas: &mut Canvas, plot: &Plot, search: &Search, theme: &Theme) {
    let rows = &search.rows;
    let Some(row) = rows.first() else { return };
    let y = plot.y(row.bound);
    let (color, width) = ink_of(Ink::Reference, theme);
    canvas.group(&[("class", "bound"), ("stroke-dasharray", &dashes(Ink::Reference))], |pen| {
        pen.line([(plot.left, y), (plot.right, y)], color, width);
    });
    canvas.group(&[("class", "label")], |pen| {
        let x = if falls(rows) { plot.right } else { plot.left };
        let anchor = if x == plot.right { Anchor::End } else { Anchor::Start };
        // On the side of the line where the estimates at that end are not.
        let nearest = if falls(rows) { rows.last() } else { Some(row) };
        let is_above = nearest.and_then(|row| row.value).is_some_and(|value| value > row.bound);
        let offset = if is_above { theme.label.leading } else { -6.0 };
        pen.text(&search.target, (x, y + offset), anchor, theme.label, theme.ink);
    });
}

/// True if the estimates fall from the first value to the last: then there is room at the upper right.
fn falls(rows: &[SolveRow]) -> bool {
    let value = |row: Option<&SolveRow>| row.and_then(|row| row.value);
    value(rows.first()) > value(rows.last())
}

/// A triangle at the edge of the plot that points to an estimate beyond it.
fn beyond(pen: &mut Pen, x: f64, edge: f64, is_above: bool, color: Color) {
    let tip = if is_above { -7.0 } else { 7.0 };
    pen.area([(x - 6.0, edge - tip), (x + 6.0, edge - tip), (x, edge)], color, 1.0);
}

/// Dots with their intervals, the answer larger and darker, with its name.
fn estimates(canvas: &mut Canvas, plot: &Plot, search: &Search, theme: &Theme) {
    let rows = &search.rows;
    canvas.group(&[("class", "estimates")], |pen| {
        for (index, row) in rows.iter().enumerate() {
            let x = plot.x(number(rows, index));
            let is_answer = row.answer == "yes";
            let (color, radius, width) = if is_answer { (theme.median, 6.5, 3.0) } else { (theme.fan[2], 4.5, 2.0) };
            let limits = (plot.values.low(), plot.values.high());
            if let Some(value) = row.value.filter(|value| *value < limits.0 || *value > limits.1) {
                beyond(pen, x, if value > limits.1 { plot.top } else { plot.bottom }, value > limits.1, color);
                continue;
            }
            if let (Some(low), Some(high)) = (row.ci_low, row.ci_high) {
                let (low, high) = (low.max(limits.0), high.min(limits.1));
                pen.line([(x, plot.y(low)), (x, plot.y(high))], color, width);
            }
            if let Some(value) = row.value {
                pen.dot((x, plot.y(value)), radius, color);
            }
        }
    });
    let Some(index) = rows.iter().position(|row| row.answer == "yes") else { return };
    let Some(value) = rows[index].value else { return };
    canvas.group(&[("class", "label")], |pen| {
        let (x, y) = (plot.x(number(rows, index)), plot.y(rows[index].ci_high.unwrap_or(value)));
        let text = setting(&rows[index], search.voice);
        let style = Type { bold: true, ..theme.label };
        pen.text(&text, (x, y.min(plot.y(value) - 6.5) - 6.0), Anchor::Middle, style, theme.median);
    });
}

/// A value of the key that is searched; a bare number, be it written with underscores, as charts write it.
pub fn written(value: &str, voice: Voice) -> String {
    value.replace('_', "").parse().map_or_else(|_| value.to_owned(), |number| voice.spoken(number))
}

/// That of a row.
pub fn setting(row: &SolveRow, voice: Voice) -> String {
    written(&row.setting, voice)
}
