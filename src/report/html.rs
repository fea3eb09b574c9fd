//! A report as one HTML file. The only file that names maud, which escapes all text.

use maud::{DOCTYPE, Markup, PreEscaped, html};

use super::{
    charts::{finding, title},
    document::{Block, Cell, Document, Mark, Section, Table, colophon},
};
use crate::{charts::Chart, locale::Locale};

const STYLE: &str = include_str!("style.css");

/// Adds values under the pointer and buttons that copy tables: the page is complete without it.
const SCRIPT: &str = include_str!("script.js");

/// The page of a report.
pub(super) fn page(document: &Document, charts: &[Chart], locale: Locale) -> String {
    let writer = Writer { charts, locale };
    let markup = html! {
        (DOCTYPE)
        html lang=(locale.code()) {
            head {
                meta charset="utf-8";
                meta name="viewport" content="width=device-width, initial-scale=1";
                meta name="color-scheme" content="light dark";
                title { (document.title) }
                style { (PreEscaped(STYLE)) }
            }
            body data-keys=(keys(locale)) {
                @if let Some(first) = document.sections.first() {
                    a.skip href={ "#" (first.id) } { (locale.choose("To the answer", "Vers la réponse")) }
                }
                header {
                    h1 { (document.title) }
                    @if let Some(question) = &document.question { p.question { (question) } }
                    p.lead { (document.lead) }
                    p.scope { (document.scope) }
                }
                nav aria-label=(locale.choose("Contents", "Sommaire")) {
                    ul { @for section in &document.sections { li { a href={ "#" (section.id) } { (section.title) } } } }
                }
                main { @for section in &document.sections { (writer.section(section)) } }
                footer { p { (colophon(locale)) } }
                script { (PreEscaped(SCRIPT)) }
            }
        }
    };
    markup.into_string() + "\n"
}

/// How charts are read with keys; said where the script that does it runs.
fn keys(locale: Locale) -> &'static str {
    locale.choose("Arrow keys read the values, Escape closes them.", "Les flèches lisent les valeurs, Échap les ferme.")
}

struct Writer<'a> {
    charts: &'a [Chart],
    locale: Locale,
}

impl Writer<'_> {
    fn section(&self, section: &Section) -> Markup {
        html! {
            section id=(section.id) aria-labelledby={ (section.id) "-heading" } {
                h2 id={ (section.id) "-heading" } { (section.title) }
                @for (index, block) in section.blocks.iter().enumerate() {
                    (self.block(block, &format!("{}-{}", section.id, index + 1)))
                }
            }
        }
    }

    /// A block; `id` is free for its use.
    fn block(&self, block: &Block, id: &str) -> Markup {
        html! {
            @match block {
                Block::Heading(text) => h3 { (text) },
                Block::Text(text) => p { (text) },
                Block::List(sentences) => ul { @for sentence in sentences { li { (sentence) } } },
                Block::Warning(sentences) => div.warning { @for sentence in sentences { p { (sentence) } } },
                Block::Entries(entries) => dl {
                    @for (name, sentences) in entries {
                        dt { (name) }
                        dd {
                            @match &sentences[..] {
                                [only] => (only),
                                several => ul { @for sentence in several { li { (sentence) } } },
                            }
                        }
                    }
                },
                Block::Table(table) => (self.table(table, id)),
                Block::Chart(index) => (self.chart(*index)),
                Block::Folded(title, blocks) => details {
                    summary { (title) }
                    @for (index, block) in blocks.iter().enumerate() {
                        (self.block(block, &format!("{id}-{}", index + 1)))
                    }
                },
                Block::Code(text) => pre tabindex="0" { code { (text) } },
            }
        }
    }

    fn table(&self, table: &Table, id: &str) -> Markup {
        html! {
            div.table role="region" aria-labelledby={ (id) "-caption" } tabindex="0"
                data-copy=(self.locale.choose("Copy table", "Copier le tableau"))
                data-copied=(self.locale.choose("Copied", "Copié")) {
                table.text[table.is_text] {
                    caption id={ (id) "-caption" } { (table.caption) }
                    thead {
                        tr {
                            th scope="col" { (table.corner) }
                            @for column in &table.columns { th scope="col" { (column) } }
                        }
                    }
                    tbody {
                        @for (name, cells) in &table.rows {
                            tr { th scope="row" { (name) } @for cell in cells { (self.cell(cell)) } }
                        }
                    }
                }
            }
        }
    }

    fn cell(&self, cell: &Cell) -> Markup {
        let class = match cell.mark {
            Mark::None => None,
            Mark::Good => Some("good"),
            Mark::Bad => Some("bad"),
            Mark::Open => Some("open"),
        };
        html! { td class=[class] { (cell.text) } }
    }

    /// A chart, whose text was escaped when it was drawn.
    fn chart(&self, index: usize) -> Markup {
        html! {
            @if let Some(chart) = self.charts.get(index) {
                figure.chart id=(chart.name) {
                    // Beside a chart that is wider than the screen; what it says is said by the chart itself.
                    figcaption aria-hidden="true" { b { (title(chart)) } " " (finding(chart)) }
                    div.canvas tabindex="0" role="group" aria-labelledby={ (chart.name) "-title" } {
                        (PreEscaped(&chart.svg))
                    }
                }
            }
        }
    }
}
