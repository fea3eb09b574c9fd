//! Runs a case and estimates its number.

use std::path::Path;

use rayon::prelude::*;
use saule::{
    engine::{Cell, Histogram, Layout, Outcome, Plan, Tally, histogram::bin_bounds, simulate},
    model::metric::{Metric, Statistic},
    scenario::{self, Options},
    statistics::{Confidence, Moments},
};

use crate::case::{Case, Number};

/// An estimate with the half-width of its 99.9% interval.
pub struct Estimate {
    pub value: f64,
    pub half_width: f64,
}

/// Half of the width of a bin of times, relative to its value.
const HALF_BIN: f64 = 0.0005;

impl Estimate {
    /// What is wrong, if the exact value is outside of the interval or the interval too wide to say much.
    pub fn disagrees_with(&self, exact: f64, number: Number) -> Option<String> {
        let binned = if number.is_binned() { HALF_BIN * exact } else { 0.0 };
        // An event this rare is not to be seen in a million trials: then all must agree to the last one.
        let slack = if 1.0 - exact < 1e-9 && 1.0 - exact >= 0.0 { 1e-9 } else { 0.0 };
        let distance = (self.value - exact).abs();
        if distance > self.half_width + binned + slack {
            return Some(format!("{} is {distance} from {exact}, interval ± {}", self.value, self.half_width));
        }
        (self.half_width > 0.01 * exact.abs()).then(|| format!("the interval ± {} is too wide", self.half_width))
    }
}

/// Simulates the case; one estimate for each of its rows.
pub fn run(case: &Case) -> Vec<Estimate> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/agreement/scenarios").join(case.scenario);
    let options = Options { set: case.set.clone(), ..Options::default() };
    let scenario = scenario::load(&path, &options).unwrap_or_else(|report| panic!("{}", report.render(false, 100)));
    let plan = Plan::new(&scenario.scenario.variants[0].model);
    let seed = scenario.scenario.seed;
    // Sections are simulated in parallel and collected in order: the estimates do not depend on the threads.
    let sections: Vec<Vec<Reading>> = (0..SECTIONS)
        .into_par_iter()
        .map(|section| {
            let mut readings: Vec<Reading> = case.rows.iter().map(|_| Reading::default()).collect();
            for replication in (section..case.replications).step_by(SECTIONS as usize) {
                let outcome = simulate(&plan, seed, replication);
                for (reading, (_, number)) in readings.iter_mut().zip(&case.rows) {
                    reading.add(*number, &plan.layout, &outcome);
                }
            }
            readings
        })
        .collect();
    let of_row = |(index, row): (usize, &(_, Number))| estimate(row.1, sections.iter().map(|section| &section[index]));
    case.rows.iter().enumerate().map(of_row).collect()
}

/// Parts that the replications are divided into. A quantile of times is taken over all times of a section: the mean
/// of quantiles of single runs would be biased.
const SECTIONS: u64 = 40;

/// What is read off the replications of a section for one row.
#[derive(Default)]
struct Reading {
    numbers: Vec<f64>,
    times: Histogram,
}

impl Reading {
    fn add(&mut self, number: Number, layout: &Layout, outcome: &Outcome) {
        match number {
            Number::TimeQuantile(metric, _) => self.times.merge(&times(metric, layout, outcome).ended),
            _ => self.numbers.push(read(number, layout, outcome)),
        }
    }
}

/// The estimate from the readings of all sections.
fn estimate<'r>(number: Number, sections: impl Iterator<Item = &'r Reading>) -> Estimate {
    let numbers: Vec<f64> = match number {
        Number::TimeQuantile(_, p) => sections.map(|section| quantile(&section.times, p)).collect(),
        _ => sections.flat_map(|section| section.numbers.iter().copied()).collect(),
    };
    if let Number::QuantileOverRuns(_, p) = number {
        return order_statistic(numbers, p);
    }
    let mut moments = Moments::default();
    for value in numbers {
        moments.add(value);
    }
    let estimate = moments.estimate(&mut Confidence::new(0.999)).expect("there are replications");
    let half_width = estimate.interval.map_or(f64::INFINITY, |interval| (interval.1 - interval.0) / 2.0);
    match number {
        // The root of a mean of squares, and its half-width by the delta method.
        Number::Deviation(_) => {
            let root = estimate.value.sqrt();
            Estimate { value: root, half_width: half_width / (2.0 * root) }
        }
        _ => Estimate { value: estimate.value, half_width },
    }
}

