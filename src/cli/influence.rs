//! The summary that ends a sensitivity analysis on the terminal: the inputs by their weight, and what it rests on.

use std::{fmt::Write as _, path::Path};

use comfy_table::{CellAlignment, ContentArrangement, Table, presets::NOTHING};
use saule::{
    locale::Locale,
    results::sensitivity::{Sensitivity, SensitivityRow},
};

/// Above this share of chance in the variance the indices deserve more replications.
const MUCH_NOISE: f64 = 0.05;

/// The summary of an analysis that was written to `dir`.
pub fn text(analysis: &Sensitivity, dir: &Path) -> String {
    let about = &analysis.about;
    let mut text = String::new();
    // Writing to a string cannot fail.
    let _ = writeln!(text, "{}\nwhat moves {} under “{}”\n", about.title, about.metric, about.variant);
    let _ = writeln!(text, "{}\n", table(analysis).trim_fmt());
    let _ = writeln!(text, "{}", sentence(analysis));
    let _ = writeln!(
        text,
        "{} points of {} replications each, all with the same seed{}",
        Locale::English.fixed(about.points as f64, 0),
        Locale::English.fixed(about.provenance.replications as f64, 0),
        noise(about.noise_share),
    );
    let _ = writeln!(text, "\n{}", dir.display());
    text
}

fn noise(share: Option<f64>) -> String {
    match share {
        None => String::new(),
        Some(share) => {
            let percent =
                if share < 0.01 { "less than 1%".to_owned() } else { format!("at most {:.0}%", 100.0 * share) };
            let advice = if share > MUCH_NOISE { ": take more --replications" } else { "" };
            format!("; {percent} of the variance between them is chance{advice}")
        }
    }
}

fn table(analysis: &Sensitivity) -> Table {
    let mut table = Table::new();
    table.load_style(NOTHING).set_content_arrangement(ContentArrangement::Dynamic);
    table.set_header(["", "from", "to", "at the low end", "at the high end", "first-order", "total"]);
    if let Some((width, _)) = terminal_size::terminal_size_of(std::io::stdout()) {
        table.set_width(width.0);
    }
    for path in by_weight(analysis) {
        let Some(input) = analysis.about.inputs.iter().find(|input| input.path == path) else { continue };
        let cell = |quantity: &str| analysis.row(path, quantity).map_or(String::new(), difference);
        let index = |quantity: &str| analysis.row(path, quantity).map_or(String::new(), share);
        table.add_row([
            path.to_owned(),
            input.low.clone(),
            input.high.clone(),
            cell("low_difference"),
            cell("high_difference"),
            index("first"),
            index("total"),
        ]);
    }
    for column in 1..7 {
        if let Some(column) = table.column_mut(column) {
            column.set_cell_alignment(CellAlignment::Right);
        }
    }
    table
}

/// The paths by their total index, the largest first; by their swing where there are no indices.
fn by_weight(analysis: &Sensitivity) -> Vec<&str> {
    let weight = |path: &str| {
        let value = |quantity| analysis.row(path, quantity).and_then(|row| row.value);
        let swing =
            || (value("high_difference").unwrap_or_default() - value("low_difference").unwrap_or_default()).abs();
        value("total").unwrap_or_else(swing)
    };
    let mut paths: Vec<&str> = analysis.about.inputs.iter().map(|input| input.path.as_str()).collect();
    paths.sort_by(|a, b| weight(b).total_cmp(&weight(a)));
    paths
}

/// A change with its half-width, to as many digits as the interval supports.
fn difference(row: &SensitivityRow) -> String {
    let value = row.value.unwrap_or_default();
    Locale::English.signed_plus_minus(value, row.ci_low.zip(row.ci_high).map(|(low, high)| (high - low) / 2.0))
}

/// An index in percent with its interval.
fn share(row: &SensitivityRow) -> String {
    let percent = |value: f64| format!("{:.0}", 100.0 * value);
    let value = row.value.map_or(String::new(), percent);
    match row.ci_low.zip(row.ci_high) {
        Some((low, high)) => format!("{value}% ({} to {})", percent(low), percent(high)),
        None => format!("{value}%"),
    }
}

/// Which input matters most, and whether that is sure.
fn sentence(analysis: &Sensitivity) -> String {
    let metric = &analysis.about.metric;
    let paths = by_weight(analysis);
    let total = |path: &str| analysis.row(path, "total");
    let Some((first, row)) = paths.first().and_then(|path| Some((*path, total(path)?))) else {
        return format!("{metric} does not change within these ranges.");
    };
    let percent = |value: Option<f64>| format!("{:.0}%", 100.0 * value.unwrap_or_default());
    let alone = analysis.row(first, "first").and_then(|row| row.value).unwrap_or_default().max(0.0);
    let mut text = format!(
        "{first} matters most: {} of the variance of {metric} involves it, {} comes from it alone.",
        percent(row.value),
        percent(Some(alone))
    );
    if let Some((second, other)) = paths.get(1).and_then(|path| Some((*path, total(path)?))) {
        let is_clear = row.ci_low.zip(other.ci_high).is_some_and(|(low, high)| low > high);
        if !is_clear {
            let _ = write!(text, " It is not sure that {second} matters less: their intervals overlap.");
        }
    }
    text
}
