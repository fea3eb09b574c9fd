//! The exact values.

use std::sync::LazyLock;

use serde_json::Value;

struct Row {
    case: String,
    parameters: Value,
    metric: String,
    value: f64,
}

static ROWS: LazyLock<Vec<Row>> = LazyLock::new(|| {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/reference/queueing.csv");
    let mut reader = csv::Reader::from_path(path).unwrap();
    let rows = reader.records().map(|record| {
        let record = record.unwrap();
        Row {
            case: record[0].to_owned(),
            parameters: serde_json::from_str(&record[1]).unwrap(),
            metric: record[2].to_owned(),
            value: record[3].parse().unwrap(),
        }
    });
    rows.collect()
});

/// The exact value of a row, named by its case, parameters and metric.
pub fn value(case: &str, parameters: &str, metric: &str) -> f64 {
    let parameters: Value = serde_json::from_str(parameters).unwrap();
    let matches = |row: &&Row| row.case == case && row.parameters == parameters && row.metric == metric;
    let mut rows = ROWS.iter().filter(matches);
    let row = rows.next().unwrap_or_else(|| panic!("no row {case} {parameters} {metric}"));
    assert!(rows.next().is_none(), "two rows {case} {parameters} {metric}");
    row.value
}
