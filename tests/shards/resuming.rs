//! `--resume`: an interrupted run goes on where it was.
#![cfg(unix)]

use std::{
    fs,
    process::{Child, Command, Stdio},
    thread,
    time::{Duration, Instant},
};

use super::{
    merging::assert_same,
    support::{Place, stderr, stdout},
};

/// Long enough to be interrupted in the middle, short enough to finish.
const REPLICATIONS: &str = "700";

fn arguments<'a>(output: &'a str, more: &[&'a str]) -> Vec<&'a str> {
    let run = ["run", "small.toml", "--replications", REPLICATIONS, "--formats", "none", "-q", "--output", output];
    [&run[..], more].concat()
}

/// Starts a run and interrupts it until it leaves `NAME.partial`; an interrupt that comes too early or too late to
/// leave something is tried again.
fn interrupt(place: &Place, output: &str, partial: &str, more: &[&str]) {
    let mut patience = Duration::from_millis(100);
    for _ in 0..30 {
        let mut child: Child = place.command(&arguments(output, more)).stderr(Stdio::null()).spawn().unwrap();
        thread::sleep(patience);
        // A child that has ended cannot be told, which is no failure.
        let _ = Command::new("kill").args(["-INT", &child.id().to_string()]).status();
        let interrupted = child.wait().unwrap().code() == Some(130);
        if interrupted && place.path(partial).exists() {
            return;
        }
        patience = if interrupted { patience * 3 / 2 } else { patience / 2 };
        let _ = fs::remove_dir_all(place.path(partial.trim_end_matches(".partial")));
    }
    panic!("no run was interrupted in the middle");
}

#[test]
fn to_the_same_bytes() {
    let place = Place::new();
    let keep = ["--keep-replications"];
    assert!(place.saule(&arguments("whole", &keep)).status.success());
    interrupt(&place, "results", "results.partial", &keep);
    assert!(place.path("results.partial/shard.bin").exists());
    assert!(place.path("results.partial/summary.csv").exists());
    let output = place.saule(&arguments("results", &["--keep-replications", "--resume", "--threads", "1"]));
    assert!(output.status.success(), "{}", stderr(&output));
    assert!(!place.path("results.partial").exists(), "it is done with");
    assert_same(&place, "whole", "results");
    // With nothing to go on from, the run begins anew.
    assert!(place.saule(&arguments("results", &["--keep-replications", "--resume"])).status.success());
    assert_same(&place, "whole", "results");
}

#[test]
fn in_a_shard_which_is_not_merged_before() {
    let place = Place::new();
    assert!(place.saule(&arguments("whole", &[])).status.success());
    assert!(place.saule(&arguments("part", &["--shard", "1/2"])).status.success());
    interrupt(&place, "part", "part-shard-2-of-2.partial", &["--shard", "2/2"]);
    let merge = |second: &str| {
        place.saule(&["merge", "part-shard-1-of-2", second, "--output", "merged", "--formats", "none", "-q"])
    };
    let output = merge("part-shard-2-of-2.partial");
    assert_eq!(output.status.code(), Some(2));
    let text = stderr(&output);
    assert!(text.contains("part-shard-2-of-2.partial: its run was interrupted after"), "{text}");
    assert!(text.contains("run it again, and it goes on"), "{text}");
    assert!(place.saule(&arguments("part", &["--shard", "2/2", "--resume"])).status.success());
    assert!(merge("part-shard-2-of-2").status.success());
    assert_same(&place, "whole", "merged");
}

#[test]
fn of_the_same_scenario_only() {
    let place = Place::new();
    interrupt(&place, "results", "results.partial", &[]);
    let before = fs::read(place.path("results.partial/shard.bin")).unwrap();
    let begun = Instant::now();
    for (more, difference) in [
        (&["--seed", "8"][..], "the seed: 7, not 8"),
        (&["--replications", "5000"], "the number of replications: 700, not 5000"),
        (&["--set", "stages.desk.staff=5"], "of scenario.toml: `staff = 2`, not `staff = 5`"),
        (&["--keep-replications"], "what is kept: without --keep-replications"),
    ] {
        let run = ["run", "small.toml", "--formats", "none", "-q", "--output", "results", "--resume"];
        let default = if more[0] == "--replications" { &[][..] } else { &["--replications", REPLICATIONS] };
        let output = place.saule(&[&run[..], default, more].concat());
        assert_eq!(output.status.code(), Some(2));
        let text = stderr(&output);
        assert!(text.starts_with("error: cannot go on from results.partial: it differs from this run in "), "{text}");
        assert!(text.contains(difference) && text.contains("leave out --resume to start anew"), "{text}");
    }
    assert!(begun.elapsed() < Duration::from_secs(20), "nothing is simulated before");
    assert!(before == fs::read(place.path("results.partial/shard.bin")).unwrap());
    assert!(!place.path("results").exists());
}

#[test]
fn until_it_is_precise() {
    let place = Place::new();
    let precise = ["--set", "monte_carlo.precision={ metric = \"backlog.end\", half_width = 1e-6, maximum = 1500 }"];
    let run = |output| [&["run", "small.toml", "--formats", "none", "-q", "--output", output], &precise[..]].concat();
    assert!(place.saule(&run("whole")).status.success());
    let mut patience = Duration::from_millis(100);
    for _ in 0..30 {
        let mut child = place.command(&run("results")).stderr(Stdio::null()).spawn().unwrap();
        thread::sleep(patience);
        let _ = Command::new("kill").args(["-INT", &child.id().to_string()]).status();
        if child.wait().unwrap().code() == Some(130) && place.path("results.partial/precision.csv").exists() {
            break;
        }
        patience = if place.path("results").exists() { patience / 2 } else { patience * 3 / 2 };
        let _ = fs::remove_dir_all(place.path("results"));
    }
    let looks = place.path("results.partial/precision.csv");
    assert!(looks.exists(), "no run was interrupted after its first look");
    // Without a look of those that it has taken it cannot go on.
    let whole = fs::read_to_string(&looks).unwrap();
    let (all_but_one, _) = whole.trim_end().rsplit_once('\n').unwrap();
    fs::write(&looks, all_but_one.to_owned() + "\n").unwrap();
    let output = place.saule(&[&run("results")[..], &["--resume"]].concat());
    assert_eq!(output.status.code(), Some(2));
    assert!(stderr(&output).contains("its precision.csv lacks a look"), "{}", stderr(&output));
    fs::write(&looks, whole).unwrap();
    assert!(place.saule(&[&run("results")[..], &["--resume"]].concat()).status.success());
    assert_same(&place, "whole", "results");
}

#[test]
fn without_being_asked_where_it_is_the_same_run() {
    let place = Place::new();
    assert!(place.saule(&arguments("whole", &[])).status.success());
    interrupt(&place, "results", "results.partial", &[]);
    let loud = ["run", "small.toml", "--replications", REPLICATIONS, "--formats", "none", "--output", "results"];
    let output = place.saule(&loud);
    assert!(
        output.status.success() && stderr(&output).contains("goes on from results.partial, "),
        "{}",
        stderr(&output)
    );
    assert!(!place.path("results.partial").exists());
    assert_same(&place, "whole", "results");
    // Of another run nothing is taken, and nothing lost before there is something in its place.
    interrupt(&place, "results", "results.partial", &[]);
    let before = fs::read(place.path("results.partial/shard.bin")).unwrap();
    let output = place.saule(&[&loud[..], &["--seed", "8"]].concat());
    assert!(output.status.success() && !stderr(&output).contains("goes on"), "{}", stderr(&output));
    assert!(before == fs::read(place.path("results.partial/shard.bin")).unwrap());
}

/// Drivers of clusters ask for every shard, and get those of this very run, whatever is there.
#[test]
fn a_shard_that_is_whole_is_simulated_again_only_if_it_has_to_be() {
    let place = Place::new();
    let shard = |more: &[&str]| {
        let run = ["run", "small.toml", "--replications", "60", "--output", "part", "--shard", "1/2", "--resume"];
        let output = place.saule(&[&run[..], more].concat());
        assert!(output.status.success(), "{}", stderr(&output));
        (stdout(&output), stderr(&output))
    };
    let bytes = || fs::read(place.path("part-shard-1-of-2/shard.bin")).unwrap();
    assert!(shard(&[]).0.contains("shard 1/2: 30 of 30 replications"));
    let first = bytes();
    let (said, warned) = shard(&[]);
    assert!(said.contains("shard 1/2: there already") && warned.is_empty(), "{said}{warned}");
    let (said, warned) = shard(&["--set", "stages.desk.staff=5"]);
    assert!(said.contains("30 of 30 replications"), "{said}");
    assert!(warned.contains("part-shard-1-of-2 is not used: it differs from this run in line"), "{warned}");
    assert!(bytes() != first);
    fs::write(place.path("part-shard-1-of-2/shard.bin"), &first[..first.len() / 2]).unwrap();
    let (said, warned) = shard(&[]);
    assert!(said.contains("30 of 30 replications") && warned.contains("is not used: it has"), "{said}{warned}");
    assert!(bytes() == first);
}

/// The tables beside a state are part of it.
#[test]
fn a_state_without_its_tables_is_no_state() {
    let place = Place::new();
    let keep = ["--keep-replications"];
    let shard = |more: &[&str]| place.saule(&arguments("part", &[&["--shard", "1/2"], &keep[..], more].concat()));
    assert!(shard(&[]).status.success());
    let table = place.path("part-shard-1-of-2/replications.csv");
    let whole = fs::read(&table).unwrap();
    for damaged in [Some(&whole[..whole.len() / 2]), None] {
        match damaged {
            Some(bytes) => fs::write(&table, bytes).unwrap(),
            None => fs::remove_file(&table).unwrap(),
        }
        let output = shard(&["--resume"]);
        assert!(output.status.success(), "{}", stderr(&output));
        assert!(stderr(&output).contains("is not used: its replications.csv"), "{}", stderr(&output));
        assert!(fs::read(&table).unwrap() == whole);
    }

    assert!(place.saule(&arguments("whole", &keep)).status.success());
    interrupt(&place, "results", "results.partial", &keep);
    fs::remove_file(place.path("results.partial/replications.csv")).unwrap();
    let output = place.saule(&arguments("results", &["--keep-replications", "--resume"]));
    assert_eq!(output.status.code(), Some(2));
    assert!(stderr(&output).contains("cannot go on from results.partial: its replications.csv"), "{}", stderr(&output));
    let output = place.saule(&arguments("results", &keep));
    assert!(output.status.success() && !stderr(&output).contains("goes on"), "{}", stderr(&output));
    assert_same(&place, "whole", "results");
}

/// `nohup` ignores the signal of a closed terminal, and so does what it starts; otherwise that is an interrupt.
#[test]
#[cfg(target_os = "linux")]
fn a_closed_terminal_ends_a_run_unless_it_is_to_survive() {
    let place = Place::new();
    // These tests may themselves run under `nohup`.
    for (output, signal, status) in [("survives", "--ignore-signal=HUP", 0), ("ends", "--default-signal=HUP", 130)] {
        let run = ["run", "small.toml", "--replications", "2500", "--formats", "none", "-q", "--output", output];
        let mut env = Command::new("env");
        env.args([signal, env!("CARGO_BIN_EXE_saule")]).args(run).current_dir(place.path(""));
        let mut child = env.stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap();
        thread::sleep(Duration::from_millis(500));
        assert!(Command::new("kill").args(["-HUP", &child.id().to_string()]).status().unwrap().success());
        assert_eq!(child.wait().unwrap().code(), Some(status), "{signal}");
    }
}
