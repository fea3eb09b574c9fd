//! The driver for Slurm, on a cluster of one node that the test starts for itself.
#![cfg(target_os = "linux")]

use std::{
    fs,
    net::TcpListener,
    path::Path,
    process::{Child, Command, Stdio},
    time::Duration,
};

use super::{
    clusters::{REPLICATIONS, eventually, is_there, kill, program_of_shard, script, skipped, whole_with_charts},
    merging::assert_same,
    support::{Place, stderr, stdout},
};

/// The daemons, which end with the test.
struct Slurm {
    daemons: Vec<Child>,
}

impl Drop for Slurm {
    fn drop(&mut self) {
        // Last started, first stopped: the node, its controller, then what both trust.
        for daemon in self.daemons.iter_mut().rev() {
            let _ = Command::new("kill").arg(daemon.id().to_string()).status();
            let _ = daemon.wait();
        }
    }
}

fn free_port() -> u16 {
    TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port()
}

fn said(program: &str, arguments: &[&str]) -> String {
    let output = Command::new(program).args(arguments).output().unwrap();
    String::from_utf8(output.stdout).unwrap().trim().to_owned()
}

/// A private configuration: other sockets, ports and folders than any Slurm that this machine may be part of.
fn configuration(home: &Path) -> String {
    let (user, host, home) = (said("id", &["-un"]), said("hostname", &["-s"]), home.display());
    let (controller, node) = (free_port(), free_port());
    format!(
        "ClusterName=loopback\nSlurmctldHost={host}(127.0.0.1)\nSlurmctldPort={controller}\nSlurmdPort={node}\n\
         SlurmUser={user}\nSlurmdUser={user}\nAuthType=auth/munge\nAuthInfo=socket={home}/munge.socket\n\
         CredType=cred/munge\nStateSaveLocation={home}/state\nSlurmdSpoolDir={home}/spool\n\
         SlurmctldPidFile={home}/slurmctld.pid\nSlurmdPidFile={home}/slurmd.pid\n\
         SlurmctldLogFile={home}/slurmctld.log\nSlurmdLogFile={home}/slurmd.log\n\
         ProctrackType=proctrack/linuxproc\nTaskPlugin=task/none\nJobAcctGatherType=jobacct_gather/none\n\
         AccountingStorageType=accounting_storage/none\nSelectType=select/cons_tres\nSelectTypeParameters=CR_CPU\n\
         SwitchType=switch/none\nMpiDefault=none\nReturnToService=2\n\
         NodeName={host} NodeAddr=127.0.0.1 CPUs=2 State=UNKNOWN\n\
         PartitionName=all Nodes=ALL Default=YES MaxTime=INFINITE State=UP\n"
    )
}

/// Starts the daemons with everything they write in `home`.
fn start(home: &Path) -> Slurm {
    fs::create_dir_all(home.join("state")).unwrap();
    fs::create_dir_all(home.join("spool")).unwrap();
    fs::write(home.join("slurm.conf"), configuration(home)).unwrap();
    // The key protects a cluster of the user with the user.
    fs::write(home.join("munge.key"), [7; 128]).unwrap();
    assert!(Command::new("chmod").arg("400").arg(home.join("munge.key")).status().unwrap().success());
    let path = |name: &str| home.join(name).display().to_string();
    let munged = vec![
        "-F".into(),
        "--force".into(),
        format!("--key-file={}", path("munge.key")),
        format!("--socket={}", path("munge.socket")),
        format!("--pid-file={}", path("munge.pid")),
        format!("--log-file={}", path("munge.log")),
        format!("--seed-file={}", path("munge.seed")),
    ];
    let slurm = vec!["-D".into(), "-f".into(), path("slurm.conf")];
    let mut cluster = Slurm { daemons: Vec::new() };
    for (program, arguments) in [("munged", munged), ("slurmctld", slurm.clone()), ("slurmd", slurm)] {
        let mut command = Command::new(program);
        command.args(arguments).stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
        cluster.daemons.push(command.spawn().unwrap());
        if program == "munged" {
            eventually("the socket of munge", Duration::from_secs(10), || {
                home.join("munge.socket").exists().then_some(())
            });
        }
    }
    cluster
}

#[test]
fn an_array_of_jobs_survives_a_killed_one() {
    for program in ["munged", "slurmctld", "slurmd", "sbatch", "srun"] {
        if !is_there(program) {
            return skipped(&format!("{program} is not installed"));
        }
    }
    let place = Place::new();
    let home = tempfile::tempdir().unwrap();
    let _cluster = start(home.path());
    let configuration = home.path().join("slurm.conf");
    let ask = |arguments: &[&str]| {
        let mut command = Command::new(arguments[0]);
        let output = command.args(&arguments[1..]).env("SLURM_CONF", &configuration).output().unwrap();
        String::from_utf8(output.stdout).unwrap()
    };
    eventually("an idle node", Duration::from_secs(60), || {
        ask(&["sinfo", "-h", "-o", "%t"]).contains("idle").then_some(())
    });

    whole_with_charts(&place);
    let mut driver = script(&place, "slurm.sh", &["4", "merged", "small.toml", "--replications", REPLICATIONS]);
    let submitted = driver.env("SLURM_CONF", &configuration).output().unwrap();
    assert!(submitted.status.success(), "{}", stderr(&submitted));
    assert!(stdout(&submitted).contains("job 1: 4 shards"), "{}", stdout(&submitted));
    kill(program_of_shard(&place, "3/4"));
    let ended = || ask(&["squeue", "-h"]).trim().is_empty().then_some(());
    eventually("an empty queue", Duration::from_secs(300), ended);

    let log = |name: &str| fs::read_to_string(place.path("merged-log").join(name)).unwrap();
    assert!(log("shard-3.log").contains("attempt 1 ended with status 137"), "{}", log("shard-3.log"));
    assert!(place.path("merged").exists(), "{}", log("merge.log"));
    assert_same(&place, "whole", "merged");
}
