//! From text to a [`Variation`], or to diagnostics.

use std::ops::Range;

use super::amount::{Amount, NoAmount, Unit};
use super::range::{Interval, Scale, decimals};
use super::{MOST_VALUES, Use, Value, Variation};
use crate::scenario::diagnostic::{Code, Diagnostic, Findings};
use crate::scenario::keys::{Container, Shape};
use crate::scenario::merge::invalid_path;
use crate::scenario::parse;
use crate::scenario::path::{self, Segment};
use crate::scenario::source::{SourceId, Span};
use crate::scenario::tree::{self, Node};

const FORMS: &str = "for example `stages.drafting.staff=2,4,8`, `=2..10 step 2`, or `=1..100 log 9`";

/// From so many times the lowest on, the values of a list are looked at on a logarithmic scale.
const WIDE: f64 = 30.0;

/// Reads a variation; `None` if something is wrong with it.
pub fn variation(source: SourceId, text: &str, what_for: Use, findings: &mut Findings) -> Option<Variation> {
    let mut reader = Reader { source, text, what_for, findings, wants_whole: false };
    match reader.variation() {
        Ok(variation) => variation,
        Err(diagnostic) => {
            findings.add(*diagnostic);
            None
        }
    }
}

/// Two variations of one key.
pub fn varied_twice(source: SourceId, text: &str, path: &str) -> Diagnostic {
    let start = text.find(path).unwrap_or_default();
    let message = format!("`{path}` is varied twice");
    Diagnostic::at(Code::Contradiction, Span { source, start, end: start + path.len() }, message)
        .label("varied by another --vary")
        .help("give all its values in one")
}

struct Reader<'a> {
    source: SourceId,
    text: &'a str,
    what_for: Use,
    findings: &'a mut Findings,
    wants_whole: bool,
}

type Reading<T> = Result<T, Box<Diagnostic>>;

