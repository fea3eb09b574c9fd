//! Every chart kind on one sheet, drawn from the shipped scenarios: to be looked at whenever charts change.
//!
//! ```text
//! cargo build --release && cargo run --release --example contact_sheet -- [DIR]
//! ```
//!
//! Simulates little, with the program built beside it, and writes `contact-sheet.svg`, `contact-sheet.png` and the
//! results into DIR (default `output/contact-sheet`).

use std::{
    env,
    error::Error,
    fs,
    path::{Path, PathBuf},
    process::Command,
    time::Instant,
};

use saule::{
    charts::{self, Chart, Source},
    locale::Locale,
    model::chart::{ChartKind, ChartOptions, ChartRequest, Charts},
    results,
};

/// Charts beside each other, and their width on the sheet in pixels.
const COLUMNS: usize = 3;
const WIDTH: f64 = 640.0;
const GAP: f64 = 16.0;

/// What is varied of the flagship for the charts of other commands than `run`.
const THRESHOLD: &str = "requests.petitions.threshold.signatures=5_000,10_000,25_000,50_000,100_000";
const MEAN: &str = "stages.drafting.service.lognormal.mean=10 days..30 days";
const MEANS: &str = "stages.drafting.service.lognormal.mean=10 days,20 days,30 days";

fn main() -> Result<(), Box<dyn Error>> {
    let mut arguments = env::args().skip(1);
    let dir = PathBuf::from(arguments.next().unwrap_or_else(|| "output/contact-sheet".into()));
    let folders = simulate(&dir)?;
    let mut pictures: Vec<Chart> = Vec::new();
    for folder in &folders {
        let stored = results::open(folder)?;
        let source = Source::from(&stored);
        for kind in charts::kinds(source) {
            let name = kind.word().to_owned();
            if pictures.iter().any(|chart| chart.name.starts_with(&name)) {
                continue;
            }
            let request = ChartRequest { name: Some(name), kind, options: ChartOptions::default() };
            let wanted = Charts { usual: false, wanted: vec![request], ..Charts::default() };
            let before = Instant::now();
            let drawn = charts::draw(source, &wanted, Locale::English);
            let (count, time) = (drawn.len(), before.elapsed());
            if let Some(chart) = drawn.into_iter().next() {
                let svg = time.as_secs_f64() * 1e3 / count as f64;
                let before = Instant::now();
                let bytes = chart.png()?;
                println!("{kind:24} {svg:6.1} ms SVG, {:6.1} ms PNG", before.elapsed().as_secs_f64() * 1e3);
                fs::write(dir.join(format!("{}.png", chart.name)), bytes)?;
                pictures.push(chart);
            }
        }
    }
    let missing: Vec<&str> = ChartKind::ALL.iter().map(|kind| kind.word()).collect();
    let missing = missing.into_iter().filter(|word| !pictures.iter().any(|chart| chart.name.starts_with(word)));
    println!("without a chart: {}", missing.collect::<Vec<_>>().join(", "));
    let sheet = sheet(&pictures)?;
    fs::write(dir.join("contact-sheet.png"), charts::png(&sheet, 96.0)?)?;
    fs::write(dir.join("contact-sheet.svg"), sheet)?;
    println!("{}", dir.join("contact-sheet.png").display());
    Ok(())
}

/// Results of every command, of the flagship, and of a run of every other scenario.
fn simulate(dir: &Path) -> Result<Vec<PathBuf>, Box<dyn Error>> {
    let flagship = "scenarios/we-the-people.toml";
    let mut folders = vec![dir.join("run")];
    saule(&["run", flagship, "--replications", "200"], &folders[0])?;
    let commands: [(&str, &[&str]); 4] = [
        ("curve", &["sweep", flagship, "--replications", "50", "--vary", THRESHOLD, "--risk", "backlog.max > 100"]),
        ("heat", &["sweep", flagship, "--replications", "30", "--vary", THRESHOLD, "--vary", MEANS]),
        ("search", &["solve", flagship, "--replications", "200", "--vary", THRESHOLD, "--target", "backlog.end < 40"]),
        ("influence", &["sensitivity", flagship, "--replications", "20", "--vary", MEAN]),
    ];
    for (name, arguments) in commands {
        folders.push(dir.join(name));
        saule(arguments, &dir.join(name))?;
    }
    folders.push(dir.join("other-seed"));
    saule(&["run", flagship, "--replications", "200", "--seed", "7"], &dir.join("other-seed"))?;
    let pair = [dir.join("run"), dir.join("other-seed")].map(|path| path.display().to_string());
    folders.push(dir.join("comparison"));
    saule(&["compare", &pair[0], &pair[1]], &dir.join("comparison"))?;
    let mut others: Vec<PathBuf> =
        fs::read_dir("scenarios")?.map(|entry| Ok(entry?.path())).collect::<Result<_, Box<dyn Error>>>()?;
    others.retain(|path| path.extension().is_some_and(|end| end == "toml") && path != Path::new(flagship));
    others.sort();
    for scenario in others {
        let folder = dir.join(scenario.file_stem().unwrap_or_default());
        saule(&["run", &scenario.display().to_string(), "--replications", "20"], &folder)?;
        folders.push(folder);
    }
    Ok(folders)
}

/// Calls the program that was built beside this one.
fn saule(arguments: &[&str], output: &Path) -> Result<(), Box<dyn Error>> {
    let examples = env::current_exe()?;
    let program = examples.ancestors().nth(2).ok_or("no folder of programs")?.join("saule");
    let ended = Command::new(&program)
        .args(arguments)
        .args(["--formats", "none", "--quiet", "--force", "--output"])
        .arg(output)
        .status()
        .map_err(|error| format!("{}: {error}; build it first: cargo build --release", program.display()))?;
    // 1 is a target that is not met.
    match ended.code() {
        Some(0 | 1) => Ok(()),
        _ => Err(format!("{} {}: {ended}", program.display(), arguments.join(" ")).into()),
    }
}

/// The charts in columns, each put where the column that is shortest so far ends.
fn sheet(charts: &[Chart]) -> Result<String, Box<dyn Error>> {
    let mut ends = [GAP; COLUMNS];
    let mut body = String::new();
    for chart in charts {
        let start = chart.svg.find("viewBox=\"0 0 ").ok_or("a chart without a size")? + 13;
        let size = &chart.svg[start..start + chart.svg[start..].find('"').ok_or("a chart without a size")?];
        let (wide, high) = size.split_once(' ').ok_or("a chart without a size")?;
        let height = WIDTH * high.parse::<f64>()? / wide.parse::<f64>()?;
        let column = (0..COLUMNS).min_by(|&a, &b| ends[a].total_cmp(&ends[b])).unwrap_or(0);
        let (x, y) = (GAP + column as f64 * (WIDTH + GAP), ends[column]);
        let inner = &chart.svg[chart.svg.find('>').ok_or("no document")? + 1..];
        body +=
            &format!("<svg x=\"{x}\" y=\"{y}\" width=\"{WIDTH}\" height=\"{height}\" viewBox=\"0 0 {size}\">{inner}");
        ends[column] += height + GAP;
    }
    let (width, height) = (GAP + COLUMNS as f64 * (WIDTH + GAP), ends.iter().copied().fold(0.0, f64::max));
    Ok(format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{width}\" height=\"{height}\" font-family=\"Roboto\">\
         <rect width=\"100%\" height=\"100%\" fill=\"#888888\"/>{body}</svg>"
    ))
}
