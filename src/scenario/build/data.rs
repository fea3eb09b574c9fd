//! Data files: CSV with a header line, and mistakes that point at the cell.

use std::path::{Path, PathBuf};
use std::str::FromStr;

use jiff::civil::{Date, DateTime};

use super::Builder;
use super::distribution::Unit;
use crate::scenario::check::printable;
use crate::scenario::diagnostic::{Code, Diagnostic};
use crate::scenario::load::{directory, shown, similar_file};
use crate::scenario::quantity;
use crate::scenario::source::{DATA_LIMIT, SourceId, Span, Unreadable};
use crate::scenario::suggest::did_you_mean;
use crate::scenario::tree::{Node, Table};

/// Bad rows of one column that are shown; a column of the wrong kind has nothing else.
const SHOWN: usize = 5;

/// Data files that were read, in the order of their first use.
#[derive(Debug, Default)]
pub struct DataFiles {
    files: Vec<DataFile>,
}

#[derive(Debug)]
struct DataFile {
    path: PathBuf,
    /// Absent if the file cannot be read.
    text: Option<String>,
    /// Known once a diagnostic points into the file.
    source: Option<SourceId>,
}

impl DataFiles {
    /// The content of a file that was read.
    pub fn content(&self, path: &Path) -> Option<&[u8]> {
        self.files.iter().find(|file| file.path == path)?.text.as_deref().map(str::as_bytes)
    }
}

/// A file open for reading columns.
pub(super) struct Rows<'n> {
    /// Where the scenario names it.
    node: &'n Node,
    index: usize,
    header: Vec<String>,
    pub(super) records: Vec<Record>,
}

/// One row: its cells, and where it stands in the file.
pub(super) struct Record {
    cells: Vec<String>,
    start: usize,
    end: usize,
}

