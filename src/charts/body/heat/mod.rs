//! A value at every combination of two keys: a cell each, coloured by value, with lines of equal value and a key of the
//! colours.

pub mod contour;
mod shade;

pub use shade::Shade;

use contour::{Lattice, Spot};

use crate::charts::axis::FactorAxis;
use crate::charts::drawing::text::{fit, fit_path, widest};
use crate::charts::drawing::{
    ASCENT, Anchor, Area, Block, Canvas, DIGIT_MIDDLE, Pen, Theme, Type, shades, text_width, words,
};
use crate::charts::frame::Body;
use crate::charts::words::Voice;

/// Between labels and the axis.
const TICK_GAP: f64 = 8.0;
/// Least free space between labels of the axis from left to right.
const TICK_LABEL_GAP: f64 = 12.0;
/// Least height of the plot.
const PLOT_HEIGHT: f64 = 240.0;
/// Widest label of the upward axis.
const WIDEST_LABEL: f64 = 200.0;
/// Width of the colour key's bar, and of the space before and after it.
const BAR: f64 = 18.0;
const BAR_GAP: (f64, f64) = (28.0, 8.0);
/// Steps of the colour key.
const STEPS: usize = 64;
/// A cell at least so much wider than its number shows it, and higher than so many lines of text.
const CELL_PAD: f64 = 12.0;
const CELL_LINES: f64 = 1.35;
/// Free space before and after the name of a line.
const NAME_PAD: f64 = 4.0;
/// Places tried for a name on each piece of a line.
const PIECES: usize = 8;

/// Values over two keys.
pub struct Heat {
    /// From left to right, and upwards.
    pub across: FactorAxis,
    pub up: FactorAxis,
    /// By row, from the lowest value of the upward axis on.
    pub values: Lattice,
    /// What each of them says to those who ask.
    pub said: Vec<Vec<String>>,
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
        let title = vec![fit_path(self.up.title(), theme.axis, area.width())];
        words(canvas, "value-label", &Block { lines: title, x: area.left, top: area.top }, theme.axis, theme.muted);
        Map { heat: self, theme, plot: self.plot(&area, theme), left: area.left, right: area.right }.draw(canvas);
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
    /// Edges of what is drawn, labels and colour key included.
    left: f64,
    right: f64,
}

