//! A resolved scenario stands alone, and means the same.

use std::path::Path;

use saule::model::Scenario;
use saule::scenario::{Loaded, Options};

use super::{VALID, loaded, toml_files};

/// Saves a resolved scenario with its data, and loads it from there.
fn reloaded(original: &Loaded) -> Loaded {
    let folder = tempfile::tempdir().unwrap();
    std::fs::create_dir(folder.path().join("data")).unwrap();
    for (name, content) in &original.resolved.data {
        std::fs::write(folder.path().join("data").join(name), content).unwrap();
    }
    let path = folder.path().join("scenario.toml");
    std::fs::write(&path, &original.resolved.text).unwrap();
    loaded(&path, &Options::default())
}

/// Everything in a scenario, to the last bit: `{:?}` of a number reads back as the same number.
fn written_out(scenario: &Scenario) -> String {
    format!("{scenario:#?}")
}

fn assert_same_alone(path: &Path, options: &Options) -> Loaded {
    let original = loaded(path, options);
    let again = reloaded(&original);
    assert_eq!(written_out(&again.scenario), written_out(&original.scenario), "{}", path.display());
    assert_eq!(again.resolved, original.resolved, "{} resolves further", path.display());
    original
}

#[test]
fn scenarios_load_to_the_same_model() {
    for path in toml_files(VALID) {
        assert_same_alone(&path, &Options::default());
    }
}

#[test]
fn the_command_line_is_in_the_text() {
    let options = Options {
        set: vec!["stages.archive.staff=7".to_owned(), "requests.petitions.window=45 days".to_owned()],
        replications: Some(11),
        seed: Some(i64::MAX as u64),
        variants: vec!["other services".to_owned()],
        ..Options::default()
    };
    let original = assert_same_alone(&Path::new(VALID).join("everything.toml"), &options);
    assert_eq!(original.scenario.variants.len(), 1);
    assert_eq!((original.scenario.replications, original.scenario.seed), (11, i64::MAX as u64));
    assert!(original.resolved.text.contains("window = \"45 days\""));
    assert!(!original.resolved.text.contains("fewer people"));
}

#[test]
fn a_title_does_not_change_with_the_name_of_the_file() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("rush hour.toml");
    let text = std::fs::read_to_string(Path::new(VALID).join("minimal.toml")).unwrap();
    std::fs::write(&path, text.replace("title   = \"One desk, one threshold\"", "")).unwrap();
    let original = assert_same_alone(&path, &Options::default());
    assert_eq!(original.scenario.title, "rush hour");
}

#[test]
fn data_files_of_one_name_get_two() {
    let folder = tempfile::tempdir().unwrap();
    for (side, value) in [("left", 1), ("right", 2)] {
        std::fs::create_dir(folder.path().join(side)).unwrap();
        std::fs::write(folder.path().join(side).join("x.csv"), format!("date,n\n2025-01-02,{value}\n")).unwrap();
    }
    let base = std::fs::canonicalize(Path::new(VALID).join("minimal.toml")).unwrap();
    let observed = |side: &str| {
        format!("[observed.{side}]\nfile = \"{side}/x.csv\"\ndate = \"date\"\nvalue = \"n\"\nmetric = \"backlog\"\n")
    };
    let path = folder.path().join("two.toml");
    let text = format!("schema = 1\nextends = {base:?}\n{}{}", observed("left"), observed("right"));
    std::fs::write(&path, text).unwrap();
    let original = assert_same_alone(&path, &Options::default());
    let names: Vec<&str> = original.resolved.data.iter().map(|(name, _)| name.as_str()).collect();
    assert_eq!(names, ["x.csv", "x-2.csv"]);
}

#[test]
fn the_hash_knows_text_and_data() {
    let hash = |options: &Options| loaded(&Path::new(VALID).join("contract.toml"), options).resolved.hash;
    let plain = hash(&Options::default());
    assert_eq!(plain.len(), 64);
    assert_eq!(plain, hash(&Options::default()));
    assert_ne!(plain, hash(&Options { seed: Some(1), ..Options::default() }));
    // A comment or another spelling of the same value changes nothing.
    assert_eq!(plain, hash(&super::set("monte_carlo.replications=2000")));

    let folder = tempfile::tempdir().unwrap();
    std::fs::create_dir(folder.path().join("data")).unwrap();
    let data = std::fs::read_to_string(Path::new(VALID).join("data/petitions.csv")).unwrap();
    std::fs::write(folder.path().join("data/petitions.csv"), data.replace("27", "28")).unwrap();
    std::fs::copy(Path::new(VALID).join("contract.toml"), folder.path().join("contract.toml")).unwrap();
    assert_ne!(plain, loaded(&folder.path().join("contract.toml"), &Options::default()).resolved.hash);
}
