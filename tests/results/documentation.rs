//! The reference names everything that is written.

use std::fs;

use saule::results::Destination;

use crate::support::results;

#[test]
fn every_file_and_column_is_documented() {
    let reference = include_str!("../../docs/results.md");
    let home = tempfile::tempdir().unwrap();
    let destination = Destination::check(&home.path().join("out"), "run", &home.path().join("a.toml"), false).unwrap();
    let dir = destination.write(&results(3), "", []).unwrap();
    for entry in fs::read_dir(dir).unwrap() {
        let entry = entry.unwrap();
        let file = entry.file_name().into_string().unwrap();
        assert!(reference.contains(&format!("| `{file}` |")), "{file}");
        if file.ends_with(".csv") {
            let text = fs::read_to_string(entry.path()).unwrap();
            for column in text.lines().next().unwrap().split(',') {
                assert!(reference.contains(&format!("`{column}`")), "{column} of {file}");
            }
        }
    }
}
