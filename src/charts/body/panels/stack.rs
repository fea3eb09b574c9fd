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
        let wishes: Vec<(f64, f64)> =
            self.rows.iter().zip(&grids).map(|(row, grid)| (f64::from(row.parts), grid.label_height())).collect();
        let heights = shared(&wishes, room - taken - gaps);
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

/// Heights of plots that share so much room by their parts, where each (parts, least height) has at least its least one.
/// Where the room is enough, it is used up; else every plot has the least height of its parts and of its names.
fn shared(wishes: &[(f64, f64)], room: f64) -> Vec<f64> {
    let height = |part: f64, &(parts, least): &(f64, f64)| least.max(part * parts);
    let mut part = LEAST;
    loop {
        // The plots whose names need more than this part leave the others the rest.
        let free = wishes.iter().filter(|(parts, least)| part * parts >= *least);
        let parts: f64 = free.clone().map(|(parts, _)| parts).sum();
        let names: f64 = wishes.iter().map(|(_, least)| least).sum::<f64>() - free.map(|(_, least)| least).sum::<f64>();
        let next = (room - names) / parts.max(1.0);
        if next <= part * (1.0 + 1e-9) {
            return wishes.iter().map(|wish| height(part, wish)).collect();
        }
        // Larger parts free further plots; the largest part that they agree on is between the two.
        let freed = wishes.iter().map(|(parts, least)| least / parts).filter(|need| *need > part && *need < next);
        part = freed.fold(next, f64::min);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rows_share_the_room() {
        assert_eq!(shared(&[(3.0, 0.0), (1.0, 0.0)], 400.0), [300.0, 100.0]);
        assert_eq!(shared(&[(3.0, 0.0), (1.0, 160.0)], 400.0 + 60.0), [300.0, 160.0]);
        assert_eq!(shared(&[(1.0, 0.0), (1.0, 0.0)], 10.0), [LEAST, LEAST]);
        assert_eq!(shared(&[(1.0, 100.0), (1.0, 0.0)], 10.0), [100.0, LEAST]);
        assert_eq!(shared(&[(1.0, 100.0), (1.0, 0.0)], 600.0), [300.0, 300.0]);
        for (names, room) in [(90.0, 300.0), (200.0, 320.0), (500.0, 900.0)] {
            let heights = shared(&[(3.0, 0.0), (1.0, names), (2.0, 0.0)], room + names);
            let again = shared(&[(3.0, 0.0), (1.0, names), (2.0, 0.0)], heights.iter().sum());
            assert!(heights.iter().zip(&again).all(|(a, b)| (a - b).abs() < 1e-6), "{heights:?} {again:?}");
        }
    }
}
