//! The desk: every way through it and out of it.

mod by_hand;
mod closed_forms;
mod conservation;
mod lines;
mod topics;

use std::path::Path;

use saule::engine::{Layout, Outcome, Plan, simulate};
use saule::model::metric::{Metric, Statistic};
use saule::scenario::{self, Options};

/// Replications of a scenario of this folder, with some keys set.
fn replications(file: &str, set: &[&str], count: u64) -> (Layout, Vec<Outcome>) {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/desk/scenarios").join(file);
    let options = Options { set: set.iter().map(|&set| set.to_owned()).collect(), ..Options::default() };
    let loaded = scenario::load(&path, &options).unwrap_or_else(|report| panic!("{}", report.render(false, 100)));
    let plan = Plan::new(&loaded.scenario.variants[0].model);
    let outcomes = (0..count).map(|replication| simulate(&plan, loaded.scenario.seed, replication)).collect();
    (plan.layout, outcomes)
}

/// A statistic of a metric of a class over the run.
fn statistic(layout: &Layout, outcome: &Outcome, metric: Metric, statistic: Statistic, class: usize) -> f64 {
    let index = layout.series_index(metric, Some(class), None).unwrap();
    outcome.scalars[layout.scalars.iter().position(|scalar| *scalar == (index, statistic)).unwrap()]
}

/// Values of a metric on the grid.
fn series<'o>(
    layout: &Layout,
    outcome: &'o Outcome,
    metric: Metric,
    class: Option<usize>,
    stage: Option<usize>,
) -> &'o [f64] {
    let index = layout.series_index(metric, class, stage).unwrap();
    let points = layout.grid.len();
    &outcome.series[index * points..(index + 1) * points]
}
