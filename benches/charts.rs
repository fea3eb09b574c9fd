//! What a chart of each kind costs, drawn from results on disk as SVG, PNG and PDF: `cargo bench --bench charts`.
//!
//! Each is drawn many times and the fastest measurement counts, since whatever else the machine does only adds; where
//! Linux tells it, the processor time of the thread is taken, else that of the clock. Beside the milliseconds stands the
//! ratio of all three together to a fixed work of the same run, which is about the same on slow machines: a loop for
//! M/M/1, written by hand.

#[path = "../examples/shipped/mod.rs"]
mod shipped;
mod works;

use std::{
    fs,
    hint::black_box,
    path::{Path, PathBuf},
    process,
};

use saule::{
    charts::{self, Chart, Source},
    locale::Locale,
    model::chart::{ChartKind, ChartOptions, ChartRequest, Charts},
    results::{self, Stored},
};
use shipped::{ASKED, SYSTEMS};
use works::clock::Clock;

/// How often each cost is measured.
const TURNS: usize = 3;

/// Milliseconds of a measurement at least: the account of processor time goes by ticks of a few.
const LEAST: f64 = 60.0;

/// The fixed work, and how many of its turns are the unit.
const UNIT: (&str, usize) = ("M/M/1 (Lindley)", 100);

/// What the program is asked to simulate, in the language of its command line.
const REPLICATIONS: &str = "--replications=4";

fn main() {
    let dir = std::env::temp_dir().join(format!("saule-charts-{}", process::id()));
    let all = simulated(&dir);
    let unit = unit();
    println!("{} turns of \"{}\": {unit:.1} ms\n", UNIT.1, UNIT.0);
    println!("| chart | of | SVG, ms | PNG, ms | PDF, ms | all / unit |\n|---|---|---:|---:|---:|---:|");
    for kind in ChartKind::ALL {
        let source = all.iter().find_map(|(name, stored, _)| drawn(stored, &one(*kind)).pop().map(|_| (name, stored)));
        let Some((name, stored)) = source else { continue };
        let [svg, png, pdf] = costs(stored, &one(*kind));
        println!("| {kind} | {name} | {svg:.1} | {png:.1} | {pdf:.1} | {:.1} |", (svg + png + pdf) / unit);
    }
    let (name, flagship, read) = &all[0];
    let usual = Source::from(flagship).charts();
    let count = drawn(flagship, usual).len();
    let [svg, png, pdf] = costs(flagship, usual).map(|cost| cost * count as f64);
    let together = svg + png + pdf;
    println!("| all {count} of a run | {name} | {svg:.0} | {png:.0} | {pdf:.0} | {:.0} |", together / unit);
    println!("\nReading the results of {name}: {read:.0} ms.");
    let _ = fs::remove_dir_all(dir);
}

/// Name, results, and milliseconds to read them.
type Read = (&'static str, Stored, f64);

/// Results of every scenario and every command.
fn simulated(dir: &Path) -> Vec<Read> {
    let program = Path::new(env!("CARGO_BIN_EXE_saule"));
    let simulate = |name: &'static str, system, arguments, extra: &[&str]| {
        let folder = dir.join(name);
        let done = shipped::results(program, system, arguments, extra, &folder);
        done.unwrap_or_else(|error| panic!("{name}: {error}"));
        read(name, folder)
    };
    let mut all: Vec<Read> = SYSTEMS.map(|system| simulate(system, system, &["run"], &[REPLICATIONS])).into();
    for asked in &ASKED {
        let extra: &[&str] = match asked.arguments[0] {
            "sensitivity" => &[REPLICATIONS, "--samples=4"],
            _ => &[REPLICATIONS],
        };
        all.push(simulate(asked.name, asked.system, asked.arguments, extra));
    }
    let folder = dir.join("comparison");
    shipped::comparison(program, &[REPLICATIONS], &folder).unwrap_or_else(|error| panic!("comparison: {error}"));
    all.push(read("comparison", folder));
    all
}

fn read(name: &'static str, folder: PathBuf) -> Read {
    let open = || results::open(&folder).unwrap_or_else(|error| panic!("{name}: {error}"));
    (name, open(), fastest(|| drop(black_box(open()))))
}

/// A chart of one kind.
fn one(kind: ChartKind) -> Charts {
    let request = ChartRequest { name: None, kind, options: ChartOptions::default() };
    Charts { usual: false, wanted: vec![request], ..Charts::default() }
}

fn drawn(stored: &Stored, wanted: &Charts) -> Vec<Chart> {
    charts::draw(Source::from(stored), wanted, Locale::English)
}

/// Milliseconds for one of the charts that are wanted, as SVG, PNG and PDF.
fn costs(stored: &Stored, wanted: &Charts) -> [f64; 3] {
    let all = drawn(stored, wanted);
    let svg = fastest(|| drop(black_box(drawn(stored, wanted))));
    let png = fastest(|| all.iter().for_each(|chart| drop(black_box(chart.png().expect("charts render")))));
    let pdf = fastest(|| all.iter().for_each(|chart| drop(black_box(chart.pdf().expect("charts convert")))));
    [svg, png, pdf].map(|cost| cost / all.len() as f64)
}

/// Milliseconds of the unit.
fn unit() -> f64 {
    let work = works::all().into_iter().find(|work| work.name == UNIT.0).expect("the work is in the list");
    let mut turn = (work.prepare)();
    fastest(|| {
        (0..UNIT.1).for_each(|_| {
            black_box(turn());
        })
    })
}

/// Milliseconds of the fastest turn.
fn fastest(mut turn: impl FnMut()) -> f64 {
    let clock = Clock::of_thread();
    let time = |_| {
        let (before, mut turns) = (clock.now(), 0);
        while turns == 0 || clock.now() - before < LEAST {
            turn();
            turns += 1;
        }
        (clock.now() - before) / f64::from(turns)
    };
    (0..TURNS).map(time).fold(f64::INFINITY, f64::min)
}
