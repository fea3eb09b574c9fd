//! Events against theory. Seeds are fixed; each exact value must lie in the 99.9% interval of its estimate.

use saule::{
    engine::{Happened, Layout, Outcome},
    model::metric::Metric,
    statistics::{Confidence, Moments},
};

use super::replications;

#[track_caller]
fn is_mean_of(exact: f64, precision: f64, values: impl Iterator<Item = f64>) {
    let mut moments = Moments::default();
    values.for_each(|value| moments.add(value));
    let estimate = moments.estimate(&mut Confidence::new(0.999)).unwrap();
    let (low, high) = estimate.interval.unwrap();
    assert!(low <= exact && exact <= high, "{exact} is not in [{low}, {high}]");
    assert!(high - low < 2.0 * precision * exact, "[{low}, {high}] is too wide");
}

fn events(outcomes: &[Outcome], index: usize) -> impl Iterator<Item = &Happened> {
    outcomes.iter().map(move |outcome| &outcome.happened[index])
}

fn end(layout: &Layout, outcome: &Outcome, metric: Metric) -> f64 {
    let index = layout.series_index(metric, None, None).unwrap();
    outcome.series[(index + 1) * layout.grid.len() - 1]
}

#[test]
fn the_nth_request_of_a_poisson_process_comes_after_a_gamma_time() {
    // Mean n/λ; three days later if the condition must hold for three days, for it never ceases.
    let set = [
        "horizon=200 days",
        "observe=200 days",
        r#"events.tenth={ when = "created >= 10" }"#,
        r#"events.later={ when = "created >= 10", for = "3 days" }"#,
    ];
    let (_, outcomes) = replications("queue.toml", &set, 20_000);
    is_mean_of(10.0 / 0.6, 0.01, events(&outcomes, 0).map(|event| event.first));
    for (tenth, later) in events(&outcomes, 0).zip(events(&outcomes, 1)) {
        assert_eq!(later.first, tenth.first + 3.0);
    }
}

