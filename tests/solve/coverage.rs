//! 95% intervals of a thousand experiments hold the true value in 93 to 97% of them: means, quantiles, paired
//! differences, and means of runs that end when they are precise.
//!
//! Seeds are fixed. If the probability is 0.95, the share of a thousand lies outside 0.93 to 0.97 with probability
//! 0.004 (binomial).

use std::{ops::Range, path::Path, sync::atomic::AtomicBool, thread};

use rayon::ThreadPoolBuilder;
use saule::{
    experiment::{Control, Experiment},
    model::{Precision, Reading, Scenario, WithinRun, metric::Metric, metric::Statistic},
    scenario::{Options, load},
    statistics::{Confidence, Estimate},
};

const EXPERIMENTS: u64 = 1_000;

/// Replications of an experiment: with so many, intervals of quantiles, which ranks make wider than they need be, cover
/// 95.5 to 96% by theory.
const REPLICATIONS: u64 = 400;

/// Replications of the run that stands for the truth where no formula does; its own error is a twentieth of that of an
/// experiment's.
const TRUTH: u64 = 100_000;

fn scenario(seed: u64) -> Scenario {
    let options = Options { seed: Some(seed), ..Options::default() };
    load(Path::new("tests/solve/coverage.toml"), &options).ok().unwrap().scenario
}

fn control(stop: &AtomicBool) -> Control<'_> {
    Control { progress: &|_| (), stop }
}

/// Mean over time of the backlog of M/M/infinity from empty: the integral of λs(1 − exp(−t/s)) over the horizon T.
fn mean_backlog(service: f64) -> f64 {
    let (rate, horizon) = (3.0, 10.0);
    let scaled = horizon / service;
    rate * service * (1.0 - (1.0 - libm::exp(-scaled)) / scaled)
}

fn reading(quantile: Option<u8>) -> Reading {
    Reading {
        metric: Metric::Backlog,
        class: None,
        stage: None,
        statistic: WithinRun::Scalar(Statistic::Mean),
        quantile,
        text: "backlog.mean".into(),
    }
}

/// The estimates of each experiment.
fn experiments<T: Send>(of: impl Fn(Scenario, &Control<'_>) -> T + Sync) -> Vec<T> {
    let stop = AtomicBool::new(false);
    let one = |seed| of(scenario(1_000 + seed), &control(&stop));
    // Each of two threads does half of them, one after the other.
    let of_part = |seeds: Range<u64>| {
        let pool = ThreadPoolBuilder::new().num_threads(1).build().unwrap();
        pool.install(|| seeds.map(one).collect::<Vec<T>>())
    };
    thread::scope(|scope| {
        let parts = [0..EXPERIMENTS / 2, EXPERIMENTS / 2..EXPERIMENTS];
        let threads = parts.map(|seeds| scope.spawn(|| of_part(seeds)));
        threads.into_iter().flat_map(|thread| thread.join().unwrap()).collect()
    })
}

fn covers(estimates: impl Iterator<Item = Estimate>, truth: f64) -> f64 {
    let holds = |estimate: Estimate| estimate.interval.is_some_and(|(low, high)| low <= truth && truth <= high);
    let held: Vec<bool> = estimates.map(holds).collect();
    held.iter().filter(|held| **held).count() as f64 / held.len() as f64
}

fn assert_nominal(what: &str, share: f64) {
    println!("{what}: {:.1}%", 100.0 * share);
    assert!((0.93..=0.97).contains(&share), "{what}: {share}");
}

#[test]
fn of_means_quantiles_and_paired_differences() {
    let quantiles = [25, 50, 90];
    let stop = AtomicBool::new(false);
    let long = scenario(1);
    let long = Experiment::new(&long, 0).run(&long, TRUTH, &control(&stop), None).unwrap();
    let estimated = experiments(|scenario, control| {
        let done = Experiment::new(&scenario, 0).run(&scenario, REPLICATIONS, control, None).unwrap();
        let mut confidence = Confidence::new(0.95);
        let [slow, fast] = done.collector.variants() else { panic!("two variants") };
        let mut of = |quantile| slow.estimate(&done.layout, &reading(quantile), &mut confidence).unwrap();
        let (mean, of_quantiles) = (of(None), quantiles.map(|percent| of(Some(percent))));
        let backlog = done.layout.series_index(Metric::Backlog, None, None).unwrap();
        let scalar = done.layout.scalars.iter().position(|scalar| *scalar == (backlog, Statistic::Mean)).unwrap();
        (mean, of_quantiles, fast.scalar_differences[scalar].estimate(&mut confidence).unwrap())
    });
    assert_nominal("means", covers(estimated.iter().map(|e| e.0), mean_backlog(1.0)));
    let difference = mean_backlog(0.8) - mean_backlog(1.0);
    assert_nominal("paired differences", covers(estimated.iter().map(|e| e.2), difference));
    for (index, percent) in quantiles.into_iter().enumerate() {
        let truth =
            long.collector.variants()[0].estimate(&long.layout, &reading(Some(percent)), &mut Confidence::new(0.95));
        let share = covers(estimated.iter().map(|e| e.1[index]), truth.unwrap().value);
        assert_nominal(&format!("quantiles, {percent}%"), share);
    }
}

#[test]
fn of_runs_that_end_when_they_are_precise() {
    let ended = experiments(|scenario, control| {
        let precision = Precision { readings: vec![reading(None)], half_width: 0.03, minimum: 50, maximum: 10_000 };
        let (done, looks) =
            Experiment::new(&scenario, 0).run_until_precise(&scenario, &precision, control, None).unwrap();
        assert!(looks.last().unwrap().is_precise(&precision));
        let mut confidence = Confidence::new(0.95);
        (done.done.end, done.collector.variants()[0].estimate(&done.layout, &reading(None), &mut confidence).unwrap())
    });
    let mean = ended.iter().map(|(replications, _)| replications).sum::<u64>() / EXPERIMENTS;
    assert!(mean > 100, "ends after {mean} replications on average, well after the first look");
    assert_nominal("means with a precision", covers(ended.iter().map(|e| e.1), mean_backlog(1.0)));
}