impl Builder<'_> {
    /// Reads a file; what is wrong with it as a whole is reported once.
    pub(super) fn rows<'n>(&mut self, node: &'n Node) -> Option<Rows<'n>> {
        let path = self.sources.resolve(node.span, node.text()?);
        let index = match self.data.files.iter().position(|file| file.path == path) {
            Some(index) => index,
            None => {
                let read = self.sources.read(&path, DATA_LIMIT);
                let text = read.map_err(|error| self.unreadable_data(node, &path, &error)).ok();
                self.data.files.push(DataFile { path, text, source: None });
                self.data.files.len() - 1
            }
        };
        let text = self.data.files[index].text.as_deref()?;
        let mut reader = csv::ReaderBuilder::new().flexible(true).from_reader(text.as_bytes());
        // Text is UTF-8 and rows may differ in length, so nothing of this can fail.
        let header: Vec<String> = reader.headers().ok()?.iter().map(|cell| cell.trim().to_owned()).collect();
        let mut records = Vec::new();
        for record in reader.into_records() {
            let record = record.ok()?;
            let start = record.position().map_or(0, |position| position.byte() as usize);
            let start = start + text[start..].len() - text[start..].trim_start_matches(['\r', '\n']).len();
            let end = text[start..].find(['\r', '\n']).map_or(text.len(), |length| start + length);
            records.push(Record { cells: record.iter().map(|cell| cell.trim().to_owned()).collect(), start, end });
        }
        Some(Rows { node, index, header, records })
    }

    fn unreadable_data(&mut self, node: &Node, path: &Path, error: &Unreadable) {
        let message = format!("cannot read the data file `{}`: {}", shown(path), error.reason());
        let help = similar_file(path).filter(|_| matches!(error, Unreadable::Missing));
        let help = help.map(|name| {
            let base = &self.sources.get(node.span.source).directory;
            format!("did you mean \"{}\"?", name.strip_prefix(base).unwrap_or(&name).display())
        });
        self.add(
            Diagnostic::at(Code::DataFile, node.span, message)
                .label("expected a CSV file, its path relative to this file")
                .maybe_help(help),
        );
    }

    /// The index of a column that the scenario names.
    pub(super) fn column(&mut self, rows: &Rows, node: &Node) -> Option<usize> {
        self.column_named(rows, node.text()?, node.span)
    }

    fn column_named(&mut self, rows: &Rows, name: &str, span: Span) -> Option<usize> {
        let found = rows.header.iter().position(|column| column == name);
        if found.is_none() {
            let file = rows.node.text().unwrap_or_default();
            let columns = rows.header.iter().map(String::as_str);
            let message = format!("`{}` has no column `{}`", printable(file), printable(name));
            self.add(
                Diagnostic::at(Code::DataColumn, span, message)
                    .label("expected the name of a column")
                    .maybe_help(did_you_mean(name, columns, "its columns are")),
            );
        }
        found
    }

    /// Keeps the rows that have the texts asked for.
    pub(super) fn filter(&mut self, rows: &mut Rows, conditions: Option<&Table>) -> Option<()> {
        for (key, node) in conditions.into_iter().flat_map(Table::iter) {
            let column = self.column_named(rows, &key.name, key.span)?;
            let wanted = node.text()?;
            rows.records.retain(|record| record.cells.get(column).is_some_and(|cell| cell == wanted));
        }
        Some(())
    }

    /// One value per row, read by `read`, which says what it expects. Empty cells are left out.
    pub(super) fn cells<T>(
        &mut self,
        rows: &Rows,
        column: usize,
        read: impl Fn(&str) -> Result<T, String>,
    ) -> Option<Vec<Option<T>>> {
        let mut values = Vec::new();
        let mut wrong = Vec::new();
        for (index, record) in rows.records.iter().enumerate() {
            match record.cells.get(column).map(String::as_str) {
                Some("") => values.push(None),
                Some(cell) => match read(cell) {
                    Ok(value) => values.push(Some(value)),
                    Err(expected) => wrong.push((index, expected)),
                },
                None => wrong.push((index, format!("expected {} cells, as in the header", rows.header.len()))),
            }
        }
        let hidden = wrong.len().saturating_sub(SHOWN);
        for (nth, (index, expected)) in wrong.iter().take(SHOWN).enumerate() {
            let further = (nth + 1 == SHOWN && hidden > 0).then(|| format!("{hidden} further rows are like this"));
            self.bad_cell(rows, *index, column, expected, further);
        }
        wrong.is_empty().then_some(values)
    }

    /// Reports a cell, and what it should be.
    pub(super) fn bad_cell(&mut self, rows: &Rows, index: usize, column: usize, expected: &str, help: Option<String>) {
        let record = &rows.records[index];
        let file = &mut self.data.files[rows.index];
        let Some(text) = &file.text else { return };
        let row = 1 + text[..record.start].bytes().filter(|byte| *byte == b'\n').count();
        let (start, end) = cell_range(text, record, column);
        let source = match file.source {
            Some(source) => source,
            None => {
                let source = self.sources.add(shown(&file.path), directory(&file.path), text.as_str());
                file.source = Some(source);
                source
            }
        };
        let name = rows.header.get(column).map_or("", String::as_str);
        let message = match record.cells.get(column) {
            Some(written) => format!("row {row}: `{}` cannot be `{}`", printable(name), printable(written)),
            None => format!("row {row} has no `{}`", printable(name)),
        };
        self.add(
            Diagnostic::at(Code::DataRow, Span { source, start, end }, message)
                .label(expected)
                .related(rows.node.span, "read from here")
                .maybe_help(help),
        );
    }

    /// Warns if any of the moments of a file had a time zone.
    pub(super) fn warn_of_offsets(&mut self, file: &Node, moments: &[Option<(DateTime, bool)>]) {
        if moments.iter().flatten().any(|(_, dropped)| *dropped) {
            let message = "the dates of this file have time zones, which are dropped";
            self.add(Diagnostic::at(Code::DroppedOffset, file.span, message).label("taken for civil time as written"));
        }
    }

    /// A column of values of a distribution. Bare numbers of a duration are days.
    pub(super) fn column_of_amounts(&mut self, file: &Node, column: &Node, unit: Unit) -> Option<Vec<f64>> {
        let rows = self.rows(file)?;
        let column = self.column(&rows, column)?;
        let values = self.cells(&rows, column, |cell| amount(cell, unit))?;
        Some(values.into_iter().flatten().collect())
    }
}

