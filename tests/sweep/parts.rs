//! The same bytes for any number of threads, in parts, and after an interrupt.

use std::fs;

use super::support::{files, stderr};
use super::{Place, sweep};

const VARY: [&str; 6] =
    ["--vary", "stages.desk.staff=1..4", "--vary", "stages.desk.discipline=fifo,random", "--risk", "backlog.max > 6"];

fn assert_same(place: &Place, one: &str, other: &str) {
    let (one, other) = (files(&place.path(one)), files(&place.path(other)));
    assert_eq!(one.keys().collect::<Vec<_>>(), other.keys().collect::<Vec<_>>());
    for (name, content) in &one {
        assert!(other[name] == *content, "{} differs", name.display());
    }
}

#[test]
fn for_any_number_of_threads() {
    let place = Place::new();
    for threads in ["1", "2", "8"] {
        sweep(&place, threads, &[&VARY[..], &["--threads", threads]].concat());
    }
    assert!(files(&place.path("1")).len() >= 5, "tables, scenario and charts");
    assert_same(&place, "1", "2");
    assert_same(&place, "1", "8");
}

/// Points that are served differ in what has a value, and end in whatever order.
#[test]
fn a_shard_has_the_same_bytes_each_time() {
    let place = Place::new();
    let shard = || {
        let vary = ["--vary", "stages.desk.staff=3,0,2,5,1,4", "--replications", "2", "--threads", "4"];
        sweep(&place, "part", &[&vary[..], &["--shard", "1/1"]].concat());
        fs::read(place.path("part-shard-1-of-1/shard.bin")).unwrap()
    };
    let first = shard();
    assert!((0..6).all(|_| shard() == first));
}

#[test]
fn in_shards_in_any_order() {
    let place = Place::new();
    sweep(&place, "whole", &VARY);
    for index in ["1/3", "2/3", "3/3"] {
        sweep(&place, "part", &[&VARY[..], &["--shard", index]].concat());
    }
    let parts = ["part-shard-3-of-3", "part-shard-1-of-3", "part-shard-2-of-3"];
    let merge = |parts: &[&str]| place.saule(&[&["merge", "--output", "merged", "-q"], parts].concat());
    let output = merge(&parts);
    assert!(output.status.success(), "{}", stderr(&output));
    assert_same(&place, "whole", "merged");

    let output = merge(&parts[..2]);
    assert_eq!(output.status.code(), Some(2));
    assert!(stderr(&output).contains("missing shard 2 of 3"), "{}", stderr(&output));
    // A shard of another sweep, and one of a run.
    sweep(&place, "other", &["--vary", "stages.desk.staff=1..4", "--shard", "2/3"]);
    let output = merge(&[parts[0], parts[1], "other-shard-2-of-3"]);
    assert!(stderr(&output).contains("what is varied, drawn or counted"), "{}", stderr(&output));
    assert!(place.saule(&["run", "small.toml", "-q", "--output", "run", "--shard", "2/3"]).status.success());
    let output = merge(&[parts[0], parts[1], "run-shard-2-of-3"]);
    assert_eq!(output.status.code(), Some(2));
    let damaged = place.path(parts[2]).join("shard.bin");
    let mut bytes = fs::read(&damaged).unwrap();
    *bytes.last_mut().unwrap() ^= 1;
    fs::write(&damaged, bytes).unwrap();
    assert!(stderr(&merge(&parts)).contains("it is damaged"));
}

#[cfg(unix)]
#[test]
fn after_an_interrupt() {
    use std::{
        process::Command,
        thread,
        time::{Duration, Instant},
    };

    let place = Place::new();
    let options = [&VARY[..], &["--replications", "100", "--formats", "none"]].concat();
    let begun = Instant::now();
    sweep(&place, "whole", &options);
    let arguments = [&["sweep", "small.toml", "--output", "results", "-q"], &options[..]].concat();
    let mut patience: Duration = begun.elapsed() / 2;
    let is_interrupted = (0..40).any(|_| {
        let mut child = place.command(&arguments).spawn().unwrap();
        thread::sleep(patience);
        // A child that has ended cannot be told, which is no failure.
        let _ = Command::new("kill").args(["-INT", &child.id().to_string()]).status();
        let code = child.wait().unwrap().code();
        if code == Some(130) && place.path("results.partial").exists() {
            return true;
        }
        patience = if code == Some(130) { patience * 5 / 4 } else { patience * 2 / 3 };
        let _ = fs::remove_dir_all(place.path("results"));
        false
    });
    assert!(is_interrupted, "no sweep was interrupted in the middle");
    assert!(!place.path("results").exists());
    assert_eq!(place.saule(&["merge", "results.partial", "--output", "m"]).status.code(), Some(2), "it is not whole");
    sweep(&place, "results", &options);
    assert!(!place.path("results.partial").exists(), "it is done with");
    assert_same(&place, "whole", "results");
}

#[test]
fn a_state_that_is_no_use_is_passed_over() {
    let place = Place::new();
    sweep(&place, "whole", &VARY);
    let shard = [&VARY[..], &["--shard", "1/2"]].concat();
    sweep(&place, "part", &shard);
    fs::rename(place.path("part-shard-1-of-2"), place.path("results.partial")).unwrap();
    let state = place.path("results.partial/shard.bin");
    // Half of the points are there already.
    sweep(&place, "results", &VARY);
    assert_same(&place, "whole", "results");
    fs::create_dir(place.path("results.partial")).unwrap();
    fs::write(&state, "saule sweep\nnot really").unwrap();
    let arguments = [&["sweep", "small.toml", "--output", "results", "-q", "--force"], &VARY[..]].concat();
    let output = place.saule(&arguments);
    assert!(output.status.success() && stderr(&output).contains("is not used"), "{}", stderr(&output));
    assert_same(&place, "whole", "results");
}

#[test]
fn points_that_this_sweep_does_not_want_are_kept() {
    let place = Place::new();
    sweep(&place, "part", &["--vary", "stages.desk.staff=1..4", "--shard", "1/1"]);
    let keep = || {
        fs::rename(place.path("part-shard-1-of-1"), place.path("results.partial")).unwrap();
        fs::read(place.path("results.partial/shard.bin")).unwrap()
    };
    let before = keep();
    sweep(&place, "results", &["--vary", "stages.desk.staff=2,3"]);
    assert!(fs::read(place.path("results.partial/shard.bin")).unwrap() == before);
    // With the rest of them nothing is lost.
    sweep(&place, "results", &["--vary", "stages.desk.staff=1..5"]);
    assert!(!place.path("results.partial").exists());
}
