//! The rows of `tests/reference/queueing.csv`.

use serde_json::{Map, Value};

/// One exact value.
#[derive(Debug)]
pub struct Row {
    pub case: String,
    pub parameters: Parameters,
    pub metric: String,
    pub value: f64,
}

/// The parameters of a row by their names.
#[derive(Debug)]
pub struct Parameters(Map<String, Value>);

impl Parameters {
    pub fn number(&self, name: &str) -> f64 {
        self.0[name].as_f64().unwrap_or_else(|| panic!("{name} is no number in {self:?}"))
    }

    pub fn numbers(&self, name: &str) -> Vec<f64> {
        let list = self.0[name].as_array().unwrap_or_else(|| panic!("{name} is no list in {self:?}"));
        list.iter().map(|value| value.as_f64().unwrap_or_else(|| panic!("{name} holds {value}"))).collect()
    }

    pub fn count(&self, name: &str) -> u32 {
        self.optional_count(name).unwrap_or_else(|| panic!("{name} is no count in {self:?}"))
    }

    pub fn optional_count(&self, name: &str) -> Option<u32> {
        self.0.get(name)?.as_u64()?.try_into().ok()
    }
}

/// All rows, in file order.
pub fn rows() -> Vec<Row> {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/reference/queueing.csv");
    let mut reader = csv::Reader::from_path(path).expect("the reference is there");
    let rows: Vec<Row> = reader
        .records()
        .map(|record| {
            let record = record.expect("the reference is valid CSV");
            Row {
                case: record[0].to_string(),
                parameters: Parameters(serde_json::from_str(&record[1]).expect("parameters are JSON")),
                metric: record[2].to_string(),
                value: record[3].parse().expect("values are numbers"),
            }
        })
        .collect();
    assert_eq!(rows.len(), 139, "rows of the reference");
    rows
}
