//! The backlog counted from creation: a request that will cross belongs to it from the moment at which it is created.

use super::{layout, level::Level, plan::Plan, retrospect::Retrospect};
use crate::model::{Class, Days, Source, metric::Metric};

/// That backlog, of each class and of all.
pub struct FromCreation<'p> {
    grid: &'p [Days],
    /// By class: whether it is foreseen who will cross, before they are created.
    foreseen: Vec<bool>,
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
    /// Nobody has come, and nothing is foreseen.
    pub fn new(plan: &'p Plan<'_>) -> Self {
        let (layout, classes) = (&plan.layout, &plan.model.classes);
        let has_thresholds = classes.iter().any(|class| class.threshold.is_ever_positive());
        let cells = layout.series.iter().enumerate();
        let cells = cells.filter(|(_, cell)| has_thresholds && cell.metric == Metric::BacklogFromCreation);
        let cell = |(series, cell): (usize, &layout::Cell)| Cell {
            series,
            class: cell.class,
            level: Retrospect::new(f64::INFINITY),
        };
        Self { grid: &layout.grid, foreseen: vec![false; classes.len()], cells: cells.map(cell).collect() }
    }

    /// In some classes it will be foreseen who crosses; in the others that is known once they do.
    pub fn expect(&mut self, classes: &[Class], foreseen: Vec<bool>) {
        let delays = classes.iter().zip(&foreseen);
        let delays: Vec<Days> = delays.map(|(class, &foreseen)| if foreseen { 0.0 } else { delay(class) }).collect();
        self.foreseen = foreseen;
        for cell in &mut self.cells {
            let of = cell.class.map_or(&delays[..], |class| &delays[class..=class]);
            cell.level.set_delay(of.iter().copied().fold(0.0, f64::max));
        }
    }

    /// Whether it is kept, and not just the backlog.
    pub fn is_kept(&self) -> bool {
        !self.cells.is_empty()
    }

    /// Whether it is foreseen who will cross in a class.
    #[inline]
    pub fn is_foreseen(&self, class: u16) -> bool {
        self.foreseen[usize::from(class)]
    }

    /// A request of a class that is created at a moment becomes eligible, as is foreseen or comes true now.
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
