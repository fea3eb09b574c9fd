//! The kinds of charts of a run beside the fans: clean in easy and hard cases, and the numbers drawn are those of the rows.

use roxmltree::{Document, Node};

use saule::charts::{Chart, Source, draw};
use saule::locale::Locale;
use saule::model::chart::{ChartKind, ChartOptions, ChartRequest, Charts};
use saule::results::rows::{
    DifferenceRow, PromiseAbout, ResponseTimeRow, Results, SeriesRow, SignatureRow, SummaryRow,
};

use crate::geometry::assert_clean;
use crate::sample::{self, Course, Variant};
use crate::svg::{FINENESS, Group, groups};

const KINDS: [ChartKind; 10] = [
    ChartKind::Difference,
    ChartKind::ResponseTime,
    ChartKind::Strips,
    ChartKind::Utilisation,
    ChartKind::Adaptive,
    ChartKind::Flow,
    ChartKind::Signatures,
    ChartKind::Tone,
    ChartKind::Archive,
    ChartKind::ThresholdCurve,
];

const START: &str = "2011-09-22T00:00:00";

/// The results with rows of everything that the kinds draw: `size` is the order of magnitude of counts.
pub fn filled(mut results: Results, size: f64) -> Results {
    let backlog: Vec<SeriesRow> = results.timeseries.iter().filter(|row| row.metric == *"backlog").cloned().collect();
    let baseline = results.about.baseline.clone();
    for row in &backlog {
        let day = row.time_days;
        let wave = 0.5 + 0.5 * libm::sin(day / 40.0);
        let spread = |metric: &str, class: &str, stage: &str, middle: f64, width: f64| {
            let at = |deviate: f64| Some(middle + deviate * width);
            SeriesRow {
                metric: metric.into(),
                class: class.into(),
                stage: stage.into(),
                mean: Some(middle),
                p05: at(-1.6),
                p10: at(-1.3),
                p25: at(-0.7),
                p50: at(0.0),
                p75: at(0.7),
                p90: at(1.3),
                p95: at(1.6),
                ..row.clone()
            }
        };
        let busy = (0.7 + wave).min(1.0);
        results.timeseries.extend([
            spread("utilisation", "all", "drafting", busy, if busy < 1.0 { 0.02 } else { 0.0 }),
            spread("queued", "all", "drafting", size * wave, 0.01 * size),
            spread("staff", "all", "drafting", 4.0, 0.0),
            spread("threshold", "petitions", "all", 100.0 + size * wave, 0.02 * size),
            spread("backlog", "petitions", "all", size * wave, 0.02 * size),
            spread("created", "petitions", "all", 40.0 * day, 3.0),
            spread("answered", "all", "all", size * day / 700.0, 2.0),
            spread("abandoned", "all", "all", 0.1 * size * day / 700.0, 2.0),
            spread("tone_balance", "all", "all", wave - 0.5, 0.1),
            spread("archive", "all", "all", size * day, size),
        ]);
        if row.variant != *baseline {
            results.differences.push(DifferenceRow {
                variant: row.variant.clone(),
                baseline: baseline.as_str().into(),
                class: "all".into(),
                stage: "all".into(),
                metric: "backlog".into(),
                statistic: "".into(),
                time_days: Some(day),
                value: Some(size * (wave - 0.3)),
                ci_low: Some(size * (wave - 0.35)),
                ci_high: Some(size * (wave - 0.25)),
            });
        }
    }
    for (rank, variant) in results.about.variants.iter_mut().enumerate() {
        variant.promises = vec![PromiseAbout { class: "petitions".into(), days: 60.0, working_days: None }];
        let (name, slow) = (variant.name.clone(), 40.0 + 30.0 * rank as f64);
        for step in 0..=200 {
            let days = f64::from(step) * results.about.horizon_days / 200.0;
            let share = 0.95 * (1.0 - libm::exp(-days / slow));
            results.response_times.push(ResponseTimeRow {
                variant: name.clone(),
                class: "petitions".into(),
                time_days: days,
                share_answered: share,
                ci_low: Some(0.97 * share),
                ci_high: Some((1.03 * share).min(1.0)),
            });
        }
        for step in 0..=40 {
            let grown = f64::from(step) / 40.0;
            results.signatures.push(SignatureRow {
                variant: name.clone(),
                class: "petitions".into(),
                age_days: 60.0 * grown,
                p05: 0.0,
                p25: (3.0 * grown).floor(),
                p50: (20.0 * grown).floor(),
                p75: (90.0 * grown).floor(),
                p95: (size * grown).floor(),
                share_eligible: Some(0.003 * grown),
            });
        }
        let summary = |metric: &str, statistic: &str, value: f64| SummaryRow {
            variant: name.clone(),
            class: "all".into(),
            stage: "all".into(),
            metric: metric.into(),
            statistic: statistic.into(),
            value: Some(value),
            ci_low: Some(0.99 * value),
            ci_high: Some(1.01 * value),
        };
        for (index, quantile) in ["p05", "p10", "p25", "p50", "p75", "p90", "p95"].into_iter().enumerate() {
            let value = size / (rank + 1) as f64 * (1.0 + 0.1 * index as f64);
            results.summary.push(summary("backlog", &format!("end.{quantile}"), value));
        }
        results.summary.push(summary("coverage_requests", "end", 0.4 / (rank + 1) as f64));
        results.summary.push(summary("coverage_signatures", "end", 0.8 / (rank + 1) as f64));
    }
    results
}

