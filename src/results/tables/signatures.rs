//! `signatures.csv`: signatures of requests by age.

use super::Tables;
use crate::{engine::signature_ages, model::metric::Metric, results::rows::SignatureRow};

impl Tables<'_> {
    /// For every variant and class that gathers signatures, their quantiles by age.
    pub(super) fn signatures(&self) -> Vec<SignatureRow> {
        let mut rows = Vec::new();
        for (variant, (name, statistics)) in self.scenario.variants.iter().zip(self.variants()) {
            let model = &variant.model;
            for (index, (class, counts)) in model.classes.iter().zip(&statistics.signatures).enumerate() {
                let Some(ages) = signature_ages(class, model.time.horizon) else { continue };
                let is_own = |place: &&super::Place| {
                    let cell = self.layout.tallies[place.index];
                    place.metric == Metric::TimeToThreshold && cell.class == Some(index)
                };
                let Some(place) = self.time_places.iter().find(is_own) else { continue };
                let crossed = statistics.times[place.index].ended();
                let shares = counts.shares_eligible(&crossed, &ages);
                for ((age_days, [p05, p25, p50, p75, p95]), share_eligible) in
                    ages.into_iter().zip(counts.quantiles()).zip(shares)
                {
                    let (variant, class) = (name.to_owned(), class.name.clone());
                    rows.push(SignatureRow { variant, class, age_days, p05, p25, p50, p75, p95, share_eligible });
                }
            }
        }
        rows
    }
}
