//! Requests that cannot cross are counted, not looked at one by one: whichever way a plan goes, it finds the same.

use std::path::Path;

use saule::{
    engine::{Layout, Outcome, Plan, simulate},
    model::metric::{Metric, Statistic},
    scenario::{self, Options},
};

/// What may differ: the signatures of requests that are counted are expected ones, and so are the shares made of them.
fn is_expected(metric: Metric) -> bool {
    metric == Metric::CoverageSignatures
}

/// Two numbers are the same, or close where a mean is summed in another order.
fn same(one: f64, other: f64, statistic: Option<Statistic>) -> bool {
    let close = statistic == Some(Statistic::Mean) && (one - other).abs() <= 1e-9 * one.abs();
    one == other || (one.is_nan() && other.is_nan()) || close
}

fn assert_same(layout: &Layout, one_by_one: &Outcome, counted: &Outcome, what: &str) {
    let points = layout.grid.len();
    for (index, cell) in layout.series.iter().enumerate().filter(|(_, cell)| !is_expected(cell.metric)) {
        for point in 0..points {
            let [one, other] = [one_by_one, counted].map(|outcome| outcome.series[index * points + point]);
            assert!(same(one, other, None), "{what}: {cell:?} on day {point}: {one} one by one, {other} counted");
        }
    }
    for (scalar, &(index, statistic)) in layout.scalars.iter().enumerate() {
        let cell = layout.series[index];
        let [one, other] = [one_by_one, counted].map(|outcome| outcome.scalars[scalar]);
        let is_same = is_expected(cell.metric) || same(one, other, Some(statistic));
        assert!(is_same, "{what}: {statistic:?} of {cell:?}: {one} one by one, {other} counted");
    }
    assert_adds_up(layout, counted, what);
    assert!(one_by_one.tallies == counted.tallies, "{what}: times differ");
    assert!(one_by_one.signatures == counted.signatures, "{what}: samples of signatures differ");
}

/// The backlog from creation of all is that of both classes together, of which one is known sooner.
fn assert_adds_up(layout: &Layout, outcome: &Outcome, what: &str) {
    let of = |class| {
        let index = layout.series_index(Metric::BacklogFromCreation, class, None).expect("every class has one");
        &outcome.series[index * layout.grid.len()..][..layout.grid.len()]
    };
    for (point, ((all, one), other)) in of(None).iter().zip(of(Some(0))).zip(of(Some(1))).enumerate() {
        assert_eq!(*all, one + other, "{what}: the backlog from creation at point {point}");
    }
}

/// Every kind of source, with levels that fall and rise, with and without a warm-up and a follow-up, and with windows
/// longer than what is measured, and with so many requests that what is known of them is let go of before the end.
#[test]
fn what_is_counted_is_what_happens_one_by_one() {
    let at_once = |at: &str| {
        format!("requests.petitions.arrivals.at_once={{ burst = {{ at = {at}, size = 150, decay = \"0 days\" }} }}")
    };
    let [as_measuring_begins, at_the_start] = ["2025-02-10", "2025-01-01"].map(at_once);
    let sets: [(u64, &[&str]); 7] = [
        (12, &[]),
        (12, &[&as_measuring_begins]),
        (12, &[&at_the_start, "monte_carlo.warm_up=0 days"]),
        (12, &["monte_carlo.warm_up=0 days", "monte_carlo.follow_up=0 days", "observe=7 days"]),
        (12, &["monte_carlo.warm_up=170 days", "horizon=171 days", "observe=1 hour"]),
        (
            12,
            &[
                "requests.petitions.window=100 days",
                "requests.petitions.threshold.signatures=3_000",
                "monte_carlo.warm_up=3 days",
            ],
        ),
        (
            2,
            &[
                "requests.petitions.arrivals.steady.poisson.rate=10_000 per day",
                "requests.petitions.threshold.signatures=500",
                "requests.petitions.threshold.changes=[]",
                "horizon=80 days",
                "observe=6 hours",
            ],
        ),
    ];
    for (replications, set) in sets {
        compare(replications, set, [true, true]);
    }
}

/// A class that is without a threshold for some time is not counted: there are days on which nobody waits for signatures.
#[test]
fn what_may_need_no_signatures_is_not_counted() {
    let changes = |changes: &str| format!("requests.petitions.threshold.changes=[{changes}]");
    let without = r#"{ at = 2025-03-01, signatures = 0, binds = "new" }"#;
    let again = r#"{ at = 2025-04-01, signatures = 2_000, binds = "new" }"#;
    let sets = [changes(without), changes(&format!("{without}, {again}"))];
    for (set, window) in sets.iter().zip(["150 days", "20 days"]) {
        compare(4, &[set, &format!("requests.petitions.window={window}")], [false, true]);
    }
}

/// Which requests are looked at by themselves depends on when others are looked at, and makes no difference to a number.
#[test]
fn signatures_do_not_depend_on_the_grid() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/invariants/scenarios/crowds.toml");
    let shares = |observe: &str| -> Vec<f64> {
        let options = Options { set: vec![format!("observe={observe}")], ..Options::default() };
        let loaded = scenario::load(&path, &options).unwrap_or_else(|report| panic!("{}", report.render(false, 100)));
        let plan = Plan::new(&loaded.scenario.variants[0].model);
        let cells = plan.layout.scalars.iter().enumerate();
        let expected = cells.filter(|(_, cell)| is_expected(plan.layout.series[cell.0].metric));
        let scalars: Vec<usize> = expected.map(|(scalar, _)| scalar).collect();
        let outcomes = (0..6).map(|replication| simulate(&plan, loaded.scenario.seed, replication));
        outcomes.flat_map(|outcome| scalars.iter().map(|&scalar| outcome.scalars[scalar]).collect::<Vec<_>>()).collect()
    };
    let [daily, hourly, weekly] = ["1 day", "5 hours", "7 days"].map(shares);
    assert!(daily.len() >= 18 && daily.iter().all(|share| (0.01..0.99).contains(share)), "{daily:?}");
    for others in [hourly, weekly] {
        for (one, other) in daily.iter().zip(others) {
            assert!((one - other).abs() < 1e-12, "{one} daily, {other} otherwise");
        }
    }
}

/// Compares replications that count with such that do not; `counts` says which of both classes may be counted.
fn compare(replications: u64, set: &[&str], counts: [bool; 2]) {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/invariants/scenarios/crowds.toml");
    let options = Options { set: set.iter().map(|&set| set.to_owned()).collect(), ..Options::default() };
    let loaded = scenario::load(&path, &options).unwrap_or_else(|report| panic!("{}", report.render(false, 100)));
    let model = &loaded.scenario.variants[0].model;
    let plan = Plan::new(model);
    assert_eq!(plan.looks_ahead, counts);
    let mut one_by_one = Plan::new(model);
    one_by_one.looks_ahead.fill(false);
    for replication in 0..replications {
        let seed = loaded.scenario.seed;
        let outcomes = [&one_by_one, &plan].map(|plan| simulate(plan, seed, replication));
        assert_same(&plan.layout, &outcomes[0], &outcomes[1], &format!("{set:?}, replication {replication}"));
    }
}
