//! Lays panels out in an area and draws them.

use std::borrow::Cow;

use super::grid::{Cell, Grid, Sides, TICK_GAP, label_center};
use super::labels::PlacedLabel;
use super::{Band, Line, Panel, Panels, read};
use crate::charts::axis::{Across, TimeTick, ValueAxis};
use crate::charts::drawing::block::lines_of_text;
use crate::charts::drawing::canvas::FINENESS;
use crate::charts::drawing::ink::{dash_array, dashes, fill_of, ink_of};
use crate::charts::drawing::text::{fit_before, fit_path};
use crate::charts::drawing::{ASCENT, Anchor, Area, Block, Canvas, DIGIT_MIDDLE, Ink, Pen, Theme, words};
use crate::charts::frame::Body;
use crate::model::chart::Scale;

/// Lines of small multiples are thinner by this factor, and have no rim: it would hide the bands.
const SMALL: f64 = 0.75;
/// Width of the rim around recorded history.
const RIM: f64 = 1.5;
/// Steps of the value axis at most, alone and among others.
const INTERVALS: (usize, usize) = (6, 4);

impl Body for Panels {
    fn height(&self, width: f64, room: f64, theme: &Theme) -> f64 {
        let shown = self.shown();
        let values = shown.value_axis();
        let grid = Grid::new(&shown, &values, (0.0, width), Sides::default(), theme);
        let head = head(&grid, theme);
        head + grid.height(grid.plot_height(room - head))
    }

    fn draw(&self, canvas: &mut Canvas, area: Area, theme: &Theme) {
        let shown = self.shown();
        let values = shown.value_axis();
        let grid = Grid::new(&shown, &values, (area.left, area.width()), Sides::default(), theme);
        let plot_height = grid.plot_height(area.height() - head(&grid, theme));
        draw(canvas, area, &grid, plot_height, theme);
    }
}

/// Draws panels with plots of a height from the top of an area down.
pub fn draw(canvas: &mut Canvas, area: Area, grid: &Grid, plot_height: f64, theme: &Theme) {
    let (panels, values) = (grid.figure, grid.values);
    let cells = grid.cells(area.top + head(grid, theme), plot_height);
    let scale = match values.is_log() {
        true => panels.values.voice.choose(" (logarithmic scale)", " (échelle logarithmique)"),
        false => "",
    };
    let label = fit_before(&panels.values.label, scale, theme.axis, area.width(), 1);
    let label = Block { lines: label, x: area.left, top: area.top };
    words(canvas, "value-label", &label, theme.axis, theme.muted);
    let axes = Axes { panels, values, ticks: &grid.ticks };
    for (panel, cell) in panels.panels.iter().zip(&cells) {
        draw_panel(canvas, panel, cell, &axes, theme);
        if let Some(reading) = read::reading(panels, panel, cell) {
            canvas.reads(reading);
        }
    }
}

impl Panels {
    /// True if ratios are shown: where that is asked for, and some value is above 0.
    fn is_log(&self) -> bool {
        self.values.scale == Scale::Log && self.panels.iter().flat_map(Panel::values).any(|value| value > 0.0)
    }

    /// What the axis of values can show.
    pub fn shown(&self) -> Cow<'_, Panels> {
        if !self.is_log() {
            return Cow::Borrowed(self);
        }
        let panels = self.panels.iter().map(Panel::positive).collect();
        Cow::Owned(Panels { panels, values: self.values.clone(), across: self.across.clone(), ..*self })
    }

    /// The axis of the values of all panels.
    fn value_axis(&self) -> ValueAxis {
        self.value_axis_of(if self.panels.len() > 1 { INTERVALS.1 } else { INTERVALS.0 })
    }

    /// The same in so many steps at most.
    pub fn value_axis_of(&self, intervals: usize) -> ValueAxis {
        let values = || self.panels.iter().flat_map(Panel::values);
        if self.is_log() {
            let above = || values().filter(|value| *value > 0.0);
            return ValueAxis::logarithmic(above().fold(f64::MAX, f64::min), above().fold(0.0, f64::max), intervals);
        }
        let (low, high) = (values().fold(0.0, f64::min), values().fold(0.0, f64::max));
        ValueAxis::covering(low, high, self.values.is_whole, intervals)
    }
}

