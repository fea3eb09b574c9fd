//! UK Parliament petitions against the daily snapshots of the site.
//!
//! Recorded shares and quantiles are those of petitions opened until 19 September 2018, all of which were seen for their
//! six months; so the cohort is simulated alone.

use std::sync::LazyLock;

use crate::{
    facts::{assert_covers, assert_mean},
    simulated::{Runs, estimate},
};

/// As shipped, with warm-up.
static AS_IT_WAS: LazyLock<Runs> = LazyLock::new(|| Runs::of("uk-parliament", "as it was", Some(200), &[]));

const COHORT: [&str; 2] =
    ["requests.petitions.arrivals.regular.poisson.until=2018-09-20", "monte_carlo.warm_up=\"0 days\""];

/// Those opened until 19 September 2018.
static SEEN: LazyLock<Runs> = LazyLock::new(|| Runs::of("uk-parliament", "as it was", Some(200), &COHORT));

/// The same without the petitions of the opening week, at another threshold.
fn regular_at(threshold: u64) -> Runs {
    let threshold = format!("requests.petitions.threshold.signatures={threshold}");
    let opening = "requests.petitions.arrivals.opening=\"none\"";
    Runs::of("uk-parliament", "as it was", Some(60), &[COHORT[0], COHORT[1], opening, &threshold])
}

fn share_eligible(runs: &Runs) -> Vec<f64> {
    let (created, eligible) = (runs.each("created[class=petitions].end"), runs.each("eligible[class=petitions].end"));
    eligible.iter().zip(created).map(|(eligible, created)| eligible / created).collect()
}

/// 9.85 a day after the opening week, over the 373 days of the cohort, and 138 in that week: 3,766 in all. History is
/// bunched (variance over mean 5.2 on weekdays), so that its sum has a standard error of 130.
#[test]
fn nearly_ten_petitions_open_a_day() {
    assert_mean(&SEEN.each("created[class=petitions].end"), 3_766.0, 130.0);
}

/// 230 of 3,766. Given the law, history has a standard error of √230.
#[test]
fn six_in_a_hundred_reach_10_000() {
    let eligible = SEEN.each("eligible[class=petitions].end");
    assert_covers(&eligible, 230.0);
    assert_mean(&eligible, 230.0, 0.5 * 230_f64.sqrt());
    assert_covers(&share_eligible(&SEEN), 0.0611);
}

/// 31 of them reach 100,000.
#[test]
fn thirty_one_reach_100_000() {
    assert_covers(&SEEN.each("eligible[class=debated].end"), 31.0);
}

/// The law must be right below the threshold, too, where the question looks: 7.47% of 3,628 reach 5,000 signatures and
/// 10.86% reach 2,500.
#[test]
fn lower_thresholds_are_reached_as_often_as_recorded() {
    for (threshold, recorded) in [(5_000, 0.0747), (2_500, 0.1086)] {
        let shares = share_eligible(&regular_at(threshold));
        let error = (recorded * (1.0 - recorded) / 3_628_f64).sqrt();
        assert_mean(&shares, recorded, 1.5 * error);
    }
}

/// Quartiles of the days to 10,000 signatures: 9.5, 36.5 and 119, of 230 petitions. The 95% intervals of history by
/// order statistics: ranks 45 to 71, 101 to 130 and 160 to 186 of 230.
#[test]
fn petitions_take_as_long_to_reach_10_000_as_recorded() {
    for (quartile, range) in [("p25", 6.7..13.9), ("p50", 29.7..53.8), ("p75", 94.8..132.0)] {
        let days = SEEN.estimate(&format!("time_to_threshold_days[class=petitions].{quartile}")).value;
        assert!(range.contains(&days), "{quartile}: {days} simulated, not in {range:?}");
    }
}

/// 77.9% of 285 within the promised 21 days, and a mean of 17.2 days (standard error 0.42).
#[test]
fn four_in_five_are_answered_in_time() {
    let on_time = AS_IT_WAS.each("on_time_share[class=petitions].end");
    assert_covers(&on_time, 0.779);
    assert_mean(&on_time, 0.779, 0.012);
    let delay = AS_IT_WAS.estimate("response_time_days[class=petitions].mean").value;
    assert!((delay - 17.2).abs() < 0.42, "{delay}");
}

/// Daily stock of open petitions over 10,000 without an answer: 9.2 on average and 17 at most from the opening, 9.95 after
/// the first half year.
#[test]
fn nine_petitions_wait_on_average() {
    let whole = Runs::of("uk-parliament", "as it was", Some(200), &[COHORT[1]]);
    assert_covers(&whole.each("backlog_in_window[class=petitions].mean"), 9.2);
    assert_covers(&whole.each("backlog_in_window[class=petitions].max"), 17.0);
    assert_covers(&AS_IT_WAS.each("backlog_in_window[class=petitions].mean"), 9.95);
}

/// Seventeen answers in hand at once are enough at 10,000, and not at 2,500, where a fifth more is asked of them than they
/// can do.
#[test]
fn the_desk_of_2018_bears_a_lower_threshold_but_not_any() {
    let share =
        |variant: &str| Runs::of("uk-parliament", variant, Some(60), &[]).each("on_time_share[class=petitions].end");
    assert_mean(&share("2018's desk, 10,000"), 0.779, 0.012);
    assert!(estimate(&share("2018's desk, 2,500")).value < 0.3);
}
