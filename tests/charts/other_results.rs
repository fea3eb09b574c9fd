//! Charts of sweeps, searches, sensitivity analyses and comparisons: made-up results, easy and hard, and what geometry
//! promises of them.

use saule::charts::{Chart, Source, draw};
use saule::experiment::design::Design;
use saule::locale::Locale;
use saule::model::chart::Charts;
use saule::results::comparison::{ComparedResults, Comparison, ComparisonAbout, ComparisonProvenance, ComparisonRow};
use saule::results::rows::{Provenance, SummaryRow};
use saule::results::sensitivity::{Input, Sensitivity, SensitivityAbout, SensitivityRow};
use saule::results::sweep::{Drawn, Factor, FactorKind, Plan, Setting, Sweep};
use saule::results::{SolveAbout, SolveRow, Solved, Stored};

use crate::geometry::assert_clean;
use crate::sample::{self, LONG_NAME, Variant};

const LONG_PATH: &str = "requests.petitions_to_the_office.arrivals.ordinary_and_launch.poisson.rate";

/// The usual charts, in a language.
pub fn drawn(stored: &Stored, charts: &Charts, locale: Locale) -> Vec<Chart> {
    draw(Source::from(stored), charts, locale)
}

fn provenance() -> Provenance {
    sample::flagship().about.provenance
}

/// A sweep over these values of each key; `value` is the estimate at a point, given the values' ranks.
pub fn sweep(paths: &[(&str, FactorKind, &[&str])], variants: &[&str], value: fn(&[f64]) -> f64) -> Stored {
    let named: Vec<Variant> =
        variants.iter().map(|name| ((*name).into(), Vec::new(), (|_| (0.0, 0.0)) as sample::Course)).collect();
    let about = sample::results("2025-01-01T00:00:00", 1.0, 1.0, &named).about;
    let mut points: Vec<Vec<Setting>> = vec![Vec::new()];
    let mut ranks: Vec<Vec<f64>> = vec![Vec::new()];
    for (_, kind, values) in paths {
        let settings = values.iter().enumerate().map(|(rank, shown)| {
            let number = (*kind != FactorKind::Words).then(|| shown.replace('_', "").parse().unwrap());
            (rank as f64, Setting { shown: (*shown).into(), number })
        });
        let settings: Vec<(f64, Setting)> = settings.collect();
        let extended = points.iter().zip(&ranks).flat_map(|(point, ranks)| {
            let each = settings.iter().map(move |(rank, setting)| {
                ([&point[..], std::slice::from_ref(setting)].concat(), [&ranks[..], &[*rank]].concat())
            });
            each.collect::<Vec<_>>()
        });
        (points, ranks) = extended.unzip();
    }
    let row = |variant: &str, statistic: String, value: f64| SummaryRow {
        variant: variant.into(),
        class: "all".into(),
        stage: "all".into(),
        metric: "backlog".into(),
        statistic,
        value: Some(value),
        ci_low: Some(0.9 * value),
        ci_high: Some(1.1 * value),
    };
    let rows = ranks.iter().map(|ranks| {
        let of = |(index, variant): (usize, &&str)| {
            let middle = value(ranks) * (1.0 + 0.2 * index as f64);
            let quantiles =
                [("p05", 0.5), ("p10", 0.6), ("p25", 0.8), ("p50", 1.0), ("p75", 1.2), ("p90", 1.5), ("p95", 1.7)];
            let quantiles = quantiles.map(|(name, factor)| row(variant, format!("end.{name}"), factor * middle));
            let risk = SummaryRow {
                metric: "risk".into(),
                statistic: "backlog > 50".into(),
                ..row(variant, String::new(), (middle / (middle + 50.0)).clamp(0.0, 1.0))
            };
            [vec![row(variant, "end".into(), middle), risk], quantiles.to_vec()].concat()
        };
        variants.iter().enumerate().flat_map(of).collect()
    });
    let factors =
        paths.iter().map(|(path, kind, _)| Factor { path: (*path).into(), unit: Some("days".into()), kind: *kind });
    let drawn = Drawn { metric: "backlog".into(), class: "all".into(), stage: "all".into(), statistic: "end".into() };
    let plan =
        Plan { design: Design::Grid, factors: factors.collect(), points, drawn, risk: Some("backlog > 50".into()) };
    Stored::Sweep(Sweep { about, plan, rows: rows.collect() })
}

