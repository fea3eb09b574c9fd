//! What cannot be added up is said, with its name and the remedy; nothing is written.

use std::fs;

use super::{
    merging::shard,
    support::{Place, stderr},
};

/// What `merge` says about these arguments, having refused them.
fn refused(place: &Place, shards: &[&str]) -> String {
    let before = place.names();
    let output = place.saule(&[&["merge", "--output", "merged"], shards].concat());
    assert_eq!(output.status.code(), Some(2), "{}", stderr(&output));
    assert!(output.stdout.is_empty());
    assert_eq!(place.names(), before, "nothing was written");
    stderr(&output)
}

#[test]
fn parts_that_do_not_exist() {
    let place = Place::new();
    for part in ["0/4", "5/4", "a/b", "3", "1/0", "-1/4"] {
        let output = place.saule(&["run", "small.toml", &format!("--shard={part}")]);
        assert_eq!(output.status.code(), Some(2));
        assert!(stderr(&output).contains("expected I/N, the I-th of N parts"), "{}", stderr(&output));
    }
    let output = place.saule(&["run", "small.toml", "--shard", "1/4", "--json"]);
    assert_eq!(output.status.code(), Some(2));
    assert_eq!(place.names(), ["small.toml"]);
}

#[test]
fn a_precision_in_place_of_a_number_of_replications() {
    let place = Place::new();
    let precise = r#"monte_carlo.precision={ metric = "backlog.end", half_width = 0.01 }"#;
    let output = place.saule(&["run", "small.toml", "--shard", "1/4", "--set", precise]);
    assert_eq!(output.status.code(), Some(2));
    assert!(stderr(&output).contains("precision"), "{}", stderr(&output));
    assert_eq!(place.names(), ["small.toml"]);
}

#[test]
fn what_is_no_shard() {
    let place = Place::new();
    fs::create_dir(place.path("empty")).unwrap();
    assert!(refused(&place, &[]).contains("<SHARDS>"));
    let text = refused(&place, &["empty", "nowhere", "small.toml"]);
    let lines: Vec<&str> = text.lines().collect();
    assert_eq!(lines.len(), 3, "{text}");
    assert!(lines[0].starts_with("error: empty: there is no shard.bin: expected a folder made by"), "{text}");
    assert!(lines[1].starts_with("error: nowhere: there is no shard.bin"), "{text}");
    assert!(lines[2].starts_with("error: small.toml: not a shard: expected a shard.bin made by"), "{text}");
}

#[test]
fn missing_ones_by_number() {
    let place = Place::new();
    let given = [shard(&place, 2, 8, &[]), shard(&place, 6, 8, &[])];
    let text = refused(&place, &[&given[0], &given[1]]);
    assert_eq!(text, "error: missing shards 1, 3–5, 7, 8 of 8: simulate them with --shard I/8\n");
}

#[test]
fn those_of_another_run_with_the_difference() {
    let place = Place::new();
    let first = shard(&place, 1, 2, &[]);
    let others = [
        (&["--seed", "8"][..], 2, "the seed: 8, not 7"),
        (&["--replications", "41"], 2, "the number of replications: 41, not 40"),
        (&[], 3, "the number of shards: 3, not 2"),
        (&["--set", "stages.desk.staff=5"], 2, "of scenario.toml: `staff = 5`, not `staff = 2`"),
        (&["--keep-replications"], 2, "what is kept: with --keep-replications"),
    ];
    for (arguments, count, difference) in others {
        let other = shard(&place, 2, count, arguments);
        let text = refused(&place, &[&first, &other]);
        let expected = format!("error: {other}: it differs from {first} in ");
        assert!(text.starts_with(&expected) && text.contains(difference), "{text}");
    }
}

/// Overwrites bytes of a shard, and mends its checksum if asked to.
fn tamper(place: &Place, folder: &str, change: impl FnOnce(&mut Vec<u8>)) {
    let path = place.path(folder).join("shard.bin");
    let mut bytes = fs::read(&path).unwrap();
    change(&mut bytes);
    fs::write(path, bytes).unwrap();
}

#[test]
fn damaged_truncated_and_newer_ones() {
    type Change = fn(&mut Vec<u8>);
    let cases: [(Change, &str); 7] = [
        (|bytes| bytes.truncate(5), "not a shard"),
        (|bytes| bytes.truncate(40), "not a shard"),
        (|bytes| bytes.truncate(bytes.len() - 1), "bytes instead of"),
        (|bytes| bytes.push(0), "bytes instead of"),
        (|bytes| *bytes.last_mut().unwrap() ^= 1, "it is damaged, its checksum does not match"),
        (|bytes| bytes[12] = 99, "a newer saule made it (format 99; saule "),
        // A length that no machine has memory for.
        (|bytes| bytes[16..24].fill(0xff), "bytes instead of 18446744073709551615"),
    ];
    for (change, problem) in cases {
        let place = Place::new();
        let only = shard(&place, 1, 1, &[]);
        tamper(&place, &only, change);
        let text = refused(&place, &[&only]);
        assert!(text.starts_with("error: part-shard-1-of-1: ") && text.contains(problem), "{text}");
    }
}
