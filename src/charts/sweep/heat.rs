//! A measure over two varied keys: a cell for each combination, coloured by value, with lines of equal value.

use super::contour::{self, Lattice, Spot};
use super::measure::Measure;
use super::shade::Shade;
use super::{named, palette, short};
use crate::charts::{
    Chart,
    axis::FactorAxis,
    canvas::{Anchor, Canvas, Pen, text_width},
    grid::{Area, TICK_GAP},
    page::Block,
    render::{ASCENT, DIGIT_MIDDLE, words},
    slug,
    text::{balanced, fit, widest},
    theme::Theme,
};
use crate::results::sweep::{FactorKind, Setting, Sweep};

/// Levels of a risk at which a line is drawn.
const RISKS: [f64; 3] = [0.1, 0.5, 0.9];
/// Width of the colour key's bar, and of the space before and after it.
const BAR: f64 = 18.0;
const BAR_GAP: (f64, f64) = (28.0, 8.0);
/// Steps of the colour key.
const STEPS: usize = 64;
/// A cell at least so much wider than its number shows it, and higher than so many lines of text.
const CELL_PAD: f64 = 12.0;
const CELL_LINES: f64 = 1.35;

/// The heat map of a variant; none if no point has a value.
pub fn chart(sweep: &Sweep, measure: &Measure, variant: &str, theme: &Theme) -> Option<Chart> {
    let map = Map::new(sweep, measure, variant, theme)?;
    let several = sweep.about.variants.len() > 1;
    let [across, up] = [0, 1].map(|factor| short(&sweep.plan.factors[factor].path));
    let suffix = if several { format!("-{}", slug(variant)) } else { String::new() };
    let name = format!("{}-by-{across}-and-{up}{suffix}", measure.slug());
    let title = if several { format!("{}: {variant}", titled(sweep, measure)) } else { titled(sweep, measure) };
    Some(Chart { svg: map.draw(&name, &title), name })
}

fn titled(sweep: &Sweep, measure: &Measure) -> String {
    let [across, up] = [0, 1].map(|factor| named(&sweep.plan.factors[factor]));
    format!("{}, by {across} and {up}", measure.title())
}

/// A heat map before it is drawn.
struct Map<'a> {
    measure: &'a Measure<'a>,
    theme: &'a Theme,
    across: FactorAxis,
    up: FactorAxis,
    /// By row, from the lowest value of the upward axis on.
    values: Lattice,
    shade: Shade,
    names: [String; 2],
    levels: Vec<f64>,
}

