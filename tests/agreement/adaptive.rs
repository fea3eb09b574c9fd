//! An adaptive threshold does what its rule says.

use std::path::Path;

use saule::engine::{Plan, simulate};
use saule::model::metric::Metric;
use saule::scenario::{self, Options};

/// The level after the reviews of weeks 0, 1, … 10.
fn levels(set: &[&str]) -> Vec<f64> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/agreement/scenarios/adaptive.toml");
    let options = Options { set: set.iter().map(|&set| set.to_owned()).collect(), ..Options::default() };
    let loaded = scenario::load(&path, &options).unwrap_or_else(|report| panic!("{}", report.render(false, 100)));
    let plan = Plan::new(&loaded.scenario.variants[0].model);
    let outcome = simulate(&plan, loaded.scenario.seed, 0);
    let threshold = plan.layout.series_index(Metric::Threshold, Some(0), None).unwrap();
    outcome.series[threshold * 11..(threshold + 1) * 11].to_vec()
}

/// 500 petitions a day that take 10 days each: from day 10 on 5,000 wait and 500 a day are answered, which makes 10
/// days to clear them. But answers are counted over 30 days (or since the start), and until day 40 that span holds
/// days without answers: 5,000 over 500·4/14, 11/21, 18/28 and 25/30 are 35, 19, 15.6 and 12 days.
#[test]
fn clearing_time_looks_back_thirty_days() {
    let doubled = [100.0, 200.0, 400.0, 800.0, 1_600.0, 3_200.0];
    assert_eq!(levels(&[]), [&doubled[..], &[3_200.0; 5]].concat());
}

#[test]
fn the_backlog_raises_and_lowers_within_bounds() {
    let rule = |rule: &str| {
        format!("requests.petitions.threshold.adaptive={{ every = \"7 days\", on = \"backlog\", {rule}, factor = 2 }}")
    };
    let full = rule("raise_above = 50, lower_below = 10, minimum = 60, maximum = 5_000");
    let raised = [100.0, 200.0, 400.0, 800.0, 1_600.0, 3_200.0];
    assert_eq!(levels(&[&full]), [&raised[..], &[5_000.0; 5]].concat());
    let at_once = ["stages.desk.service=0 days", &full];
    assert_eq!(levels(&at_once), [&[100.0][..], &[60.0; 10]].concat());
    let slow = full.replace("7 days", "28 days");
    assert_eq!(levels(&[&slow]), [[100.0; 4], [200.0; 4]].concat().into_iter().chain([400.0; 3]).collect::<Vec<_>>());
}

/// Petitions without a potential to reach the first level cross as soon as the level comes down to them.
#[test]
fn a_rule_that_binds_open_requests_moves_those_that_gather() {
    let set = [
        "requests.petitions.potential=1000",
        "requests.petitions.window=none",
        "requests.petitions.threshold={ signatures = 4_000, adaptive = { every = \"7 days\", on = \"backlog\", \
         raise_above = 2_000, lower_below = 1_000, factor = 10, minimum = 100, maximum = 4_000, binds = \"open\" } }",
    ];
    // Nobody crosses 4,000, so the level falls to 400; then all of a week are there and it rises again.
    let found = levels(&set);
    assert_eq!(found[..4], [4_000.0, 400.0, 4_000.0, 4_000.0], "{found:?}");
}
