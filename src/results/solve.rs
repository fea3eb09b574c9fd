//! What `saule solve` writes: `solve.csv` and a `summary.json` of its own.

use serde::{Deserialize, Serialize};

use crate::model::chart::Charts;

use super::{
    Content, SUMMARY_JSON,
    csv::{self, Row},
    destination::MADE_BY,
    rows::Provenance,
};

/// Everything that a search found out.
#[derive(Debug, Clone, PartialEq)]
pub struct Solved {
    /// What was searched, and the answer.
    pub about: SolveAbout,
    /// `solve.csv`: every value that was tried, from the smallest to the largest.
    pub rows: Vec<SolveRow>,
}

/// The part of `summary.json` that is not a table.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct SolveAbout {
    /// Headline of the scenario.
    pub title: String,
    /// Name of the variant.
    pub variant: String,
    /// Path of the key whose value was searched.
    pub path: String,
    /// `smallest` or `largest`.
    pub wanted: String,
    /// The conditions that had to hold.
    pub targets: Vec<String>,
    /// The value found, as tables show it; `None` if no value is shown to meet the targets.
    pub answer: Option<String>,
    /// Values that would be preferred, of which the replications could not tell whether they meet the targets.
    pub undecided: Vec<String>,
    /// Probability with which no comparison of the search is wrong.
    pub confidence: f64,
    /// Confidence level of each single interval.
    pub interval_level: f64,
    /// `bisection` or `elimination`.
    pub search: String,
    /// True if bisection rests on the user's word that the targets are monotone.
    pub declared_monotone: bool,
    /// Number of values that could have been tried.
    pub values: u64,
    /// Replications of all values together.
    pub replications_spent: u64,
    /// What the scenario asks of charts.
    #[serde(default, skip_serializing_if = "Charts::is_default")]
    pub charts: Charts,
    /// Where the numbers come from; its number of replications is the most that one value could have.
    pub provenance: Provenance,
}

/// A row of `solve.csv`: a comparison at a value that was tried.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct SolveRow {
    /// The value of the key.
    pub setting: String,
    /// The same as a number, if it is one.
    pub number: Option<f64>,
    /// Name of the target.
    pub target: String,
    /// The comparison in words.
    pub condition: String,
    /// The estimate.
    pub value: Option<f64>,
    /// Lower end of its interval at the level of the search.
    pub ci_low: Option<f64>,
    /// Upper end of its interval at the level of the search.
    pub ci_high: Option<f64>,
    /// What the estimate is compared with.
    pub bound: f64,
    /// `yes`, `no`, or `undecided` where the interval holds the bound.
    pub met: String,
    /// Replications that the estimate rests on.
    pub replications: u64,
    /// `yes` for the rows of the answer, else `no`.
    pub answer: String,
}

impl Solved {
    /// The files of its folder; `made_by` is the destination's.
    pub fn files(&self, made_by: &str) -> Vec<(String, Content<'static>)> {
        let mut summary = serde_json::to_value(&self.about).expect("rows are made of text and numbers");
        summary["provenance"][MADE_BY] = made_by.into();
        let rows = serde_json::to_value(&self.rows).expect("rows are made of text and numbers");
        summary["solve"] = rows;
        vec![
            (SolveRow::FILE.into(), csv::write(&self.rows).into()),
            (SUMMARY_JSON.into(), format!("{summary:#}\n").into()),
        ]
    }
}