/// Results whose variants each keep a threshold of their own, so that there is a curve over it.
fn fixed(count: usize, name: fn(usize) -> String) -> Results {
    let course: Course = |day| (20.0 + 0.1 * day, 4.0);
    let variants = (0..count).map(|rank| (name(rank), vec![(0.0, 1_000 * (rank as u32 + 1))], course));
    sample::results(START, 628.0, 1.0, &variants.collect::<Vec<Variant>>())
}

fn drawn(results: &Results, kind: ChartKind, locale: Locale) -> Vec<Chart> {
    let request = ChartRequest { name: None, kind, options: ChartOptions::default() };
    let charts = Charts { usual: false, wanted: vec![request], ..Charts::default() };
    draw(Source::Run(results), &charts, locale)
}

fn assert_all_clean(results: &Results) -> Vec<usize> {
    let count = |kind: ChartKind| {
        let charts: Vec<Chart> = Locale::ALL.into_iter().flat_map(|locale| drawn(results, kind, locale)).collect();
        charts.iter().for_each(assert_clean);
        charts.len() / Locale::ALL.len()
    };
    KINDS.into_iter().map(count).collect()
}

#[test]
fn every_kind_is_clean() {
    // Strips, utilisation, adaptive thresholds and flow have a chart for each of the four variants.
    assert_eq!(assert_all_clean(&filled(sample::flagship(), 400.0)), [1, 1, 4, 4, 4, 4, 1, 1, 1, 0]);
}

#[test]
fn hard_cases_are_clean() {
    let long = |rank: usize| format!("{rank:02}, a name that goes on and on until it has sixty letters, x");
    for size in [1.0, 400.0, 1e7] {
        assert_all_clean(&filled(fixed(12, long), size));
    }
    let variants: Vec<Variant> =
        (0..3).map(|rank| (long(rank), vec![(0.0, 5_000)], (|_| (43.0, 0.0)) as Course)).collect();
    for (days, step) in [(1.0, 1.0 / 24.0), (100.0, 200.0), (3_653.0, 7.0)] {
        assert_all_clean(&filled(sample::results(START, days, step, &variants), 400.0));
    }
    let mut nothing = sample::results("", 100.0, 1.0, &variants);
    nothing.timeseries.clear();
    assert_eq!(assert_all_clean(&nothing), [0; 10]);
}

#[test]
fn numbers_that_are_none() {
    let mut results = filled(sample::flagship(), 400.0);
    for (index, row) in results.timeseries.iter_mut().enumerate() {
        match index % 7 {
            0 => (row.p50, row.mean) = (None, None),
            1 => row.p95 = Some(f64::INFINITY),
            2 => row.time_days = f64::NAN,
            _ => {}
        }
    }
    for (index, row) in results.differences.iter_mut().enumerate() {
        match index % 5 {
            0 => row.value = None,
            1 => (row.ci_low, row.ci_high) = (None, None),
            _ => {}
        }
    }
    for row in results.signatures.iter_mut() {
        row.share_eligible = None;
    }
    assert_all_clean(&results);
}

/// The axes of a panel: its plot in units of the drawing, and what stands at its ends.
struct Axes {
    plot: [f64; 4],
    across: [f64; 2],
    values: [f64; 2],
    is_log: bool,
}

