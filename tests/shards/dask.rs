//! The driver for Dask, on a cluster of this machine's processes.
#![cfg(target_os = "linux")]

use std::{fs, process::Stdio};

use super::{
    clusters::{REPLICATIONS, is_there, kill, program_of_shard, python, script, skipped, whole_with_charts},
    merging::assert_same,
    support::{Place, stderr, stdout},
};

/// The process that started another.
fn parent(process: u32) -> u32 {
    let status = fs::read_to_string(format!("/proc/{process}/status")).unwrap();
    let line = status.lines().find_map(|line| line.strip_prefix("PPid:")).unwrap();
    line.trim().parse().unwrap()
}

#[test]
fn workers_survive_a_killed_one() {
    if !is_there(&python()) || !has_dask() {
        return skipped(&format!("{} has no dask.distributed", python()));
    }
    let place = Place::new();
    whole_with_charts(&place);
    let mut driver = script(&place, "dask_shards.py", &["4", "merged", "small.toml", "--replications", REPLICATIONS]);
    let running = driver.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    // The worker and what it runs, as when its machine is lost.
    let program = program_of_shard(&place, "2/4");
    kill(parent(program));
    kill(program);
    let output = running.wait_with_output().unwrap();
    assert!(output.status.success(), "{}", stderr(&output));
    assert!(stderr(&output).contains("Restarting worker"), "a worker was lost: {}", stderr(&output));
    for shard in 1..=4 {
        assert!(stdout(&output).contains(&format!("shard {shard} of 4 is done")), "{}", stdout(&output));
    }
    assert_same(&place, "whole", "merged");
}

fn has_dask() -> bool {
    std::process::Command::new(python()).args(["-c", "import distributed"]).output().unwrap().status.success()
}
