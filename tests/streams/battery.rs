//! A public battery: dieharder 3.31.1 (Brown, Eddelbuettel & Bauer), which holds Marsaglia's Diehard, tests of the NIST
//! suite, and its authors' own.
//!
//! Where it is not installed the tests are skipped, and say so on standard error.

use std::{
    io::{self, BufWriter, Read, Write},
    process::{Command, Stdio},
    thread,
};

use rayon::prelude::*;
use statrs::distribution::{Binomial, DiscreteCDF};

use crate::neighbours::{Half, Interleaving, Interleaving::*, Neighbours, Neighbours::*, write_words};

/// A sequence of words to be judged.
type Sequence = (Neighbours, Interleaving, Option<Half>);

/// Arguments of dieharder that choose a test and the size of its tuples.
type Choice = &'static str;

/// Tests that take a second or two each.
const SHORT: &[Choice] = &["-d 0", "-d 3", "-d 8", "-d 10", "-d 15", "-d 100", "-d 200 -n 2"];

/// Every test that its authors call good, with tuples and lags of several sizes, but for the two
/// slowest (`marsaglia_tsang_gcd`, `rgb_kstest_test`). `diehard_sums` is marked "Do Not Use": it fails the system's entropy as well.
const WHOLE: &[Choice] = &[
    "-d 0",
    "-d 1",
    "-d 2",
    "-d 3",
    "-d 4",
    "-d 8",
    "-d 9",
    "-d 10",
    "-d 11",
    "-d 12",
    "-d 13",
    "-d 15",
    "-d 16",
    "-d 100",
    "-d 101",
    "-d 102",
    "-d 200 -n 1",
    "-d 200 -n 2",
    "-d 200 -n 4",
    "-d 200 -n 8",
    "-d 201 -n 2",
    "-d 201 -n 3",
    "-d 201 -n 5",
    "-d 202 -n 3",
    "-d 202 -n 5",
    "-d 203 -n 0",
    "-d 203 -n 1",
    "-d 203 -n 3",
    "-d 205",
    "-d 206",
    "-d 207",
    "-d 208",
    "-d 209",
];

#[test]
fn neighbours_pass_a_short_battery() {
    judge(&[(Everything, Openings(1), None), (Requests, Openings(2), None), (Replications, Rounds(256), None)], SHORT);
}

/// `cargo test --release --test streams -- --ignored --nocapture` takes an hour on two cores.
#[test]
#[ignore = "takes an hour"]
fn neighbours_pass_the_whole_battery() {
    let kinds = [Replications, Purposes, Generations, Visits, Classes, Seeds, Sources, Everything, Requests];
    let openings = kinds.map(|neighbours| (neighbours, Openings(1), None));
    let others = [
        (Everything, Rounds(256), None),
        (Requests, Rounds(1), None),
        (Requests, Openings(1), Some(Half::Low)),
        (Requests, Openings(1), Some(Half::High)),
    ];
    judge(&openings.into_iter().chain(others).collect::<Vec<_>>(), WHOLE);
}

/// Of the p-values none is beyond 10⁻⁶ of 0 or 1 (with at most 2,000 of them alpha is 0.004), and not many more
/// than the expected 1% are beyond 0.005 (alpha 10⁻⁴, as if they were independent).
fn judge(sequences: &[Sequence], choices: &[Choice]) {
    if Command::new("dieharder").arg("-l").stdout(Stdio::null()).status().is_err() {
        // Not by a macro, whose output is kept back when a test passes.
        let mut stderr = io::stderr();
        writeln!(stderr, "skipped: dieharder is not installed").unwrap();
        return;
    }
    let mut all = Vec::new();
    for &sequence in sequences {
        let of_choice = |&choice: &Choice| p_values(sequence, choice);
        let found: Vec<(String, f64)> = choices.par_iter().flat_map_iter(of_choice).collect();
        let extremes = found.iter().filter(|(_, p)| is_beyond(0.005, *p));
        println!("{sequence:?}: {} p-values, extremes {:?}", found.len(), extremes.collect::<Vec<_>>());
        let failed: Vec<_> = found.iter().filter(|(_, p)| is_beyond(1e-6, *p)).collect();
        assert!(failed.is_empty(), "{sequence:?}: {failed:?}");
        all.extend(found);
    }
    let weak = all.iter().filter(|(_, p)| is_beyond(0.005, *p)).count() as u64;
    println!("{} p-values, of which {weak} beyond 0.005 of 0 or 1", all.len());
    assert!(weak == 0 || Binomial::new(0.01, all.len() as u64).unwrap().sf(weak - 1) > 1e-4, "{weak} of {}", all.len());
}

fn is_beyond(distance: f64, p: f64) -> bool {
    p < distance || p > 1.0 - distance
}

/// Names of the tests of a choice, with their p-values.
fn p_values(sequence: Sequence, choice: Choice) -> Vec<(String, f64)> {
    // `-k 2`: the slow and exact Kolmogorov–Smirnov test over the p-values of 100 samples.
    let mut dieharder = Command::new("dieharder")
        .args(["-g", "200", "-k", "2"])
        .args(choice.split(' '))
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let (input, mut output) = (dieharder.stdin.take().unwrap(), dieharder.stdout.take().unwrap());
    // Ends when dieharder has read enough and closes its end.
    let (neighbours, interleaving, half) = sequence;
    let writer = thread::spawn(move || {
        let mut input = BufWriter::with_capacity(1 << 16, input);
        write_words(neighbours, interleaving, half, &mut input).unwrap_err()
    });
    let mut report = String::new();
    output.read_to_string(&mut report).unwrap();
    assert!(dieharder.wait().unwrap().success(), "{choice}: {report}");
    assert_eq!(writer.join().unwrap().kind(), io::ErrorKind::BrokenPipe);
    let p_value = |line: &str| {
        let cells: Vec<&str> = line.split('|').map(str::trim).collect();
        let &[name, tuple, _, _, p, _] = &cells[..] else { return None };
        Some((format!("{name} {tuple}"), p.parse().ok()?))
    };
    let found: Vec<(String, f64)> = report.lines().filter_map(p_value).collect();
    assert!(!found.is_empty(), "{choice}: {report}");
    found
}
