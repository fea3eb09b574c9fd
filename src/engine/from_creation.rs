//! The backlog counted from creation: a request that will cross belongs to it from the moment at which it is created.

use super::{layout, level::Level, plan::Plan, retrospect::Retrospect};
use crate::model::{Class, Days, Source, metric::Metric};

/// That backlog, of each class and of all.
pub struct FromCreation<'p> {
    grid: &'p [Days],
    /// Empty in a model without thresholds, where it is the backlog, and after the horizon.
    cells: Vec<Cell>,
}

struct Cell {
    series: usize,
    /// `None` for all classes.
    class: Option<usize>,
    level: Retrospect,
}

impl<'p> FromCreation<'p> {
    /// Nobody has come.
    pub fn new(plan: &'p Plan<'_>) -> Self {
        let (layout, classes) = (&plan.layout, &plan.model.classes);
        let has_thresholds = classes.iter().any(|class| class.threshold.is_ever_positive());
        let cells = layout.series.iter().enumerate();
        let cells = cells.filter(|(_, cell)| has_thresholds && cell.metric == Metric::BacklogFromCreation);
        let cell = |(series, cell): (usize, &layout::Cell)| {
            let of = cell.class.map_or(&classes[..], |class| &classes[class..=class]);
            let delay = of.iter().map(delay).fold(0.0, f64::max);
            Cell { series, class: cell.class, level: Retrospect::new(delay) }
        };
        Self { grid: &layout.grid, cells: cells.map(cell).collect() }
    }

    /// Whether it is kept, and not just the backlog.
    pub fn is_kept(&self) -> bool {
        !self.cells.is_empty()
    }

    /// A request of a class that was created at a moment becomes eligible.
    #[inline]
    pub fn rise(&mut self, class: u16, created: Days) {
        self.of_class(class).for_each(|level| level.rise(created));
    }

    /// One leaves the backlog.
    #[inline]
    pub fn fall(&mut self, class: u16, now: Days) {
        self.of_class(class).for_each(|level| level.fall(now));
    }

    #[inline]
    fn of_class(&mut self, class: u16) -> impl Iterator<Item = &mut Retrospect> {
        let covers = move |cell: &&mut Cell| cell.class.is_none_or(|of| of == usize::from(class));
        self.cells.iter_mut().filter(covers).map(|cell| &mut cell.level)
    }

    /// Fills in what is known of the series by now.
    #[inline]
    pub fn go_on(&mut self, series: &mut [f64], measures_from: Days, now: Days) {
        for cell in &mut self.cells {
            let of_cell = &mut series[cell.series * self.grid.len()..];
            cell.level.go_on(now, self.grid, measures_from, |point, value| of_cell[point] = value);
        }
    }

    /// The horizon: fills in the rest of the series. Returns these with their levels.
    pub fn close(&mut self, series: &mut [f64], measures_from: Days) -> Vec<(usize, Level)> {
        let finish = |cell: Cell| {
            let of_cell = &mut series[cell.series * self.grid.len()..];
            (cell.series, cell.level.finish(self.grid, measures_from, |point, value| of_cell[point] = value))
        };
        std::mem::take(&mut self.cells).into_iter().map(finish).collect()
    }
}

/// How long after its creation a request of a class is known to belong at most: it crosses within its window.
fn delay(class: &Class) -> Days {
    if class.sources.iter().any(Source::gathers) { class.window.unwrap_or(f64::INFINITY) } else { 0.0 }
}
