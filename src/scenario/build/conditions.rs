//! What the names in a condition mean.

use super::Builder;
use super::events::Around;
use crate::model::metric::{By, Kind, METRICS, Metric};
use crate::model::{self, Measure};
use crate::scenario::check::printable;
use crate::scenario::condition::{self, Word};
use crate::scenario::diagnostic::{Code, Diagnostic};
use crate::scenario::merge::place_in;
use crate::scenario::source::{Sources, Span};
use crate::scenario::suggest::did_you_mean;
use crate::scenario::tree::Node;

/// What is measured of an event.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum OfEvent {
    /// How often it has happened.
    Count,
    /// How long its condition has held.
    Held,
    /// Something that only a whole run, or many of them, have.
    OfRuns,
}

/// The metrics of an event, by name.
const OF_EVENTS: [(&str, OfEvent); 5] = [
    ("count", OfEvent::Count),
    ("held_days", OfEvent::Held),
    ("share", OfEvent::OfRuns),
    ("first_days", OfEvent::OfRuns),
    ("after_days", OfEvent::OfRuns),
];

impl Builder<'_> {
    /// The condition of an event, on values of the moment. Its form was checked before.
    pub(super) fn condition(&mut self, node: &Node, around: &Around) -> Option<model::Condition> {
        let text = node.text()?;
        let written = condition::parse(text).ok()?;
        let mut comparisons = Vec::new();
        for comparison in &written {
            let reader = MeasureReader { node, text, written: &comparison.measure, around };
            let of_moment = self.no_statistic(&reader);
            let measure = self.measure(&reader);
            if let (Some(measure), true) = (measure, of_moment) {
                let (relation, bound) = (comparison.relation, comparison.bound);
                comparisons.push(model::Comparison { measure, relation, bound });
            }
        }
        (comparisons.len() == written.len()).then_some(model::Condition { comparisons })
    }

    /// True if a measure names no statistic, for it has one value at each moment.
    fn no_statistic(&mut self, reader: &MeasureReader) -> bool {
        let Some(statistic) = &reader.written.statistic else { return true };
        let last = reader.written.quantile.as_ref().unwrap_or(statistic);
        let span =
            reader.span(self.sources, &Word { range: statistic.range.start..last.range.end, ..statistic.clone() });
        let message = "the condition of an event reads the value of the moment, not a statistic";
        let without = &reader.text[..statistic.range.start.saturating_sub(1)];
        let without = without.rsplit(" and ").next().unwrap_or_default().trim();
        self.add(
            Diagnostic::at(Code::UnsuitableMetric, span, message)
                .label("expected no statistic here")
                .help(format!("write `{}`", printable(without))),
        );
        false
    }

    fn measure(&mut self, reader: &MeasureReader) -> Option<Measure> {
        let name = &reader.written.name;
        if let Some((_, what)) = OF_EVENTS.iter().find(|(known, _)| *known == name.text) {
            return self.of_event(reader, *what);
        }
        let Some(metric) = Metric::named(&name.text) else {
            let names = METRICS.iter().map(|info| info.name).chain(["count", "held_days"]);
            let help = did_you_mean(&name.text, names, "metrics are");
            self.dangling(&reader.place(self.sources, name), &name.text, "metric", help);
            return None;
        };
        let has_value = self.has_value_at_moments(reader, metric);
        let (class, stage) = self.metric_place(reader, metric)?;
        has_value.then_some(Measure::Metric { metric, class, stage })
    }

    /// Class and stage of a metric's measure; `None` in place of one stands for all of them.
    pub(super) fn metric_place(
        &mut self,
        reader: &MeasureReader,
        metric: Metric,
    ) -> Option<(Option<usize>, Option<usize>)> {
        let class = self.index(reader, "class", reader.around.classes);
        let stage = self.index(reader, "stage", reader.around.stages);
        let fits = self.is_placed_well(reader, metric);
        let (class, stage) = (class?, stage?);
        let only = |index: Option<usize>, needed: bool| index.or(needed.then_some(0));
        let by = metric.info().by;
        fits.then_some((only(class, by == By::EachClass), only(stage, by == By::Stage)))
    }

    fn of_event(&mut self, reader: &MeasureReader, what: OfEvent) -> Option<Measure> {
        let name = &reader.written.name;
        let span = reader.span(self.sources, name);
        if what == OfEvent::OfRuns {
            let message = format!("`{}` of an event has no value at a moment", name.text);
            let label = "expected `count` or `held_days`";
            self.add(Diagnostic::at(Code::UnsuitableMetric, span, message).label(label));
            return None;
        }
        for (kind, _) in reader.written.places.iter().filter(|(kind, _)| kind.text != "event") {
            self.misplaced(reader, kind);
        }
        let Some(event) = self.index(reader, "event", reader.around.events)? else {
            let message = format!("`{}` of which event?", name.text);
            let example = reader.around.events.first().copied().unwrap_or("over_fifty");
            let label = format!("expected `{}[event={example}]`", name.text);
            self.add(Diagnostic::at(Code::UnsuitableMetric, span, message).label(label));
            return None;
        };
        Some(if what == OfEvent::Count { Measure::Count(event) } else { Measure::Held(event) })
    }

    /// Index of the class, stage or event that a restriction names; `Some(None)` without one.
    fn index(&mut self, reader: &MeasureReader, what: &str, names: &[&str]) -> Option<Option<usize>> {
        let Some(name) = reader.written.place(what) else { return Some(None) };
        let found = names.iter().position(|known| *known == name.text);
        if found.is_none() {
            let help = did_you_mean(&name.text, names.iter().copied(), "there are");
            self.dangling(&reader.place(self.sources, name), &name.text, what, help);
        }
        found.map(Some)
    }

    /// True if a metric is known while a run goes on.
    fn has_value_at_moments(&mut self, reader: &MeasureReader, metric: Metric) -> bool {
        let info = metric.info();
        let why = match metric {
            Metric::BacklogFromCreation => "is known only at the end of a run",
            Metric::OnTimeShare => "counts promises as they fall due, which conditions cannot follow",
            _ if info.kind == Kind::Time => "is a time per request, and has no value at a moment",
            _ => return true,
        };
        let message = format!("`{}` {why}", info.name);
        let span = reader.span(self.sources, &reader.written.name);
        let label = "expected a metric with a value at every moment, such as `backlog`";
        self.add(Diagnostic::at(Code::UnsuitableMetric, span, message).label(label));
        false
    }

    /// True if a metric is measured at the place that is named, or at the only one that can be meant.
    fn is_placed_well(&mut self, reader: &MeasureReader, metric: Metric) -> bool {
        let info = metric.info();
        let (not, needs) = match info.by {
            By::Class => (["stage", "event"].as_slice(), None),
            By::EachClass => (["stage", "event"].as_slice(), Some(("class", reader.around.classes))),
            By::Stage => (["class", "event"].as_slice(), Some(("stage", reader.around.stages))),
            By::ClassAndStage | By::ClassAndEachStage => (["event"].as_slice(), None),
        };
        let mut fits = true;
        for (kind, _) in reader.written.places.iter().filter(|(kind, _)| not.contains(&kind.text.as_str())) {
            self.misplaced(reader, kind);
            fits = false;
        }
        if let Some((what, names)) = needs
            && reader.written.place(what).is_none()
            && names.len() != 1
        {
            let message = format!("`{}` of which {what}?", info.name);
            let label = format!("expected `{}[{what}={}]`", info.name, names.first().unwrap_or(&"NAME"));
            self.add(
                Diagnostic::at(Code::UnsuitableMetric, reader.span(self.sources, &reader.written.name), message)
                    .label(label),
            );
            fits = false;
        }
        fits
    }

    fn misplaced(&mut self, reader: &MeasureReader, kind: &Word) {
        let message = format!("`{}` is not measured by {}", reader.written.name.text, kind.text);
        self.add(
            Diagnostic::at(Code::UnsuitableMetric, reader.span(self.sources, kind), message)
                .label("expected no such place"),
        );
    }
}

/// True for the name of something that is measured of an event.
pub(super) fn is_of_event(name: &str) -> bool {
    OF_EVENTS.iter().any(|(known, _)| *known == name)
}

/// A measure being read.
pub(super) struct MeasureReader<'a> {
    /// The condition.
    pub(super) node: &'a Node,
    pub(super) text: &'a str,
    pub(super) written: &'a condition::Measure,
    pub(super) around: &'a Around<'a>,
}

impl MeasureReader<'_> {
    /// Where a word of the condition is written.
    pub(super) fn span(&self, sources: &Sources, word: &Word) -> Span {
        place_in(sources, self.node.span, self.text, &word.range)
    }

    pub(super) fn place(&self, sources: &Sources, word: &Word) -> Node {
        Node { span: self.span(sources, word), ..self.node.clone() }
    }
}
