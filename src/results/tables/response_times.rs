//! `response_times.csv`: the share of requests answered by age.

use super::{Tables, bounds};
use crate::{model::metric::Metric, results::rows::ResponseTimeRow, statistics::ages};

impl Tables<'_> {
    /// For every variant and class, the share answered by each age up to the longest that can be seen.
    pub(super) fn response_times(&mut self) -> Vec<ResponseTimeRow> {
        let ages = ages(self.layout.longest_response);
        let mut rows = Vec::new();
        for (variant, statistics) in self.variants() {
            for place in self.time_places.iter().filter(|place| place.metric == Metric::ResponseTime) {
                let shares = statistics.times[place.index].shares(&ages).unwrap_or_default();
                for (&time_days, share) in ages.iter().zip(&shares) {
                    let estimate = share.estimate(&mut self.confidence);
                    // A Student-t interval does not know that a share stays within 0 and 1.
                    let within = estimate.interval.map(|(low, high)| (low.max(0.0), high.min(1.0)));
                    let (ci_low, ci_high) = bounds(within);
                    rows.push(ResponseTimeRow {
                        variant: variant.into(),
                        class: place.class.clone(),
                        time_days,
                        share_answered: estimate.value,
                        ci_low,
                        ci_high,
                    });
                }
            }
        }
        rows
    }
}
