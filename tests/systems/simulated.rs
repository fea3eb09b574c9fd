//! Replications of a shipped scenario, kept one by one.

use std::path::{Path, PathBuf};

use jiff::civil::DateTime;
use rayon::prelude::*;
use saule::{
    engine::{Layout, Outcome, Plan, Spot, simulate},
    model::{Reading, Scenario, metric::Metric},
    scenario::{self, Options},
    statistics::{Confidence, Estimate, LEVEL, Sample, Times},
};

/// Replications of one variant.
pub struct Runs {
    path: PathBuf,
    options: Options,
    scenario: Scenario,
    layout: Layout,
    outcomes: Vec<Outcome>,
}

impl Runs {
    /// The first replications of a variant of `scenarios/NAME.toml` in which `vary`, a list of `PATH=VALUE`, holds;
    /// as many as the file says without a number.
    pub fn of(name: &str, variant: &str, replications: Option<u64>, vary: &[&str]) -> Self {
        let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(format!("scenarios/{name}.toml"));
        let vary = vary.iter().map(|&assignment| assignment.to_owned()).collect();
        let options = Options { variants: vec![variant.to_owned()], vary, ..Options::default() };
        let loaded = scenario::load(&path, &options);
        let scenario = loaded.unwrap_or_else(|report| panic!("{}", report.render(false, 100))).scenario;
        let plan = Plan::new(&scenario.variants[0].model);
        let layout = plan.layout.clone();
        let count = replications.unwrap_or(scenario.replications);
        let outcomes = (0..count).into_par_iter().map(|n| simulate(&plan, scenario.seed, n)).collect();
        Self { path, options, scenario, layout, outcomes }
    }

    /// What a metric with its statistic, such as `backlog.mean`, reads of these runs.
    fn reading(&self, metric: &str) -> (Reading, Spot) {
        let options = Options { metric: Some(metric.to_owned()), ..self.options.clone() };
        let loaded = scenario::load(&self.path, &options);
        let scenario = loaded.unwrap_or_else(|report| panic!("{}", report.render(false, 100))).scenario;
        let reading = scenario.targets[0].comparisons[0].reading.clone();
        let spot = self.layout.spot(&reading).unwrap_or_else(|| panic!("no run has {metric}"));
        (reading, spot)
    }

    /// A statistic of a run, in each replication that has it.
    pub fn each(&self, metric: &str) -> Vec<f64> {
        let (_, Spot::Scalar(index)) = self.reading(metric) else { panic!("{metric} is of requests, not of runs") };
        let values = self.outcomes.iter().map(|outcome| outcome.scalars[index]);
        values.filter(|value| value.is_finite()).collect()
    }

    /// The estimate that a run of these replications would write, with its 95% interval.
    pub fn estimate(&self, metric: &str) -> Estimate {
        match self.reading(metric) {
            (_, Spot::Scalar(_)) => estimate(&self.each(metric)),
            (reading, Spot::Time { tally, statistic }) => {
                let mut times = Times::new(self.layout.time_limit(reading.metric));
                for (replication, outcome) in (0..).zip(&self.outcomes) {
                    times.add(replication, &outcome.tallies[tally]);
                }
                let estimate = times.estimate(statistic, None, &mut Confidence::new(LEVEL));
                estimate.unwrap_or_else(|| panic!("{metric} has no value"))
            }
        }
    }

    /// A metric at a moment of the observation grid, over all classes, in each replication; `stage` is a bare key.
    pub fn at(&self, metric: Metric, stage: Option<&str>, moment: &str) -> Vec<f64> {
        let model = &self.scenario.variants[0].model;
        let moment: DateTime = moment.parse().expect("a moment is written YYYY-MM-DDTHH:MM");
        let days = moment.duration_since(model.time.start).as_secs_f64() / 86_400.0;
        let grid = &self.layout.grid;
        let point = grid.iter().position(|&time| (time - days).abs() < 1e-6).expect("the grid holds the moment");
        let stage = stage.map(|name| model.stages.iter().position(|stage| stage.name == name).expect("a stage"));
        let series = self.layout.series_index(metric, None, stage).expect("the metric is recorded there");
        self.outcomes.iter().map(|outcome| outcome.series[series * grid.len() + point]).collect()
    }

    /// How much a metric grows between two moments, over all classes, in each replication.
    pub fn growth(&self, metric: Metric, (from, until): (&str, &str)) -> Vec<f64> {
        let (from, until) = (self.at(metric, None, from), self.at(metric, None, until));
        until.iter().zip(from).map(|(until, from)| until - from).collect()
    }

    /// The days from the start to the first time of an event, in each replication in which it happened.
    pub fn first(&self, event: &str) -> Vec<f64> {
        let index = self.event(event);
        let days = self.outcomes.iter().map(|outcome| outcome.happened[index].first);
        days.filter(|days| days.is_finite()).collect()
    }

    /// The days from the event that it waits for to the first time of an event, in each replication with both.
    pub fn after(&self, event: &str) -> Vec<f64> {
        let index = self.event(event);
        let happened = self.outcomes.iter().map(|outcome| outcome.happened[index]);
        happened.map(|event| event.first - event.after).filter(|days| days.is_finite()).collect()
    }

    fn event(&self, name: &str) -> usize {
        let events = &self.scenario.variants[0].model.happenings;
        events.iter().position(|event| event.name == name).expect("an event of the scenario")
    }

    /// Number of replications.
    pub fn count(&self) -> usize {
        self.outcomes.len()
    }
}

/// The mean of values, one a replication, with its 95% interval.
pub fn estimate(values: &[f64]) -> Estimate {
    sample(values).estimate(None, &mut Confidence::new(LEVEL)).expect("there are values")
}

/// A quantile over replications, in percent, with its 95% interval.
pub fn quantile(values: &[f64], percent: u8) -> Estimate {
    sample(values).estimate(Some(percent), &mut Confidence::new(LEVEL)).expect("there are values")
}

fn sample(values: &[f64]) -> Sample {
    let mut sample = Sample::default();
    for &value in values {
        sample.add(value);
    }
    sample
}

/// Half the width of an estimate's interval.
pub fn half_width(estimate: Estimate) -> f64 {
    let (low, high) = estimate.interval.expect("there are replications enough for an interval");
    (estimate.value - low).max(high - estimate.value)
}
