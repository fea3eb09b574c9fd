//! The engine beside tight loops, and the whole program beside the engine, in one run: `cargo bench --bench ratios`.
//!
//! Engine and loop take turns, so that whatever else the machine does hits both. Turns are short, a few milliseconds, so
//! that some of them are not interrupted; the fastest counts. Those of the whole program take seconds: of them the
//! processor time counts, where Linux tells it.

mod works;

use std::{
    hint::black_box,
    time::{Duration, Instant},
};

use works::{Turn, Work, clock::Clock};

/// How long a pair is measured.
const TIME: Duration = Duration::from_secs(4);

/// Turns of the whole program.
const TURNS: usize = 3;

fn main() {
    beside_loops();
    beside_engine();
}

fn beside_loops() {
    let works = works::all();
    println!("| work | unit | engine, ns | tight loop, ns | engine / loop |");
    println!("|---|---|---:|---:|---:|");
    for work in works.iter().filter(|work| work.unit == "event" || work.beside.is_some()) {
        let beside = work.beside.and_then(|name| works.iter().find(|other| other.name == name));
        let [engine, tight_loop] = fastest([Some(work), beside]);
        let ratio = engine / tight_loop;
        let cell = |value: f64, digits| if value.is_finite() { format!("{value:.digits$}") } else { "–".into() };
        println!("| {} | {} | {engine:.2} | {} | {} |", work.name, work.unit, cell(tight_loop, 2), cell(ratio, 2));
    }
}

fn beside_engine() {
    let [whole, engine] = works::whole::flagship();
    let mut turns = [(whole.prepare)(), (engine.prepare)()];
    let mut fastest = [f64::INFINITY; 2];
    for _ in 0..TURNS {
        for (turn, fastest) in turns.iter_mut().zip(&mut fastest) {
            *fastest = fastest.min(milliseconds(turn));
        }
    }
    let ([total, own], unit) = (fastest, whole.unit);
    println!("\n| work | unit | whole, ms | engine alone, ms | whole / engine |\n|---|---|---:|---:|---:|");
    println!("| {} | {unit} | {total:.2} | {own:.2} | {:.2} |", whole.name, total / own);
}

/// Milliseconds of processor time a unit in a turn.
fn milliseconds(turn: &mut Turn) -> f64 {
    let clock = Clock::of_process();
    let begun = clock.now();
    let units = black_box(turn());
    (clock.now() - begun) / units as f64
}

/// Nanoseconds a unit in the fastest turn of each of these works.
fn fastest(works: [Option<&Work>; 2]) -> [f64; 2] {
    let mut turns: Vec<(usize, Turn)> = Vec::new();
    for (index, work) in works.into_iter().enumerate() {
        turns.extend(work.map(|work| (index, (work.prepare)())));
    }
    let mut fastest = [f64::NAN; 2];
    let begun = Instant::now();
    while begun.elapsed() < TIME {
        for (index, turn) in &mut turns {
            let begun = Instant::now();
            let units = black_box(turn());
            let cost = begun.elapsed().as_secs_f64() * 1e9 / units as f64;
            fastest[*index] = fastest[*index].min(cost);
        }
    }
    fastest
}
