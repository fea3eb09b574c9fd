//! Lays out the panels of a figure in rows and columns on shared axes.

use super::labels::{self, PlacedLabel};
use super::strip::{self, PlacedMark};
use super::{Panel, Panels};
use crate::charts::axis::{Across, TimeTick, ValueAxis};
use crate::charts::drawing::text::{balanced, widest};
use crate::charts::drawing::{Area, Block, Theme, Type, text_width};

/// Between value labels and the axis, and between the axis and moment labels.
pub const TICK_GAP: f64 = 8.0;
/// Between columns, and between rows, of panels.
const PANEL_GAP: (f64, f64) = (22.0, 18.0);
/// Below the title of a panel.
const TITLE_GAP: f64 = 5.0;
/// Least free space between labels of the time axis.
const TICK_LABEL_GAP: f64 = 12.0;
/// Least height of a plot, alone and among others.
const PLOT_HEIGHT: (f64, f64) = (240.0, 130.0);
/// Least height over width of a plot among others.
const PLOT_ASPECT: f64 = 0.42;

/// From moments and values to pixels.
#[derive(Debug, Clone, PartialEq)]
pub struct Scale {
    plot: Area,
    days: f64,
    values: ValueAxis,
}

/// A laid-out panel.
#[derive(Debug, Clone, PartialEq)]
pub struct Cell {
    pub plot: Area,
    pub scale: Scale,
    /// Labels of the time axis stay within these.
    pub limits: (f64, f64),
    pub title: Block,
    /// Top of the strip that names the marks; their lines start there.
    pub strip_top: f64,
    pub marks: Vec<PlacedMark>,
    pub labels: Vec<PlacedLabel>,
    pub has_value_labels: bool,
    pub has_time_labels: bool,
}

/// The panels of a figure on the way to their places.
pub struct Grid<'a> {
    pub figure: &'a Panels,
    theme: &'a Theme,
    pub values: &'a ValueAxis,
    /// Left edge of the grid.
    left: f64,
    columns: Columns,
    rows: Vec<Row>,
    /// Ticks of the time axis, the same in every panel.
    pub ticks: Vec<TimeTick>,
    time_labels: f64,
}

/// Widths that all panels share, from left to right.
struct Columns {
    count: usize,
    value_labels: f64,
    plot: f64,
    labels: f64,
}

/// Widths beside a plot: those of panels above each other agree.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct Sides {
    /// Left of it.
    pub value_labels: f64,
    /// Right of it.
    pub labels: f64,
}

impl Sides {
    /// Widths that are enough for both.
    pub fn or(self, other: Sides) -> Sides {
        let value_labels = self.value_labels.max(other.value_labels);
        Sides { value_labels, labels: self.labels.max(other.labels) }
    }
}

/// What stands above the plots of a row.
struct Row {
    title: f64,
    strip: f64,
}

impl Scale {
    pub fn x(&self, time_days: f64) -> f64 {
        self.plot.left + time_days / self.days * (self.plot.right - self.plot.left)
    }

    pub fn y(&self, value: f64) -> f64 {
        self.plot.bottom - self.values.share(value) * (self.plot.bottom - self.plot.top)
    }

    /// Where the baseline is drawn: at 0, or at the lower end where there is no 0.
    pub fn base(&self) -> f64 {
        self.y(self.values.base())
    }
}

