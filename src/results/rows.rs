//! The content of a results folder, table by table. Field names are the column names of the files, whose meaning
//! `docs/results.md` gives in full.

use serde::{Deserialize, Serialize};

use crate::model::chart::Charts;

pub use super::name::Name;

/// Everything a results folder says in numbers. Charts and reports read this and nothing else.
#[derive(Debug, Clone, PartialEq)]
pub struct Results {
    /// What was simulated, and the orders of names.
    pub about: About,
    /// `summary.csv`
    pub summary: Vec<SummaryRow>,
    /// `timeseries.csv`
    pub timeseries: Vec<SeriesRow>,
    /// `differences.csv`
    pub differences: Vec<DifferenceRow>,
    /// `distributions.csv`
    pub distributions: Vec<DistributionRow>,
    /// `response_times.csv`
    pub response_times: Vec<ResponseTimeRow>,
    /// `signatures.csv`; empty where no class gathers signatures
    pub signatures: Vec<SignatureRow>,
    /// `events.csv`; empty without events
    pub events: Vec<EventRow>,
    /// `observed.csv`; empty without history
    pub observed: Vec<ObservedRow>,
    /// `targets.csv`; empty without targets
    pub targets: Vec<TargetRow>,
    /// `precision.csv`; empty where the number of replications was fixed
    pub precision: Vec<PrecisionRow>,
}

/// The part of `summary.json` that is not a table.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct About {
    /// Headline of the scenario.
    pub title: String,
    /// The question that it answers.
    pub question: Option<String>,
    /// Civil start, `YYYY-MM-DDTHH:MM:SS`.
    pub start: String,
    /// End of the simulated period, in days since the start.
    pub horizon_days: f64,
    /// End of the warm-up, in days since the start.
    pub warm_up_days: f64,
    /// The variant that others are compared with.
    pub baseline: String,
    /// Variants in file order, with what charts mark of them.
    pub variants: Vec<VariantAbout>,
    /// Classes in file order.
    pub classes: Vec<Named>,
    /// Stages in file order.
    pub stages: Vec<Named>,
    /// What to know before trusting the numbers, sentence by sentence.
    #[serde(default)]
    pub warnings: Vec<String>,
    /// The charts that the scenario asks for.
    #[serde(default, skip_serializing_if = "Charts::is_default")]
    pub charts: Charts,
    /// The precision that the run was to reach, if its number of replications was not fixed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub precision: Option<PrecisionAbout>,
    /// Where the numbers come from; the only part that may differ between equal runs.
    pub provenance: Provenance,
}

/// The precision that a run was to reach.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct PrecisionAbout {
    /// The metrics with their statistics, as in `backlog.end`.
    pub metrics: Vec<String>,
    /// Largest half-width of the 95% interval, as a share of the estimate.
    pub half_width: f64,
    /// True if all intervals were as narrow at the end.
    pub reached: bool,
}

/// A variant, and the policy that charts draw beside its backlog.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct VariantAbout {
    /// Name as written in the scenario.
    pub name: String,
    /// Dated threshold levels within the horizon, class by class.
    pub thresholds: Vec<ThresholdMark>,
    /// What is promised, class by class; nothing for a class without a promise.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub promises: Vec<PromiseAbout>,
}

/// The time within which a class's requests are promised an answer.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct PromiseAbout {
    /// Name of the class.
    pub class: String,
    /// Days since the request became eligible; of a promise in working time, how long that takes on average.
    pub days: f64,
    /// The promise in working days, where it runs in working time.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub working_days: Option<f64>,
}

/// A threshold in force from a moment on, or moving to it until then.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ThresholdMark {
    /// Name of the class.
    pub class: String,
    /// Days since the start; 0 for the level at the start.
    pub time_days: f64,
    /// The level.
    pub signatures: u32,
    /// Since when the threshold moves there in a straight line; `None` if it changes at once.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub moves_from_days: Option<f64>,
}

