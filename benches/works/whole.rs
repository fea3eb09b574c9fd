//! End to end: the scenario of the We the People site read, simulated on one thread, and written.

use std::{hint::black_box, path::Path, sync::atomic::AtomicBool};

use saule::{
    engine::{KnownGrowth, Plan, simulate},
    experiment::{self, Control, point},
    results::{
        self, Destination,
        rows::{Provenance, SummaryRow},
    },
    scenario::{self, Loaded, Options, Resolved},
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
            prepare: || {
                Box::new(|| {
                    drop(load(Some(REPLICATIONS), &[]));
                    1
                })
            },
        },
        Work {
            name: "read, simulate, write",
            unit: "turn",
            beside: None,
            counted: false,
            prepare: || Box::new(|| read_simulate_write(Some(REPLICATIONS), &[])),
        },
        Work {
            name: "read, simulate, write, observed monthly",
            unit: "turn",
            beside: None,
            counted: true,
            prepare: || Box::new(|| read_simulate_write(Some(REPLICATIONS), &["observe=\"30 days\""])),
        },
        Work {
            name: "a point of a sweep",
            unit: "point",
            beside: None,
            counted: true,
            prepare: || {
                let resolved = load(Some(REPLICATIONS), &[]).resolved;
                let thread = rayon::ThreadPoolBuilder::new().num_threads(1).build().expect("one thread can be had");
                let known = KnownGrowth::default();
                Box::new(move || {
                    thread.install(|| drop(black_box(rows_at_point(&resolved, &known))));
                    1
                })
            },
        },
    ]
}

/// All replications that the scenario asks for: read, simulated, collected and written; and simulated alone. The engine's
/// own time is that of preparing the plans and of every replication of every variant, each outcome dropped at once.
#[allow(dead_code, reason = "seconds long, and so not in every bench")]
pub fn flagship() -> [Work; 2] {
    let work = |name, prepare| Work { name, unit: "replication", beside: None, counted: false, prepare };
    [
        work("We the People, end to end", || Box::new(|| read_simulate_write(None, &[]))),
        work("We the People, engine alone", || {
            let scenario = load(None, &[]).scenario;
            Box::new(move || {
                let plans: Vec<Plan> = scenario.variants.iter().map(|variant| Plan::new(&variant.model)).collect();
                for replication in 0..scenario.replications {
                    for plan in &plans {
                        black_box(simulate(plan, scenario.seed, replication));
                    }
                }
                scenario.replications
            })
        }),
    ]
}

fn scenario() -> &'static Path {
    Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/scenarios/we-the-people.toml"))
}

/// With so many replications, or as many as it asks for.
fn load(replications: Option<u64>, set: &[&str]) -> Loaded {
    let set = set.iter().map(|&set| set.to_owned()).collect();
    let options = Options { replications, set, ..Options::default() };
    scenario::load(scenario(), &options).unwrap_or_else(|_| panic!("{} is valid", scenario().display()))
}

/// The rows of the scenario with another threshold in every variant.
fn rows_at_point(resolved: &Resolved, known: &KnownGrowth) -> Vec<SummaryRow> {
    let threshold = "requests.petitions.threshold.signatures=30000".to_owned();
    let Ok(Loaded { scenario, .. }) = scenario::vary(resolved, vec![threshold], None) else { panic!("it is valid") };
    let stop = AtomicBool::new(false);
    let done = point::runs(&scenario, known, &stop, &|| ()).expect("nobody stops it");
    results::summarise(&scenario, &done.layout, &done.collector)
}

/// Returns the number of replications.
fn read_simulate_write(replications: Option<u64>, set: &[&str]) -> u64 {
    let Loaded { scenario: experiment, resolved, .. } = load(replications, set);
    let stop = AtomicBool::new(false);
    let control = Control { progress: &|_| (), stop: &stop };
    let thread = rayon::ThreadPoolBuilder::new().num_threads(1).build().expect("one thread can be had");
    let done = thread.install(|| experiment::run(&experiment, &control)).expect("nothing is to be kept");
    let provenance = Provenance {
        program: saule::PROGRAM.into(),
        scenario_hash: resolved.hash.clone(),
        seed: experiment.seed,
        replications: experiment.replications,
        command: String::new(),
        complete: true,
    };
    let results = results::tabulate(&experiment, &done.layout, done.collector, provenance);
    let folder = tempfile::tempdir().expect("a folder for temporary files");
    let destination = Destination::check(&folder.path().join("results"), "bench", scenario(), false);
    destination.and_then(|to| to.write(&results, &resolved.text, [])).expect("room for the results");
    experiment.replications
}
