//! The report of a results folder: question, answer, charts, tables, the scenario in words, method and provenance, as
//! one HTML file that needs no other, or as Markdown.
//!
//! [`Material`] is what a results folder holds; nothing is simulated, and equal material gives equal bytes.
//!
//! | step | files |
//! |---|---|
//! | say | one for each sort of results: `run`, `sweep`, `solve`, `sensitivity`, `comparison` makes a `document`, with what they share: `assumptions`, `charts`, `method`, `say` |
//! | write | `html` (with `style.css` and `script.js`) and `markdown` |

mod assumptions;
mod charts;
mod comparison;
mod document;
mod html;
mod markdown;
mod method;
mod run;
mod say;
mod sensitivity;
mod solve;
mod sweep;

use crate::{
    charts::{Chart, Source},
    locale::Locale,
    scenario::Report as Diagnostics,
};
use document::Document;

/// Name of the report in a results folder.
pub const REPORT_HTML: &str = "report.html";

/// Name of the report as Markdown.
pub const REPORT_MD: &str = "report.md";

/// What a report is made of.
#[derive(Debug, Clone, Copy)]
pub struct Material<'a> {
    /// The tables of the folder.
    pub source: Source<'a>,
    /// Its charts, in the order in which they are shown.
    pub charts: &'a [Chart],
    /// Its `scenario.toml`; of a comparison those of the results compared, in their order, or none.
    pub scenarios: &'a [String],
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
    Ok(markdown::text(&document(material)?, material.charts, &image, material.locale))
}

fn document(material: &Material) -> Result<Document, Diagnostics> {
    let Material { source, charts, scenarios, locale } = *material;
    let scenario = scenarios.first().map_or("", String::as_str);
    match source {
        Source::Run(results) => run::document(results, charts, scenario, locale),
        Source::Sweep(sweep) => sweep::document(sweep, charts, scenario, locale),
        Source::Solve(solved) => solve::document(solved, charts, scenario, locale),
        Source::Sensitivity(analysis) => sensitivity::document(analysis, charts, scenario, locale),
        Source::Comparison(comparison) => comparison::document(comparison, charts, scenarios, locale),
    }
}
