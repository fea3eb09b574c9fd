//! What `saule sensitivity` writes: `sensitivity.csv` and its `summary.json`.

use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::{Content, SUMMARY_JSON, csv, destination::MADE_BY, rows::Provenance};
use crate::{model::chart::Charts, statistics::Estimate};

/// Which inputs matter, and how much.
#[derive(Debug, Clone, PartialEq)]
pub struct Sensitivity {
    /// What was varied.
    pub about: SensitivityAbout,
    /// `sensitivity.csv`
    pub rows: Vec<SensitivityRow>,
}

/// The part of `summary.json` that is not a table.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct SensitivityAbout {
    /// Headline of the scenario.
    pub title: String,
    /// The variant that was simulated.
    pub variant: String,
    /// The statistic, as in `backlog.mean`.
    pub metric: String,
    /// The varied values, in the order of the command line.
    pub inputs: Vec<Input>,
    /// Rows of each of the two samples behind the Sobol indices.
    pub samples: u64,
    /// Points at which the statistic was found for the Sobol indices.
    pub points: u64,
    /// Variance of the statistic over the ranges; `None` if it does not vary.
    pub variance: Option<f64>,
    /// Mean squared standard error of the statistic at a point, over that variance: at most this share of it is chance.
    pub noise_share: Option<f64>,
    /// What the scenario asks of charts.
    #[serde(default, skip_serializing_if = "Charts::is_default")]
    pub charts: Charts,
    /// Where the numbers come from; the only part that may differ between equal runs.
    pub provenance: Provenance,
}

/// A varied value.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Input {
    /// Its path.
    pub path: String,
    /// The lowest value, as written.
    pub low: String,
    /// The highest value, as written.
    pub high: String,
}

/// A row of `sensitivity.csv`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct SensitivityRow {
    /// `tornado` or `sobol`.
    pub analysis: String,
    /// The varied path; empty for the base of the tornado.
    pub path: String,
    /// `base`, `low`, `high`, `low_difference`, `high_difference`; `first`, `total`.
    pub quantity: String,
    /// The value of the path, of a row of the tornado.
    pub at: String,
    /// The estimate.
    pub value: Option<f64>,
    /// Lower end of the 95% interval.
    pub ci_low: Option<f64>,
    /// Upper end of the 95% interval.
    pub ci_high: Option<f64>,
}

impl SensitivityRow {
    /// The row of an estimate.
    pub fn new(analysis: &str, path: &str, quantity: &str, at: &str, estimate: Option<Estimate>) -> Self {
        let interval = estimate.and_then(|estimate| estimate.interval);
        Self {
            analysis: analysis.to_owned(),
            path: path.to_owned(),
            quantity: quantity.to_owned(),
            at: at.to_owned(),
            value: estimate.map(|estimate| estimate.value),
            ci_low: interval.map(|(low, _)| low),
            ci_high: interval.map(|(_, high)| high),
        }
    }
}

impl Sensitivity {
    /// The row of a quantity of a path, if it has a value.
    pub fn row(&self, path: &str, quantity: &str) -> Option<&SensitivityRow> {
        self.rows.iter().find(|row| row.path == path && row.quantity == quantity && row.value.is_some())
    }

    /// The files of the folder, charts left out; `made_by` tells a later analysis that it may replace this one.
    pub fn files(&self, made_by: &str) -> Vec<(String, Content<'static>)> {
        let json = |value: Result<Value, _>| value.expect("rows are made of text and numbers");
        let mut content = json(serde_json::to_value(&self.about));
        content["provenance"][MADE_BY] = made_by.into();
        content["sensitivity"] = json(serde_json::to_value(&self.rows));
        let rows = (<SensitivityRow as csv::Row>::FILE.into(), csv::write(&self.rows).into());
        vec![rows, (SUMMARY_JSON.into(), format!("{content:#}\n").into())]
    }
}
