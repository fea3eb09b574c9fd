//! A value at every combination of two keys: a cell each, coloured by value, with lines of equal value and a key of the
//! colours.

pub mod contour;
mod shade;

pub use shade::Shade;

use contour::{Lattice, Spot};

use crate::charts::axis::FactorAxis;
use crate::charts::drawing::text::{fit, widest};
use crate::charts::drawing::{
    ASCENT, Anchor, Area, Block, Canvas, DIGIT_MIDDLE, Pen, Theme, Type, shades, text_width, words,
};
use crate::charts::frame::Body;
use crate::charts::words::Voice;

/// Between labels and the axis.
const TICK_GAP: f64 = 8.0;
/// Least height of the plot.
const PLOT_HEIGHT: f64 = 240.0;
/// Widest label of the upward axis.
const WIDEST_LABEL: f64 = 200.0;
/// Width of the colour key's bar, and of the space before and after it.
const BAR: f64 = 18.0;
const BAR_GAP: (f64, f64) = (28.0, 8.0);
/// Steps of the colour key.
const STEPS: usize = 64;
/// Free space on either side of the name of a line.
const NAME_PAD: f64 = 4.0;
/// A cell at least so much wider than its number shows it, and higher than so many lines of text.
const CELL_PAD: f64 = 12.0;
const CELL_LINES: f64 = 1.35;

/// Values over two keys.
pub struct Heat {
    /// From left to right, and upwards.
    pub across: FactorAxis,
    pub up: FactorAxis,
    /// By row, from the lowest value of the upward axis on.
    pub values: Lattice,
    /// From values to colours.
    pub shade: Shade,
    /// Values at which a line is drawn.
    pub levels: Vec<f64>,
    /// True if values are shares, written in percent.
    pub is_share: bool,
    pub voice: Voice,
}

impl Body for Heat {
    fn height(&self, _: f64, room: f64, theme: &Theme) -> f64 {
        room.max(PLOT_HEIGHT + above(theme) + below(theme))
    }

    fn draw(&self, canvas: &mut Canvas, area: Area, theme: &Theme) {
        let title = fit(self.up.title(), theme.axis, area.width(), 1);
        words(canvas, "value-label", &Block { lines: title, x: area.left, top: area.top }, theme.axis, theme.muted);
        Map { heat: self, theme, plot: self.plot(&area, theme) }.draw(canvas);
    }
}

/// Height of the title of the upward axis, and of what stands below the plot.
fn above(theme: &Theme) -> f64 {
    theme.axis.leading + TICK_GAP
}

fn below(theme: &Theme) -> f64 {
    TICK_GAP + 2.0 * theme.axis.leading
}

impl Heat {
    /// Between the labels of the upward axis and the colour key.
    fn plot(&self, area: &Area, theme: &Theme) -> Area {
        let labels: Vec<String> = self.up.values().iter().map(|value| self.up.label(value)).collect();
        let key = widest(&self.key_labels(), theme.axis) + BAR + BAR_GAP.0 + BAR_GAP.1;
        Area {
            left: area.left + widest(&labels, theme.axis).min(WIDEST_LABEL) + TICK_GAP,
            top: area.top + above(theme),
            right: area.right - key,
            bottom: area.bottom - below(theme),
        }
    }

    /// How a value is written.
    fn say(&self, value: f64) -> String {
        if self.is_share { self.voice.percent(value) } else { self.voice.spoken(value) }
    }

    fn key_labels(&self) -> Vec<String> {
        self.shade.ticks().iter().map(|&tick| self.say(tick)).collect()
    }
}

/// A heat map in its place.
struct Map<'a> {
    heat: &'a Heat,
    theme: &'a Theme,
    plot: Area,
}