impl<'a> Map<'a> {
    fn new(sweep: &'a Sweep, measure: &'a Measure<'a>, variant: &str, theme: &'a Theme) -> Option<Map<'a>> {
        let axis = |factor: usize| {
            FactorAxis::new(&sweep.plan.factors[factor], sweep.plan.points.iter().map(|point| &point[factor]))
        };
        let (across, up) = (axis(0), axis(1));
        let mut values: Lattice = vec![vec![None; across.values().len()]; up.values().len()];
        for (index, point) in sweep.plan.points.iter().enumerate() {
            let column = across.values().iter().position(|value| *value == point[0])?;
            let row = up.values().iter().position(|value| *value == point[1])?;
            values[row][column] = measure.value(index, variant);
        }
        let all = || values.iter().flatten().flatten().copied();
        let (low, high) = (all().fold(f64::INFINITY, f64::min), all().fold(f64::NEG_INFINITY, f64::max));
        if low > high {
            return None;
        }
        let shade = match measure.is_risk() {
            true => Shade::covering(0.0, 1.0, false),
            false => Shade::covering(low, high, measure.is_count()),
        };
        let is_ordered = sweep.plan.factors.iter().all(|factor| factor.kind != FactorKind::Words);
        let candidates: Vec<f64> = if measure.is_risk() { RISKS.to_vec() } else { shade.ticks().to_vec() };
        let levels = candidates.into_iter().filter(|level| is_ordered && low < *level && *level < high).collect();
        let names = [0, 1].map(|factor| named(&sweep.plan.factors[factor]));
        Some(Map { measure, theme, across, up, values, shade, names, levels })
    }

    fn draw(&self, name: &str, title: &str) -> String {
        let theme = self.theme;
        let (left, width) = (theme.margin, theme.width - 2.0 * theme.margin);
        let subtitle = self.finding();
        let block = |lines: Vec<String>, top: f64| Block { lines, x: left, top };
        let bottom = |block: &Block, leading: f64| block.top + block.lines.len() as f64 * leading;
        let heading = block(balanced(title, "", theme.title, width, 2), theme.margin);
        let finding = block(fit(&subtitle, theme.subtitle, width, 3), bottom(&heading, theme.title.leading) + 2.0);
        let up_title =
            block(fit(self.up.title(), theme.axis, width, 1), bottom(&finding, theme.subtitle.leading) + 12.0);
        let plot_top = bottom(&up_title, theme.axis.leading) + TICK_GAP;
        let notes: Vec<String> = self.notes().iter().flat_map(|note| fit(note, theme.note, width, 3)).collect();
        let below = TICK_GAP + 2.0 * theme.axis.leading + 12.0 + notes.len() as f64 * theme.note.leading + theme.margin;
        let plot = self.plot(plot_top, theme.height - below);
        let height = plot.bottom + below;
        let notes_top = plot.bottom + TICK_GAP + 2.0 * theme.axis.leading + 12.0;
        let notes = block(notes, notes_top);

        let mut canvas = Canvas::new(theme.width, height.ceil());
        canvas.group(&[("class", "paper")], |pen| pen.rectangle((0.0, 0.0), (theme.width, height.ceil()), theme.paper));
        words(&mut canvas, "title", &heading, theme.title, theme.ink);
        words(&mut canvas, "subtitle", &finding, theme.subtitle, theme.ink);
        words(&mut canvas, "value-label", &up_title, theme.axis, theme.muted);
        self.cells(&mut canvas, &plot);
        self.axes(&mut canvas, &plot);
        self.contours(&mut canvas, &plot);
        self.numbers(&mut canvas, &plot);
        self.contour_names(&mut canvas, &plot);
        self.key(&mut canvas, &plot);
        words(&mut canvas, "note", &notes, theme.note, theme.muted);
        let description = format!("Heat map over {} and {}. {subtitle}", self.across.title(), self.up.title());
        canvas.finish(name, title, &description)
    }

    /// Between the labels of the upward axis and the colour key.
    fn plot(&self, top: f64, bottom: f64) -> Area {
        let theme = self.theme;
        let labels: Vec<String> = self.up.values().iter().map(|value| self.up.label(value)).collect();
        let key = widest(&self.key_labels(), theme.axis) + BAR + BAR_GAP.0 + BAR_GAP.1;
        let left = theme.margin + widest(&labels, theme.axis).min(200.0) + TICK_GAP;
        Area { left, top, right: theme.width - theme.margin - key, bottom: bottom.max(top + 240.0) }
    }

    fn cells(&self, canvas: &mut Canvas, plot: &Area) {
        let (wide, high) = self.cell_size(plot);
        canvas.group(&[("class", "cells"), ("shape-rendering", "crispEdges")], |pen| {
            for (row, values) in self.values.iter().enumerate() {
                for (column, value) in values.iter().enumerate() {
                    let Some(value) = value else { continue };
                    let (x, y) = self.at(plot, (column as f64 - 0.5, row as f64 + 0.5));
                    pen.rectangle((x, y), (wide, high), self.shade.color(*value));
                }
            }
        });
    }

    /// The value in each cell, if cells are large enough. Lines pass behind it.
    fn numbers(&self, canvas: &mut Canvas, plot: &Area) {
        let (style, (wide, high)) = (self.theme.label, self.cell_size(plot));
        let texts: Vec<String> = self.values.iter().flatten().flatten().map(|value| self.measure.say(*value)).collect();
        if widest(&texts, style) + CELL_PAD > wide || CELL_LINES * style.leading > high {
            return;
        }
        for (row, values) in self.values.iter().enumerate() {
            for (column, value) in values.iter().enumerate() {
                let Some(value) = value else { continue };
                let color = self.shade.color(*value);
                let ink = if palette::is_dark(color) { self.theme.paper } else { self.theme.ink };
                let (x, y) = self.at(plot, (column as f64, row as f64));
                canvas.haloed("cell-value", color, 3.0, |pen| {
                    let at = (x, y + DIGIT_MIDDLE * style.size);
                    pen.text(&self.measure.say(*value), at, Anchor::Middle, style, ink);
                });
            }
        }
    }

    fn axes(&self, canvas: &mut Canvas, plot: &Area) {
        let (style, muted) = (self.theme.axis, self.theme.muted);
        let (wide, high) = self.cell_size(plot);
        canvas.group(&[("class", "tick")], |pen| {
            let labels: Vec<String> = self.across.values().iter().map(|value| self.across.label(value)).collect();
            let step = every(widest(&labels, style) + 12.0, wide);
            let baseline = plot.bottom + TICK_GAP + ASCENT * style.size;
            for (column, label) in labels.iter().enumerate().step_by(step) {
                let (x, _) = self.at(plot, (column as f64, 0.0));
                pen.text(label, (x, baseline), Anchor::Middle, style, muted);
            }
            let middle = (plot.left + plot.right) / 2.0;
            pen.text(self.across.title(), (middle, baseline + style.leading), Anchor::Middle, style, muted);
            let step = every(style.leading, high);
            for (row, value) in self.up.values().iter().enumerate().step_by(step) {
                let (_, y) = self.at(plot, (0.0, row as f64));
                let label = fit(&self.up.label(value), style, 200.0, 1).concat();
                let at = (plot.left - TICK_GAP, y + DIGIT_MIDDLE * style.size);
                pen.text(&label, at, Anchor::End, style, muted);
            }
        });
    }

    fn contours(&self, canvas: &mut Canvas, plot: &Area) {
        let (ink, paper) = (self.theme.ink, self.theme.paper);
        for &level in &self.levels {
            let lines = self.lines(level);
            let strokes = |pen: &mut Pen, color, width| {
                for line in &lines {
                    pen.line(line.iter().map(|&spot| self.at(plot, spot)), color, width);
                }
            };
            canvas.group(&[("class", "casing"), ("stroke-linejoin", "round"), ("opacity", "0.8")], |pen| {
                strokes(pen, paper, 5.0);
            });
            let name = self.measure.say(level);
            canvas.group(&[("class", "contour"), ("data-level", &name), ("stroke-linejoin", "round")], |pen| {
                strokes(pen, ink, 2.0);
            });
        }
    }

    /// The lines at a level, interpolated as colours are.
    fn lines(&self, level: f64) -> Vec<Vec<Spot>> {
        let shared = |row: &Vec<Option<f64>>| row.iter().map(|value| Some(self.shade.share((*value)?))).collect();
        contour::lines(&self.values.iter().map(shared).collect(), self.shade.share(level))
    }

    /// The value of each line, beside its longest part unless that is short.
    fn contour_names(&self, canvas: &mut Canvas, plot: &Area) {
        for &level in &self.levels {
            let lines = self.lines(level);
            let name = self.measure.say(level);
            if let Some(line) = lines.iter().max_by_key(|line| line.len()).filter(|line| line.len() > 2) {
                self.contour_name(canvas, plot, &name, self.free_spot(plot, line, &name));
            }
        }
    }

    fn contour_name(&self, canvas: &mut Canvas, plot: &Area, name: &str, (x, y): (f64, f64)) {
        let style = crate::charts::theme::Type { bold: true, ..self.theme.label };
        let half = text_width(name, style) / 2.0 + 4.0;
        let center = x.min(plot.right - half).max(plot.left + half);
        canvas.haloed("label", self.theme.paper, 4.0, |pen| {
            pen.text(name, (center, y + DIGIT_MIDDLE * style.size), Anchor::Middle, style, self.theme.ink);
        });
    }

    /// The spot of a line that is farthest from the numbers in the cells.
    fn free_spot(&self, plot: &Area, line: &[Spot], name: &str) -> (f64, f64) {
        let half = text_width(name, self.theme.label) / 2.0 + 4.0;
        let between = line.windows(2).map(|pair| ((pair[0].0 + pair[1].0) / 2.0, (pair[0].1 + pair[1].1) / 2.0));
        let candidates = line.iter().copied().chain(between);
        let clearance = |&(column, row): &Spot| {
            let (x, y) = self.at(plot, (column, row));
            let (cx, cy) = self.at(plot, (column.round(), row.round()));
            let inside = x - half >= plot.left && x + half <= plot.right;
            let (dx, dy) = ((x - cx).abs() / 2.0, (y - cy).abs());
            (inside, ((dx + dy) * 8.0) as i64)
        };
        candidates.max_by_key(clearance).map_or((plot.left, plot.top), |spot| self.at(plot, spot))
    }

    /// The colour key: values from bottom to top, with a line where the map has one.
    fn key(&self, canvas: &mut Canvas, plot: &Area) {
        let theme = self.theme;
        let (x, height) = (plot.right + BAR_GAP.0, plot.bottom - plot.top);
        canvas.group(&[("class", "key"), ("shape-rendering", "crispEdges")], |pen| {
            for step in 0..STEPS {
                let top = plot.bottom - height * (step + 1) as f64 / STEPS as f64;
                let share = (step as f64 + 0.5) / STEPS as f64;
                pen.rectangle((x, top), (BAR, height / STEPS as f64 + 0.5), palette::color(share));
            }
        });
        let y = |value: f64| plot.bottom - height * self.shade.share(value);
        canvas.group(&[("class", "key-tick")], |pen| {
            for (&tick, label) in self.shade.ticks().iter().zip(self.key_labels()) {
                let at = (x + BAR + BAR_GAP.1, y(tick) + DIGIT_MIDDLE * theme.axis.size);
                pen.text(&label, at, Anchor::Start, theme.axis, theme.muted);
            }
            for &level in &self.levels {
                pen.line([(x - 4.0, y(level)), (x + BAR, y(level))], theme.ink, 2.0);
            }
        });
    }

    fn key_labels(&self) -> Vec<String> {
        self.shade.ticks().iter().map(|&tick| self.measure.say(tick)).collect()
    }

    /// Where the lowest and the highest value are.
    fn finding(&self) -> String {
        let mut cells: Vec<(f64, &Setting, &Setting)> = Vec::new();
        for (row, values) in self.values.iter().enumerate() {
            for (column, value) in values.iter().enumerate() {
                cells.extend(value.map(|value| (value, &self.across.values()[column], &self.up.values()[row])));
            }
        }
        cells.sort_by(|a, b| a.0.total_cmp(&b.0));
        let say = |(value, across, up): &(f64, &Setting, &Setting)| {
            let [first, second] = &self.names;
            format!("{} ({first} {}, {second} {})", self.measure.say(*value), self.across.say(across), self.up.say(up))
        };
        match (cells.first(), cells.last()) {
            (Some(low), Some(high)) if low.0 < high.0 => format!("From {} to {}.", say(low), say(high)),
            (Some(low), _) => format!("{} at every point.", self.measure.say(low.0)),
            _ => String::new(),
        }
    }

    fn notes(&self) -> Vec<String> {
        let what = if self.measure.is_risk() {
            "Each cell is the share of simulated runs that meet the condition; its interval is in sweep.csv."
        } else {
            "Each cell is the estimate over the simulated runs; its interval is in sweep.csv."
        };
        let lines = if self.levels.is_empty() { "" } else { " Lines join equal values, interpolated between cells." };
        vec![format!("{what}{lines}"), self.measure.source()]
    }

    fn cell_size(&self, plot: &Area) -> (f64, f64) {
        let (columns, rows) = (self.across.values().len(), self.up.values().len());
        ((plot.right - plot.left) / columns as f64, (plot.bottom - plot.top) / rows as f64)
    }

    /// The place of a spot of the lattice; whole coordinates are the middles of cells.
    fn at(&self, plot: &Area, (column, row): Spot) -> (f64, f64) {
        let (wide, high) = self.cell_size(plot);
        (plot.left + (column + 0.5) * wide, plot.bottom - (row + 0.5) * high)
    }
}

/// Of labels that need `needed` pixels and stand `apart`, every so-many-th has room.
fn every(needed: f64, apart: f64) -> usize {
    ((needed / apart).ceil() as usize).max(1)
}
