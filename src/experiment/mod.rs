//! Drives the engine: replications of every variant, in parallel.
//!
//! A replication of all variants is one task, and whoever is done with one takes the next (`workers.rs`). A few workers add
//! their outcomes to one collector; collectors add up exactly and in any order (integers only), so the result is the same
//! for any number of threads. The run can be stopped at any time, and then rests on its first replications without a
//! gap: it can be stored and continued later, or added to others that hold other replications.

pub mod design;

use std::{fmt, io, num::NonZeroUsize, ops::Range, sync::atomic::AtomicBool};

use crate::{
    engine::{Layout, Outcome},
    model::Scenario,
    statistics::{Collector, RunCondition},
};

mod candidates;
pub mod point;
mod precision;
mod search;
pub mod sensitivity;
pub mod tornado;
mod workers;

use workers::{Crew, Workers};

pub use candidates::{Candidates, Stopped, Tried};
pub use precision::{Look, half_width, looks};
pub use search::{FIRST_LOOK, Found, Manner, Task, Trials};

/// How to run an experiment.
pub struct Control<'a> {
    /// Worker threads; `None` is one per processor.
    pub threads: Option<NonZeroUsize>,
    /// Told how many replications of the experiment are done, from time to time.
    pub progress: &'a (dyn Fn(u64) + Sync),
    /// Set from outside to stop after the replications under way.
    pub stop: &'a AtomicBool,
}

/// What is kept of single replications: rows that are made in parallel and written in the order of replications.
pub struct Keep<'a> {
    /// The rows of a replication, from its number and the outcomes of all variants.
    pub rows: &'a (dyn Fn(u64, &[Outcome]) -> Vec<u8> + Sync),
    /// Where they go.
    pub to: &'a mut (dyn io::Write + Send),
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

/// Simulates every replication of every variant.
pub fn run(scenario: &Scenario, control: &Control<'_>) -> Result<Experiment, Error> {
    Experiment::new(scenario, 0).run(scenario, scenario.replications, control, None)
}

impl Experiment {
    /// An experiment that begins at replication `first` and has done none yet.
    pub fn new(scenario: &Scenario, first: u64) -> Self {
        Self::keeping(scenario, true, first)
    }

    /// The same, from the first replication on, which keeps statistics of whole runs only, and none of their series.
    pub fn of_runs(scenario: &Scenario) -> Self {
        Self::keeping(scenario, false, 0)
    }

    fn keeping(scenario: &Scenario, has_series: bool, first: u64) -> Self {
        let layout = Layout::new(&scenario.variants[0].model);
        Self { collector: empty(scenario, &layout, has_series), layout, done: first..first }
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
    fn go_on(self, crew: &Crew<'_>, end: u64, control: &Control<'_>, keep: Option<Keep<'_>>) -> Result<Self, Error> {
        let Self { collector, layout, mut done } = self;
        let workers = Workers::new(crew, &layout, collector);
        let before = done.end - done.start;
        let progress = |more| (control.progress)(before + more);
        let control = Control { progress: &progress, ..*control };
        let next = done.end..end.max(done.end);
        done.end = match keep {
            None => workers.simulate(next, &control),
            Some(keep) => workers.simulate_and_keep(next, &control, keep).map_err(Error::NotKept)?,
        };
        Ok(Self { collector: workers.sum(), layout, done })
    }
}

/// A collector of everything that a scenario asks for, with series or without.
fn empty(scenario: &Scenario, layout: &Layout, has_series: bool) -> Collector {
    let conditions = RunCondition::of_targets(layout, &scenario.targets);
    let collector = if has_series { Collector::new } else { Collector::of_runs };
    collector(layout, scenario.variants.len(), scenario.baseline).counting(&conditions)
}
