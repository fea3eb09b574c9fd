//! Horizontal bars with intervals, two to a row: laid out and drawn.

use super::axis::ValueAxis;
use super::canvas::{Anchor, Canvas, Pen, text_width};
use super::text::{balanced, fit, widest};
use super::theme::{Color, Theme, Type};

/// Thickness of a bar, and the space between rows.
const BAR: f64 = 19.0;
const ROW_GAP: f64 = 16.0;
/// Widest name of a row.
const WIDEST_NAME: f64 = 260.0;
/// Between a name and the bars, between a bar and its words, between parts of the page.
const NAME_GAP: f64 = 14.0;
const PAD: f64 = 6.0;
const PART_GAP: f64 = 12.0;
/// Height of the caps that end an interval.
const CAP: f64 = 8.0;
/// Steps of the value axis at most.
const MOST_INTERVALS: usize = 10;
/// Least free space between labels of the value axis.
const TICK_LABEL_GAP: f64 = 14.0;
/// A baseline lies this share of the em below the middle of digits, and this far below the top of its line.
const DIGIT_MIDDLE: f64 = 0.355;
const ASCENT: f64 = 0.95;
const SWATCH: f64 = 28.0;

/// A chart of bars from zero.
pub(super) struct Bars {
    /// Name of the file without its ending.
    pub name: String,
    pub title: String,
    /// The finding.
    pub subtitle: String,
    /// The chart in words.
    pub description: String,
    /// Names of the first and the second bar of every row.
    pub key: [String; 2],
    /// Title of the value axis.
    pub value_label: String,
    pub rows: Vec<BarRow>,
    pub notes: Vec<String>,
}

/// A name and its bars.
pub(super) struct BarRow {
    pub name: String,
    pub bars: [Option<Bar>; 2],
}

/// A bar from zero to a value.
pub(super) struct Bar {
    pub value: f64,
    pub interval: Option<(f64, f64)>,
    /// What stands at its end.
    pub text: String,
}

impl Bar {
    /// The ends of what is drawn of it, zero included.
    fn reach(&self) -> (f64, f64) {
        let (low, high) = self.interval.unwrap_or((self.value, self.value));
        (low.min(self.value).min(0.0), high.max(self.value).max(0.0))
    }
}

/// Where the bars stand, in pixels.
struct Plot {
    left: f64,
    right: f64,
    top: f64,
    bottom: f64,
    axis: ValueAxis,
}

impl Plot {
    fn new(bars: &Bars, theme: &Theme, top: f64) -> Self {
        let all = || bars.rows.iter().flat_map(|row| row.bars.iter().flatten());
        let low = all().map(|bar| bar.reach().0).fold(0.0, f64::min);
        let high = all().map(|bar| bar.reach().1).fold(0.0, f64::max);
        let names = bars.rows.iter().map(|row| widest(&name_lines(&row.name, theme), theme.label)).fold(0.0, f64::max);
        let room = |is_left: bool| {
            let there = all().filter(|bar| (bar.value < 0.0) == is_left);
            there.map(|bar| text_width(&bar.text, theme.label) + PAD).fold(0.0, f64::max)
        };
        let rows = bars.rows.len() as f64;
        let (left, right) = (theme.margin + names + NAME_GAP + room(true), theme.width - theme.margin - room(false));
        Self {
            left,
            right,
            top,
            bottom: top + rows * (2.0 * BAR + ROW_GAP) + ROW_GAP / 2.0,
            axis: fitting_axis((low, high), right - left, theme.axis),
        }
    }

    fn x(&self, value: f64) -> f64 {
        let share = (value - self.axis.low()) / (self.axis.high() - self.axis.low());
        self.left + share * (self.right - self.left)
    }

    /// Top of a bar.
    fn y(&self, row: usize, bar: usize) -> f64 {
        self.top + ROW_GAP / 2.0 + row as f64 * (2.0 * BAR + ROW_GAP) + bar as f64 * BAR
    }
}

