//! Results that break layouts: many variants, long names, huge and missing values, short and long horizons.

use saule::charts::charts;
use saule::results::rows::{Named, Results, ThresholdMark};

use crate::geometry::assert_all_clean;
use crate::sample::{self, Course, Variant, history};

const START: &str = "2011-09-22T00:00:00";

fn variant(name: &str, course: Course) -> Variant {
    (name.into(), vec![(0.0, 5_000), (11.0, 25_000)], course)
}

/// Twelve variants with names of 60 characters that differ in the first two.
fn twelve() -> Vec<Variant> {
    let courses: [Course; 3] = [|day| (day, 3.0), |day| (day + 1.0, 0.0), |_| (40.0, 20.0)];
    let name =
        |rank: usize| format!("{rank:02}, {}", "a name that goes on and on until it has sixty letters, x".to_owned());
    let variants: Vec<Variant> = (0..12).map(|rank| variant(&name(rank), courses[rank % 3])).collect();
    assert!(variants.iter().all(|variant| variant.0.chars().count() == 60));
    variants
}

fn with_histories(mut results: Results, names: &[&str], days: f64) -> Results {
    for name in names {
        results.observed.extend(history(name, "backlog", days as usize, 1.0, |day| 20.0 + (day / 9.0).fract() * 5.0));
    }
    results
}

/// Two classes whose thresholds change every `step` days, and a warm-up.
fn crowded(step: f64) -> Results {
    let mut results = sample::results(START, 628.0, 1.0, &twelve()[..2]);
    results.about.warm_up_days = 30.0;
    let level = |class: &str, rank: u32| ThresholdMark {
        class: class.into(),
        time_days: f64::from(rank) * step,
        signatures: 1_000 * rank,
        moves_from_days: (rank % 5 == 4).then_some(f64::from(rank) * step - 0.5 * step),
    };
    let class = |name: &str| Named { name: name.into(), label: format!("{name} to the office") };
    results.about.classes = vec![class("petitions"), class("questions")];
    for variant in &mut results.about.variants {
        variant.thresholds = (0..20).flat_map(|rank| [level("petitions", rank), level("questions", rank)]).collect();
    }
    results
}

/// Some hard cases to look at.
pub fn gallery() -> Vec<(&'static str, Results)> {
    let million: Course = |day| (day * 16_000.0, 90_000.0 + 300.0 * day);
    let names = ["counted_from_creation", "counted_by_the_press"];
    let early = sample::results(START, 628.0, 1.0, &twelve()[..3]);
    vec![
        ("twelve", sample::results(START, 628.0, 1.0, &twelve())),
        (
            "day",
            sample::results(
                START,
                1.0,
                1.0 / 24.0,
                &[variant("a", |day| (90.0 * day, 4.0)), variant("b", |_| (3.0, 2.0))],
            ),
        ),
        ("decade", sample::results(START, 3_653.0, 7.0, &twelve()[..6])),
        ("million", sample::results(START, 628.0, 1.0, &[variant("a", million), variant("b", |_| (0.0, 0.0))])),
        ("early", with_histories(early, &names, 300.0)),
        ("crowded", crowded(60.0)),
        ("constant", sample::results("", 100.0, 1.0, &[variant("always the same", |_| (43.0, 0.0))])),
    ]
}

#[test]
fn twelve_variants_with_long_names() {
    assert_eq!(assert_all_clean(&sample::results(START, 628.0, 1.0, &twelve())), 14);
}

#[test]
fn values_up_to_ten_million() {
    let course: Course = |day| (day * 16_000.0, 90_000.0);
    for count in [1, 2, 5] {
        let variants: Vec<Variant> = (0..count).map(|rank| variant(&format!("variant {rank}"), course)).collect();
        assert_all_clean(&sample::results(START, 628.0, 1.0, &variants));
    }
    assert_all_clean(&sample::results(START, 30.0, 1.0, &[variant("beyond", |day| (day * 1e200, 1e12))]));
}

#[test]
fn horizons_from_an_hour_to_centuries() {
    for (days, step) in [(0.04, 0.01), (1.0, 1.0 / 24.0), (2.5, 0.1), (7.0, 0.5), (45.0, 1.0), (200.0, 1.0)] {
        assert_all_clean(&sample::results(START, days, step, &twelve()[..4]));
    }
    for (days, step) in [(3_653.0, 7.0), (40_000.0, 100.0), (1e7, 1e5)] {
        assert_all_clean(&sample::results(START, days, step, &twelve()[..4]));
    }
}

