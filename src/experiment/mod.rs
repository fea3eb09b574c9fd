//! Drives the engine: replications of every variant, in parallel.
//!
//! A replication of all variants is one task. Each worker adds its outcomes to a collector of its own; collectors add
//! up exactly and in any order (integers only), so the result is the same for any number of threads and any size of
//! batch. Between batches the run can be stopped, and then rests on the replications 0 to n − 1 for some n.

use std::{
    fmt,
    num::NonZeroUsize,
    sync::{
        Mutex,
        atomic::{AtomicBool, Ordering},
    },
    time::{Duration, Instant},
};

use rayon::prelude::*;

use crate::{
    engine::{Layout, Outcome, Plan, simulate},
    model::Scenario,
    statistics::Collector,
};

/// How to run an experiment.
pub struct Control<'a> {
    /// Worker threads; `None` is one per processor.
    pub threads: Option<NonZeroUsize>,
    /// Told how many replications are done, from time to time.
    pub progress: &'a (dyn Fn(u64) + Sync),
    /// Set from outside to stop after the current batch.
    pub stop: &'a AtomicBool,
}

/// What an experiment yields.
pub struct Experiment {
    /// The statistics of all variants.
    pub collector: Collector,
    /// Where the numbers stand.
    pub layout: Layout,
    /// Replications done.
    pub replications: u64,
}

/// The worker threads could not be started.
#[derive(Debug)]
pub struct NoThreads(rayon::ThreadPoolBuildError);

impl fmt::Display for NoThreads {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "cannot start the worker threads: {}; ask for fewer with --threads", self.0)
    }
}

impl std::error::Error for NoThreads {}

/// Time between two looks at the progress; batches are sized to take about this long.
const BATCH_TIME: Duration = Duration::from_millis(100);

/// Why a worker's collector can be had: a panic in a task ends the whole run before anyone looks.
const NO_PANIC: &str = "no task has panicked";

/// Simulates every replication of every variant.
///
/// Errs only if the operating system refuses the threads.
pub fn run(scenario: &Scenario, control: &Control<'_>) -> Result<Experiment, NoThreads> {
    let threads = control.threads.map_or(0, NonZeroUsize::get);
    let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().map_err(NoThreads)?;
    let plans: Vec<Plan<'_>> = scenario.variants.iter().map(|variant| Plan::new(&variant.model)).collect();
    let layout = plans[0].layout.clone();
    let workers: Vec<Mutex<Collector>> = (0..pool.current_num_threads())
        .map(|_| Mutex::new(Collector::new(&layout, plans.len(), scenario.baseline)))
        .collect();

    let mut done = 0;
    let mut batch = 1;
    while done < scenario.replications && !control.stop.load(Ordering::Relaxed) {
        let end = scenario.replications.min(done + batch);
        let begun = Instant::now();
        pool.install(|| {
            (done..end).into_par_iter().for_each(|replication| {
                let outcomes: Vec<Outcome> =
                    plans.iter().map(|plan| simulate(plan, scenario.seed, replication)).collect();
                let worker = rayon::current_thread_index().expect("a task of the pool runs on one of its workers");
                workers[worker].lock().expect(NO_PANIC).add(replication, &outcomes);
            });
        });
        done = end;
        (control.progress)(done);
        batch = next_batch(batch, begun.elapsed());
    }

    let collectors = workers.into_iter().map(|worker| worker.into_inner().expect(NO_PANIC));
    let collector = collectors.reduce(|mut sum, worker| {
        sum.merge(&worker);
        sum
    });
    let collector = collector.expect("a pool has at least one worker");
    Ok(Experiment { collector, layout, replications: done })
}

/// At most twice the last size, and about as many as fit into [`BATCH_TIME`].
fn next_batch(batch: u64, took: Duration) -> u64 {
    let fitting = batch as f64 * BATCH_TIME.as_secs_f64() / took.as_secs_f64().max(1e-6);
    (fitting as u64).clamp(1, batch * 2)
}
