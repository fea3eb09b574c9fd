//! Drives the engine: replications of every variant, in parallel.
//!
//! A replication of all variants is one task. A few workers add their outcomes to one collector; collectors add
//! up exactly and in any order (integers only), so the result is the same for any number of threads and any size of
//! batch. Between batches the run can be stopped, and then rests on its first replications without a gap: it can be
//! stored and continued later, or added to others that hold other replications.

pub mod design;

use std::{
    fmt, io, iter,
    num::NonZeroUsize,
    ops::Range,
    sync::{
        Mutex,
        atomic::{AtomicBool, Ordering},
    },
    time::{Duration, Instant},
};

use rayon::{ThreadPool, prelude::*};

use crate::{
    engine::{Layout, Outcome, Plan, simulate},
    model::Scenario,
    statistics::{Collector, RunCondition},
};

mod candidates;
pub mod point;
mod precision;
mod search;
pub mod sensitivity;
pub mod tornado;

pub use candidates::{Candidates, Stopped, Tried};
pub use precision::{Look, half_width, looks};
pub use search::{FIRST_LOOK, Found, Manner, Task, Trials};

/// How to run an experiment.
pub struct Control<'a> {
    /// Worker threads; `None` is one per processor.
    pub threads: Option<NonZeroUsize>,
    /// Told how many replications of the experiment are done, from time to time.
    pub progress: &'a (dyn Fn(u64) + Sync),
    /// Set from outside to stop after the current batch.
    pub stop: &'a AtomicBool,
}

/// What is kept of single replications: rows that are made in parallel and written in the order of replications.
pub struct Keep<'a> {
    /// The rows of a replication, from its number and the outcomes of all variants.
    pub rows: &'a (dyn Fn(u64, &[Outcome]) -> Vec<u8> + Sync),
    /// Where they go.
    pub to: &'a mut dyn io::Write,
}

/// Replications without a gap of every variant of a scenario.
pub struct Experiment {
    /// The statistics of all variants.
    pub collector: Collector,
    /// Where the numbers stand.
    pub layout: Layout,
    /// The replications done, by number.
    pub done: Range<u64>,
}

/// Why replications could not be simulated or kept.
#[derive(Debug)]
pub enum Error {
    /// The worker threads could not be started.
    NoThreads(rayon::ThreadPoolBuildError),
    /// The rows of replications could not be written.
    NotKept(io::Error),
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NoThreads(error) => {
                write!(f, "cannot start the worker threads: {error}; ask for fewer with --threads")
            }
            Self::NotKept(error) => {
                write!(
                    f,
                    "cannot write the replications to be kept: {error}; make room, or leave out --keep-replications"
                )
            }
        }
    }
}

impl std::error::Error for Error {}

/// Time between two looks at the progress; batches are sized to take about this long.
const BATCH_TIME: Duration = Duration::from_millis(100);

/// Largest batch while rows are kept, which wait in memory for their turn.
const LARGEST_KEPT_BATCH: u64 = 256;

/// Why a worker's collector can be had: a panic in a task ends the whole run before anyone looks.
const NO_PANIC: &str = "no task has panicked";

/// Simulates every replication of every variant.
pub fn run(scenario: &Scenario, control: &Control<'_>) -> Result<Experiment, Error> {
    Experiment::new(scenario, 0).run(scenario, scenario.replications, control, None)
}

impl Experiment {
    /// An experiment that begins at replication `first` and has done none yet.
    pub fn new(scenario: &Scenario, first: u64) -> Self {
        let layout = Layout::new(&scenario.variants[0].model);
        Self { collector: empty(scenario, &layout), layout, done: first..first }
    }

    /// Goes on with the replications after the last one done up to, but not including, `end`, or fewer if told to stop.
    ///
    /// Errs if the operating system refuses the threads, or the rows to be kept.
    pub fn run(
        self,
        scenario: &Scenario,
        end: u64,
        control: &Control<'_>,
        keep: Option<Keep<'_>>,
    ) -> Result<Self, Error> {
        self.go_on(&Crew::new(scenario, control)?, end, control, keep)
    }

    /// [`Experiment::run`] with what is prepared already.
    fn go_on(
        self,
        crew: &Crew<'_>,
        end: u64,
        control: &Control<'_>,
        mut keep: Option<Keep<'_>>,
    ) -> Result<Self, Error> {
        let Self { collector, layout, mut done } = self;
        let workers = Workers::new(crew, &layout, collector);
        let mut batch = 1;
        while done.end < end && !control.stop.load(Ordering::Relaxed) {
            let next = done.end..end.min(done.end + batch);
            let begun = Instant::now();
            match &mut keep {
                None => workers.simulate(next.clone()),
                Some(keep) => workers.simulate_and_keep(next.clone(), keep).map_err(Error::NotKept)?,
            }
            done.end = next.end;
            (control.progress)(done.end - done.start);
            batch = next_batch(batch, begun.elapsed());
            if keep.is_some() {
                batch = batch.min(LARGEST_KEPT_BATCH);
            }
        }
        Ok(Self { collector: workers.sum(), layout, done })
    }
}

