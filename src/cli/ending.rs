//! What all summaries that end a command share: their language and width, and where the results are.

use std::path::Path;

use anstyle::Style;
use comfy_table::{CellAlignment, ContentArrangement, Table, presets::NOTHING};
use saule::locale::Locale;

use super::paragraph::{columns, wrapped};

const BOLD: Style = Style::new().bold();

/// A table has this many terminal columns for each of its own, or its rows are written one below the other.
const LEAST_COLUMN: usize = 12;

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

    /// A table without rules that fits the lines; numbers stand right in all columns from one on. Where there is no room
    /// for it, row by row from top to bottom, every number on a line of its own.
    pub fn table<S: ToString>(&self, header: &[S], rows: &[Vec<String>], numbers_from: usize) -> String {
        let header: Vec<String> = header.iter().map(S::to_string).collect();
        let mut table = Table::new();
        table.load_style(NOTHING);
        table.set_header(&header);
        table.add_rows(rows);
        for column in numbers_from..header.len() {
            if let Some(column) = table.column_mut(column) {
                column.set_cell_alignment(CellAlignment::Right);
            }
        }
        if table.lines().all(|line| columns(line.trim_end()) <= self.width) {
            return table.trim_fmt() + "\n";
        }
        if self.width / header.len().max(1) < LEAST_COLUMN {
            return self.blocks(&header, rows);
        }
        table.set_content_arrangement(ContentArrangement::Dynamic);
        table.set_width(u16::try_from(self.width).unwrap_or(u16::MAX));
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
