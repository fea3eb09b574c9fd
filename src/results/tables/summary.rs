//! `summary.csv`: statistics of a run over replications.

use super::{Place, Tables, bounds, quantile_name};
use crate::{
    results::rows::SummaryRow,
    statistics::{Estimate, PERCENTS, Sample, TIME_STATISTICS},
};

impl Tables<'_> {
    /// Every statistic of flows, levels and ratios as its mean over replications, every statistic of times over all
    /// requests; each followed by its quantiles over replications.
    pub(super) fn summary(&mut self) -> Vec<SummaryRow> {
        let mut rows = Vec::new();
        for (variant_index, (variant, statistics)) in self.variants().enumerate() {
            for place in &self.series_places {
                for &(index, statistic) in &self.scalars[place.index] {
                    let sample = &statistics.scalars[index];
                    let mut block = Block { rows: &mut rows, variant, place, statistic: statistic.name() };
                    block.push("", sample.moments().estimate(&mut self.confidence));
                    block.push_quantiles(sample, &mut self.confidence);
                }
            }
            for place in &self.time_places {
                let within = statistics.times[place.index].within();
                for (index, statistic) in TIME_STATISTICS.into_iter().enumerate() {
                    let pooled = self.times[variant_index][place.index][index].as_ref();
                    let mut block = Block { rows: &mut rows, variant, place, statistic };
                    block.push("", pooled.map(|estimate| estimate.estimate(&mut self.confidence)));
                    block.push_quantiles(&within[index], &mut self.confidence);
                }
            }
        }
        rows
    }
}

/// The rows of one statistic.
struct Block<'a> {
    rows: &'a mut Vec<SummaryRow>,
    variant: &'a str,
    place: &'a Place,
    statistic: &'a str,
}

impl Block<'_> {
    fn push(&mut self, quantile: &str, estimate: Option<Estimate>) {
        let Some(estimate) = estimate else { return };
        let (ci_low, ci_high) = bounds(estimate.interval);
        self.rows.push(SummaryRow {
            variant: self.variant.into(),
            class: self.place.class.clone(),
            stage: self.place.stage.clone(),
            metric: self.place.metric.info().name.into(),
            statistic: if quantile.is_empty() {
                self.statistic.into()
            } else {
                format!("{}.{quantile}", self.statistic)
            },
            value: Some(estimate.value),
            ci_low,
            ci_high,
        });
    }

    fn push_quantiles(&mut self, sample: &Sample, confidence: &mut crate::statistics::Confidence) {
        for percent in PERCENTS {
            self.push(&quantile_name(percent), sample.quantile(percent, confidence));
        }
    }
}
