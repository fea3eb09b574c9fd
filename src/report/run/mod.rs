//! The report of a run: what waits at the end, how variants differ, targets, events, tables.

mod answer;
mod events;
mod tables;

use super::{
    Diagnostics, assumptions, charts,
    document::{Document, Section},
    method,
};
use crate::{charts::Chart, locale::Locale, results::Results, scenario};

/// The report of the results of a scenario. Errs if the scenario cannot be read.
pub fn document(results: &Results, drawn: &[Chart], scenario: &str, locale: Locale) -> Result<Document, Diagnostics> {
    let about = &results.about;
    let variants = scenario::variants_in_full(scenario)?;
    let answer = answer::Answer { results, locale };
    let tables = tables::Tables { results, locale };
    let mut sections: Vec<Section> = vec![answer.section()];
    sections.extend(answer.warnings());
    sections.extend(events::held_to(results, locale));
    sections.extend(charts::section(drawn, |chart| is_detail(chart, about.variants.len()), locale));
    sections.extend(events::section(results, locale));
    sections.push(tables.section());
    sections.push(assumptions::section(&variants, &about.baseline, scenario, locale));
    sections.push(method::of_run(results, locale));
    sections.push(method::provenance(&about.provenance, method::REPEAT_RUN, locale));
    Ok(Document {
        title: about.title.clone(),
        question: about.question.clone(),
        scope: answer.scope(),
        lead: answer.lead(),
        sections,
    })
}

/// True for the charts of single variants where several are compared.
fn is_detail(chart: &Chart, variants: usize) -> bool {
    let (is_fan, is_overlay) = (chart.name.contains("-fan-"), chart.name.ends_with("-overlay"));
    variants > 1 && (is_fan || (is_overlay && chart.name != "backlog-overlay"))
}
