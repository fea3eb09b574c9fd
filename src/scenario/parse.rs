//! TOML text to a [`tree`](super::tree), with every syntax error as a diagnostic.

use jiff::civil::{Date, DateTime, Time};
use toml::Spanned;
use toml::de::{DeTable, DeValue};

use super::diagnostic::{Code, Diagnostic, Findings};
use super::source::{SourceId, Span};
use super::tree::{Key, Node, Table, Value};

/// Syntax errors of one text that are shown; after so many it is probably not TOML at all.
const SHOWN: usize = 50;

/// The tree of a whole text, without what could not be understood.
pub fn document(source: SourceId, text: &str, findings: &mut Findings) -> Table {
    let (table, errors) = DeTable::parse_recoverable(text);
    let mut reader = Reader { source, text, offset: 0, findings };
    reader.report(&errors);
    reader.table(table.into_inner())
}

/// The tree of a single value that starts at byte `offset` of `text`, if it is one.
///
/// A text that is no TOML value is one by itself (`5 days`), unless it starts like a list, a table or a
/// quoted text, or looks like a date: then its errors are reported.
pub fn value(source: SourceId, text: &str, offset: usize, findings: &mut Findings) -> Node {
    let trimmed = text[offset..].trim_start();
    let offset = text.len() - trimmed.len();
    let trimmed = trimmed.trim_end();
    let (value, errors) = DeValue::parse_recoverable(trimmed);
    let mut reader = Reader { source, text, offset, findings };
    if errors.is_empty() {
        return reader.node(value);
    }
    let span = Span { source, start: offset, end: offset + trimmed.len() };
    if trimmed.starts_with(['[', '{', '"', '\'']) {
        reader.report(&errors);
        return Node { value: Value::Invalid, span };
    }
    if looks_like_date(trimmed) && matches!(trimmed.as_bytes().get(10), None | Some(b'T')) {
        reader.findings.add(impossible_date(span, trimmed));
        return Node { value: Value::Invalid, span };
    }
    Node { value: Value::Text(trimmed.to_owned()), span }
}

struct Reader<'a> {
    source: SourceId,
    text: &'a str,
    offset: usize,
    findings: &'a mut Findings,
}

