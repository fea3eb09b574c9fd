//! Results folders side by side.

use std::{collections::BTreeMap, fs};

use crate::support::{Place, files, stderr, stdout};

/// The rows of a CSV file without quoted cells, as (column, cell).
fn rows(text: &str) -> Vec<BTreeMap<&str, &str>> {
    let mut lines = text.lines();
    let columns: Vec<&str> = lines.next().unwrap().split(',').collect();
    lines.map(|line| columns.iter().copied().zip(line.split(',')).collect()).collect()
}

fn number(row: &BTreeMap<&str, &str>, column: &str) -> f64 {
    row[column].parse().unwrap_or_else(|_| panic!("{column} of {row:?}"))
}

/// Calls the program, which succeeds, and gives what it printed.
fn succeed(place: &Place, arguments: &[&str]) -> String {
    let output = place.saule(arguments);
    assert!(output.status.success(), "{arguments:?}: {}", stderr(&output));
    stdout(&output)
}

fn read(place: &Place, name: &str) -> String {
    fs::read_to_string(place.path(name)).unwrap()
}

/// Runs the small scenario into folder `name`.
fn run(place: &Place, name: &str, more: &[&str]) {
    succeed(place, &[&["run", "small.toml", "--output", name, "--formats", "none", "--quiet"], more].concat());
}

fn statistic<'a>(
    rows: &'a [BTreeMap<&'a str, &'a str>],
    variant: &str,
    metric: &str,
    statistic: &str,
) -> &'a BTreeMap<&'a str, &'a str> {
    let is_it = |row: &&BTreeMap<&str, &str>| {
        [row["variant"], row["class"], row["stage"], row["metric"], row["statistic"]]
            == [variant, "all", "all", metric, statistic]
    };
    rows.iter().find(is_it).unwrap()
}

/// With its replications kept, a pair of folders gives the differences that one run of both variants gives: the bytes
/// of `differences.csv`.
#[test]
fn pairs_agree_with_the_differences_of_one_run() {
    let place = Place::new();
    run(&place, "both", &[]);
    let text = fs::read_to_string(place.path("small.toml")).unwrap();
    let one = text.replace("[variants.today]\n[variants.\"one more\"]\nstages.desk.staff = 3\n", "");
    for (file, staff) in [("a", "2"), ("b", "3")] {
        place.write(&format!("{file}.toml"), one.replace("staff = 2", &format!("staff = {staff}")));
        let scenario = format!("{file}.toml");
        succeed(&place, &["run", &scenario, "--output", file, "--keep-replications", "--formats", "none", "--quiet"]);
    }
    succeed(&place, &["compare", "a", "b", "--output", "c", "--quiet"]);
    let (compared, differences) = (read(&place, "c/compare.csv"), read(&place, "both/differences.csv"));
    let compared = rows(&compared);
    let paired: Vec<_> = compared.iter().filter(|row| row["method"] == "paired").collect();
    assert!(paired.len() > 40, "{}", paired.len());
    let expected: BTreeMap<_, _> = rows(&differences)
        .into_iter()
        .map(|row| (["class", "stage", "metric", "statistic", "time_days"].map(|column| row[column]), row))
        .collect();
    for row in paired {
        let expected = &expected[&["class", "stage", "metric", "statistic", "time_days"].map(|column| row[column])];
        assert_eq!(row["difference"], expected["value"], "{row:?}");
        for end in ["ci_low", "ci_high"] {
            let (ours, theirs) = (number(row, end), number(expected, end));
            assert!((ours - theirs).abs() <= 1e-9 * (1.0 + theirs.abs()), "{end}: {ours}, {theirs} in {row:?}");
        }
    }
    assert!(place.path("c/charts/backlog-difference-base.svg").exists());
}

#[test]
fn other_seeds_are_independent_samples() {
    let place = Place::new();
    run(&place, "a", &["--keep-replications"]);
    run(&place, "b", &["--keep-replications", "--seed", "8"]);
    let output = succeed(&place, &["compare", "a", "b", "--output", "c", "--formats", "none"]);
    assert!(output.contains("seeds differ") && output.contains("chance could be all of it"), "{output}");
    let text = read(&place, "c/compare.csv");
    let rows = rows(&text);
    let mean = statistic(&rows, "today", "backlog", "mean");
    assert_eq!(mean["method"], "welch");
    // Equal sizes: the squared half-widths add up, but for the degrees of freedom.
    let summaries = ["a", "b"].map(|name| read(&place, &format!("{name}/summary.csv")));
    let half_widths = summaries.each_ref().map(|text| {
        let rows = self::rows(text);
        let row = statistic(&rows, "today", "backlog", "mean");
        (number(row, "ci_high") - number(row, "ci_low")) / 2.0
    });
    let half_width = (number(mean, "ci_high") - number(mean, "ci_low")) / 2.0;
    let expected = half_widths[0].hypot(half_widths[1]);
    assert!(half_width < expected && half_width > 0.97 * expected, "{half_width}, {expected}");
    assert!(!place.path("c/charts").exists());
}

