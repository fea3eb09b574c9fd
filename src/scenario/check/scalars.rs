//! Values that are not tables or lists of tables.

use super::{Checker, printable};
use crate::model::chart::Size;
use crate::model::metric::{METRICS, Metric};
use crate::scenario::diagnostic::{Code, Diagnostic};
use crate::scenario::keys::{Range, SETTABLE, Shape, Word};
use crate::scenario::merge::place_in;
use crate::scenario::quantity::{self, Malformed};
use crate::scenario::suggest::{did_you_mean, nearest};
use crate::scenario::tree::{Node, Value};
use crate::scenario::{assignments, condition};

impl Checker<'_> {
    pub(super) fn scalar(&mut self, node: &Node, shape: &'static Shape, name: &str) {
        let shape = if let Shape::Amount = shape { self.amount() } else { shape };
        if !self.accepts(shape, node) {
            return self.wrong_type(node, shape, name);
        }
        match (shape, &node.value) {
            (Shape::Integer(range) | Shape::Number(range), _) => self.in_range(node, range, shape, name),
            (Shape::Duration | Shape::Moment, Value::Text(text)) => {
                let read = quantity::duration(text);
                self.well_formed(node, read.err(), shape, name);
            }
            (Shape::Rate, Value::Text(text)) => {
                let read = quantity::rate(text);
                self.well_formed(node, read.err(), shape, name);
            }
            (Shape::Growth, Value::Text(text)) => {
                let read = quantity::growth(text);
                self.well_formed(node, read.err(), shape, name);
            }
            (Shape::TimeOfDay, Value::Text(text)) if quantity::time_of_day(text).is_none() => {
                let malformed = Malformed {
                    reason: "expected hours and minutes, from \"00:00\" to \"24:00\"".to_owned(),
                    help: None,
                };
                self.well_formed(node, Some(malformed), shape, name);
            }
            (Shape::Size, Value::Text(text)) => {
                let malformed = text.parse::<Size>().err().map(|reason| Malformed { reason, help: None });
                self.well_formed(node, malformed, shape, name);
            }
            (Shape::Word(words), _) => self.word(node, words, shape, name),
            (Shape::Metric, Value::Text(text)) => self.metric(node, text),
            (Shape::Measure, Value::Text(text)) => self.measure(node, text, name),
            (Shape::Condition, Value::Text(text)) => self.condition(node, text, name),
            (Shape::Assignments, Value::Table(table)) => {
                let nested = assignments::nested(table, self.sources, self.findings);
                self.table(&assignments::without_removals(&nested), &SETTABLE, node.span);
            }
            (Shape::Factors(length), Value::List(items)) => {
                for item in items {
                    self.scalar(item, &Shape::Number(Range { low: 0.0, above: false, high: f64::INFINITY }), name);
                }
                if items.len() != *length {
                    let message = format!("`{name}` has {} numbers", items.len());
                    let label = format!("expected {length}");
                    self.add(Diagnostic::at(Code::OutOfRange, node.span, message).label(label));
                }
            }
            (Shape::Shares(_, range), Value::Table(table)) => {
                for (key, share) in table.iter() {
                    match share.number() {
                        Some(_) => self.in_range(share, range, &Shape::Number(*range), &key.name),
                        None => self.wrong_type(share, &Shape::Number(*range), &key.name),
                    }
                }
            }
            (Shape::Columns, Value::Table(table)) => {
                for (key, text) in table.iter() {
                    self.scalar(text, &Shape::Text, &key.name);
                }
            }
            _ => (),
        }
    }

    fn in_range(&mut self, node: &Node, range: &Range, shape: &Shape, name: &str) {
        let Some(number) = node.number() else { return };
        if !range.contains(number) {
            let written = self.sources.slice(node.span).to_owned();
            let message = format!("`{}` cannot be {written}", printable(name));
            let label = format!("expected {}", self.expected(shape));
            self.add(Diagnostic::at(Code::OutOfRange, node.span, message).label(label));
        }
    }

    fn well_formed(&mut self, node: &Node, malformed: Option<Malformed>, shape: &Shape, name: &str) {
        let Some(malformed) = malformed else { return };
        let message = format!("`{name}` is not {}", self.expected(shape));
        let mut diagnostic =
            Diagnostic::at(Code::MalformedValue, node.span, message).label(malformed.reason).maybe_help(malformed.help);
        if node.text() == Some("none") {
            diagnostic = diagnostic.help("\"none\" removes a key in a variant; here, leave the key out");
        }
        self.add(diagnostic);
    }

    /// `shape` is all that could stand there.
    pub(super) fn word(&mut self, node: &Node, words: &'static [Word], shape: &Shape, name: &str) {
        let Some(text) = node.text() else { return };
        match words.iter().find(|word| word.name == text) {
            Some(_) => (),
            None => {
                let names = words.iter().map(|word| word.name);
                let message = format!("`{name}` cannot be \"{}\"", printable(text));
                let expected = self.expected(shape);
                self.add(
                    Diagnostic::at(Code::MalformedValue, node.span, message)
                        .label(format!("expected {expected}"))
                        .maybe_help(nearest(text, names).map(|word| format!("did you mean \"{word}\"?"))),
                );
            }
        }
    }

    /// The form of a condition; what its names mean is looked at where the scenario is built.
    fn condition(&mut self, node: &Node, text: &str, name: &str) {
        let Err(malformed) = condition::parse(text) else { return };
        let span = place_in(self.sources, node.span, text, &malformed.range);
        self.add(
            Diagnostic::at(Code::MalformedValue, span, format!("`{name}` is not a condition"))
                .label(format!("expected {}", malformed.expected))
                .help(format!("for example `{}`", self.example)),
        );
    }

    /// The form of a measure; what its names mean is looked at where the scenario is built.
    fn measure(&mut self, node: &Node, text: &str, name: &str) {
        let Err(malformed) = condition::parse_measure(text) else { return };
        let span = place_in(self.sources, node.span, text, &malformed.range);
        self.add(
            Diagnostic::at(Code::MalformedValue, span, format!("`{name}` is not a statistic of a metric"))
                .label(format!("expected {}", malformed.expected))
                .help(format!("for example `{}`", self.example)),
        );
    }

    /// A metric's own name; what may follow it (a place, a statistic) is not part of a name.
    fn metric(&mut self, node: &Node, text: &str) {
        let name = text.split(['.', '[']).next().unwrap_or_default();
        if Metric::named(name).is_none() {
            let names = METRICS.iter().map(|info| info.name);
            self.add(
                Diagnostic::at(Code::DanglingName, node.span, format!("there is no metric `{}`", printable(name)))
                    .label("expected the name of a metric")
                    .maybe_help(did_you_mean(name, names, "metrics are")),
            );
        }
    }
}
