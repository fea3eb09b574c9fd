//! Which numbers of an outcome belong to which class and stage, and how each comes about.

use crate::{
    engine::{
        layout::{Cell, Layout},
        presence,
    },
    model::{
        Class, Model, Staff,
        metric::{By, METRICS, Metric},
    },
};

/// Series indices that one change updates, for each metric.
pub type Places = [Cells; METRICS.len()];

/// Up to four series indices: a pair of class and stage, and the totals it belongs to.
#[derive(Debug, Clone, Copy, Default)]
pub struct Cells {
    count: u8,
    index: [u32; 4],
}

impl Cells {
    /// The indices.
    #[inline]
    pub fn as_slice(&self) -> &[u32] {
        &self.index[..usize::from(self.count)]
    }

    /// The same, counted from a first one, which none is before.
    pub fn after(mut self, first: usize) -> Self {
        self.index[..usize::from(self.count)].iter_mut().for_each(|index| *index -= first as u32);
        self
    }

    fn push(&mut self, index: usize) {
        self.index[usize::from(self.count)] = index as u32;
        self.count += 1;
    }
}

/// For each metric the cells that cover a place: its own and the totals over it. A place without a stage has only
/// metrics by class, one without a class only metrics by stage.
pub fn places(series: &[Cell], class: Option<usize>, stage: Option<usize>) -> Places {
    let mut places = [Cells::default(); METRICS.len()];
    let covers = |cell: Option<usize>, place: Option<usize>| cell.is_none() || cell == place;
    for (index, cell) in series.iter().enumerate() {
        let info = cell.metric.info();
        let applies = match info.by {
            By::Class | By::EachClass => stage.is_none() && class.is_some(),
            By::Stage => class.is_none(),
            By::ClassAndStage => class.is_some() && stage.is_some(),
            By::ClassAndEachStage => class.is_some() && cell.stage == stage,
        };
        if applies && covers(cell.class, class) && covers(cell.stage, stage) {
            places[cell.metric as usize].push(index);
        }
    }
    places
}

/// What a series is at a grid point that is not that of a level.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Derived {
    /// The utilisation of a stage since the last grid point.
    Utilisation(usize),
    /// How long the oldest has waited.
    OldestWait,
    /// The clearing time of a number.
    ClearingTime(usize),
    /// Worked out from what there is at present.
    Present,
}

/// True of a cell that has a value at some time.
pub fn is_defined(model: &Model, cell: &Cell) -> bool {
    let keeps = |class: &Class| class.retention.is_some();
    match (cell.metric, cell.class, cell.stage) {
        (Metric::ToneBalance, ..) => has_tone(model),
        (Metric::Staff, _, Some(stage)) => model.stages[stage].staff != Staff::Unlimited,
        (Metric::Archive, Some(class), _) => keeps(&model.classes[class]),
        (Metric::Archive, None, _) => model.classes.iter().any(keeps),
        _ => true,
    }
}

/// True of flows and levels that are counted one by one: not of who is at which stage, and not of what is known at the end.
pub fn is_counted(metric: Metric) -> bool {
    metric.info().is_count && metric != Metric::BacklogFromCreation && !presence::METRICS.contains(&metric)
}

/// The series that are worked out at each grid point, and how.
pub fn derived(model: &Model, layout: &Layout) -> Vec<(usize, Derived)> {
    let mut clearing_times = 0..;
    let how = |cell: &Cell| match (cell.metric, cell.stage) {
        (Metric::Utilisation, Some(stage)) => Some(Derived::Utilisation(stage)),
        (Metric::OldestWait, _) => Some(Derived::OldestWait),
        (Metric::ClearingTime, _) => clearing_times.next().map(Derived::ClearingTime),
        (Metric::ToneBalance | Metric::CoverageRequests | Metric::CoverageSignatures, _) => Some(Derived::Present),
        _ => None,
    };
    let hows: Vec<Option<Derived>> = layout.series.iter().map(how).collect();
    let defined = hows.into_iter().enumerate().filter(|(index, _)| is_defined(model, &layout.series[*index]));
    defined.filter_map(|(index, how)| Some((index, how?))).collect()
}

/// Index of the tally of a metric at a place; every place of the metric has one.
pub fn tally(layout: &Layout, metric: Metric, class: usize, stage: Option<usize>) -> usize {
    let place = Cell { metric, class: Some(class), stage };
    layout.tallies.iter().position(|cell| *cell == place).unwrap_or_default()
}

/// Whether any request can be hostile.
pub fn has_tone(model: &Model) -> bool {
    model.classes.iter().flat_map(|class| &class.sources).any(|source| source.hostile_share.is_some())
}
