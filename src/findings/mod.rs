//! What results say: the few numbers that a reader asks for first, found once for the report, the terminal and charts.

pub mod contrast;
pub mod influence;
pub mod search;
pub mod targets;

use crate::results::{
    Results,
    rows::{DifferenceRow, EventRow, SummaryRow},
};

/// What a total over classes or stages is called in the tables.
const ALL: &str = "all";

/// An estimate with the ends of its 95% confidence interval, where there is one.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Estimate {
    /// The estimate.
    pub value: f64,
    /// Lower and upper end.
    pub interval: Option<(f64, f64)>,
}

impl Estimate {
    /// Half the width of the interval.
    pub fn half_width(&self) -> Option<f64> {
        self.interval.map(|(low, high)| (high - low) / 2.0)
    }
}

/// What may be said of a difference.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Verdict {
    /// Its interval is above zero.
    More,
    /// Its interval is below zero.
    Fewer,
    /// There is none, in any replication.
    Same,
    /// Its interval holds zero: the two cannot be told apart.
    Unclear,
    /// There is no interval.
    Unknown,
}

impl Verdict {
    /// Of the estimate of a difference.
    pub fn of(difference: &Estimate) -> Self {
        match difference.interval {
            None => Self::Unknown,
            Some((low, high)) if low == 0.0 && high == 0.0 => Self::Same,
            Some((low, _)) if low > 0.0 => Self::More,
            Some((_, high)) if high < 0.0 => Self::Fewer,
            Some(_) => Self::Unclear,
        }
    }
}

/// A statistic of a place: in `summary.csv` and `differences.csv`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Asked<'a> {
    /// Name of the metric.
    pub metric: &'a str,
    /// Name of the class, or `all`.
    pub class: &'a str,
    /// Name of the stage, or `all`.
    pub stage: &'a str,
    /// The statistic, with the quantile over replications if one is meant.
    pub statistic: &'a str,
}

impl<'a> Asked<'a> {
    /// A statistic of all classes and stages together.
    pub const fn total(metric: &'a str, statistic: &'a str) -> Self {
        Self { metric, class: ALL, stage: ALL, statistic }
    }

    /// The same of one class.
    pub const fn of_class(self, class: &'a str) -> Self {
        Self { class, ..self }
    }

    /// The same at one stage.
    pub const fn at_stage(self, stage: &'a str) -> Self {
        Self { stage, ..self }
    }

    /// Its estimate under a variant.
    pub fn of(&self, results: &Results, variant: &str) -> Option<Estimate> {
        let is_meant = |row: &&SummaryRow| {
            row.variant == variant
                && (row.metric.as_str(), row.statistic.as_str()) == (self.metric, self.statistic)
                && (row.class.as_str(), row.stage.as_str()) == (self.class, self.stage)
        };
        let row = results.summary.iter().find(is_meant)?;
        Some(Estimate { value: row.value?, interval: row.ci_low.zip(row.ci_high) })
    }

    /// Its difference under a variant from the baseline, paired by replication.
    pub fn change(&self, results: &Results, variant: &str) -> Option<Estimate> {
        let is_meant = |row: &&DifferenceRow| {
            row.time_days.is_none()
                && &*row.variant == variant
                && (&*row.metric, &*row.statistic) == (self.metric, self.statistic)
                && (&*row.class, &*row.stage) == (self.class, self.stage)
        };
        let row = results.differences.iter().find(is_meant)?;
        Some(Estimate { value: row.value?, interval: row.ci_low.zip(row.ci_high) })
    }
}

/// How runs differ in a statistic.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Spread {
    /// One run of ten lies below.
    pub low: f64,
    /// Half of the runs lie below.
    pub median: f64,
    /// One run of ten lies above.
    pub high: f64,
}

impl Spread {
    /// Of a statistic of a metric, over all classes and stages, under a variant.
    pub fn of(results: &Results, variant: &str, metric: &str, statistic: &str) -> Option<Self> {
        let quantile = |name: &str| {
            let statistic = format!("{statistic}.{name}");
            Asked::total(metric, &statistic).of(results, variant).map(|estimate| estimate.value)
        };
        Some(Self { low: quantile("p10")?, median: quantile("p50")?, high: quantile("p90")? })
    }
}

/// A number of an event under a variant.
pub fn event(results: &Results, variant: &str, event: &str, metric: &str, statistic: &str) -> Option<Estimate> {
    let is_meant = |row: &&EventRow| {
        (row.variant.as_str(), row.event.as_str()) == (variant, event)
            && (row.metric.as_str(), row.statistic.as_str()) == (metric, statistic)
    };
    let row = results.events.iter().find(is_meant)?;
    Some(Estimate { value: row.value?, interval: row.ci_low.zip(row.ci_high) })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_verdict_follows_the_interval() {
        let verdict = |interval| Verdict::of(&Estimate { value: 1.0, interval });
        assert_eq!(verdict(Some((0.1, 2.0))), Verdict::More);
        assert_eq!(verdict(Some((-2.0, -0.1))), Verdict::Fewer);
        assert_eq!(verdict(Some((-0.1, 2.0))), Verdict::Unclear);
        assert_eq!(verdict(Some((0.0, 2.0))), Verdict::Unclear);
        assert_eq!(verdict(Some((0.0, 0.0))), Verdict::Same);
        assert_eq!(verdict(None), Verdict::Unknown);
    }
}
