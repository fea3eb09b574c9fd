//! What the tests of the drivers in `docs/clusters` share.
#![cfg(target_os = "linux")]

use std::{
    env, fs,
    io::Write as _,
    path::Path,
    process::Command,
    thread,
    time::{Duration, Instant},
};

use super::support::{Place, stderr};

/// Enough that a shard takes a second or two, in which it can be killed.
pub const REPLICATIONS: &str = "4000";

/// Says why a test does nothing, past the capture of the test harness.
pub fn skipped(reason: &str) {
    let _ = writeln!(std::io::stderr(), "skipped: {reason}");
}

/// True if a program can be called.
pub fn is_there(program: &str) -> bool {
    Command::new("sh").args(["-c", &format!("command -v '{program}'")]).output().unwrap().status.success()
}

/// The Python that may have Dask.
pub fn python() -> String {
    env::var("SAULE_TEST_PYTHON").unwrap_or_else(|_| "python3".into())
}

/// A driver, to be called in a folder with this build of the program.
pub fn script(place: &Place, name: &str, arguments: &[&str]) -> Command {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/clusters").join(name);
    let mut command = Command::new(if name.ends_with(".py") { python() } else { "bash".into() });
    command.arg(path).args(arguments).current_dir(place.path("")).env("SAULE", env!("CARGO_BIN_EXE_saule"));
    command
}

/// The single run, into `whole`.
pub fn whole_with_charts(place: &Place) {
    let output = place.saule(&["run", "small.toml", "--replications", REPLICATIONS, "--output", "whole", "-q"]);
    assert!(output.status.success(), "{}", stderr(&output));
}

/// Waits for something.
pub fn eventually<T>(what: &str, patience: Duration, mut look: impl FnMut() -> Option<T>) -> T {
    let begun = Instant::now();
    while begun.elapsed() < patience {
        if let Some(found) = look() {
            return found;
        }
        thread::sleep(Duration::from_millis(20));
    }
    panic!("{what}: not within {patience:?}");
}

/// The process that simulates a shard in this folder, once there is one.
pub fn program_of_shard(place: &Place, part: &str) -> u32 {
    let folder = place.path("").canonicalize().unwrap();
    let is_it = |process: &Path| {
        let is_saule = fs::read_link(process.join("exe")).ok()?.file_name()? == "saule";
        let is_here = fs::read_link(process.join("cwd")).ok()?.starts_with(&folder);
        let arguments = fs::read(process.join("cmdline")).ok()?;
        let is_part = arguments.split(|byte| *byte == 0).any(|argument| argument == part.as_bytes());
        (is_saule && is_here && is_part).then(|| process.file_name()?.to_str()?.parse().ok())?
    };
    let found = || fs::read_dir("/proc").unwrap().find_map(|entry| is_it(&entry.unwrap().path()));
    let process = eventually("a shard to kill", Duration::from_secs(120), found);
    // Into the middle of its work.
    thread::sleep(Duration::from_millis(200));
    process
}

/// Ends a process as a lost machine or a lack of memory would.
pub fn kill(process: u32) {
    assert!(Command::new("kill").args(["-KILL", &process.to_string()]).status().unwrap().success());
}
