//! What a reader of the results should know before trusting them.

use super::Tables;
use crate::model::metric::Metric;

/// The largest share of response times that may be cut off without a word.
const UNREMARKABLE: f64 = 0.05;

impl Tables<'_> {
    /// For each class that has many response times cut off, a sentence about the variant where most are.
    pub(super) fn warnings(&self) -> Vec<String> {
        let model = &self.scenario.variants[self.scenario.baseline].model;
        let mut warnings = Vec::new();
        for (index, cell) in self.layout.tallies.iter().enumerate() {
            let (Metric::ResponseTime, Some(class)) = (cell.metric, cell.class) else { continue };
            let cut_off = self.variants().map(|(name, statistics)| {
                let (requests, censored) = statistics.times[index].censoring();
                (censored as f64 / requests.max(1) as f64, name)
            });
            let Some((share, variant)) = cut_off.max_by(|a, b| a.0.total_cmp(&b.0)) else { continue };
            if share > UNREMARKABLE {
                let class = &model.classes[class].name;
                let advice = if model.time.follow_up > 0.0 { "a longer `follow_up`" } else { "a `follow_up`" };
                warnings.push(format!(
                    "{:.0}% of the eligible `{class}` of variant `{variant}` are still unanswered at the end, so their \
                     response times are cut off; where delays grow or shrink the estimates are biased: {advice} in \
                     [monte_carlo] sees them to their end",
                    100.0 * share
                ));
            }
        }
        warnings
    }
}
