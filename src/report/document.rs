//! A report as parts that any format can write: sections of sentences, tables, charts.
//!
//! All text is plain: whoever writes a format escapes it.

use crate::{PROGRAM, locale::Locale};

/// The last line of a report: what made it.
pub fn colophon(locale: Locale) -> String {
    match locale {
        Locale::English => format!("Written by {PROGRAM}."),
        Locale::French => format!("Rédigé par {PROGRAM}."),
    }
}

/// A whole report.
#[derive(Debug, Clone, PartialEq)]
pub struct Document {
    /// Headline of the scenario.
    pub title: String,
    /// The question that it answers.
    pub question: Option<String>,
    /// What was simulated, in a line.
    pub scope: String,
    /// The answer in a sentence.
    pub lead: String,
    /// The rest.
    pub sections: Vec<Section>,
}

/// A part with a heading.
#[derive(Debug, Clone, PartialEq)]
pub struct Section {
    /// By which links reach it.
    pub id: &'static str,
    /// Its heading.
    pub title: &'static str,
    /// What it holds.
    pub blocks: Vec<Block>,
}

/// A piece of a section.
#[derive(Debug, Clone, PartialEq)]
pub enum Block {
    /// The heading of a part of a section.
    Heading(String),
    /// A paragraph.
    Text(String),
    /// Sentences that stand for themselves.
    List(Vec<String>),
    /// What belongs to a name, name by name: a sentence, or several that stand for themselves.
    Entries(Vec<(String, Vec<String>)>),
    /// What must be read before the numbers are believed.
    Warning(Vec<String>),
    /// Numbers.
    Table(Table),
    /// A chart, by its place in the list of charts.
    Chart(usize),
    /// What only some readers want.
    Folded(String, Vec<Block>),
    /// A text for programs.
    Code(String),
}

/// A table: every row has a name and as many cells as there are columns.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Table {
    /// What it shows.
    pub caption: String,
    /// What the names of its rows are.
    pub corner: String,
    /// What its columns are.
    pub columns: Vec<String>,
    /// Name and cells.
    pub rows: Vec<(String, Vec<Cell>)>,
    /// True if its cells are sentences rather than numbers.
    pub is_text: bool,
}

/// A cell of a table.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Cell {
    /// What stands in it; empty where nothing is known.
    pub text: String,
    /// How it is to be taken.
    pub mark: Mark,
}

/// How a cell is to be taken: its text says it too.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Mark {
    /// As it is.
    #[default]
    None,
    /// A target that is met.
    Good,
    /// A target that is missed.
    Bad,
    /// What is not decided.
    Open,
}

impl Section {
    /// A section of blocks; none without any.
    pub fn of(id: &'static str, title: &'static str, blocks: Vec<Block>) -> Option<Self> {
        (!blocks.is_empty()).then_some(Self { id, title, blocks })
    }
}

impl From<String> for Cell {
    fn from(text: String) -> Self {
        Self { text, mark: Mark::None }
    }
}

impl Table {
    /// Without the columns in which nothing stands.
    pub fn without_empty_columns(self) -> Self {
        self.without(|_, text| text.is_empty())
    }

    /// Without the columns of which every cell is idle, as told by the place of the column and the text of the cell.
    pub fn without(mut self, is_idle: impl Fn(usize, &str) -> bool) -> Self {
        for column in (0..self.columns.len()).rev() {
            if self.rows.iter().all(|(_, cells)| is_idle(column, &cells[column].text)) {
                self.columns.remove(column);
                self.rows.iter_mut().for_each(|(_, cells)| drop(cells.remove(column)));
            }
        }
        self
    }
}
