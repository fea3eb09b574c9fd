//! The results of a sweep: the rows of `summary.csv` at every point, and the design that says where the points are.

use std::fmt::Write as _;

use serde::{Deserialize, Serialize};
use serde_json::Value as Json;

use super::{
    Content, LEVEL, SUMMARY_JSON,
    destination::MADE_BY,
    rows::{About, SummaryRow},
};
use crate::{
    engine::Layout,
    experiment::design::Design,
    model::{Scenario, metric::Metric},
    statistics::{Collector, Confidence},
};

/// Name of the table.
pub const SWEEP_CSV: &str = "sweep.csv";

/// What the metric of a risk is called in the table; its statistic is the condition.
pub const RISK: &str = "risk";

/// Columns after those of the varied keys.
const COLUMNS: &str = "variant,class,stage,metric,statistic,value,ci_low,ci_high\n";

/// Everything that a sweep's folder says in numbers.
#[derive(Debug, Clone, PartialEq)]
pub struct Sweep {
    /// What was simulated.
    pub about: About,
    /// Where.
    pub plan: Plan,
    /// The rows of each point, in the order of the plan.
    pub rows: Vec<Vec<SummaryRow>>,
}

/// The points of a sweep, and what is drawn of them.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Plan {
    /// How the points are spread.
    pub design: Design,
    /// The varied keys.
    pub factors: Vec<Factor>,
    /// One value for each factor.
    pub points: Vec<Vec<Setting>>,
    /// What charts draw.
    pub drawn: Drawn,
    /// The condition whose probability is estimated, as written.
    pub risk: Option<String>,
}

/// A varied key.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Factor {
    /// Its path.
    pub path: String,
    /// What its numbers count, if that has a name.
    pub unit: Option<String>,
    /// How they are meant.
    pub kind: FactorKind,
}

/// What the values of a factor are.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum FactorKind {
    /// Numbers, spread by equal differences.
    Linear,
    /// Numbers, spread by equal ratios.
    Logarithmic,
    /// Moments, as days since 1970.
    Moments,
    /// Anything else.
    Words,
}

/// A value of a factor at a point.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Setting {
    /// As tables show it.
    pub shown: String,
    /// Its number; `None` for words.
    pub number: Option<f64>,
}

/// A statistic of a run at a place.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Drawn {
    /// Name of the metric.
    pub metric: String,
    /// Name of the class, or `all`.
    pub class: String,
    /// Name of the stage, or `all`.
    pub stage: String,
    /// The statistic within a run, and the quantile over replications if one is meant.
    pub statistic: String,
}

impl Drawn {
    /// The row of a variant, with `.SUFFIX` behind the statistic unless that is empty.
    pub fn row<'r>(&self, rows: &'r [SummaryRow], variant: &str, suffix: &str) -> Option<&'r SummaryRow> {
        rows.iter().find(|row| {
            row.variant == variant
                && row.metric == self.metric
                && row.class == self.class
                && row.stage == self.stage
                && row.statistic.strip_prefix(self.statistic.as_str()).is_some_and(|rest| match suffix {
                    "" => rest.is_empty(),
                    suffix => rest.strip_prefix('.') == Some(suffix),
                })
        })
    }
}

/// The share of replications of each variant in which the first target, a condition with a probability, held.
pub fn risk_rows(scenario: &Scenario, layout: &Layout, collector: &Collector) -> Vec<SummaryRow> {
    let mut confidence = Confidence::new(LEVEL);
    let mut rows = Vec::new();
    for (variant, statistics) in scenario.variants.iter().zip(collector.variants()) {
        let judged = statistics.judge(layout, &scenario.targets, collector.replications(), &mut confidence);
        let share = judged.into_iter().flatten().next().and_then(|judgement| judgement.estimate);
        if let (Some(share), Some(risk)) = (share, scenario.targets.first()) {
            rows.push(SummaryRow {
                variant: variant.name.clone(),
                class: "all".into(),
                stage: "all".into(),
                metric: RISK.into(),
                statistic: risk.text.clone(),
                value: Some(share.value),
                ci_low: share.interval.map(|ends| ends.0),
                ci_high: share.interval.map(|ends| ends.1),
            });
        }
    }
    rows
}

