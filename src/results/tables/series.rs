//! `timeseries.csv`: flows, levels and ratios over time.

use super::{LEVEL, bounds, date, places};
use crate::{
    engine::Layout,
    model::Scenario,
    results::rows::{Name, SeriesRow},
    statistics::{Confidence, Sample},
};

/// Mean with its interval, and quantiles, over replications, at every moment of the grid, from the samples of each
/// variant. These go as soon as a variant has its rows.
pub(super) fn rows(scenario: &Scenario, layout: &Layout, variants: Vec<Vec<Sample>>) -> Vec<SeriesRow> {
    let start = scenario.variants[scenario.baseline].model.time.start;
    let grid: Vec<(f64, Name)> = layout.grid.iter().map(|&time| (time, date(start, time).into())).collect();
    let places = places(scenario, layout, &layout.series);
    let mut confidence = Confidence::new(LEVEL);
    let mut rows = Vec::with_capacity(variants.len() * places.len() * grid.len());
    for (variant, samples) in scenario.variants.iter().zip(variants) {
        let variant = Name::from(variant.name.as_str());
        for place in &places {
            let [class, stage, metric] = &place.names;
            let samples = &samples[place.index * grid.len()..];
            for ((time_days, date), sample) in grid.iter().zip(samples) {
                let Some(mean) = sample.moments().estimate(&mut confidence) else { continue };
                let (ci_low, ci_high) = bounds(mean.interval);
                let [p05, p10, p25, p50, p75, p90, p95] =
                    sample.quantiles().map_or([None; 7], |quantiles| quantiles.map(Some));
                rows.push(SeriesRow {
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
                });
            }
        }
    }
    rows
}
