//! `saule report`

use std::{
    fs,
    path::{Path, PathBuf},
};

use clap::{Args, ValueEnum};
use rayon::prelude::*;
use saule::{
    charts::{self, Chart, Source},
    locale::Locale,
    report::{self, Material, REPORT_HTML, REPORT_MD},
    results::{self, Stored, comparison::scenarios},
};

use super::{Done, Failure, check, reporting::shown};

/// Writes the report of a results folder anew, without simulating
#[derive(Args)]
pub struct Report {
    /// Folder made by `saule run`, `merge`, `sweep`, `solve`, `sensitivity` or `compare`
    #[arg(value_name = "RESULTS")]
    results: PathBuf,
    /// One HTML file, or Markdown with a folder of pictures beside it
    #[arg(long, value_name = "FORMAT", default_value = "html")]
    format: Format,
    /// File to write [default: report.html or report.md in the results folder]
    #[arg(long, value_name = "FILE")]
    output: Option<PathBuf>,
    /// Print no file name
    #[arg(long, short)]
    quiet: bool,
    /// Language of the report: en or fr
    #[arg(long, value_name = "LOCALE", default_value_t)]
    locale: Locale,
}

/// A format of the report
#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Format {
    /// One file for browsers, with everything in it
    Html,
    /// CommonMark with tables; pictures as PNG
    Md,
}

impl Report {
    /// Reads the folder and writes the report.
    pub fn execute(&self) -> Result<Done, Failure> {
        let stored = results::open(&self.results).map_err(|error| {
            Failure::input(format!(
                "{error}\na report needs a folder made by `saule run`, `merge`, `sweep`, `solve`, `sensitivity` or `compare`"
            ))
        })?;
        let scenarios = match &stored {
            Stored::Comparison(comparison) => scenarios(&self.results, comparison.about.results.len()),
            _ => vec![self.scenario()?],
        };
        let source = Source::from(&stored);
        let charts = charts::draw(source, source.charts(), self.locale);
        let material = Material { source, charts: &charts, scenarios: &scenarios, locale: self.locale };
        let file = self.file();
        self.refuse_other(&file)?;
        let text = match self.format {
            Format::Html => report::html(&material),
            Format::Md => {
                let pictures = pictures(&file);
                write_pictures(&file.with_file_name(&pictures), &charts)?;
                report::markdown(&material, |name| format!("{pictures}/{name}.png"))
            }
        };
        let text = text.map_err(|report| Failure::Input(check::render(&report)))?;
        write(&file, text.as_bytes())?;
        if !self.quiet {
            use std::io::Write as _;
            writeln!(anstream::stdout(), "{}", shown(&file).display())?;
        }
        Ok(Done::Whole)
    }

    /// A file that stands where the report goes is replaced only if it may be a report.
    fn refuse_other(&self, file: &Path) -> Result<(), Failure> {
        let (kind, endings): (&str, &[&str]) = match self.format {
            Format::Html => ("an HTML file", &["html", "htm"]),
            Format::Md => ("a Markdown file", &["md", "markdown"]),
        };
        let ending = file.extension().map(|ending| ending.to_string_lossy().to_lowercase());
        if file.exists() && !ending.is_some_and(|ending| endings.contains(&ending.as_str())) {
            let file = file.display();
            return Err(Failure::input(format!("{file} exists, and is not {kind}: choose another name with --output")));
        }
        Ok(())
    }

    fn scenario(&self) -> Result<String, Failure> {
        let path = self.results.join("scenario.toml");
        fs::read_to_string(&path).map_err(|error| Failure::system(format!("cannot read {}: {error}", path.display())))
    }

    fn file(&self) -> PathBuf {
        let name = match self.format {
            Format::Html => REPORT_HTML,
            Format::Md => REPORT_MD,
        };
        self.output.clone().unwrap_or_else(|| self.results.join(name))
    }
}

/// Name of the folder of pictures beside a Markdown file, without what links would have to escape.
fn pictures(file: &Path) -> String {
    let stem = file.file_stem().unwrap_or_default().to_string_lossy();
    let plain = |c: char| if c.is_alphanumeric() || matches!(c, '-' | '_' | '.') { c } else { '-' };
    format!("{}-charts", stem.chars().map(plain).collect::<String>())
}

fn write_pictures(dir: &Path, charts: &[Chart]) -> Result<(), Failure> {
    fs::create_dir_all(dir).map_err(|error| Failure::system(format!("cannot create {}: {error}", dir.display())))?;
    charts.par_iter().try_for_each(|chart| {
        let png = chart.png().map_err(Failure::system)?;
        write(&dir.join(format!("{}.png", chart.name)), &png)
    })
}

/// Writes a file that is whole or not there.
fn write(file: &Path, content: &[u8]) -> Result<(), Failure> {
    let refuse = |error| Failure::system(format!("cannot write {}: {error}", file.display()));
    let new = results::sibling(file, "tmp");
    let written = fs::write(&new, content).and_then(|()| fs::rename(&new, file));
    written.map_err(|error| {
        // The first error is the one to tell.
        let _ = fs::remove_file(&new);
        refuse(error)
    })
}