impl Reader<'_> {
    fn variation(&mut self) -> Reading<Option<Variation>> {
        let Some(equals) = self.text.find('=') else {
            let message = "a variation needs values";
            return Err(self.wrong(Code::InvalidPath, &(0..self.text.len()), message, "expected PATH=VALUES", FORMS));
        };
        let place = trimmed(self.text, 0..equals);
        let path = &self.text[place.clone()];
        let segments = path::parse(path).map_err(|malformed| {
            let range = place.start + malformed.range.start..place.start + malformed.range.end;
            Box::new(invalid_path(self.span(&range), malformed.expected))
        })?;
        self.wants_whole = wants_whole(&segments);
        let values = trimmed(self.text, equals + 1..self.text.len());
        let read = match outside_quotes(self.text, values.clone(), "..").first() {
            Some(dots) => self.range(&values, *dots)?,
            None => self.list(values)?,
        };
        Ok(read.map(|read| Variation { path: path.to_owned(), ..read }))
    }

    fn list(&mut self, place: Range<usize>) -> Reading<Option<Variation>> {
        if self.what_for == Use::Interval {
            let message = "a range is needed here, not a list";
            return Err(self.wrong(Code::MalformedValue, &place, message, "expected LOW..HIGH", "or LOW..HIGH log"));
        }
        let commas = outside_quotes(self.text, place.clone(), ",");
        let starts = [place.start].into_iter().chain(commas.iter().map(|comma| comma + 1));
        let ends = commas.iter().copied().chain([place.end]);
        let mut values: Vec<Value> = Vec::new();
        let mut units = Vec::new();
        for (start, end) in starts.zip(ends) {
            let item = trimmed(self.text, start..end);
            let Some(node) = self.value(&item)? else { return Ok(None) };
            let amount = Amount::of(&node).ok();
            let text = self.text[item.clone()].to_owned();
            if values.iter().any(|value| value.text == text) {
                let message = format!("the value `{text}` is given twice");
                return Err(self.wrong(Code::MalformedValue, &item, &message, "given before", "keep one of the two"));
            }
            let shown = node.text().map_or_else(|| text.clone(), str::to_owned);
            let number = amount.as_ref().map(|amount| amount.number);
            units.push(amount.map(|amount| amount.unit));
            values.push(Value { text, shown, number });
        }
        self.not_too_many(&place, values.len())?;
        let unit = common(units);
        if unit.is_none() {
            values.iter_mut().for_each(|value| value.number = None);
        }
        let scale = scale_of(&values, unit.as_ref());
        Ok(Some(Variation { path: String::new(), values, interval: None, unit, scale }))
    }

    fn range(&mut self, place: &Range<usize>, dots: usize) -> Reading<Option<Variation>> {
        let after = dots + 2..place.end;
        let [step, log] = [" step ", " log "].map(|word| outside_quotes(self.text, after.clone(), word));
        // Who needs no values need not say how many.
        let is_log = self.what_for == Use::Interval && self.text[after.clone()].ends_with(" log");
        let (word, length) = match (step.as_slice(), log.as_slice()) {
            ([], []) if is_log => (after.end - " log".len(), " log".len()),
            ([], []) => (after.end, 0),
            ([step], []) => (*step, " step ".len()),
            ([], [log]) => (*log, " log ".len()),
            _ => {
                let message = "a range has one `step` or one `log`";
                return Err(self.wrong(Code::MalformedValue, &after, message, "expected LOW..HIGH step S", FORMS));
            }
        };
        let ends = [trimmed(self.text, place.start..dots), trimmed(self.text, dots + 2..word)];
        let how = trimmed(self.text, (word + length).min(after.end)..after.end);
        let [Some(low), Some(high)] = [self.amount(&ends[0])?, self.amount(&ends[1])?] else { return Ok(None) };
        let scale = if log.is_empty() && !is_log { Scale::Linear } else { Scale::Logarithmic };
        let interval = self.interval(place, low, high, scale)?;
        let values = if !log.is_empty() {
            self.logarithmic(&interval, place, &how)?
        } else if !step.is_empty() {
            self.stepped(&interval, place, &how)?
        } else if interval.whole && self.what_for != Use::Interval {
            self.enough(place, interval.stepped(1.0))?
        } else if self.what_for == Use::Values {
            let message = "this range does not say which values to take";
            let label = "expected `step` or `log` behind it";
            return Err(self.wrong(Code::MalformedValue, place, message, label, FORMS));
        } else {
            Vec::new()
        };
        let unit = Some(interval.unit.clone());
        Ok(Some(Variation { path: String::new(), values, interval: Some(interval), unit, scale }))
    }

    fn interval(&self, place: &Range<usize>, low: Amount, high: Amount, scale: Scale) -> Reading<Interval> {
        let (low, high) = if low.unit.is_moment() && high.unit.is_moment() && low.unit != high.unit {
            (low.with_time_of_day(), high.with_time_of_day())
        } else {
            (low, high)
        };
        let wrong =
            |message: &str, label: &str, help: &str| Err(self.wrong(Code::MalformedValue, place, message, label, help));
        if !low.unit.is_same(&high.unit) {
            let message = "the ends of this range have different units";
            return wrong(message, "expected the same unit at both ends", "for example `10 days..30 days step 5 days`");
        }
        if low.number > high.number {
            let (from, to) = (high.unit.write(high.number), low.unit.write(low.number));
            return wrong("this range is empty", "expected the lower end first", &format!("write `{from}..{to}`"));
        }
        if low.number == high.number {
            return wrong("this range has one value only", "expected two different ends", "write a single value alone");
        }
        if scale == Scale::Logarithmic && high.unit.is_moment() {
            return wrong("dates have no logarithms", "expected `step` for dates", "for example `step 7 days`");
        }
        if scale == Scale::Logarithmic && low.number <= 0.0 {
            return wrong("a logarithmic range begins above 0", "expected two positive ends", FORMS);
        }
        let is_whole = |number: f64| number.fract() == 0.0;
        let numbers = self.wants_whole && high.unit == Unit::Number && is_whole(low.number) && is_whole(high.number);
        let whole = numbers || high.unit == Unit::Date;
        Ok(Interval { low: low.number, high: high.number, scale, whole, unit: high.unit })
    }

    fn logarithmic(&self, interval: &Interval, place: &Range<usize>, how: &Range<usize>) -> Reading<Vec<Value>> {
        match self.text[how.clone()].replace('_', "").parse::<usize>() {
            Ok(count @ 2..) => self.enough(place, interval.logarithmic(count)),
            _ => {
                let message = "`log` is not followed by the number of values";
                let label = "expected a whole number of at least 2";
                Err(self.wrong(Code::MalformedValue, how, message, label, FORMS))
            }
        }
    }

    fn stepped(&mut self, interval: &Interval, place: &Range<usize>, how: &Range<usize>) -> Reading<Vec<Value>> {
        let Some(step) = self.amount(how)? else { return Ok(Vec::new()) };
        let number = if interval.unit.is_moment() {
            crate::scenario::quantity::duration(&self.text[how.clone()].replace(['"', '\''], ""))
                .ok()
                .and_then(|duration| duration.elapsed())
        } else {
            interval.unit.is_same(&step.unit).then_some(step.number)
        };
        let wrong = |message: &str, label: &str| Err(self.wrong(Code::MalformedValue, how, message, label, FORMS));
        match number {
            None if interval.unit.is_moment() => wrong("the step of dates is a length of time", "expected days"),
            None => wrong("the step has another unit than the range", "expected the same unit in all three"),
            Some(number) if number <= 0.0 => wrong("a step leads from the lower end to the higher", "expected above 0"),
            Some(number) if interval.whole && decimals(number) > 0 => {
                let what = if interval.unit.is_moment() { "whole days" } else { "a whole number" };
                wrong("the key takes whole numbers", &format!("expected {what}"))
            }
            Some(number) => self.enough(place, interval.stepped(number)),
        }
    }

    fn amount(&mut self, place: &Range<usize>) -> Reading<Option<Amount>> {
        let Some(node) = self.value(place)? else { return Ok(None) };
        Amount::of(&node).map(Some).map_err(|NoAmount { expected, help }| {
            let message = format!("`{}` cannot be part of a range", &self.text[place.clone()]);
            let diagnostic = Diagnostic::at(Code::MalformedValue, self.span(place), message);
            Box::new(diagnostic.label(format!("expected {expected}")).maybe_help(help))
        })
    }

    /// The value that is written somewhere; `None` if it was reported.
    fn value(&mut self, place: &Range<usize>) -> Reading<Option<Node>> {
        if place.is_empty() {
            return Err(self.wrong(Code::MalformedValue, place, "a value is missing", "expected a value", FORMS));
        }
        let node = parse::value(self.source, &self.text[..place.end], place.start, self.findings);
        Ok((!matches!(node.value, tree::Value::Invalid)).then_some(node))
    }

    fn enough(&self, place: &Range<usize>, values: Option<Vec<Value>>) -> Reading<Vec<Value>> {
        values.map_or_else(|| self.not_too_many(place, usize::MAX).map(|()| Vec::new()), Ok)
    }

    fn not_too_many(&self, place: &Range<usize>, count: usize) -> Reading<()> {
        if count <= MOST_VALUES {
            return Ok(());
        }
        let label = "expected at most 10,000";
        Err(self.wrong(Code::OutOfRange, place, "these are too many values", label, "take larger steps"))
    }

    fn wrong(&self, code: Code, place: &Range<usize>, message: &str, label: &str, help: &str) -> Box<Diagnostic> {
        Box::new(Diagnostic::at(code, self.span(place), message).label(label).help(help))
    }

    fn span(&self, place: &Range<usize>) -> Span {
        Span { source: self.source, start: place.start, end: place.end }
    }
}

