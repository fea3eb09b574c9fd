//! Drives the engine: replications of every variant, in parallel.
//!
//! A replication of all variants is one task, and whoever is done with one takes the next (`workers.rs`). A few workers add
//! their outcomes to one collector; collectors add up exactly and in any order (integers only), so the result is the same
//! for any number of threads. The run can be stopped at any time, and then rests on its first replications without a
//! gap: it can be stored and continued later, or added to others that hold other replications.

pub mod design;

use std::{fmt, io, ops::Range, sync::atomic::AtomicBool};

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

/// How to run an experiment. Its threads are those of the pool that it is called in (see [`rayon::ThreadPool::install`]).
pub struct Control<'a> {
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

/// The rows of replications that were to be kept could not be written.
#[derive(Debug)]
pub struct NotKept(io::Error);

impl fmt::Display for NotKept {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self(error) = self;
        write!(f, "cannot write the replications to be kept: {error}; make room, or leave out --keep-replications")
    }
}

impl std::error::Error for NotKept {}

/// Simulates every replication of every variant.
pub fn run(scenario: &Scenario, control: &Control<'_>) -> Result<Experiment, NotKept> {
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
    /// Errs if the rows to be kept cannot be written.
    pub fn run(
        self,
        scenario: &Scenario,
        end: u64,
        control: &Control<'_>,
        keep: Option<Keep<'_>>,
    ) -> Result<Self, NotKept> {
        self.go_on(&Crew::new(scenario), end, control, keep)
    }

    /// [`Experiment::run`] with what is prepared already.
    fn go_on(self, crew: &Crew<'_>, end: u64, control: &Control<'_>, keep: Option<Keep<'_>>) -> Result<Self, NotKept> {
        let Self { collector, layout, mut done } = self;
        let next = done.end..end.max(done.end);
        let workers = Workers::new(crew, &layout, collector, next.end - next.start);
        let before = done.end - done.start;
        let progress = |more| (control.progress)(before + more);
        let control = Control { progress: &progress, ..*control };
        done.end = match keep {
            None => workers.simulate(next, &control),
            Some(keep) => workers.simulate_and_keep(next, &control, keep).map_err(NotKept)?,
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