/// A search over thresholds, in which the estimate falls from `highest`.
pub fn solved(path: &str, highest: f64, answer: Option<usize>) -> Stored {
    let values = ["1_000", "2_000", "5_000", "10_000", "20_000", "50_000", "100_000"];
    let rows = values.iter().enumerate().map(|(rank, setting)| {
        let value = highest / (1.0 + rank as f64).powi(2);
        SolveRow {
            setting: setting.replace('_', ""),
            number: setting.replace('_', "").parse().ok(),
            target: "promise".into(),
            condition: "backlog.max.p95 <= 50".into(),
            value: (rank != 1).then_some(value),
            ci_low: (rank != 1).then_some(0.9 * value),
            ci_high: (rank != 1).then_some(1.1 * value),
            bound: 50.0,
            met: "no".into(),
            replications: 1_000,
            answer: if Some(rank) == answer { "yes" } else { "no" }.into(),
        }
    });
    let rows: Vec<SolveRow> = rows.collect();
    let about = SolveAbout {
        title: "a title that goes on ".repeat(8),
        variant: LONG_NAME.into(),
        path: path.into(),
        wanted: "smallest".into(),
        targets: vec!["backlog.max.p95 <= 50".into()],
        answer: answer.map(|rank| values[rank].into()),
        undecided: if answer.is_none() { vec!["5000".into(), "10000".into()] } else { Vec::new() },
        confidence: 0.95,
        interval_level: 0.9929,
        search: "bisection".into(),
        declared_monotone: false,
        values: 7,
        charts: Charts::default(),
        replications_spent: 7_000,
        provenance: provenance(),
    };
    Stored::Solve(Solved { about, rows })
}

/// An analysis of `count` inputs whose effects are of a size.
pub fn sensitivity(count: usize, size: f64) -> Stored {
    let path = |rank: usize| format!("stages.desk_{rank}.{}", if rank.is_multiple_of(3) { LONG_PATH } else { "staff" });
    let inputs: Vec<Input> = (0..count)
        .map(|rank| Input { path: path(rank), low: "5 working days".into(), high: "15 working days".into() })
        .collect();
    let row = |analysis: &str, path: &str, quantity: &str, value: f64| SensitivityRow {
        analysis: analysis.into(),
        path: path.into(),
        quantity: quantity.into(),
        at: "5 working days".into(),
        value: Some(value),
        ci_low: Some(value - 0.2 * value.abs() - 0.01),
        ci_high: Some(value + 0.2 * value.abs() + 0.01),
    };
    let mut rows = vec![row("tornado", "", "base", size)];
    for (rank, input) in inputs.iter().enumerate() {
        let part = size / (1.0 + rank as f64);
        rows.push(row("tornado", &input.path, "low_difference", -part));
        rows.push(row("tornado", &input.path, "high_difference", if rank % 2 == 0 { part } else { -0.1 * part }));
        rows.push(row("sobol", &input.path, "first", 0.5 / (1.0 + rank as f64)));
        rows.push(row("sobol", &input.path, "total", 0.6 / (1.0 + rank as f64)));
    }
    let about = SensitivityAbout {
        title: "A small desk".into(),
        variant: LONG_NAME.into(),
        metric: "backlog.mean".into(),
        inputs,
        samples: 512,
        points: 4_096,
        variance: Some(12.5),
        noise_share: Some(0.004),
        charts: Charts::default(),
        provenance: provenance(),
    };
    Stored::Sensitivity(Sensitivity { about, rows })
}

/// The first of these results against the others, day by day.
pub fn comparison(names: &[&str], start: Option<&str>, size: f64) -> Stored {
    let compared = |name: &&str| ComparedResults {
        name: (*name).into(),
        title: "A small desk".into(),
        variants: vec!["base".into()],
        scenario_hash: "0123".into(),
        seed: 7,
        replications: 40,
        kept_replications: false,
    };
    let about = ComparisonAbout {
        results: names.iter().map(compared).collect(),
        start: start.map(str::to_owned),
        horizon_days: 60.0,
        classes: Vec::new(),
        stages: Vec::new(),
        notes: Vec::new(),
        provenance: ComparisonProvenance {
            program: "saule 0.1.0".into(),
            command: String::new(),
            made_by: String::new(),
        },
    };
    let row = |rank: usize, name: &str, day: u32| {
        let difference = size * f64::from(day) * (1.0 - 0.7 * rank as f64) / 60.0;
        ComparisonRow {
            results: name.into(),
            reference: names[0].into(),
            variant: "base".into(),
            reference_variant: "base".into(),
            class: "all".into(),
            stage: "all".into(),
            metric: "backlog".into(),
            statistic: String::new(),
            time_days: Some(f64::from(day)),
            reference_value: Some(size),
            value: Some(size + difference),
            difference: Some(difference),
            ci_low: Some(difference - 0.1 * size),
            ci_high: Some(difference + 0.1 * size),
            method: "welch".into(),
            p_value: None,
            p_adjusted: None,
        }
    };
    let rows = names[1..].iter().enumerate().flat_map(|(rank, name)| (0..=60).map(move |day| row(rank, name, day)));
    Stored::Comparison(Comparison { about, rows: rows.collect() })
}

