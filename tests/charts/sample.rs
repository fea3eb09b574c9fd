//! Made-up results in the shape of the flagship: 628 days of petitions under four variants.

use saule::results::rows::{About, Named, ObservedRow, Provenance, Results, SeriesRow, ThresholdMark, VariantAbout};

/// Standard normal deviates at the columns p05, p10, p25, p50, p75, p90, p95.
const DEVIATES: [f64; 7] = [-1.645, -1.282, -0.674, 0.0, 0.674, 1.282, 1.645];

pub const LONG_NAME: &str = "second rise, to 100,000 signatures, moved to November 2012";

/// The backlog of a variant: median and spread at a day.
pub type Course = fn(f64) -> (f64, f64);

/// A variant: name, dated thresholds, course of its backlog.
pub type Variant = (String, Vec<(f64, u32)>, Course);

/// Four variants over 628 days, with recorded history of `backlog_from_creation`.
pub fn flagship() -> Results {
    let variants: Vec<Variant> = vec![
        ("as it happened".into(), vec![(0.0, 5_000), (11.0, 25_000), (481.0, 100_000)], as_it_happened),
        ("keep 5,000".into(), vec![(0.0, 5_000)], keep),
        ("25,000 from the start".into(), vec![(0.0, 25_000)], strict),
        (LONG_NAME.into(), vec![(0.0, 5_000), (11.0, 25_000), (420.0, 100_000)], earlier),
    ];
    let mut results = results("2011-09-22T00:00:00", 628.0, 1.0, &variants);
    let creation: Vec<SeriesRow> =
        results.timeseries.iter().map(|row| moved(row, "backlog_from_creation", 6.0)).collect();
    results.timeseries.extend(creation);
    results.observed = history("counted_from_creation", "backlog_from_creation", 628, 1.0, |day| {
        let answered = (day / 23.0).fract() * 7.0;
        (as_it_happened(day).0 + 9.0 - answered + 5.0 * (day / 40.0).sin()).round()
    });
    results
}

/// Results with the given variants, observed every `step` days.
pub fn results(start: &str, horizon_days: f64, step: f64, variants: &[Variant]) -> Results {
    let about_variant = |(name, thresholds, _): &Variant| VariantAbout {
        name: name.clone(),
        thresholds: thresholds
            .iter()
            .map(|&(time_days, signatures)| ThresholdMark {
                class: "petitions".into(),
                time_days,
                signatures,
                moves_from_days: None,
            })
            .collect(),
        promises: Vec::new(),
    };
    let named = |name: &str| Named { name: name.into(), label: name.into() };
    let about = About {
        title: "We the People: 5,000, 25,000 or 100,000 signatures?".into(),
        question: None,
        start: start.into(),
        horizon_days,
        warm_up_days: 0.0,
        baseline: variants.first().map_or_else(String::new, |variant| variant.0.clone()),
        variants: variants.iter().map(about_variant).collect(),
        classes: vec![named("petitions")],
        stages: vec![named("drafting")],
        warnings: Vec::new(),
        charts: Default::default(),
        precision: None,
        provenance: Provenance {
            program: "saule 0.1.0".into(),
            scenario_hash: "0123456789abcdef".into(),
            seed: 20_110_922,
            replications: 2_000,
            command: "saule run we-the-people.toml".into(),
            complete: true,
        },
    };
    let points = (horizon_days / step).floor() as usize;
    let mut timeseries = Vec::new();
    for (name, _, course) in variants {
        timeseries.extend((0..=points).map(|point| series_row(name, point as f64 * step, *course)));
    }
    Results {
        about,
        summary: Vec::new(),
        timeseries,
        differences: Vec::new(),
        distributions: Vec::new(),
        response_times: vec![],
        signatures: vec![],
        events: vec![],
        observed: Vec::new(),
        targets: Vec::new(),
        precision: Vec::new(),
    }
}

/// Recorded history of `metric`, `count` values `step` days apart.
pub fn history(name: &str, metric: &str, count: usize, step: f64, value: impl Fn(f64) -> f64) -> Vec<ObservedRow> {
    let row = |index: usize| ObservedRow {
        name: name.into(),
        class: "all".into(),
        stage: "all".into(),
        metric: metric.into(),
        time_days: index as f64 * step,
        date: String::new(),
        value: value(index as f64 * step),
    };
    (0..count).map(row).collect()
}

/// A row of the backlog: quantiles of a normal distribution, whole and not below zero.
fn series_row(variant: &str, day: f64, course: Course) -> SeriesRow {
    let (median, spread) = course(day);
    let [p05, p10, p25, p50, p75, p90, p95] =
        DEVIATES.map(|deviate| Some((median + deviate * spread).round().max(0.0)));
    SeriesRow {
        variant: variant.into(),
        class: "all".into(),
        stage: "all".into(),
        metric: "backlog".into(),
        time_days: day,
        date: "".into(),
        mean: Some(median),
        ci_low: None,
        ci_high: None,
        p05,
        p10,
        p25,
        p50,
        p75,
        p90,
        p95,
    }
}

/// The row of another metric, with values moved up.
fn moved(row: &SeriesRow, metric: &str, by: f64) -> SeriesRow {
    let up = |value: Option<f64>| value.map(|value| value + by);
    SeriesRow {
        metric: metric.into(),
        p05: up(row.p05),
        p10: up(row.p10),
        p25: up(row.p25),
        p50: up(row.p50),
        p75: up(row.p75),
        p90: up(row.p90),
        p95: up(row.p95),
        ..row.clone()
    }
}

fn launch(day: f64) -> f64 {
    78.0 * (1.0 - (-day / 6.0).exp())
}

fn shock(day: f64, height: f64) -> f64 {
    if day < 411.0 { 0.0 } else { height * (1.0 - (-(day - 411.0) / 14.0).exp()) }
}

fn as_it_happened(day: f64) -> (f64, f64) {
    let median = launch(day) - 0.14 * day + shock(day, 36.0) - 0.05 * (day - 470.0).max(0.0);
    (median, 2.5 + 0.45 * day.sqrt())
}

fn keep(day: f64) -> (f64, f64) {
    (launch(day) + 0.33 * day + shock(day, 95.0), 3.0 + 1.6 * day.sqrt())
}

fn strict(day: f64) -> (f64, f64) {
    (0.25 * launch(day) - 0.03 * day + shock(day, 32.0) - 0.04 * (day - 470.0).max(0.0), 1.0 + 0.42 * day.sqrt())
}

fn earlier(day: f64) -> (f64, f64) {
    let median = launch(day) - 0.14 * day + shock(day, 14.0) - 0.05 * (day - 470.0).max(0.0);
    (median.max(2.0), 2.0 + 0.4 * day.sqrt())
}