/// The tally of a metric, in models of one class and stage.
fn times<'o>(metric: Metric, layout: &Layout, outcome: &'o Outcome) -> &'o Tally {
    let index = layout.tallies.iter().position(|cell| cell.metric == metric).expect("every time has a tally");
    &outcome.tallies[index]
}

/// The number that a case looks at in one replication.
fn read(number: Number, layout: &Layout, outcome: &Outcome) -> f64 {
    let scalar = |metric, statistic| {
        let series = layout.series_index(metric, None, None).unwrap();
        let index = layout.scalars.iter().position(|&scalar| scalar == (series, statistic)).unwrap();
        outcome.scalars[index]
    };
    let times = |metric| times(metric, layout, outcome);
    match number {
        Number::Level(metric, statistic) => scalar(metric, statistic),
        Number::QuantileOverRuns(metric, _) => scalar(metric, Statistic::End),
        Number::Empty => f64::from(scalar(Metric::Backlog, Statistic::End) == 0.0),
        Number::Deviation(mean) => (scalar(Metric::Backlog, Statistic::End) - mean).powi(2),
        Number::VarianceOverTime(mean) => {
            let series = layout.series_index(Metric::Backlog, None, None).unwrap();
            let points = layout.grid.len();
            // From the end of the warm-up, a tenth of the horizon at most.
            let values = &outcome.series[series * points + points / 10..(series + 1) * points];
            values.iter().map(|value| (value - mean).powi(2)).sum::<f64>() / values.len() as f64
        }
        Number::Growth => {
            let series = layout.series_index(Metric::Backlog, None, None).unwrap();
            let (points, middle) = (layout.grid.len(), layout.grid.len() / 2);
            let values = &outcome.series[series * points..(series + 1) * points];
            (values[points - 1] - values[middle]) / (layout.grid[points - 1] - layout.grid[middle])
        }
        Number::MeanTime(metric) => times(metric).sum / times(metric).ended.total() as f64,
        Number::TimeQuantile(..) => unreachable!("quantiles are read off sections"),
        Number::TimeAbove(metric, bound) => {
            let ended = &times(metric).ended;
            let above = ended.iter().filter(|&(bin, _)| bin_bounds(bin).0 >= bound && bin > 0);
            above.map(|(_, count)| count).sum::<u64>() as f64 / ended.total() as f64
        }
        Number::Ratio(part, whole) => scalar(part, Statistic::End) / scalar(whole, Statistic::End),
        Number::ShareWaiting => {
            let waits = &times(Metric::WaitingTime).ended;
            let at_once = waits.iter().find(|&(bin, _)| bin == 0).map_or(0, |(_, count)| count) as f64;
            1.0 - at_once / (waits.total() as f64 + scalar(Metric::Abandoned, Statistic::End))
        }
        Number::MeanTimeOf(metric, class) => {
            let of_class = |cell: &&Cell| cell.metric == metric && cell.class == Some(class);
            let index = layout.tallies.iter().position(|cell| of_class(&cell)).unwrap();
            outcome.tallies[index].sum / outcome.tallies[index].ended.total() as f64
        }
        Number::ShareCrossing => scalar(Metric::Eligible, Statistic::End) / scalar(Metric::Created, Statistic::End),
    }
}

/// The middle of the bin that holds a quantile.
fn quantile(times: &Histogram, p: f64) -> f64 {
    let rank = (p * times.total() as f64).ceil().max(1.0) as u64;
    let mut passed = 0;
    for (bin, count) in times.iter() {
        passed += count;
        if passed >= rank {
            let (low, high) = bin_bounds(bin);
            return (low + high) / 2.0;
        }
    }
    f64::NAN
}

/// A quantile over replications, as the middle of an interval between order statistics (normal approximation of the
/// binomial): the interval lies unevenly around the sample's own quantile.
fn order_statistic(mut numbers: Vec<f64>, p: f64) -> Estimate {
    numbers.sort_by(f64::total_cmp);
    let n = numbers.len() as f64;
    let spread = 3.2905 * (n * p * (1.0 - p)).sqrt();
    let at = |rank: f64| numbers[(rank.max(1.0) as usize - 1).min(numbers.len() - 1)];
    let (low, high) = (at((n * p - spread).floor()), at((n * p + spread).ceil()));
    Estimate { value: (low + high) / 2.0, half_width: (high - low) / 2.0 }
}
