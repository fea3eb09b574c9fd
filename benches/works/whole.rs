//! End to end: the scenario of the We the People site read, simulated on one thread, and written.

use std::{num::NonZeroUsize, path::Path, sync::atomic::AtomicBool};

use saule::{
    experiment::{self, Control},
    results::{self, Destination, rows::Provenance},
    scenario::{self, Loaded, Options},
};

use super::Work;

/// So that reading and writing show.
const REPLICATIONS: u64 = 1;

pub fn works() -> Vec<Work> {
    vec![
        Work {
            name: "read a scenario",
            unit: "turn",
            beside: None,
            counted: true,
            prepare: || turn(|| drop(load(&[]))),
        },
        Work {
            name: "read, simulate, write",
            unit: "turn",
            beside: None,
            counted: false,
            prepare: || turn(|| read_simulate_write(&[])),
        },
        Work {
            name: "read, simulate, write, observed monthly",
            unit: "turn",
            beside: None,
            counted: true,
            prepare: || turn(|| read_simulate_write(&["observe=\"30 days\""])),
        },
    ]
}

fn turn(work: fn()) -> super::Turn {
    Box::new(move || {
        work();
        1
    })
}

fn scenario() -> &'static Path {
    Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/scenarios/we-the-people.toml"))
}

fn load(set: &[&str]) -> Loaded {
    let set = set.iter().map(|&set| set.to_owned()).collect();
    let options = Options { replications: Some(REPLICATIONS), set, ..Options::default() };
    scenario::load(scenario(), &options).unwrap_or_else(|_| panic!("{} is valid", scenario().display()))
}

fn read_simulate_write(set: &[&str]) {
    let Loaded { scenario: experiment, resolved, .. } = load(set);
    let stop = AtomicBool::new(false);
    let control = Control { threads: NonZeroUsize::new(1), progress: &|_| (), stop: &stop };
    let done = experiment::run(&experiment, &control).expect("one thread can be had");
    let provenance = Provenance {
        program: saule::PROGRAM.into(),
        scenario_hash: resolved.hash.clone(),
        seed: experiment.seed,
        replications: REPLICATIONS,
        command: String::new(),
        complete: true,
    };
    let results = results::tabulate(&experiment, &done.layout, done.collector, provenance);
    let folder = tempfile::tempdir().expect("a folder for temporary files");
    let destination = Destination::check(&folder.path().join("results"), "bench", scenario(), false);
    destination.and_then(|to| to.write(&results, &resolved.text, [])).expect("room for the results");
}