/// True if the key at the end of a path takes whole numbers only.
fn wants_whole(path: &[Segment]) -> bool {
    fn is_whole(shape: &Shape) -> bool {
        match shape {
            Shape::Integer(_) => true,
            Shape::AnyOf(shapes) => shapes.iter().any(is_whole),
            _ => false,
        }
    }
    Container::root().shape_at(path).is_some_and(is_whole)
}

/// The unit that all values share.
fn common(units: Vec<Option<Unit>>) -> Option<Unit> {
    let mut units = units.into_iter();
    let first = units.next()??;
    let mut shared = first;
    for unit in units {
        shared = unit.filter(|unit| unit.is_same(&shared))?;
    }
    Some(shared)
}

fn scale_of(values: &[Value], unit: Option<&Unit>) -> Scale {
    let numbers = || values.iter().filter_map(|value| value.number);
    let (low, high) = numbers().fold((f64::INFINITY, 0.0f64), |(low, high), n| (low.min(n), high.max(n)));
    let is_wide = low > 0.0 && high >= WIDE * low && unit.is_some_and(|unit| !unit.is_moment());
    if is_wide { Scale::Logarithmic } else { Scale::Linear }
}

/// A part of a text without the blanks around it.
fn trimmed(text: &str, range: Range<usize>) -> Range<usize> {
    let part = &text[range.clone()];
    let start = range.start + part.len() - part.trim_start().len();
    start..(start + part.trim().len())
}

/// Where a sign stands in a part of a text, outside quotes, lists and tables.
fn outside_quotes(text: &str, range: Range<usize>, sign: &str) -> Vec<usize> {
    let mut found = Vec::new();
    let (mut quote, mut depth) = (None, 0usize);
    let mut next = range.start;
    for (at, c) in text[range.clone()].char_indices().map(|(at, c)| (range.start + at, c)) {
        match (quote, c) {
            (Some(open), _) if c == open => quote = None,
            (Some(_), _) => (),
            (None, '"' | '\'') => quote = Some(c),
            (None, '[' | '{') => depth += 1,
            (None, ']' | '}') => depth = depth.saturating_sub(1),
            _ if depth == 0 && at >= next && text[at..range.end].starts_with(sign) => {
                found.push(at);
                next = at + sign.len();
            }
            _ => (),
        }
    }
    found
}

#[cfg(test)]
mod tests;
