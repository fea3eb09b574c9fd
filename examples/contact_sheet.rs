//! Every chart kind on one sheet, drawn from the shipped scenarios: to be looked at whenever charts change.
//!
//! ```text
//! cargo build --release && cargo run --release --example contact_sheet -- [DIR]
//! ```
//!
//! Simulates little, with the program built beside it, and writes the results, each chart and a sheet of all of them in
//! every palette on both grounds into DIR (default `output/contact-sheet`).

mod shipped;

use std::{
    env,
    error::Error,
    fs,
    path::{Path, PathBuf},
};

use saule::{
    charts::{self, Chart, Source},
    locale::Locale,
    model::chart::{Appearance, ChartKind, ChartOptions, ChartRequest, Charts, Palette},
    results::{self, Stored},
};
use shipped::{ASKED, SYSTEMS};

/// Charts beside each other, and their width on the sheet in pixels.
const COLUMNS: usize = 3;
const WIDTH: f64 = 640.0;
const GAP: f64 = 16.0;

fn main() -> Result<(), Box<dyn Error>> {
    let mut arguments = env::args().skip(1);
    let dir = PathBuf::from(arguments.next().unwrap_or_else(|| "output/contact-sheet".into()));
    let all = simulated(&dir)?;
    for (palette, theme) in looks() {
        let options = ChartOptions { palette: Some(palette), theme: Some(theme), ..ChartOptions::default() };
        let pictures: Vec<Chart> = ChartKind::ALL.iter().filter_map(|kind| picture(&all, *kind, &options)).collect();
        let name = match (palette, theme) {
            (Palette::Willow, Appearance::Light) => "contact-sheet".to_owned(),
            _ => format!("contact-sheet-{palette}-{theme}"),
        };
        let sheet = sheet(&pictures)?;
        fs::write(dir.join(format!("{name}.png")), charts::png(&sheet, 96.0)?)?;
        println!("{}", dir.join(format!("{name}.png")).display());
        if name == "contact-sheet" {
            fs::write(dir.join("contact-sheet.svg"), sheet)?;
            for chart in &pictures {
                fs::write(dir.join(format!("{}.png", chart.name)), chart.png()?)?;
            }
            let missing = ChartKind::ALL.iter().map(|kind| kind.word());
            let missing = missing.filter(|word| !pictures.iter().any(|chart| chart.name == *word));
            println!("without a chart: {}", missing.collect::<Vec<_>>().join(", "));
        }
    }
    Ok(())
}

/// Every palette on every ground.
fn looks() -> impl Iterator<Item = (Palette, Appearance)> {
    Palette::ALL.iter().flat_map(|palette| Appearance::ALL.iter().map(move |theme| (*palette, *theme)))
}

/// The first chart of a kind, in the first results that have one.
fn picture(all: &[Stored], kind: ChartKind, options: &ChartOptions) -> Option<Chart> {
    let request = ChartRequest { name: Some(kind.word().to_owned()), kind, options: options.clone() };
    let wanted = Charts { usual: false, wanted: vec![request], ..Charts::default() };
    let mut drawn = all.iter().flat_map(|stored| charts::draw(Source::from(stored), &wanted, Locale::English));
    drawn.next().map(|chart| Chart { name: kind.word().to_owned(), ..chart })
}

/// Results of every scenario and every command.
fn simulated(dir: &Path) -> Result<Vec<Stored>, Box<dyn Error>> {
    let examples = env::current_exe()?;
    let program = examples.ancestors().nth(2).ok_or("no folder of programs")?.join("saule");
    if !program.exists() {
        return Err(format!("{} is missing: cargo build --release", program.display()).into());
    }
    let mut all = Vec::new();
    let mut open = |folder: PathBuf| -> Result<(), Box<dyn Error>> {
        all.push(results::open(&folder)?);
        Ok(())
    };
    for system in SYSTEMS {
        let replications = if system == "we-the-people" { "200" } else { "20" };
        shipped::results(&program, system, &["run"], &["--replications", replications], &dir.join(system))?;
        open(dir.join(system))?;
    }
    for asked in &ASKED {
        let extra: &[&str] = match asked.arguments[0] {
            "sensitivity" => &["--replications=10", "--samples=16"],
            "solve" => &["--replications=200"],
            _ => &["--replications=20"],
        };
        shipped::results(&program, asked.system, asked.arguments, extra, &dir.join(asked.name))?;
        open(dir.join(asked.name))?;
    }
    shipped::comparison(&program, &["--replications=200"], &dir.join("comparison"))?;
    open(dir.join("comparison"))?;
    Ok(all)
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
