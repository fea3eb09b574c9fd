//! Whatever a file contains, loading it ends with a scenario or with diagnostics that can be rendered.

use std::path::Path;

use proptest::prelude::*;
use proptest::test_runner::{Config, RngAlgorithm, TestRng, TestRunner};

use saule::scenario::{Options, load};

use super::{VALID, toml_files};

/// One change of a text: at a place (a share of its length), of so many bytes, by another text.
type Mutation = (f64, usize, Vec<u8>);

fn mutation() -> impl Strategy<Value = Mutation> {
    let telling = prop::sample::select(vec![
        "",
        "\"",
        "[",
        "]",
        "{",
        "}",
        "=",
        ".",
        ",",
        "\n",
        "#",
        "-",
        "none",
        "\"none\"",
        "1e999",
        "9223372036854775808",
        "2011-02-30",
        "é",
        "\u{0}",
        "inf",
        "nan",
        "0",
        "\"1 working day\"",
        "[[",
        "'",
        "\"\"\"",
        "{}",
        "[]",
        "true",
    ]);
    let text = prop_oneof![
        4 => telling.prop_map(|text| text.as_bytes().to_vec()),
        1 => prop::collection::vec(any::<u8>(), 0..6),
    ];
    (0.0..1.0, 0usize..24, text)
}

fn mutated(text: &[u8], mutations: &[Mutation]) -> Vec<u8> {
    let mut text = text.to_vec();
    for (place, length, by) in mutations {
        let start = (*place * text.len() as f64) as usize;
        let end = (start + length).min(text.len());
        text.splice(start..end, by.iter().copied());
    }
    text
}

#[test]
fn of_valid_scenarios_never_panic() {
    let folder = tempfile::tempdir().unwrap();
    let data = folder.path().join("data");
    std::fs::create_dir(&data).unwrap();
    for file in std::fs::read_dir(Path::new(VALID).join("data")).unwrap() {
        let file = file.unwrap();
        std::fs::copy(file.path(), data.join(file.file_name())).unwrap();
    }
    let texts: Vec<Vec<u8>> = toml_files(VALID).iter().map(|path| std::fs::read(path).unwrap()).collect();
    let path = folder.path().join("mutated.toml");
    let config = Config { cases: 1_500, failure_persistence: None, ..Config::default() };
    let mut runner = TestRunner::new_with_rng(config, TestRng::from_seed(RngAlgorithm::ChaCha, &[7; 32]));
    let cases = (0..texts.len(), prop::collection::vec(mutation(), 1..5));
    let result = runner.run(&cases, |(text, mutations)| {
        std::fs::write(&path, mutated(&texts[text], &mutations)).unwrap();
        match load(&path, &Options::default()) {
            Ok(loaded) => prop_assert!(!loaded.scenario.variants.is_empty()),
            Err(report) => {
                prop_assert!(report.counts().0 > 0);
                prop_assert!(report.render(false, 100).contains("error"));
            }
        }
        Ok(())
    });
    result.unwrap();
}

#[test]
fn of_data_never_panic() {
    let folder = tempfile::tempdir().unwrap();
    std::fs::create_dir(folder.path().join("data")).unwrap();
    let scenario = folder.path().join("scenario.toml");
    std::fs::copy(Path::new(VALID).join("contract.toml"), &scenario).unwrap();
    let text = std::fs::read(Path::new(VALID).join("data/petitions.csv")).unwrap();
    let config = Config { cases: 500, failure_persistence: None, ..Config::default() };
    let mut runner = TestRunner::new_with_rng(config, TestRng::from_seed(RngAlgorithm::ChaCha, &[9; 32]));
    let result = runner.run(&prop::collection::vec(mutation(), 1..5), |mutations| {
        std::fs::write(folder.path().join("data/petitions.csv"), mutated(&text, &mutations)).unwrap();
        if let Err(report) = load(&scenario, &Options::default()) {
            prop_assert!(report.render(false, 100).contains("error[data-"));
        }
        Ok(())
    });
    result.unwrap();
}

#[test]
fn of_assignments_never_panic() {
    let path = Path::new(VALID).join("everything.toml");
    let text = b"requests.petitions.threshold.changes[1].at=2025-03-01";
    let config = Config { cases: 500, failure_persistence: None, ..Config::default() };
    let mut runner = TestRunner::new_with_rng(config, TestRng::from_seed(RngAlgorithm::ChaCha, &[11; 32]));
    let result = runner.run(&prop::collection::vec(mutation(), 1..4), |mutations| {
        let assignment = String::from_utf8_lossy(&mutated(text, &mutations)).into_owned();
        if let Err(report) = load(&path, &super::set(&assignment)) {
            prop_assert!(report.render(false, 100).contains("error"));
        }
        Ok(())
    });
    result.unwrap();
}
