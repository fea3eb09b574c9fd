//! The chart of a search: estimates at the values tried, with their intervals, and the bound.

use crate::charts::ask::Ask;
use crate::charts::body::search::{Search, setting};
use crate::charts::frame::Figure;
use crate::charts::words::{Voice, wording::capitalised};
use crate::results::{SolveRow, Solved};

/// One chart for each comparison of the targets: its estimate at every value tried.
pub fn figures(solved: &Solved, ask: &Ask) -> Vec<Figure> {
    let mut conditions: Vec<&str> = Vec::new();
    for row in &solved.rows {
        if !conditions.contains(&row.condition.as_str()) {
            conditions.push(&row.condition);
        }
    }
    let part = |index: usize| (conditions.len() > 1).then(|| (index + 1).to_string());
    let of = |(index, condition): (usize, &&str)| figure(solved, condition, part(index), ask.voice);
    conditions.iter().enumerate().map(of).collect()
}

fn figure(solved: &Solved, condition: &str, part: Option<String>, voice: Voice) -> Figure {
    let about = &solved.about;
    let rows: Vec<SolveRow> = solved.rows.iter().filter(|row| row.condition == condition).cloned().collect();
    let level = voice.spoken((about.interval_level * 1e4).floor() / 1e2);
    let (confidence, variant) = (voice.percent(about.confidence), &about.variant);
    let note = voice.pick(
        format!(
            "Dots are estimates at the values tried, triangles those beyond the axis; bars are intervals at a confidence \
             level of {level}% each, so that all of them hold with {confidence}. Variant: {variant}."
        ),
        format!(
            "Les points sont les estimations aux valeurs essayées, les triangles celles hors de l’axe\u{a0}; les barres \
             sont des intervalles de confiance à {level}\u{202f}% chacun, qui tiennent tous à {confidence}. \
             Variante\u{a0}: {variant}."
        ),
    );
    let measure = measure(condition);
    Figure {
        name: "solve".to_owned(),
        part,
        title: {
            let (path, targets) = (&about.path, voice.list(&about.targets));
            let is_largest = about.wanted == "largest";
            let wanted = if is_largest { "la plus grande" } else { "la plus petite" };
            voice.pick(
                format!("The {} {path} with {targets}", about.wanted),
                format!("{} valeur de {path} avec {targets}", capitalised(wanted)),
            )
        },
        subtitle: finding(solved, &rows, voice),
        description: voice.pick(
            format!("Dots with intervals over the values of {}.", about.path),
            format!("Points avec intervalles sur les valeurs de {}.", about.path),
        ),
        key: Vec::new(),
        body: Box::new(Search {
            value_label: measure.to_owned(),
            path: about.path.clone(),
            target: format!("{} {}", voice.choose("target", "cible"), condition[measure.len()..].trim()),
            rows,
            voice,
        }),
        notes: vec![note, source(solved, voice)],
    }
}

/// The answer, and how sure it is.
fn finding(solved: &Solved, rows: &[SolveRow], voice: Voice) -> String {
    let about = &solved.about;
    let confidence = voice.percent(about.confidence);
    let undecided = about.undecided.join(", ");
    let found = rows.iter().find(|row| row.answer == "yes");
    let (Some(_), Some(found)) = (&about.answer, found) else {
        return if undecided.is_empty() {
            voice.pick(
                format!("No value tried meets it, with {confidence} confidence."),
                format!("Aucune valeur essayée n’y suffit, avec {confidence} de confiance."),
            )
        } else {
            voice.pick(
                format!("No value is shown to meet it; undecided: {undecided}."),
                format!("Aucune valeur n’y suffit de façon sûre\u{a0}; indécis\u{a0}: {undecided}."),
            )
        };
    };
    let answer = setting(found, voice);
    let value = found.value.map_or(String::new(), |value| {
        let value = voice.spoken(value);
        voice.pick(format!(", where the estimate is {value}"), format!(", où l’estimation est de {value}"))
    });
    let doubt = match undecided.is_empty() {
        true => voice.pick(format!("with {confidence} confidence"), format!("avec {confidence} de confiance")),
        false => voice.pick(format!("undecided: {undecided}"), format!("indécis\u{a0}: {undecided}")),
    };
    format!("{answer}{value}{} {doubt}.", voice.choose(";", "\u{a0};"))
}

/// The part of a condition before its sign of comparison.
fn measure(condition: &str) -> &str {
    condition.rsplit_once(['<', '>']).map_or(condition, |(measure, _)| measure.trim_end())
}

fn source(solved: &Solved, voice: Voice) -> String {
    let provenance = &solved.about.provenance;
    let (program, seed, title) = (&provenance.program, provenance.seed, &solved.about.title);
    let count = voice.whole(solved.about.replications_spent);
    voice.pick(
        format!("Source: {program}, {count} replications in all, seed {seed}. Scenario: {title}"),
        format!("Source\u{a0}: {program}, {count} réplications en tout, graine {seed}. Scénario\u{a0}: {title}"),
    )
}
