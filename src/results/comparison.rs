//! What `saule compare` writes: `compare.csv` and its `summary.json`.

use std::{fs, path::Path};

use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::{Content, SUMMARY_JSON, csv, rows::Named};

/// Results folders side by side: each one minus the first.
#[derive(Debug, Clone, PartialEq)]
pub struct Comparison {
    /// What was compared.
    pub about: ComparisonAbout,
    /// `compare.csv`
    pub rows: Vec<ComparisonRow>,
}

/// The part of a comparison's `summary.json` that is not a table.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ComparisonAbout {
    /// The results compared, the reference first.
    pub results: Vec<ComparedResults>,
    /// Civil start that all of them share, `YYYY-MM-DDTHH:MM:SS`; `None` if they start at different moments.
    pub start: Option<String>,
    /// The shortest of the simulated periods.
    pub horizon_days: f64,
    /// Classes of any of the results, with their labels.
    pub classes: Vec<Named>,
    /// Stages of any of the results, with their labels.
    pub stages: Vec<Named>,
    /// What is not compared, and what to know of the rest, sentence by sentence.
    pub notes: Vec<String>,
    /// How the comparison was made; the only part that may differ between equal ones.
    pub provenance: ComparisonProvenance,
}

/// One of the results compared.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ComparedResults {
    /// What tables and charts call them: the name of their folder.
    pub name: String,
    /// Headline of the scenario.
    pub title: String,
    /// Names of the variants.
    pub variants: Vec<String>,
    /// SHA-256 of the resolved scenario and its data.
    pub scenario_hash: String,
    /// Root of the random streams.
    pub seed: u64,
    /// Replications of every variant.
    pub replications: u64,
    /// True if the replications were kept, so that they could be paired.
    pub kept_replications: bool,
}

/// How a comparison was made.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ComparisonProvenance {
    /// Program and version.
    pub program: String,
    /// The command line.
    pub command: String,
    /// The command and its folders, by which a later comparison of the same knows that it may replace this one.
    pub made_by: String,
}

/// A row of `compare.csv`: results minus the reference. `statistic` is empty and `time_days` filled for a point of a
/// time series, the other way round for a statistic of the summary.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ComparisonRow {
    /// The results.
    pub results: String,
    /// The results that are subtracted.
    pub reference: String,
    /// The variant of the results.
    pub variant: String,
    /// The variant of the reference; another one only where the two have no name in common.
    pub reference_variant: String,
    /// Name of the class.
    pub class: String,
    /// Name of the stage.
    pub stage: String,
    /// Name of the metric.
    pub metric: String,
    /// The statistic within a run, then the quantile over replications if any.
    pub statistic: String,
    /// Days since the start, of a point of a time series.
    pub time_days: Option<f64>,
    /// The estimate of the reference; of a point of a time series, the mean.
    pub reference_value: Option<f64>,
    /// The estimate of the results.
    pub value: Option<f64>,
    /// Their difference; of paired replications, over the pairs.
    pub difference: Option<f64>,
    /// Lower end of its 95% confidence interval.
    pub ci_low: Option<f64>,
    /// Upper end of its 95% confidence interval.
    pub ci_high: Option<f64>,
    /// How the interval was found: `paired`, `welch` or `intervals`; empty where there is none.
    pub method: String,
    /// Probability of a difference at least as large if there were none.
    pub p_value: Option<f64>,
    /// The same, adjusted for all comparisons of this statistic.
    pub p_adjusted: Option<f64>,
}

impl Comparison {
    /// The files of the folder, charts left out.
    pub fn files(&self) -> Vec<(String, Content<'static>)> {
        let json = |value: Result<Value, _>| value.expect("rows are made of text and numbers");
        let mut content = json(serde_json::to_value(&self.about));
        let summary: Vec<&ComparisonRow> = self.rows.iter().filter(|row| row.time_days.is_none()).collect();
        content["differences"] = json(serde_json::to_value(summary));
        let rows = (<ComparisonRow as csv::Row>::FILE.into(), csv::write(&self.rows).into());
        vec![rows, (SUMMARY_JSON.into(), format!("{content:#}\n").into())]
    }
}

/// The scenarios of the results compared, as the folder of a comparison keeps them: `scenario-1.toml` and so on, in the order
/// of the results.
pub fn scenario_files(scenarios: &[String]) -> Vec<(String, Content<'static>)> {
    let file = |(index, text): (usize, &String)| (scenario_name(index), text.clone().into());
    scenarios.iter().enumerate().map(file).collect()
}

/// Reads them back from a folder with so many results; none unless all are there.
pub fn scenarios(dir: &Path, results: usize) -> Vec<String> {
    let read = (0..results).map(|index| fs::read_to_string(dir.join(scenario_name(index))));
    read.collect::<Result<_, _>>().unwrap_or_default()
}

fn scenario_name(index: usize) -> String {
    format!("scenario-{}.toml", index + 1)
}
