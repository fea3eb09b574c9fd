//! Bad input: a clear message, exit status 2, nothing written.

use super::support::{Place, stderr, stdout};

/// Calls `saule` and checks that it refuses with these words and leaves the folder as it was.
fn refused(place: &Place, arguments: &[&str], words: &[&str]) -> String {
    let before = place.names();
    let output = place.saule(arguments);
    let message = stderr(&output);
    assert_eq!(output.status.code(), Some(2), "{message}");
    assert_eq!(stdout(&output), "");
    for word in words {
        assert!(message.contains(word), "expected `{word}` in:\n{message}");
    }
    assert!(!message.contains("panicked"));
    assert_eq!(place.names(), before);
    message
}

#[test]
fn files_that_are_no_scenario() {
    let place = Place::new();
    place.write("junk", [0x7f, 0x45, 0x4c, 0x46, 0, 0xff, 0xfe, 0x80]);
    std::fs::create_dir(place.path("folder")).unwrap();
    for command in ["run", "check"] {
        refused(&place, &[command, "missing.toml"], &["missing.toml", "no such file"]);
        refused(&place, &[command, "folder"], &["folder", "directory"]);
        refused(&place, &[command, "junk"], &["junk", "not UTF-8 text"]);
    }
}

#[test]
fn a_file_too_large_to_be_a_scenario_is_not_read() {
    let place = Place::new();
    // Sparse: it takes no room on the disk.
    std::fs::File::create(place.path("huge.toml")).unwrap().set_len(1 << 30).unwrap();
    let begun = std::time::Instant::now();
    refused(&place, &["run", "huge.toml"], &["huge.toml", "larger than 16 MiB"]);
    assert!(begun.elapsed().as_secs() < 5);
}

#[test]
fn every_mistake_is_reported_at_once() {
    let place = Place::new();
    place.write(
        "six.toml",
        r#"
schema = 1
start = 2025-01-06
horizon = "60 dys"

[requests.petitions]
treshold = { signatures = 200 }
window = 30

[requests.petitions.arrivals]
ordinary = { poisson = { rate = "10 per day", until = 2025-02-30 } }

[stages.desk]
staff = -2
service = { lognormal = { mean = "1 day", cv = 1 } }
next = "dsk"
"#,
    );
    let message = refused(
        &place,
        &["run", "six.toml"],
        &["`dys` is not a unit", "did you mean `threshold`?", "\"30 days\"", "2025-02-30", "-2", "`dsk`", "6 errors"],
    );
    assert_eq!(message.matches("--> six.toml:").count(), 6, "{message}");
}

#[test]
fn problems_of_several_files_come_together() {
    let place = Place::new();
    place.write("other.toml", super::support::SCENARIO.replace("staff = 2", "staf = 2"));
    refused(&place, &["run", "small.toml", "other.toml", "missing.toml"], &["staf", "missing.toml"]);
}

#[test]
fn command_lines_that_contradict_themselves() {
    let place = Place::new();
    refused(&place, &["run", "small.toml", "small.toml", "--output", "x"], &["--output"]);
    refused(&place, &["run", "small.toml", "--formats", "none,svg"], &["none"]);
    refused(&place, &["run", "small.toml", "--replications", "0"], &["--replications"]);
    refused(&place, &["run", "small.toml", "--threads", "0"], &["--threads", "1..=4096"]);
    refused(&place, &["run", "small.toml", "--threads", "5000"], &["--threads", "1..=4096"]);
    refused(&place, &["run", "small.toml", "--variant", "two more"], &["two more", "one more"]);
    refused(&place, &["run", "small.toml", "--set", "stages.desk.staf=3"], &["staf", "did you mean `staff`?"]);
    refused(&place, &["run", "small.toml", "--set", "stages.desk"], &["="]);
}
