//! Where results go, and what is in the way.

use std::fs;

use super::support::{Place, stderr};

#[test]
fn a_folder_of_the_same_scenario_is_replaced_and_no_other() {
    let place = Place::new();
    let run = |scenario: &str, more: &[&str]| {
        let arguments = [&["run", scenario, "--output", "results", "--formats", "none", "-q"], more].concat();
        place.saule(&arguments)
    };
    assert!(run("small.toml", &[]).status.success());
    assert!(run("small.toml", &["--seed", "8"]).status.success(), "the same scenario again");
    let before = fs::read(place.path("results/summary.csv")).unwrap();

    place.write("other.toml", super::support::SCENARIO);
    let refused = run("other.toml", &[]);
    assert_eq!(refused.status.code(), Some(2));
    assert!(stderr(&refused).contains("--force"), "{}", stderr(&refused));
    assert_eq!(fs::read(place.path("results/summary.csv")).unwrap(), before);
    assert!(run("other.toml", &["--force"]).status.success());
    assert_ne!(fs::read(place.path("results/summary.csv")).unwrap(), before);
}

#[test]
fn the_default_is_named_after_the_scenario() {
    let place = Place::new();
    assert!(place.saule(&["run", "small.toml", "--formats", "none", "-q"]).status.success());
    assert!(place.path("output/small/summary.csv").is_file());
    assert_eq!(place.names(), ["output", "small.toml"]);
}

#[test]
fn a_destination_that_cannot_be_made_is_found_before_anything_is_simulated() {
    let place = Place::new();
    place.write("file", "not a folder");
    let output = place.saule(&["run", "small.toml", "--output", "file", "-q"]);
    assert_eq!(output.status.code(), Some(2), "{}", stderr(&output));
    let output = place.saule(&["run", "small.toml", "--output", "file/below", "-q"]);
    assert_eq!(output.status.code(), Some(1), "{}", stderr(&output));
    assert!(stderr(&output).contains("below"), "{}", stderr(&output));
    assert_eq!(place.names(), ["file", "small.toml"]);
}

#[test]
fn no_folder_is_promised_to_two_scenarios() {
    let place = Place::new();
    fs::create_dir(place.path("other")).unwrap();
    place.write("other/small.toml", super::support::SCENARIO);
    for other in ["other/small.toml", "./small.toml", "small.toml"] {
        let output = place.saule(&["run", "small.toml", other, "--formats", "none", "-q"]);
        assert_eq!(output.status.code(), Some(2), "{other}");
        let message = stderr(&output);
        assert!(message.contains(other) && message.contains("would both go to output/small"), "{message}");
    }
    assert_eq!(place.names(), ["other", "small.toml"]);
}

#[test]
fn a_report_replaces_reports_only() {
    let place = Place::new();
    assert!(place.saule(&["run", "small.toml", "--output", "r", "--formats", "none", "-q"]).status.success());
    let report = |more: &[&str]| place.saule(&[&["report", "r"], more].concat());
    for (format, file, other) in [("html", "page.html", "small.toml"), ("md", "page.md", "page.html")] {
        for _ in 0..2 {
            let output = report(&["--format", format, "--output", file]);
            assert!(output.status.success(), "{}", stderr(&output));
        }
        let before = fs::read(place.path(other)).unwrap();
        let output = report(&["--format", format, "--output", other]);
        assert_eq!(output.status.code(), Some(2), "{other}");
        assert!(stderr(&output).contains("choose another name"), "{}", stderr(&output));
        assert_eq!(fs::read(place.path(other)).unwrap(), before);
    }
}
