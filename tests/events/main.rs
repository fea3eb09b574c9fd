//! Events of a scenario: when they happen, what they change, what is reported of them.

mod actions;
mod closed_forms;
mod conditions;

use std::path::Path;

use saule::{
    engine::{Happened, Layout, Outcome, Plan, simulate},
    model::{Model, metric::Metric},
    scenario::{self, Options},
};

/// The model of a scenario of this folder, with some keys set.
fn model(file: &str, set: &[&str]) -> Model {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/events/scenarios").join(file);
    let options = Options { set: set.iter().map(|&set| set.to_owned()).collect(), ..Options::default() };
    let loaded = scenario::load(&path, &options).unwrap_or_else(|report| panic!("{}", report.render(false, 100)));
    loaded.scenario.variants.into_iter().next().unwrap().model
}

/// Replications of a scenario of this folder, with some keys set.
fn replications(file: &str, set: &[&str], count: u64) -> (Layout, Vec<Outcome>) {
    let model = model(file, set);
    let plan = Plan::new(&model);
    let outcomes = (0..count).map(|replication| simulate(&plan, 7, replication)).collect();
    (plan.layout, outcomes)
}

/// What became of the events of the small desk.
fn happened(set: &[&str]) -> Vec<Happened> {
    replications("by_hand.toml", set, 1).1.remove(0).happened
}

/// Values of a metric of all classes of the small desk, by half days.
fn course(metric: Metric, set: &[&str]) -> Vec<f64> {
    let (layout, outcomes) = replications("by_hand.toml", set, 1);
    let index = layout.series_index(metric, None, None).unwrap();
    let points = layout.grid.len();
    outcomes[0].series[index * points..(index + 1) * points].to_vec()
}

/// The half days at which a flow of the small desk has reached 1, 2, 3 …
fn moments(metric: Metric, set: &[&str]) -> Vec<f64> {
    let flow = course(metric, set);
    let count = *flow.last().unwrap() as usize;
    (1..=count).map(|n| flow.iter().position(|&value| value >= n as f64).unwrap() as f64 / 2.0).collect()
}
