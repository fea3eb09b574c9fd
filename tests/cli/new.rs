//! `saule new`.

use std::{collections::BTreeSet, fs, path::Path};

use super::support::{Place, stderr, stdout};

const SCENARIOS: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/scenarios");

/// The names of the templates, as listed.
fn templates(place: &Place) -> Vec<String> {
    let listed = stdout(&place.saule(&["new", "--list"]));
    listed.lines().map(|line| line.split_whitespace().next().unwrap().to_owned()).collect()
}

#[test]
fn every_shipped_scenario_is_a_template() {
    let shipped = fs::read_dir(SCENARIOS).unwrap().map(|entry| entry.unwrap().path());
    let shipped = shipped.filter(|path| path.extension().is_some_and(|extension| extension == "toml"));
    let shipped: BTreeSet<String> =
        shipped.map(|path| path.file_stem().unwrap().to_str().unwrap().to_owned()).collect();
    let place = Place::new();
    assert_eq!(templates(&place).into_iter().collect::<BTreeSet<_>>(), shipped);
    let listed = stdout(&place.saule(&["new", "--list"]));
    assert!(
        listed.lines().all(|line| line.split_once("  ").is_some_and(|(_, title)| title.trim().len() > 20)),
        "{listed}"
    );
    assert_eq!(place.names(), ["small.toml"], "a list writes nothing");
}

/// Each is written whole, with the data that it reads, under the line of its schema; and it is valid.
#[test]
fn every_template_checks() {
    for template in templates(&Place::new()) {
        let place = Place::new();
        let output = place.saule(&["new", "mine", "--template", &template]);
        assert!(output.status.success(), "{}", stderr(&output));
        assert!(stdout(&output).contains("saule run mine.toml"), "{}", stdout(&output));
        let written = fs::read_to_string(place.path("mine.toml")).unwrap();
        let shipped = fs::read_to_string(Path::new(SCENARIOS).join(format!("{template}.toml"))).unwrap();
        assert_eq!(written, format!("#:schema ./saule.schema.json\n{shipped}"));
        assert!(place.path("saule.schema.json").is_file());
        let check = place.saule(&["check", "mine.toml"]);
        assert!(check.status.success(), "{template}: {}", stderr(&check));
        assert_eq!(stderr(&check), "", "{template} is without warnings");
    }
}

#[test]
fn without_a_template_a_small_scenario_runs() {
    let place = Place::new();
    let output = place.saule(&["new", "desk"]);
    assert!(output.status.success(), "{}", stderr(&output));
    assert_eq!(place.names(), ["desk.toml", "saule.schema.json", "small.toml"]);
    let run = place.saule(&["run", "desk.toml", "--formats", "none", "--replications", "20"]);
    assert!(run.status.success(), "{}", stderr(&run));
    assert_eq!(stderr(&run), "", "no warnings");
    assert!(stdout(&run).contains("one more person"), "{}", stdout(&run));
}

#[test]
fn what_exists_is_not_overwritten_without_force() {
    let place = Place::new();
    let refused = place.saule(&["new", "small"]);
    assert_eq!(refused.status.code(), Some(2));
    assert!(stderr(&refused).contains("small.toml exists already"), "{}", stderr(&refused));
    assert_eq!(fs::read_to_string(place.path("small.toml")).unwrap(), super::support::SCENARIO);
    assert_eq!(place.names(), ["small.toml"], "nothing is written in part");
    let forced = place.saule(&["new", "small.toml", "--force", "--quiet"]);
    assert!(forced.status.success(), "{}", stderr(&forced));
    assert_eq!((stdout(&forced), stderr(&forced)), (String::new(), String::new()));
    assert!(fs::read_to_string(place.path("small.toml")).unwrap().starts_with("#:schema "));
}

/// A second scenario in the same folder finds the schema there, and leaves it.
#[test]
fn a_second_scenario_shares_the_schema() {
    let place = Place::new();
    for name in ["one", "two"] {
        let output = place.saule(&["new", name]);
        assert!(output.status.success(), "{}", stderr(&output));
    }
    assert_eq!(place.names(), ["one.toml", "saule.schema.json", "small.toml", "two.toml"]);
}

/// What to do next can be copied into a shell.
#[test]
fn the_next_commands_are_quoted() {
    let place = Place::new();
    let output = place.saule(&["new", "my desk"]);
    assert!(stdout(&output).contains("saule run 'my desk.toml' "), "{}", stdout(&output));
}

#[test]
fn an_unknown_template_is_answered_with_what_was_meant_and_the_list() {
    let place = Place::new();
    let output = place.saule(&["new", "mine", "--template", "wilow"]);
    assert_eq!(output.status.code(), Some(2));
    let message = stderr(&output);
    assert!(message.contains("no template is called `wilow`\ndid you mean `willow`?"), "{message}");
    assert!(message.contains("uk-parliament, ask-jpm"), "{message}");
    assert_eq!(place.names(), ["small.toml"]);
    let nameless = place.saule(&["new"]);
    assert_eq!(nameless.status.code(), Some(2));
}
