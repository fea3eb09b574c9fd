//! The figures that the README quotes are still those of the simulation.

use saule::model::metric::Metric;

use crate::simulated::{AS_IT_HAPPENED, FROM_25000, KEEP_5000, Variant, mean};

const README: &str = include_str!("../../README.md");

/// What is simulated stands there, and is held to the simulation (`documented.rs`).
const PAGE: &str = include_str!("../../docs/we-the-people.md");

/// The numbers of a variant's line in the README's summary: values and half-widths, in order.
fn quoted(variant: &str) -> Vec<f64> {
    let line = README.lines().find(|line| line.starts_with(&format!("{variant} ")) && line.contains('±'));
    let line = line.unwrap_or_else(|| panic!("the README has no line for {variant}"));
    let numbers = line[variant.len()..].split([' ', '±', '–']).map(|word| word.replace(',', ""));
    numbers.filter_map(|word| word.parse().ok()).collect()
}

/// The README quotes the mean of 1,000 replications with its 95% half-width h. Here are the first 200 of them: the
/// difference of the two means has a standard error of (h/1.96)·√(1000/200 − 1) = 1.02·h, so that 4·h is exceeded with
/// probability below 0.0001 a figure while the README is true.
#[track_caller]
fn assert_quoted(variant: &Variant, name: &str) {
    let quoted = quoted(name);
    let end = "2013-06-11";
    for (metric, place) in [(Metric::Eligible, 0), (Metric::Answered, 2), (Metric::Backlog, 6)] {
        let simulated = mean(&variant.at(metric, end));
        let (value, half_width) = (quoted[place], quoted[place + 1]);
        let distance = (simulated - value).abs();
        assert!(distance < 4.0 * half_width, "{name}, {metric:?}: README {value} ± {half_width}, now {simulated}");
    }
}

#[test]
fn the_summary_is_that_of_the_scenario() {
    assert_quoted(&AS_IT_HAPPENED, "as it happened");
    assert_quoted(&KEEP_5000, "keep 5,000");
    assert_quoted(&FROM_25000, "25,000 from the start");
}

/// The last cells of a line of the page's tables.
fn on_the_page(first: &str) -> Vec<&'static str> {
    let line = PAGE.lines().find(|line| line.starts_with(&format!("| {first} |")));
    let line = line.unwrap_or_else(|| panic!("the page has no line for {first}"));
    line.trim_matches('|').split('|').skip(1).map(str::trim).collect()
}

#[test]
fn the_story_is_that_of_the_page() {
    let text = README.split_whitespace().collect::<Vec<_>>().join(" ");
    let kept = on_the_page("keep 5,000");
    let crossings = |first| on_the_page(first)[1].parse::<f64>().expect("a number of crossings").round();
    let (launch, later) = (
        crossings("crossings at 5,000 (first eleven days)"),
        crossings("crossings at 25,000, created until 4 September 2012"),
    );
    for told in [
        format!("{} petitions (80% of histories: {})", kept[1], kept[2].replace('–', " to ")),
        format!("instead of about {}", on_the_page("as it happened")[1]),
        format!("the scenario gives {launch} and {later}"),
        format!("on {} days", on_the_page("days inside the 80% band, from creation")[1]),
    ] {
        assert!(text.contains(&told), "the README does not say “{told}”");
    }
}
