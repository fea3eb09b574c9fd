//! A report as Markdown (CommonMark with tables). All text is escaped.

use super::{
    charts::{finding, title},
    document::{Block, Document, Table, colophon},
};
use crate::{charts::Chart, locale::Locale};

/// The report; `image` tells where the picture of the chart of a name is.
pub(super) fn text(document: &Document, charts: &[Chart], image: &dyn Fn(&str) -> String, locale: Locale) -> String {
    let writer = Writer { charts, image };
    let mut text = format!("# {}\n\n", plain(&document.title));
    if let Some(question) = &document.question {
        text += &format!("*{}*\n\n", plain(question));
    }
    text += &format!("**{}**\n\n{}\n\n", plain(&document.lead), plain(&document.scope));
    for section in &document.sections {
        text += &format!("## {}\n\n", plain(section.title));
        text.extend(section.blocks.iter().map(|block| writer.block(block)));
    }
    text + &format!("---\n\n{}\n", plain(&colophon(locale)))
}

struct Writer<'a> {
    charts: &'a [Chart],
    image: &'a dyn Fn(&str) -> String,
}

impl Writer<'_> {
    /// A block, and the empty line after it.
    fn block(&self, block: &Block) -> String {
        let lines = |sentences: &[String]| -> String {
            sentences.iter().map(|sentence| format!("- {}\n", plain(sentence))).collect()
        };
        match block {
            Block::Heading(text) => format!("### {}\n\n", plain(text)),
            Block::Text(text) => format!("{}\n\n", plain(text)),
            Block::List(sentences) => lines(sentences) + "\n",
            Block::Warning(sentences) => {
                sentences.iter().map(|sentence| format!("> {}\n\n", plain(sentence))).collect()
            }
            Block::Entries(entries) => {
                let entry = |(name, sentences): &(String, Vec<String>)| match &sentences[..] {
                    [only] => format!("- **{}** — {}\n", plain(name), plain(only)),
                    several => {
                        let lines = several.iter().map(|sentence| format!("  - {}\n", plain(sentence)));
                        format!("- **{}**\n{}", plain(name), lines.collect::<String>())
                    }
                };
                entries.iter().map(entry).collect::<String>() + "\n"
            }
            Block::Table(table) => self.table(table),
            Block::Chart(index) => self.charts.get(*index).map_or_else(String::new, |chart| {
                format!(
                    "![{}]({})\n\n",
                    plain(&format!("{}. {}", title(chart), finding(chart))),
                    (self.image)(&chart.name)
                )
            }),
            Block::Folded(title, blocks) => {
                let inner: String = blocks.iter().map(|block| self.block(block)).collect();
                format!("### {}\n\n{inner}", plain(title))
            }
            Block::Code(text) => {
                // A fence is longer than every run of backticks within.
                let longest = text.split(|c| c != '`').map(str::len).max().unwrap_or_default();
                let fence = "`".repeat(longest.max(2) + 1);
                format!("{fence}toml\n{}\n{fence}\n\n", text.trim_end())
            }
        }
    }

    fn table(&self, table: &Table) -> String {
        let row = |cells: &mut dyn Iterator<Item = &str>| {
            let cells: String = cells.map(|cell| format!(" {} |", plain(cell))).collect();
            format!("|{cells}\n")
        };
        let align = if table.is_text { " --- |" } else { " ---: |" };
        let mut text = format!("{}\n\n", plain(&table.caption));
        text += &row(&mut std::iter::once(table.corner.as_str()).chain(table.columns.iter().map(String::as_str)));
        text += &format!("| --- |{}\n", align.repeat(table.columns.len()));
        for (name, cells) in &table.rows {
            text += &row(&mut std::iter::once(name.as_str()).chain(cells.iter().map(|cell| cell.text.as_str())));
        }
        text + "\n"
    }
}

/// Text in one line without any mark that Markdown knows.
fn plain(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '\\' | '`' | '*' | '_' | '[' | ']' | '<' | '>' | '|' | '#' | '~' | '&' | '$' => {
                escaped.extend(['\\', c]);
            }
            c if c.is_control() => escaped.push(' '),
            c => escaped.push(c),
        }
    }
    escaped
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn marks_and_line_feeds_are_harmless() {
        assert_eq!(plain("a_b|c\n# <d> [e](f)"), "a\\_b\\|c \\# \\<d\\> \\[e\\](f)");
    }

    #[test]
    fn code_cannot_end_its_own_fence() {
        let writer = Writer { charts: &[], image: &|_| String::new() };
        assert_eq!(writer.block(&Block::Code("a = \"````\"\n".into())), "`````toml\na = \"````\"\n`````\n\n");
    }
}
