//! Differences over time, of the means of `timeseries.csv`.

use std::collections::BTreeMap;

use super::Pair;
use crate::{
    results::{comparison::ComparisonRow, rows::SeriesRow},
    statistics::{Confidence, LEVEL, Summarised},
};

/// A row for every point that both variants have. Single replications are not kept over time, so the two are taken as
/// independent, and their intervals are too wide rather than too narrow where the seeds are the same.
///
/// Where a metric has no value in some replications, its intervals rest on fewer than all of them; they are read as
/// resting on all, which makes a difference of 1% from 100 values on.
pub fn rows(pair: &Pair) -> Vec<ComparisonRow> {
    let mut confidence = Confidence::new(LEVEL);
    let mut reference = BTreeMap::new();
    for row in pair.reference.results.timeseries.iter().filter(|row| row.variant == pair.reference_variant) {
        reference.insert(key(row), row);
    }
    let freedoms =
        [pair.reference, pair.other].map(|folder| folder.results.about.provenance.replications.saturating_sub(1));
    let shared = pair.other.results.timeseries.iter().filter(|row| row.variant == pair.variant);
    let shared = shared.filter_map(|row| Some((*reference.get(&key(row))?, row)));
    let difference = |(minus, of): (&SeriesRow, &SeriesRow)| {
        let mut row = ComparisonRow {
            class: of.class.to_string(),
            stage: of.stage.to_string(),
            metric: of.metric.to_string(),
            time_days: Some(of.time_days),
            reference_value: minus.mean,
            value: of.mean,
            difference: of.mean.zip(minus.mean).map(|(of, minus)| of - minus),
            ..pair.row()
        };
        let [minus, of] = [(minus, freedoms[0]), (of, freedoms[1])].map(|(row, freedom)| {
            let interval = row.ci_low.zip(row.ci_high)?;
            Some(Summarised::from_interval(row.mean?, interval, freedom, &mut confidence))
        });
        if let Some((of, minus)) = of.zip(minus) {
            let (low, high) = of.minus(&minus, LEVEL).interval;
            "welch".clone_into(&mut row.method);
            (row.ci_low, row.ci_high) = (Some(low), Some(high));
        }
        row
    };
    shared.map(difference).collect()
}

/// Place, metric and moment; the moments of two scenarios are the same if all their bits are.
fn key(row: &SeriesRow) -> ([&str; 3], u64) {
    ([&row.class, &row.stage, &row.metric], row.time_days.to_bits())
}