/// The axis with the finest steps whose labels leave each other room.
fn fitting_axis((low, high): (f64, f64), width: f64, style: Type) -> ValueAxis {
    let axis = |intervals| ValueAxis::covering(low, high, false, intervals);
    let has_room = |axis: &ValueAxis| {
        let labels: Vec<String> = axis.ticks().map(|tick| axis.label(tick)).collect();
        widest(&labels, style) + TICK_LABEL_GAP <= width / labels.len().saturating_sub(1).max(1) as f64
    };
    (2..=MOST_INTERVALS).rev().map(axis).find(has_room).unwrap_or_else(|| axis(2))
}

/// The SVG document.
pub(super) fn svg(bars: &Bars, theme: &Theme) -> String {
    let width = theme.width - 2.0 * theme.margin;
    let title = balanced(&bars.title, "", theme.title, width, 2);
    let subtitle = fit(&bars.subtitle, theme.subtitle, width, 3);
    let notes: Vec<String> = bars.notes.iter().flat_map(|note| fit(note, theme.note, width, 4)).collect();
    let subtitle_top = theme.margin + title.len() as f64 * theme.title.leading + 2.0;
    let key_top = subtitle_top + subtitle.len() as f64 * theme.subtitle.leading + PART_GAP;
    let plot = Plot::new(bars, theme, key_top + theme.label.leading + PART_GAP);
    let axis_bottom = plot.bottom + PAD + 2.0 * theme.axis.leading;
    let notes_top = axis_bottom + PART_GAP;
    let height = (notes_top + notes.len() as f64 * theme.note.leading + theme.margin).ceil();

    let mut canvas = Canvas::new(theme.width, height);
    canvas.group(&[("class", "paper")], |pen| pen.rectangle((0.0, 0.0), (theme.width, height), theme.paper));
    words(&mut canvas, "title", &title, (theme.margin, theme.margin), (theme.title, theme.ink));
    words(&mut canvas, "subtitle", &subtitle, (theme.margin, subtitle_top), (theme.subtitle, theme.ink));
    canvas.group(&[("class", "key")], |pen| key(pen, bars, key_top, theme));
    axis(&mut canvas, bars, &plot, theme);
    for (index, row) in bars.rows.iter().enumerate() {
        draw_row(&mut canvas, row, index, &plot, theme);
    }
    words(&mut canvas, "note", &notes, (theme.margin, notes_top), (theme.note, theme.muted));
    canvas.finish(&bars.name, &bars.title, &format!("{} {}", bars.subtitle, bars.description))
}

fn name_lines(name: &str, theme: &Theme) -> Vec<String> {
    // Paths have no spaces to break at but those that are lent to them here.
    let spaced = name.replace('.', ". ");
    let lines = fit(&spaced, theme.label, WIDEST_NAME, 2);
    lines.into_iter().map(|line| line.replace(". ", ".")).collect()
}

/// Colours of the first and the second bar: dark and light, so that they stay apart in grey.
fn color(bar: usize, theme: &Theme) -> Color {
    theme.variants[if bar == 0 { 0 } else { theme.variants.len() - 1 }]
}

fn words(canvas: &mut Canvas, class: &str, lines: &[String], (left, top): (f64, f64), (style, ink): (Type, Color)) {
    if lines.is_empty() {
        return;
    }
    canvas.group(&[("class", class)], |pen| {
        for (index, line) in lines.iter().enumerate() {
            let baseline = top + index as f64 * style.leading + ASCENT * style.size;
            pen.text(line, (left, baseline), Anchor::Start, style, ink);
        }
    });
}

fn key(pen: &mut Pen, bars: &Bars, top: f64, theme: &Theme) {
    let style = theme.label;
    let mut x = theme.margin;
    for (index, name) in bars.key.iter().enumerate() {
        let middle = top + style.leading / 2.0;
        pen.rectangle((x, middle - 7.0), (SWATCH, 14.0), color(index, theme));
        let at = (x + SWATCH + PAD, middle + DIGIT_MIDDLE * style.size);
        pen.text(name, at, Anchor::Start, style, theme.ink);
        x += SWATCH + PAD + text_width(name, style) + 2.0 * NAME_GAP;
    }
}

