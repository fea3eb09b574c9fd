//! A results folder, back in memory.

use std::{fs, io, path::Path};

use serde::de::DeserializeOwned;

use super::{
    Error, Results, SUMMARY_JSON,
    csv::{self, Row},
    rows::{EventRow, ObservedRow, PrecisionRow, ResponseTimeRow, SignatureRow, TargetRow},
};

/// Reads a results folder exactly as it was written.
///
/// Errs if the folder is not one, or if one of its files is missing or malformed. Columns that are not known are
/// passed over. Tables that not every run has are empty where they are missing: `events.csv`, `observed.csv`,
/// `targets.csv`, `precision.csv` and `signatures.csv`, and `response_times.csv`, which saule 0.1 did not write yet.
pub fn read(dir: &Path) -> Result<Results, Error> {
    Ok(Results {
        about: about(dir)?,
        summary: table(dir)?,
        timeseries: table(dir)?,
        differences: table(dir)?,
        distributions: table(dir)?,
        response_times: optional::<ResponseTimeRow>(dir)?,
        signatures: optional::<SignatureRow>(dir)?,
        events: optional::<EventRow>(dir)?,
        observed: optional::<ObservedRow>(dir)?,
        targets: optional::<TargetRow>(dir)?,
        precision: precision(dir)?,
    })
}

/// The looks of a run that went on until it was precise; none where the number of replications was fixed.
pub fn precision(dir: &Path) -> Result<Vec<PrecisionRow>, Error> {
    optional(dir)
}

/// A table that need not be there.
fn optional<R: Row>(dir: &Path) -> Result<Vec<R>, Error> {
    if dir.join(R::FILE).exists() { table(dir) } else { Ok(Vec::new()) }
}

/// `summary.json`, or the part of it that a type knows.
pub(super) fn about<T: DeserializeOwned>(dir: &Path) -> Result<T, Error> {
    let path = dir.join(SUMMARY_JSON);
    let bytes = fs::read(&path).map_err(|source| match source.kind() {
        io::ErrorKind::NotFound | io::ErrorKind::NotADirectory => Error::NotResults { path: dir.into() },
        _ => Error::Io { doing: "read", path: path.clone(), source },
    })?;
    serde_json::from_slice(&bytes).map_err(|error| Error::Malformed { path, problem: error.to_string() })
}

pub(super) fn table<R: Row>(dir: &Path) -> Result<Vec<R>, Error> {
    let path = dir.join(R::FILE);
    let bytes = fs::read(&path).map_err(Error::io("read", &path))?;
    csv::read(&bytes).map_err(|error| Error::Malformed { path, problem: error.to_string() })
}
