//! What every simulating command takes.

use std::{
    env,
    path::{Path, PathBuf},
};

use clap::Args;
use saule::{PROGRAM, results::rows::Provenance, scenario, shards::Slice};

use super::Failure;

/// Most worker threads: more than any machine has processors for.
const MOST_THREADS: i64 = 4_096;

/// What is simulated, and by how many threads
#[derive(Args)]
pub struct Simulation {
    /// Replications of every variant, in place of the scenario's
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u64).range(1..=scenario::MOST_REPLICATIONS))]
    replications: Option<u64>,
    /// Root of the random streams, in place of the scenario's
    #[arg(long, value_name = "SEED")]
    seed: Option<u64>,
    /// Worker threads [default: one per processor]; results do not depend on it
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u16).range(1..=MOST_THREADS))]
    threads: Option<u16>,
    /// Override a value of the scenario, as in stages.drafting.staff=6; may be repeated
    #[arg(long, value_name = "PATH=VALUE")]
    set: Vec<String>,
    /// Simulate this variant only; may be repeated
    #[arg(long, value_name = "NAME")]
    variant: Vec<String>,
}

impl Simulation {
    /// Starts the threads for all that is done in parallel: replications, tables and charts.
    pub fn start_threads(&self) -> Result<(), Failure> {
        let threads = self.threads.map_or(0, usize::from);
        let started = rayon::ThreadPoolBuilder::new().num_threads(threads).build_global();
        let refused = |error| format!("cannot start the worker threads: {error}; ask for fewer with --threads");
        started.map_err(|error| Failure::system(refused(error)))
    }

    /// What is changed in a scenario.
    pub fn options(&self) -> scenario::Options {
        scenario::Options {
            set: self.set.clone(),
            vary: Vec::new(),
            replications: self.replications,
            precision: None,
            targets: Vec::new(),
            risk: None,
            metric: None,
            seed: self.seed,
            variants: self.variant.clone(),
        }
    }
}

/// The command line, as it may be typed again.
pub fn command_line() -> String {
    let arguments = env::args_os().skip(1).map(|argument| quoted(&argument.to_string_lossy()));
    format!("saule {}", arguments.collect::<Vec<_>>().join(" "))
}

/// An argument as a shell takes it.
pub fn quoted(argument: &str) -> String {
    let is_plain = |c: char| c.is_alphanumeric() || "_./=,:@%+-".contains(c);
    if !argument.is_empty() && argument.chars().all(is_plain) {
        return argument.to_owned();
    }
    format!("'{}'", argument.replace('\'', "'\\''"))
}

/// Where the numbers of these replications come from.
pub fn provenance(scenario_hash: &str, seed: u64, replications: u64, complete: bool) -> Provenance {
    Provenance {
        program: PROGRAM.into(),
        scenario_hash: scenario_hash.into(),
        seed,
        replications,
        command: command_line(),
        complete,
    }
}

/// The folder for what a command makes of a scenario file where none is asked for; `run` needs no name of its own.
pub fn default_output(scenario: &Path, command: &str) -> PathBuf {
    let mut name = scenario.file_stem().unwrap_or(scenario.as_os_str()).to_owned();
    if command != "run" {
        name.push(format!("-{command}"));
    }
    Path::new("output").join(name)
}

/// The folder for a part of what goes to `dir`: shards have their number in its name, so that they can share a command
/// line. A folder without a name is refused later, as it is for the whole.
pub fn output_of(shard: Option<Slice>, dir: PathBuf) -> PathBuf {
    let (Some(slice), Some(name)) = (shard, dir.file_name()) else { return dir };
    let mut name = name.to_owned();
    name.push(format!("-shard-{}-of-{}", slice.index(), slice.count()));
    dir.with_file_name(name)
}