fn axis(canvas: &mut Canvas, bars: &Bars, plot: &Plot, theme: &Theme) {
    let opacity = theme.grid_opacity.to_string();
    canvas.group(&[("class", "grid"), ("opacity", &opacity)], |pen| {
        for x in plot.axis.ticks().filter(|&tick| tick != 0.0).map(|tick| plot.x(tick)) {
            pen.line([(x, plot.top), (x, plot.bottom)], theme.grid, 1.0);
        }
    });
    canvas.group(&[("class", "axis")], |pen| {
        let zero = plot.x(0.0);
        pen.line([(zero, plot.top), (zero, plot.bottom)], theme.ink, 1.0);
    });
    let style = theme.axis;
    let baseline = plot.bottom + PAD + ASCENT * style.size;
    canvas.group(&[("class", "value-tick")], |pen| {
        for tick in plot.axis.ticks() {
            pen.text(&plot.axis.label(tick), (plot.x(tick), baseline), Anchor::Middle, style, theme.muted);
        }
    });
    canvas.group(&[("class", "value-label")], |pen| {
        let room = theme.width - 2.0 * theme.margin;
        let text = fit(&bars.value_label, style, room, 1).concat();
        let half = text_width(&text, style) / 2.0;
        let middle = f64::midpoint(plot.left, plot.right);
        let middle = middle.min(theme.width - theme.margin - half).max(theme.margin + half);
        pen.text(&text, (middle, baseline + style.leading), Anchor::Middle, style, theme.muted);
    });
}

fn draw_row(canvas: &mut Canvas, row: &BarRow, index: usize, plot: &Plot, theme: &Theme) {
    let style = theme.label;
    let lines = name_lines(&row.name, theme);
    let top = plot.y(index, 1) - lines.len() as f64 * style.leading / 2.0;
    canvas.group(&[("class", "name")], |pen| {
        for (line, text) in lines.iter().enumerate() {
            let baseline = top + line as f64 * style.leading + ASCENT * style.size;
            pen.text(text, (theme.margin, baseline), Anchor::Start, style, theme.ink);
        }
    });
    canvas.group(&[("class", "bar"), ("data-series", &row.name)], |pen| {
        for (rank, bar) in row.bars.iter().enumerate() {
            if let Some(bar) = bar {
                draw_bar(pen, bar, plot, plot.y(index, rank), color(rank, theme), theme);
            }
        }
    });
}

fn draw_bar(pen: &mut Pen, bar: &Bar, plot: &Plot, top: f64, color: Color, theme: &Theme) {
    let (zero, end) = (plot.x(0.0), plot.x(bar.value));
    pen.rectangle((zero.min(end), top + 1.0), ((end - zero).abs(), BAR - 2.0), color);
    let middle = top + BAR / 2.0;
    if let Some((low, high)) = bar.interval {
        let (low, high) = (plot.x(low), plot.x(high));
        let cap = |x: f64| [(x, middle - CAP / 2.0), (x, middle + CAP / 2.0)];
        // A rim lifts the interval off the bar.
        for (ink, width) in [(theme.paper, 4.5), (theme.ink, 1.5)] {
            pen.line([(low, middle), (high, middle)], ink, width);
            pen.line(cap(low), ink, width);
            pen.line(cap(high), ink, width);
        }
    }
    let (low, high) = bar.reach();
    let baseline = middle + DIGIT_MIDDLE * theme.label.size;
    let (x, anchor) =
        if bar.value < 0.0 { (plot.x(low) - PAD, Anchor::End) } else { (plot.x(high) + PAD, Anchor::Start) };
    pen.text(&bar.text, (x, baseline), anchor, theme.label, theme.ink);
}
