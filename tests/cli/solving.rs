//! `saule solve`, from the outside.

use std::fs;

use super::support::{Place, files, stderr, stdout};

const SOLVE: [&str; 8] = [
    "solve",
    "small.toml",
    "--vary",
    "stages.desk.staff=1..12",
    "--replications",
    "400",
    "--target",
    "backlog.mean <= 9",
];

fn solve<'a>(more: &[&'a str]) -> Vec<&'a str> {
    [&SOLVE[..], more].concat()
}

#[test]
fn the_answer_is_the_same_for_any_number_of_threads() {
    let place = Place::new();
    for threads in ["1", "4"] {
        let output = place.saule(&solve(&["--threads", threads, "--output", threads]));
        assert_eq!(output.status.code(), Some(0), "{}", stderr(&output));
    }
    let (one, four) = (files(&place.path("1")), files(&place.path("4")));
    assert!(one == four);
    for name in ["solve.csv", "summary.json", "scenario.toml", "charts/solve.svg", "charts/solve.png"] {
        assert!(place.path("1").join(name).exists(), "{name}");
    }
    let text = fs::read_to_string(place.path("1/summary.json")).unwrap();
    let summary: serde_json::Value = serde_json::from_str(&text).unwrap();
    let answer: u64 = summary["answer"].as_str().unwrap().parse().unwrap();
    assert!((2..12).contains(&answer), "{answer}");
    let rows = fs::read_to_string(place.path("1/solve.csv")).unwrap();
    assert!(rows.starts_with("setting,number,target,condition,value,ci_low,ci_high,bound,met,replications,answer\n"));
    assert_eq!(rows.lines().filter(|row| row.ends_with(",yes")).count(), 1);
    for neighbour in [answer - 1, answer + 1] {
        assert!(rows.lines().any(|row| row.starts_with(&format!("{neighbour},"))), "{neighbour} was looked at: {rows}");
    }
    // The scenario in the folder has the answer in it, and meets the target.
    let run = ["run", "1/scenario.toml", "--output", "met", "--formats", "none"];
    let output = place.saule(&run);
    assert_eq!(output.status.code(), Some(0), "{}", stderr(&output));
    assert!(stdout(&output).contains(": met"), "{}", stdout(&output));
}

#[test]
fn no_answer_is_exit_status_1_with_an_explanation() {
    let place = Place::new();
    let output = place.saule(&[
        "solve",
        "small.toml",
        "--vary",
        "stages.desk.staff=1,2",
        "--target",
        "backlog.mean < 0.001",
        "--formats",
        "none",
    ]);
    assert_eq!(output.status.code(), Some(1), "{}", stderr(&output));
    assert!(stdout(&output).contains("no value from 1 to 2 meets all targets"), "{}", stdout(&output));
    assert!(place.path("output/small-solve/solve.csv").exists());
}

#[test]
fn mistakes_are_told_before_anything_is_simulated() {
    let place = Place::new();
    for (arguments, said) in [
        (vec!["solve", "small.toml", "--vary", "stages.desk.staff=1..5"], "no target is given"),
        (vec!["solve", "small.toml", "--vary", "stages.desk.stuff=1..5", "--target", "backlog.end < 5"], "stuff"),
        (vec!["solve", "small.toml", "--vary", "stages.desk.staff=-3..5", "--target", "backlog.end < 5"], "staff"),
        (solve(&["--target", "backlogg.end < 5"]), "did you mean `backlog`"),
        (solve(&["--confidence", "95"]), "--confidence"),
        (solve(&["--variant", "today", "--variant", "one more"]), "one variant"),
    ] {
        let output = place.saule(&arguments);
        assert_eq!(output.status.code(), Some(2), "{arguments:?}: {}", stderr(&output));
        assert!(stderr(&output).contains(said), "{}", stderr(&output));
    }
    assert_eq!(place.names(), ["small.toml"]);
}