impl<'a> Grid<'a> {
    pub fn new(
        figure: &'a Panels,
        values: &'a ValueAxis,
        (left, width): (f64, f64),
        least: Sides,
        theme: &'a Theme,
    ) -> Grid<'a> {
        let columns = columns(figure, width, sides(figure, values, theme).or(least));
        let ticks = figure.across.ticks(|ticks| tick_labels_fit(ticks, &figure.across, &columns, theme));
        let has_second_line = figure.across.title().is_some() || ticks.iter().any(|tick| tick.context.is_some());
        let time_labels = match figure.has_time_labels {
            true => TICK_GAP + theme.axis.leading * if has_second_line { 2.0 } else { 1.0 },
            false => 0.0,
        };
        let mut grid = Grid { figure, theme, values, left, columns, rows: Vec::new(), ticks, time_labels };
        grid.rows = figure.panels.chunks(grid.columns.count).map(|panels| grid.row(panels)).collect();
        grid
    }

    /// True if something stands above the plots of the first row.
    pub fn has_head(&self) -> bool {
        self.rows.first().is_some_and(|row| row.title + row.strip > 0.0)
    }

    /// Height of a plot, if all of them share what `room` leaves; more if that is too little.
    pub fn plot_height(&self, room: f64) -> f64 {
        let panels = &self.figure.panels;
        let least = match panels.len() {
            0 | 1 => PLOT_HEIGHT.0,
            _ => PLOT_HEIGHT.1.max(self.columns.plot * PLOT_ASPECT),
        };
        let shared = (room - self.height(0.0)) / self.rows.len().max(1) as f64;
        shared.max(least).max(self.label_height())
    }

    /// Height of a plot that its names need.
    pub fn label_height(&self) -> f64 {
        let days = self.figure.across.length();
        self.figure.panels.iter().map(|panel| labels::height(panel, days, self.theme)).fold(0.0, f64::max)
    }

    /// Height of all panels with their time axis.
    pub fn height(&self, plot_height: f64) -> f64 {
        let rows: f64 = self.rows.iter().map(|row| row.title + row.strip + plot_height).sum();
        rows + self.rows.len().saturating_sub(1) as f64 * PANEL_GAP.1 + self.time_labels
    }

    /// The panels, the first one's upper edge at `top`.
    pub fn cells(&self, mut top: f64, plot_height: f64) -> Vec<Cell> {
        let mut cells = Vec::new();
        for (row, panels) in self.rows.iter().zip(self.figure.panels.chunks(self.columns.count)) {
            for (column, panel) in panels.iter().enumerate() {
                let is_last = cells.len() + self.columns.count >= self.figure.panels.len();
                cells.push(self.cell(panel, column, row, (top, plot_height), is_last));
            }
            top += row.title + row.strip + plot_height + PANEL_GAP.1;
        }
        cells
    }

    fn cell(&self, panel: &Panel, column: usize, row: &Row, (top, height): (f64, f64), is_last: bool) -> Cell {
        let days = self.figure.across.length();
        let left = self.left(column);
        let strip_top = top + row.title;
        let plot_top = strip_top + row.strip;
        let plot = Area { left, top: plot_top, right: left + self.columns.plot, bottom: plot_top + height };
        let scale = Scale { plot, days, values: self.values.clone() };
        let title = self.title(panel);
        let title_top = strip_top - TITLE_GAP - title.len() as f64 * self.theme.panel.leading;
        // Half a line, so that names can stand level with the ends of the axis, and no leader passes through what is
        // written there.
        let half = f64::midpoint(self.theme.label.leading, labels::APART);
        let top = plot.top - if row.title + row.strip > 0.0 { 0.0 } else { half };
        let low =
            plot.bottom + if is_last && self.figure.across.ends_freely() { half.min(self.time_labels) } else { 0.0 };
        Cell {
            plot,
            labels: labels::place(panel, &plot, (top, low), &scale, days, self.theme),
            scale,
            limits: time_label_limits(left, &self.columns),
            title: Block { lines: title, x: left, top: title_top },
            strip_top,
            marks: self.marks(panel, column),
            has_value_labels: column == 0,
            has_time_labels: is_last && self.figure.has_time_labels,
        }
    }

    fn row(&self, panels: &[Panel]) -> Row {
        let titles = panels.iter().map(|panel| self.title(panel).len()).max().unwrap_or(0);
        let strips = panels.iter().enumerate().map(|(column, panel)| strip::depth(&self.marks(panel, column)));
        let strip = match strips.max().unwrap_or(0) {
            0 => 0.0,
            lines => lines as f64 * self.theme.label.leading + 6.0,
        };
        Row { title: titles as f64 * self.theme.panel.leading + if titles > 0 { TITLE_GAP } else { 0.0 }, strip }
    }

    /// Left edge of the plots of a column.
    fn left(&self, column: usize) -> f64 {
        let step = self.columns.plot + self.columns.labels + PANEL_GAP.0;
        self.left + self.columns.value_labels + column as f64 * step
    }

    fn marks(&self, panel: &Panel, column: usize) -> Vec<PlacedMark> {
        let left = self.left(column);
        let x_of = |time_days: f64| left + time_days / self.figure.across.length() * self.columns.plot;
        strip::place(&panel.marks, x_of, (left, left + self.columns.plot + self.columns.labels), self.theme.label)
    }

    fn title(&self, panel: &Panel) -> Vec<String> {
        let width = self.columns.plot + self.columns.labels;
        panel.title.as_ref().map_or_else(Vec::new, |title| balanced(title, "", self.theme.panel, width, 2))
    }
}

