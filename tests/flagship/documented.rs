//! What docs/we-the-people.md says of the simulation is what it computes.
//!
//! `SAULE_BLESS=1 cargo test --release --test flagship documented` writes the numbers anew.

use std::fs;

use saule::{model::metric::Metric, results::rows::SeriesRow};

use crate::{
    backlog::{CURVES, Day, by_replication, days},
    simulated::{Variant, mean},
};

const PAGE: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/docs/we-the-people.md");

/// As many as the page names.
const REPLICATIONS: u64 = 1_000;

const BEGIN: &str = "2011-09-22";
const END: &str = "2013-06-11";

/// What the second of its parts begins with.
const VARIANTS: &str = "## What the variants say";

/// The first cell of a line of a table, and what stands in its last ones.
type Line = (&'static str, String);

/// The lines of history.
fn history(as_it_happened: &Variant) -> Vec<Line> {
    let crossings = |from, until| mean(&as_it_happened.crossings((from, until)));
    let growth = |metric, from, until| mean(&as_it_happened.growth(metric, (from, until)));
    let responses = growth(Metric::Responses, BEGIN, END);
    let steps = [BEGIN, "2012-01-24", "2012-07-01", "2012-11-07", "2013-03-01", END];
    let by_step: Vec<String> =
        steps.windows(2).map(|step| format!("{:.0}", growth(Metric::Responses, step[0], step[1]))).collect();
    let late = crossings("2012-11-01", "2013-01-01") / crossings("2012-01-01", "2013-01-01");
    let mut lines = vec![
        ("crossings at 5,000 (first eleven days)", format!("{:.1}", crossings(BEGIN, "2011-10-03"))),
        (
            "crossings at 25,000, created until 4 September 2012",
            format!("{:.1}", crossings("2011-10-03", "2012-09-05")),
        ),
        (
            "crossings, created 7 November 2012 to 14 January 2013",
            format!("{:.1}", crossings("2012-11-07", "2013-01-15")),
        ),
        ("crossings at 100,000", format!("{:.1}", crossings("2013-01-15", END))),
        ("share of 2012's crossings in November and December", format!("{:.0}%", 100.0 * late)),
        ("responses", format!("{responses:.0}, {:.1} a month", responses / (628.0 / 30.44))),
        ("by period", by_step.join(", ")),
        ("petitions answered by 16 January 2013", format!("{:.0}", growth(Metric::Answered, BEGIN, "2013-01-17"))),
        ("petitions answered by 10 June 2013", format!("{:.0}", growth(Metric::Answered, BEGIN, END))),
    ];
    lines.extend(covered(as_it_happened));
    lines
}

/// The lines of the backlog.
fn covered(as_it_happened: &Variant) -> Vec<Line> {
    let results = as_it_happened.results();
    let [from_creation, after_window] = CURVES.map(|curve| days(curve, as_it_happened, &results));
    let level = mean(&by_replication(&from_creation, |_, value| value));
    let [spans, others] = [&from_creation, &after_window].map(|days| inside(days));
    let [all, other] = [&spans, &others].map(|spans| spans.iter().map(|(inside, _)| inside).sum::<usize>());
    let recorded: usize = spans.iter().map(|(_, recorded)| recorded).sum();
    let both = |&(inside, recorded): &(usize, usize)| format!("{inside} of {recorded}");
    let list = |texts: Vec<String>| texts.join(", ");
    let others = list(others.iter().map(|(inside, _)| inside.to_string()).collect());
    vec![
        ("mean backlog counted from creation", format!("{level:.1}")),
        ("days inside the 80% band, from creation", format!("{all} of {recorded}")),
        (
            "– until December 2011, June 2012, the election, 14 January 2013, June 2013",
            list(spans.iter().map(both).collect()),
        ),
        ("days inside the 80% band, after the window", format!("{other} of {recorded} ({others})")),
    ]
}

/// For each span of the record, how many of its days the band covers, and how many there are.
fn inside(days: &[Day]) -> Vec<(usize, usize)> {
    let bounds = [BEGIN, "2012-01-01", "2012-07-01", "2012-11-07", "2013-01-15", "2013-06-12"];
    let count = |span: &[&str]| {
        let within = || days.iter().filter(|day| span[0] <= day.date.as_str() && day.date.as_str() < span[1]);
        (within().filter(|day| day.covers(day.recorded)).count(), within().count())
    };
    bounds.windows(2).map(count).collect()
}

/// What the variants come to: eligible requests, the backlog at the end, and 80% of it over replications.
fn variants(as_it_happened: &Variant) -> Vec<Line> {
    let line = |variant: &Variant| {
        let results = variant.results();
        let is_end = |row: &&SeriesRow| {
            row.metric == "backlog" && row.class == "all" && row.stage == "all" && row.date.starts_with(END)
        };
        let backlog = results.timeseries.iter().find(is_end).expect("the backlog at the end");
        let [mean_backlog, low, high] =
            [backlog.mean, backlog.p10, backlog.p90].map(|number| number.unwrap_or(f64::NAN));
        format!("{:.0} | {mean_backlog:.0} | {low:.0}–{high:.0}", mean(&variant.at(Metric::Eligible, END)))
    };
    vec![
        ("as it happened", line(as_it_happened)),
        ("keep 5,000", line(&Variant::simulate("keep 5,000", REPLICATIONS))),
        ("25,000 from the start, and no further rise", line(&Variant::simulate("25,000 from the start", REPLICATIONS))),
    ]
}

#[test]
fn the_page_says_what_is_simulated() {
    let page = fs::read_to_string(PAGE).expect("the page is there");
    let as_it_happened = Variant::simulate("as it happened", REPLICATIONS);
    let (before, after) = page.split_at(page.find(VARIANTS).expect("the page has both parts"));
    let replaced = replace(before, 1, history(&as_it_happened)) + &replace(after, 0, variants(&as_it_happened));
    if std::env::var_os("SAULE_BLESS").is_some() {
        fs::write(PAGE, replaced).expect("the page can be written");
        return;
    }
    assert!(
        replaced == page,
        "{PAGE}: write it anew with SAULE_BLESS=1 cargo test --release --test flagship documented"
    );
}

/// The text with the cells of these lines replaced that come after the first one and `kept` others.
fn replace(text: &str, kept: usize, lines: Vec<Line>) -> String {
    lines.into_iter().fold(text.to_owned(), |text, (first, last)| {
        let begin = text.find(&format!("\n| {first} | ")).unwrap_or_else(|| panic!("no line for {first}")) + 1;
        let end = begin + text[begin..].find('\n').expect("the line ends");
        let cells: Vec<&str> = text[begin..end].split('|').collect();
        format!("{}{}| {last} |{}", &text[..begin], cells[..2 + kept].join("|"), &text[end..])
    })
}
