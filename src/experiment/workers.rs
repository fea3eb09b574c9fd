//! The threads of a run, those of the pool that it is called in. Each takes the next replication as soon as it is done with
//! one, so that none waits for another.

use std::{
    collections::BTreeMap,
    io, iter,
    ops::Range,
    sync::{
        Mutex,
        atomic::{AtomicBool, AtomicU64, Ordering},
    },
};

use rayon::prelude::*;

use super::{Control, Keep, empty};
use crate::{
    engine::{KnownGrowth, Layout, Outcome, Plan, simulate_in},
    model::Scenario,
    statistics::{Bunch, Collector},
};

/// Workers that share a collector. It is large, and adding a replication to it takes a small part of the time of
/// simulating one: two hardly ever meet there, many would queue.
const WORKERS_PER_COLLECTOR: usize = 2;

/// Replications that a thread does, at most, before it adds them to its collector: most of what more would save is saved
/// by then.
const LARGEST_BUNCH: usize = 32;

/// Bytes of outcomes that a thread may hold until then, so that those of large scenarios do not fill the memory.
const BUNCH_BYTES: usize = 16 << 20;

/// Why what workers share can be had: nobody panics who holds it.
pub(super) const NO_PANIC: &str = "no task has panicked";

/// What is prepared once for a scenario, however often its replications are gone on with.
pub(super) struct Crew<'a> {
    scenario: &'a Scenario,
    plans: Vec<Plan<'a>>,
}

impl<'a> Crew<'a> {
    /// Plans every variant.
    pub fn new(scenario: &'a Scenario) -> Self {
        let (known, variants) = (KnownGrowth::default(), scenario.variants.par_iter());
        Self { scenario, plans: variants.map(|variant| Plan::knowing(&variant.model, &known)).collect() }
    }
}

/// The threads of a run, with their collectors.
pub(super) struct Workers<'a> {
    crew: &'a Crew<'a>,
    collectors: Vec<Mutex<Collector>>,
    /// What each thread has not added to its collector yet.
    waiting: Vec<Mutex<Bunch>>,
}

impl<'a> Workers<'a> {
    /// Those for so many replications: no more than these keep at work, as a collector is large. `collector` holds what is
    /// done already, and becomes that of the first threads.
    pub fn new(crew: &'a Crew<'a>, layout: &Layout, collector: Collector, replications: u64) -> Self {
        let threads = (rayon::current_num_threads() as u64).min(replications.max(1)) as usize;
        let others = 1..threads.div_ceil(WORKERS_PER_COLLECTOR);
        let others = others.map(|_| empty(crew.scenario, layout, collector.has_series())).collect::<Vec<_>>();
        let waiting = (0..threads).map(|_| Mutex::new(collector.bunch(LARGEST_BUNCH, BUNCH_BYTES))).collect();
        Self { crew, collectors: iter::once(collector).chain(others).map(Mutex::new).collect(), waiting }
    }

    /// Simulates replications in order of their numbers until told to stop; returns the number up to which all are done.
    pub fn simulate(&self, numbers: Range<u64>, control: &Control<'_>) -> u64 {
        self.take_turns(numbers, control, |_, _| true)
    }

    /// The same, and writes the rows of each in that order; errs if they cannot be written.
    pub fn simulate_and_keep(&self, numbers: Range<u64>, control: &Control<'_>, keep: Keep<'_>) -> io::Result<u64> {
        let rows = keep.rows;
        let kept = Mutex::new(InOrder { to: keep.to, next: numbers.start, early: BTreeMap::new(), written: Ok(()) });
        let look = |number, outcomes: &[Outcome]| {
            let rows = rows(number, outcomes);
            kept.lock().expect(NO_PANIC).put(number, rows)
        };
        let done = self.take_turns(numbers, control, look);
        kept.into_inner().expect(NO_PANIC).written.map(|()| done)
    }

