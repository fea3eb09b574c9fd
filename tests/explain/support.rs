//! Scenarios from text, explained or simulated.

use std::{collections::BTreeMap, fs};

use rayon::prelude::*;
use saule::{
    engine::{Plan, simulate},
    explain::{self, Explanation, Figure, StageExplanation},
    model::{Scenario, metric::Metric},
    scenario::{self, Options},
};

/// A scenario of `days` days from its classes and stages.
pub fn scenario(days: f64, body: &str) -> Scenario {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("scenario.toml");
    let head = format!(
        "schema = 1\nstart = 2025-01-01\nhorizon = \"{days} days\"\nobserve = \"{days} days\"\n\
         [monte_carlo]\nreplications = 1\nseed = 5\n"
    );
    fs::write(&path, format!("{head}{body}")).unwrap();
    let loaded = scenario::load(&path, &Options::default());
    loaded.unwrap_or_else(|report| panic!("{}", report.render(false, 100))).scenario
}

/// The explanation of its only variant.
pub fn explained(days: f64, body: &str) -> Explanation {
    explain::explain(&scenario(days, body).variants[0])
}

/// A queue with one class: arrivals at a rate per day, then what else the stage has.
pub fn queue(rate: f64, stage: &str) -> String {
    format!(
        "[requests.customers.arrivals]\nsome = {{ poisson = {{ rate = \"{rate} per day\" }} }}\n[stages.desk]\n{stage}\n"
    )
}

/// A figure of a stage by what it tells.
pub fn figure<'e>(stage: &'e StageExplanation, quantity: &str) -> &'e Figure {
    let waits = stage.waits.iter().map(|wait| &wait.figure);
    let mut all = stage.figures.iter().chain(waits);
    all.find(|figure| figure.quantity == quantity).unwrap_or_else(|| panic!("no {quantity} in {stage:#?}"))
}

/// Its value.
#[track_caller]
pub fn value(stage: &StageExplanation, quantity: &str) -> f64 {
    let figure = figure(stage, quantity);
    figure.value.unwrap_or_else(|| panic!("{quantity}: {:?}", figure.reason))
}

/// Mean at the horizon over replications, over all classes and stages, with the half-width of its 99.9% interval.
pub fn simulated(scenario: &Scenario, metrics: &[Metric], replications: u64) -> BTreeMap<String, (f64, f64)> {
    let plan = Plan::new(&scenario.variants[0].model);
    let outcomes: Vec<_> =
        (0..replications).into_par_iter().map(|number| simulate(&plan, scenario.seed, number)).collect();
    let points = plan.layout.grid.len();
    let estimate = |&metric: &Metric| {
        let series = plan.layout.series_index(metric, None, None).unwrap();
        let ends: Vec<f64> = outcomes.iter().map(|outcome| outcome.series[series * points + points - 1]).collect();
        let count = replications as f64;
        let mean = ends.iter().sum::<f64>() / count;
        let variance = ends.iter().map(|end| (end - mean) * (end - mean)).sum::<f64>() / (count - 1.0);
        (format!("{metric:?}"), (mean, 3.29 * (variance / count).sqrt()))
    };
    metrics.iter().map(estimate).collect()
}
