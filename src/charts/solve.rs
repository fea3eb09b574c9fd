//! The chart of a search: estimates at the values tried, with their intervals, and the bound.

use super::Chart;
use super::axis::ValueAxis;
use super::canvas::{Anchor, Canvas, Pen, text_width};
use super::number::spoken;
use super::text::fit;
use super::theme::{Color, LIGHT, Theme};
use crate::results::{SolveRow, Solved};

/// Between a label and what it names.
const GAP: f64 = 8.0;
/// Least free space between labels of the lower axis.
const LABEL_GAP: f64 = 14.0;
/// Height of the plot.
const PLOT_HEIGHT: f64 = 360.0;
/// The axis reaches this many times as far as the bound and the answer.
const MAGNIFIED: f64 = 2.5;
/// A baseline lies this share of the em below the middle of digits.
const DIGIT_MIDDLE: f64 = 0.355;

/// One chart for each comparison of the targets: its estimate at every value tried.
pub fn solve_charts(solved: &Solved) -> Vec<Chart> {
    let mut conditions: Vec<&str> = Vec::new();
    for row in &solved.rows {
        if !conditions.contains(&row.condition.as_str()) {
            conditions.push(&row.condition);
        }
    }
    let charts = conditions.iter().enumerate().map(|(index, condition)| {
        let name = if conditions.len() == 1 { "solve".to_owned() } else { format!("solve-{}", index + 1) };
        let rows: Vec<&SolveRow> = solved.rows.iter().filter(|row| row.condition == *condition).collect();
        Chart { svg: draw(&name, solved, condition, &rows, &LIGHT), name }
    });
    charts.collect()
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

fn draw(name: &str, solved: &Solved, condition: &str, rows: &[&SolveRow], theme: &Theme) -> String {
    let about = &solved.about;
    let width = theme.width - 2.0 * theme.margin;
    let title = fit(&title(solved), theme.title, width, 2);
    let subtitle = fit(&subtitle(solved, rows), theme.subtitle, width, 3);
    let level = (about.interval_level * 1e4).floor() / 1e2;
    let note = format!(
        "Dots are estimates at the values tried, triangles those beyond the axis; bars are intervals at a confidence \
         level of {level}% each, so that all of them hold with {}%. Variant: {}.",
        about.confidence * 100.0,
        about.variant
    );
    let notes = fit(&note, theme.note, width, 3);
    let title_top = theme.margin;
    let subtitle_top = title_top + title.len() as f64 * theme.title.leading + 2.0;
    let label_top = subtitle_top + subtitle.len() as f64 * theme.subtitle.leading + 12.0;
    let top = label_top + theme.axis.leading + 2.0 * GAP;
    let plot = plot(rows, top, theme);
    let below = plot.bottom + GAP + 2.0 * theme.axis.leading + 12.0;
    let height = (below + notes.len() as f64 * theme.note.leading + theme.margin).ceil();
    let mut canvas = Canvas::new(theme.width, height);
    canvas.group(&[("class", "paper")], |pen| pen.rectangle((0.0, 0.0), (theme.width, height), theme.paper));
    let mut words = |class: &str, lines: &[String], top: f64, style: super::theme::Type, color: Color| {
        canvas.group(&[("class", class)], |pen| {
            for (index, line) in lines.iter().enumerate() {
                let baseline = top + index as f64 * style.leading + 0.95 * style.size;
                pen.text(line, (theme.margin, baseline), Anchor::Start, style, color);
            }
        });
    };
    words("title", &title, title_top, theme.title, theme.ink);
    words("subtitle", &subtitle, subtitle_top, theme.subtitle, theme.ink);
    words("value-label", &fit(measure(condition), theme.axis, width, 1), label_top, theme.axis, theme.muted);
    words("note", &notes, below, theme.note, theme.muted);
    axes(&mut canvas, &plot, rows, &about.path, theme);
    bound(&mut canvas, &plot, rows, condition, theme);
    estimates(&mut canvas, &plot, rows, theme);
    let description = format!("{} Dots with intervals over the values of {}.", subtitle.join(" "), about.path);
    canvas.finish(name, &title.join(" "), &description)
}

fn title(solved: &Solved) -> String {
    let about = &solved.about;
    let targets = about.targets.join(" and ");
    format!("The {} {} with {targets}", about.wanted, about.path)
}

/// The finding.
fn subtitle(solved: &Solved, rows: &[&SolveRow]) -> String {
    let about = &solved.about;
    let confidence = about.confidence * 100.0;
    let found = rows.iter().find(|row| row.answer == "yes");
    let (Some(_), Some(found)) = (&about.answer, found) else {
        return if about.undecided.is_empty() {
            format!("No value tried meets it, with {confidence}% confidence.")
        } else {
            format!("No value is shown to meet it; undecided: {}.", about.undecided.join(", "))
        };
    };
    let answer = setting(found);
    let value = found.value.map_or(String::new(), |value| format!(", where the estimate is {}", spoken(value)));
    let doubt = if about.undecided.is_empty() {
        format!("with {confidence}% confidence")
    } else {
        format!("undecided: {}", about.undecided.join(", "))
    };
    format!("{answer}{value}; {doubt}.")
}

/// The part of a condition before its sign of comparison.
fn measure(condition: &str) -> &str {
    condition.rsplit_once(['<', '>']).map_or(condition, |(measure, _)| measure.trim_end())
}

/// The value of a row's key; a bare number as charts write it.
fn setting(row: &SolveRow) -> String {
    row.setting.parse().map_or_else(|_| row.setting.clone(), spoken)
}

/// The number of a row, or its rank where values are not numbers.
fn number(rows: &[&SolveRow], index: usize) -> f64 {
    rows[index].number.unwrap_or(index as f64)
}

fn plot(rows: &[&SolveRow], top: f64, theme: &Theme) -> Plot {
    let (floor, ceiling) = limits(rows);
    let values = rows.iter().flat_map(|row| [row.value, row.ci_low, row.ci_high, Some(row.bound)]).flatten();
    let (low, high) = values.fold((0.0f64, 0.0f64), |(low, high), value| (low.min(value), high.max(value)));
    // Intervals around values that cannot be negative may reach below 0 by a hair.
    let is_negative = rows.iter().any(|row| row.bound < 0.0 || row.value.is_some_and(|value| value < 0.0));
    let (low, high) = (if is_negative { low.max(floor) } else { 0.0 }, high.min(ceiling));
    let values = ValueAxis::covering(low, high, false, 6);
    let labels = values.ticks().map(|tick| text_width(&values.label(tick), theme.axis)).fold(0.0, f64::max);
    let numbers = (0..rows.len()).map(|index| number(rows, index));
    let numbers = numbers.fold((f64::INFINITY, f64::NEG_INFINITY), |(low, high), n| (low.min(n), high.max(n)));
    let left = theme.margin + labels + GAP;
    Plot { left, right: theme.width - theme.margin, top, bottom: top + PLOT_HEIGHT, values, numbers }
}

/// What the axis shows at most: around the bound and the answer with its neighbours, for estimates far from them would
/// make those too small to read.
fn limits(rows: &[&SolveRow]) -> (f64, f64) {
    let answer = rows.iter().position(|row| row.answer == "yes");
    let near = |index: usize| answer.is_some_and(|answer| index.abs_diff(answer) <= 1);
    let shown = rows.iter().enumerate().filter(|(index, _)| near(*index));
    let values = shown.flat_map(|(_, row)| [row.value, row.ci_low, row.ci_high]).flatten();
    let extent = values.chain(rows.iter().map(|row| row.bound)).fold(0.0f64, |extent, value| extent.max(value.abs()));
    (-MAGNIFIED * extent, MAGNIFIED * extent)
}

fn axes(canvas: &mut Canvas, plot: &Plot, rows: &[&SolveRow], path: &str, theme: &Theme) {
    let opacity = theme.grid_opacity.to_string();
    canvas.group(&[("class", "grid"), ("opacity", &opacity)], |pen| {
        for tick in plot.values.ticks() {
            pen.line([(plot.left, plot.y(tick)), (plot.right, plot.y(tick))], theme.grid, 1.0);
        }
    });
    canvas.group(&[("class", "axis")], |pen| {
        for tick in plot.values.ticks() {
            let at = (plot.left - GAP, plot.y(tick) + DIGIT_MIDDLE * theme.axis.size);
            pen.text(&plot.values.label(tick), at, Anchor::End, theme.axis, theme.muted);
        }
        let baseline = plot.bottom + GAP + theme.axis.size;
        for (text, x) in labels(plot, rows, theme) {
            pen.line([(x, plot.bottom), (x, plot.bottom + 5.0)], theme.rule, 1.0);
            pen.text(&text, (x, baseline), Anchor::Middle, theme.axis, theme.muted);
        }
        pen.line([(plot.left, plot.bottom), (plot.right, plot.bottom)], theme.rule, 1.0);
        let name = fit(path, theme.axis, plot.right - plot.left, 1).concat();
        pen.text(&name, (plot.right, baseline + theme.axis.leading), Anchor::End, theme.axis, theme.muted);
    });
}

/// The values tried that have room below the axis, with their places; the answer comes first.
fn labels(plot: &Plot, rows: &[&SolveRow], theme: &Theme) -> Vec<(String, f64)> {
    let mut order: Vec<usize> = (0..rows.len()).collect();
    order.sort_by_key(|&index| (rows[index].answer != "yes", index != 0 && index + 1 != rows.len(), index));
    let mut placed: Vec<(String, f64, f64)> = Vec::new();
    for index in order {
        let text = setting(rows[index]);
        let (x, half) = (plot.x(number(rows, index)), 0.5 * text_width(&text, theme.axis));
        if placed.iter().all(|(_, other, other_half)| (x - other).abs() >= half + other_half + LABEL_GAP) {
            placed.push((text, x, half));
        }
    }
    placed.into_iter().map(|(text, x, _)| (text, x)).collect()
}

/// The bound as a line across the plot, with its name above it.
fn bound(canvas: &mut Canvas, plot: &Plot, rows: &[&SolveRow], condition: &str, theme: &Theme) {
    let Some(row) = rows.first() else { return };
    let y = plot.y(row.bound);
    canvas.group(&[("class", "bound"), ("stroke-dasharray", "64 32")], |pen| {
        pen.line([(plot.left, y), (plot.right, y)], theme.observed, 1.5);
    });
    canvas.group(&[("class", "label")], |pen| {
        let sign = condition.len() - measure(condition).len();
        let text = format!("target {}", condition[condition.len() - sign..].trim());
        let x = if falls(rows) { plot.right } else { plot.left };
        let anchor = if x == plot.right { Anchor::End } else { Anchor::Start };
        // On the side of the line where the estimates at that end are not.
        let nearest = if falls(rows) { rows.last() } else { Some(row) };
        let is_above = nearest.and_then(|row| row.value).is_some_and(|value| value > row.bound);
        let offset = if is_above { theme.label.leading } else { -6.0 };
        pen.text(&text, (x, y + offset), anchor, theme.label, theme.ink);
    });
}

/// True if the estimates fall from the first value to the last: then there is room at the upper right.
fn falls(rows: &[&SolveRow]) -> bool {
    let value = |row: Option<&&SolveRow>| row.and_then(|row| row.value);
    value(rows.first()) > value(rows.last())
}

/// A triangle at the edge of the plot that points to an estimate beyond it.
fn beyond(pen: &mut Pen, x: f64, edge: f64, is_above: bool, color: Color) {
    let tip = if is_above { -7.0 } else { 7.0 };
    pen.area([(x - 6.0, edge - tip), (x + 6.0, edge - tip), (x, edge)], color, 1.0);
}

/// Dots with their intervals, the answer larger and darker, with its name.
fn estimates(canvas: &mut Canvas, plot: &Plot, rows: &[&SolveRow], theme: &Theme) {
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
        let text = setting(rows[index]);
        let style = super::theme::Type { bold: true, ..theme.label };
        pen.text(&text, (x, y.min(plot.y(value) - 6.5) - 6.0), Anchor::Middle, style, theme.median);
    });
}