    /// Every thread takes the next replication while it may; `look` sees the outcomes of each, and tells whether to go on.
    fn take_turns(
        &self,
        numbers: Range<u64>,
        control: &Control<'_>,
        look: impl Fn(u64, &[Outcome]) -> bool + Sync,
    ) -> u64 {
        let (next, done, goes_on) = (AtomicU64::new(numbers.start), AtomicU64::new(0), AtomicBool::new(true));
        let may_go_on = || goes_on.load(Ordering::Relaxed) && !control.stop.load(Ordering::Relaxed);
        rayon::broadcast(|worker| {
            while worker.index() < self.waiting.len() && may_go_on() {
                let number = next.fetch_add(1, Ordering::Relaxed);
                if number >= numbers.end {
                    break;
                }
                if !self.replicate(number, worker.index(), &look) {
                    goes_on.store(false, Ordering::Relaxed);
                }
                let done = done.fetch_add(1, Ordering::Relaxed) + 1;
                if worker.index() == 0 {
                    (control.progress)(done);
                }
            }
        });
        let done = done.into_inner();
        (control.progress)(done);
        numbers.start + done
    }

    /// Simulates a replication of every variant by a worker, and looks at its outcomes.
    fn replicate(&self, number: u64, worker: usize, look: impl Fn(u64, &[Outcome]) -> bool) -> bool {
        let Crew { scenario, plans } = self.crew;
        let waiting = || self.waiting[worker].lock().expect(NO_PANIC);
        let simulated = |plan: &Plan<'_>| {
            let room = waiting().room();
            simulate_in(plan, scenario.seed, number, room)
        };
        let outcomes: Vec<Outcome> = plans.iter().map(simulated).collect();
        let goes_on = look(number, &outcomes);
        let mut waiting = waiting();
        waiting.push(number, outcomes);
        if waiting.is_full() {
            self.collectors[worker / WORKERS_PER_COLLECTOR].lock().expect(NO_PANIC).add_bunch(&waiting);
            waiting.clear();
        }
        goes_on
    }

    /// The statistics of all that was simulated.
    pub fn sum(self) -> Collector {
        let Self { collectors, waiting, .. } = self;
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
        let sum = collectors.into_par_iter().zip(waiting).map(complete).reduce_with(merged);
        sum.expect("a pool has at least one worker")
    }
}

/// Rows of replications on their way to where they go in order.
struct InOrder<'k> {
    to: &'k mut (dyn io::Write + Send),
    /// Number of the replication whose rows go next.
    next: u64,
    /// Rows of later ones.
    early: BTreeMap<u64, Vec<u8>>,
    written: io::Result<()>,
}

impl InOrder<'_> {
    /// The rows of a replication come; false if some could not be written.
    fn put(&mut self, number: u64, rows: Vec<u8>) -> bool {
        self.early.insert(number, rows);
        while let Some(rows) = self.early.remove(&self.next).filter(|_| self.written.is_ok()) {
            self.written = self.to.write_all(&rows);
            self.next += 1;
        }
        self.written.is_ok()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Takes a few bytes, and then no more.
    struct Full {
        room: usize,
    }

    impl io::Write for Full {
        fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
            let taken = bytes.len().min(self.room);
            self.room -= taken;
            if taken > 0 { Ok(taken) } else { Err(io::ErrorKind::StorageFull.into()) }
        }

        fn flush(&mut self) -> io::Result<()> {
            Ok(())
        }
    }

    fn in_order(to: &mut (dyn io::Write + Send)) -> InOrder<'_> {
        InOrder { to, next: 3, early: BTreeMap::new(), written: Ok(()) }
    }

    #[test]
    fn rows_are_written_in_the_order_of_their_replications() {
        let mut written = Vec::new();
        let mut rows = in_order(&mut written);
        assert!([5, 3, 7, 4, 6].into_iter().all(|number| rows.put(number, vec![number as u8; 2])));
        assert!(rows.early.is_empty());
        assert_eq!(written, [3, 3, 4, 4, 5, 5, 6, 6, 7, 7]);
    }

    #[test]
    fn rows_that_cannot_be_written_end_it() {
        let mut full = Full { room: 3 };
        let mut rows = in_order(&mut full);
        assert!(rows.put(3, vec![3; 2]));
        assert!(rows.put(5, vec![5; 2]), "it waits for the one before");
        assert!(!rows.put(4, vec![4; 2]));
        assert_eq!(rows.written.unwrap_err().kind(), io::ErrorKind::StorageFull);
    }
}
