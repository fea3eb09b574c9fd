//! Recorded arrivals.

use super::Builder;
use super::data::{self, Rows};
use super::time::days_between;
use crate::model::{Arrivals, Days, Period};
use crate::scenario::diagnostic::{Code, Diagnostic};
use crate::scenario::tree::{Key, Node, Table};

impl Builder<'_> {
    /// A trace, by its key and table.
    pub(super) fn trace(&mut self, key: &Key, table: &Table) -> Option<Arrivals> {
        let columns = self.columns_of_trace(key, table);
        let file = table.get("file")?;
        let mut rows = self.rows(file)?;
        let conditions = table.get("where").map(|node| node.table());
        self.filter(&mut rows, conditions.unwrap_or(None))?;
        match columns? {
            Columns::Moments(column) => self.recorded_moments(file, &rows, column),
            Columns::Counts { counts, date, every } => self.recorded_counts(file, &rows, counts, date, every),
        }
    }

    /// Which columns it reads; what is missing is reported.
    fn columns_of_trace<'t>(&mut self, key: &Key, table: &'t Table) -> Option<Columns<'t>> {
        if let Some(column) = table.get("moments") {
            return Some(Columns::Moments(column));
        }
        let Some(counts) = table.get("counts") else {
            let label = "expected a key `moments` or `counts` in here";
            self.missing(key.span, "a trace does not say what to read", label, "moments = \"created_at\"");
            return None;
        };
        for (name, example) in [("date", "date = \"date\""), ("every", "every = \"1 day\"")] {
            if table.get(name).is_none() {
                let message = format!("`{name}` is missing: `counts` are per period");
                self.missing(key.span, message, format!("expected a key `{name}` in here"), example);
            }
        }
        let every = table.get("every").and_then(|node| self.positive_duration(node, "every"));
        Some(Columns::Counts { counts, date: table.get("date")?, every: every? })
    }

    fn recorded_moments(&mut self, file: &Node, rows: &Rows, column: &Node) -> Option<Arrivals> {
        let column = self.column(rows, column)?;
        let dates = self.cells(rows, column, data::moment)?;
        self.warn_of_offsets(file, &dates);
        let time = self.time.clone()?;
        let moments = dates.into_iter().flatten().map(|(date, _)| days_between(time.start, date));
        let mut moments: Vec<Days> = moments.filter(|moment| (0.0..=time.end()).contains(moment)).collect();
        moments.sort_by(f64::total_cmp);
        if moments.is_empty() {
            self.nothing_recorded(file);
            return None;
        }
        Some(Arrivals::Moments(moments.into()))
    }

    fn recorded_counts(
        &mut self,
        file: &Node,
        rows: &Rows,
        counts: &Node,
        date: &Node,
        every: Days,
    ) -> Option<Arrivals> {
        let (counts, date) = (self.column(rows, counts), self.column(rows, date));
        let (counts, date) = (counts?, date?);
        let (numbers, dates) = (self.cells(rows, counts, data::count), self.cells(rows, date, data::moment));
        let (numbers, dates) = (numbers?, dates?);
        self.warn_of_offsets(file, &dates);
        let time = self.time.clone()?;
        let mut recorded: Vec<(Days, u64, usize)> = Vec::new();
        for (row, (number, date)) in numbers.into_iter().zip(dates).enumerate() {
            if let (Some(number), Some((date, _))) = (number, date) {
                recorded.push((days_between(time.start, date), number, row));
            }
        }
        recorded.sort_by(|a, b| a.0.total_cmp(&b.0).then(a.2.cmp(&b.2)));
        let mut periods: Vec<Period> = Vec::new();
        for (from, count, row) in recorded {
            match periods.last_mut() {
                // Rows of the same period add up.
                Some(last) if last.from == from => last.count += count,
                Some(last) if last.until > from + 1e-6 => {
                    let expected = "expected a date at least `every` after the period before";
                    self.bad_cell(rows, row, date, expected, None);
                    return None;
                }
                _ => periods.push(Period { from, until: from + every, count }),
            }
        }
        periods.retain(|period| period.until > 0.0 && period.from < time.end() && period.count > 0);
        if periods.is_empty() {
            self.nothing_recorded(file);
            return None;
        }
        Some(Arrivals::Counts(periods.into()))
    }

    fn nothing_recorded(&mut self, file: &Node) {
        let message = "no request of this trace lies between `start` and `horizon`";
        self.add(
            Diagnostic::at(Code::DataFile, file.span, message).label("expected at least one request in that time"),
        );
    }
}

/// What a trace reads.
enum Columns<'t> {
    /// Moments of requests.
    Moments(&'t Node),
    /// Requests per period.
    Counts { counts: &'t Node, date: &'t Node, every: Days },
}
