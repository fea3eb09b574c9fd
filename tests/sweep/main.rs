//! `saule sweep`: points that agree with theory and with single runs, whatever the threads, interrupts and shards.

mod bad_input;
mod parts;
mod points;
#[path = "../cli/support.rs"]
mod support;
mod theory;

use support::{Place, stderr};

/// Calls `saule sweep` with results in `output`.
fn sweep(place: &Place, output: &str, more: &[&str]) {
    let output = place.saule(&[&["sweep", "small.toml", "--output", output, "-q"], more].concat());
    assert!(output.status.success(), "{}", stderr(&output));
}

/// A row of `sweep.csv`, column by column.
type Row = Vec<String>;

/// The rows of a sweep with `factors` varied keys whose columns after these are as given.
fn rows(place: &Place, output: &str, factors: usize, wanted: &[&str]) -> Vec<Row> {
    let mut reader = csv::Reader::from_path(place.path(output).join("sweep.csv")).unwrap();
    let rows = reader.records().map(|record| record.unwrap().iter().map(str::to_owned).collect::<Row>());
    rows.filter(|row| row[factors..].iter().zip(wanted).all(|(cell, wanted)| cell == wanted)).collect()
}

/// A number of a row, counted from the last column.
fn number(row: &Row, from_end: usize) -> f64 {
    row[row.len() - 1 - from_end].parse().unwrap()
}
