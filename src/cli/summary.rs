//! The summary that ends a run on the terminal: one line a variant, one an event.

use std::{fmt::Write as _, path::Path};

use comfy_table::{CellAlignment, ColumnConstraint, ContentArrangement, Table, presets::NOTHING};
use saule::{
    results::{
        Results,
        rows::{EventRow, SeriesRow, SummaryRow},
    },
    thousands::separated,
};

/// Characters of a sparkline, lowest first.
const BARS: [char; 8] = ['▁', '▂', '▃', '▄', '▅', '▆', '▇', '█'];

/// Points of a sparkline.
const SPARKS: usize = 24;

/// The summary of a results folder that was written to `dir`.
pub fn text(results: &Results, dir: &Path) -> String {
    let about = &results.about;
    let mut text = String::new();
    let runs = grouped(about.provenance.replications as f64, 0);
    let days = grouped(about.horizon_days, 0);
    // Writing to a string cannot fail.
    let _ = writeln!(text, "{}\n{runs} replications of {days} days from {}", about.title, &about.start[..10]);
    if !about.provenance.complete {
        let _ = writeln!(text, "interrupted: these are the replications that were finished");
    }
    let mut table = table(results);
    if let Some((width, _)) = terminal_size::terminal_size_of(std::io::stdout()) {
        fit(&mut table, width.0);
    }
    let _ = writeln!(text, "\n{}\n", table.trim_fmt());
    let events = events(results);
    if !events.is_empty() {
        let _ = writeln!(text, "{events}");
    }
    let targets = targets(results);
    if !targets.is_empty() {
        let _ = writeln!(text, "{targets}");
    }
    let _ = writeln!(text, "{}", dir.display());
    text
}

/// A line for each event: in how many runs it happens, and when first.
fn events(results: &Results) -> String {
    let mut text = String::new();
    let several = results.about.variants.len() > 1;
    for share in results.events.iter().filter(|row| row.metric == "share") {
        let value = |metric: &str, statistic: &str| {
            let is_meant = |row: &&EventRow| {
                (&row.variant, &row.event) == (&share.variant, &share.event)
                    && (row.metric.as_str(), row.statistic.as_str()) == (metric, statistic)
            };
            results.events.iter().find(is_meant).and_then(|row| row.value)
        };
        let name = if several { format!("{}, {}", share.event, share.variant) } else { share.event.clone() };
        let percent = grouped(100.0 * share.value.unwrap_or_default(), 0);
        let _ = write!(text, "{name}: in {percent}% of runs");
        let days = |days: f64| grouped(days, decimals(days));
        if let (Some(early), Some(median)) = (value("first_days", "p10"), value("first_days", "p50")) {
            let _ = write!(text, ", first after {} days", days(median));
            let late = value("first_days", "p90");
            if late != Some(early) {
                let _ = write!(text, " (80%: {}–{})", days(early), late.map_or("later".to_owned(), days));
            }
        }
        if let Some(held) = value("held_days", "mean").filter(|held| *held > 0.0) {
            let _ = write!(text, ", held for {} days on average", days(held));
        }
        text.push('\n');
    }
    text
}

/// A line for each target of each variant: what is required, and what is.
fn targets(results: &Results) -> String {
    let mut text = String::new();
    let several = results.about.variants.len() > 1;
    for row in &results.targets {
        let name = if several { format!("{}, {}", row.target, row.variant) } else { row.target.clone() };
        let verdict = match row.met.as_str() {
            "yes" => "met",
            "no" => "missed",
            _ => "undecided",
        };
        // A target without a name of its own is called by its condition.
        let condition = if row.condition == row.target { "" } else { &row.condition };
        let _ = write!(text, "{name}: {verdict}");
        if !condition.is_empty() {
            let _ = write!(text, ", {condition}");
        }
        let Some(value) = row.value else {
            let _ = writeln!(text, ": no run has a value");
            continue;
        };
        let _ = write!(text, ": {}", with_interval(value, row.ci_low.zip(row.ci_high)));
        if verdict == "undecided" {
            let _ = match row.replications_needed {
                Some(needed) => write!(text, "; about {} replications would decide", grouped(needed as f64, 0)),
                None => write!(text, "; more replications may not decide"),
            };
        }
        text.push('\n');
    }
    text
}

/// A value and the ends of its interval, to as many digits as the interval supports.
pub(super) fn with_interval(value: f64, interval: Option<(f64, f64)>) -> String {
    let Some((low, high)) = interval else { return format!("{} (no interval)", grouped(value, decimals(value.abs()))) };
    let half_width = (high - low) / 2.0;
    let decimals = if half_width > 0.0 { digits(half_width) } else { decimals(value.abs()) };
    format!("{} ({} to {})", grouped(value, decimals), grouped(low, decimals), grouped(high, decimals))
}

/// Digits after the point that an interval of this half-width, greater than 0, supports.
fn digits(half_width: f64) -> usize {
    (1.0 - half_width.log10().floor()).clamp(0.0, 6.0) as usize
}

