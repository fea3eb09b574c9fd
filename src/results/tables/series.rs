//! `timeseries.csv`: flows, levels and ratios over time.

use rayon::prelude::*;

use super::{Place, bounds, date, places};
use crate::{
    engine::Layout,
    model::Scenario,
    results::rows::{Name, SeriesRow},
    statistics::{Confidence, LEVEL, Sample},
};

/// Places whose rows a thread makes before they join the others.
const PLACES_A_THREAD: usize = 2;

/// Mean with its interval, and quantiles, over replications, at every moment of the grid, from the samples of each
/// variant. These go as soon as a variant has its rows.
pub(super) fn rows(
    scenario: &Scenario,
    layout: &Layout,
    replications: u64,
    variants: Vec<Vec<Sample>>,
) -> Vec<SeriesRow> {
    let start = scenario.variants[scenario.baseline].model.time.start;
    let grid: Vec<(f64, Name)> = layout.grid.iter().map(|&time| (time, date(start, time).into())).collect();
    let places = places(scenario, layout, &layout.series);
    let mut confidence = Confidence::new(LEVEL);
    // Most samples have a value of each replication: what that needs is worked out once.
    confidence.student(replications.max(2) - 1);
    let mut rows = Vec::with_capacity(variants.len() * places.len() * grid.len());
    for (variant, samples) in scenario.variants.iter().zip(variants) {
        let of_place = |place: &Place| {
            of_place(&variant.name, place, &grid, &samples[place.index * grid.len()..], confidence.clone())
        };
        // A few at a time: rows are large, and they are only once in memory.
        for places in places.chunks(PLACES_A_THREAD * rayon::current_num_threads()) {
            rows.extend(places.par_iter().map(of_place).collect::<Vec<Vec<SeriesRow>>>().into_iter().flatten());
        }
    }
    rows
}

/// The rows of a variant at a place, with the samples there along the grid.
fn of_place(
    variant: &str,
    place: &Place,
    grid: &[(f64, Name)],
    samples: &[Sample],
    mut confidence: Confidence,
) -> Vec<SeriesRow> {
    // Threads that share a name would wait for one another to count who has it.
    let [variant, class, stage, metric] =
        [variant, &place.class, &place.stage, place.metric.info().name].map(Name::from);
    let row = |((time_days, date), sample): (&(f64, Name), &Sample)| {
        let mean = sample.moments().estimate(&mut confidence)?;
        let (ci_low, ci_high) = bounds(mean.interval);
        let [p05, p10, p25, p50, p75, p90, p95] = sample.quantiles().map_or([None; 7], |quantiles| quantiles.map(Some));
        Some(SeriesRow {
            variant: variant.clone(),
            class: class.clone(),
            stage: stage.clone(),
            metric: metric.clone(),
            time_days: *time_days,
            date: date.clone(),
            mean: Some(mean.value),
            ci_low,
            ci_high,
            p05,
            p10,
            p25,
            p50,
            p75,
            p90,
            p95,
        })
    };
    grid.iter().zip(samples).filter_map(row).collect()
}
