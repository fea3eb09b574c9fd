//! The smallest staff that keeps a queue short is that of Erlang C.

use std::{path::Path, sync::atomic::AtomicBool};

use saule::{
    experiment::{Candidates, Control, Manner, Stopped, Task},
    scenario::{
        self, Options,
        variation::{Use, Variation, variations},
    },
    theory::MultiServerQueue,
};

const SCENARIO: &str = "tests/solve/staffing.toml";

/// Mean queue at a load, infinite if it is too much.
fn queue(load: f64, servers: u32) -> f64 {
    MultiServerQueue { arrival_rate: load, service_rate: 1.0, servers }.mean_queue().unwrap_or(f64::INFINITY)
}

/// A mean queue between that of one server less and that of so many: on a logarithmic scale half-way.
fn bound(load: f64, servers: u32) -> f64 {
    let (enough, fewer) = (queue(load, servers), queue(load, servers - 1));
    if fewer.is_finite() { (enough * fewer).sqrt() } else { 2.0 * enough }
}

fn staff(range: &str) -> Variation {
    variations(&[format!("stages.desk.staff={range}")], Use::Values).ok().unwrap().remove(0)
}

/// The answer of a search; `None` if no value meets the targets.
fn solve(options: &Options, variation: &Variation, manner: Manner, largest: bool) -> Option<String> {
    let values: Vec<_> =
        if largest { variation.values.iter().rev().collect() } else { variation.values.iter().collect() };
    let load = |place: usize| {
        let vary = vec![variation.assignment(values[place])];
        scenario::load(Path::new(SCENARIO), &Options { vary, ..options.clone() })
    };
    let budget = load(0).ok().unwrap().scenario.replications;
    let stop = AtomicBool::new(false);
    let control = Control { progress: &|_| (), stop: &stop };
    let comparisons = options.targets.len();
    let task = Task { values: values.len(), comparisons, budget, confidence: 0.95, manner };
    let (found, tried) = Candidates::new(&load, &control).search(&task).unwrap_or_else(|_| panic!("valid"));
    assert!(found.undecided.is_empty(), "{:?}: {tried:?}", found.undecided);
    found.answer.map(|place| values[place].shown.clone())
}

fn options(load: f64, horizon: u32, target: String) -> Options {
    Options {
        set: vec![
            format!("requests.customers.arrivals.calls.poisson.rate={load} per day"),
            format!("horizon={horizon} days"),
            format!("monte_carlo.warm_up={} days", horizon / 5),
        ],
        targets: vec![target],
        variants: vec!["far".to_owned()],
        ..Options::default()
    }
}

/// Twenty searches; with probability 0.95 or more each finds the right number of servers, and the seed is fixed.
#[test]
fn agrees_with_erlang_c() {
    for (load, horizon, servers) in [
        (1.5, 300, [2, 3, 4, 5]),
        (4.0, 300, [5, 6, 7, 8]),
        (9.0, 120, [11, 12, 13, 14]),
        (16.0, 120, [19, 20, 21, 23]),
        (25.0, 120, [29, 30, 32, 34]),
    ] {
        for servers in servers {
            let target = format!("queued.mean <= {}", bound(load, servers));
            let range = staff(&format!("1..{}", 2.0 * load + 6.0));
            let found = solve(&options(load, horizon, target), &range, Manner::Auto, false);
            assert_eq!(found, Some(servers.to_string()), "load {load}");
        }
    }
}

#[test]
fn bisection_and_elimination_agree() {
    let target = format!("queued.mean <= {}", bound(4.0, 6));
    let options = options(4.0, 300, target);
    for manner in [Manner::Bisection, Manner::Elimination] {
        assert_eq!(solve(&options, &staff("1..12"), manner, false).as_deref(), Some("6"));
    }
}

#[test]
fn the_largest_value_is_found_from_the_other_end() {
    let options = options(4.0, 300, format!("queued.mean >= {}", bound(4.0, 7)));
    assert_eq!(solve(&options, &staff("1..12"), Manner::Auto, true).as_deref(), Some("6"));
    assert_eq!(solve(&options, &staff("8..12"), Manner::Auto, true), None);
}

#[test]
fn a_value_that_does_not_suit_is_told() {
    let load = |_: usize| {
        let vary = vec!["stages.desk.stuff=2".to_owned()];
        scenario::load(Path::new(SCENARIO), &Options { vary, ..Options::default() })
    };
    let stop = AtomicBool::new(false);
    let control = Control { progress: &|_| (), stop: &stop };
    let task = Task { values: 1, comparisons: 1, budget: 10, confidence: 0.95, manner: Manner::Auto };
    assert!(matches!(Candidates::new(&load, &control).search(&task), Err(Stopped::Invalid(_))));
}
