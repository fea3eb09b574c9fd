//! Memory that a request takes: `cargo bench --bench memory`.
//!
//! This program calls itself, twice for each kind of request: with some requests, and with more. The difference between
//! the peaks of both, as Linux tells them, is what the others took. A kind that takes more than it may is a fault.

#[path = "works/models.rs"]
#[allow(dead_code, reason = "not every model is looked at for its memory")]
mod models;

use std::{
    env, fs,
    hint::black_box,
    process::{Command, ExitCode},
};

use models::{petitions, queue, staff, unit_exponential};
use saule::{
    engine::{Plan, simulate},
    model::{Arrivals, Days, Discipline, Distribution, Model, Patience, Staff, distribution::LogNormal},
};

/// Requests of the two runs.
const REQUESTS: [u32; 2] = [250_000, 1_000_000];

/// How long those come that are there in the end.
const HORIZON: Days = 2_000.0;
const HALF: Days = HORIZON / 2.0;

/// Of those that leave again so many come a day, as long as there are any: no more of them are there at a time.
const A_DAY: f64 = 500.0;

/// Requests that become of one kind.
struct Kind {
    name: &'static str,
    /// Bytes that one of them may take.
    most: f64,
    /// A replication of so many.
    model: fn(u32) -> Model,
}

const KINDS: [Kind; 7] = [
    Kind { name: "waits in a plain queue", most: 17.0, model: in_order },
    Kind { name: "waits, last come first served", most: 100.0, model: last_first },
    Kind { name: "waits with patience", most: 100.0, model: patient },
    Kind { name: "petition, waits, its window over", most: 100.0, model: waiting_petitions },
    Kind { name: "petition, waits, its window open", most: 100.0, model: open_petitions },
    Kind { name: "petition, answered", most: 2.0, model: answered_petitions },
    Kind { name: "petition, cannot cross", most: 3.0, model: small_petitions },
];

fn main() -> ExitCode {
    let arguments: Vec<String> = env::args().skip(1).collect();
    let words: Vec<&str> = arguments.iter().map(String::as_str).collect();
    match words[..] {
        ["--kind", name, requests] => simulated(name, requests),
        _ => table(),
    }
}

/// The called program: simulates so many, and prints its peak in kB.
fn simulated(name: &str, requests: &str) -> ExitCode {
    let kind = KINDS.iter().find(|kind| kind.name == name);
    let (Some(kind), Ok(requests)) = (kind, requests.parse()) else { return ExitCode::FAILURE };
    let model = (kind.model)(requests);
    black_box(simulate(&Plan::new(&model), 1, 1));
    let Some(peak) = peak() else { return ExitCode::FAILURE };
    println!("{peak}");
    ExitCode::SUCCESS
}

/// The peak of this process in kB, of which Linux keeps account.
fn peak() -> Option<u64> {
    let status = fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"))?;
    line.trim().strip_suffix("kB")?.trim().parse().ok()
}

fn table() -> ExitCode {
    if peak().is_none() {
        println!("skipped: the system does not tell how much memory a process has taken");
        return ExitCode::SUCCESS;
    }
    println!("| a request that | bytes | at most |\n|---|---:|---:|");
    let mut faults = 0;
    for Kind { name, most, .. } in KINDS {
        let [less, more] = REQUESTS.map(|requests| peak_of(name, requests));
        let bytes = (more - less) * 1024.0 / f64::from(REQUESTS[1] - REQUESTS[0]);
        // A run that failed is a fault, too.
        let is_fault = bytes.is_nan() || bytes > most;
        faults += u32::from(is_fault);
        println!("| {name} | {bytes:.1} | {most}{} |", if is_fault { " ✗" } else { "" });
    }
    if faults > 0 { ExitCode::FAILURE } else { ExitCode::SUCCESS }
}

/// The peak of a run, in kB.
fn peak_of(name: &str, requests: u32) -> f64 {
    let program = env::current_exe().expect("a program knows where it stands");
    let output =
        Command::new(program).args(["--kind", name, &requests.to_string()]).output().expect("it can be called");
    String::from_utf8_lossy(&output.stdout).trim().parse().unwrap_or(f64::NAN)
}

/// Nobody serves them.
fn in_order(requests: u32) -> Model {
    queue(f64::from(requests) / HORIZON, staff(0), unit_exponential(), HORIZON, 10.0)
}

fn last_first(requests: u32) -> Model {
    let mut model = in_order(requests);
    model.stages[0].discipline = Discipline::Lifo;
    model
}

/// They come in the first half of the time, and give up in the second.
fn patient(requests: u32) -> Model {
    let mut model = in_order(requests);
    model.classes[0].sources[0].arrivals = in_first_half(requests);
    model.classes[0].terms.patience = Some(Patience { time: Distribution::fixed(HALF), clock: Default::default() });
    model
}

fn in_first_half(requests: u32) -> Arrivals {
    Arrivals::Poisson { rate: f64::from(requests) / HALF, from: 0.0, until: HALF, rhythm: None, batch: None }
}

/// As many petitions within a horizon, with windows of 30 days at a threshold of 5,000 signatures.
fn many_petitions((requests, horizon): (u32, Days), median: f64, staff: Staff) -> Model {
    let mut model = petitions();
    (model.time.horizon, model.time.observe) = (horizon, horizon / 1_000.0);
    model.stages[0].staff = staff;
    let source = &mut model.classes[0].sources[0];
    let rate = f64::from(requests) / horizon;
    source.arrivals = Arrivals::Poisson { rate, from: 0.0, until: f64::INFINITY, rhythm: None, batch: None };
    source.potential = Some(LogNormal::with_median_sigma(median, 0.1).expect("valid parameters").into());
    model
}

/// Nearly all of them cross, and nobody answers.
fn waiting_petitions(requests: u32) -> Model {
    many_petitions((requests, HORIZON), 100_000.0, staff(0))
}

/// They come in the first half of the time, and their windows end in the second.
fn open_petitions(requests: u32) -> Model {
    let mut model = waiting_petitions(requests);
    model.classes[0].sources[0].arrivals = in_first_half(requests);
    model.classes[0].window = Some(HALF);
    model
}

fn answered_petitions(requests: u32) -> Model {
    many_petitions((requests, f64::from(requests) / A_DAY), 100_000.0, Staff::Unlimited)
}

fn small_petitions(requests: u32) -> Model {
    many_petitions((requests, f64::from(requests) / A_DAY), 100.0, staff(0))
}