impl Reader<'_> {
    fn span(&self, range: std::ops::Range<usize>) -> Span {
        Span { source: self.source, start: self.offset + range.start, end: self.offset + range.end }
    }

    fn report(&mut self, errors: &[toml::de::Error]) {
        for error in errors.iter().take(SHOWN) {
            let end = self.text.len() - self.offset;
            let span = self.span(error.span().unwrap_or(end..end));
            let written = self.text.get(span.start..span.end).unwrap_or_default();
            let diagnostic = if looks_like_date(written) {
                impossible_date(span, written)
            } else {
                syntax_error(span, error.message(), written)
            };
            self.findings.add(diagnostic);
        }
        if errors.len() > SHOWN {
            let message = format!("{} further syntax errors are not shown", errors.len() - SHOWN);
            let end = self.text.len() - self.offset;
            self.findings.add(Diagnostic::at(Code::Syntax, self.span(end..end), message));
        }
    }

    /// In the order of the text: a header may have moved a table that an earlier dotted key had opened.
    fn table(&mut self, table: DeTable<'_>) -> Table {
        let mut entries: Vec<_> = table.into_iter().collect();
        entries.sort_by_key(|(key, _)| key.span().start);
        let mut result = Table::default();
        for (key, value) in entries {
            let key = Key { span: self.span(key.span()), name: key.into_inner().into_owned() };
            let mut value = self.node(value);
            // Tables that no header or brackets open have no place of their own.
            if value.span.end == self.offset {
                value.span = key.span;
            }
            result.push(key, value);
        }
        result
    }

    fn node(&mut self, node: Spanned<DeValue<'_>>) -> Node {
        let range = node.span();
        // The parser's stand-in for a value that it could not read.
        let stand_in = range.end == 0;
        let span = self.span(range);
        let value = match node.into_inner() {
            DeValue::Table(table) => Value::Table(self.table(table)),
            _ if stand_in => Value::Invalid,
            DeValue::String(text) => Value::Text(text.into_owned()),
            DeValue::Integer(integer) => match i64::from_str_radix(integer.as_str(), integer.radix()) {
                Ok(integer) => Value::Integer(integer),
                Err(_) => self.invalid(
                    Diagnostic::at(Code::OutOfRange, span, "this whole number is too large")
                        .label(format!("expected at most {}", i64::MAX)),
                ),
            },
            DeValue::Float(float) => match float.as_str().parse::<f64>() {
                Ok(float) => Value::Float(float),
                Err(_) => Value::Invalid,
            },
            DeValue::Boolean(boolean) => Value::Boolean(boolean),
            DeValue::Datetime(moment) => self.moment(&moment, span),
            DeValue::Array(list) => Value::List(list.into_iter().map(|item| self.node(item)).collect()),
        };
        Node { value, span }
    }

    fn moment(&mut self, moment: &toml::value::Datetime, span: Span) -> Value {
        let written = self.text.get(span.start..span.end).unwrap_or_default().to_owned();
        let time = moment.time.map(|time| {
            let nanosecond = time.nanosecond.unwrap_or(0) as i32;
            Time::new(time.hour as i8, time.minute as i8, time.second.unwrap_or(0) as i8, nanosecond)
        });
        let date = moment.date.map(|date| Date::new(date.year as i16, date.month as i8, date.day as i8));
        match (date, time, moment.offset) {
            (Some(Ok(_)), Some(Ok(_)), Some(_)) => {
                let local = written.trim_end_matches(['Z', 'z']);
                let local = local.get(..19).unwrap_or(local);
                self.invalid(
                    Diagnostic::at(Code::OffsetDateTime, span, "a date-time in a scenario has no time zone")
                        .label("expected civil time, without an offset")
                        .help(format!("write {local}")),
                )
            }
            (Some(Ok(date)), None, _) => Value::Date(date),
            (Some(Ok(date)), Some(Ok(time)), None) => Value::DateTime(DateTime::from_parts(date, time)),
            (None, Some(Ok(time)), _) => Value::Time(time),
            // The parser has already reported a text that is not even shaped like a moment.
            (None, None, _) => Value::Invalid,
            _ => self.invalid(impossible_date(span, &written)),
        }
    }

    fn invalid(&mut self, diagnostic: Diagnostic) -> Value {
        self.findings.add(diagnostic);
        Value::Invalid
    }
}

fn looks_like_date(text: &str) -> bool {
    let bytes = text.as_bytes();
    bytes.len() >= 10
        && bytes[4] == b'-'
        && bytes[7] == b'-'
        && [0, 1, 2, 3, 5, 6, 8, 9].iter().all(|index: &usize| bytes[*index].is_ascii_digit())
}

fn impossible_date(span: Span, written: &str) -> Diagnostic {
    let label = match written.get(5..7).and_then(|month| month.parse::<u32>().ok()) {
        Some(month) if !(1..=12).contains(&month) => "expected a month from 01 to 12",
        _ => "expected a day that the month has, and a time from 00:00:00 to 23:59:59",
    };
    Diagnostic::at(Code::ImpossibleDate, span, format!("there is no such moment as {written}")).label(label)
}

fn syntax_error(span: Span, message: &str, written: &str) -> Diagnostic {
    let (what, expected) = message.split_once(", expected ").map_or((message, None), |(a, b)| (a, Some(b)));
    let diagnostic = |what: &str| Diagnostic::at(Code::Syntax, span, format!("this is not TOML: {what}"));
    match expected {
        _ if what == "duplicate key" => {
            diagnostic("a key is given twice").label("given before").help("keep one of the two")
        }
        // What the parser says of anything else that stands where a value should.
        Some("literal string") if written.is_empty() => diagnostic("a value is missing").label("expected a value"),
        Some("literal string") => {
            diagnostic("a text stands in quotes").label(format!("expected \"{}\"", written.trim()))
        }
        Some("nothing") | None => diagnostic(what),
        Some(expected) => diagnostic(what).label(format!("expected {expected}")),
    }
}