impl Map<'_> {
    fn draw(&self, canvas: &mut Canvas) {
        self.cells(canvas);
        self.axes(canvas);
        self.contours(canvas);
        self.numbers(canvas);
        self.contour_names(canvas);
        self.key(canvas);
    }

    fn cells(&self, canvas: &mut Canvas) {
        let (wide, high) = self.cell_size();
        canvas.group(&[("class", "cells"), ("shape-rendering", "crispEdges")], |pen| {
            for (row, values) in self.heat.values.iter().enumerate() {
                for (column, value) in values.iter().enumerate() {
                    let Some(value) = value else { continue };
                    let (x, y) = self.at((column as f64 - 0.5, row as f64 + 0.5));
                    pen.rectangle((x, y), (wide, high), self.heat.shade.color(*value, &self.theme.shades));
                }
            }
        });
    }

    /// The value in each cell, if cells are large enough. Lines pass behind it.
    fn numbers(&self, canvas: &mut Canvas) {
        if !self.has_numbers() {
            return;
        }
        let style = self.theme.label;
        for (row, values) in self.heat.values.iter().enumerate() {
            for (column, value) in values.iter().enumerate() {
                let Some(value) = value else { continue };
                let color = self.heat.shade.color(*value, &self.theme.shades);
                let ink = shades::readable(color, (self.theme.ink, self.theme.paper));
                let (x, y) = self.at((column as f64, row as f64));
                canvas.haloed("cell-value", color, 3.0, |pen| {
                    let at = (x, y + DIGIT_MIDDLE * style.size);
                    pen.text(&self.heat.say(*value), at, Anchor::Middle, style, ink);
                });
            }
        }
    }

    /// True if cells are large enough for their values.
    fn has_numbers(&self) -> bool {
        let (style, (wide, high)) = (self.theme.label, self.cell_size());
        let all = self.heat.values.iter().flatten().flatten();
        let texts: Vec<String> = all.map(|value| self.heat.say(*value)).collect();
        widest(&texts, style) + CELL_PAD <= wide && CELL_LINES * style.leading <= high
    }

    /// Where the values in the cells stand.
    fn number_boxes(&self) -> Vec<Area> {
        let style = self.theme.label;
        let mut boxes = Vec::new();
        for (row, values) in self.heat.values.iter().enumerate().filter(|_| self.has_numbers()) {
            for (column, value) in values.iter().enumerate() {
                let Some(value) = value else { continue };
                let (x, y) = self.at((column as f64, row as f64));
                let (half, high) = (text_width(&self.heat.say(*value), style) / 2.0, style.leading / 2.0);
                boxes.push(Area { left: x - half, top: y - high, right: x + half, bottom: y + high });
            }
        }
        boxes
    }

    fn axes(&self, canvas: &mut Canvas) {
        let (style, muted) = (self.theme.axis, self.theme.muted);
        let (wide, high) = self.cell_size();
        canvas.group(&[("class", "tick")], |pen| {
            let labels: Vec<String> =
                self.heat.across.values().iter().map(|value| self.heat.across.label(value)).collect();
            let step = every(widest(&labels, style) + 12.0, wide);
            let baseline = self.plot.bottom + TICK_GAP + ASCENT * style.size;
            for (column, label) in labels.iter().enumerate().step_by(step) {
                let (x, _) = self.at((column as f64, 0.0));
                pen.text(label, (x, baseline), Anchor::Middle, style, muted);
            }
            let middle = (self.plot.left + self.plot.right) / 2.0;
            pen.text(self.heat.across.title(), (middle, baseline + style.leading), Anchor::Middle, style, muted);
            let step = every(style.leading, high);
            for (row, value) in self.heat.up.values().iter().enumerate().step_by(step) {
                let (_, y) = self.at((0.0, row as f64));
                let label = fit(&self.heat.up.label(value), style, WIDEST_LABEL, 1).concat();
                let at = (self.plot.left - TICK_GAP, y + DIGIT_MIDDLE * style.size);
                pen.text(&label, at, Anchor::End, style, muted);
            }
        });
    }

    fn contours(&self, canvas: &mut Canvas) {
        let (ink, paper) = (self.theme.ink, self.theme.paper);
        for &level in &self.heat.levels {
            let lines = self.lines(level);
            let strokes = |pen: &mut Pen, color, width| {
                for line in &lines {
                    pen.line(line.iter().map(|&spot| self.at(spot)), color, width);
                }
            };
            canvas.group(&[("class", "casing"), ("stroke-linejoin", "round"), ("opacity", "0.8")], |pen| {
                strokes(pen, paper, 5.0);
            });
            let name = self.heat.say(level);
            canvas.group(&[("class", "contour"), ("data-level", &name), ("stroke-linejoin", "round")], |pen| {
                strokes(pen, ink, 2.0);
            });
        }
    }

    /// The lines at a level, interpolated as colours are.
    fn lines(&self, level: f64) -> Vec<Vec<Spot>> {
        let shared = |row: &Vec<Option<f64>>| row.iter().map(|value| Some(self.heat.shade.share((*value)?))).collect();
        contour::lines(&self.heat.values.iter().map(shared).collect(), self.heat.shade.share(level))
    }

    /// The value of each line, beside its longest part unless that is short.
    fn contour_names(&self, canvas: &mut Canvas) {
        let style = Type { bold: true, ..self.theme.label };
        let mut taken = self.number_boxes();
        for &level in &self.heat.levels {
            let lines = self.lines(level);
            let name = self.heat.say(level);
            let longest = lines.iter().max_by_key(|line| line.len()).filter(|line| line.len() > 2);
            let Some(place) = longest.and_then(|line| self.free_place(line, text_width(&name, style), &taken)) else {
                continue;
            };
            let at = ((place.left + place.right) / 2.0, (place.top + place.bottom) / 2.0 + DIGIT_MIDDLE * style.size);
            canvas.haloed("label", self.theme.paper, 4.0, |pen| {
                pen.text(&name, at, Anchor::Middle, style, self.theme.ink);
            });
            taken.push(place);
        }
    }

    /// The place for a name of a width, centred on a line, that is farthest from the middles of cells and free of what
    /// is `taken`; none if there is no such place: the key marks the level, too.
    fn free_place(&self, line: &[Spot], width: f64, taken: &[Area]) -> Option<Area> {
        let (half, high) = (width / 2.0 + NAME_PAD, self.theme.label.leading / 2.0);
        let between = line.windows(2).map(|pair| ((pair[0].0 + pair[1].0) / 2.0, (pair[0].1 + pair[1].1) / 2.0));
        let place = |spot: Spot| {
            let (x, y) = self.at(spot);
            let area = Area { left: x - half, top: y - high, right: x + half, bottom: y + high };
            let (column, row) = self.at((spot.0.round(), spot.1.round()));
            let clearance = (x - column).abs() / 2.0 + (y - row).abs();
            let is_inside = area.left >= self.plot.left
                && area.right <= self.plot.right
                && area.top >= self.plot.top
                && area.bottom <= self.plot.bottom;
            (is_inside && !taken.iter().any(|other| other.overlaps(&area))).then_some((clearance, area))
        };
        let places = line.iter().copied().chain(between).filter_map(place);
        places.max_by(|a, b| a.0.total_cmp(&b.0)).map(|(_, area)| area)
    }

    /// The colour key: values from bottom to top, with a line where the map has one.
    fn key(&self, canvas: &mut Canvas) {
        let theme = self.theme;
        let (x, height) = (self.plot.right + BAR_GAP.0, self.plot.bottom - self.plot.top);
        canvas.group(&[("class", "key"), ("shape-rendering", "crispEdges")], |pen| {
            for step in 0..STEPS {
                let top = self.plot.bottom - height * (step + 1) as f64 / STEPS as f64;
                let share = (step as f64 + 0.5) / STEPS as f64;
                pen.rectangle((x, top), (BAR, height / STEPS as f64 + 0.5), shades::color(&theme.shades, share));
            }
        });
        let y = |value: f64| self.plot.bottom - height * self.heat.shade.share(value);
        canvas.group(&[("class", "key-tick")], |pen| {
            for (&tick, label) in self.heat.shade.ticks().iter().zip(self.heat.key_labels()) {
                let at = (x + BAR + BAR_GAP.1, y(tick) + DIGIT_MIDDLE * theme.axis.size);
                pen.text(&label, at, Anchor::Start, theme.axis, theme.muted);
            }
            for &level in &self.heat.levels {
                pen.line([(x - 4.0, y(level)), (x + BAR, y(level))], theme.ink, 2.0);
            }
        });
    }

    fn cell_size(&self) -> (f64, f64) {
        let (columns, rows) = (self.heat.across.values().len(), self.heat.up.values().len());
        ((self.plot.right - self.plot.left) / columns as f64, (self.plot.bottom - self.plot.top) / rows as f64)
    }

    /// The place of a spot of the lattice; whole coordinates are the middles of cells.
    fn at(&self, (column, row): Spot) -> (f64, f64) {
        let (wide, high) = self.cell_size();
        (self.plot.left + (column + 0.5) * wide, self.plot.bottom - (row + 0.5) * high)
    }
}

/// Of labels that need `needed` pixels and stand `apart`, every so-many-th has room.
fn every(needed: f64, apart: f64) -> usize {
    ((needed / apart).ceil() as usize).max(1)
}
