//! Which types a shape takes, and how it is described.

use super::Checker;
use crate::scenario::diagnostic::{Code, Diagnostic};
use crate::scenario::keys::{Quantity, Range, Shape};
use crate::scenario::suggest::{joined, with_article};
use crate::scenario::tree::{Node, Value};

/// A value of what is distributed, by [`Quantity`].
static NUMBER: Shape = Shape::Number(Range { low: 0.0, above: false, high: f64::INFINITY });
static DURATION: Shape = Shape::Duration;

impl Checker<'_> {
    /// What a plain value in a distribution must be.
    pub(super) fn amount(&self) -> &'static Shape {
        match self.quantity {
            Quantity::Number => &NUMBER,
            Quantity::Duration | Quantity::Working => &DURATION,
        }
    }

    /// True if the shape takes values of this type.
    pub(super) fn accepts(&self, shape: &Shape, node: &Node) -> bool {
        match (shape, &node.value) {
            (Shape::Distribution(_) | Shape::SameDistribution, Value::Table(_)) => true,
            (Shape::Distribution(Quantity::Number), Value::Integer(_) | Value::Float(_)) => true,
            (Shape::Distribution(_) | Shape::SameDistribution, Value::Text(_)) => true,
            (Shape::Amount, _) => self.accepts(self.amount(), node),
            (Shape::Boolean, Value::Boolean(_)) => true,
            (Shape::Integer(_), Value::Integer(_)) => true,
            (Shape::Number(_), Value::Integer(_) | Value::Float(_)) => true,
            (Shape::Civil | Shape::Moment, Value::Date(_) | Value::DateTime(_)) => true,
            (Shape::Date, Value::Date(_)) => true,
            (Shape::List(_) | Shape::Factors(_), Value::List(_)) => true,
            (
                Shape::Table(_)
                | Shape::Names(_)
                | Shape::Shares(..)
                | Shape::Columns
                | Shape::Assignments
                | Shape::Overrides,
                Value::Table(_),
            ) => true,
            (
                Shape::Text
                | Shape::DataFile
                | Shape::ScenarioFile
                | Shape::Name(_)
                | Shape::Metric
                | Shape::Measure
                | Shape::Condition
                | Shape::Word(_)
                | Shape::Duration
                | Shape::Rate
                | Shape::Growth
                | Shape::Moment
                | Shape::TimeOfDay
                | Shape::Size,
                Value::Text(_),
            ) => true,
            (Shape::AnyOf(shapes), _) => shapes.iter().any(|shape| self.accepts(shape, node)),
            _ => false,
        }
    }

    /// Reports a value of another type than its key takes.
    pub(super) fn wrong_type(&mut self, node: &Node, shape: &Shape, name: &str) {
        if matches!(node.value, Value::Integer(_) | Value::Float(_)) && self.takes_unit(shape) {
            return self.missing_unit(node, shape, name);
        }
        let message = format!("`{name}` cannot be {}", node.kind());
        self.add(
            Diagnostic::at(Code::WrongType, node.span, message)
                .label(format!("expected {}", self.expected(shape)))
                .help(format!("for example `{}`", self.example)),
        );
    }

    /// True if a bare number lacks nothing but its unit.
    fn takes_unit(&self, shape: &Shape) -> bool {
        match shape {
            Shape::Duration | Shape::Rate | Shape::Moment | Shape::Growth => true,
            Shape::Distribution(quantity) => *quantity != Quantity::Number,
            Shape::Amount | Shape::SameDistribution => self.quantity != Quantity::Number,
            Shape::AnyOf(shapes) => shapes.iter().any(|shape| self.takes_unit(shape)),
            _ => false,
        }
    }

    fn missing_unit(&mut self, node: &Node, shape: &Shape, name: &str) {
        let number = self.sources.slice(node.span).to_owned();
        let quantity = match shape {
            Shape::AnyOf(shapes) => shapes.iter().find(|shape| self.takes_unit(shape)).unwrap_or(shape),
            _ => shape,
        };
        let form = match quantity {
            Shape::Rate => format!("{number} per day"),
            Shape::Growth => format!("{number}% per year"),
            _ => format!("{number} days"),
        };
        self.add(
            Diagnostic::at(Code::MissingUnit, node.span, format!("`{name}` needs a unit"))
                .label(format!("expected {}", self.expected(shape)))
                .help(format!("write \"{form}\", or another unit")),
        );
    }

    /// The end of a sentence that begins with "expected".
    pub(super) fn expected(&self, shape: &Shape) -> String {
        match shape {
            Shape::Text => "a text in quotes".into(),
            Shape::DataFile => "the path of a CSV file, in quotes".into(),
            Shape::ScenarioFile => "the path of a scenario file, in quotes".into(),
            Shape::Name(what) => format!("the name of {}, in quotes", with_article(what)),
            Shape::Metric => "the name of a metric, in quotes".into(),
            Shape::Measure => "a statistic of a metric, such as \"backlog.end\"".into(),
            Shape::Condition => "a condition such as \"backlog > 50\"".into(),
            Shape::Boolean => "`true` or `false`".into(),
            Shape::Word(words) => {
                let words: Vec<String> = words.iter().map(|word| format!("\"{}\"", word.name)).collect();
                joined(&words, "or")
            }
            Shape::Integer(range) => format!("a whole number {range}"),
            Shape::Number(range) => format!("a number {range}"),
            Shape::Duration => "a duration such as \"5 days\"".into(),
            Shape::Rate => "a rate such as \"40 per day\"".into(),
            Shape::Growth => "a growth such as \"2% per week\"".into(),
            Shape::Civil => "a date such as 2011-09-22, or a date-time, without quotes".into(),
            Shape::Moment => {
                "a date such as 2011-09-22, a date-time, or a time after the start such as \"5 days\"".into()
            }
            Shape::Date => "a date such as 2011-09-22".into(),
            Shape::TimeOfDay => "a time of day such as \"09:00\"".into(),
            Shape::Distribution(Quantity::Number) => "a number or a distribution".into(),
            Shape::Distribution(_) => "a duration such as \"5 days\", or a distribution of them".into(),
            Shape::Amount | Shape::SameDistribution => self.expected(self.amount()),
            Shape::Size => "a size such as \"160 mm\" or \"160 x 100 mm\"".into(),
            Shape::List(_) => "a list in brackets".into(),
            Shape::Factors(length) => format!("a list of {length} numbers"),
            Shape::Table(def) => format!("a table ({})", def.what),
            Shape::Names(def) => format!("a table of {}, by name", def.plural),
            Shape::Shares(what, _) => format!("a table of numbers by {what}"),
            Shape::Columns => "a table of texts by column".into(),
            Shape::Assignments => "a table of values by path".into(),
            Shape::Overrides => "a table of keys that the variant changes".into(),
            Shape::AnyOf(shapes) => {
                let all: Vec<String> = shapes.iter().map(|shape| self.expected(shape)).collect();
                joined(&all, "or")
            }
        }
    }
}
