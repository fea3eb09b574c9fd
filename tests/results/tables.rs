//! What the tables say.

use saule::{
    engine::Layout,
    model::metric::{Kind, Metric},
    results::rows::{SummaryRow, ThresholdMark},
    statistics::Confidence,
};

use crate::support::{collector, outcome, results, scenario};

#[test]
fn rows_stand_in_file_order_with_totals_last() {
    let results = results(40);
    let mut places: Vec<(String, String)> = Vec::new();
    for row in results.summary.iter().filter(|row| row.metric == "backlog" && row.variant == "keep 5,000") {
        let place = (row.class.clone(), row.stage.clone());
        if places.last() != Some(&place) {
            places.push(place);
        }
    }
    let expected = [
        ("petitions", "drafting"),
        ("petitions", "all"),
        ("questions", "drafting"),
        ("questions", "all"),
        ("all", "drafting"),
        ("all", "all"),
    ];
    assert_eq!(places, expected.map(|(class, stage)| (class.to_owned(), stage.to_owned())));

    let mut metrics: Vec<&str> = results.summary.iter().map(|row| row.metric.as_str()).collect();
    metrics.dedup();
    assert_eq!(metrics.len() % 2, 0);
    assert_eq!(metrics[..metrics.len() / 2], metrics[metrics.len() / 2..], "variants have the same metrics");
    assert!(results.summary.is_sorted_by_key(|row| row.variant == "keep 5,000"), "variants are in file order");
    // In the order of the table, times last.
    let order = |name: &&str| Metric::named(name).map(|metric| (metric.info().kind == Kind::Time, metric));
    assert!(metrics[..metrics.len() / 2].is_sorted_by_key(order));
}

#[test]
fn statistics_of_a_metric_follow_its_kind() {
    let results = results(40);
    let statistics = |metric: &str, class: &str| -> Vec<&str> {
        let rows = results.summary.iter().filter(|row| {
            (row.variant == "keep 5,000" && row.metric == metric && row.class == class && row.stage == "all")
                && !row.statistic.contains('.')
        });
        rows.map(|row| row.statistic.as_str()).collect()
    };
    assert_eq!(statistics("created", "all"), ["end"]);
    assert_eq!(statistics("backlog", "petitions"), ["mean", "end", "max", "min"]);
    assert_eq!(statistics("waiting_time_days", "all"), ["mean", "p05", "p10", "p25", "p50", "p75", "p90", "p95"]);
    // One request in three is cut off, so the upper quantiles are never reached and have no row.
    assert_eq!(statistics("response_time_days", "all"), ["mean", "p05", "p10", "p25", "p50", "naive_mean"]);
    assert!(results.summary.iter().any(|row| row.statistic == "max.p95" && row.metric == "queued"));
    assert!(results.summary.iter().any(|row| row.statistic == "mean.p90" && row.metric == "response_time_days"));
}

#[test]
fn values_are_those_of_the_replications() {
    let scenario = scenario();
    let layout = Layout::new(&scenario.variants[0].model);
    let results = results(40);
    let index = layout.series_index(Metric::Queued, None, None).unwrap();
    let grid = layout.grid.len();

    let at_three: Vec<f64> = (0..40).map(|r| outcome(&layout, r, 1).series[index * grid + 3]).collect();
    let mean = at_three.iter().sum::<f64>() / 40.0;
    let deviations: f64 = at_three.iter().map(|value| (value - mean).powi(2)).sum();
    let half_width = Confidence::new(0.95).student(39) * (deviations / 39.0 / 40.0).sqrt();
    let mut sorted = at_three.clone();
    sorted.sort_by(f64::total_cmp);
    let row = results
        .timeseries
        .iter()
        .find(|row| {
            (row.variant == "keep 5,000" && row.metric == "queued") && (row.class == "all" && row.time_days == 3.0)
        })
        .unwrap();
    assert!((row.mean.unwrap() - mean).abs() < 1e-12);
    assert!((row.ci_high.unwrap() - mean - half_width).abs() < 1e-12);
    assert_eq!(row.p05, Some(sorted[1]));
    assert_eq!(row.p50, Some(sorted[19]));
    assert_eq!(row.p95, Some(sorted[37]));
    assert_eq!(row.date, "2011-09-25T00:00:00");
}

