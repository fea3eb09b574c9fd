//! What a scenario is held to: targets, and the precision at which a run may stop.

use std::fmt;

use super::{
    Relation,
    metric::{Metric, Statistic},
};

/// A statistic of a run, and perhaps a quantile of it over replications.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reading {
    /// What is measured.
    pub metric: Metric,
    /// Index of the class; `None` is all of them.
    pub class: Option<usize>,
    /// Index of the stage; `None` is all of them.
    pub stage: Option<usize>,
    /// How it is taken within a run.
    pub statistic: WithinRun,
    /// The quantile over replications, in percent from 1 to 99; `None` is the mean.
    pub quantile: Option<u8>,
    /// As written, for example `backlog.max.p95`.
    pub text: String,
}

/// How a number is taken within a run.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum WithinRun {
    /// A statistic of a flow, level, ratio or share.
    Scalar(Statistic),
    /// A statistic of a time, by its index in [`TIME_STATISTICS`](crate::statistics::TIME_STATISTICS).
    Time(usize),
}

/// A reading against a number.
#[derive(Debug, Clone, PartialEq)]
pub struct Bounded {
    /// What is compared.
    pub reading: Reading,
    /// How.
    pub relation: Relation,
    /// With what; finite, in the unit of the metric.
    pub bound: f64,
}

impl fmt::Display for Bounded {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {} {}", self.reading.text, self.relation, self.bound)
    }
}

/// A condition that results should meet.
#[derive(Debug, Clone, PartialEq)]
pub struct Goal {
    /// Name of the `targets.NAME` table.
    pub name: String,
    /// The condition as written.
    pub text: String,
    /// Comparisons that must all hold; at least one. None names a quantile where there is a probability.
    pub comparisons: Vec<Bounded>,
    /// The share of replications in which the condition must hold, in [0, 1]; `None` if each comparison is about the
    /// estimate over all replications.
    pub probability: Option<f64>,
}

/// When a run has enough replications.
#[derive(Debug, Clone, PartialEq)]
pub struct Precision {
    /// What has to be known; at least one.
    pub readings: Vec<Reading>,
    /// Largest half-width of the 95% interval as a share of the estimate; greater than 0.
    pub half_width: f64,
    /// Replications before the first look, at least 2.
    pub minimum: u64,
    /// Replications at which the run ends in any case; at least the minimum.
    pub maximum: u64,
}
