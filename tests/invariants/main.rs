//! What holds in every replication of every scenario, over random ones.
//!
//! A thousand scenarios from a grammar of the keys that work, with a fixed seed. Each is read as a file is, run with
//! three replications of every variant, and held to conservation, Little's law, sane values, independence of the number
//! of threads, and what common random numbers promise.

mod checks;
mod grammar;

use proptest::{
    strategy::Strategy,
    test_runner::{Config, RngAlgorithm, TestCaseError, TestError, TestRng, TestRunner},
};

/// Number of scenarios.
const CASES: u32 = 1_000;

#[test]
fn hold_in_every_scenario() {
    let config = Config { cases: CASES, failure_persistence: None, max_shrink_iters: 200, ..Config::default() };
    let mut runner = TestRunner::new_with_rng(config, TestRng::from_seed(RngAlgorithm::ChaCha, &[41; 32]));
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("case.toml");
    let strategy = grammar::scenario().prop_map(|scenario| (scenario.text, scenario.is_monotone));
    let result = runner.run(&strategy, |(text, is_monotone)| {
        std::fs::write(&path, &text).unwrap();
        checks::hold(&path, is_monotone).map_err(TestCaseError::fail)
    });
    match result {
        Ok(()) => (),
        Err(TestError::Fail(reason, (text, _))) => panic!("{reason}, in\n{text}"),
        Err(TestError::Abort(reason)) => panic!("{reason}"),
    }
}
