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
    statistics::{Bunch, Collector, RunCondition},
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
/// by then.
const LARGEST_BUNCH: usize = 32;

/// Bytes of outcomes that a thread may hold until then, so that those of large scenarios do not fill the memory.
const BUNCH_BYTES: usize = 16 << 20;

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
        let plans = pool.install(|| scenario.variants.par_iter().map(|variant| Plan::new(&variant.model)).collect());
        Ok(Self { scenario, plans, pool })
    }
}

/// The threads of a run, with their collectors.
struct Workers<'a> {
    crew: &'a Crew<'a>,
    collectors: Vec<Mutex<Collector>>,
    /// What each thread has not added to its collector yet.
    waiting: Vec<Mutex<Bunch>>,
}

impl<'a> Workers<'a> {
    /// `collector` holds what is done already, and becomes that of the first threads.
    fn new(crew: &'a Crew<'a>, layout: &Layout, collector: Collector) -> Self {
        let threads = crew.pool.current_num_threads();
        let others = (1..threads.div_ceil(WORKERS_PER_COLLECTOR)).map(|_| empty(crew.scenario, layout));
        let bunch = || Bunch::new(layout, crew.plans.len(), LARGEST_BUNCH, BUNCH_BYTES);
        Self {
            crew,
            collectors: iter::once(collector).chain(others).map(Mutex::new).collect(),
            waiting: (0..threads).map(|_| Mutex::new(bunch())).collect(),
        }
    }

    /// Simulates some replications.
    fn simulate(&self, replications: Range<u64>) {
        let simulate = |number| self.replicate(number, |_| ());
        self.crew.pool.install(|| replications.into_par_iter().for_each(simulate));
    }

    /// Simulates some replications, and writes their rows in order.
    fn simulate_and_keep(&self, replications: Range<u64>, keep: &mut Keep<'_>) -> io::Result<()> {
        let rows = keep.rows;
        let rows_of = |number| self.replicate(number, |outcomes| rows(number, outcomes));
        let kept: Vec<Vec<u8>> = self.crew.pool.install(|| replications.into_par_iter().map(rows_of).collect());
        kept.iter().try_for_each(|rows| keep.to.write_all(rows))
    }

    /// Simulates a replication of every variant, on a thread of the pool, and looks at its outcomes.
    fn replicate<T>(&self, number: u64, look: impl FnOnce(&[Outcome]) -> T) -> T {
        let outcomes: Vec<Outcome> =
            self.crew.plans.iter().map(|plan| simulate(plan, self.crew.scenario.seed, number)).collect();
        let seen = look(&outcomes);
        let worker = rayon::current_thread_index().expect("a task of the pool runs on one of its workers");
        let mut waiting = self.waiting[worker].lock().expect(NO_PANIC);
        waiting.push(number, outcomes);
        if waiting.is_full() {
            self.collectors[worker / WORKERS_PER_COLLECTOR].lock().expect(NO_PANIC).add_bunch(&waiting);
            waiting.clear();
        }
        seen
    }

    /// The statistics of all that was simulated.
    fn sum(self) -> Collector {
        let Self { crew, collectors, waiting } = self;
        let waiting = waiting.par_chunks(WORKERS_PER_COLLECTOR);
        let complete = |(collector, waiting): (Mutex<Collector>, &[Mutex<Bunch>])| {
            let mut collector = collector.into_inner().expect(NO_PANIC);
            waiting.iter().for_each(|waiting| collector.add_bunch(&waiting.lock().expect(NO_PANIC)));
            collector
        };
        let merged = |mut sum: Collector, collector: Collector| {
            sum.merge(&collector);
            sum
        };
        let sum = crew.pool.install(|| collectors.into_par_iter().zip(waiting).map(complete).reduce_with(merged));
        sum.expect("a pool has at least one worker")
    }
}

/// At most twice the last size, and about as many as fit into [`BATCH_TIME`].
fn next_batch(batch: u64, took: Duration) -> u64 {
    let fitting = batch as f64 * BATCH_TIME.as_secs_f64() / took.as_secs_f64().max(1e-6);
    (fitting as u64).clamp(1, batch * 2)
}
