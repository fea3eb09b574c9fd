//! Panels above each other on one time axis, each with values of its own: a main panel and strips of context.

use super::Panels;
use super::grid::{Grid, Sides, sides};
use super::render::{draw, head};
use crate::charts::axis::ValueAxis;
use crate::charts::drawing::{Area, Canvas, Theme};
use crate::charts::frame::Body;

/// Between a plot and the title of the next.
const ROW_GAP: f64 = 14.0;
/// Least height of a plot, for each part of the room that it gets.
const LEAST: f64 = 78.0;
/// Steps of the value axis at most: of a plot of one part, and for each further part.
const INTERVALS: (usize, usize) = (2, 2);

/// Rows from top to bottom.
#[derive(Debug, Clone, PartialEq)]
pub struct Stack {
    rows: Vec<Row>,
}

/// A row: one panel.
#[derive(Debug, Clone, PartialEq)]
pub struct Row {
    /// The panel with its axes; the horizontal one is that of all rows.
    pub panels: Panels,
    /// Its height as parts of the room that all rows share.
    pub parts: u32,
}

impl Stack {
    /// Rows of which the last has the labels of the time axis.
    pub fn new(mut rows: Vec<Row>) -> Stack {
        let last = rows.len().saturating_sub(1);
        for (index, row) in rows.iter_mut().enumerate() {
            row.panels = row.panels.shown().into_owned();
            row.panels.has_time_labels = index == last;
        }
        Stack { rows }
    }

    fn axes(&self) -> Vec<ValueAxis> {
        let axis = |row: &Row| row.panels.value_axis_of(INTERVALS.0 + INTERVALS.1 * (row.parts as usize - 1));
        self.rows.iter().map(axis).collect()
    }

    /// The rows laid out between two edges, with the height of their plots if they share so much room.
    fn grids<'a>(
        &'a self,
        axes: &'a [ValueAxis],
        (left, width): (f64, f64),
        room: f64,
        theme: &'a Theme,
    ) -> Vec<(Grid<'a>, f64)> {
        let rows = || self.rows.iter().zip(axes);
        let least = rows().map(|(row, axis)| sides(&row.panels, axis, theme)).fold(Sides::default(), Sides::or);
        let grids = rows().map(|(row, axis)| Grid::new(&row.panels, axis, (left, width), least, theme));
        let grids: Vec<Grid> = grids.collect();
        let taken: f64 = grids.iter().map(|grid| head(grid, theme) + grid.height(0.0)).sum();
        let gaps = ROW_GAP * grids.len().saturating_sub(1) as f64;
        let parts: u32 = self.rows.iter().map(|row| row.parts).sum();
        let part = ((room - taken - gaps) / f64::from(parts.max(1))).max(LEAST);
        let heights =
            self.rows.iter().zip(&grids).map(|(row, grid)| grid.label_height().max(part * f64::from(row.parts)));
        let heights: Vec<f64> = heights.collect();
        grids.into_iter().zip(heights).collect()
    }
}

impl Body for Stack {
    fn height(&self, width: f64, room: f64, theme: &Theme) -> f64 {
        let axes = self.axes();
        let rows = self.grids(&axes, (0.0, width), room, theme);
        let heights: f64 = rows.iter().map(|(grid, height)| head(grid, theme) + grid.height(*height)).sum();
        heights + ROW_GAP * rows.len().saturating_sub(1) as f64
    }

    fn draw(&self, canvas: &mut Canvas, area: Area, theme: &Theme) {
        let axes = self.axes();
        let mut top = area.top;
        for (grid, height) in self.grids(&axes, (area.left, area.width()), area.height(), theme) {
            let bottom = top + head(&grid, theme) + grid.height(height);
            draw(canvas, Area { top, bottom, ..area }, &grid, height, theme);
            top = bottom + ROW_GAP;
        }
    }
}
