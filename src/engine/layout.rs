//! Which numbers a run produces, and where they stand in an [`Outcome`](super::Outcome).

use serde::{Deserialize, Serialize};

use crate::model::{
    Days, Model, Reading, WithinRun,
    metric::{By, Info, Kind, METRICS, Metric, Statistic},
};

/// A metric at a place. `None` stands for the total over classes or stages.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Cell {
    /// What is measured.
    pub metric: Metric,
    /// Index of the class.
    pub class: Option<usize>,
    /// Index of the stage.
    pub stage: Option<usize>,
}

/// Where a statistic of a run stands in an outcome.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Spot {
    /// Index into the scalars.
    Scalar(usize),
    /// A statistic of the times of a tally.
    Time {
        /// Index into the tallies.
        tally: usize,
        /// Index into [`TIME_STATISTICS`](crate::statistics::TIME_STATISTICS).
        statistic: usize,
    },
}

/// The places of a model at which metrics are recorded. The same for every variant of a scenario.
///
/// A total over one class (or one stage) is that class's own number: it is recorded once, under the class,
/// and [`Layout::reported_as`] tells under which names it is printed.
#[derive(Debug, Clone, PartialEq)]
pub struct Layout {
    /// Number of classes.
    pub classes: usize,
    /// Number of stages.
    pub stages: usize,
    /// Moments of the observation grid.
    pub grid: Vec<f64>,
    /// Flows and levels: recorded on the grid.
    pub series: Vec<Cell>,
    /// Statistics of a run over flows and levels, as (index into `series`, statistic).
    pub scalars: Vec<(usize, Statistic)>,
    /// Times per request.
    pub tallies: Vec<Cell>,
    /// The longest response time that can be seen, in days: up to the horizon and its follow-up.
    pub longest_response: f64,
}

impl Layout {
    /// The layout of a model's outcomes.
    pub fn new(model: &Model) -> Self {
        let (classes, stages) = (model.classes.len(), model.stages.len());
        let mut series = Vec::new();
        let mut tallies = Vec::new();
        for info in METRICS {
            let cells = if info.kind == Kind::Time { &mut tallies } else { &mut series };
            cells.extend(cells_of(info, classes, stages));
        }
        let scalars = (0..series.len())
            .flat_map(|index| series[index].metric.info().kind.statistics().iter().map(move |&s| (index, s)))
            .collect();
        let longest_response = model.time.end();
        Self { classes, stages, grid: model.time.grid(), series, scalars, tallies, longest_response }
    }

    /// The limit of the restricted mean of a time, in days; `None` for times that are never cut off.
    pub fn time_limit(&self, metric: Metric) -> Option<Days> {
        (metric == Metric::ResponseTime).then_some(self.longest_response)
    }

    /// The (class, stage) names under which a cell is printed: its own, and the totals that it equals.
    pub fn reported_as(&self, cell: Cell) -> Vec<(Option<usize>, Option<usize>)> {
        let also_total = |index: Option<usize>, count: usize, applies: bool| match index {
            Some(_) if count == 1 && applies => vec![index, None],
            _ => vec![index],
        };
        let by = cell.metric.info().by;
        let classes =
            also_total(cell.class, self.classes, matches!(by, By::Class | By::ClassAndStage | By::ClassAndEachStage));
        let stages = also_total(cell.stage, self.stages, by == By::ClassAndStage);
        classes.iter().flat_map(|&class| stages.iter().map(move |&stage| (class, stage))).collect()
    }

    /// Where a reading's value stands in each outcome; `None` if no run of this layout has it.
    pub fn spot(&self, reading: &Reading) -> Option<Spot> {
        let is_meant = |cell: &Cell| {
            cell.metric == reading.metric && self.reported_as(*cell).contains(&(reading.class, reading.stage))
        };
        match reading.statistic {
            WithinRun::Scalar(statistic) => {
                let series = self.series.iter().position(is_meant)?;
                self.scalars.iter().position(|scalar| *scalar == (series, statistic)).map(Spot::Scalar)
            }
            WithinRun::Time(statistic) => {
                self.tallies.iter().position(is_meant).map(|tally| Spot::Time { tally, statistic })
            }
        }
    }

    /// Index in `series` of a metric at a place, where totals over one class or stage find that one.
    pub fn series_index(&self, metric: Metric, class: Option<usize>, stage: Option<usize>) -> Option<usize> {
        self.series.iter().position(|cell| cell.metric == metric && self.reported_as(*cell).contains(&(class, stage)))
    }
}

/// The distinct cells of a metric: every class and stage, and totals where there is more than one.
fn cells_of(info: &Info, classes: usize, stages: usize) -> impl Iterator<Item = Cell> + use<> {
    let with_total = |count: usize| {
        let total = (count != 1).then_some(None);
        (0..count).map(Some).chain(total).collect::<Vec<Option<usize>>>()
    };
    let metric = info.metric;
    let (over_classes, over_stages) = match info.by {
        By::Class => (with_total(classes), vec![None]),
        By::EachClass => ((0..classes).map(Some).collect(), vec![None]),
        By::Stage => (vec![None], (0..stages).map(Some).collect()),
        By::ClassAndStage => (with_total(classes), with_total(stages)),
        By::ClassAndEachStage => (with_total(classes), (0..stages).map(Some).chain([None]).collect()),
    };
    over_classes
        .into_iter()
        .flat_map(move |class| over_stages.clone().into_iter().map(move |stage| Cell { metric, class, stage }))
}
