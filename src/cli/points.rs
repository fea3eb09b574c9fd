//! The summary that ends a sweep on the terminal: one line a point.

use std::{fmt::Write as _, path::Path};

use comfy_table::{CellAlignment, ContentArrangement, Table, presets::NOTHING};
use saule::{
    locale::Locale,
    results::{
        rows::SummaryRow,
        sweep::{Sweep, risk_row},
    },
};

use super::summary_table::cell;

/// Points that are listed; the table in the folder has all.
const LISTED: usize = 30;

/// The summary of a sweep whose results were written to `dir`.
pub fn text(sweep: &Sweep, dir: &Path) -> String {
    let (about, plan) = (&sweep.about, &sweep.plan);
    let mut text = String::new();
    let count = Locale::English.fixed(plan.points.len() as f64, 0);
    let noun = if plan.points.len() == 1 { "point" } else { "points" };
    let replications = Locale::English.fixed(about.provenance.replications as f64, 0);
    // Writing to a string cannot fail.
    let _ = writeln!(text, "{}\n{count} {noun}, {replications} replications at each\n", about.title);
    let _ = writeln!(text, "{}\n", table(sweep).trim_fmt());
    if plan.points.len() > LISTED {
        let _ = writeln!(
            text,
            "… and {} further points in sweep.csv\n",
            Locale::English.fixed((plan.points.len() - LISTED) as f64, 0)
        );
    }
    let _ = writeln!(text, "{}", dir.display());
    text
}

fn table(sweep: &Sweep) -> Table {
    let (about, plan) = (&sweep.about, &sweep.plan);
    let mut table = Table::new();
    table.load_style(NOTHING).set_content_arrangement(ContentArrangement::Dynamic);
    if let Some((width, _)) = terminal_size::terminal_size_of(std::io::stdout()) {
        table.set_width(width.0);
    }
    let drawn = format!("{}.{}", plan.drawn.metric, plan.drawn.statistic);
    let mut header: Vec<String> = plan.factors.iter().map(|factor| factor.path.clone()).collect();
    for variant in &about.variants {
        let of = if about.variants.len() > 1 { format!("{}: ", variant.name) } else { String::new() };
        header.push(format!("{of}{drawn}"));
        header.extend(plan.risk.as_ref().map(|risk| format!("{of}P({risk})")));
    }
    let columns = header.len();
    table.set_header(header);
    for (point, rows) in plan.points.iter().zip(&sweep.rows).take(LISTED) {
        let mut line: Vec<String> = point.iter().map(|setting| setting.shown.clone()).collect();
        for variant in &about.variants {
            line.push(cell(plan.drawn.row(rows, &variant.name, ""), Locale::English));
            if plan.risk.is_some() {
                line.push(percent(risk_row(rows, &variant.name)));
            }
        }
        table.add_row(line);
    }
    for column in 0..columns {
        if let Some(column) = table.column_mut(column) {
            column.set_cell_alignment(CellAlignment::Right);
        }
    }
    table
}

/// A share with its interval, in percent: `12% (9 to 15)`.
fn percent(row: Option<&SummaryRow>) -> String {
    let Some((row, value)) = row.and_then(|row| Some((row, row.value?))) else { return String::new() };
    let shown = |share: f64, decimals| Locale::English.fixed(100.0 * share, decimals);
    match row.ci_low.zip(row.ci_high) {
        Some((low, high)) => {
            let decimals = usize::from(high - low < 0.05);
            format!("{}% ({} to {})", shown(value, decimals), shown(low, decimals), shown(high, decimals))
        }
        None => format!("{}% (no interval)", shown(value, 0)),
    }
}
