//! One flood, three ways to bend.

use crate::{
    facts::assert_mean,
    simulated::{Runs, estimate},
};

fn runs(variant: &str) -> Runs {
    Runs::of("willow", variant, Some(20), &[])
}

/// 8,500 at the launch, 110 a day from the eleventh day, and of 60,000 after the election what comes in 319 days: a share
/// 1 − (1 + 319/15)^−1.5.
#[test]
fn the_flood_is_as_described() {
    let surge = 60_000.0 * (1.0 - (1.0 + 319.0 / 15.0_f64).powf(-1.5));
    assert_mean(&runs("fixed at 5,000").each("created.end"), 8_500.0 + 110.0 * 720.0 + surge, 0.0);
}

/// The desk is the bottleneck: no policy answers more than its four people can, 4·731/20 in all and what was begun.
/// Bending therefore costs few answers, and saves most of the waiting.
#[test]
fn bending_costs_few_answers_and_saves_delay() {
    let fixed = runs("fixed at 5,000");
    let willow = runs("willow");
    let value = |runs: &Runs, metric| estimate(&runs.each(metric)).value;
    let possible = 4.0 * 731.0 / 20.0;
    for runs in [&fixed, &willow] {
        let answered = value(runs, "answered.end");
        assert!((0.9 * possible..1.05 * possible).contains(&answered), "{answered}");
    }
    assert!(value(&willow, "backlog.end") < 0.1 * value(&fixed, "backlog.end"));
    assert!(value(&willow, "on_time_share.end") > 3.0 * value(&fixed, "on_time_share.end"));
    assert!(value(&willow, "coverage_signatures.end") < value(&fixed, "coverage_signatures.end"));
}

/// The rule holds the level between its bounds.
#[test]
fn the_adaptive_threshold_stays_between_its_bounds() {
    let willow = runs("willow");
    assert!(willow.each("threshold.min").iter().all(|&level| level >= 5_000.0));
    let highest = willow.each("threshold.max");
    assert!(highest.iter().all(|&level| level <= 160_000.0));
    assert!(estimate(&highest).value > 25_000.0, "it rises in the flood");
}
