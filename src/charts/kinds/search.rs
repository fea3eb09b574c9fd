//! The chart of a search: estimates at the values tried, with their intervals, and the bound.

use super::sweep::named;
use crate::charts::ask::Ask;
use crate::charts::body::search::{Search, setting, written};
use crate::charts::frame::Figure;
use crate::charts::words::Voice;
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
        title: None,
        finding: finding(solved, &rows, voice),
        measure: {
            let (count, path) = (voice.whole(about.replications_spent), &about.path);
            voice.pick(
                format!("{measure}, by {path}: estimates over {count} simulated runs in all, with {level}% intervals"),
                format!(
                    "{measure}, selon {path}\u{a0}: estimations sur {count} simulations en tout, avec intervalles à \
                     {level}\u{202f}%"
                ),
            )
        },
        description: voice
            .choose("Dots with intervals over the values tried.", "Points avec intervalles sur les valeurs essayées.")
            .to_owned(),
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

/// The answer, and how sure it is: "The smallest value of staff shown to meet backlog.end < 40 is 4, with 95% confidence".
fn finding(solved: &Solved, rows: &[SolveRow], voice: Voice) -> String {
    let about = &solved.about;
    let (confidence, targets) = (voice.percent(about.confidence), voice.list(&about.targets));
    let name = named(&about.path);
    let undecided: Vec<String> = about.undecided.iter().map(|value| written(value, voice)).collect();
    let undecided = undecided.join(", ");
    let found = rows.iter().find(|row| row.answer == "yes");
    let (Some(_), Some(found)) = (&about.answer, found) else {
        return match undecided.is_empty() {
            true => voice.pick(
                format!("No value of {name} that was tried meets {targets}, with {confidence} confidence"),
                format!("Aucune valeur essayée de {name} n’atteint {targets}, avec {confidence} de confiance"),
            ),
            false => voice.pick(
                format!("No value of {name} is shown to meet {targets}; undecided: {undecided}"),
                format!("Aucune valeur de {name} n’atteint {targets} de façon sûre\u{a0}; indécis\u{a0}: {undecided}"),
            ),
        };
    };
    let answer = setting(found, voice);
    let (wanted, voulue) = match about.wanted == "largest" {
        true => ("largest", "grande"),
        false => ("smallest", "petite"),
    };
    let doubt = match undecided.is_empty() {
        true => voice.pick(format!(", with {confidence} confidence"), format!(", avec {confidence} de confiance")),
        false => voice.pick(format!("; undecided: {undecided}"), format!("\u{a0}; indécis\u{a0}: {undecided}")),
    };
    voice.pick(
        format!("The {wanted} value of {name} shown to meet {targets} is {answer}{doubt}"),
        format!("La plus {voulue} valeur de {name} qui atteint {targets} est {answer}{doubt}"),
    )
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
