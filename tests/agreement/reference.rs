//! The exact values.

use std::sync::LazyLock;

use serde_json::Value;

/// A row of the reference.
pub struct Row {
    pub case: String,
    /// The parameters as written.
    pub raw_parameters: String,
    pub metric: String,
    parameters: Value,
    value: f64,
}

impl Row {
    /// True if the row is one of a case with these parameters, however they are written.
    pub fn is_of(&self, case: &str, parameters: &str) -> bool {
        let parameters: Value = serde_json::from_str(parameters).unwrap();
        self.case == case && self.parameters == parameters
    }
}

/// Every row.
pub fn rows() -> &'static [Row] {
    &ROWS
}

static ROWS: LazyLock<Vec<Row>> = LazyLock::new(|| {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/reference/queueing.csv");
    let mut reader = csv::Reader::from_path(path).unwrap();
    let rows = reader.records().map(|record| {
        let record = record.unwrap();
        Row {
            case: record[0].to_owned(),
            raw_parameters: record[1].to_owned(),
            parameters: serde_json::from_str(&record[1]).unwrap(),
            metric: record[2].to_owned(),
            value: record[3].parse().unwrap(),
        }
    });
    rows.collect()
});

/// The exact value of a row, named by its case, parameters and metric.
pub fn value(case: &str, parameters: &str, metric: &str) -> f64 {
    let matches = |row: &&Row| row.is_of(case, parameters) && row.metric == metric;
    let mut rows = ROWS.iter().filter(matches);
    let row = rows.next().unwrap_or_else(|| panic!("no row {case} {parameters} {metric}"));
    assert!(rows.next().is_none(), "two rows {case} {parameters} {metric}");
    row.value
}
