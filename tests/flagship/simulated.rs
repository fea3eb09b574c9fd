//! Replications of the scenario as shipped, kept one by one.

use std::{path::Path, sync::LazyLock};

use jiff::civil::Date;
use rayon::prelude::*;
use saule::{
    engine::{Layout, Outcome, Plan, simulate},
    model::{Scenario, metric::Metric},
    results::{Results, rows::Provenance, tabulate},
    scenario::{self, Options},
    statistics::Collector,
};

/// Enough for Monte Carlo errors of a fourteenth of the spread between replications.
const REPLICATIONS: u64 = 200;

/// Replications of one variant.
pub struct Variant {
    scenario: Scenario,
    layout: Layout,
    outcomes: Vec<Outcome>,
}

pub static AS_IT_HAPPENED: LazyLock<Variant> = LazyLock::new(|| Variant::simulate("as it happened", REPLICATIONS));
pub static KEEP_5000: LazyLock<Variant> = LazyLock::new(|| Variant::simulate("keep 5,000", REPLICATIONS));
pub static FROM_25000: LazyLock<Variant> = LazyLock::new(|| Variant::simulate("25,000 from the start", REPLICATIONS));

impl Variant {
    /// As many replications of a variant.
    pub fn simulate(name: &str, replications: u64) -> Self {
        let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("scenarios/we-the-people.toml");
        let options = Options { variants: vec![name.to_owned()], ..Options::default() };
        let scenario = scenario::load(&path, &options).expect("the shipped scenario is valid").scenario;
        let plan = Plan::new(&scenario.variants[0].model);
        let layout = plan.layout.clone();
        let outcomes = (0..replications).into_par_iter().map(|n| simulate(&plan, scenario.seed, n)).collect();
        Self { scenario, layout, outcomes }
    }

    /// A metric at the start of a day, over all classes and stages, in each replication.
    pub fn at(&self, metric: Metric, day: &str) -> Vec<f64> {
        let start = self.scenario.variants[0].model.time.start.date();
        let day: Date = day.parse().expect("a day is written YYYY-MM-DD");
        let days = f64::from((day - start).get_days());
        let grid = &self.layout.grid;
        let moment = grid.iter().position(|&time| time == days).expect("the grid is daily and holds the day");
        let series = self.layout.series_index(metric, None, None).expect("the metric has a total");
        self.outcomes.iter().map(|outcome| outcome.series[series * grid.len() + moment]).collect()
    }

    /// How much a metric grows over a span of days, in each replication.
    pub fn growth(&self, metric: Metric, (from, until): (&str, &str)) -> Vec<f64> {
        self.at(metric, until).iter().zip(self.at(metric, from)).map(|(after, before)| after - before).collect()
    }

    /// Petitions created in a span of days that cross before the horizon, in each replication.
    pub fn crossings(&self, span: (&str, &str)) -> Vec<f64> {
        let waiting = self.growth(Metric::BacklogFromCreation, span);
        waiting.iter().zip(self.growth(Metric::Answered, span)).map(|(waiting, answered)| waiting + answered).collect()
    }

    /// The tables that a run of these replications writes.
    pub fn results(&self) -> Results {
        let mut collector = Collector::new(&self.layout, 1, 0);
        for (replication, outcome) in (0..).zip(&self.outcomes) {
            collector.add(replication, std::slice::from_ref(outcome));
        }
        let provenance = Provenance {
            program: String::new(),
            scenario_hash: String::new(),
            seed: self.scenario.seed,
            replications: self.outcomes.len() as u64,
            command: String::new(),
            complete: true,
        };
        tabulate(&self.scenario, &self.layout, collector, provenance)
    }
}

pub fn mean(values: &[f64]) -> f64 {
    values.iter().sum::<f64>() / values.len() as f64
}

/// The middle 95% of values: from the 2.5% to the 97.5% quantile, rounded outwards.
pub fn middle_95(values: &[f64]) -> std::ops::RangeInclusive<f64> {
    let mut sorted = values.to_vec();
    sorted.sort_by(f64::total_cmp);
    let cut = sorted.len() / 40;
    sorted[cut]..=sorted[sorted.len() - 1 - cut]
}