const FEW: &[&str] = &["2", "4", "6", "8"];
const WIDE: &[&str] = &["1_000", "3_000", "10_000", "30_000", "100_000"];
const MANY: &[&str] = &[
    "1", "2", "3", "4", "5", "6", "7", "8", "9", "10", "11", "12", "13", "14", "15", "16", "17", "18", "19", "20",
    "21", "22", "23", "24", "25", "26", "27", "28", "29", "30",
];
const WORDS: &[&str] = &["fifo", "random", "the one with the most signatures first of all"];

/// Results of every command but `run`, easy and hard.
pub fn gallery() -> Vec<(&'static str, Stored)> {
    let staff = ("stages.drafting.staff", FactorKind::Linear, FEW);
    let threshold = ("requests.petitions.threshold.signatures", FactorKind::Logarithmic, WIDE);
    let long = (LONG_PATH, FactorKind::Linear, MANY);
    let words = ("stages.drafting.discipline", FactorKind::Words, WORDS);
    let names = ["today", LONG_NAME, "c", "d", "e", "f", "g"];
    vec![
        ("curve", sweep(&[staff], &["base"], |ranks| 80.0 - 20.0 * ranks[0])),
        ("curve-of-variants", sweep(&[threshold], &["base", "more", LONG_NAME], |ranks| 1_000.0 / (1.0 + ranks[0]))),
        ("curve-of-words", sweep(&[words], &["base"], |ranks| 10.0 * ranks[0])),
        ("curve-of-many", sweep(&[long], &names, |ranks| 1e7 * ranks[0])),
        ("curve-of-nothing", sweep(&[staff], &["base"], |_| 0.0)),
        ("heat", sweep(&[threshold, staff], &["base"], |ranks| 400.0 / (1.0 + ranks[0] + ranks[1]))),
        ("heat-of-many", sweep(&[long, threshold], &["base", LONG_NAME], |ranks| 1e7 * ranks[0] * ranks[1])),
        ("heat-of-words", sweep(&[words, staff], &["base"], |ranks| ranks[0] - ranks[1])),
        ("heat-of-nothing", sweep(&[staff, words], &["base"], |_| 0.0)),
        ("search", solved("requests.petitions.threshold.signatures", 800.0, Some(4))),
        ("search-in-vain", solved(LONG_PATH, 1e7, None)),
        ("tornado", sensitivity(5, 40.0)),
        ("tornado-of-many", sensitivity(20, 1e7)),
        ("tornado-of-one", sensitivity(1, 0.003)),
        ("comparison", comparison(&names[..2], Some("2025-01-06T00:00:00"), 40.0)),
        ("comparison-of-many", comparison(&names, None, 1e7)),
        ("comparison-of-equals", comparison(&names[..3], Some("2025-01-06T00:00:00"), 0.0)),
    ]
}

#[test]
fn labels_keep_apart_and_on_the_canvas() {
    for (name, stored) in gallery() {
        for locale in Locale::ALL {
            let charts = drawn(&stored, &Charts::default(), locale);
            assert!(!charts.is_empty(), "{name}");
            charts.iter().for_each(assert_clean);
        }
    }
}

#[test]
fn every_chart_says_in_words_what_it_shows() {
    for (name, stored) in gallery() {
        for locale in Locale::ALL {
            for chart in drawn(&stored, &Charts::default(), locale) {
                let document = roxmltree::Document::parse(&chart.svg).unwrap();
                let text =
                    |tag: &str| document.root_element().children().find(|node| node.has_tag_name(tag)).unwrap().text();
                assert!(text("title").is_some_and(|title| title.len() > 10), "{name}");
                assert!(text("desc").is_some_and(|desc| desc.len() > 40), "{name}");
                assert!(chart.svg.contains("Source"), "{name}");
            }
        }
    }
}
