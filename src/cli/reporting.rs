//! From results to a folder with charts, and a summary for the terminal.

use std::{env, fs, io::Write as _, iter, path::Path};

use clap::{Args, ValueEnum};
use rayon::prelude::*;
use saule::{
    charts::{self, Source},
    locale::Locale,
    report::{self, Material, REPORT_HTML},
    results::{self, Content, Destination, Results, sweep::Sweep},
    scenario::Resolved,
};

use super::{Failure, check, paragraph, points, summary};

/// What is written and printed
#[derive(Args)]
pub struct Reporting {
    /// Formats of the charts
    #[arg(long, value_name = "FORMATS", value_delimiter = ',', default_value = "svg,png")]
    formats: Vec<Format>,
    /// Replace the results folder whatever made it
    #[arg(long)]
    pub force: bool,
    /// Print no progress, warnings or summary
    #[arg(long, short)]
    pub quiet: bool,
    /// Print the summary as JSON on standard output
    #[arg(long)]
    pub json: bool,
    /// Language of charts, of the report and of the summary of a run: en or fr
    #[arg(long, value_name = "LOCALE", default_value_t)]
    pub locale: Locale,
}

/// A format of charts
#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Format {
    /// Scalable Vector Graphics
    Svg,
    /// Portable Network Graphics
    Png,
    /// Portable Document Format: vector, with text that can be selected
    Pdf,
    /// No charts
    None,
}

impl Format {
    /// How names of files in it end.
    pub fn extension(self) -> &'static str {
        match self {
            Format::Svg => ".svg",
            Format::Png => ".png",
            Format::Pdf => ".pdf",
            Format::None => "",
        }
    }
}

impl Reporting {
    /// Finds what contradicts itself on the command line.
    pub fn check(&self) -> Result<(), Failure> {
        if self.formats.contains(&Format::None) && self.formats.len() > 1 {
            return Err(Failure::input("--formats none stands alone: leave out the other formats, or `none`"));
        }
        Ok(())
    }

    /// Writes the results of a scenario with charts and further files, and prints their summary.
    pub fn report(
        &self,
        results: &Results,
        resolved: &Resolved,
        destination: &Destination,
        mut files: Vec<(String, Content)>,
    ) -> Result<(), Failure> {
        files.extend(data(resolved));
        let mut report = None;
        if !self.formats.contains(&Format::None) {
            let source = Source::Run(results);
            let charts = charts::draw(source, source.charts(), self.locale);
            files.extend(self.draw_each(&charts)?);
            let scenario = &resolved.text;
            let material = Material { results, charts: &charts, scenario, locale: self.locale };
            let text = report::html(&material).map_err(|report| Failure::Input(check::render(&report)))?;
            files.push((REPORT_HTML.into(), text.into()));
            report = Some(REPORT_HTML);
        }
        let dir = destination.write(results, &resolved.text, files)?;
        for warning in results.about.warnings.iter().filter(|_| !self.quiet) {
            // If standard error is gone, nobody reads warnings either.
            let _ = writeln!(anstream::stderr(), "warning: {warning}");
        }
        self.conclude(&dir, || {
            let written = summary::Written { dir: shown(&dir), report };
            summary::text(results, self.locale, paragraph::width(), &written)
        })
    }

    /// Writes the results of a sweep with charts, and prints their summary.
    pub fn report_sweep(&self, sweep: &Sweep, resolved: &Resolved, destination: &Destination) -> Result<(), Failure> {
        let mut files = sweep.files(destination.made_by());
        files.extend(scenario_files(resolved));
        files.extend(self.draw_all(Source::Sweep(sweep))?);
        let dir = destination.place(true, files)?;
        self.conclude(&dir, || points::text(sweep, shown(&dir)))
    }

    /// The files of charts, in the formats that are wanted; they are not even made if none is.
    pub fn draw_all(&self, source: Source) -> Result<Vec<(String, Content)>, Failure> {
        if self.formats.contains(&Format::None) {
            return Ok(Vec::new());
        }
        self.draw_each(&charts::draw(source, source.charts(), self.locale))
    }

    fn draw_each(&self, charts: &[charts::Chart]) -> Result<Vec<(String, Content)>, Failure> {
        let drawn: Result<Vec<_>, Failure> = charts.par_iter().map(|chart| draw(chart, &self.formats)).collect();
        Ok(drawn?.into_iter().flatten().map(|(name, content)| (format!("charts/{name}"), content.into())).collect())
    }

    /// Prints the text that ends a command, or `summary.json` of the folder it has written.
    pub fn conclude(&self, dir: &Path, text: impl FnOnce() -> String) -> Result<(), Failure> {
        let mut out = anstream::stdout();
        if self.json {
            let path = dir.join("summary.json");
            let text = fs::read_to_string(&path)
                .map_err(|error| Failure::system(format!("cannot read {}: {error}", path.display())))?;
            writeln!(out, "{}", text.trim_end())?;
        } else if !self.quiet {
            write!(out, "{}", text())?;
        }
        Ok(())
    }
}

/// The files of a chart, in these formats.
pub fn draw(chart: &charts::Chart, formats: &[Format]) -> Result<Vec<(String, Vec<u8>)>, Failure> {
    let file = |format: &Format| {
        let bytes = match format {
            Format::Svg => chart.svg.clone().into_bytes(),
            Format::Png => chart.png().map_err(Failure::system)?,
            Format::Pdf => chart.pdf().map_err(Failure::system)?,
            Format::None => return Ok(None),
        };
        Ok(Some((format!("{}{}", chart.name, format.extension()), bytes)))
    };
    formats.iter().filter_map(|format| file(format).transpose()).collect()
}

/// The resolved scenario, and the data files that it reads.
pub fn scenario_files(resolved: &Resolved) -> impl Iterator<Item = (String, Content)> {
    iter::once(("scenario.toml".into(), resolved.text.clone().into())).chain(data(resolved))
}

/// The data files that a scenario reads, where it expects them.
fn data(resolved: &Resolved) -> impl Iterator<Item = (String, Content)> {
    resolved.data.iter().map(|(name, content)| (format!("data/{name}"), content.clone().into()))
}

/// A folder as the user would write it: from the current folder, if it is in it.
pub fn shown(dir: &Path) -> &Path {
    let here = env::current_dir().ok();
    here.and_then(|here| dir.strip_prefix(here).ok()).unwrap_or(dir)
}

/// What is wrong with a destination: the system's refusals are failures, the rest is the command line's.
impl From<results::Error> for Failure {
    fn from(error: results::Error) -> Self {
        match error {
            results::Error::Io { .. } => Failure::system(error),
            _ => Failure::input(error),
        }
    }
}