/// The axes of all panels.
struct Axes<'a> {
    panels: &'a Panels,
    values: &'a ValueAxis,
    ticks: &'a [TimeTick],
}

/// Height of the title of the value axis, and the space below it.
pub fn head(grid: &Grid, theme: &Theme) -> f64 {
    theme.axis.leading + if grid.has_head() { TICK_GAP } else { 2.0 * TICK_GAP }
}

fn draw_panel(canvas: &mut Canvas, panel: &Panel, cell: &Cell, axes: &Axes, theme: &Theme) {
    for band in &panel.bands {
        draw_band(canvas, band, cell, theme);
    }
    draw_axes(canvas, axes, cell, theme);
    mark_lines(canvas, cell, theme);
    let is_small = axes.panels.panels.len() > 1;
    for line in &panel.lines {
        draw_line(canvas, line, cell, is_small, theme);
    }
    mark_names(canvas, cell, theme);
    names(canvas, &cell.labels, theme);
    words(canvas, "panel-title", &cell.title, theme.panel, theme.ink);
}

fn draw_band(canvas: &mut Canvas, band: &Band, cell: &Cell, theme: &Theme) {
    let (color, opacity) = fill_of(band.fill, theme);
    let attributes = [("class", "band"), ("data-series", &band.data.series), ("data-columns", &band.data.columns)];
    canvas.group(&attributes, |pen| {
        for segment in &band.segments {
            let place = |time: f64, value: f64| (cell.scale.x(time), cell.scale.y(value));
            if let [[time, low, high]] = segment[..] {
                pen.line([place(time, low), place(time, high)], color, 2.0);
                continue;
            }
            let upper = segment.iter().map(|&[time, _, high]| place(time, high));
            let lower = segment.iter().rev().map(|&[time, low, _]| place(time, low));
            pen.area(upper.chain(lower), color, opacity);
        }
    });
}

fn draw_line(canvas: &mut Canvas, line: &Line, cell: &Cell, is_small: bool, theme: &Theme) {
    let (color, width) = ink_of(line.ink, theme);
    let width = if is_small { width * SMALL } else { width };
    if matches!(line.ink, Ink::Observed(_)) && !is_small {
        casing(canvas, line, cell, width, theme);
    }
    let dashes = dashes(line.ink);
    let attributes = [
        ("class", "line"),
        ("data-series", line.data.series.as_str()),
        ("data-columns", &line.data.columns),
        ("stroke-linejoin", "round"),
        ("stroke-dasharray", &dashes),
    ];
    canvas.group(&attributes, |pen| {
        for segment in &line.segments {
            let place = |&[time, value]: &[f64; 2]| (cell.scale.x(time), cell.scale.y(value));
            match &segment[..] {
                [point] => pen.dot(place(point), width, color),
                points => pen.line(points.iter().map(place), color, width),
            }
        }
    });
}

/// A rim that lifts a line off those beneath it.
fn casing(canvas: &mut Canvas, line: &Line, cell: &Cell, width: f64, theme: &Theme) {
    canvas.group(&[("class", "casing"), ("stroke-linejoin", "round"), ("opacity", "0.7")], |pen| {
        for segment in line.segments.iter().filter(|segment| segment.len() > 1) {
            let points = segment.iter().map(|&[time, value]| (cell.scale.x(time), cell.scale.y(value)));
            pen.line(points, theme.paper, width + 2.0 * RIM);
        }
    });
}

fn draw_axes(canvas: &mut Canvas, axes: &Axes, cell: &Cell, theme: &Theme) {
    let (plot, style) = (cell.plot, theme.axis);
    let opacity = theme.grid_opacity.to_string();
    canvas.group(&[("class", "grid"), ("opacity", &opacity)], |pen| {
        for y in axes.values.ticks().filter(|&tick| tick != axes.values.base()).map(|tick| cell.scale.y(tick)) {
            pen.line([(plot.left, y), (plot.right, y)], theme.grid, 1.0);
        }
    });
    let attributes = read_by_scripts(axes, cell);
    let attributes: Vec<(&str, &str)> = std::iter::once(("class", "axis"))
        .chain(attributes.iter().map(|(name, value)| (*name, value.as_str())))
        .collect();
    canvas.group(&attributes, |pen| {
        let zero = cell.scale.base();
        pen.line([(plot.left, zero), (plot.right, zero)], theme.ink, 1.0);
        for x in axes.ticks.iter().map(|tick| cell.scale.x(tick.time_days)) {
            pen.line([(x, plot.bottom), (x, plot.bottom + 5.0)], theme.ink, 1.0);
        }
    });
    if cell.has_value_labels {
        canvas.group(&[("class", "value-tick")], |pen| {
            for tick in axes.values.ticks() {
                let at = (plot.left - TICK_GAP, cell.scale.y(tick) + DIGIT_MIDDLE * style.size);
                pen.text(&axes.panels.values.written(axes.values, tick), at, Anchor::End, style, theme.muted);
            }
        });
    }
    if cell.has_time_labels {
        canvas.group(&[("class", "time-tick")], |pen| time_labels(pen, axes, cell, theme));
    }
}

