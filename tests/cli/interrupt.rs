//! Interrupts: exit status 130, what is finished in `DIR.partial`, and never a folder that only looks whole.
#![cfg(unix)]

use std::{
    fs,
    process::{Child, Command, Stdio},
    thread,
    time::Duration,
};

use super::support::{Place, SCENARIO, stderr};

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

/// An analysis and a search are of use as a whole only.
#[test]
fn what_is_of_no_use_in_part_leaves_nothing_and_says_so() {
    for (arguments, said) in [
        (["sensitivity", "--samples", "60000"], "analysis"),
        // No number of replications shows a probability of 1.
        (["solve", "--replications", "100000000"], "search"),
    ] {
        let place = Place::new();
        let targets = "[targets]\nedge = { metric = \"backlog.end >= 0\", probability = 1 }\n";
        place.write("small.toml", format!("{SCENARIO}{targets}"));
        let more = ["small.toml", "--vary", "stages.desk.staff=1..4"];
        let child = place.command(&[&arguments[..], &more].concat()).stderr(Stdio::piped()).spawn().unwrap();
        thread::sleep(Duration::from_millis(1500));
        signal(&child, "-INT");
        let ended = child.wait_with_output().unwrap();
        assert_eq!(ended.status.code(), Some(130), "{}", arguments[0]);
        assert!(stderr(&ended).contains("interrupted: ") && stderr(&ended).contains(said), "{}", stderr(&ended));
        assert_eq!(place.names(), ["small.toml"]);
    }
}
