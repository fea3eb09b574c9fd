//! The same scenario and seed give the same bytes.

use super::support::{Place, files};

#[test]
fn for_any_number_of_threads() {
    let place = Place::new();
    for threads in ["1", "2", "8"] {
        let output = place.saule(&["run", "small.toml", "--threads", threads, "--output", threads, "--quiet"]);
        assert!(output.status.success());
    }
    let one = files(&place.path("1"));
    assert!(one.len() >= 8, "tables, scenario and charts: {:?}", one.keys());
    for threads in ["2", "8"] {
        let other = files(&place.path(threads));
        assert_eq!(one.keys().collect::<Vec<_>>(), other.keys().collect::<Vec<_>>());
        for (name, content) in &one {
            assert!(other[name] == *content, "{} differs between 1 and {threads} threads", name.display());
        }
    }
}

#[test]
fn from_the_resolved_scenario() {
    let place = Place::new();
    let overridden = ["--set", "stages.desk.staff=1", "--replications", "25", "--seed", "99"];
    assert!(
        place.saule(&[&["run", "small.toml", "--output", "first", "-q"], &overridden[..]].concat()).status.success()
    );
    assert!(place.saule(&["run", "first/scenario.toml", "--output", "second", "-q"]).status.success());
    let (first, second) = (files(&place.path("first")), files(&place.path("second")));
    for (name, content) in &first {
        assert!(second.get(name) == Some(content), "{} differs", name.display());
    }
}

#[test]
fn another_seed_gives_other_numbers() {
    let place = Place::new();
    for seed in ["1", "2"] {
        let arguments = ["run", "small.toml", "--seed", seed, "--output", seed, "-q", "--formats", "none"];
        assert!(place.saule(&arguments).status.success());
    }
    let summary = |seed: &str| files(&place.path(seed)).remove(std::path::Path::new("summary.csv"));
    assert!(summary("1") != summary("2"));
}
