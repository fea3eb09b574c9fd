//! Draws any laid-out figure.

use super::canvas::{Anchor, Canvas, FINENESS, Pen};
use super::figure::{Band, Figure, Fill, Ink, Line, Slot, Swatch};
use super::grid::{Cell, TICK_GAP, label_center};
use super::labels::PlacedLabel;
use super::page::{Block, KEY_GAP, Page, SWATCH};
use super::theme::{Color, DASHES, Theme, Type};

/// A baseline lies this share of the em below the middle of digits.
pub(super) const DIGIT_MIDDLE: f64 = 0.355;
/// A first baseline lies this share of the em below the top of its line.
pub(super) const ASCENT: f64 = 0.95;

/// Lines of small multiples are thinner by this factor, and have no rim: it would hide the bands.
const SMALL: f64 = 0.75;
/// Width of the rim around recorded history.
const RIM: f64 = 1.5;

/// The SVG document of a figure.
pub(super) fn svg(figure: &Figure, theme: &Theme) -> String {
    let page = Page::new(figure, theme);
    let mut canvas = Canvas::new(page.width, page.height);
    canvas.group(&[("class", "paper")], |pen| {
        pen.rectangle((0.0, 0.0), (page.width, page.height), theme.paper);
    });
    words(&mut canvas, "title", &page.title, theme.title, theme.ink);
    words(&mut canvas, "subtitle", &page.subtitle, theme.subtitle, theme.ink);
    key(&mut canvas, &page, theme);
    words(&mut canvas, "value-label", &page.value_label, theme.axis, theme.muted);
    let is_small = page.cells.len() > 1;
    for (panel, cell) in figure.panels.iter().zip(&page.cells) {
        for band in &panel.bands {
            draw_band(&mut canvas, band, cell, theme);
        }
        axes(&mut canvas, figure, &page, cell, theme);
        mark_lines(&mut canvas, cell, theme);
        for line in &panel.lines {
            draw_line(&mut canvas, line, cell, is_small, theme);
        }
        mark_names(&mut canvas, cell, theme);
        names(&mut canvas, &cell.labels, theme);
        words(&mut canvas, "panel-title", &cell.title, theme.panel, theme.ink);
    }
    words(&mut canvas, "note", &page.notes, theme.note, theme.muted);
    canvas.finish(&figure.name, &figure.title, &format!("{} {}", figure.subtitle, figure.description))
}

pub(super) fn words(canvas: &mut Canvas, class: &str, block: &Block, style: Type, color: Color) {
    if block.lines.is_empty() {
        return;
    }
    canvas.group(&[("class", class)], |pen| lines_of_text(pen, &block.lines, (block.x, block.top), style, color));
}

fn lines_of_text(pen: &mut Pen, lines: &[String], (x, top): (f64, f64), style: Type, color: Color) {
    for (index, line) in lines.iter().enumerate() {
        let baseline = top + index as f64 * style.leading + ASCENT * style.size;
        pen.text(line, (x, baseline), Anchor::Start, style, color);
    }
}

