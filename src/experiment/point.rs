//! One point of many: what is asked at hundreds of points has no use for whole tables.
//!
//! As everywhere here, the threads are those of the pool that it is called in. Several points may be simulated there at a
//! time: the replications of each are tasks of their own, so that threads which find no further point help with those
//! under way. Sums and counts are integers, so results do not depend on the threads.

use std::{
    iter,
    sync::{
        Mutex,
        atomic::{AtomicBool, Ordering},
    },
};

use rayon::prelude::*;

use super::{Experiment, empty, workers::NO_PANIC};
use crate::{
    engine::{KnownGrowth, Layout, Outcome, Plan, Spot, simulate},
    model::{Model, Reading, Scenario},
    statistics::{Collector, Confidence, Estimate, LEVEL, Sample, Times},
};

/// Replications of a point that keep a thread at work, compared with preparing and concluding it.
const REPLICATIONS_A_THREAD: u64 = 32;

/// Visits points in their order, several at a time, and has what is found at each taken, one at a time. The first point
/// with an error ends it, once those under way are done.
pub fn each<P: Send, F, E: Send>(
    points: Vec<P>,
    replications: u64,
    visit: impl Fn(&P) -> Result<F, E> + Sync,
    take: impl FnMut(P, F) -> Result<(), E> + Send,
) -> Result<(), E> {
    let (to_do, take) = (Mutex::new(points.into_iter().enumerate()), Mutex::new(take));
    let next = || to_do.lock().expect(NO_PANIC).next();
    let leave_the_rest = || to_do.lock().expect(NO_PANIC).by_ref().for_each(drop);
    let fails = |(number, point)| {
        let result = visit(&point).and_then(|found| take.lock().expect(NO_PANIC)(point, found));
        result.err().inspect(|_| leave_the_rest()).map(|error| (number, error))
    };
    let one_by_one = |_| iter::from_fn(next).find_map(fails);
    let failed = (0..at_a_time(replications)).into_par_iter().with_max_len(1).filter_map(one_by_one);
    // Those before it were begun before it, so that which is the first does not depend on the threads.
    failed.min_by_key(|(number, _)| *number).map_or(Ok(()), |(_, error)| Err(error))
}

/// How many points of so many replications are simulated at a time: as few as keep all threads at work, since those under
/// way are lost if the program is ended; and more than one, since threads have nothing else to do while one is prepared.
fn at_a_time(replications: u64) -> usize {
    let threads = rayon::current_num_threads();
    let busy = (threads as u64 * REPLICATIONS_A_THREAD).div_ceil(replications.max(1)) as usize;
    busy.max(2).min(threads)
}

/// Simulates every replication of every variant of a scenario, and keeps statistics of whole runs only; `None` if told to
/// stop. `known` is what is known from other points; `done` is told of each replication.
pub fn runs(
    scenario: &Scenario,
    known: &KnownGrowth,
    stop: &AtomicBool,
    done: &(dyn Fn() + Sync),
) -> Option<Experiment> {
    let layout = Layout::new(&scenario.variants[0].model);
    let plans: Vec<Plan> = scenario.variants.iter().map(|variant| Plan::knowing(&variant.model, known)).collect();
    let add = |collector: &mut Collector, replication| {
        let outcomes: Vec<Outcome> = plans.iter().map(|plan| simulate(plan, scenario.seed, replication)).collect();
        collector.add(replication, &outcomes);
        done();
    };
    let none = || empty(scenario, &layout, false);
    let collector = gather(scenario.replications, stop, none, add, |sum, other| sum.merge(&other))?;
    Some(Experiment { collector, layout, done: 0..scenario.replications })
}

/// The estimate of a reading over the first `replications` of a seed, as a run would give it; `None` without a value in
/// any of them, or if told to stop.
pub fn estimate(
    model: &Model,
    known: &KnownGrowth,
    (seed, replications): (u64, u64),
    reading: &Reading,
    stop: &AtomicBool,
) -> Option<Estimate> {
    let layout = Layout::new(model);
    let spot = layout.spot(reading)?;
    let plan = Plan::knowing(model, known);
    let add = |gathered: &mut Gathered, replication| gathered.add(replication, &simulate(&plan, seed, replication));
    let none = || Gathered::new(&layout, reading, spot);
    gather(replications, stop, none, add, Gathered::merge)?.estimate(reading.quantile)
}

/// Adds up what is kept of replications, in whatever order they are done; `None` if told to stop before the last.
fn gather<S: Send>(
    replications: u64,
    stop: &AtomicBool,
    none: impl Fn() -> S + Sync + Send,
    add: impl Fn(&mut S, u64) + Sync + Send,
    merge: impl Fn(&mut S, S) + Sync + Send,
) -> Option<S> {
    let numbers = (0..replications).into_par_iter().take_any_while(|_| !stop.load(Ordering::Relaxed));
    let parts = numbers.fold(
        || (0, none()),
        |(done, mut sum), replication| {
            add(&mut sum, replication);
            (done + 1, sum)
        },
    );
    let whole = parts.reduce_with(|(done, mut sum), (more, other)| {
        merge(&mut sum, other);
        (done + more, sum)
    });
    whole.filter(|(done, _)| *done == replications).map(|(_, sum)| sum)
}

