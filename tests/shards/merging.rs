//! The sum of the shards is the single run, byte for byte.

use std::{fs, path::Path};

use super::support::{Place, SCENARIO, files, stderr};

/// Runs `small.toml` whole, into `whole`.
pub fn whole(place: &Place, more: &[&str]) {
    let output = place.saule(&[&["run", "small.toml", "--output", "whole", "-q"], more].concat());
    assert!(output.status.success(), "{}", stderr(&output));
}

/// Runs one shard of `small.toml`, and returns the name of its folder.
pub fn shard(place: &Place, index: u32, count: u32, more: &[&str]) -> String {
    let part = format!("{index}/{count}");
    let output = place.saule(&[&["run", "small.toml", "--output", "part", "--shard", &part, "-q"], more].concat());
    assert!(output.status.success(), "{}", stderr(&output));
    format!("part-shard-{index}-of-{count}")
}

/// Merges shards into `merged`.
fn merge(place: &Place, shards: &[String]) {
    let mut arguments = vec!["merge", "--output", "merged", "-q", "--force"];
    arguments.extend(shards.iter().map(String::as_str));
    let output = place.saule(&arguments);
    assert!(output.status.success(), "{}", stderr(&output));
}

/// Every file of two folders is the same, but for the provenance.
pub fn assert_same(place: &Place, one: &str, other: &str) {
    let (one, other) = (files(&place.path(one)), files(&place.path(other)));
    assert_eq!(one.keys().collect::<Vec<_>>(), other.keys().collect::<Vec<_>>());
    for (name, content) in &one {
        assert!(other[name] == *content, "{} differs", name.display());
    }
}

/// What the scenario has not: everything that a collector may hold.
pub const MORE: &str = r#"
[events.long_queue]
when = "backlog > 8"
for = "2 days"

[events.help]
after = "long_queue"
when = "oldest_wait_days > 10"
set = { "stages.desk.staff" = 4 }
"#;

#[test]
fn in_any_order_with_repetitions_as_folders_or_files() {
    let place = Place::new();
    place.write("small.toml", format!("{SCENARIO}{MORE}"));
    whole(&place, &[]);
    let single = files(&place.path("whole"));
    let events = String::from_utf8_lossy(&single[Path::new("events.csv")]);
    assert!(events.contains("today,help,share,mean,0."), "some replications have it, not all: {events}");
    assert!(single.len() >= 10, "tables, scenario and charts");
    let mut shards: Vec<String> = (1..=7).map(|index| shard(&place, index, 7, &[])).collect();
    for folder in &shards {
        let names: Vec<_> = fs::read_dir(place.path(folder)).unwrap().map(|entry| entry.unwrap().file_name()).collect();
        assert_eq!(names, ["shard.bin"]);
    }
    shards.reverse();
    shards[2] += "/shard.bin";
    shards.push("part-shard-5-of-7".into());
    merge(&place, &shards);
    assert_same(&place, "whole", "merged");
}

#[test]
fn for_parts_that_hold_one_replication_or_none() {
    let place = Place::new();
    let few = ["--replications", "3", "--formats", "none"];
    whole(&place, &few);
    let shards: Vec<String> = (1..=5).map(|index| shard(&place, index, 5, &few)).collect();
    let output = place.saule(&["merge", "part-shard-*", "--output", "merged"]);
    assert_eq!(output.status.code(), Some(2), "a glob is the shell's business");
    let mut arguments = vec!["merge", "--output", "merged", "-q", "--formats", "none"];
    arguments.extend(shards.iter().map(String::as_str));
    assert!(place.saule(&arguments).status.success());
    assert_same(&place, "whole", "merged");
}

#[test]
fn without_the_scenario_or_its_data() {
    let place = Place::new();
    let rows: Vec<String> = (1..40).map(|row| format!("{}", f64::from(row) / 10.0)).collect();
    place.write("services.csv", format!("days\n{}\n", rows.join("\n")));
    let service = r#"service = { empirical = { file = "services.csv", column = "days" } }"#;
    let scenario = SCENARIO.replace(r#"service = { lognormal = { mean = "1 day", cv = 1 } }"#, service);
    assert_ne!(scenario, SCENARIO);
    place.write("small.toml", scenario);
    let overridden = ["--set", "stages.desk.staff=1", "--seed", "5"];
    whole(&place, &overridden);
    let shards = [shard(&place, 1, 2, &overridden), shard(&place, 2, 2, &overridden)];
    fs::remove_file(place.path("small.toml")).unwrap();
    fs::remove_file(place.path("services.csv")).unwrap();
    merge(&place, &shards);
    assert_same(&place, "whole", "merged");
    assert!(place.path("merged/data/services.csv").exists());
}

#[test]
fn after_a_killed_shard_was_tried_again() {
    let place = Place::new();
    whole(&place, &[]);
    let first = shard(&place, 1, 2, &[]);
    // What a shard killed while writing leaves: a hidden folder, half full.
    fs::create_dir(place.path(".part-shard-2-of-2.tmp-1")).unwrap();
    place.write(".part-shard-2-of-2.tmp-1/shard.bin", "saule shard\n");
    let second = shard(&place, 2, 2, &["--threads", "1"]);
    assert_eq!(shard(&place, 2, 2, &[]), second, "a shard may be simulated again");
    merge(&place, &[first, second]);
    assert_same(&place, "whole", "merged");
}

#[test]
fn and_is_replaced_by_the_same_merge_only() {
    let place = Place::new();
    let shards = [shard(&place, 1, 1, &[]), "--formats".into(), "none".into(), "-q".into()];
    let merge = |more: &[&str]| {
        let arguments: Vec<&str> = ["merge"].into_iter().chain(shards.iter().map(String::as_str)).collect();
        place.saule(&[&arguments, more].concat())
    };
    assert!(merge(&["--output", "merged"]).status.success());
    assert!(merge(&["--output", "merged"]).status.success());
    whole(&place, &["--formats", "none"]);
    let output = merge(&["--output", "whole"]);
    assert_eq!(output.status.code(), Some(2));
    assert!(stderr(&output).contains("--force"), "{}", stderr(&output));
    // A merge never deletes what it reads, not even by force.
    let output = merge(&["--output", "part-shard-1-of-1", "--force"]);
    assert_eq!(output.status.code(), Some(2));
    assert!(place.path("part-shard-1-of-1/shard.bin").exists());
}
