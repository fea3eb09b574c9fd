//! The results of a sweep: the rows of `summary.csv` at every point, and the design that says where the points are.

use std::iter;

use serde::{Deserialize, Serialize};
use serde_json::Value as Json;

use super::{
    csv::Line,
    destination::MADE_BY,
    points::{PointRow, Subject},
    rows::{About, SummaryRow},
};
use crate::{
    engine::Layout,
    experiment::design::Design,
    model::{Scenario, metric::Metric},
    statistics::{Collector, Confidence, LEVEL},
};

/// Name of the table.
pub const SWEEP_CSV: &str = "sweep.csv";

/// What the metric of a risk is called in the table; its statistic is the condition.
pub const RISK: &str = "risk";

/// Columns after those of the varied keys.
const COLUMNS: [&str; 8] = ["variant", "class", "stage", "metric", "statistic", "value", "ci_low", "ci_high"];

/// What charts and reports read of a sweep's folder.
#[derive(Debug, Clone, PartialEq)]
pub struct Sweep {
    /// What was simulated.
    pub about: About,
    /// Where.
    pub plan: Plan,
    /// The rows of each point that [are drawn](Plan::draws), in the order of the plan.
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

impl Plan {
    /// True for what charts draw of a point.
    pub fn draws(&self, subject: &Subject) -> bool {
        let Drawn { metric, class, stage, statistic } = &self.drawn;
        let is_statistic = || {
            let rest = subject.statistic.strip_prefix(statistic.as_str());
            rest.is_some_and(|rest| rest.is_empty() || rest.starts_with('.'))
        };
        let place = (&subject.metric, &subject.class, &subject.stage) == (metric, class, stage);
        subject.metric == RISK || (place && is_statistic()) || is_of_threshold_curve(subject)
    }

    /// `sweep.csv`, point by point: one row a point and row of `summary.csv`, the values of the varied keys in front. `rows`
    /// are those of the point of a number.
    pub fn table<'a, R: Iterator<Item = PointRow<'a>>>(
        &self,
        rows: impl Fn(usize) -> R,
    ) -> impl Iterator<Item = Vec<u8>> {
        let columns = iter::once_with(|| {
            let mut line = Line::default();
            self.factors.iter().map(|factor| factor.path.as_str()).chain(COLUMNS).for_each(|column| line.text(column));
            line.end();
            line.into_bytes()
        });
        let of_point = move |(number, point): (usize, &Vec<Setting>)| {
            let mut line = Line::default();
            for PointRow { subject, numbers } in rows(number) {
                point.iter().for_each(|setting| line.text(&setting.shown));
                let Subject { variant, class, stage, metric, statistic } = subject;
                [variant, class, stage, metric, statistic].into_iter().for_each(|name| line.text(name));
                numbers.into_iter().for_each(|number| line.number_if_any(number));
                line.end();
            }
            line.into_bytes()
        };
        columns.chain(self.points.iter().enumerate().map(of_point))
    }
}

/// `summary.json`: what was simulated and where, and the rows that charts draw, each with the number of its point.
#[derive(Serialize)]
struct Summary<'a> {
    #[serde(flatten)]
    about: Json,
    sweep: &'a Plan,
    summary: Vec<SummaryAt<'a>>,
}

#[derive(Serialize)]
struct SummaryAt<'a> {
    #[serde(flatten)]
    row: &'a SummaryRow,
    point: usize,
}

impl Sweep {
    /// `summary.json`; `made_by` tells who may replace the folder.
    pub fn summary(&self, made_by: &str) -> Vec<u8> {
        const PLAIN: &str = "rows are made of text and numbers";
        let mut about = serde_json::to_value(&self.about).expect(PLAIN);
        about["provenance"][MADE_BY] = made_by.into();
        let points = self.rows.iter().enumerate();
        let summary = points.flat_map(|(point, rows)| rows.iter().map(move |row| SummaryAt { row, point })).collect();
        let mut text = serde_json::to_vec_pretty(&Summary { about, sweep: &self.plan, summary }).expect(PLAIN);
        text.push(b'\n');
        text
    }
}

/// True for what a chart over a threshold shows, whatever else is drawn.
fn is_of_threshold_curve(subject: &Subject) -> bool {
    let is_end = subject.statistic == "end" || subject.statistic.starts_with("end.");
    let metrics = [Metric::Backlog, Metric::CoverageRequests, Metric::CoverageSignatures];
    is_end
        && subject.class == "all"
        && subject.stage == "all"
        && metrics.iter().any(|metric| subject.metric == metric.info().name)
}
