//! From statistics to the rows of the tables.

mod about;
mod differences;
mod distributions;
mod events;
mod response_times;
mod series;
mod signatures;
mod summary;
mod targets;
mod warnings;

use jiff::{SignedDuration, civil::DateTime};

use super::rows::{About, Name, Provenance, Results, SummaryRow};
use crate::{
    engine::{Cell, Layout},
    model::{
        Days, Scenario,
        metric::{Metric, Statistic},
    },
    statistics::{Collector, Confidence, LEVEL, Sectioned, VariantStatistics},
};

pub use targets::met;
pub use warnings::warning_in;

/// The rows of every table, in the order of the scenario file: variants, then metrics, classes, stages (each with
/// `all` last) and statistics.
///
/// What has no value in any replication has no row; a value without an interval has empty bounds. The statistics are
/// taken, for they are large, and go as rows come.
pub fn tabulate(scenario: &Scenario, layout: &Layout, mut collector: Collector, provenance: Provenance) -> Results {
    let timeseries = series::rows(scenario, layout, collector.replications(), collector.take_series());
    let mut tables = Tables::new(scenario, layout, &collector);
    Results {
        about: about::about(scenario, tables.warnings(), provenance),
        summary: tables.summary(),
        timeseries,
        differences: tables.differences(),
        distributions: tables.distributions(),
        response_times: tables.response_times(),
        signatures: tables.signatures(),
        events: tables.events(),
        observed: about::observed(scenario),
        targets: tables.targets(),
        precision: Vec::new(),
    }
}

/// The rows of `summary.csv` alone.
pub fn summarise(scenario: &Scenario, layout: &Layout, collector: &Collector) -> Vec<SummaryRow> {
    Tables::new(scenario, layout, collector).summary()
}

/// What is simulated, before anything is known of it.
pub fn overview(scenario: &Scenario, provenance: Provenance) -> About {
    about::about(scenario, Vec::new(), provenance)
}

/// What the tables are made from.
struct Tables<'a> {
    scenario: &'a Scenario,
    layout: &'a Layout,
    collector: &'a Collector,
    confidence: Confidence,
    /// Name of the variant that others are compared with.
    baseline: Name,
    /// Where series are reported, in the order of rows.
    series_places: Vec<Place>,
    /// Where times are reported, in the order of rows.
    time_places: Vec<Place>,
    /// For each series, its statistics of a run with their index in `layout.scalars`.
    scalars: Vec<Vec<(usize, Statistic)>>,
    /// For each variant and tally, the estimates over all requests.
    times: Vec<Vec<[Option<Sectioned>; 9]>>,
}

/// The names under which a cell of the layout is reported once.
#[derive(Debug, Clone)]
pub(super) struct Place {
    pub(super) metric: Metric,
    pub(super) class: String,
    pub(super) stage: String,
    /// Class, stage and metric, for the rows of large tables to share.
    pub(super) names: [Name; 3],
    /// Index of the cell in the layout's list.
    pub(super) index: usize,
}

impl<'a> Tables<'a> {
    fn new(scenario: &'a Scenario, layout: &'a Layout, collector: &'a Collector) -> Self {
        let mut scalars = vec![Vec::new(); layout.series.len()];
        for (index, &(series, statistic)) in layout.scalars.iter().enumerate() {
            scalars[series].push((index, statistic));
        }
        let estimates = |variant: &VariantStatistics| variant.times.iter().map(|times| times.estimates()).collect();
        Self {
            scenario,
            layout,
            collector,
            confidence: Confidence::new(LEVEL),
            baseline: scenario.variants[scenario.baseline].name.as_str().into(),
            series_places: places(scenario, layout, &layout.series),
            time_places: places(scenario, layout, &layout.tallies),
            scalars,
            times: collector.variants().iter().map(estimates).collect(),
        }
    }

    /// Names and statistics of the variants, in order.
    fn variants(&self) -> impl Iterator<Item = (&'a str, &'a VariantStatistics)> + use<'a> {
        let names = self.scenario.variants.iter().map(|variant| variant.name.as_str());
        names.zip(self.collector.variants())
    }
}

/// Everywhere that cells are reported: classes and stages in file order, then `all`.
pub(super) fn places(scenario: &Scenario, layout: &Layout, cells: &[Cell]) -> Vec<Place> {
    let model = &scenario.variants[scenario.baseline].model;
    let class = |index: Option<usize>| index.map_or(ALL, |index| &model.classes[index].name).to_owned();
    let stage = |index: Option<usize>| index.map_or(ALL, |index| &model.stages[index].name).to_owned();
    let mut reported = Vec::new();
    for (index, &cell) in cells.iter().enumerate() {
        reported.extend(layout.reported_as(cell).into_iter().map(|place| (cell.metric, place, index)));
    }
    let last = |index: Option<usize>| index.unwrap_or(usize::MAX);
    reported.sort_by_key(|&(metric, place, _)| (metric, last(place.0), last(place.1)));
    let named = |(metric, place, index): (Metric, (_, _), _)| {
        let (class, stage) = (class(place.0), stage(place.1));
        let names = [class.as_str(), stage.as_str(), metric.info().name].map(Name::from);
        Place { metric, class, stage, names, index }
    };
    reported.into_iter().map(named).collect()
}

/// Stands for a class or stage where a total is meant.
const ALL: &str = "all";

/// The name of a quantile, as in `p05`.
fn quantile_name(percent: u8) -> String {
    format!("p{percent:02}")
}

/// The civil moment `time` days after the start, to the nearest second: `YYYY-MM-DDTHH:MM:SS`.
fn date(start: DateTime, time: Days) -> String {
    let seconds = SignedDuration::from_secs((time * 86_400.0).round() as i64);
    start.saturating_add(seconds).strftime("%Y-%m-%dT%H:%M:%S").to_string()
}

/// Low and high end of an interval, as two cells.
fn bounds(interval: Option<(f64, f64)>) -> (Option<f64>, Option<f64>) {
    (interval.map(|ends| ends.0), interval.map(|ends| ends.1))
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date as day;

    #[test]
    fn dates_are_rounded_to_seconds() {
        let start = day(2012, 2, 28).at(12, 0, 0, 0);
        assert_eq!(date(start, 0.0), "2012-02-28T12:00:00");
        assert_eq!(date(start, 1.5), "2012-03-01T00:00:00");
        assert_eq!(date(start, 1.0 / 3.0), "2012-02-28T20:00:00");
        assert_eq!(date(start, 0.6 / 86_400.0), "2012-02-28T12:00:01");
        assert_eq!(date(start, 1e12), "9999-12-31T23:59:59");
    }
}
