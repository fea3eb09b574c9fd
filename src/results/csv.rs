//! Rows as CSV and back: UTF-8, lines end in LF, undefined is an empty cell, numbers are the shortest that read back
//! exactly.

use std::{io::Write, iter};

use rayon::prelude::*;
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
pub trait Row: DeserializeOwned + Sync {
    /// Name of the table's file.
    const FILE: &'static str;
    /// Names of the columns.
    const COLUMNS: &'static [&'static str];
    /// Appends the cells, in the order of the columns.
    fn append(&self, line: &mut Line);
}

/// Rows of a piece: a piece then has some 50 kB.
const PIECE: usize = 512;

/// Pieces that a thread makes before they are written.
const PIECES_A_THREAD: usize = 4;

/// A table as the bytes of its file.
pub fn write<R: Row>(rows: &[R]) -> Vec<u8> {
    pieces(rows).flatten().collect()
}

/// The same piece by piece, for large tables: a text is longer than the numbers in it. As many as keep all threads at work
/// are made at a time.
pub fn pieces<R: Row>(rows: &[R]) -> impl Iterator<Item = Vec<u8>> {
    let columns = || {
        let mut line = Line::default();
        R::COLUMNS.iter().for_each(|column| line.text(column));
        line.end();
        line.bytes
    };
    let piece = |rows: &[R]| {
        let mut line = Line::default();
        for row in rows {
            row.append(&mut line);
            line.end();
        }
        line.bytes
    };
    let at_a_time = rows.chunks(PIECE * PIECES_A_THREAD * rayon::current_num_threads());
    iter::once_with(columns)
        .chain(at_a_time.flat_map(move |rows| rows.par_chunks(PIECE).map(piece).collect::<Vec<Vec<u8>>>()))
}

/// A table from the bytes of its file; the error says what is wrong, and in which line.
pub fn read<R: Row>(bytes: &[u8]) -> Result<Vec<R>, csv::Error> {
    csv::Reader::from_reader(bytes).deserialize().collect()
}

/// 2²⁰: what is larger may be written in too few digits after the point to need many binary zeros for a tie.
const MILLION: f64 = 1_048_576.0;

/// Rows being put together: complete ones, and the cells of the last, each with a comma after it.
#[derive(Default)]
pub struct Line {
    bytes: Vec<u8>,
}

impl Line {
    /// A cell of text, in quotes where it needs them (RFC 4180).
    pub(super) fn text(&mut self, text: &str) {
        if text.bytes().any(|byte| matches!(byte, b',' | b'"' | b'\r' | b'\n')) {
            self.bytes.push(b'"');
            self.bytes.extend(text.replace('"', "\"\"").as_bytes());
            self.bytes.extend(*b"\",");
        } else {
            self.bytes.extend(text.as_bytes());
            self.bytes.push(b',');
        }
    }

    /// A cell of a number: the shortest that reads back exactly, never with an exponent.
    fn number(&mut self, number: f64) {
        debug_assert!(number.is_finite());
        // Adding zero turns −0 into 0.
        let number = number + 0.0;
        let mut buffer = zmij::Buffer::new();
        let digits = buffer.format_finite(number);
        // Where two shortest numbers are equally near, as may be of the few that end in many binary zeros, the standard
        // library takes the larger one and the other the even one.
        let may_tie = digits.len() > 16 && (number.to_bits().trailing_zeros() >= 16 || number.abs() >= MILLION);
        if may_tie || digits.contains('e') {
            write!(self.bytes, "{number}").expect("memory takes every byte");
        } else {
            self.bytes.extend(digits.strip_suffix(".0").unwrap_or(digits).as_bytes());
        }
        self.bytes.push(b',');
    }

    /// The same of a number; empty if there is none.
    pub(super) fn number_if_any(&mut self, number: Option<f64>) {
        number.append(self);
    }

    /// Ends a row, which has a cell at least.
    pub(super) fn end(&mut self) {
        self.bytes.pop();
        self.bytes.push(b'\n');
    }

    /// The complete rows.
    pub(super) fn into_bytes(self) -> Vec<u8> {
        self.bytes
    }
}

/// What can stand in a cell.
trait Value {
    fn append(&self, line: &mut Line);
}

impl Value for String {
    fn append(&self, line: &mut Line) {
        line.text(self);
    }
}

impl Value for Name {
    fn append(&self, line: &mut Line) {
        line.text(self);
    }
}

impl Value for f64 {
    fn append(&self, line: &mut Line) {
        line.number(*self);
    }
}

impl Value for u64 {
    fn append(&self, line: &mut Line) {
        write!(line.bytes, "{self},").expect("memory takes every byte");
    }
}

impl<T: Value> Value for Option<T> {
    fn append(&self, line: &mut Line) {
        match self {
            Some(number) => number.append(line),
            None => line.text(""),
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

    proptest! {
        #[test]
        fn bytes_are_those_of_libraries(variant in "\\PC*|[\",\n\r ]*", bits in any::<u64>(), shift in 0u32..64) {
            // All magnitudes, whole numbers of all lengths, and those whose decimals end in a 5.
            let shifted = (bits >> shift) as f64;
            let powers = (0..40).map(|power| shifted / 2f64.powi(power));
            for number in powers.chain([f64::from_bits(bits), f64::from_bits(bits >> shift << shift)]) {
                let value = number.is_finite().then_some(number);
                let mut writer = csv::Writer::from_writer(Vec::new());
                let text = value.map_or(String::new(), |number| (number + 0.0).to_string());
                writer.write_record(SummaryRow::COLUMNS).unwrap();
                writer.write_record([&variant, "all", "all", "backlog", "end", &text, "", "0"]).unwrap();
                prop_assert_eq!(write(&[row(&variant, value)]), writer.into_inner().unwrap());
            }
        }
    }

    #[test]
    fn large_tables_are_one_text() {
        let rows = vec![row("b", Some(0.25)); 2 * PIECE + 1];
        assert_eq!(pieces(&rows).count(), 4);
        assert_eq!(read::<SummaryRow>(&write(&rows)).unwrap(), rows);
    }

    #[test]
    fn errors_name_the_line() {
        let error = read::<SummaryRow>(b"variant,class,stage,metric,statistic,value,ci_low,ci_high\na,b,c,d,e,x,,\n");
        assert!(error.unwrap_err().to_string().contains("line: 2"));
    }
}
