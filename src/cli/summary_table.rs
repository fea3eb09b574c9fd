//! The numbers of each variant in a run's summary: a table where there is room, else a block for each variant.

use comfy_table::{CellAlignment, Table, presets::NOTHING};
use saule::{
    findings::Spread,
    locale::Locale,
    results::{
        Results,
        rows::{SeriesRow, SummaryRow},
    },
};

use super::paragraph::{columns, wrapped};

/// Characters of a sparkline, lowest first.
const BARS: [char; 8] = ['▁', '▂', '▃', '▄', '▅', '▆', '▇', '█'];

/// Points of a sparkline.
const SPARKS: usize = 24;

/// A table is left out rather than its columns if fewer than these would stay.
const FEWEST_COLUMNS: usize = 3;

/// Columns of the terminal beside the content of a column: one on each side.
const PADDING: usize = 2;

/// The numbers, in the order of the variants, on lines of at most `width` columns. Ends with a line feed.
pub fn text(results: &Results, locale: Locale, width: usize) -> String {
    let numbers = Numbers::new(results, locale);
    match numbers.fitting(width) {
        kept if kept.len() >= FEWEST_COLUMNS => numbers.table(&kept),
        _ => numbers.blocks(width),
    }
}

/// What is told of every variant.
struct Numbers<'r> {
    names: Vec<&'r str>,
    columns: Vec<Column>,
}

struct Column {
    header: &'static str,
    cells: Vec<String>,
    /// Columns of a higher rank go first where there is no room.
    rank: u8,
    /// False for a picture.
    is_number: bool,
}

impl<'r> Numbers<'r> {
    fn new(results: &'r Results, locale: Locale) -> Self {
        let names: Vec<&str> = results.about.variants.iter().map(|variant| variant.name.as_str()).collect();
        let highest =
            results.timeseries.iter().filter(|row| is_total(row)).filter_map(|row| row.p50).fold(0.0, f64::max);
        let column = |rank, header, is_number, cell: &dyn Fn(&str) -> String| Column {
            header,
            cells: names.iter().map(|name| cell(name)).collect(),
            rank,
            is_number,
        };
        let number = |rank, header, metric: &'static str, statistic: &'static str| {
            column(rank, header, true, &|variant| cell(find(results, variant, metric, statistic), locale))
        };
        let band = |variant: &str| {
            let spread = Spread::of(results, variant, "backlog", "end");
            let say = |value: f64| locale.fixed(value, 0);
            spread.map_or(String::new(), |spread| format!("{}–{}", say(spread.low), say(spread.high)))
        };
        let say = |english, french| locale.choose(english, french);
        let columns = vec![
            number(6, say("eligible", "éligibles"), "eligible", "end"),
            number(5, say("answered", "avec réponse"), "answered", "end"),
            number(3, say("backlog: mean", "attente\u{a0}: moyenne"), "backlog", "mean"),
            number(1, say("at the end", "à la fin"), "backlog", "end"),
            column(2, say("80% of runs", "80\u{202f}% des cas"), true, &band),
            number(4, say("highest", "maximum"), "backlog", "max"),
            column(1, say("median over time", "médiane dans le temps"), false, &|variant| {
                sparkline(results, variant, highest)
            }),
        ];
        Self { names, columns }
    }

    /// The columns that there is room for, the most important ones first to stay.
    fn fitting(&self, width: usize) -> Vec<&Column> {
        let name = self.names.iter().map(|name| columns(name)).max().unwrap_or_default() + PADDING;
        let mut kept: Vec<&Column> = self.columns.iter().collect();
        while name + kept.iter().map(|column| column.width()).sum::<usize>() > width {
            let Some(rank) = kept.iter().map(|column| column.rank).max() else { break };
            kept.retain(|column| column.rank < rank);
        }
        kept
    }

    fn table(&self, kept: &[&Column]) -> String {
        let mut table = Table::new();
        table.load_style(NOTHING);
        table.set_header(std::iter::once("").chain(kept.iter().map(|column| column.header)));
        for (row, name) in self.names.iter().enumerate() {
            table.add_row(std::iter::once(*name).chain(kept.iter().map(|column| column.cells[row].as_str())));
        }
        for (index, column) in kept.iter().enumerate() {
            if let (true, Some(place)) = (column.is_number, table.column_mut(index + 1)) {
                place.set_cell_alignment(CellAlignment::Right);
            }
        }
        // Nothing is drawn around the cells: their padding on the left is for nobody.
        table.trim_fmt().lines().map(|line| line.strip_prefix(' ').unwrap_or(line).to_owned() + "\n").collect()
    }

    /// The same from top to bottom: every number on a line of its own, its name before it.
    fn blocks(&self, width: usize) -> String {
        let header = self.columns.iter().map(|column| columns(column.header)).max().unwrap_or_default();
        let block = |(row, name): (usize, &&str)| {
            let mut block = wrapped(name, width, 2);
            for column in &self.columns {
                let gap = header - columns(column.header);
                block += &match column.is_number {
                    true => format!("  {}{:gap$}  {}\n", column.header, "", column.cells[row]),
                    false => format!("  {}\n  {}\n", column.header, column.cells[row]),
                };
            }
            block
        };
        self.names.iter().enumerate().map(block).collect::<Vec<_>>().join("\n")
    }
}

impl Column {
    /// Its width in the table.
    fn width(&self) -> usize {
        let cells = self.cells.iter().map(String::as_str);
        cells.chain([self.header]).map(columns).max().unwrap_or_default() + PADDING
    }
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
pub fn cell(row: Option<&SummaryRow>, locale: Locale) -> String {
    let Some(value) = row.and_then(|row| row.value) else { return String::new() };
    locale.plus_minus(value, row.and_then(|row| Some((row.ci_high? - row.ci_low?) / 2.0)))
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