/// What a script needs to turn places of a panel back into moments and values.
fn read_by_scripts(axes: &Axes, cell: &Cell) -> Vec<(&'static str, String)> {
    let Area { left, top, right, bottom } = cell.plot;
    let units = [left, top, right, bottom].map(|length| (length * FINENESS).round().to_string());
    let mut attributes = vec![
        ("data-plot", units.join(" ")),
        ("data-across", axes.panels.across.ends().map(|end| end.to_string()).join(" ")),
        ("data-values", format!("{} {}", axes.values.low(), axes.values.high())),
    ];
    if axes.values.is_log() {
        attributes.push(("data-scale", "log".to_owned()));
    }
    if matches!(&axes.panels.across, Across::Time(time) if time.has_dates()) {
        attributes.push(("data-time", "dates".to_owned()));
    }
    attributes
}

fn time_labels(pen: &mut Pen, axes: &Axes, cell: &Cell, theme: &Theme) {
    let style = theme.axis;
    let baseline = cell.plot.bottom + TICK_GAP + ASCENT * style.size;
    let mut centered = |text: &str, x: f64, baseline: f64| {
        let center = label_center(text, style, x, cell.limits);
        pen.text(text, (center, baseline), Anchor::Middle, style, theme.muted);
    };
    for tick in axes.ticks {
        let x = cell.scale.x(tick.time_days);
        centered(&tick.label, x, baseline);
        if let Some(context) = &tick.context {
            centered(context, x, baseline + style.leading);
        }
    }
    if let Some(title) = axes.panels.across.title() {
        let middle = (cell.plot.left + cell.plot.right) / 2.0;
        let title = fit_path(title, style, cell.limits.1 - cell.limits.0);
        centered(&title, middle, baseline + style.leading);
    }
}

fn mark_lines(canvas: &mut Canvas, cell: &Cell, theme: &Theme) {
    let xs: Vec<f64> = cell.marks.iter().filter_map(|mark| mark.line).collect();
    if xs.is_empty() {
        return;
    }
    let dashes = dash_array(&[4.0, 3.0]);
    canvas.group(&[("class", "mark"), ("stroke-dasharray", &dashes)], |pen| {
        for x in xs {
            pen.line([(x, cell.strip_top), (x, cell.plot.bottom)], theme.rule, 1.25);
        }
    });
}

fn mark_names(canvas: &mut Canvas, cell: &Cell, theme: &Theme) {
    if cell.marks.iter().all(|mark| mark.lines.is_empty()) {
        return;
    }
    canvas.group(&[("class", "mark-name")], |pen| {
        for mark in &cell.marks {
            lines_of_text(pen, &mark.lines, (mark.text_x, cell.strip_top), theme.label, theme.ink);
        }
    });
}

fn names(canvas: &mut Canvas, labels: &[PlacedLabel], theme: &Theme) {
    for label in labels {
        if let Some(leader) = label.leader {
            let (color, width) = label.ink.map_or((theme.rule, 1.0), |ink| (ink_of(ink, theme).0, 1.75));
            let dashes = label.ink.map_or_else(|| dash_array(&[]), dashes);
            canvas.group(&[("class", "leader"), ("stroke-dasharray", &dashes)], |pen| pen.line(leader, color, width));
        }
    }
    if labels.is_empty() {
        return;
    }
    canvas.haloed("label", theme.paper, 3.0, |pen| {
        for label in labels {
            lines_of_text(pen, &label.lines, (label.x, label.top), theme.label, theme.ink);
        }
    });
}
