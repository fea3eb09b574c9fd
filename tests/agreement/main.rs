//! The engine agrees with theory.
//!
//! Each case is a row of `tests/reference/queueing.csv`, a scenario that reproduces it and a number read off each
//! replication. The exact value must lie in the simulation's 99.9% Student-t interval (alpha = 0.001 a case, fixed
//! seeds), and that interval must be narrow: half-width at most 1% of the value. Numbers that come from binned times
//! are exact to half a bin, 0.05%.
//!
//! `cargo test --release --test agreement -- --nocapture` prints the table of cases.

mod cases;
mod reference;
mod study;

use cases::CASES;

#[test]
fn every_case_agrees_with_theory() {
    let mut failures = Vec::new();
    println!("{:<34} {:<44} {:>12} {:>12} {:>9}", "case", "metric", "exact", "simulated", "± 99.9%");
    for case in CASES {
        let exact = reference::value(case.name, case.parameters, case.metric);
        let found = study::run(case);
        println!("{:<34} {:<44} {exact:>12.6} {:>12.6} {:>9.6}", case.name, case.metric, found.value, found.half_width);
        if let Some(complaint) = found.disagrees_with(exact, case) {
            failures.push(format!("{} {} {}: {complaint}", case.name, case.parameters, case.metric));
        }
    }
    assert!(failures.is_empty(), "{} of {} cases:\n{}", failures.len(), CASES.len(), failures.join("\n"));
}
