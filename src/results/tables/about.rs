//! What a results folder says beside its tables of estimates.

use super::{ALL, date};
use crate::{
    model::{Class, Days, Scenario},
    results::rows::{About, Named, ObservedRow, PromiseAbout, Provenance, ThresholdMark, VariantAbout},
};

/// What was simulated, and the orders of names.
pub fn about(scenario: &Scenario, warnings: Vec<String>, provenance: Provenance) -> About {
    let baseline = &scenario.variants[scenario.baseline];
    let model = &baseline.model;
    let named = |name: &String, label: &String| Named { name: name.clone(), label: label.clone() };
    About {
        title: scenario.title.clone(),
        question: scenario.question.clone(),
        start: date(model.time.start, 0.0),
        horizon_days: model.time.horizon,
        warm_up_days: model.time.warm_up,
        baseline: baseline.name.clone(),
        variants: scenario
            .variants
            .iter()
            .map(|variant| VariantAbout {
                name: variant.name.clone(),
                thresholds: variant
                    .model
                    .classes
                    .iter()
                    .flat_map(|class| thresholds(class, variant.model.time.horizon))
                    .collect(),
                promises: variant
                    .model
                    .classes
                    .iter()
                    .filter_map(|class| promise(class, variant.model.time.horizon))
                    .collect(),
            })
            .collect(),
        classes: model.classes.iter().map(|class| named(&class.name, &class.label)).collect(),
        stages: model.stages.iter().map(|stage| named(&stage.name, &stage.label)).collect(),
        warnings,
        charts: scenario.charts.clone(),
        precision: None,
        provenance,
    }
}

/// The level at the start and the changes up to the horizon; nothing for a class that never has a threshold.
fn thresholds(class: &Class, horizon: Days) -> Vec<ThresholdMark> {
    let policy = &class.threshold;
    if !policy.is_ever_positive() {
        return Vec::new();
    }
    let mark = |time_days: Days, signatures: u32, moves_from_days: Option<Days>| ThresholdMark {
        class: class.name.clone(),
        time_days,
        signatures,
        moves_from_days,
    };
    let later = policy.changes.iter().filter(|change| change.until.unwrap_or(change.at) > 0.0);
    let later = later.take_while(|change| change.at <= horizon).map(|change| match change.until {
        Some(until) => mark(until, change.signatures, Some(change.at.max(0.0))),
        None => mark(change.at, change.signatures, None),
    });
    std::iter::once(mark(0.0, policy.at(0.0), None)).chain(later).collect()
}

/// What is promised to a class. Working time passes as it does on average up to the horizon.
fn promise(class: &Class, horizon: Days) -> Option<PromiseAbout> {
    let promise = class.terms.promise.as_ref()?;
    let class = class.name.clone();
    let Some(hours) = &promise.clock.hours else {
        return Some(PromiseAbout { class, days: promise.within, working_days: None });
    };
    let days = promise.within * horizon / hours.open_time(horizon);
    let working_days = promise.within / hours.day_length();
    days.is_finite().then_some(PromiseAbout { class, days, working_days: Some(working_days) })
}

/// Recorded history as rows.
pub fn observed(scenario: &Scenario) -> Vec<ObservedRow> {
    let start = scenario.variants[scenario.baseline].model.time.start;
    let mut rows = Vec::new();
    for observed in &scenario.observed {
        let name = |place: &Option<String>| place.clone().unwrap_or_else(|| ALL.into());
        rows.extend(observed.points.iter().map(|&(time, value)| ObservedRow {
            name: observed.name.clone(),
            class: name(&observed.class),
            stage: name(&observed.stage),
            metric: observed.metric.info().name.into(),
            time_days: time,
            date: date(start, time),
            value,
        }));
    }
    rows
}
