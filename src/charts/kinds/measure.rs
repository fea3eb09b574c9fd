//! What a chart of a sweep shows, and its words.

use super::naming::slug;
use super::tracks::Subject;
use crate::charts::words::{Amount, Voice, measure, statistic, wording::capitalised};
use crate::findings::Estimate;
use crate::model::metric::Metric;
use crate::results::{
    rows::SummaryRow,
    sweep::{Sweep, risk_row},
};

/// A number at every point: a statistic of a run, or the probability of a condition.
#[derive(Debug, Clone)]
pub struct Measure<'s> {
    sweep: &'s Sweep,
    is_risk: bool,
    voice: Voice,
}

impl<'s> Measure<'s> {
    /// What is drawn of a sweep.
    pub fn all(sweep: &'s Sweep, voice: Voice) -> Vec<Self> {
        let risk = sweep.plan.risk.is_some().then_some(Measure { sweep, is_risk: true, voice });
        [Measure { sweep, is_risk: false, voice }].into_iter().chain(risk).collect()
    }

    /// True for the probability of a condition.
    pub fn is_risk(&self) -> bool {
        self.is_risk
    }

    /// True if runs differ in it, so that it has quantiles over runs.
    pub fn has_runs(&self) -> bool {
        !self.is_risk && !self.sweep.plan.drawn.statistic.contains('.')
    }

    /// True if its values are whole numbers in each run.
    pub fn is_count(&self) -> bool {
        !self.is_risk && self.metric().is_some_and(|metric| metric.info().is_count)
    }

    /// True if its values are shares.
    pub fn is_share(&self) -> bool {
        self.is_risk || self.metric().is_some_and(Metric::is_share)
    }

    /// The row at a point; of a statistic with quantiles over runs, that of a quantile such as `p50`.
    pub fn row(&self, point: usize, variant: &str, quantile: &str) -> Option<&'s SummaryRow> {
        let rows = self.sweep.rows.get(point)?;
        if self.is_risk { risk_row(rows, variant) } else { self.sweep.plan.drawn.row(rows, variant, quantile) }
    }

    /// The estimate at a point.
    pub fn value(&self, point: usize, variant: &str) -> Option<f64> {
        self.row(point, variant, "")?.value.filter(|value| value.is_finite())
    }

    /// What the axis says, with the unit.
    pub fn label(&self) -> String {
        if self.is_risk {
            let with = self.voice.choose("share of runs with", "part des simulations avec");
            return format!("{with} {}", self.sweep.plan.risk.as_deref().unwrap_or_default());
        }
        let drawn = &self.sweep.plan.drawn;
        let mut label = self.metric().map_or(drawn.metric.as_str(), |metric| self.voice.metric(metric)).to_owned();
        let about = &self.sweep.about;
        for (name, named) in [(&drawn.class, &about.classes), (&drawn.stage, &about.stages)] {
            if name != "all" {
                label = match named.iter().find(|named| named.name == *name) {
                    Some(named) => format!("{label}, {}", named.label),
                    None => format!("{label}, {name}"),
                };
            }
        }
        label + &self.voice.statistic(self.metric(), &self.sweep.plan.drawn.statistic)
    }

    /// What is shown, as the start of a line.
    pub fn title(&self) -> String {
        capitalised(&self.label())
    }

    /// What a sentence calls it: "the backlog at the end".
    pub fn quantity(&self) -> String {
        if self.is_risk {
            let with = self.voice.choose("the share of runs with", "la part des simulations avec");
            return format!("{with} {}", self.sweep.plan.risk.as_deref().unwrap_or_default());
        }
        let (drawn, about) = (&self.sweep.plan.drawn, &self.sweep.about);
        let (metric, class, stage) = (drawn.metric.clone(), drawn.class.clone(), drawn.stage.clone());
        let quantity = Subject { metric, class, stage }.quantity(&about.classes, &about.stages, self.voice);
        quantity + &statistic::said(self.metric(), &drawn.statistic, self.voice)
    }

    /// The estimate at a point with its interval: of the median where runs differ, of the number itself where not.
    pub fn estimate(&self, point: usize, variant: &str) -> Option<Estimate> {
        let row = self.row(point, variant, if self.has_runs() { "p50" } else { "" })?;
        Some(Estimate { value: row.value.filter(|value| value.is_finite())?, interval: row.ci_low.zip(row.ci_high) })
    }

    /// How its values are said.
    pub fn amount(&self) -> Amount {
        match self.is_risk {
            true => Amount::share(self.voice),
            false => Amount::of(&self.sweep.plan.drawn.metric, self.voice),
        }
    }

    /// "1,000 simulated runs".
    pub fn runs(&self) -> String {
        measure::runs(&self.sweep.about, self.voice)
    }

    /// The first part of the names of its files.
    pub fn slug(&self) -> String {
        let drawn = &self.sweep.plan.drawn;
        if self.is_risk { "risk".to_owned() } else { slug(&format!("{} {}", drawn.metric, drawn.statistic)) }
    }

    /// A value as a sentence says it.
    pub fn say(&self, value: f64) -> String {
        self.amount().say(value)
    }

    /// The estimate at a point with its interval, in words.
    pub fn told(&self, point: usize, variant: &str) -> Option<String> {
        let row = self.row(point, variant, "")?;
        let value = self.say(row.value.filter(|value| value.is_finite())?);
        Some(row.ci_low.zip(row.ci_high).map_or(value.clone(), |(low, high)| {
            let (low, high) = (self.say(low), self.say(high));
            self.voice.pick(
                format!("{value} (95% interval {low} to {high})"),
                format!("{value} (intervalle à 95\u{202f}%\u{a0}: {low} à {high})"),
            )
        }))
    }

    /// Where the numbers come from.
    pub fn source(&self) -> String {
        let about = &self.sweep.about;
        let provenance = &about.provenance;
        let (program, seed, title) = (&provenance.program, provenance.seed, &about.title);
        let count = self.voice.whole(provenance.replications);
        self.voice.pick(
            format!(
                "Source: {program}, {count} replications of each variant at each point, with the same random numbers; \
                 seed {seed}. Scenario: {title}"
            ),
            format!(
                "Source\u{a0}: {program}, {count} réplications de chaque variante en chaque point, avec les mêmes nombres \
                 aléatoires\u{a0}; graine {seed}. Scénario\u{a0}: {title}"
            ),
        )
    }

    fn metric(&self) -> Option<Metric> {
        Metric::named(&self.sweep.plan.drawn.metric)
    }
}