/// Where a cell stands; the whole row, if quotes make that unclear.
fn cell_range(text: &str, record: &Record, column: usize) -> (usize, usize) {
    let row = &text[record.start..record.end];
    let mut cells = row.split(',');
    if row.contains('"') || cells.clone().count() <= column {
        return (record.start, record.end);
    }
    let start = record.start + cells.by_ref().take(column).map(|cell| cell.len() + 1).sum::<usize>();
    (start, start + cells.next().map_or(0, str::len))
}

fn amount(cell: &str, unit: Unit) -> Result<f64, String> {
    let number = number(cell).ok().filter(|number| *number >= 0.0);
    match unit {
        Unit::Number => number.ok_or_else(|| "expected a number of at least 0".to_owned()),
        Unit::Days(factor) => match (number, quantity::duration(cell).ok().and_then(|duration| duration.elapsed())) {
            (Some(days), _) | (None, Some(days)) => Ok(days * factor),
            _ => Err("expected a number of days, or a duration such as `5 hours`".to_owned()),
        },
        Unit::Work(None) => amount(cell, Unit::Days(1.0)),
        Unit::Work(Some((_, hours))) => quantity::duration(cell)
            .ok()
            .and_then(|duration| duration.open_time(hours.day_length()))
            .ok_or_else(|| "expected working time with its unit, such as `5 hours` or `2 working days`".to_owned()),
    }
}

/// A finite number.
pub(super) fn number(cell: &str) -> Result<f64, String> {
    let number = cell.parse::<f64>().ok().filter(|number| number.is_finite());
    number.ok_or_else(|| "expected a number".to_owned())
}

/// A number of requests.
pub(super) fn count(cell: &str) -> Result<u64, String> {
    let number = number(cell).ok().filter(|number| number.fract() == 0.0 && (0.0..=1e9).contains(number));
    number.map(|number| number as u64).ok_or_else(|| "expected a whole number from 0 to 1,000,000,000".to_owned())
}

/// A date or date-time; the flag tells that a time zone was dropped.
pub(super) fn moment(cell: &str) -> Result<(DateTime, bool), String> {
    if let Ok(date) = Date::from_str(cell)
        && cell.len() == 10
    {
        return Ok((date.at(0, 0, 0, 0), false));
    }
    let time = cell.find(['T', 't', ' ']).map_or(cell.len(), |separator| separator + 1);
    let offset = cell[time..].find(['Z', 'z', '+', '-']).map_or(cell.len(), |offset| time + offset);
    match DateTime::from_str(cell[..offset].trim_end()) {
        Ok(moment) if time < cell.len() => Ok((moment, offset < cell.len())),
        _ => Err("expected a date such as 2011-09-22, or a date-time".to_owned()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn moments_of_data_may_have_a_time_zone() {
        let read = |cell| moment(cell).map(|(moment, dropped)| (moment.to_string(), dropped));
        assert_eq!(read("2011-09-22"), Ok(("2011-09-22T00:00:00".to_owned(), false)));
        assert_eq!(read("2011-09-22T13:05"), Ok(("2011-09-22T13:05:00".to_owned(), false)));
        assert_eq!(read("2011-09-22T13:00Z"), Ok(("2011-09-22T13:00:00".to_owned(), true)));
        assert_eq!(read("2011-09-22 13:00:07+02:00"), Ok(("2011-09-22T13:00:07".to_owned(), true)));
        for cell in ["", "yesterday", "22/09/2011", "2011-13-01", "2011-09-22T", "2011-09-22T25:00"] {
            assert!(moment(cell).is_err(), "{cell}");
        }
    }
}
