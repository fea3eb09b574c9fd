//! The chart of a search: estimates at the values tried, with their intervals, and the bound.

use crate::charts::ask::Ask;
use crate::charts::body::search::{Search, setting};
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
    let note = format!(
        "Dots are estimates at the values tried, triangles those beyond the axis; bars are intervals at a confidence \
         level of {level}% each, so that all of them hold with {}%. Variant: {}.",
        voice.spoken(about.confidence * 100.0),
        about.variant
    );
    let measure = measure(condition);
    Figure {
        name: "solve".to_owned(),
        part,
        title: format!("The {} {} with {}", about.wanted, about.path, about.targets.join(" and ")),
        subtitle: finding(solved, &rows, voice),
        description: format!("Dots with intervals over the values of {}.", about.path),
        key: Vec::new(),
        body: Box::new(Search {
            value_label: measure.to_owned(),
            path: about.path.clone(),
            target: format!("target {}", condition[measure.len()..].trim()),
            rows,
            voice,
        }),
        notes: vec![note, source(solved, voice)],
    }
}

/// The answer, and how sure it is.
fn finding(solved: &Solved, rows: &[SolveRow], voice: Voice) -> String {
    let about = &solved.about;
    let confidence = voice.spoken(about.confidence * 100.0);
    let found = rows.iter().find(|row| row.answer == "yes");
    let (Some(_), Some(found)) = (&about.answer, found) else {
        return if about.undecided.is_empty() {
            format!("No value tried meets it, with {confidence}% confidence.")
        } else {
            format!("No value is shown to meet it; undecided: {}.", about.undecided.join(", "))
        };
    };
    let answer = setting(found, voice);
    let value = found.value.map_or(String::new(), |value| format!(", where the estimate is {}", voice.spoken(value)));
    let doubt = if about.undecided.is_empty() {
        format!("with {confidence}% confidence")
    } else {
        format!("undecided: {}", about.undecided.join(", "))
    };
    format!("{answer}{value}; {doubt}.")
}

/// The part of a condition before its sign of comparison.
fn measure(condition: &str) -> &str {
    condition.rsplit_once(['<', '>']).map_or(condition, |(measure, _)| measure.trim_end())
}

fn source(solved: &Solved, voice: Voice) -> String {
    let provenance = &solved.about.provenance;
    format!(
        "Source: {}, {} replications in all, seed {}. Scenario: {}",
        provenance.program,
        voice.whole(solved.about.replications_spent),
        provenance.seed,
        solved.about.title
    )
}
