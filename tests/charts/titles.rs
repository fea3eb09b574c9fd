//! Titles say what charts find, as far as the numbers bear it; what is measured stands below.

use saule::charts::{Chart, Source, charts, draw};
use saule::locale::Locale;
use saule::model::chart::{ChartKind, ChartOptions, ChartRequest, Charts};
use saule::results::{
    Stored,
    rows::{DifferenceRow, Results},
};

use crate::other_results::{self, drawn};
use crate::sample::{self, Course, Variant};
use crate::svg::texts;
use crate::{hard_cases, kinds};

/// Everything that can be drawn of made-up results, easy and hard, in a language.
fn everything(locale: Locale) -> Vec<Chart> {
    let runs = [("flagship", kinds::filled(sample::flagship(), 400.0))].into_iter().chain(hard_cases::gallery());
    let runs = runs.map(|(_, results)| Stored::Run(results));
    let stored: Vec<Stored> = runs.chain(other_results::gallery().into_iter().map(|(_, stored)| stored)).collect();
    stored.iter().flat_map(|stored| of_all_kinds(stored, locale)).collect()
}

fn of_all_kinds(stored: &Stored, locale: Locale) -> Vec<Chart> {
    let of = |kind: &ChartKind| ChartRequest { name: None, kind: *kind, options: ChartOptions::default() };
    let all = Charts { usual: false, wanted: ChartKind::ALL.iter().map(of).collect(), ..Charts::default() };
    drawn(stored, &all, locale)
}

#[test]
fn every_kind_has_its_finding_as_title_and_its_measure_below() {
    for locale in Locale::ALL {
        let charts = everything(locale);
        assert!(charts.len() > 100);
        for chart in &charts {
            let Chart { name, title, finding, subtitle, .. } = chart;
            assert_eq!(title, finding, "{name}");
            assert!(title.len() > 20 && !title.ends_with('.') && !title.contains("  "), "{name}: {title}");
            assert!(subtitle.len() > 20 && !subtitle.ends_with('.'), "{name}: {subtitle}");
            assert!(!title.starts_with(subtitle.split([',', ':']).next().unwrap()), "{name}: {title}");
            assert!(chart.svg.contains(&format!("<title id=\"{name}-title\">")), "{name}");
        }
    }
}

#[test]
fn titles_take_three_lines_at_most() {
    let lines = |chart: &Chart| texts(&chart.svg).into_iter().filter(|text| text.class == "title").count();
    // The longest name of the flagship has 57 letters; pages narrower than usual and two names of 60 may need a fourth.
    let flagship = Stored::Run(kinds::filled(sample::flagship(), 400.0));
    for locale in Locale::ALL {
        assert!(of_all_kinds(&flagship, locale).iter().all(|chart| (1..=3).contains(&lines(chart))));
        assert!(everything(locale).iter().all(|chart| (1..=4).contains(&lines(chart))));
    }
}

#[test]
fn a_title_of_the_author_stays_above_the_finding() {
    let results = kinds::filled(sample::flagship(), 400.0);
    let plain = |kind, title: Option<&str>| {
        let options = ChartOptions { title: title.map(str::to_owned), ..ChartOptions::default() };
        let request = ChartRequest { name: None, kind, options };
        let charts = Charts { usual: false, wanted: vec![request], ..Charts::default() };
        draw(Source::Run(&results), &charts, Locale::English).remove(0)
    };
    for kind in [ChartKind::Fan, ChartKind::Overlay, ChartKind::Difference, ChartKind::Flow, ChartKind::Tone] {
        let (own, usual) = (plain(kind, Some("Half would wait a year")), plain(kind, None));
        assert_eq!((own.title.as_str(), &own.finding), ("Half would wait a year", &usual.title));
        assert_eq!(own.subtitle, format!("{}. {}", usual.finding, usual.subtitle), "{kind}");
    }
}

/// Backlogs that end at these medians, all with a spread.
fn ending(ends: &[(&str, Course)]) -> Results {
    let variants: Vec<Variant> = ends.iter().map(|(name, course)| ((*name).into(), Vec::new(), *course)).collect();
    sample::results("2025-01-01T00:00:00", 100.0, 1.0, &variants)
}

fn title(results: &Results, name: &str) -> String {
    charts(results).into_iter().find(|chart| chart.name == name).unwrap().title
}

#[test]
fn a_fan_tells_its_course() {
    let of = |course: Course| title(&ending(&[("a", course)]), "backlog-fan-a");
    assert_eq!(of(|day| (4.0 * day, 10.0)), "The backlog grows to 400, between 387 and 413 in 80% of runs");
    assert_eq!(
        of(|day| (500.0 - 4.0 * day, 10.0)),
        "The backlog falls from 500 to 100, between 87 and 113 in 80% of runs"
    );
    assert_eq!(
        of(|day| (100.0 - (day - 90.0).abs() * if day > 90.0 { 9.0 } else { 1.0 }, 1.0)),
        "The backlog peaks at 100 on\u{a0}1\u{a0}Apr\u{a0}2025 and ends at 10, between 9 and 11 in 80% of runs"
    );
    assert_eq!(of(|_| (43.0, 0.0)), "The backlog stays at 43 throughout");
    assert_eq!(of(|_| (0.0, 0.0)), "The backlog stays at 0 throughout");
    assert_eq!(of(|_| (43.0, 10.0)), "The backlog ends at 43, between 30 and 56 in 80% of runs");
}

