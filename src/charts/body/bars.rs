//! Horizontal bars with intervals, two to a row: laid out and drawn.

use crate::charts::axis::ValueAxis;
use crate::charts::drawing::ink::fill_of;
use crate::charts::drawing::text::{fit, widest};
use crate::charts::drawing::{
    ASCENT, Anchor, Area, Canvas, Color, DIGIT_MIDDLE, Fill, Pen, Slot, Theme, Type, text_width,
};
use crate::charts::frame::Body;
use crate::charts::words::Voice;

/// Thickness of a bar, and the space between rows.
const BAR: f64 = 19.0;
const ROW_GAP: f64 = 16.0;
/// Widest name of a row, and the same where the page is so narrow that less than [`LEAST_PLOT`] were left for the bars.
const WIDEST_NAME: (f64, f64) = (260.0, 100.0);
const LEAST_PLOT: f64 = 200.0;
/// Between a name and the bars, and between a bar and its words.
const NAME_GAP: f64 = 14.0;
const PAD: f64 = 6.0;
/// Height of the caps that end an interval.
const CAP: f64 = 8.0;
/// Steps of the value axis at most.
const MOST_INTERVALS: usize = 10;
/// Least free space between labels of the value axis.
const TICK_LABEL_GAP: f64 = 14.0;

/// Bars from zero, in rows of two.
pub struct Bars {
    /// Title of the value axis.
    pub value_label: String,
    pub rows: Vec<BarRow>,
    pub voice: Voice,
}

/// The role of the first and the second bar of every row: dark and light, so that they stay apart in grey.
pub fn fill(bar: usize) -> Fill {
    Fill::Solid(Slot { index: bar, of: 2 })
}

/// A name and its bars.
pub struct BarRow {
    pub name: String,
    pub bars: [Option<Bar>; 2],
}

/// A bar from zero to a value.
pub struct Bar {
    pub value: f64,
    pub interval: Option<(f64, f64)>,
    /// What stands at its end.
    pub text: String,
    /// What it says to those who ask, below the name of its row.
    pub said: String,
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
    /// Width of the names.
    names: f64,
    left: f64,
    right: f64,
    top: f64,
    bottom: f64,
    axis: ValueAxis,
}