/// The row of a variant's risk.
pub fn risk_row<'r>(rows: &'r [SummaryRow], variant: &str) -> Option<&'r SummaryRow> {
    rows.iter().find(|row| row.variant == variant && row.metric == RISK)
}

impl Sweep {
    /// The files of a whole sweep, but for its scenario and its charts; `made_by` tells who may replace the folder.
    pub fn files(&self, made_by: &str) -> Vec<(String, Content<'static>)> {
        vec![(SWEEP_CSV.into(), self.table().into()), (SUMMARY_JSON.into(), self.summary(made_by).into())]
    }

    /// `sweep.csv`: one row a point and row of `summary.csv`, the values of the varied keys in front.
    fn table(&self) -> String {
        let mut text = String::new();
        for factor in &self.plan.factors {
            text.push_str(&cell(&factor.path));
            text.push(',');
        }
        text.push_str(COLUMNS);
        for (point, rows) in self.plan.points.iter().zip(&self.rows) {
            let settings: String = point.iter().map(|setting| cell(&setting.shown) + ",").collect();
            for row in rows {
                let number = |value: Option<f64>| value.map_or_else(String::new, |value| (value + 0.0).to_string());
                let (value, low, high) = (number(row.value), number(row.ci_low), number(row.ci_high));
                let (variant, statistic) = (cell(&row.variant), cell(&row.statistic));
                // Writing to a string cannot fail.
                let _ = writeln!(
                    text,
                    "{settings}{variant},{},{},{},{statistic},{value},{low},{high}",
                    row.class, row.stage, row.metric
                );
            }
        }
        text
    }

    /// `summary.json`: what was simulated and where, and the rows that charts draw, each with the number of its point.
    fn summary(&self, made_by: &str) -> Vec<u8> {
        let json = |value: Result<Json, _>| value.expect("rows are made of text and numbers");
        let mut content = json(serde_json::to_value(&self.about));
        content["provenance"][MADE_BY] = made_by.into();
        content["sweep"] = json(serde_json::to_value(&self.plan));
        let mut summary = Vec::new();
        for (point, rows) in self.rows.iter().enumerate() {
            for row in rows.iter().filter(|row| self.is_drawn(row)) {
                let mut row = json(serde_json::to_value(row));
                row["point"] = point.into();
                summary.push(row);
            }
        }
        content["summary"] = summary.into();
        let mut text = format!("{content:#}");
        text.push('\n');
        text.into_bytes()
    }

    fn is_drawn(&self, row: &SummaryRow) -> bool {
        let drawn = &self.plan.drawn;
        let is_statistic = || {
            let rest = row.statistic.strip_prefix(drawn.statistic.as_str());
            rest.is_some_and(|rest| rest.is_empty() || rest.starts_with('.'))
        };
        let place = (&row.metric, &row.class, &row.stage) == (&drawn.metric, &drawn.class, &drawn.stage);
        row.metric == RISK || (place && is_statistic()) || is_of_threshold_curve(row)
    }
}

/// True for the rows that a chart over a threshold shows, whatever else is drawn.
fn is_of_threshold_curve(row: &SummaryRow) -> bool {
    let is_end = row.statistic == "end" || row.statistic.starts_with("end.");
    let metrics = [Metric::Backlog, Metric::CoverageRequests, Metric::CoverageSignatures];
    is_end && row.class == "all" && row.stage == "all" && metrics.iter().any(|metric| row.metric == metric.info().name)
}

/// A text as a cell of a CSV file.
fn cell(text: &str) -> String {
    let is_plain = !text.contains(['"', ',', '\n', '\r']);
    if is_plain { text.to_owned() } else { format!("\"{}\"", text.replace('"', "\"\"")) }
}
