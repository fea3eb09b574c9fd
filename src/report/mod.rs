//! The report of a results folder: question, answer, charts, tables, the scenario in words, method and provenance, as
//! one HTML file that needs no other, or as Markdown.
//!
//! [`Material`] is what a results folder holds; nothing is simulated, and equal material gives equal bytes.
//!
//! | step | files |
//! |---|---|
//! | say | `answer`, `tables`, `events`, `assumptions`, `method`: each makes sections of a `document` |
//! | write | `html` (with `style.css` and `script.js`) and `markdown` |

mod answer;
mod assumptions;
mod charts;
mod document;
mod events;
mod html;
mod markdown;
mod method;
mod tables;

use crate::{
    PROGRAM,
    charts::Chart,
    locale::Locale,
    results::Results,
    scenario::{self, Report as Diagnostics},
};
use document::{Document, Section};

/// Name of the report in a results folder.
pub const REPORT_HTML: &str = "report.html";

/// Name of the report as Markdown.
pub const REPORT_MD: &str = "report.md";

/// What a report is made of.
#[derive(Debug, Clone, Copy)]
pub struct Material<'a> {
    /// The tables of the folder.
    pub results: &'a Results,
    /// Its charts, in the order in which they are shown.
    pub charts: &'a [Chart],
    /// Its `scenario.toml`.
    pub scenario: &'a str,
    /// The language of the report; charts have their own.
    pub locale: Locale,
}

/// The report as one HTML file, charts and all. Errs if the scenario cannot be read.
pub fn html(material: &Material) -> Result<String, Diagnostics> {
    Ok(html::page(&document(material)?, material.charts, material.locale))
}

/// The report as Markdown; `image` tells where the picture of the chart of a name is. Errs if the scenario cannot be
/// read.
pub fn markdown(material: &Material, image: impl Fn(&str) -> String) -> Result<String, Diagnostics> {
    Ok(markdown::text(&document(material)?, material.charts, &image))
}

fn document(material: &Material) -> Result<Document, Diagnostics> {
    let Material { results, charts, scenario, locale } = *material;
    let about = &results.about;
    let variants = scenario::variants_in_full(scenario)?;
    let answer = answer::Answer { results, locale };
    let tables = tables::Tables { results, locale };
    let mut sections: Vec<Section> = vec![answer.section()];
    sections.extend(answer.warnings());
    sections.extend(events::held_to(results, locale));
    sections.extend(charts::section(results, charts, locale));
    sections.extend(events::section(results, locale));
    sections.push(tables.section());
    sections.push(assumptions::section(&variants, &about.baseline, scenario, locale));
    sections.push(method::section(results, locale));
    sections.push(method::provenance(results, locale));
    Ok(Document {
        title: about.title.clone(),
        question: about.question.clone(),
        scope: answer.scope(),
        lead: answer.lead(),
        sections,
        colophon: match locale {
            Locale::English => format!("Written by {PROGRAM}."),
            Locale::French => format!("Rédigé par {PROGRAM}."),
        },
    })
}
