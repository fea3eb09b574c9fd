//! `saule explain`.

use super::support::{Place, stderr, stdout};

const FLAGSHIP: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/scenarios/we-the-people.toml");

/// The snapshot is renewed by `SAULE_BLESS=1 cargo test --test cli explain`.
#[test]
fn the_flagship_is_explained_as_recorded() {
    let output = Place::new().saule(&["explain", FLAGSHIP]);
    assert!(output.status.success(), "{}", stderr(&output));
    let snapshot = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/cli/snapshots/we-the-people.txt");
    if std::env::var_os("SAULE_BLESS").is_some() {
        std::fs::write(snapshot, stdout(&output)).unwrap();
    }
    let recorded = std::fs::read_to_string(snapshot).unwrap();
    assert_eq!(stdout(&output), recorded, "renew the snapshot if this is as it should be");
}

#[test]
fn options_choose_what_is_explained() {
    let place = Place::new();
    let both = stdout(&place.saule(&["explain", "small.toml"]));
    assert!(both.contains("\ntoday\n") && both.contains("\none more\n"), "{both}");
    let one = stdout(&place.saule(&["explain", "small.toml", "--variant", "one more"]));
    assert!(!one.contains("\ntoday\n") && one.contains("\none more\n"), "{one}");
    let none = place.saule(&["explain", "small.toml", "--set", "stages.desk.staff=0"]);
    assert!(stdout(&none).contains("nobody works here"), "{}", stdout(&none));
    assert!(!both.contains('\u{1b}'), "colour where nobody asked for it");
}

#[test]
fn json_has_a_formula_and_a_reason_for_everything() {
    let place = Place::new();
    let output = place.saule(&["explain", "small.toml", "--json"]);
    let json: serde_json::Value = serde_json::from_slice(&output.stdout).unwrap();
    assert_eq!(json["horizon_days"], 60.0);
    assert_eq!(json["variants"].as_array().map(Vec::len), Some(2));
    let share = &json["variants"][0]["crossings"][0]["share"];
    assert!(share["value"].as_f64().is_some_and(|value| value > 0.0 && value < 1.0), "{share}");
    let stage = &json["variants"][0]["stages"][0];
    let figures = stage["figures"].as_array().unwrap().iter().chain(stage["waits"].as_array().unwrap());
    for figure in figures {
        assert_eq!(figure["value"].is_null(), !figure["reason"].is_null(), "{figure}");
        assert!(figure["formula"]["name"].is_string() && figure["unit"].is_string(), "{figure}");
    }
}

#[test]
fn what_is_wrong_with_a_scenario_is_said() {
    let place = Place::new();
    let unknown = place.saule(&["explain", "small.toml", "--variant", "tomorrow"]);
    assert_eq!((unknown.status.code(), stdout(&unknown).as_str()), (Some(2), ""));
    assert!(stderr(&unknown).contains("tomorrow"), "{}", stderr(&unknown));
    let absent = place.saule(&["explain", "absent.toml"]);
    assert_eq!(absent.status.code(), Some(2));
}

/// What the README shows is what the program prints.
#[test]
fn the_readme_quotes_an_explanation() {
    const README: &str = include_str!("../../README.md");
    let between = |from: &str, to: &str| README.split_once(from).unwrap().1.split_once(to).unwrap().0;
    let place = Place::new();
    place.write("desk.toml", between("```toml\n", "```"));
    let printed = stdout(&place.saule(&["explain", "desk.toml", "--variant", "today"]));
    let quoted = between("$ saule explain desk.toml --variant today\n", "```");
    for line in quoted.lines().filter(|line| !line.is_empty() && *line != "…") {
        assert!(printed.lines().any(|other| other == line), "{line:?} is not in\n{printed}");
    }
}
