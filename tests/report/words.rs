//! What reports say of results: of differences that are sure, of none, and of those that cannot be told.

use super::support::{Place, words};

#[test]
fn variants_are_compared_with_the_baseline() {
    let place = Place::with_results(&[]);
    let page = place.read("out/report.html");
    assert!(page.contains("fewer than under “today” (95% confidence interval"), "a third person helps");
    assert!(page.contains("That is the same as under “today”, in every replication."));
    assert!(page.contains("“the same” is the same in everything that is said here."));
    assert!(page.contains("Desk, answering: staff: 3"), "what differs is told");
    for verdict in [">met<", ">missed<"] {
        assert!(page.contains(verdict), "{verdict}");
    }
    assert!(page.contains("backlog.max &lt;= 1 in at least 50% of runs"));
    assert!(page.contains("crowded"), "the event");
}

#[test]
fn a_difference_within_chance_is_no_difference() {
    // Another seed cannot be given to a variant: three replications and a small change have the same effect.
    let place = Place::with_results(&[
        "--replications",
        "3",
        "--set",
        "requests.letters.arrivals.post.poisson.rate=2 per year",
    ]);
    let page = place.read("out/report.html");
    assert!(page.contains("cannot be told apart from “today”"), "of three replications not much can be said");
    let single = Place::with_results(&["--replications", "1"]);
    assert!(single.read("out/report.html").contains("the replications are too few to judge it"));
}

#[test]
fn charts_and_sentences_state_the_same_numbers() {
    let place = Place::with_results(&["--variant", "today"]);
    let page = place.read("out/report.html");
    let between = |from: &str, to: &str| {
        let (_, rest) = page.split_once(from).unwrap_or_else(|| panic!("{from}"));
        rest.split_once(to).unwrap().0.to_owned()
    };
    // "On 7 Mar 2025 the median is 66 and 80% of runs lie between 40 and 98."
    let median = between("the median is ", " and 80% of runs lie between");
    let ends = between(" of runs lie between ", ".").replace(" and ", " to ");
    let said = format!("80% of runs end with {ends}.");
    assert!(page.contains(&said), "{said}");
    assert!(
        page.contains(&format!("the median of the runs is {median}, and "))
            || page.contains(&format!("{median} requests await"))
    );
}

#[test]
fn a_french_report_is_in_french() {
    let place = Place::with_results(&["--locale", "fr"]);
    let page = place.read("out/report.html");
    assert!(page.contains("<html lang=\"fr\">") && page.contains("intervalle de confiance à 95\u{202f}%"));
    let words = words(&page);
    for english in
        ["confidence", "requests", "replications of", "waiting", "answered", "median", "staff", "mean over", "of runs"]
    {
        assert!(
            !words.contains(english),
            "{english}: {:?}",
            words.find(english).map(|at| &words[at.saturating_sub(60)..][..140])
        );
    }
}

#[test]
fn what_charts_say_under_the_pointer_is_in_the_tables() {
    let place = Place::with_results(&["--variant", "today"]);
    let page = super::support::as_xml(&place.read("out/report.html"));
    let document = roxmltree::Document::parse(&page).unwrap();
    let is_fan = |node: &roxmltree::Node| {
        node.attribute("id") == Some("backlog-fan-today") || node.attribute("id") == Some("backlog-fan")
    };
    let fan = document.descendants().find(is_fan).unwrap();
    let metadata = fan.descendants().find(|node| node.tag_name().name() == "metadata").unwrap();
    let readings: serde_json::Value = serde_json::from_str(metadata.text().unwrap()).unwrap();
    let panel = &readings[0]["panel"];
    let table = place.read("out/timeseries.csv");
    let mut lines = table.lines();
    let columns: Vec<&str> = lines.next().unwrap().split(',').collect();
    let rows = lines.map(|line| line.split(',').collect::<Vec<_>>());
    let cell = |row: &[&str], name: &str| row[columns.iter().position(|column| *column == name).unwrap()].to_owned();
    let is_total = |row: &Vec<&str>| {
        ["class", "stage", "metric"].map(|name| cell(row, name)) == ["all", "all", "backlog"].map(str::to_owned)
    };
    let say = |text: String| saule::locale::Locale::English.spoken(text.parse().unwrap());
    let expected: Vec<String> = rows
        .filter(is_total)
        .map(|row| {
            let [median, low, high] = ["p50", "p10", "p90"].map(|name| say(cell(&row, name)));
            format!("{median} ({low} to {high})")
        })
        .collect();
    let said: Vec<&str> =
        panel["series"][0][1].as_array().unwrap().iter().map(|value| value.as_str().unwrap()).collect();
    assert!(said.len() > 20);
    assert_eq!(said, expected);
    assert_eq!(panel["stops"].as_array().unwrap().len(), said.len());
    assert_eq!(panel["note"], "median (in brackets: 80% of runs)");
}
