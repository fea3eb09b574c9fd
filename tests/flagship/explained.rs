//! What is said of the scenario before any simulation, beside what its replications give.

use std::path::Path;

use saule::{
    explain::{self, Explanation},
    model::metric::Metric,
    scenario::{self, Options},
};

use crate::simulated::{AS_IT_HAPPENED, FROM_25000, KEEP_5000, Variant, mean};

fn explained(variant: usize) -> Explanation {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("scenarios/we-the-people.toml");
    let scenario = scenario::load(&path, &Options::default()).expect("the shipped scenario is valid").scenario;
    explain::explain(&scenario.variants[variant])
}

const END: &str = "2013-06-11";

/// Petitions created and eligible lie within the 99.9% intervals of the simulated means.
#[test]
fn eligible_petitions_are_as_many_as_simulated() {
    for (index, variant) in [&AS_IT_HAPPENED, &KEEP_5000, &FROM_25000].into_iter().enumerate() {
        let variant: &Variant = variant;
        let explanation = explained(index);
        let sum = |of: fn(&explain::Crossing) -> Option<f64>| explanation.crossings.iter().filter_map(of).sum::<f64>();
        for (metric, expected) in
            [(Metric::Created, sum(|line| line.created.value)), (Metric::Eligible, sum(|line| line.eligible.value))]
        {
            let simulated = variant.at(metric, END);
            let count = simulated.len() as f64;
            let centre = mean(&simulated);
            let variance =
                simulated.iter().map(|value| (value - centre) * (value - centre)).sum::<f64>() / (count - 1.0);
            let half_width = 3.34 * (variance / count).sqrt();
            let what = &explanation.variant;
            assert!((centre - expected).abs() < half_width, "{what}: {expected}, simulated {centre} ± {half_width}");
            assert!(half_width < 0.03 * centre, "{what}: ± {half_width} is too wide for {centre}");
        }
    }
}

/// The fluid balance is a rough guide to a desk that answers topics: between answers and requests that it tells lies
/// the simulated backlog.
#[test]
fn the_backlog_lies_between_answers_and_requests() {
    for (index, variant) in [&AS_IT_HAPPENED, &KEEP_5000, &FROM_25000].into_iter().enumerate() {
        let variant: &Variant = variant;
        let explanation = explained(index);
        let value = |quantity: &str| {
            let mut figures = explanation.stages[0].figures.iter();
            figures.find(|figure| figure.quantity == quantity).and_then(|figure| figure.value).expect("a backlog")
        };
        let range = value("backlog at the end")..=value("backlog at the end, in requests");
        let simulated = mean(&variant.at(Metric::Backlog, END));
        assert!(range.contains(&simulated), "{}: {simulated} simulated, not in {range:?}", explanation.variant);
    }
}