#[test]
fn a_long_queue_holds_for_the_time_that_theory_gives() {
    // M/M/1: P(N > k) = ρ^(k + 1), and up-crossings of k come at rate λ P(N = k), in the steady state: after 500 days.
    let rho: f64 = 0.6;
    let set = [r#"events.settled={ at = "500 days" }"#, r#"events.long={ when = "backlog > 2", after = "settled" }"#];
    let (_, outcomes) = replications("queue.toml", &set, 1_500);
    is_mean_of(2_000.0 * rho.powi(3), 0.02, events(&outcomes, 1).map(|event| event.held));
    // One spell may have begun before; it counts as begun when the watch begins.
    let crossings = 2_000.0 * 0.6 * (1.0 - rho) * rho.powi(2) + rho.powi(3);
    is_mean_of(crossings, 0.02, events(&outcomes, 1).map(|event| event.count as f64));
}

#[test]
fn thinned_arrivals_are_the_same_requests_and_fewer() {
    let scaled = |factor: f64| {
        let event = format!("events.e={{ at = \"0 days\", scale_arrivals = {{ questions = {factor} }} }}");
        replications("queue.toml", &["horizon=500 days", "stages.desk.staff=50", &event], 400)
    };
    let (layout, all) = scaled(1.0);
    let (_, half) = scaled(0.5);
    let (_, fewer) = scaled(0.25);
    is_mean_of(500.0 * 0.3, 0.02, half.iter().map(|outcome| end(&layout, outcome, Metric::Created)));
    // Fewer of the same: at every moment, in every replication.
    let index = layout.series_index(Metric::Created, None, None).unwrap();
    let series =
        |outcome: &Outcome| outcome.series[index * layout.grid.len()..(index + 1) * layout.grid.len()].to_vec();
    for ((all, half), fewer) in all.iter().zip(&half).zip(&fewer) {
        for ((all, half), fewer) in series(all).iter().zip(series(half)).zip(series(fewer)) {
            assert!(fewer <= half && half <= *all);
        }
    }
    let (_, none) = scaled(0.0);
    assert!(none.iter().all(|outcome| end(&layout, outcome, Metric::Created) == 0.0));
}

#[test]
fn arrivals_scaled_up_are_the_same_requests_and_more() {
    let counts = |event: &str| -> Vec<f64> {
        let (layout, outcomes) = replications("queue.toml", &["horizon=500 days", "stages.desk.staff=50", event], 400);
        outcomes.iter().map(|outcome| end(&layout, outcome, Metric::Created)).collect()
    };
    let plain = counts(r#"events.e={ at = "0 days" }"#);
    let scaled = counts(r#"events.e={ at = "100 days", scale_arrivals = { questions = 2.5 } }"#);
    let back = counts(
        r#"events={ e = { at = "100 days", scale_arrivals = { questions = 2.5 } }, f = { at = "300 days", scale_arrivals = { questions = 1 } } }"#,
    );
    is_mean_of(0.6 * (500.0 + 1.5 * 400.0), 0.02, scaled.iter().copied());
    is_mean_of(0.6 * (500.0 + 1.5 * 200.0), 0.02, back.iter().copied());
    // The additional ones are a Poisson process of their own: mean and variance of their number agree, and it is
    // uncorrelated with the number of the others.
    let more: Vec<f64> = scaled.iter().zip(&plain).map(|(scaled, plain)| scaled - plain).collect();
    let expected = 0.6 * 1.5 * 400.0;
    let variance = more.iter().map(|n| (n - expected).powi(2)).sum::<f64>() / 400.0;
    // χ²(400)/400 lies in [0.775, 1.245] with probability above 0.998.
    assert!((0.775..1.245).contains(&(variance / expected)), "{variance}");
    let covariance = more.iter().zip(&plain).map(|(m, p)| (m - expected) * (p - 300.0)).sum::<f64>() / 400.0;
    assert!((covariance / (expected * 300.0).sqrt()).abs() < 0.17, "{covariance}");
}

#[test]
fn bursts_and_triggered_requests_are_scaled_too() {
    // Of 200 requests of a burst, each triggers 0.3; all are scaled by f: 200 f / (1 − 0.3 f).
    for factor in [0.5, 1.0, 2.0] {
        let set = [
            "requests.questions.arrivals={ ordinary = \"none\", wave = { burst = { at = \"1 day\", size = 200, decay = { exponential = { mean = \"3 days\" } } } } }",
            "requests.questions.self_excitation={ branching_ratio = 0.3, half_life = \"1 day\" }",
            "horizon=200 days",
            "stages.desk.staff=50",
            &format!("events.e={{ at = \"0 days\", scale_arrivals = {{ questions = {factor} }} }}"),
        ];
        let (layout, outcomes) = replications("queue.toml", &set, 1_000);
        let created = outcomes.iter().map(|outcome| end(&layout, outcome, Metric::Created));
        is_mean_of(200.0 * factor / (1.0 - 0.3 * factor), 0.02, created);
    }
}

#[test]
fn a_date_and_a_dated_list_are_the_same_to_the_last_bit() {
    let event = r#"events.more={ at = "1000 days", set = { "stages.desk.staff" = 2 } }"#;
    let list = r#"stages.desk.staff=[{ at = "0 days", staff = 1 }, { at = "1000 days", staff = 2 }]"#;
    let ((_, event), (_, list)) = (replications("queue.toml", &[event], 3), replications("queue.toml", &[list], 3));
    for (event, list) in event.iter().zip(&list) {
        let bits = |values: &[f64]| values.iter().map(|value| value.to_bits()).collect::<Vec<_>>();
        assert_eq!(bits(&event.series), bits(&list.series));
        assert_eq!(bits(&event.scalars), bits(&list.scalars));
        assert_eq!(event.tallies, list.tallies);
    }
}

#[test]
fn watching_changes_nothing() {
    // A plain queue would be simulated in a way of its own, whose utilisation differs in the last digit.
    let general = "stages.desk.queue_limit=1_000_000";
    let (_, plain) = replications("queue.toml", &[general], 3);
    let watch = r#"events={ a = { when = "backlog > 3 and oldest_wait_days > 2", for = "1 day" }, b = { when = "clearing_time_days > 5" } }"#;
    let (_, watched) = replications("queue.toml", &[general, watch], 3);
    for (plain, watched) in plain.iter().zip(&watched) {
        assert!(watched.happened.iter().all(|event| event.count > 0));
        assert!(plain.series.iter().map(|v| v.to_bits()).eq(watched.series.iter().map(|v| v.to_bits())));
    }
}
