//! The charts of the shipped scenarios, simulated a few times over: of every kind that their results have, and those that
//! the scenario asks for, in both languages, at the usual width and on a narrow page.

#[path = "../../examples/shipped/mod.rs"]
mod commands;

use std::path::Path;

use commands::{ASKED, Asked, SYSTEMS};
use saule::{
    charts::{self, Chart, Source, draw},
    locale::Locale,
    model::chart::{ChartOptions, ChartRequest, Charts},
    results::{self, Stored},
};

use crate::geometry::{cut, faults, too_small};

const PROGRAM: &str = env!("CARGO_BIN_EXE_saule");

/// What the program writes for a scenario.
fn results_of(system: &str, arguments: &[&str], extra: &[&str]) -> Stored {
    let dir = tempfile::tempdir().unwrap();
    commands::results(Path::new(PROGRAM), system, arguments, extra, dir.path()).unwrap();
    results::open(dir.path()).unwrap()
}

/// What the scenario asks for, and every kind that there is.
fn wanted(source: Source, size: Option<&str>) -> Charts {
    let mut charts = source.charts().clone();
    charts.defaults.size = size.map(|size| size.parse().unwrap());
    let kinds = charts::kinds(source).into_iter();
    charts.wanted.extend(kinds.map(|kind| ChartRequest { name: None, kind, options: ChartOptions::default() }));
    charts
}

/// What is wrong with any chart of these results.
fn wrong(stored: &Stored) -> Vec<String> {
    let source = Source::from(stored);
    let mut wrong = Vec::new();
    for (size, locale) in [None, Some("120 mm")].into_iter().flat_map(|size| Locale::ALL.map(|locale| (size, locale))) {
        let drawn = draw(source, &wanted(source, size), locale);
        assert!(!drawn.is_empty());
        let of = |chart: &Chart| -> Vec<String> {
            let all = [faults(chart), too_small(chart), cut(chart)].concat();
            all.into_iter().map(|fault| format!("{}, {locale:?}, {size:?}: {fault}", chart.name)).collect()
        };
        wrong.extend(drawn.iter().flat_map(of));
    }
    wrong
}

fn assert_clean_run(system: &str, replications: &str) {
    let wrong = wrong(&results_of(system, &["run"], &["--replications", replications]));
    assert!(wrong.is_empty(), "{system}:\n{}", wrong.join("\n"));
}

#[test]
fn we_the_people() {
    assert_clean_run("we-the-people", "8");
}

#[test]
fn uk_parliament() {
    assert_clean_run("uk-parliament", "8");
}

#[test]
fn ask_jpm() {
    assert_clean_run("ask-jpm", "8");
}

#[test]
fn adviser_rollout() {
    assert_clean_run("adviser-rollout", "2");
}

#[test]
fn bank_channels() {
    assert_clean_run("bank-channels", "8");
}

#[test]
fn adoption_stages() {
    assert_clean_run("adoption-stages", "8");
}

#[test]
fn support_forum() {
    assert_clean_run("support-forum", "8");
}

#[test]
fn willow() {
    assert_clean_run("willow", "8");
}

#[test]
fn every_scenario_is_drawn() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("scenarios");
    let mut shipped: Vec<String> = std::fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.extension().is_some_and(|end| end == "toml"))
        .map(|path| path.file_stem().unwrap().to_string_lossy().into_owned())
        .collect();
    let mut drawn = SYSTEMS.map(str::to_owned);
    shipped.sort();
    drawn.sort();
    assert_eq!(shipped, drawn);
}

/// Few replications, and few rows behind Sobol's indices.
fn extra(asked: &Asked) -> &'static [&'static str] {
    match asked.arguments[0] {
        "sensitivity" => &["--replications", "2", "--samples", "4"],
        "solve" => &["--replications", "20"],
        _ => &["--replications", "2"],
    }
}

#[test]
fn sweeps_searches_analyses_and_comparisons() {
    let dir = tempfile::tempdir().unwrap();
    let comparison = dir.path().join("comparison");
    commands::comparison(Path::new(PROGRAM), &["--replications", "4"], &comparison).unwrap();
    let asked = ASKED.iter().map(|asked| (asked.name, results_of(asked.system, asked.arguments, extra(asked))));
    let all = asked.chain([("comparison", results::open(&comparison).unwrap())]);
    let wrong_ones =
        all.flat_map(|(name, stored)| wrong(&stored).into_iter().map(move |wrong| format!("{name}, {wrong}")));
    let wrong_ones: Vec<String> = wrong_ones.collect();
    assert!(wrong_ones.is_empty(), "{}", wrong_ones.join("\n"));
}
