//! What all summaries that end a command share: their language and width, and where the results are.

use std::path::Path;

use anstyle::Style;
use comfy_table::{CellAlignment, ColumnConstraint, ContentArrangement, Table, Width, presets::NOTHING};
use saule::locale::Locale;

use super::paragraph::{columns, wrapped};

const BOLD: Style = Style::new().bold();

/// Columns of the terminal beside the content of a column: one on each side.
const PADDING: usize = 2;

/// How a summary is to be written, and what its last line says.
pub struct Ending<'p> {
    /// Its language.
    pub locale: Locale,
    /// Columns of its lines at most.
    pub width: usize,
    /// The folder of the results, as the user would write it.
    pub dir: &'p Path,
    /// Name of the report in it, if there is one.
    pub report: Option<&'static str>,
}

impl Ending<'_> {
    /// Where to look: the report, or the folder without one. A path is not wrapped: it would no longer be one.
    pub fn place(&self) -> String {
        match self.report {
            Some(report) => format!("{}\n", self.dir.join(report).display()),
            None => format!("{}\n", self.dir.display()),
        }
    }

    /// The headline of what was simulated.
    pub fn title(&self, title: &str) -> String {
        format!("{BOLD}{}{BOLD:#}\n", wrapped(title, self.width, 0).trim_end())
    }

    /// A sentence, wrapped.
    pub fn sentence(&self, text: &str) -> String {
        wrapped(text, self.width, 2)
    }

    /// A table without rules that fits the lines; numbers stand right in all columns from one on. Where its words
    /// have no room, row by row from top to bottom, every number on a line of its own.
    pub fn table<S: ToString>(&self, header: &[S], rows: &[Vec<String>], numbers_from: usize) -> String {
        let header: Vec<String> = header.iter().map(S::to_string).collect();
        let table = plain(&header, rows, numbers_from);
        if table.lines().all(|line| columns(line.trim_end()) <= self.width) {
            return table.trim_fmt() + "\n";
        }
        // A number breaks before its interval and nowhere else.
        let kept = |(column, cell): (usize, &String)| match column < numbers_from {
            true => cell.clone(),
            false => cell.replace(' ', "\u{a0}").replace("\u{a0}(", " ("),
        };
        let rows_kept: Vec<Vec<String>> = rows.iter().map(|row| row.iter().enumerate().map(kept).collect()).collect();
        let words = |column: usize| {
            let cells = rows_kept.iter().filter_map(|row| row.get(column)).chain(header.get(column));
            cells.flat_map(|cell| cell.split(' ')).map(columns).max().unwrap_or_default() + PADDING
        };
        let least: Vec<usize> = (0..header.len()).map(words).collect();
        if least.iter().sum::<usize>() > self.width {
            return self.blocks(&header, rows);
        }
        let mut table = plain(&header, &rows_kept, numbers_from);
        table.set_content_arrangement(ContentArrangement::Dynamic);
        table.set_width(u16::try_from(self.width).unwrap_or(u16::MAX));
        for (column, least) in least.into_iter().enumerate() {
            if let (Some(column), Ok(least)) = (table.column_mut(column), u16::try_from(least)) {
                column.set_constraint(ColumnConstraint::LowerBoundary(Width::Fixed(least)));
            }
        }
        table.trim_fmt() + "\n"
    }

    fn blocks(&self, header: &[String], rows: &[Vec<String>]) -> String {
        let widest = header.iter().map(|name| columns(name)).max().unwrap_or_default();
        let block = |row: &Vec<String>| {
            let cells = || header.iter().zip(row).filter(|(_, cell)| !cell.trim().is_empty());
            let names: Vec<&str> = cells().filter(|(name, _)| name.is_empty()).map(|(_, cell)| cell.trim()).collect();
            let mut block = if names.is_empty() { String::new() } else { wrapped(&names.join(", "), self.width, 2) };
            for (name, cell) in cells().filter(|(name, _)| !name.is_empty()) {
                let gap = widest - columns(name);
                let line = format!("  {name}{:gap$}  {cell}", "");
                // A name and a number that have no line together have one each.
                block += &if columns(&line) <= self.width { line + "\n" } else { format!("  {name}\n    {cell}\n") };
            }
            block
        };
        rows.iter().map(block).collect::<Vec<_>>().join("\n")
    }
}

/// A table without rules, numbers to the right.
fn plain(header: &[String], rows: &[Vec<String>], numbers_from: usize) -> Table {
    let mut table = Table::new();
    table.load_style(NOTHING);
    table.set_header(header);
    table.add_rows(rows);
    for column in numbers_from..header.len() {
        if let Some(column) = table.column_mut(column) {
            column.set_cell_alignment(CellAlignment::Right);
        }
    }
    table
}