/// Digits after the point for a number of days: short times have more of them.
fn decimals(days: f64) -> usize {
    match days {
        10.0.. => 0,
        1.0.. => 1,
        _ => 2,
    }
}

/// Leaves out the last columns, which a narrow terminal has no room for, and wraps what is still too wide.
fn fit(table: &mut Table, width: u16) {
    let widths = table.column_max_content_widths();
    let mut needed: u16 = widths.iter().map(|width| width + 2).sum();
    for (column, column_width) in widths.iter().enumerate().skip(4).rev() {
        if needed <= width {
            break;
        }
        needed -= column_width + 2;
        if let Some(column) = table.column_mut(column) {
            column.set_constraint(ColumnConstraint::Hidden);
        }
    }
    table.set_width(width);
}

fn table(results: &Results) -> Table {
    let mut table = Table::new();
    table.load_style(NOTHING).set_content_arrangement(ContentArrangement::Dynamic);
    table.set_header([
        "",
        "eligible",
        "answered",
        "backlog: mean",
        "at the end",
        "80% of runs",
        "highest",
        "median over time",
    ]);
    let highest = results.timeseries.iter().filter(|row| is_total(row)).filter_map(|row| row.p50).fold(0.0, f64::max);
    for variant in &results.about.variants {
        let cell = |metric: &str, statistic: &str| cell(find(results, &variant.name, metric, statistic));
        let quantile = |statistic: &str| {
            find(results, &variant.name, "backlog", statistic)
                .and_then(|row| row.value)
                .map_or(String::new(), |v| grouped(v, 0))
        };
        table.add_row([
            variant.name.clone(),
            cell("eligible", "end"),
            cell("answered", "end"),
            cell("backlog", "mean"),
            cell("backlog", "end"),
            format!("{}–{}", quantile("end.p10"), quantile("end.p90")),
            cell("backlog", "max"),
            sparkline(results, &variant.name, highest),
        ]);
    }
    for column in 1..7 {
        if let Some(column) = table.column_mut(column) {
            column.set_cell_alignment(CellAlignment::Right);
        }
    }
    table
}

fn find<'r>(results: &'r Results, variant: &str, metric: &str, statistic: &str) -> Option<&'r SummaryRow> {
    results.summary.iter().find(|row| {
        row.variant == variant
            && row.metric == metric
            && row.statistic == statistic
            && row.class == "all"
            && row.stage == "all"
    })
}

/// A value with the half-width of its interval, to as many digits as the interval supports.
pub fn cell(row: Option<&SummaryRow>) -> String {
    let Some(value) = row.and_then(|row| row.value) else { return String::new() };
    match row.and_then(|row| Some((row.ci_high? - row.ci_low?) / 2.0)) {
        Some(half_width) if half_width > 0.0 => {
            let decimals = digits(half_width);
            format!("{} ± {}", grouped(value, decimals), grouped(half_width, decimals))
        }
        _ => grouped(value, 0),
    }
}

/// A number with separators of thousands.
pub fn grouped(value: f64, decimals: usize) -> String {
    let plain = format!("{value:.decimals$}");
    let (sign, size) = plain.strip_prefix('-').map_or(("", plain.as_str()), |size| ("-", size));
    let (whole, fraction) = size.split_at(size.find('.').unwrap_or(size.len()));
    format!("{sign}{}{fraction}", separated(whole, ','))
}

fn is_total(row: &SeriesRow) -> bool {
    row.metric == "backlog" && row.class == "all" && row.stage == "all"
}

/// The median backlog of a variant over time, on a scale that all variants share.
fn sparkline(results: &Results, variant: &str, highest: f64) -> String {
    let medians: Vec<f64> = results
        .timeseries
        .iter()
        .filter(|row| is_total(row) && row.variant == variant)
        .filter_map(|row| row.p50)
        .collect();
    if medians.is_empty() || highest <= 0.0 {
        return String::new();
    }
    let points = medians.len().min(SPARKS);
    let bar = |point: usize| {
        let median = medians[(point * (medians.len() - 1)).checked_div(points - 1).unwrap_or_default()];
        BARS[((median / highest * 7.0).round() as usize).min(7)]
    };
    (0..points).map(bar).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn digits_follow_the_interval() {
        let row = |value, half_width: f64| SummaryRow {
            variant: String::new(),
            class: String::new(),
            stage: String::new(),
            metric: String::new(),
            statistic: String::new(),
            value: Some(value),
            ci_low: Some(value - half_width),
            ci_high: Some(value + half_width),
        };
        assert_eq!(cell(Some(&row(1234.5678, 0.0324))), "1,234.568 ± 0.032");
        assert_eq!(cell(Some(&row(1_234_567.8, 120.0))), "1,234,568 ± 120");
        assert_eq!(cell(Some(&row(-7.0, 0.0))), "-7");
        assert_eq!(cell(None), "");
    }
}
