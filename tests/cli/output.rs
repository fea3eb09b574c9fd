//! What a run prints.

use std::process::Stdio;

use super::support::{Place, stderr, stdout};

#[test]
fn a_summary_line_for_each_variant() {
    let place = Place::new();
    let output = place.saule(&["run", "small.toml", "--formats", "none"]);
    let text = stdout(&output);
    assert!(text.starts_with("A small desk\n40 replications of 60 days from 2025-01-06\n"), "{text}");
    for variant in ["today", "one more"] {
        assert!(text.lines().any(|line| line.trim_start().starts_with(variant) && line.contains('±')), "{text}");
    }
    assert!(text.trim_end().ends_with("output/small"), "{text}");
    assert_eq!(stderr(&output), "", "progress is for terminals only");
}

#[test]
fn nothing_when_quiet_and_json_when_asked() {
    let place = Place::new();
    let quiet = place.saule(&["run", "small.toml", "--formats", "none", "--quiet"]);
    assert_eq!((stdout(&quiet), stderr(&quiet)), (String::new(), String::new()));
    let json = place.saule(&["run", "small.toml", "--formats", "none", "--json"]);
    let summary: serde_json::Value = serde_json::from_slice(&json.stdout).unwrap();
    assert_eq!(summary["title"], "A small desk");
    assert_eq!(summary["provenance"]["complete"], true);
}

#[test]
fn a_reader_that_has_gone_is_no_failure() {
    let place = Place::new();
    let mut child = place.command(&["schema"]).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    drop(child.stdout.take());
    let output = child.wait_with_output().unwrap();
    assert!(output.status.success(), "{}", stderr(&output));
    assert_eq!(stderr(&output), "");
}

#[test]
fn check_says_that_a_file_is_valid() {
    let place = Place::new();
    let output = place.saule(&["check", "small.toml"]);
    assert_eq!(stdout(&output), "small.toml is valid\n");
    assert!(place.names() == ["small.toml"], "a check writes nothing");
}

#[test]
fn response_times_that_are_cut_off_are_worth_a_warning() {
    let place = Place::new();
    let followed = ["run", "small.toml", "--formats", "none", "--set", "stages.desk.service=30 days"];
    let overloaded = [&followed[..], &["--set", "monte_carlo.follow_up=0 days"]].concat();
    let output = place.saule(&overloaded);
    let (text, warning) = (stderr(&output), "of the eligible `petitions` of variant `today` are still unanswered");
    assert!(text.starts_with("warning: ") && text.contains(warning) && text.contains("follow_up"), "{text}");
    let summary = std::fs::read_to_string(place.path("output/small/summary.json")).unwrap();
    assert!(summary.contains(warning));
    let long_enough = place.saule(&[&followed[..], &["--set", "monte_carlo.follow_up=20 years"]].concat());
    assert_eq!(stderr(&long_enough), "");
    let quiet = place.saule(&[&overloaded[..], &["--quiet"]].concat());
    assert_eq!(stderr(&quiet), "");
}