/// A collector of everything that a scenario asks for.
fn empty(scenario: &Scenario, layout: &Layout) -> Collector {
    let conditions = RunCondition::of_targets(layout, &scenario.targets);
    Collector::new(layout, scenario.variants.len(), scenario.baseline).counting(&conditions)
}

/// Workers that share a collector. It is large, and adding a replication to it takes a small part of the time of
/// simulating one: two hardly ever meet there, many would queue.
const WORKERS_PER_COLLECTOR: usize = 2;

/// Replications that a thread does, at most, before it adds them to its collector: most of what more would save is saved
/// by then, and their outcomes take memory.
const LARGEST_BUNCH: u64 = 8;

/// So many bunches a thread has to do at least in a batch, lest others wait for it.
const BUNCHES_PER_THREAD: u64 = 4;

/// What is prepared once for a scenario, however often its replications are gone on with.
struct Crew<'a> {
    scenario: &'a Scenario,
    plans: Vec<Plan<'a>>,
    pool: ThreadPool,
}

impl<'a> Crew<'a> {
    fn new(scenario: &'a Scenario, control: &Control<'_>) -> Result<Self, Error> {
        let threads = control.threads.map_or(0, NonZeroUsize::get);
        let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().map_err(Error::NoThreads)?;
        let plans = scenario.variants.iter().map(|variant| Plan::new(&variant.model)).collect();
        Ok(Self { scenario, plans, pool })
    }
}

/// The threads of a run, with their collectors.
struct Workers<'a> {
    crew: &'a Crew<'a>,
    collectors: Vec<Mutex<Collector>>,
}

impl<'a> Workers<'a> {
    /// `collector` holds what is done already, and becomes that of the first threads.
    fn new(crew: &'a Crew<'a>, layout: &Layout, collector: Collector) -> Self {
        let threads = crew.pool.current_num_threads();
        let others = (1..threads.div_ceil(WORKERS_PER_COLLECTOR)).map(|_| empty(crew.scenario, layout));
        Self { crew, collectors: iter::once(collector).chain(others).map(Mutex::new).collect() }
    }

    /// Simulates some replications.
    fn simulate(&self, replications: Range<u64>) {
        let (from, end) = (replications.start, replications.end);
        let size = self.bunch(end - from);
        let bunches = (0..(end - from).div_ceil(size)).into_par_iter();
        let bunch = |index: u64| from + index * size..end.min(from + (index + 1) * size);
        self.crew.pool.install(|| bunches.for_each(|index| drop(self.replicate(bunch(index)))));
    }

    /// Simulates some replications, and writes their rows in order.
    fn simulate_and_keep(&self, replications: Range<u64>, keep: &mut Keep<'_>) -> io::Result<()> {
        let rows = keep.rows;
        let rows_of = |replication| -> Vec<u8> {
            let done = self.replicate(replication..replication + 1);
            done.iter().flat_map(|(replication, outcomes)| rows(*replication, outcomes)).collect()
        };
        let kept: Vec<Vec<u8>> = self.crew.pool.install(|| replications.into_par_iter().map(rows_of).collect());
        kept.iter().try_for_each(|rows| keep.to.write_all(rows))
    }

    /// How many of so many replications a thread does before it adds them to its collector.
    fn bunch(&self, replications: u64) -> u64 {
        let share = replications / (BUNCHES_PER_THREAD * self.crew.pool.current_num_threads() as u64);
        share.clamp(1, LARGEST_BUNCH)
    }

    /// Simulates replications of every variant, on a thread of the pool.
    fn replicate(&self, replications: Range<u64>) -> Vec<(u64, Vec<Outcome>)> {
        let seed = self.crew.scenario.seed;
        let outcomes = |number| self.crew.plans.iter().map(|plan| simulate(plan, seed, number)).collect();
        let done: Vec<(u64, Vec<Outcome>)> = replications.map(|number| (number, outcomes(number))).collect();
        let worker = rayon::current_thread_index().expect("a task of the pool runs on one of its workers");
        self.collectors[worker / WORKERS_PER_COLLECTOR].lock().expect(NO_PANIC).add_all(&done);
        done
    }

    /// The statistics of all collectors.
    fn sum(self) -> Collector {
        let collectors = self.collectors.into_iter().map(|collector| collector.into_inner().expect(NO_PANIC));
        let sum = collectors.reduce(|mut sum, collector| {
            sum.merge(&collector);
            sum
        });
        sum.expect("a pool has at least one worker")
    }
}

/// At most twice the last size, and about as many as fit into [`BATCH_TIME`].
fn next_batch(batch: u64, took: Duration) -> u64 {
    let fitting = batch as f64 * BATCH_TIME.as_secs_f64() / took.as_secs_f64().max(1e-6);
    (fitting as u64).clamp(1, batch * 2)
}