impl Axes {
    fn of(node: Node) -> Axes {
        let numbers = |name: &str| -> Vec<f64> {
            node.attribute(name).unwrap().split(' ').map(|number| number.parse().unwrap()).collect()
        };
        Axes {
            plot: numbers("data-plot").try_into().unwrap(),
            across: numbers("data-across").try_into().unwrap(),
            values: numbers("data-values").try_into().unwrap(),
            is_log: node.attribute("data-scale") == Some("log"),
        }
    }

    /// The place of a point, in units of the drawing.
    fn place(&self, [across, value]: [f64; 2]) -> [f64; 2] {
        let [left, top, right, bottom] = self.plot;
        let (low, high) = (self.values[0], self.values[1]);
        let share = if self.is_log {
            libm::log(value.max(low) / low) / libm::log(high / low)
        } else {
            (value - low) / (high - low)
        };
        let way = (across - self.across[0]) / (self.across[1] - self.across[0]);
        [left + way * (right - left), bottom - share * (bottom - top)]
    }
}

/// The points of the line of a series and column, with the axes that it is drawn on.
fn line(chart: &Chart, series: &str, column: &str) -> (Axes, Vec<[f64; 2]>) {
    let document = Document::parse(&chart.svg).unwrap();
    let mut axes = None;
    for group in document.root_element().children().filter(|node| node.has_tag_name("g")) {
        if group.attribute("class") == Some("axis") {
            axes = Some(Axes::of(group));
        }
        let is_it = |name: &str, value: &str| group.attribute(name) == Some(value);
        if is_it("class", "line") && is_it("data-series", series) && is_it("data-columns", column) {
            let shapes = group.children().filter_map(|shape| shape.attribute("points"));
            let points = shapes.flat_map(|points| points.split_whitespace().map(point).collect::<Vec<_>>());
            return (axes.unwrap(), points.collect());
        }
    }
    panic!("{} has no line {column} of {series}", chart.name);
}

fn point(text: &str) -> [f64; 2] {
    let (x, y) = text.split_once(',').unwrap();
    [x.parse().unwrap(), y.parse().unwrap()]
}

fn assert_drawn(chart: &Chart, series: &str, column: &str, rows: &[[f64; 2]]) {
    let (axes, drawn) = line(chart, series, column);
    assert_eq!(drawn.len(), rows.len(), "{}: {column}", chart.name);
    for (drawn, row) in drawn.iter().zip(rows) {
        let expected = axes.place(*row);
        // Coordinates are whole units, and so are the ends of the plot.
        let is_same = drawn.iter().zip(expected).all(|(drawn, expected)| (drawn - expected).abs() <= 1.1);
        assert!(is_same, "{}: {column} of {row:?} is drawn at {drawn:?}, not {expected:?}", chart.name);
    }
}

#[test]
fn lines_are_the_rows() {
    let results = filled(sample::flagship(), 400.0);
    let only = |kind| drawn(&results, kind, Locale::English).remove(0);
    let variant = "keep 5,000";
    let differences = results.differences.iter().filter(|row| row.variant == *variant);
    let differences: Vec<[f64; 2]> = differences.map(|row| [row.time_days.unwrap(), row.value.unwrap()]).collect();
    assert_drawn(&only(ChartKind::Difference), variant, "value", &differences);

    let chart = only(ChartKind::ResponseTime);
    let (axes, _) = line(&chart, variant, "share_answered");
    let shown = |row: &&ResponseTimeRow| row.variant == variant && row.time_days <= axes.across[1];
    let shares: Vec<[f64; 2]> =
        results.response_times.iter().filter(shown).map(|row| [row.time_days, row.share_answered]).collect();
    assert_drawn(&chart, variant, "share_answered", &shares);

    let baseline = "as it happened";
    let grown = results.signatures.iter().filter(|row| row.variant == baseline);
    let medians: Vec<[f64; 2]> = grown.clone().filter(|row| row.p50 > 0.0).map(|row| [row.age_days, row.p50]).collect();
    let eligible: Vec<[f64; 2]> = grown.map(|row| [row.age_days, row.share_eligible.unwrap()]).collect();
    assert_drawn(&only(ChartKind::Signatures), baseline, "p50", &medians);
    assert_drawn(&only(ChartKind::Signatures), baseline, "share_eligible", &eligible);

    for (kind, metric, class, stage) in [
        (ChartKind::Utilisation, "utilisation", "all", "drafting"),
        (ChartKind::Adaptive, "threshold", "petitions", "all"),
        (ChartKind::Tone, "tone_balance", "all", "all"),
        (ChartKind::Archive, "archive", "all", "all"),
    ] {
        let is_it = |row: &&SeriesRow| {
            (&*row.variant, &*row.metric, &*row.class, &*row.stage) == (baseline, metric, class, stage)
        };
        let rows: Vec<[f64; 2]> =
            results.timeseries.iter().filter(is_it).map(|row| [row.time_days, row.p50.unwrap()]).collect();
        assert_drawn(&only(kind), baseline, "p50", &rows);
    }
}