/// The centre of a label that would like to stand at `x`, moved so far that it stays within `limits`.
pub fn label_center(text: &str, style: Type, x: f64, limits: (f64, f64)) -> f64 {
    let half = text_width(text, style) / 2.0;
    x.min(limits.1 - half).max(limits.0 + half)
}

/// Widths that the labels of the value axis and the names of lines need.
pub fn sides(figure: &Panels, values: &ValueAxis, theme: &Theme) -> Sides {
    let ticks: Vec<String> = values.ticks().map(|tick| figure.values.written(values, tick)).collect();
    let days = figure.across.length();
    Sides {
        value_labels: widest(&ticks, theme.axis) + TICK_GAP,
        labels: figure.panels.iter().map(|panel| labels::width(panel, days, theme)).fold(0.0, f64::max),
    }
}

fn columns(figure: &Panels, width: f64, sides: Sides) -> Columns {
    let count = match figure.panels.len() {
        0 | 1 => 1,
        2 | 4 => 2,
        _ => 3,
    };
    let Sides { value_labels, labels } = sides;
    let gaps = (count - 1) as f64 * PANEL_GAP.0;
    let plot = (width - value_labels - gaps) / count as f64 - labels;
    Columns { count, value_labels, plot, labels }
}

/// True if neighbouring labels of the time axis leave each other room, on both of its lines.
fn tick_labels_fit(ticks: &[TimeTick], across: &Across, columns: &Columns, theme: &Theme) -> bool {
    let limits = time_label_limits(0.0, columns);
    let boxes = |text: fn(&TimeTick) -> Option<&String>| -> Vec<(f64, f64)> {
        let texts = ticks.iter().filter_map(|tick| Some((tick.time_days, text(tick)?)));
        let place = |(time_days, text): (f64, &String)| {
            let center = label_center(text, theme.axis, time_days / across.length() * columns.plot, limits);
            let half = text_width(text, theme.axis) / 2.0;
            (center - half, center + half)
        };
        texts.map(place).collect()
    };
    let have_room = |boxes: &[(f64, f64)]| boxes.windows(2).all(|pair| pair[1].0 - pair[0].1 >= TICK_LABEL_GAP);
    !ticks.is_empty() && have_room(&boxes(|tick| Some(&tick.label))) && have_room(&boxes(|tick| tick.context.as_ref()))
}

/// How far labels of the time axis may reach beside a plot that starts at `left`: into the gap, or under the leaders.
fn time_label_limits(left: f64, columns: &Columns) -> (f64, f64) {
    let half_gap = (PANEL_GAP.0 - TICK_LABEL_GAP) / 2.0;
    let beyond = if columns.labels > 0.0 { columns.labels.min(labels::LEADER) } else { half_gap };
    (left - half_gap, left + columns.plot + beyond)
}
