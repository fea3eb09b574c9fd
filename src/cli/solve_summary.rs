//! What `solve` prints: the answer, how sure it is, and the values around it.

use std::{fmt::Write as _, path::Path};

use comfy_table::{Table, presets::NOTHING};
use saule::{
    locale::Locale,
    results::{SolveRow, Solved},
};

/// Rows of the table at most: those nearest to the answer.
const ROWS: usize = 12;

/// The summary of a search that was written to `dir`.
pub fn text(solved: &Solved, dir: &Path) -> String {
    let about = &solved.about;
    let mut text = String::new();
    // Writing to a string cannot fail.
    let _ = writeln!(text, "{}\n{} {} with {}", about.title, about.wanted, about.path, about.targets.join(" and "));
    let answer = about.answer.as_deref().unwrap_or("none");
    let _ = writeln!(text, "\n  {answer}\n\n{}\n\n{}", confidence(solved), table(solved).trim_fmt());
    let tried = settings(solved).len() as u64;
    let spent = Locale::English.fixed(about.replications_spent as f64, 0);
    let of = Locale::English.fixed(about.values as f64, 0);
    let _ = writeln!(text, "\n{}: {tried} of {of} values tried, {spent} replications", about.search);
    let _ = writeln!(text, "\n{}", dir.display());
    text
}

/// What may be said of the answer.
fn confidence(solved: &Solved) -> String {
    let about = &solved.about;
    let percent = grouped_percent(about.confidence);
    let undecided = about.undecided.join(", ");
    let budget = Locale::English.fixed(about.provenance.replications as f64, 0);
    let monotone = match about.search.as_str() {
        "bisection" if about.declared_monotone => ", if the targets are monotone as declared",
        "bisection" => ", if the targets are monotone: nothing at the values tried speaks against it",
        _ => "",
    };
    match &about.answer {
        Some(_) if undecided.is_empty() => {
            format!("the {} of all values, with {percent} confidence{monotone}", about.wanted)
        }
        Some(_) => format!(
            "it meets the targets, with {percent} confidence{monotone}; whether {undecided} would do as well, {budget} \
             replications of a value cannot tell: give more by --replications"
        ),
        None if undecided.is_empty() => {
            format!("no value from {} meets all targets, with {percent} confidence{monotone}", range(solved))
        }
        None => format!(
            "no value is shown to meet all targets; of {undecided}, {budget} replications of a value cannot tell: give \
             more by --replications"
        ),
    }
}

fn grouped_percent(share: f64) -> String {
    format!("{}%", (share * 1e6).round() / 1e4)
}

/// The values tried, as "1 to 20".
fn range(solved: &Solved) -> String {
    let settings = settings(solved);
    match settings.as_slice() {
        [only] => (*only).to_owned(),
        [first, .., last] => format!("{first} to {last}"),
        [] => String::new(),
    }
}

fn settings(solved: &Solved) -> Vec<&str> {
    let mut settings: Vec<&str> = solved.rows.iter().map(|row| row.setting.as_str()).collect();
    settings.dedup();
    settings
}

fn table(solved: &Solved) -> Table {
    let mut table = Table::new();
    table.load_style(NOTHING);
    table.set_header(["", "target", "estimate and interval", "", "replications"]);
    let answer = solved.rows.iter().position(|row| row.answer == "yes").unwrap_or(0);
    let first = answer.saturating_sub(ROWS / 2).min(solved.rows.len().saturating_sub(ROWS));
    for row in solved.rows.iter().skip(first).take(ROWS) {
        table.add_row([
            if row.answer == "yes" { format!("> {}", row.setting) } else { format!("  {}", row.setting) },
            row.condition.clone(),
            estimate(row),
            match row.met.as_str() {
                "yes" => "met".to_owned(),
                "no" => "missed".to_owned(),
                other => other.to_owned(),
            },
            Locale::English.fixed(row.replications as f64, 0),
        ]);
    }
    table
}

fn estimate(row: &SolveRow) -> String {
    row.value.map_or("no value".to_owned(), |value| Locale::English.with_interval(value, row.ci_low.zip(row.ci_high)))
}