#[test]
fn where_nobody_is_scheduled_there_is_nothing_to_see() {
    let mut results = filled(sample::flagship(), 400.0);
    let (from, to) = (200.0, 300.0);
    results.timeseries.retain(|row| row.metric != *"utilisation" || !(from..to).contains(&row.time_days));
    let chart = drawn(&results, ChartKind::Utilisation, Locale::English).remove(0);
    assert_clean(&chart);
    let (axes, _) = line(&chart, "as it happened", "p50");
    let edges = [199.0, to].map(|day| axes.place([day, 0.0])[0] / FINENESS);
    let groups = groups(&chart.svg);
    let is_use = |group: &&Group| ["p50", "p05 p95", "all staff busy"].contains(&group.columns.as_str());
    // The queue below goes on.
    let of_first_panel = groups.iter().filter(is_use).take(3);
    for group in of_first_panel {
        for stroke in &group.strokes {
            let is_beside =
                stroke.iter().all(|&(x, _)| x <= edges[0] + 0.2) || stroke.iter().all(|&(x, _)| x >= edges[1] - 0.2);
            assert!(is_beside, "{} goes on from {edges:?}", group.columns);
        }
    }
}

#[test]
fn layers_of_the_flow_add_up() {
    let results = filled(sample::flagship(), 400.0);
    let chart = drawn(&results, ChartKind::Flow, Locale::English).remove(0);
    let mean = |metric: &str, day: f64| {
        let is_it = |row: &&SeriesRow| {
            row.variant == *"as it happened" && row.metric == *metric && row.class == *"all" && row.time_days == day
        };
        results.timeseries.iter().find(is_it).unwrap().mean.unwrap()
    };
    let metrics = ["answered", "abandoned", "backlog"];
    let total = (0..=628).map(f64::from).map(|day| [day, metrics.iter().map(|metric| mean(metric, day)).sum()]);
    assert_drawn(&chart, "as it happened", "mean of backlog, top", &total.collect::<Vec<_>>());
}

#[test]
fn thresholds_have_a_curve() {
    let results = filled(fixed(4, |rank| format!("variant {rank}")), 400.0);
    let chart = drawn(&results, ChartKind::ThresholdCurve, Locale::English);
    // The thresholds move in these made-up runs, so there is no curve of fixed ones.
    assert!(chart.is_empty());
    let mut results = results;
    results.timeseries.retain(|row| row.metric != *"threshold");
    let chart = drawn(&results, ChartKind::ThresholdCurve, Locale::English).remove(0);
    assert_clean(&chart);
    let medians = (0..4).map(|rank| [0.0, 400.0 / f64::from(rank + 1) * (1.0 + 0.1 * 3.0)]);
    let (axes, drawn) = line(&chart, "variants", "end.p50");
    for (drawn, row) in drawn.iter().zip(medians) {
        assert!((drawn[1] - axes.place(row)[1]).abs() <= 1.1, "{drawn:?} for {row:?}");
    }
    assert!(chart.svg.contains("From 1,000 to 4,000 signatures the backlog at the end falls from 520 to 130"));
}

#[test]
fn findings_are_told() {
    let results = filled(sample::flagship(), 400.0);
    let words = |kind| drawn(&results, kind, Locale::English).remove(0).svg;
    assert!(words(ChartKind::ResponseTime).contains("answered within the promised 60 days under “as it happened”"));
    let difference = drawn(&results, ChartKind::Difference, Locale::English).remove(0).finding;
    assert!(
        difference.starts_with("The backlog ") && difference.contains(" than under “as it happened”"),
        "{difference}"
    );
    assert!(words(ChartKind::Signatures).contains("After 60 days half of petitions have 20 signatures or fewer"));
    assert!(words(ChartKind::Signatures).contains("threshold 25,000"));
}
