//! Interrupts: exit status 130, what is finished in `DIR.partial`, and never a folder that only looks whole.
#![cfg(unix)]

use std::{
    fs,
    process::{Child, Command},
    thread,
    time::Duration,
};

use super::support::Place;

/// A run that would take minutes, a moment after it began.
fn long_run(place: &Place) -> Child {
    let arguments = ["run", "small.toml", "--replications", "100000000", "--output", "results", "--formats", "none"];
    let child = place.command(&arguments).spawn().unwrap();
    thread::sleep(Duration::from_millis(1500));
    child
}

fn signal(child: &Child, name: &str) {
    assert!(Command::new("kill").args([name, &child.id().to_string()]).status().unwrap().success());
}

#[test]
fn keeps_what_is_finished_and_says_so() {
    let place = Place::new();
    let mut child = long_run(&place);
    signal(&child, "-INT");
    assert_eq!(child.wait().unwrap().code(), Some(130));
    assert_eq!(place.names(), ["results.partial", "small.toml"]);
    let text = fs::read_to_string(place.path("results.partial/summary.json")).unwrap();
    let summary: serde_json::Value = serde_json::from_str(&text).unwrap();
    assert_eq!(summary["provenance"]["complete"], false);
    let done = summary["provenance"]["replications"].as_u64().unwrap();
    assert!((1..100_000_000).contains(&done), "{done} replications");

    // The finished replications are the first ones: a run of just as many gives the same numbers.
    let count = done.to_string();
    let arguments = ["run", "small.toml", "--replications", &count, "--output", "whole", "--formats", "none", "-q"];
    assert!(place.saule(&arguments).status.success());
    let table = |folder: &str| fs::read(place.path(folder).join("summary.csv")).unwrap();
    assert!(table("results.partial") == table("whole"));
}

#[test]
fn a_killed_run_leaves_nothing_that_looks_whole() {
    let place = Place::new();
    let mut child = long_run(&place);
    signal(&child, "-KILL");
    assert!(!child.wait().unwrap().success());
    assert!(!place.path("results").exists() && !place.path("results.partial").exists(), "{:?}", place.names());
}

/// A sensitivity analysis is of use as a whole only.
#[test]
fn an_interrupted_analysis_leaves_nothing() {
    let place = Place::new();
    let vary = ["--vary", "stages.desk.staff=1..4", "--samples", "60000"];
    let mut child = place.command(&[&["sensitivity", "small.toml"][..], &vary].concat()).spawn().unwrap();
    thread::sleep(Duration::from_millis(1500));
    signal(&child, "-INT");
    assert_eq!(child.wait().unwrap().code(), Some(130));
    assert_eq!(place.names(), ["small.toml"]);
}
