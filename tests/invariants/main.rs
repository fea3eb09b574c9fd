//! What holds in every replication of every scenario, over random ones.
//!
//! Thousands of scenarios from grammars of the keys that work, with fixed seeds. Each is read as a file is and run with
//! three replications of every variant. They are held to conservation, Little's law, sane values, independence of the
//! number of threads, and what common random numbers promise.

mod checks;
mod crowds;
mod grammar;
mod pairing;

use std::{path::Path, thread};

use proptest::{
    strategy::Strategy,
    test_runner::{Config, RngAlgorithm, TestCaseError, TestError, TestRng, TestRunner},
};

/// Number of scenarios of each grammar, divided among threads.
const CASES: u32 = 3_000;
const PAIRED_CASES: u32 = 1_000;
const THREADS: u32 = 2;

#[test]
fn hold_in_every_scenario() {
    let scenarios = || grammar::scenario().prop_map(|scenario| (scenario.text, scenario.is_monotone));
    in_every_scenario(CASES, scenarios, checks::hold);
}

#[test]
fn requests_are_the_same_in_every_variant() {
    in_every_scenario(
        PAIRED_CASES,
        || pairing::scenario().prop_map(|text| (text, true)),
        |path, _| pairing::hold(path),
    );
}

/// Holds each of many scenarios to a check, which sees the file and what is known of it.
fn in_every_scenario<S: Strategy<Value = (String, bool)>>(
    cases: u32,
    scenarios: impl Fn() -> S + Sync,
    check: impl Fn(&Path, bool) -> Result<(), String> + Sync,
) {
    let of_thread = |index: u32| {
        let config =
            Config { cases: cases / THREADS, failure_persistence: None, max_shrink_iters: 200, ..Config::default() };
        let mut runner =
            TestRunner::new_with_rng(config, TestRng::from_seed(RngAlgorithm::ChaCha, &[41 + index as u8; 32]));
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("case.toml");
        let result = runner.run(&scenarios(), |(text, known)| {
            std::fs::write(&path, &text).unwrap();
            check(&path, known).map_err(TestCaseError::fail)
        });
        match result {
            Ok(()) => (),
            Err(TestError::Fail(reason, (text, _))) => panic!("{reason}, in\n{text}"),
            Err(TestError::Abort(reason)) => panic!("{reason}"),
        }
    };
    thread::scope(|scope| {
        for index in 0..THREADS {
            let of_thread = &of_thread;
            scope.spawn(move || of_thread(index));
        }
    });
}