#[test]
fn empty_constant_and_single_points() {
    let courses: [Course; 3] = [|_| (0.0, 0.0), |_| (43.0, 0.0), |_| (1.0, 0.0)];
    for course in courses {
        assert_all_clean(&sample::results(START, 100.0, 1.0, &[variant("a", course), variant("b", course)]));
        assert_all_clean(&sample::results(START, 100.0, 200.0, &[variant("one point", course)]));
    }
    let mut empty = sample::results(START, 100.0, 1.0, &[variant("a", courses[0]), variant("b", courses[1])]);
    for row in &mut empty.timeseries {
        (row.p05, row.p10, row.p25, row.p50, row.p75, row.p90, row.p95) = (None, None, None, None, None, None, None);
    }
    assert_eq!(assert_all_clean(&empty), 4);
    empty.timeseries.clear();
    assert!(charts(&empty).is_empty());
    empty.about.variants.clear();
    assert!(charts(&empty).is_empty());
}

#[test]
fn numbers_that_are_none() {
    let mut results = sample::results(START, 100.0, 1.0, &twelve()[..3]);
    for (index, row) in results.timeseries.iter_mut().enumerate() {
        match index % 7 {
            0 => row.p50 = Some(f64::NAN),
            1 => row.p95 = Some(f64::INFINITY),
            2 => row.time_days = f64::NAN,
            _ => {}
        }
    }
    results.about.horizon_days = f64::NAN;
    results.about.start = "the day before yesterday".into();
    assert_all_clean(&results);
}

#[test]
fn negative_values_have_an_axis_too() {
    let mut results = sample::results(START, 100.0, 1.0, &[variant("a", |_| (0.0, 0.0))]);
    for row in &mut results.timeseries {
        let tone = |shift: f64| Some(0.4 * (row.time_days / 30.0).cos() + shift);
        (row.p05, row.p10, row.p25) = (tone(-0.3), tone(-0.2), tone(-0.1));
        (row.p50, row.p75, row.p90, row.p95) = (tone(0.0), tone(0.1), tone(0.2), tone(0.3));
    }
    assert_all_clean(&results);
}

#[test]
fn history_that_ends_early_or_is_rare() {
    for days in [1.0, 20.0, 300.0, 600.0, 628.0] {
        let results = sample::results(START, 628.0, 1.0, &twelve()[..3]);
        let names = ["a", "counted_from_creation_by_the_office_of_public_engagement_1", "third history"];
        assert_all_clean(&with_histories(results, &names, days));
    }
}

#[test]
fn crowded_thresholds_classes_and_warm_up() {
    for step in [1.0, 15.0, 60.0, 200.0] {
        assert_all_clean(&crowded(step));
    }
}

#[test]
fn long_titles_and_markup_in_names() {
    let names = ["<b>5 & \"10\"</b>", "Ünïcödé: Γραμμή, Черга, ‘quoted’ – 5 ≥ 3", "tab\tand\nnewline\u{7}"];
    let variants: Vec<Variant> = names.iter().map(|name| variant(name, |day| (day, 2.0))).collect();
    let mut results = with_histories(sample::results(START, 100.0, 1.0, &variants), &["<history & co>"], 100.0);
    results.about.title = "a title that never ends ".repeat(30);
    results.about.provenance.complete = false;
    assert_eq!(assert_all_clean(&results), 5);
    for chart in charts(&results) {
        chart.png().unwrap();
        chart.pdf().unwrap();
        assert!(chart.svg.contains("interrupted"));
    }
}

#[test]
fn other_places_are_named() {
    let mut results = sample::results(START, 100.0, 1.0, &twelve()[..1]);
    let mut rows = results.timeseries.clone();
    for row in &mut rows {
        (row.metric, row.class, row.stage) = ("queued".into(), "petitions".into(), "drafting".into());
    }
    results.timeseries.extend(rows);
    results.observed = history("count", "queued", 50, 1.0, |day| day);
    for row in &mut results.observed {
        (row.class, row.stage) = ("petitions".into(), "drafting".into());
    }
    assert_eq!(assert_all_clean(&results), 2);
    let last = charts(&results).pop().unwrap();
    assert!(last.name.starts_with("queued-petitions-drafting-fan-"), "{}", last.name);
    assert!(last.subtitle.starts_with("Requests queued, petitions, drafting, "));
}
