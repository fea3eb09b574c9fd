//! Rows as CSV and back: UTF-8, lines end in LF, undefined is an empty cell, numbers are the shortest that read back
//! exactly.

use std::fmt::Write;

use serde::de::DeserializeOwned;

use super::solve::SolveRow;
use super::{
    comparison::ComparisonRow,
    rows::{
        DifferenceRow, DistributionRow, EventRow, Name, ObservedRow, PrecisionRow, ResponseTimeRow, SeriesRow,
        SignatureRow, SummaryRow, TargetRow,
    },
    sensitivity::SensitivityRow,
};

/// A row of one of the tables.
pub trait Row: DeserializeOwned {
    /// Name of the table's file.
    const FILE: &'static str;
    /// Names of the columns.
    const COLUMNS: &'static [&'static str];
    /// Appends the cells, in the order of the columns.
    fn append(&self, line: &mut Line);
}

/// A table as the bytes of its file.
pub fn write<R: Row>(rows: &[R]) -> Vec<u8> {
    let mut line = Line { record: csv::StringRecord::new(), number: String::new() };
    let mut writer = csv::Writer::from_writer(Vec::with_capacity(64 * (rows.len() + 1)));
    let mut put = |record: &csv::StringRecord| {
        writer.write_record(record).expect("records of equal length are written to memory");
    };
    put(&R::COLUMNS.iter().collect());
    for row in rows {
        line.record.clear();
        row.append(&mut line);
        put(&line.record);
    }
    writer.into_inner().expect("memory takes every byte")
}

/// A table from the bytes of its file; the error says what is wrong, and in which line.
pub fn read<R: Row>(bytes: &[u8]) -> Result<Vec<R>, csv::Error> {
    csv::Reader::from_reader(bytes).deserialize().collect()
}

/// A row being put together.
pub struct Line {
    record: csv::StringRecord,
    number: String,
}

/// What can stand in a cell.
trait Value {
    fn append(&self, line: &mut Line);
}

impl Value for String {
    fn append(&self, line: &mut Line) {
        line.record.push_field(self);
    }
}

impl Value for Name {
    fn append(&self, line: &mut Line) {
        line.record.push_field(self);
    }
}

impl Value for f64 {
    fn append(&self, line: &mut Line) {
        debug_assert!(self.is_finite());
        line.number.clear();
        // Adding zero turns −0 into 0.
        let _ = write!(line.number, "{}", self + 0.0);
        line.record.push_field(&line.number);
    }
}

impl Value for u64 {
    fn append(&self, line: &mut Line) {
        line.record.push_field(&self.to_string());
    }
}

impl<T: Value> Value for Option<T> {
    fn append(&self, line: &mut Line) {
        match self {
            Some(number) => number.append(line),
            None => line.record.push_field(""),
        }
    }
}

/// Columns are the fields of a row, in their order.
macro_rules! tables {
    ($($file:literal $row:ident: $($column:ident)*;)*) => {$(
        impl Row for $row {
            const FILE: &'static str = $file;
            const COLUMNS: &'static [&'static str] = &[$(stringify!($column)),*];
            fn append(&self, line: &mut Line) {
                $(self.$column.append(line);)*
            }
        }
    )*};
}

tables! {
    "summary.csv" SummaryRow: variant class stage metric statistic value ci_low ci_high;
    "timeseries.csv" SeriesRow: variant class stage metric time_days date mean ci_low ci_high p05 p10 p25 p50 p75 p90 p95;
    "differences.csv" DifferenceRow: variant baseline class stage metric statistic time_days value ci_low ci_high;
    "distributions.csv" DistributionRow: variant class stage metric statistic bin_low bin_high count;
    "response_times.csv" ResponseTimeRow: variant class time_days share_answered ci_low ci_high;
    "signatures.csv" SignatureRow: variant class age_days p05 p25 p50 p75 p95 share_eligible;
    "events.csv" EventRow: variant event metric statistic value ci_low ci_high;
    "observed.csv" ObservedRow: name class stage metric time_days date value;
    "compare.csv" ComparisonRow: results reference variant reference_variant class stage metric statistic time_days
        reference_value value difference ci_low ci_high method p_value p_adjusted;
    "sensitivity.csv" SensitivityRow: analysis path quantity at value ci_low ci_high;
    "targets.csv" TargetRow: variant target value ci_low ci_high bound met condition replications_needed;
    "solve.csv" SolveRow: setting number target condition value ci_low ci_high bound met replications answer;
    "precision.csv" PrecisionRow: replications variant metric value half_width relative;
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn row(variant: &str, value: Option<f64>) -> SummaryRow {
        SummaryRow {
            variant: variant.into(),
            class: "all".into(),
            stage: "all".into(),
            metric: "backlog".into(),
            statistic: "end".into(),
            value,
            ci_low: None,
            ci_high: Some(-0.0),
        }
    }

    #[test]
    fn numbers_are_short_and_undefined_is_empty() {
        let text =
            String::from_utf8(write(&[row("keep 5,000", Some(5.0)), row("b", Some(0.25)), row("c", None)])).unwrap();
        assert_eq!(
            text,
            "variant,class,stage,metric,statistic,value,ci_low,ci_high\n\
             \"keep 5,000\",all,all,backlog,end,5,,0\n\
             b,all,all,backlog,end,0.25,,0\n\
             c,all,all,backlog,end,,,0\n"
        );
    }

    proptest! {
        #[test]
        fn rows_come_back_exactly(variant in "\\PC*|[\",\n\r ]*", bits in any::<u64>()) {
            let number = f64::from_bits(bits);
            let rows = vec![row(&variant, number.is_finite().then_some(number)), row("é\n\"", None)];
            prop_assert_eq!(read::<SummaryRow>(&write(&rows)).unwrap(), rows);
        }
    }

    #[test]
    fn errors_name_the_line() {
        let error = read::<SummaryRow>(b"variant,class,stage,metric,statistic,value,ci_low,ci_high\na,b,c,d,e,x,,\n");
        assert!(error.unwrap_err().to_string().contains("line: 2"));
    }
}
