//! The engine agrees with theory.
//!
//! Each case is a row of `tests/reference/queueing.csv`, a scenario that reproduces it and a number read off each
//! replication. The exact value must lie in the simulation's 99.9% Student-t interval (alpha = 0.001 a case, fixed
//! seeds), and that interval must be narrow: half-width at most 1% of the value. Numbers that come from binned times
//! are exact to half a bin, 0.05%.
//!
//! `cargo test --release --test agreement -- --nocapture` prints the table of cases.

mod adaptive;
mod arrival_processes;
mod case;
mod coverage;
mod covered;
mod crossings;
mod desk;
mod follow_up;
mod measures;
mod queues;
mod reference;
mod signatures;
mod study;
mod swinging_rates;
mod thresholds;

use std::time::Instant;

use case::Case;
use study::Estimate;

#[test]
fn every_queue_agrees_with_theory() {
    agree(&queues::cases());
}

#[test]
fn every_crossing_agrees_with_theory() {
    agree(&crossings::cases());
}

#[test]
fn every_case_of_the_desk_agrees_with_theory() {
    agree(&desk::cases());
}

#[test]
fn every_case_with_swinging_rates_agrees_with_theory() {
    agree(&swinging_rates::cases());
}

fn agree(cases: &[Case]) {
    let mut failures = Vec::new();
    println!("{:<40} {:<50} {:>12} {:>12} {:>9} {:>7}", "case", "metric", "exact", "simulated", "± 99.9%", "seconds");
    for case in cases {
        let begun = Instant::now();
        let estimates = study::run(case);
        let seconds = begun.elapsed().as_secs_f64();
        for ((metric, number), found) in case.rows.iter().zip(estimates) {
            let exact = reference::value(case.name, case.parameters, metric);
            let Estimate { value, half_width } = found;
            println!("{:<40} {metric:<50} {exact:>12.6} {value:>12.6} {half_width:>9.6} {seconds:>7.1}", case.name);
            if let Some(complaint) = found.disagrees_with(exact, *number) {
                failures.push(format!("{} {} {metric}: {complaint}", case.name, case.parameters));
            }
        }
    }
    assert!(failures.is_empty(), "{} rows disagree:\n{}", failures.len(), failures.join("\n"));
}
