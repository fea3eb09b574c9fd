//! Instruction counts under callgrind, held against a committed baseline: `cargo bench --bench instructions`.
//!
//! Counts hardly depend on what else the machine does, but they do on the compiler: with another one than the
//! baseline's nothing is compared, and that is said. `-- --bless` writes the baseline anew.
//!
//! This program calls itself under valgrind, twice for each work: with one turn, and with [`TURNS`] more. The
//! difference is what the turns cost when everything is warm.

mod works;

use std::{
    env, fmt, fs,
    hint::black_box,
    path::Path,
    process::{Command, ExitCode},
};

use rayon::prelude::*;
use works::Work;

/// Turns that are counted.
const TURNS: u64 = 2;

/// A cost that rises by more than this is a fault.
const TOLERANCE: f64 = 0.05;

const BASELINE: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/benches/instructions.csv");

fn main() -> ExitCode {
    let arguments: Vec<String> = env::args().skip(1).collect();
    let words: Vec<&str> = arguments.iter().map(String::as_str).collect();
    let done = match words[..] {
        ["--work", name, turns] => work(name, turns),
        _ if Command::new("valgrind").arg("--version").output().is_err() => skip("there is no valgrind here"),
        _ if words.contains(&"--bless") => bless(),
        _ => compare(),
    };
    done.unwrap_or_else(|problem| {
        eprintln!("{problem}");
        ExitCode::FAILURE
    })
}

type Done = Result<ExitCode, String>;

fn skip(why: impl fmt::Display) -> Done {
    println!("skipped: instruction counts are not compared, for {why}");
    Ok(ExitCode::SUCCESS)
}

/// The called program: does a work so many times, and prints how many units these were.
fn work(name: &str, turns: &str) -> Done {
    let work = works::all().into_iter().find(|work| work.name == name).ok_or("no such work")?;
    let turns: u64 = turns.parse().map_err(|_| "not a number of turns")?;
    let mut turn = (work.prepare)();
    let units: u64 = (0..turns).map(|_| black_box(turn())).sum();
    println!("{units}");
    Ok(ExitCode::SUCCESS)
}

/// Instructions that a work takes a unit.
fn count(work: &Work) -> Result<f64, String> {
    let (before, units_before) = run(work.name, 1)?;
    let (after, units_after) = run(work.name, 1 + TURNS)?;
    Ok((after - before) / (units_after - units_before))
}

/// Instructions and units of a work done so many times.
fn run(name: &str, turns: u64) -> Result<(f64, f64), String> {
    let cannot = |what: &str, error: &dyn fmt::Display| format!("{name}: cannot {what}: {error}");
    let folder = tempfile::tempdir().map_err(|error| cannot("make a folder", &error))?;
    let counts = folder.path().join("counts");
    let program = env::current_exe().map_err(|error| cannot("find the program", &error))?;
    let output = Command::new("valgrind")
        .args(["--tool=callgrind", "--quiet"])
        .arg(format!("--callgrind-out-file={}", counts.display()))
        .arg(program)
        .args(["--work", name, &turns.to_string()])
        .output()
        .map_err(|error| cannot("run valgrind", &error))?;
    let said = String::from_utf8_lossy(&output.stdout);
    let units = said.trim().parse().map_err(|_| cannot("count", &String::from_utf8_lossy(&output.stderr)))?;
    let counts = fs::read_to_string(counts).map_err(|error| cannot("read the counts", &error))?;
    let totals = counts.lines().find_map(|line| line.strip_prefix("totals:")?.trim().parse().ok());
    Ok((totals.ok_or_else(|| cannot("find", &"the total"))?, units))
}

/// Every counted work with its instructions a unit.
fn count_all() -> Result<Vec<(Work, f64)>, String> {
    let works: Vec<Work> = works::all().into_iter().filter(|work| work.counted).collect();
    works.into_par_iter().map(|work| count(&work).map(|count| (work, count))).collect()
}

/// The compiler and the machine's kind: what counts are comparable within.
fn compiler() -> Result<String, String> {
    let rustc = env::var_os("RUSTC").unwrap_or("rustc".into());
    let version =
        Command::new(rustc).arg("--version").output().map_err(|error| format!("cannot run rustc: {error}"))?;
    Ok(format!("{} for {} {}", String::from_utf8_lossy(&version.stdout).trim(), env::consts::ARCH, env::consts::OS))
}

fn bless() -> Done {
    let mut text = format!("# {}\nwork;unit;instructions\n", compiler()?);
    for (Work { name, unit, .. }, count) in count_all()? {
        text += &format!("{name};{unit};{count:.2}\n");
    }
    fs::write(BASELINE, &text).map_err(|error| format!("cannot write {BASELINE}: {error}"))?;
    print!("{text}");
    Ok(ExitCode::SUCCESS)
}

fn compare() -> Done {
    let name = Path::new(BASELINE);
    let baseline = fs::read_to_string(name).map_err(|error| format!("cannot read {BASELINE}: {error}"))?;
    let (theirs, ours) = (baseline.lines().next().unwrap_or_default().trim_start_matches("# "), compiler()?);
    if theirs != ours {
        return skip(format!("the baseline is of {theirs}, and this is {ours}"));
    }
    let before = |name: &str| {
        let row = baseline.lines().find_map(|line| line.strip_prefix(name)?.strip_prefix(';'));
        row.and_then(|row| row.rsplit(';').next()?.parse::<f64>().ok())
    };
    let mut faults = 0;
    println!("| work | unit | baseline | instructions | change |\n|---|---|---:|---:|---:|");
    for (Work { name, unit, .. }, count) in count_all()? {
        let before = before(name).unwrap_or(f64::NAN);
        let change = count / before - 1.0;
        // A work that the baseline does not have is a fault, too.
        let is_fault = change.is_nan() || change > TOLERANCE;
        faults += u32::from(is_fault);
        let mark = if is_fault { " ✗" } else { "" };
        println!("| {name} | {unit} | {before:.2} | {count:.2} | {:+.1}%{mark} |", 100.0 * change);
    }
    if faults > 0 {
        let percent = 100.0 * TOLERANCE;
        return Err(format!(
            "{faults} of the works cost over {percent}% more than in benches/instructions.csv, or are not in it;\n\
             if that is meant: cargo bench --bench instructions -- --bless"
        ));
    }
    Ok(ExitCode::SUCCESS)
}
