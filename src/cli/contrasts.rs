//! The summary that ends a comparison on the terminal: a table of the main numbers, and what to think of them.

use std::{fmt::Write as _, path::Path};

use comfy_table::{CellAlignment, ContentArrangement, Table, presets::NOTHING};
use saule::{
    locale::{Locale, decimals_of_interval},
    results::comparison::{Comparison, ComparisonRow},
};

/// What the table shows of every pair: metric, statistic, and their name.
const SHOWN: [(&str, &str, &str); 6] = [
    ("eligible", "end", "eligible"),
    ("answered", "end", "answered"),
    ("backlog", "mean", "backlog: mean"),
    ("backlog", "end", "backlog: at the end"),
    ("backlog", "max", "backlog: highest"),
    ("response_time_days", "mean", "response time, days"),
];

/// What the sentence is about.
const JUDGED: (&str, &str) = ("backlog", "mean");

/// A p-value below this counts as more than chance.
const LEVEL: f64 = 0.05;

/// The summary of a comparison that was written to `dir`.
pub fn text(comparison: &Comparison, dir: &Path) -> String {
    let names: Vec<&str> = comparison.about.results.iter().map(|results| results.name.as_str()).collect();
    let mut text = String::new();
    // Writing to a string cannot fail.
    if let Some((reference, others)) = names.split_first() {
        let _ = writeln!(text, "{} compared with {reference}\n", others.join(", "));
    }
    let _ = writeln!(text, "{}\n", table(comparison).trim_fmt());
    for row in totals(comparison, JUDGED.0, JUDGED.1) {
        let _ = writeln!(text, "{}", sentence(comparison, row));
    }
    let _ = writeln!(text);
    for note in &comparison.about.notes {
        let _ = writeln!(text, "note: {note}");
    }
    let _ = writeln!(text, "{}", dir.display());
    text
}

/// The rows of a statistic over all classes and stages.
fn totals<'c>(
    comparison: &'c Comparison,
    metric: &'c str,
    statistic: &'c str,
) -> impl Iterator<Item = &'c ComparisonRow> {
    comparison.rows.iter().filter(move |row| {
        row.time_days.is_none()
            && (row.metric.as_str(), row.statistic.as_str()) == (metric, statistic)
            && (row.class.as_str(), row.stage.as_str()) == ("all", "all")
    })
}

fn table(comparison: &Comparison) -> Table {
    let mut table = Table::new();
    table.load_style(NOTHING).set_content_arrangement(ContentArrangement::Dynamic);
    let reference = comparison.about.results.first().map_or("", |results| &results.name);
    table.set_header(["", "", "", reference, "there", "difference", "p", "from"]);
    if let Some((width, _)) = terminal_size::terminal_size_of(std::io::stdout()) {
        table.set_width(width.0);
    }
    let mut before: Option<(&str, &str)> = None;
    for lead in totals(comparison, JUDGED.0, JUDGED.1) {
        for (metric, statistic, name) in SHOWN {
            let is_pair = |row: &&ComparisonRow| (&row.results, &row.variant) == (&lead.results, &lead.variant);
            let Some(row) = totals(comparison, metric, statistic).find(is_pair) else { continue };
            let decimals = decimals(row);
            let cell = |value: Option<f64>| value.map_or(String::new(), |value| Locale::English.fixed(value, decimals));
            let pair = (row.results.as_str(), row.variant.as_str());
            let shown = if before == Some(pair) { ("", "") } else { pair };
            before = Some(pair);
            table.add_row([
                shown.0.to_owned(),
                shown.1.to_owned(),
                name.to_owned(),
                cell(row.reference_value),
                cell(row.value),
                difference(row),
                row.p_adjusted.map_or(String::new(), p_value),
                row.method.clone(),
            ]);
        }
    }
    for column in 3..7 {
        if let Some(column) = table.column_mut(column) {
            column.set_cell_alignment(CellAlignment::Right);
        }
    }
    table
}

/// Digits after the point that the interval of a difference supports: two of its half-width.
fn decimals(row: &ComparisonRow) -> usize {
    match half_width(row) {
        Some(half_width) if half_width > 0.0 => decimals_of_interval(half_width),
        _ => 0,
    }
}

fn half_width(row: &ComparisonRow) -> Option<f64> {
    Some((row.ci_high? - row.ci_low?) / 2.0)
}

/// The difference with its half-width.
fn difference(row: &ComparisonRow) -> String {
    let Some(value) = row.difference else { return String::new() };
    Locale::English.signed_plus_minus(value, half_width(row))
}

/// A p-value to two digits; below a thousandth its size does not matter.
fn p_value(p_value: f64) -> String {
    match p_value {
        ..0.001 => "< 0.001".to_owned(),
        ..0.1 => format!("{p_value:.3}"),
        _ => format!("{p_value:.2}"),
    }
}

/// What differs, and whether it is real.
fn sentence(comparison: &Comparison, row: &ComparisonRow) -> String {
    let ComparisonRow { results, reference, variant, .. } = row;
    let subject = format!("“{variant}”: the mean backlog");
    let (Some(value), Some(interval), Some(p)) = (row.difference, row.ci_low.zip(row.ci_high), row.p_adjusted) else {
        return format!("{subject} in {results} cannot be judged: an interval needs two replications or more in each.");
    };
    let decimals = decimals(row);
    let say = |value: f64| Locale::English.fixed(value, decimals);
    let tests = totals(comparison, JUDGED.0, JUDGED.1).filter(|row| row.p_value.is_some()).count();
    let adjusted = if tests > 1 { format!(" after Holm's adjustment for {tests} comparisons") } else { String::new() };
    let p = match p {
        ..0.001 => "p < 0.001".to_owned(),
        _ => format!("p = {}", p_value(p)),
    } + &adjusted;
    let spread = format!("95% interval {} to {}; {p}", say(interval.0), say(interval.1));
    match row.p_adjusted.is_some_and(|p| p < LEVEL) {
        _ if value == 0.0 && interval == (0.0, 0.0) => format!("{subject} is the same in {results} as in {reference}."),
        true => {
            let direction = if value > 0.0 { "higher" } else { "lower" };
            format!(
                "{subject} is {} {direction} in {results} than in {reference} ({spread}): the difference is real.",
                say(value.abs())
            )
        }
        false => format!("{subject} differs by {} in {results} ({spread}): chance could be all of it.", say(value)),
    }
}
