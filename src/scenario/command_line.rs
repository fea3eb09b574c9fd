//! Options of the command line that stand for tables of a scenario.

use super::diagnostic::Findings;
use super::parse;
use super::path::Segment;
use super::source::{SourceId, Span};
use super::tree::{Key, Node, Table, Value};

/// `METRIC,METRIC=SHARE` or `SHARE` as an assignment below `monte_carlo.precision`.
pub fn precision(text: &str, source: SourceId, findings: &mut Findings) -> (Vec<Segment>, Node) {
    let segments = |names: &[&str]| names.iter().map(|name| segment(name)).collect();
    // Places of metrics have an equals sign, too.
    let Some((metrics, _)) = text.rsplit_once('=').filter(|(_, share)| !share.contains(']')) else {
        let share = parse::value(source, text, 0, findings);
        return (segments(&["monte_carlo", "precision", "half_width"]), share);
    };
    let share = parse::value(source, text, metrics.len() + 1, findings);
    let span = |start: usize, end: usize| Span { source, start, end };
    let metrics_span = span(0, metrics.len());
    let items = parts(metrics).map(|(start, part)| {
        let (start, name) = (start + part.len() - part.trim_start().len(), part.trim());
        Node { value: Value::Text(name.to_owned()), span: span(start, start + name.len()) }
    });
    let mut table = Table::default();
    table.set(key("metric", metrics_span), Node { value: Value::List(items.collect()), span: metrics_span });
    table.set(key("half_width", share.span), share);
    (segments(&["monte_carlo", "precision"]), Node { value: Value::Table(table), span: span(0, text.len()) })
}

/// Conditions, each a target under its own text; `None` without any.
pub fn targets(conditions: &[(String, SourceId)]) -> Option<(Key, Node)> {
    let span = |text: &str, source: SourceId| Span { source, start: 0, end: text.len() };
    let (text, source) = conditions.first()?;
    let first = span(text, *source);
    let mut targets = Table::default();
    for (text, source) in conditions {
        let span = span(text, *source);
        let mut target = Table::default();
        target.set(key("metric", span), Node { value: Value::Text(text.clone()), span });
        targets.set(key(text.trim(), span), Node { value: Value::Table(target), span });
    }
    Some((key("targets", first), Node { value: Value::Table(targets), span: first }))
}

/// A condition as the only target, which asks in which share of replications it holds.
pub fn risk(text: &str, source: SourceId) -> (Key, Node) {
    let span = Span { source, start: 0, end: text.len() };
    let share = (key("probability", span), Node { value: Value::Float(0.0), span });
    only_target(text, span, Some(share))
}

/// A statistic of a run as the only target, held to what every value meets.
pub fn metric(text: &str, source: SourceId) -> (Key, Node) {
    only_target(&format!("{text} > -1e300"), Span { source, start: 0, end: text.len() }, None)
}

fn only_target(condition: &str, span: Span, probability: Option<(Key, Node)>) -> (Key, Node) {
    let mut target = Table::default();
    target.set(key("metric", span), Node { value: Value::Text(condition.to_owned()), span });
    probability.into_iter().for_each(|(key, node)| target.set(key, node));
    let mut targets = Table::default();
    targets.set(key("asked", span), Node { value: Value::Table(target), span });
    (key("targets", span), Node { value: Value::Table(targets), span })
}

/// The parts between commas that stand outside brackets, with their places.
fn parts(text: &str) -> impl Iterator<Item = (usize, &str)> {
    let mut depth = 0;
    let is_comma = move |c: char| {
        depth += i32::from(c == '[') - i32::from(c == ']');
        c == ',' && depth == 0
    };
    let mut start = 0;
    text.split(is_comma).map(move |part| {
        let at = start;
        start += part.len() + 1;
        (at, part)
    })
}

fn key(name: &str, span: Span) -> Key {
    Key { name: name.to_owned(), span }
}

fn segment(name: &str) -> Segment {
    Segment { name: name.to_owned(), index: None, range: 0..0 }
}
