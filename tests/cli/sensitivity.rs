//! Which values of a scenario matter.

use std::{collections::BTreeMap, fs};

use crate::support::{Place, files, stderr, stdout};

/// Points (8 × (2 + 2)) of 20 replications.
const SMALL: [&str; 12] = [
    "sensitivity",
    "small.toml",
    "--vary",
    "stages.desk.staff=1..4",
    "--vary",
    "requests.petitions.arrivals.ordinary.poisson.rate=\"8 per day\"..\"12 per day\"",
    "--samples",
    "8",
    "--replications",
    "20",
    "--formats",
    "svg",
];

fn succeed(place: &Place, arguments: &[&str]) -> String {
    let output = place.saule(arguments);
    assert!(output.status.success(), "{arguments:?}: {}", stderr(&output));
    stdout(&output)
}

/// (path, quantity) and value with its interval.
fn values(place: &Place, name: &str) -> BTreeMap<(String, String), [f64; 3]> {
    let text = fs::read_to_string(place.path(name)).unwrap();
    let row = |line: &str| {
        let cells: Vec<&str> = line.split(',').collect();
        ((cells[1].to_owned(), cells[2].to_owned()), [4, 5, 6].map(|cell| cells[cell].parse().unwrap()))
    };
    text.lines().skip(1).map(row).collect()
}

/// The ends of the tornado are those of runs with the values set, and its differences those of paired variants.
#[test]
fn ends_are_those_of_runs() {
    let place = Place::new();
    let printed = succeed(&place, &SMALL);
    assert!(printed.contains("stages.desk.staff matters most"), "{printed}");
    let found = values(&place, "output/small-sensitivity/sensitivity.csv");
    let of = |path: &str, quantity: &str| found[&(path.to_owned(), quantity.to_owned())];
    let base = of("", "base");
    for (quantity, staff) in [("low", "1"), ("high", "4")] {
        let [value, low, high] = of("stages.desk.staff", quantity);
        let set = format!("stages.desk.staff={staff}");
        let name = format!("at-{staff}");
        let run = ["run", "small.toml", "--variant", "today", "--replications", "20", "--formats", "none", "--set"];
        succeed(&place, &[&run[..], &[&set, "--output", &name]].concat());
        let summary = fs::read_to_string(place.path(&format!("{name}/summary.csv"))).unwrap();
        assert!(summary.contains(&format!("today,all,all,backlog,mean,{value},{low},{high}\n")), "{quantity}");
        let [difference, low, high] = of("stages.desk.staff", &format!("{quantity}_difference"));
        assert!((difference - (value - base[0])).abs() < 1e-9 && low < difference && difference < high);
    }
    let first: f64 = ["stages.desk.staff", "requests.petitions.arrivals.ordinary.poisson.rate"]
        .map(|path| of(path, "first")[0])
        .iter()
        .sum();
    assert!((0.2..1.8).contains(&first), "{first}");
    for chart in ["tornado", "sobol"] {
        assert!(place.path(&format!("output/small-sensitivity/charts/{chart}.svg")).exists());
    }
}

#[test]
fn threads_do_not_matter() {
    let place = Place::new();
    for (threads, output) in [("1", "one"), ("3", "three")] {
        succeed(&place, &[&SMALL[..], &["--threads", threads, "--output", output, "--quiet"]].concat());
    }
    assert_eq!(files(&place.path("one")), files(&place.path("three")));
}

#[test]
fn what_does_not_vary_is_said() {
    let place = Place::new();
    let arguments = ["sensitivity", "small.toml", "--vary", "stages.desk.staff=1..4", "--metric", "created.end"];
    let more = ["--samples", "4", "--replications", "3", "--formats", "svg"];
    let printed = succeed(&place, &[&arguments[..], &more].concat());
    assert!(printed.contains("created.end does not change within these ranges"), "{printed}");
    assert!(!place.path("output/small-sensitivity/charts/sobol.svg").exists());
}

#[test]
fn wrong_input_is_refused() {
    let place = Place::new();
    let staff = ["--vary", "stages.desk.staff=1..4"];
    for (arguments, message) in [
        (&[][..], "--vary"),
        (&["--vary", "stages.desk.staff=1,4"], "range"),
        (&["--vary", "stages.desk.stuff=1..4"], "did you mean `staff`"),
        (&["--vary", "stages.desk.staff=-3..4"], "stages.desk.staff"),
        (&["--vary", "horizon=\"10 days\"..\"20 days\""], "what is observed"),
        (&[staff[0], staff[1], "--metric", "backlgo.mean"], "did you mean `backlog`"),
        (&[staff[0], staff[1], "--precision", "0.1"], "unexpected argument"),
        (&[staff[0], staff[1], "--samples", "1"], "--samples"),
    ] {
        let output = place.saule(&[&["sensitivity", "small.toml"], arguments].concat());
        assert_eq!(output.status.code(), Some(2), "{arguments:?}");
        assert!(stderr(&output).contains(message), "{message} in {}", stderr(&output));
    }
    assert!(!place.path("output").exists(), "nothing is written");
}