impl Map<'_> {
    fn draw(&self, canvas: &mut Canvas) {
        self.cells(canvas);
        self.axes(canvas);
        self.contours(canvas);
        self.numbers(canvas);
        self.contour_names(canvas);
        self.key(canvas);
        self.readings(canvas);
    }

    /// What the cells say, row by row from the top.
    fn readings(&self, canvas: &mut Canvas) {
        let (wide, high) = self.cell_size();
        for (row, values) in self.heat.values.iter().enumerate().rev() {
            let cells = values.iter().enumerate().filter(|(_, value)| value.is_some());
            canvas.reads_spots(cells.map(|(column, _)| {
                let cell = around(self.at((column as f64, row as f64)), (wide, high));
                (cell, self.heat.said[row][column].clone())
            }));
        }
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

    /// The value in each cell. Lines pass behind it.
    fn numbers(&self, canvas: &mut Canvas) {
        let style = self.theme.label;
        for (value, text, (x, y)) in self.numbered() {
            let color = self.heat.shade.color(value, &self.theme.shades);
            let ink = shades::readable(color, (self.theme.ink, self.theme.paper));
            canvas.haloed("cell-value", color, 3.0, |pen| {
                pen.text(&text, (x, y + DIGIT_MIDDLE * style.size), Anchor::Middle, style, ink);
            });
        }
    }

    /// The value of each cell, as it is written, and the cell's middle; none if cells are too small to say it.
    fn numbered(&self) -> Vec<(f64, String, (f64, f64))> {
        let (style, (wide, high)) = (self.theme.label, self.cell_size());
        let mut numbered = Vec::new();
        for (row, values) in self.heat.values.iter().enumerate() {
            for (column, value) in values.iter().enumerate() {
                let at = self.at((column as f64, row as f64));
                numbered.extend(value.map(|value| (value, self.heat.say(value), at)));
            }
        }
        let widest = numbered.iter().map(|(_, text, _)| text_width(text, style)).fold(0.0, f64::max);
        if widest + CELL_PAD > wide || CELL_LINES * style.leading > high {
            numbered.clear();
        }
        numbered
    }

    fn axes(&self, canvas: &mut Canvas) {
        let (style, muted) = (self.theme.axis, self.theme.muted);
        let (wide, high) = self.cell_size();
        canvas.group(&[("class", "tick")], |pen| {
            let most = WIDEST_LABEL.max(wide - TICK_LABEL_GAP);
            let label = |value| fit(&self.heat.across.label(value), style, most, 1).concat();
            let labels: Vec<String> = self.heat.across.values().iter().map(label).collect();
            let step = every(widest(&labels, style) + TICK_LABEL_GAP, wide);
            let baseline = self.plot.bottom + TICK_GAP + ASCENT * style.size;
            let mut free_from = self.left - TICK_GAP;
            for (column, label) in labels.iter().enumerate().step_by(step) {
                let half = text_width(label, style) / 2.0;
                // Beside the lowest number of the colour key, and right of the label before.
                let (x, _) = self.at((column as f64, 0.0));
                let x = x.min(self.plot.right + BAR_GAP.0 - half).max(self.left + half);
                if x - half >= free_from {
                    pen.text(label, (x, baseline), Anchor::Middle, style, muted);
                    free_from = x + half + TICK_LABEL_GAP;
                }
            }
            let middle = (self.plot.left + self.plot.right) / 2.0;
            let title = fit_path(self.heat.across.title(), style, 2.0 * (middle - self.left).min(self.right - middle));
            pen.text(&title, (middle, baseline + style.leading), Anchor::Middle, style, muted);
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

    /// The value of each line, on its longest part unless that is short. A line whose value finds no free place is told
    /// by the colour key, which marks it.
    fn contour_names(&self, canvas: &mut Canvas) {
        let style = Type { bold: true, ..self.theme.label };
        let size = |text: &str, style: Type| (text_width(text, style) + 2.0 * NAME_PAD, style.leading);
        let numbers = self.numbered();
        let mut taken: Vec<Area> =
            numbers.iter().map(|(_, text, at)| around(*at, size(text, self.theme.label))).collect();
        let lines: Vec<Vec<Vec<Spot>>> = self.heat.levels.iter().map(|&level| self.lines(level)).collect();
        for (index, &level) in self.heat.levels.iter().enumerate() {
            let name = self.heat.say(level);
            let longest = lines[index].iter().max_by_key(|line| line.len()).filter(|line| line.len() > 2);
            let others = lines.iter().enumerate().filter(|(other, _)| *other != index).flat_map(|(_, lines)| lines);
            let others: Vec<(f64, f64)> = others.flat_map(|line| finely(line)).map(|spot| self.at(spot)).collect();
            let place = longest.and_then(|line| self.free_place(line, size(&name, style), &taken, &others));
            let Some(place) = place else { continue };
            let (x, y) = middle(&place);
            canvas.haloed("label", self.theme.paper, 4.0, |pen| {
                pen.text(&name, (x, y + DIGIT_MIDDLE * style.size), Anchor::Middle, style, self.theme.ink);
            });
            taken.push(place);
        }
    }

    /// The place for a name on a line: free of what is taken, if possible off the `others`' strokes, and as far as can
    /// be from the middles of cells.
    fn free_place(&self, line: &[Spot], size: (f64, f64), taken: &[Area], others: &[(f64, f64)]) -> Option<Area> {
        let (plot, half) = (&self.plot, (size.0 / 2.0, size.1 / 2.0));
        if plot.width() < size.0 || plot.height() < size.1 {
            return None;
        }
        let within = |(x, y): (f64, f64)| {
            let x = x.clamp(plot.left + half.0, plot.right - half.0);
            around((x, y.clamp(plot.top + half.1, plot.bottom - half.1)), size)
        };
        let places = finely(line).map(|spot| (spot, within(self.at(spot))));
        let free = places.filter(|(_, place)| taken.iter().all(|other| is_apart(place, other)));
        let rank = |((column, row), place): &(Spot, Area)| {
            let (x, y) = self.at((*column, *row));
            let (cx, cy) = self.at((column.round(), row.round()));
            let is_inside = (middle(place).0 - x).abs() + (middle(place).1 - y).abs() < 0.5;
            let is_clear = !others
                .iter()
                .any(|&(x, y)| (place.left..=place.right).contains(&x) && (place.top..=place.bottom).contains(&y));
            let distance = (x - cx).abs() / 2.0 + (y - cy).abs();
            (is_clear, is_inside, (distance * 8.0) as i64)
        };
        free.max_by_key(rank).map(|(_, place)| place)
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

/// A line in so many pieces that none of them leaps over a name.
fn finely(line: &[Spot]) -> impl Iterator<Item = Spot> {
    let between = |pair: &[Spot]| {
        let [from, to] = [pair[0], pair[1]];
        let at = move |piece: usize| piece as f64 / PIECES as f64;
        (0..PIECES).map(move |piece| (from.0 + at(piece) * (to.0 - from.0), from.1 + at(piece) * (to.1 - from.1)))
    };
    line.windows(2).flat_map(between).chain(line.last().copied())
}

fn around((x, y): (f64, f64), (width, height): (f64, f64)) -> Area {
    Area { left: x - width / 2.0, top: y - height / 2.0, right: x + width / 2.0, bottom: y + height / 2.0 }
}

fn middle(area: &Area) -> (f64, f64) {
    ((area.left + area.right) / 2.0, (area.top + area.bottom) / 2.0)
}

fn is_apart(a: &Area, b: &Area) -> bool {
    a.right <= b.left || b.right <= a.left || a.bottom <= b.top || b.bottom <= a.top
}

/// Of labels that need `needed` pixels and stand `apart`, every so-many-th has room.
fn every(needed: f64, apart: f64) -> usize {
    ((needed / apart).ceil() as usize).max(1)
}
