//! Targets, and the precision that a run is to reach: statistics of a run, and what they are held to.

use super::conditions::{MeasureReader, is_of_event};
use super::events::{Around, names};
use super::{Builder, all, named};
use crate::model::metric::{Kind, METRICS, Metric};
use crate::model::{Bounded, Goal, Precision, Reading, WithinRun};
use crate::scenario::condition::{self, Word};
use crate::scenario::diagnostic::{Code, Diagnostic};
use crate::scenario::suggest::{did_you_mean, listing};
use crate::scenario::tree::{Key, Node, Table};
use crate::statistics::TIME_STATISTICS;

/// Replications before the first look at the precision, where the scenario does not say.
const MINIMUM: u64 = 200;

/// Replications at which a run ends that does not become precise, where the scenario does not say.
const MAXIMUM: u64 = 100_000;

impl Builder<'_> {
    /// All targets, in file order.
    pub(super) fn targets(&mut self, root: &Table) -> Option<Vec<Goal>> {
        let count = root.get("targets").map_or(Some(0), |node| Some(node.table()?.iter().count()))?;
        let built = named(root, "targets").into_iter().map(|(key, table)| self.goal(key, table, root)).collect();
        all(built).filter(|targets| targets.len() == count)
    }

    fn goal(&mut self, key: &Key, table: &Table, root: &Table) -> Option<Goal> {
        let node = table.get("metric")?;
        let probability = match table.get("probability") {
            Some(node) => Some(node.number().filter(|share| (0.0..=1.0).contains(share))?),
            None => None,
        };
        let text = node.text()?;
        let written = condition::parse(text).ok()?;
        let mut comparisons = Vec::new();
        for comparison in &written {
            let reading = self.reading(node, &comparison.measure, root);
            if let (Some(_), Some(quantile), Some((probability, _))) =
                (probability, &comparison.measure.quantile, table.entry("probability"))
            {
                self.two_quantiles(node, quantile, probability);
                return None;
            }
            let (relation, bound) = (comparison.relation, comparison.bound);
            comparisons.extend(reading.map(|reading| Bounded { reading, relation, bound }));
        }
        (comparisons.len() == written.len()).then(|| Goal {
            name: key.name.clone(),
            text: text.trim().to_owned(),
            comparisons,
            probability,
        })
    }

    /// A share of replications is asked for, and a quantile over them.
    fn two_quantiles(&mut self, node: &Node, quantile: &Word, probability: &Key) {
        let span =
            crate::scenario::merge::place_in(self.sources, node.span, node.text().unwrap_or_default(), &quantile.range);
        let (first, second) =
            if span <= probability.span { (span, probability.span) } else { (probability.span, span) };
        self.add(
            Diagnostic::at(Code::Contradiction, second, "a quantile and `probability` exclude each other")
                .label("expected only one of the two")
                .related(first, "given here")
                .help(format!(
                    "`.{0} <= x` says that the condition holds in {1}% of replications: leave out `.{0}` or `probability`",
                    quantile.text,
                    quantile.text.trim_start_matches(['p', '0'])
                )),
        );
    }

    /// What has to be known precisely; `Some(None)` if the number of replications is fixed.
    pub(super) fn precision(&mut self, root: &Table) -> Option<Option<Precision>> {
        let Some(node) = root.get("monte_carlo").and_then(Node::table).and_then(|table| table.get("precision")) else {
            return Some(None);
        };
        let table = node.table()?;
        let metric = table.get("metric")?;
        let nodes = metric.list().unwrap_or(std::slice::from_ref(metric));
        if nodes.is_empty() {
            self.out_of_range(metric, "metric", "at least one metric");
            return None;
        }
        let readings: Vec<Option<Reading>> = nodes
            .iter()
            .map(|node| {
                let measure = condition::parse_measure(node.text()?).ok()?;
                self.reading(node, &measure, root)
            })
            .collect();
        let number = |name, default| match table.get(name) {
            Some(node) => node.integer().and_then(|number| u64::try_from(number).ok()).filter(|number| *number >= 2),
            None => Some(default),
        };
        let (minimum, maximum) = (number("minimum", MINIMUM)?, number("maximum", MAXIMUM)?);
        if minimum > maximum {
            let key = if table.get("maximum").is_some() { "maximum" } else { "minimum" };
            let bound = if key == "maximum" {
                format!("at least the minimum, {minimum}")
            } else {
                format!("at most the maximum, {maximum}")
            };
            self.out_of_range(table.get(key)?, key, bound);
            return None;
        }
        let half_width = table.get("half_width")?.number().filter(|share| share.is_finite() && *share > 0.0)?;
        Some(Some(Precision { readings: all(readings)?, half_width, minimum, maximum }))
    }

    /// A statistic of a run, at a place that the metric has.
    fn reading(&mut self, node: &Node, written: &condition::Measure, root: &Table) -> Option<Reading> {
        let text = node.text()?;
        let (classes, stages) = (named(root, "requests"), named(root, "stages"));
        let (classes, stages) = (names(&classes), names(&stages));
        let around = Around {
            classes: &classes,
            stages: &stages,
            events: &[],
            written_classes: &[],
            written_stages: &[],
            calendars: &[],
        };
        let reader = MeasureReader { node, text, written, around: &around };
        let name = &written.name;
        if is_of_event(&name.text) {
            let message = format!("`{}` is measured of an event", name.text);
            let label = "expected a metric of `summary.csv`, such as `backlog`";
            let span = reader.span(self.sources, name);
            self.add(Diagnostic::at(Code::UnsuitableMetric, span, message).label(label));
            return None;
        }
        let Some(metric) = Metric::named(&name.text) else {
            let help = did_you_mean(&name.text, METRICS.iter().map(|info| info.name), "metrics are");
            self.dangling(&reader.place(self.sources, name), &name.text, "metric", help);
            return None;
        };
        let place = self.metric_place(&reader, metric);
        let statistic = self.statistic(&reader, metric);
        let quantile = self.quantile_of(&reader);
        let (class, stage) = place?;
        let end = written.quantile.as_ref().or(written.statistic.as_ref())?.range.end;
        let text = text.get(name.range.start..end)?.to_owned();
        Some(Reading { metric, class, stage, statistic: statistic?, quantile: quantile?, text })
    }

    fn statistic(&mut self, reader: &MeasureReader, metric: Metric) -> Option<WithinRun> {
        let known: Vec<(&str, WithinRun)> = match metric.info().kind {
            Kind::Time => {
                let own =
                    if metric == Metric::ResponseTime { TIME_STATISTICS.len() } else { TIME_STATISTICS.len() - 1 };
                TIME_STATISTICS[..own].iter().zip(0..).map(|(name, index)| (*name, WithinRun::Time(index))).collect()
            }
            kind => kind.statistics().iter().map(|&one| (one.name(), WithinRun::Scalar(one))).collect(),
        };
        let names: Vec<&str> = known.iter().map(|(name, _)| *name).collect();
        let expected = format!("expected {}", listing(&names, "or"));
        let Some(word) = &reader.written.statistic else {
            let metric = metric.info().name;
            let message = format!("which statistic of `{metric}` over a run?");
            self.add(
                Diagnostic::at(Code::UnsuitableMetric, reader.span(self.sources, &reader.written.name), message)
                    .label(format!("{expected} after it"))
                    .help(format!("for example `{metric}.{}`", names[0])),
            );
            return None;
        };
        let found = known.iter().find(|(name, _)| *name == word.text).map(|(_, statistic)| *statistic);
        if found.is_none() {
            let message = format!("`{}` has no statistic `{}`", metric.info().name, word.text);
            let span = reader.span(self.sources, word);
            let help = did_you_mean(&word.text, names.iter().copied(), "statistics are");
            self.add(Diagnostic::at(Code::DanglingName, span, message).label(expected).maybe_help(help));
        }
        found
    }

    /// The quantile over replications; `Some(None)` without one.
    fn quantile_of(&mut self, reader: &MeasureReader) -> Option<Option<u8>> {
        let Some(word) = &reader.written.quantile else { return Some(None) };
        let percent = word.text.trim_start_matches('p').parse().ok().filter(|percent: &u8| *percent > 0);
        if percent.is_none() {
            let span = reader.span(self.sources, word);
            let message = format!("`{}` is no quantile", word.text);
            self.add(Diagnostic::at(Code::OutOfRange, span, message).label("expected one from `p01` to `p99`"));
        }
        percent.map(Some)
    }
}