impl Plot {
    fn new(bars: &Bars, theme: &Theme, area: (f64, f64), top: f64) -> Self {
        let all = || bars.rows.iter().flat_map(|row| row.bars.iter().flatten());
        let low = all().map(|bar| bar.reach().0).fold(0.0, f64::min);
        let high = all().map(|bar| bar.reach().1).fold(0.0, f64::max);
        let room = |is_left: bool| {
            let there = all().filter(|bar| (bar.value < 0.0) == is_left);
            there.map(|bar| text_width(&bar.text, theme.label) + PAD).fold(0.0, f64::max)
        };
        let spare = area.1 - area.0 - room(true) - room(false) - NAME_GAP - LEAST_PLOT;
        let most = spare.clamp(WIDEST_NAME.1, WIDEST_NAME.0);
        let lines = bars.rows.iter().map(|row| name_lines(&row.name, most, theme));
        let names = lines.map(|lines| widest(&lines, theme.label)).fold(0.0, f64::max);
        let rows = bars.rows.len() as f64;
        let (left, right) = (area.0 + names + NAME_GAP + room(true), area.1 - room(false));
        Self {
            names: most,
            left,
            right,
            top,
            bottom: top + rows * (2.0 * BAR + ROW_GAP) + ROW_GAP / 2.0,
            axis: fitting_axis((low, high), right - left, theme.axis, bars.voice),
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
fn fitting_axis((low, high): (f64, f64), width: f64, style: Type, voice: Voice) -> ValueAxis {
    let axis = |intervals| ValueAxis::covering(low, high, false, intervals);
    let has_room = |axis: &ValueAxis| {
        let labels: Vec<String> = axis.ticks().map(|tick| axis.label(tick, voice)).collect();
        widest(&labels, style) + TICK_LABEL_GAP <= width / labels.len().saturating_sub(1).max(1) as f64
    };
    (2..=MOST_INTERVALS).rev().map(axis).find(has_room).unwrap_or_else(|| axis(2))
}

impl Body for Bars {
    fn height(&self, width: f64, _: f64, theme: &Theme) -> f64 {
        Plot::new(self, theme, (0.0, width), 0.0).bottom + PAD + 2.0 * theme.axis.leading
    }

    fn draw(&self, canvas: &mut Canvas, area: Area, theme: &Theme) {
        let plot = Plot::new(self, theme, (area.left, area.right), area.top);
        axis(canvas, self, &plot, area, theme);
        for (index, row) in self.rows.iter().enumerate() {
            draw_row(canvas, row, index, &plot, area.left, theme);
        }
    }
}

fn name_lines(name: &str, width: f64, theme: &Theme) -> Vec<String> {
    // Paths have no spaces to break at but those that are lent to them here.
    let spaced = name.replace('.', ". ");
    let lines = fit(&spaced, theme.label, width, 2);
    lines.into_iter().map(|line| line.replace(". ", ".")).collect()
}

fn axis(canvas: &mut Canvas, bars: &Bars, plot: &Plot, area: Area, theme: &Theme) {
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
        for (label, x) in tick_labels(plot, style, bars.voice) {
            pen.text(&label, (x, baseline), Anchor::Middle, style, theme.muted);
        }
    });
    canvas.group(&[("class", "value-label")], |pen| {
        let text = fit(&bars.value_label, style, area.width(), 1).concat();
        let half = text_width(&text, style) / 2.0;
        let middle = f64::midpoint(plot.left, plot.right);
        let middle = middle.min(area.right - half).max(area.left + half);
        pen.text(&text, (middle, baseline + style.leading), Anchor::Middle, style, theme.muted);
    });
}

/// The labels of the axis that leave each other room, with their middles: zero before all others.
fn tick_labels(plot: &Plot, style: Type, voice: Voice) -> Vec<(String, f64)> {
    let mut ticks: Vec<f64> = plot.axis.ticks().collect();
    ticks.sort_by_key(|&tick| tick != 0.0);
    let mut labels: Vec<(String, f64)> = Vec::new();
    for tick in ticks {
        let (label, x) = (plot.axis.label(tick, voice), plot.x(tick));
        let needed = |other: &str| (text_width(&label, style) + text_width(other, style) + TICK_LABEL_GAP) / 2.0;
        if labels.iter().all(|(other, at)| (at - x).abs() >= needed(other)) {
            labels.push((label, x));
        }
    }
    labels
}

fn draw_row(canvas: &mut Canvas, row: &BarRow, index: usize, plot: &Plot, left: f64, theme: &Theme) {
    let style = theme.label;
    let lines = name_lines(&row.name, plot.names, theme);
    let top = plot.y(index, 1) - lines.len() as f64 * style.leading / 2.0;
    canvas.group(&[("class", "name")], |pen| {
        for (line, text) in lines.iter().enumerate() {
            let baseline = top + line as f64 * style.leading + ASCENT * style.size;
            pen.text(text, (left, baseline), Anchor::Start, style, theme.ink);
        }
    });
    canvas.group(&[("class", "bar"), ("data-series", &row.name)], |pen| {
        for (rank, bar) in row.bars.iter().enumerate() {
            if let Some(bar) = bar {
                draw_bar(pen, bar, plot, plot.y(index, rank), fill_of(fill(rank), theme).0, theme);
            }
        }
    });
    let place = |rank: usize| {
        let top = plot.y(index, rank);
        Area { left: plot.left, top, right: plot.right, bottom: top + BAR }
    };
    let bars = row.bars.iter().enumerate().filter_map(|(rank, bar)| Some((place(rank), bar.as_ref()?)));
    canvas.reads_spots(bars.map(|(area, bar)| (area, format!("{}\n{}", row.name, bar.said))));
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