fn key(canvas: &mut Canvas, page: &Page, theme: &Theme) {
    for (entry, x, top) in &page.key {
        let middle = top + theme.label.leading / 2.0;
        let dashes = match entry.swatch {
            Swatch::Ink(ink) => dashes(ink),
            Swatch::Fill(_) => dash_array(&[]),
        };
        canvas.group(&[("class", "key"), ("stroke-dasharray", &dashes)], |pen| {
            match entry.swatch {
                Swatch::Fill(fill) => {
                    let (color, opacity) = fill_of(fill, theme);
                    let (top, bottom) = (middle - 7.0, middle + 7.0);
                    pen.area([(*x, top), (x + SWATCH, top), (x + SWATCH, bottom), (*x, bottom)], color, opacity);
                }
                Swatch::Ink(ink) => {
                    let (color, width) = ink_of(ink, theme);
                    pen.line([(*x, middle), (x + SWATCH, middle)], color, width);
                }
            }
            let baseline = middle + DIGIT_MIDDLE * theme.label.size;
            pen.text(&entry.text, (x + SWATCH + KEY_GAP.0, baseline), Anchor::Start, theme.label, theme.ink);
        });
    }
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

fn axes(canvas: &mut Canvas, figure: &Figure, page: &Page, cell: &Cell, theme: &Theme) {
    let (plot, style) = (cell.plot, theme.axis);
    let opacity = theme.grid_opacity.to_string();
    canvas.group(&[("class", "grid"), ("opacity", &opacity)], |pen| {
        for y in page.values.ticks().filter(|&tick| tick != 0.0).map(|tick| cell.scale.y(tick)) {
            pen.line([(plot.left, y), (plot.right, y)], theme.grid, 1.0);
        }
    });
    canvas.group(&[("class", "axis")], |pen| {
        let zero = cell.scale.y(0.0);
        pen.line([(plot.left, zero), (plot.right, zero)], theme.ink, 1.0);
        for x in page.ticks.iter().map(|tick| cell.scale.x(tick.time_days)) {
            pen.line([(x, plot.bottom), (x, plot.bottom + 5.0)], theme.ink, 1.0);
        }
    });
    if cell.has_value_labels {
        canvas.group(&[("class", "value-tick")], |pen| {
            for tick in page.values.ticks() {
                let at = (plot.left - TICK_GAP, cell.scale.y(tick) + DIGIT_MIDDLE * style.size);
                pen.text(&page.values.label(tick), at, Anchor::End, style, theme.muted);
            }
        });
    }
    if cell.has_time_labels {
        canvas.group(&[("class", "time-tick")], |pen| time_labels(pen, figure, page, cell, theme));
    }
}

fn time_labels(pen: &mut Pen, figure: &Figure, page: &Page, cell: &Cell, theme: &Theme) {
    let style = theme.axis;
    let baseline = cell.plot.bottom + TICK_GAP + ASCENT * style.size;
    let mut centered = |text: &str, x: f64, baseline: f64| {
        let center = label_center(text, style, x, cell.limits);
        pen.text(text, (center, baseline), Anchor::Middle, style, theme.muted);
    };
    for tick in &page.ticks {
        let x = cell.scale.x(tick.time_days);
        centered(&tick.label, x, baseline);
        if let Some(context) = &tick.context {
            centered(context, x, baseline + style.leading);
        }
    }
    if let Some(title) = figure.across.title() {
        let middle = (cell.plot.left + cell.plot.right) / 2.0;
        centered(title, middle, baseline + style.leading);
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

/// Colour and opacity of an area.
fn fill_of(fill: Fill, theme: &Theme) -> (Color, f64) {
    match fill {
        Fill::Fan(index) => (theme.fan[index.min(theme.fan.len() - 1)], 1.0),
        Fill::Variant(slot) => (variant_color(slot, theme), theme.band_opacity),
    }
}

/// Colour and thickness of a line.
fn ink_of(ink: Ink, theme: &Theme) -> (Color, f64) {
    match ink {
        Ink::Median => (theme.median, 2.75),
        Ink::Observed(_) => (theme.observed, 1.75),
        Ink::Variant(slot) => (variant_color(slot, theme), 2.5),
    }
}

/// Colours as far apart in lightness as the number of variants allows.
fn variant_color(slot: Slot, theme: &Theme) -> Color {
    let last = theme.variants.len() - 1;
    let steps = slot.of.saturating_sub(1);
    let is_spread = (1..last).contains(&steps);
    let index = if is_spread { (2 * slot.index * last + steps) / (2 * steps) } else { slot.index };
    theme.variants[index % theme.variants.len()]
}

/// The `stroke-dasharray` of a line.
fn dashes(ink: Ink) -> String {
    let rank = match ink {
        Ink::Median => 0,
        Ink::Observed(index) => index,
        Ink::Variant(slot) => slot.index,
    };
    dash_array(DASHES[rank % DASHES.len()])
}

fn dash_array(pixels: &[f64]) -> String {
    if pixels.is_empty() {
        return "none".to_owned();
    }
    pixels.iter().map(|length| (length * FINENESS).to_string()).collect::<Vec<_>>().join(" ")
}