/// Three folders and two variants: four comparisons of a statistic.
#[test]
fn several_comparisons_are_adjusted() {
    let place = Place::new();
    for (name, seed) in [("a", "7"), ("b", "8"), ("c", "9")] {
        run(&place, name, &["--seed", seed]);
    }
    let output = succeed(&place, &["compare", "a", "b", "c", "--formats", "none"]);
    assert!(output.contains("Holm's adjustment for 4 comparisons"), "{output}");
    let text = read(&place, "output/a-compare/compare.csv");
    let rows = rows(&text);
    let family: Vec<(f64, f64)> = rows
        .iter()
        .filter(|row| [row["class"], row["stage"], row["metric"], row["statistic"]] == ["all", "all", "backlog", "end"])
        .map(|row| (number(row, "p_value"), number(row, "p_adjusted")))
        .collect();
    assert_eq!(family.len(), 4);
    let smallest = family.iter().copied().min_by(|a, b| a.0.total_cmp(&b.0)).unwrap();
    assert_eq!(smallest.1, (4.0 * smallest.0).min(1.0));
}

#[test]
fn what_is_not_common_is_named() {
    let place = Place::new();
    run(&place, "a", &[]);
    let text = fs::read_to_string(place.path("small.toml")).unwrap();
    let other = text.replace("desk", "office").replace("[variants.today]\n", "").replace("60 days", "40 days");
    place.write("other.toml", other);
    succeed(&place, &["run", "other.toml", "--output", "b", "--formats", "none", "--quiet"]);
    let output = succeed(&place, &["compare", "a", "b", "--formats", "none"]);
    for note in [
        "the stage `desk`, which a has and b has not",
        "the stage `office`, which b has and a has not",
        "the variant `today`, which a has and b has not",
        "different periods, day 0 to 60 and day 0 to 40",
    ] {
        assert!(output.contains(note), "{note} in {output}");
    }
    let text = read(&place, "output/a-compare/compare.csv");
    let rows = rows(&text);
    assert!(rows.iter().all(|row| row["variant"] == "one more" && row["stage"] == "all"));
    assert!(rows.iter().any(|row| row["time_days"] == "40") && rows.iter().all(|row| row["time_days"] != "60"));
}

#[test]
fn what_cannot_be_compared_is_refused() {
    let place = Place::new();
    run(&place, "a", &[]);
    run(&place, "b", &["--keep-replications"]);
    run(&place, "begun", &[]);
    let swept = ["sweep", "small.toml", "--vary", "stages.desk.staff=1,2", "--replications", "2", "--output", "swept"];
    succeed(&place, &[&swept[..], &["--formats", "none", "--quiet"]].concat());
    let summary = read(&place, "begun/summary.json").replace("\"complete\": true", "\"complete\": false");
    place.write("begun/summary.json", summary);
    let table = read(&place, "b/replications.csv");
    let refused = |arguments: &[&str], message: &str| {
        let output = place.saule(&[&["compare"], arguments].concat());
        assert_eq!(output.status.code(), Some(2), "{arguments:?}");
        assert!(stderr(&output).contains(message), "{message} in {}", stderr(&output));
    };
    refused(&["a"], "nothing to be compared with");
    refused(&["a", "./a"], "named twice");
    refused(&["a", "nowhere"], "nowhere");
    refused(&["a", "small.toml"], "not a results folder");
    refused(&["a", "begun"], "interrupted");
    refused(&["a", "swept"], "swept holds no run");
    refused(&["a", "b", "--output", "b"], "b");
    refused(&["a", "b", "--output", "b", "--force"], "results that are needed");
    place.write("b/replications.csv", table.replace(",backlog,end,", ",backlog,end,x"));
    refused(&["a", "b"], "not a number");
    assert!(!place.path("output").exists(), "nothing is written");
}

#[test]
fn equal_comparisons_have_equal_bytes_and_replace_each_other() {
    let place = Place::new();
    run(&place, "a", &[]);
    run(&place, "b", &["--seed", "8"]);
    succeed(&place, &["compare", "a", "b", "--formats", "svg", "--quiet"]);
    let first = files(&place.path("output/a-compare"));
    assert!(first.keys().any(|name| name.ends_with("backlog-side-by-side-today.svg")));
    succeed(&place, &["compare", "a", "b", "--formats", "svg", "--quiet"]);
    assert_eq!(first, files(&place.path("output/a-compare")));
    // Other folders make another comparison, which does not replace this one.
    run(&place, "c", &["--seed", "9"]);
    assert_eq!(place.saule(&["compare", "a", "c", "--quiet"]).status.code(), Some(2));
}