/// A name in files, and the label that charts print.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Named {
    /// Name in the tables.
    pub name: String,
    /// What charts print.
    pub label: String,
}

/// Where the numbers come from.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Provenance {
    /// Program and version, for example `saule 0.1.0`.
    pub program: String,
    /// SHA-256 of the resolved scenario and its data, in hexadecimal.
    pub scenario_hash: String,
    /// Root of the random streams.
    pub seed: u64,
    /// Replications of every variant that the numbers rest on.
    pub replications: u64,
    /// The command line.
    pub command: String,
    /// False if the run was interrupted before all replications were done.
    pub complete: bool,
}

/// A row of `summary.csv`. `class` and `stage` are `all` where a total is meant.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct SummaryRow {
    /// Name of the variant.
    pub variant: String,
    /// Name of the class.
    pub class: String,
    /// Name of the stage.
    pub stage: String,
    /// Name of the metric.
    pub metric: String,
    /// `mean`, `end`, `max.p90` …: the statistic within a run, then the quantile over replications if any.
    pub statistic: String,
    /// The estimate over replications.
    pub value: Option<f64>,
    /// Lower end of the 95% confidence interval.
    pub ci_low: Option<f64>,
    /// Upper end of the 95% confidence interval.
    pub ci_high: Option<f64>,
}

/// A row of `timeseries.csv`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct SeriesRow {
    /// Name of the variant.
    pub variant: Name,
    /// Name of the class.
    pub class: Name,
    /// Name of the stage.
    pub stage: Name,
    /// Name of the metric.
    pub metric: Name,
    /// Days since the start.
    pub time_days: f64,
    /// The same moment, as `YYYY-MM-DDTHH:MM:SS`.
    pub date: Name,
    /// Mean over replications.
    pub mean: Option<f64>,
    /// Lower end of the 95% confidence interval.
    pub ci_low: Option<f64>,
    /// Upper end of the 95% confidence interval.
    pub ci_high: Option<f64>,
    /// 5% quantile over replications.
    pub p05: Option<f64>,
    /// 10% quantile over replications.
    pub p10: Option<f64>,
    /// 25% quantile over replications.
    pub p25: Option<f64>,
    /// 50% quantile over replications.
    pub p50: Option<f64>,
    /// 75% quantile over replications.
    pub p75: Option<f64>,
    /// 90% quantile over replications.
    pub p90: Option<f64>,
    /// 95% quantile over replications.
    pub p95: Option<f64>,
}

/// A row of `differences.csv`: variant minus baseline, paired by replication. `statistic` is empty and `time_days`
/// filled for a point of a time series, the other way round for a summary statistic.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct DifferenceRow {
    /// Name of the variant.
    pub variant: Name,
    /// Name of the variant that is subtracted.
    pub baseline: Name,
    /// Name of the class.
    pub class: Name,
    /// Name of the stage.
    pub stage: Name,
    /// Name of the metric.
    pub metric: Name,
    /// The statistic within a run.
    pub statistic: Name,
    /// Days since the start, of a point of a time series.
    pub time_days: Option<f64>,
    /// Mean difference, of times the difference of the pooled estimates.
    pub value: Option<f64>,
    /// Lower end of the 95% confidence interval.
    pub ci_low: Option<f64>,
    /// Upper end of the 95% confidence interval.
    pub ci_high: Option<f64>,
}

/// A row of `distributions.csv`: how many replications gave a value in `[bin_low, bin_high)`; a whole number has
/// `bin_low = bin_high`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct DistributionRow {
    /// Name of the variant.
    pub variant: Name,
    /// Name of the class.
    pub class: Name,
    /// Name of the stage.
    pub stage: Name,
    /// Name of the metric.
    pub metric: Name,
    /// The statistic within a run.
    pub statistic: Name,
    /// Smallest value of the bin.
    pub bin_low: f64,
    /// End of the bin.
    pub bin_high: f64,
    /// Number of replications in the bin.
    pub count: u64,
}

