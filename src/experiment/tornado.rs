//! One at a time: what happens to a statistic when a single value of a scenario is at either end of its range.

use super::Experiment;
use crate::{
    engine::{Layout, Spot},
    model::{Model, Reading, Scenario, Variant},
    statistics::{Confidence, Estimate, LEVEL, difference_of_intervals},
};

/// The scenario whose variants are the base and then the others, so that all of them see the same replications.
/// `None` if they do not share classes, stages and moments of observation: then they cannot be paired.
pub fn side_by_side(base: &Scenario, others: Vec<Model>) -> Option<Scenario> {
    let base_model = &base.variants.get(base.baseline)?.model;
    let layout = Layout::new(base_model);
    if others.iter().any(|model| Layout::new(model) != layout) {
        return None;
    }
    let models = std::iter::once(base_model.clone()).chain(others).enumerate();
    let variants = models.map(|(index, model)| Variant { name: index.to_string(), model }).collect();
    Some(Scenario { variants, baseline: 0, precision: None, observed: Vec::new(), targets: Vec::new(), ..base.clone() })
}

/// The statistic in one variant, and how it differs from the base: paired, and for quantiles over replications from the
/// two intervals. `None` where it has no value.
pub fn estimates(experiment: &Experiment, variant: usize, reading: &Reading) -> (Option<Estimate>, Option<Estimate>) {
    let mut confidence = Confidence::new(LEVEL);
    let (layout, collector) = (&experiment.layout, &experiment.collector);
    let (base, own) = (&collector.variants()[collector.baseline()], &collector.variants()[variant]);
    let value = own.estimate(layout, reading, &mut confidence);
    let difference = match (layout.spot(reading), reading.quantile) {
        (Some(Spot::Scalar(index)), None) => {
            own.scalar_differences.get(index).and_then(|moments| moments.estimate(&mut confidence))
        }
        (Some(Spot::Time { tally, statistic }), None) => {
            let [own, base] = [own, base].map(|side| side.times[tally].estimates()[statistic].clone());
            own.zip(base).map(|(own, base)| own.minus(&base).estimate(&mut confidence))
        }
        _ => value.zip(base.estimate(layout, reading, &mut confidence)).map(|(own, base)| Estimate {
            value: own.value - base.value,
            interval: difference_of_intervals(&own, &base),
        }),
    };
    (value, difference)
}
