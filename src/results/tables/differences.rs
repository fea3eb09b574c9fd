//! `differences.csv`: variants minus the baseline, paired by replication.

use super::{Place, Tables, bounds};
use crate::{
    results::rows::{DifferenceRow, Name},
    statistics::{Estimate, TIME_STATISTICS, VariantStatistics},
};

impl Tables<'_> {
    /// For every variant but the baseline, the statistics of `summary.csv` without quantiles over replications, then
    /// the means of `timeseries.csv`.
    pub(super) fn differences(&mut self) -> Vec<DifferenceRow> {
        let mut rows = Vec::new();
        for (index, (variant, statistics)) in self.variants().enumerate() {
            if index != self.collector.baseline() {
                let variant = Name::from(variant);
                self.summary_differences(&mut rows, &variant, statistics);
                self.time_differences(&mut rows, &variant, index);
                self.series_differences(&mut rows, &variant, statistics);
            }
        }
        rows
    }

    fn summary_differences(&mut self, rows: &mut Vec<DifferenceRow>, variant: &Name, statistics: &VariantStatistics) {
        for place in &self.series_places {
            for &(index, statistic) in &self.scalars[place.index] {
                let estimate = statistics.scalar_differences[index].estimate(&mut self.confidence);
                rows.extend(estimate.map(|estimate| self.row(variant, place, statistic.name().into(), None, estimate)));
            }
        }
    }

    fn time_differences(&mut self, rows: &mut Vec<DifferenceRow>, variant: &Name, variant_index: usize) {
        for place in &self.time_places {
            for (index, statistic) in TIME_STATISTICS.into_iter().enumerate() {
                let of = |variant: usize| self.times[variant][place.index][index].as_ref();
                let Some((own, reference)) = of(variant_index).zip(of(self.collector.baseline())) else { continue };
                let estimate = own.minus(reference).estimate(&mut self.confidence);
                rows.push(self.row(variant, place, statistic.into(), None, estimate));
            }
        }
    }

    fn series_differences(&mut self, rows: &mut Vec<DifferenceRow>, variant: &Name, statistics: &VariantStatistics) {
        let (grid, no_statistic) = (&self.layout.grid, Name::from(""));
        for place in &self.series_places {
            let moments = &statistics.series_differences[place.index * grid.len()..];
            for (&time, moments) in grid.iter().zip(moments) {
                let estimate = moments.estimate(&mut self.confidence);
                rows.extend(
                    estimate.map(|estimate| self.row(variant, place, no_statistic.clone(), Some(time), estimate)),
                );
            }
        }
    }

    fn row(
        &self,
        variant: &Name,
        place: &Place,
        statistic: Name,
        time: Option<f64>,
        estimate: Estimate,
    ) -> DifferenceRow {
        let (ci_low, ci_high) = bounds(estimate.interval);
        let [class, stage, metric] = place.names.clone();
        DifferenceRow {
            variant: variant.clone(),
            baseline: self.baseline.clone(),
            class,
            stage,
            metric,
            statistic,
            time_days: time,
            value: Some(estimate.value),
            ci_low,
            ci_high,
        }
    }
}
