//! `events.csv`: whether, when, how often and for how long the events of a scenario happened.

use super::{Tables, bounds, quantile_name};
use crate::{
    results::rows::EventRow,
    statistics::{Confidence, Estimate, HappeningTimes, Happenings, LEVEL, PERCENTS, Sample},
};

impl Tables<'_> {
    /// Every event of every variant, in file order.
    pub(super) fn events(&mut self) -> Vec<EventRow> {
        let mut rows = Vec::new();
        let models = self.scenario.variants.iter().map(|variant| &variant.model);
        for (model, (variant, statistics)) in models.zip(self.variants()) {
            for (happening, of_happening) in model.happenings.iter().zip(&statistics.happenings) {
                let mut block = Block { rows: &mut rows, variant, event: &happening.name };
                block.push_all(of_happening, &mut self.confidence);
            }
        }
        rows
    }
}

/// The rows of one event.
struct Block<'a> {
    rows: &'a mut Vec<EventRow>,
    variant: &'a str,
    event: &'a str,
}

impl Block<'_> {
    fn push_all(&mut self, happenings: &Happenings, confidence: &mut Confidence) {
        self.push_estimate("share", "mean", happenings.share(LEVEL));
        self.push_sample("count", happenings.count(), confidence);
        self.push_times("first_days", happenings.first(), confidence);
        self.push_times("after_days", happenings.after(), confidence);
        self.push_sample("held_days", happenings.held(), confidence);
    }

    fn push_sample(&mut self, metric: &str, sample: &Sample, confidence: &mut Confidence) {
        self.push_estimate(metric, "mean", sample.moments().estimate(confidence));
        for percent in PERCENTS {
            self.push_estimate(metric, &quantile_name(percent), sample.quantile(percent, confidence));
        }
    }

    /// A quantile beyond the horizon is a row with an empty value.
    fn push_times(&mut self, metric: &str, times: &HappeningTimes, confidence: &mut Confidence) {
        if times.count() == 0 {
            return;
        }
        self.push_estimate(metric, "mean", times.restricted_mean(confidence));
        for percent in PERCENTS {
            let estimate = times.quantile(percent, confidence);
            self.push(metric, &quantile_name(percent), estimate.value, (estimate.low, estimate.high));
        }
    }

    fn push_estimate(&mut self, metric: &str, statistic: &str, estimate: Option<Estimate>) {
        let Some(estimate) = estimate else { return };
        self.push(metric, statistic, Some(estimate.value), bounds(estimate.interval));
    }

    fn push(
        &mut self,
        metric: &str,
        statistic: &str,
        value: Option<f64>,
        (ci_low, ci_high): (Option<f64>, Option<f64>),
    ) {
        self.rows.push(EventRow {
            variant: self.variant.into(),
            event: self.event.into(),
            metric: metric.into(),
            statistic: statistic.into(),
            value,
            ci_low,
            ci_high,
        });
    }
}
