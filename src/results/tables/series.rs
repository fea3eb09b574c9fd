//! `timeseries.csv`: flows, levels and ratios over time.

use super::{Tables, bounds, date};
use crate::results::rows::SeriesRow;

impl Tables<'_> {
    /// Mean with its interval, and quantiles, over replications, at every moment of the grid.
    pub(super) fn series(&mut self) -> Vec<SeriesRow> {
        let start = self.scenario.variants[self.scenario.baseline].model.time.start;
        let grid: Vec<(f64, String)> = self.layout.grid.iter().map(|&time| (time, date(start, time))).collect();
        let mut rows = Vec::with_capacity(self.collector.variants().len() * self.series_places.len() * grid.len());
        for (variant, statistics) in self.variants() {
            for place in &self.series_places {
                let samples = &statistics.series[place.index * grid.len()..];
                for ((time_days, date), sample) in grid.iter().zip(samples) {
                    let Some(mean) = sample.moments().estimate(&mut self.confidence) else { continue };
                    let (ci_low, ci_high) = bounds(mean.interval);
                    let [p05, p10, p25, p50, p75, p90, p95] =
                        sample.quantiles().map_or([None; 7], |quantiles| quantiles.map(Some));
                    rows.push(SeriesRow {
                        variant: variant.into(),
                        class: place.class.clone(),
                        stage: place.stage.clone(),
                        metric: place.metric.info().name.into(),
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
}