#[test]
fn undefined_values_have_no_row() {
    let results = results(40);
    let times: Vec<f64> = results
        .timeseries
        .iter()
        .filter(|row| row.metric == "utilisation" && row.variant == "keep 5,000")
        .map(|row| row.time_days)
        .collect();
    assert_eq!(times, (1..=10).map(f64::from).collect::<Vec<_>>());
}

#[test]
fn differences_are_paired_and_leave_the_baseline_out() {
    let results = results(40);
    assert!(results.differences.iter().all(|row| row.variant != row.baseline && row.baseline == "keep 5,000"));
    let at = |metric: &str, statistic: &str, time: Option<f64>| {
        results
            .differences
            .iter()
            .find(|row| {
                (row.metric == metric && row.class == "all") && (row.statistic == statistic && row.time_days == time)
            })
            .unwrap()
    };
    // The noise is common to both variants, so the differences are sharp.
    let row = at("backlog", "max", None);
    assert_eq!((row.value, row.ci_low, row.ci_high).0.map(|value| (value * 1e6).round()), Some(-5e6));
    assert!(row.ci_high.unwrap() - row.ci_low.unwrap() < 1e-6);
    assert_eq!(at("backlog", "", Some(4.0)).value, Some(-10.0));
    let row = at("waiting_time_days", "mean", None);
    assert!((row.value.unwrap() + 1.0).abs() < 1e-9 && row.ci_high.unwrap() - row.ci_low.unwrap() < 1e-9, "{row:?}");
}

#[test]
fn distributions_count_every_replication() {
    let results = results(40);
    let bars: Vec<_> = results
        .distributions
        .iter()
        .filter(|row| row.variant == "keep 5,000" && row.metric == "created" && row.class == "petitions")
        .collect();
    assert_eq!(bars.iter().map(|row| row.count).sum::<u64>(), 40);
    assert!(bars.iter().any(|row| row.bin_low == row.bin_high) && bars.iter().any(|row| row.bin_low < row.bin_high));
}

#[test]
fn a_single_replication_has_values_without_intervals() {
    let results = results(1);
    let bounds = |row: &SummaryRow| row.ci_low.is_none() && row.ci_high.is_none();
    assert!(!results.summary.is_empty() && results.summary.iter().all(bounds));
    for row in &results.timeseries {
        // Sums are in steps of 2⁻⁵³.
        assert!((row.mean.unwrap() - row.p95.unwrap()).abs() < 1.2e-16 && row.ci_low.is_none(), "{row:?}");
    }
}

#[test]
fn without_replications_there_are_no_rows() {
    let scenario = scenario();
    let layout = Layout::new(&scenario.variants[0].model);
    let empty = saule::results::tabulate(&scenario, &layout, collector(&layout, 0), results(1).about.provenance);
    assert!(empty.summary.is_empty() && empty.timeseries.is_empty() && empty.differences.is_empty());
    assert!(empty.distributions.is_empty());
}

#[test]
fn what_charts_mark_is_told_beside_the_tables() {
    let results = results(2);
    let mark = |time_days: f64, signatures: u32| ThresholdMark {
        class: "petitions".into(),
        time_days,
        signatures,
        moves_from_days: None,
    };
    assert_eq!(results.about.variants[0].thresholds, [mark(0.0, 6_000), mark(4.5, 25_000)]);
    assert_eq!(results.about.variants[1].thresholds, [mark(0.0, 5_000)]);
    assert_eq!(results.about.start, "2011-09-22T00:00:00");
    assert_eq!(results.about.baseline, "keep 5,000");
    assert_eq!(results.observed[0].date, "2011-09-22T12:00:00");
    assert_eq!((results.observed[1].class.as_str(), results.observed[1].stage.as_str()), ("petitions", "all"));
}