/// What the replications so far say of a reading.
enum Gathered {
    /// A statistic of a run, by its index in an outcome.
    Scalar(usize, Sample),
    /// A statistic of times, by the indices of tally and statistic.
    Time(usize, usize, Box<Times>),
}

impl Gathered {
    fn new(layout: &Layout, reading: &Reading, spot: Spot) -> Self {
        match spot {
            Spot::Scalar(index) => Self::Scalar(index, Sample::default()),
            Spot::Time { tally, statistic } => {
                Self::Time(tally, statistic, Box::new(Times::new(layout.time_limit(reading.metric))))
            }
        }
    }

    fn add(&mut self, replication: u64, outcome: &Outcome) {
        match self {
            Self::Scalar(index, sample) => sample.add(outcome.scalars[*index]),
            Self::Time(tally, _, times) => times.add(replication, &outcome.tallies[*tally]),
        }
    }

    fn merge(&mut self, other: Self) {
        match (self, &other) {
            (Self::Scalar(_, sample), Self::Scalar(_, other)) => sample.merge(other),
            (Self::Time(_, _, times), Self::Time(_, _, other)) => times.merge(other),
            // Both were made for the same reading.
            _ => debug_assert!(false),
        }
    }

    fn estimate(&self, quantile: Option<u8>) -> Option<Estimate> {
        let mut confidence = Confidence::new(LEVEL);
        match self {
            Self::Scalar(_, sample) => sample.estimate(quantile, &mut confidence),
            Self::Time(_, statistic, times) => times.estimate(*statistic, quantile, &mut confidence),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        experiment::{Control, Experiment},
        scenario::{self, Options},
    };

    const SCENARIO: &str = r#"
schema = 1
start = 2025-01-06
horizon = "60 days"
[monte_carlo]
replications = 50
[requests.petitions]
arrivals.ordinary = { poisson = { rate = "3 per day" } }
[stages.desk]
staff = 3
service = { exponential = { mean = "0.9 days" } }
"#;

    #[test]
    fn points_have_their_turns_until_one_fails() {
        for threads in [1, 3] {
            let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().unwrap();
            let until = |failing: u32| {
                let mut taken = Vec::new();
                let visit = |&point: &u32| if point == failing { Err(point) } else { Ok(point + 1) };
                let take = |point, found| {
                    assert_eq!(found, point + 1);
                    taken.push(point);
                    Ok(())
                };
                let result = pool.install(|| each((0..1_000).collect(), 1, visit, take));
                taken.sort_unstable();
                (result, taken)
            };
            assert_eq!(until(u32::MAX), (Ok(()), (0..1_000).collect()));
            let (result, taken) = until(100);
            assert_eq!(result, Err(100));
            assert!(taken.starts_with(&(0..100).collect::<Vec<_>>()) && !taken.contains(&100), "{taken:?}");
            assert!(threads > 1 || taken.len() == 100, "others may go on for a moment, a single one may not");
        }
    }

    #[test]
    fn few_points_are_under_way_at_a_time_and_all_threads_at_work() {
        let with = |threads, replications| {
            let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().unwrap();
            pool.install(|| at_a_time(replications))
        };
        assert_eq!([with(8, 1), with(8, 64), with(8, 1_000)], [8, 4, 2]);
        assert_eq!([with(1, 1), with(1, 1_000)], [1, 1]);
    }

    /// Of means, quantiles, and times of requests, for any number of threads.
    #[test]
    fn a_point_is_estimated_as_by_a_run() {
        let home = tempfile::tempdir().unwrap();
        let path = home.path().join("desk.toml");
        std::fs::write(&path, SCENARIO).unwrap();
        for metric in ["backlog.mean", "backlog.max.p90", "response_time_days.mean", "response_time_days.p90.p50"] {
            let options = Options { metric: Some(metric.into()), ..Options::default() };
            let loaded =
                scenario::load(&path, &options).unwrap_or_else(|report| panic!("{}", report.render(false, 100)));
            let scenario = loaded.scenario;
            let reading = &scenario.targets[0].comparisons[0].reading;
            let stop = AtomicBool::new(false);
            let control = Control { progress: &|_| (), stop: &stop };
            let run = Experiment::new(&scenario, 0).run(&scenario, 50, &control, None).unwrap();
            let expected =
                run.collector.variants()[0].estimate(&run.layout, reading, &mut Confidence::new(LEVEL)).unwrap();
            for threads in [1, 3] {
                let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().unwrap();
                let model = &scenario.variants[0].model;
                let found =
                    pool.install(|| estimate(model, &KnownGrowth::default(), (scenario.seed, 50), reading, &stop));
                assert_eq!(found, Some(expected), "{metric} with {threads} threads");
            }
        }
    }
}
