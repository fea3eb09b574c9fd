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