#[test]
fn variants_are_said_to_differ_where_their_runs_are_apart() {
    let apart = ending(&[("a", |day| (4.0 * day, 10.0)), ("b", |_| (43.0, 10.0)), ("c", |_| (7.0, 0.0))]);
    assert_eq!(
        title(&apart, "backlog-overlay"),
        "The backlog grows to 400 under “a”, ends at 43 under “b”, stays at 7 under “c”"
    );
    assert_eq!(
        title(&apart, "backlog-by-variant"),
        "The backlog ends between 387 and 413 in 80% of runs under “a”, between 30 and 56 under “b”, at 7 under “c”"
    );
}

#[test]
fn variants_that_overlap_have_no_clear_difference_unless_they_are_paired() {
    let mut results = ending(&[("a", |_| (40.0, 10.0)), ("b", |_| (43.0, 10.0))]);
    let unclear = "The backlog ends between 40 and 43 under every variant: no clear difference";
    assert_eq!(title(&results, "backlog-overlay"), unclear);
    assert_eq!(title(&results, "backlog-by-variant"), unclear);
    let mut paired = |ci_low: f64, ci_high: f64| {
        results.differences = vec![DifferenceRow {
            variant: "b".into(),
            baseline: "a".into(),
            class: "all".into(),
            stage: "all".into(),
            metric: "backlog".into(),
            statistic: "".into(),
            time_days: Some(100.0),
            value: Some(f64::midpoint(ci_low, ci_high)),
            ci_low: Some(ci_low),
            ci_high: Some(ci_high),
        }];
        title(&results, "backlog-overlay")
    };
    assert_eq!(paired(-1.0, 7.0), unclear);
    assert_eq!(paired(2.0, 4.0), "The backlog ends at 43 under “b” and 40 under “a”, though their runs overlap");
    results.about.provenance.replications = 9;
    assert_eq!(title(&results, "backlog-fan-a"), "The backlog under “a” ends at 40", "nine runs have no range");
}

#[test]
fn the_fan_of_the_baseline_is_held_against_recorded_history() {
    let mut results = sample::flagship();
    results.observed.iter_mut().take(28).for_each(|row| row.value += 1_000.0);
    let rows = || results.timeseries.iter().filter(|row| row.metric == "backlog_from_creation");
    let is_within = |time_days: f64, value: f64| {
        let row = rows().find(|row| row.variant == *"as it happened" && row.time_days == time_days).unwrap();
        (row.p10.unwrap()..=row.p90.unwrap()).contains(&value)
    };
    let within = results.observed.iter().filter(|row| is_within(row.time_days, row.value)).count();
    assert_eq!(within, 600, "without those that were moved away");
    assert_eq!(
        title(&results, "backlog_from_creation-fan-as-it-happened"),
        format!("Recorded history lies within the range of 80% of runs on {within} of 628 days")
    );
    let other = title(&results, "backlog_from_creation-fan-keep-5000");
    assert!(other.starts_with("The backlog counted from creation under “keep 5,000” "), "{other}");
}

#[test]
fn a_peak_that_towers_over_the_ends_is_told() {
    let hill: Course = |day| ((900.0 - 20.0 * (day - 50.0).abs()).max(5.0), 2.0);
    let results = ending(&[("early", |_| (5.0, 2.0)), ("late", hill)]);
    let told = "The backlog peaks at 900 on\u{a0}20\u{a0}Feb\u{a0}2025 under “late”, and ends at 5 under every variant";
    assert_eq!(title(&results, "backlog-overlay"), told);
    assert_eq!(title(&results, "backlog-by-variant"), told);
}

#[test]
fn nothing_and_shares_have_honest_titles() {
    let mut results = ending(&[("a", |_| (0.5, 0.0)), ("b", |_| (0.25, 0.0))]);
    for row in &mut results.timeseries {
        row.metric = "utilisation".into();
        let median = if row.variant == *"a" { 0.5 } else { 0.25 };
        (row.p05, row.p10, row.p25, row.p50) = (Some(median), Some(median), Some(median), Some(median));
        (row.p75, row.p90, row.p95) = (Some(median), Some(median), Some(median));
    }
    let overlay = |results: &Results, locale: Locale| {
        let options = ChartOptions { metric: Some("utilisation".into()), ..ChartOptions::default() };
        let wanted = vec![ChartRequest { name: None, kind: ChartKind::Overlay, options }];
        draw(Source::Run(results), &Charts { usual: false, wanted, ..Charts::default() }, locale).remove(0).title
    };
    assert_eq!(overlay(&results, Locale::English), "Utilisation stays at 50% under “a” and 25% under “b”");
    assert_eq!(
        overlay(&results, Locale::French),
        "Le taux d’occupation reste à 50\u{202f}% avec «\u{a0}a\u{a0}» et à 25\u{202f}% avec «\u{a0}b\u{a0}»"
    );
    for row in &mut results.timeseries {
        row.p50 = None;
    }
    assert_eq!(overlay(&results, Locale::English), "There are no values to show");
}