/// A row of `response_times.csv`: the share of eligible requests that have been answered by an age.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ResponseTimeRow {
    /// Name of the variant.
    pub variant: String,
    /// Name of the class.
    pub class: String,
    /// Days since the request became eligible.
    pub time_days: f64,
    /// Share answered by then (cumulative incidence), in [0, 1].
    pub share_answered: f64,
    /// Lower end of the 95% confidence interval, at least 0.
    pub ci_low: Option<f64>,
    /// Upper end of the 95% confidence interval, at most 1.
    pub ci_high: Option<f64>,
}

/// A row of `signatures.csv`: how many signatures the requests of a class have at an age.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct SignatureRow {
    /// Name of the variant.
    pub variant: String,
    /// Name of the class.
    pub class: String,
    /// Days since the request was created.
    pub age_days: f64,
    /// 5% quantile over requests.
    pub p05: f64,
    /// 25% quantile over requests.
    pub p25: f64,
    /// 50% quantile over requests.
    pub p50: f64,
    /// 75% quantile over requests.
    pub p75: f64,
    /// 95% quantile over requests.
    pub p95: f64,
    /// Share of the requests that have become eligible by then; `None` where no request is so old by the horizon.
    pub share_eligible: Option<f64>,
}

/// A row of `events.csv`: whether, when, how often and for how long an event of the scenario happened.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct EventRow {
    /// Name of the variant.
    pub variant: String,
    /// Name of the event.
    pub event: String,
    /// `share`, `count`, `first_days`, `after_days` or `held_days`.
    pub metric: String,
    /// `mean`, or a quantile over replications such as `p50`.
    pub statistic: String,
    /// The estimate; `None` for a quantile that lies beyond the horizon.
    pub value: Option<f64>,
    /// Lower end of the 95% confidence interval.
    pub ci_low: Option<f64>,
    /// Upper end of the 95% confidence interval; `None` also where it lies beyond the horizon.
    pub ci_high: Option<f64>,
}

/// A row of `observed.csv`: recorded history.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ObservedRow {
    /// Name of the `observed.NAME` table.
    pub name: String,
    /// Name of the class.
    pub class: String,
    /// Name of the stage.
    pub stage: String,
    /// Name of the metric.
    pub metric: String,
    /// Days since the start.
    pub time_days: f64,
    /// The same moment, as `YYYY-MM-DDTHH:MM:SS`.
    pub date: String,
    /// The recorded value.
    pub value: f64,
}

/// A row of `targets.csv`: what a variant is held to, and whether it meets it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct TargetRow {
    /// Name of the variant.
    pub variant: String,
    /// Name of the target.
    pub target: String,
    /// The estimate: of a statistic, or of the share of replications.
    pub value: Option<f64>,
    /// Lower end of the 95% confidence interval.
    pub ci_low: Option<f64>,
    /// Upper end of the 95% confidence interval.
    pub ci_high: Option<f64>,
    /// What the estimate is compared with.
    pub bound: f64,
    /// `yes`, `no`, or `undecided` where the interval holds the bound.
    pub met: String,
    /// The comparison in words, as in `backlog.max.p95 <= 50`.
    pub condition: String,
    /// Where undecided, about how many replications would decide, were the estimate true.
    pub replications_needed: Option<u64>,
}

/// A row of `precision.csv`: how precisely a metric was known after so many replications.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct PrecisionRow {
    /// The replications.
    pub replications: u64,
    /// Name of the variant.
    pub variant: String,
    /// The metric with its statistic, as in `backlog.end`.
    pub metric: String,
    /// The estimate from these replications.
    pub value: Option<f64>,
    /// Half-width of its 95% confidence interval.
    pub half_width: Option<f64>,
    /// The half-width as a share of the estimate; `None` where that is 0.
    pub relative: Option<f64>,
}
