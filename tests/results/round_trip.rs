//! What is written reads back exactly.

use std::{fs, path::Path};

use saule::results::{Content, Destination, Error, read};
use serde_json::Value;

use crate::support::results;

fn written(home: &Path) -> std::path::PathBuf {
    let destination = Destination::check(&home.join("out"), "run", &home.join("small.toml"), false).unwrap();
    destination
        .write(&results(40), "schema = 1\n", [("data/history.csv".into(), Content::from("date,value\n"))])
        .unwrap()
}

#[test]
fn reading_gives_back_what_was_written() {
    let home = tempfile::tempdir().unwrap();
    let dir = written(home.path());
    assert_eq!(read(&dir).unwrap(), results(40));
    assert_eq!(fs::read_to_string(dir.join("scenario.toml")).unwrap(), "schema = 1\n");
    assert_eq!(fs::read_to_string(dir.join("data/history.csv")).unwrap(), "date,value\n");
}

#[test]
fn writing_twice_gives_the_same_bytes() {
    let home = tempfile::tempdir().unwrap();
    let files = |dir: &Path| -> Vec<(String, Vec<u8>)> {
        let mut files: Vec<_> = fs::read_dir(dir)
            .unwrap()
            .map(|entry| entry.unwrap())
            .filter(|entry| entry.file_type().unwrap().is_file())
            .map(|entry| (entry.file_name().into_string().unwrap(), fs::read(entry.path()).unwrap()))
            .collect();
        files.sort();
        files
    };
    let first = files(&written(home.path()));
    assert_eq!(first.len(), 9);
    assert_eq!(files(&written(home.path())), first);
}

#[test]
fn json_says_the_same_as_csv() {
    let home = tempfile::tempdir().unwrap();
    let dir = written(home.path());
    let summary = read(&dir).unwrap().summary;
    let json: Value = serde_json::from_slice(&fs::read(dir.join("summary.json")).unwrap()).unwrap();
    let rows = json["summary"].as_array().unwrap();
    assert_eq!(rows.len(), summary.len());
    for (json, row) in rows.iter().zip(&summary) {
        assert_eq!(json["statistic"].as_str(), Some(row.statistic.as_str()));
        assert_eq!(json["value"].as_f64(), row.value);
        assert_eq!(json["ci_low"].as_f64(), row.ci_low);
    }
    assert_eq!(json["provenance"]["replications"], 40);
    assert_eq!(json["classes"][1]["label"], "QUESTIONS");
}

#[test]
fn files_are_plain_text_without_nan() {
    let home = tempfile::tempdir().unwrap();
    let dir = written(home.path());
    for name in [
        "summary.csv",
        "timeseries.csv",
        "differences.csv",
        "distributions.csv",
        "response_times.csv",
        "events.csv",
        "observed.csv",
    ] {
        let text = fs::read_to_string(dir.join(name)).unwrap();
        assert!(text.ends_with('\n') && !text.contains('\r'), "{name}");
        assert!(!text.contains("NaN") && !text.contains("inf"), "{name}");
    }
    let header = fs::read_to_string(dir.join("timeseries.csv")).unwrap();
    let columns = "variant,class,stage,metric,time_days,date,mean,ci_low,ci_high,p05,p10,p25,p50,p75,p90,p95\n";
    assert!(header.starts_with(columns));
}

#[test]
fn a_folder_that_is_not_whole_is_refused() {
    let home = tempfile::tempdir().unwrap();
    assert!(matches!(read(home.path()), Err(Error::NotResults { .. })));
    assert!(matches!(read(&home.path().join("nowhere")), Err(Error::NotResults { .. })));
    let dir = written(home.path());

    fs::write(dir.join("summary.csv"), "variant,class,stage,metric,statistic,value,ci_low,ci_high\na,b,c\n").unwrap();
    let error = read(&dir).unwrap_err().to_string();
    assert!(error.contains("summary.csv") && error.contains("line: 2"), "{error}");

    fs::remove_file(dir.join("summary.csv")).unwrap();
    assert!(matches!(read(&dir), Err(Error::Io { .. })));

    fs::write(dir.join("summary.json"), [0u8, 159, 146, 150]).unwrap();
    assert!(matches!(read(&dir), Err(Error::Malformed { .. })));
}
