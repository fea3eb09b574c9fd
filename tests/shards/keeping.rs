//! `--keep-replications`: the statistics of every single replication.

use std::{collections::BTreeMap, fs, path::Path};

use super::{
    merging::{assert_same, shard, whole},
    support::{Place, files, stderr},
};

const KEEP: [&str; 3] = ["--keep-replications", "--formats", "none"];

#[test]
fn in_order_for_any_number_of_threads_and_through_shards() {
    let place = Place::new();
    whole(&place, &KEEP);
    let output = place.saule(&[&["run", "small.toml", "--output", "one", "-q", "--threads", "1"], &KEEP[..]].concat());
    assert!(output.status.success(), "{}", stderr(&output));
    assert_same(&place, "whole", "one");
    let shards: Vec<String> = (1..=3).map(|index| shard(&place, index, 3, &KEEP)).collect();
    let merge = ["merge", &shards[2], &shards[0], &shards[1], "--output", "merged", "-q", "--formats", "none"];
    assert!(place.saule(&merge).status.success());
    assert_same(&place, "whole", "merged");

    let replications: Vec<u64> = rows(&place.path("whole")).into_iter().map(|row| row.1).collect();
    assert!(replications.is_sorted() && replications[0] == 0 && replications.last() == Some(&39));
    // Nothing but the tables and the one more.
    whole(&place, &["--formats", "none"]);
    let mut kept = files(&place.path("one"));
    assert!(kept.remove(Path::new("replications.csv")).is_some());
    assert_eq!(kept, files(&place.path("whole")));
}

/// Rows as (cells but replication and value, replication, value).
fn rows(folder: &Path) -> Vec<(Vec<String>, u64, f64)> {
    let mut reader = csv::Reader::from_path(folder.join("replications.csv")).unwrap();
    let columns: Vec<_> = reader.headers().unwrap().iter().map(str::to_owned).collect();
    assert_eq!(columns, ["variant", "replication", "class", "stage", "metric", "statistic", "value"]);
    let row = |record: csv::StringRecord| {
        let name = [0, 2, 3, 4, 5].map(|column| record[column].to_owned()).to_vec();
        (name, record[1].parse().unwrap(), record[6].parse().unwrap())
    };
    reader.records().map(|record| row(record.unwrap())).collect()
}

/// The mean over replications of every row with a statistic within runs is the value of `summary.csv`; there are rows
/// for all of them. Times are pooled over requests there, so theirs differ, but they have rows too.
#[test]
fn whose_means_are_those_of_the_summary() {
    let place = Place::new();
    whole(&place, &KEEP);
    let mut values: BTreeMap<Vec<String>, Vec<f64>> = BTreeMap::new();
    for (name, _, value) in rows(&place.path("whole")) {
        values.entry(name).or_default().push(value);
    }
    let mut compared = 0;
    let mut summary = csv::Reader::from_path(place.path("whole/summary.csv")).unwrap();
    for record in summary.records().map(Result::unwrap).filter(|record| !record[4].contains('.')) {
        let is_quantile = record[4].starts_with('p');
        let name: Vec<String> = (0..5).map(|column| record[column].to_owned()).collect();
        if is_quantile && !values.contains_key(&name) {
            continue;
        }
        let kept = values.remove(&name).unwrap_or_else(|| panic!("no rows for {name:?}"));
        if !name[3].contains("time") {
            let (mean, value) = (kept.iter().sum::<f64>() / kept.len() as f64, record[5].parse::<f64>().unwrap());
            assert!((mean - value).abs() <= 1e-9 * (1.0 + value.abs()), "{name:?}: {mean} and {value}");
            compared += 1;
        }
    }
    assert!(compared > 100, "{compared}");
    assert!(values.keys().all(|name| name[4].starts_with('p')), "{:?}", values.keys());
}

#[test]
fn whose_damage_is_found() {
    let place = Place::new();
    let first = shard(&place, 1, 2, &KEEP);
    let second = shard(&place, 2, 2, &KEEP);
    let table = place.path(&second).join("replications.csv");
    let text = fs::read_to_string(&table).unwrap();
    let refused = |problem: &str| {
        let before = place.names();
        let output = place.saule(&["merge", &first, &second, "--output", "merged"]);
        assert_eq!(output.status.code(), Some(2));
        let text = stderr(&output);
        assert!(text.contains(&second) && text.contains(problem) && text.contains("replications.csv"), "{text}");
        assert_eq!(place.names(), before);
    };
    fs::write(&table, text.replacen("1", "2", 1)).unwrap();
    refused("is damaged");
    fs::write(&table, &text[..text.len() / 2]).unwrap();
    refused("is damaged");
    fs::write(&table, text.clone() + "\n").unwrap();
    refused("is damaged");
    fs::remove_file(&table).unwrap();
    refused("cannot be read");
}
