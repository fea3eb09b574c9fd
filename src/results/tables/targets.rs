//! `targets.csv` and `precision.csv`: what a run was held to.

use super::{Tables, bounds, warnings::imprecise};
use crate::{
    experiment::{Look, half_width},
    model::{Precision, Scenario},
    results::rows::{PrecisionAbout, PrecisionRow, Results, TargetRow},
    statistics::{LEVEL, Verdict},
};

impl Tables<'_> {
    /// Every target, variant by variant: one row for each comparison, or one for a share of replications.
    pub(super) fn targets(&mut self) -> Vec<TargetRow> {
        let targets = &self.scenario.targets;
        let mut rows = Vec::new();
        for (variant, statistics) in self.variants() {
            let replications = self.collector.replications();
            let judged = statistics.judge(self.layout, targets, replications, &mut self.confidence);
            for (target, judgement) in
                targets.iter().zip(judged).flat_map(|(t, all)| all.into_iter().map(move |j| (t, j)))
            {
                let (ci_low, ci_high) = bounds(judgement.estimate.and_then(|estimate| estimate.interval));
                rows.push(TargetRow {
                    variant: variant.into(),
                    target: target.name.clone(),
                    value: judgement.estimate.map(|estimate| estimate.value),
                    ci_low,
                    ci_high,
                    bound: judgement.bound,
                    met: met(judgement.verdict).into(),
                    condition: judgement.text,
                    replications_needed: judgement.needed,
                });
            }
        }
        rows
    }
}

/// A verdict as it stands in the column `met`.
pub fn met(verdict: Verdict) -> &'static str {
    match verdict {
        Verdict::Met => "yes",
        Verdict::Missed => "no",
        Verdict::Undecided => "undecided",
    }
}

impl Results {
    /// True unless a target is missed by some variant.
    pub fn meets_targets(&self) -> bool {
        self.targets.iter().all(|row| row.met != met(Verdict::Missed))
    }

    /// Adds how the run became precise: the looks of this run, after the rows of one that it goes on from.
    pub fn with_precision(
        mut self,
        scenario: &Scenario,
        precision: &Precision,
        earlier: Vec<PrecisionRow>,
        looks: &[Look],
    ) -> Self {
        let reached = looks.last().is_some_and(|look| look.is_precise(precision));
        self.precision = earlier;
        self.precision.extend(looks.iter().flat_map(|look| rows(scenario, precision, look)));
        self.about.precision = Some(PrecisionAbout {
            metrics: precision.readings.iter().map(|reading| reading.text.clone()).collect(),
            half_width: precision.half_width,
            reached,
        });
        if self.about.provenance.complete && !reached {
            self.about.warnings.push(imprecise(precision.maximum, LEVEL));
        }
        self
    }
}

/// The rows of one look.
fn rows(scenario: &Scenario, precision: &Precision, look: &Look) -> Vec<PrecisionRow> {
    let mut rows = Vec::new();
    for (variant, estimates) in scenario.variants.iter().zip(&look.estimates) {
        for (reading, &estimate) in precision.readings.iter().zip(estimates) {
            let width = half_width(estimate);
            let value = estimate.map(|estimate| estimate.value);
            let relative = width.zip(value).map(|(width, value)| width / value.abs());
            rows.push(PrecisionRow {
                replications: look.replications,
                variant: variant.name.clone(),
                metric: reading.text.clone(),
                value,
                half_width: width,
                relative: relative.filter(|relative| relative.is_finite()),
            });
        }
    }
    rows
}
