//! From results to a folder with charts, and a summary for the terminal.

use std::{
    env, fs,
    io::{self, Write as _},
    iter,
    path::Path,
    slice,
};

use clap::{Args, ValueEnum};
use rayon::prelude::*;
use saule::{
    charts::{self, Source},
    locale::Locale,
    report::{self, Material, REPORT_HTML},
    results::{self, Content, Destination, Results, SUMMARY_JSON, sweep::SWEEP_CSV, warning_in},
    scenario::Resolved,
    shards::sweep::State,
};

use super::{Failure, check, ending::Ending, paragraph, points, summary};

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
    /// Language of charts, of the report and of the summary: en or fr
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

    /// Writes the results of a scenario with charts, report and further files, and prints their summary.
    pub fn report(
        &self,
        results: &Results,
        resolved: &Resolved,
        destination: &Destination,
        mut files: Vec<(String, Content<'static>)>,
    ) -> Result<(), Failure> {
        files.extend(data(resolved));
        files.extend(self.pages(Source::Run(results), slice::from_ref(&resolved.text))?);
        let dir = destination.write(results, &resolved.text, files)?;
        for warning in results.about.warnings.iter().filter(|_| !self.quiet) {
            let (kind, warning) = (self.locale.choose("warning", "avertissement"), warning_in(self.locale, warning));
            // If standard error is gone, nobody reads warnings either.
            let _ = writeln!(anstream::stderr(), "{kind}{}{warning}", self.locale.colon());
        }
        self.conclude(&dir, |ending| summary::text(results, ending))
    }

    /// Writes the results of a sweep with charts and report, and prints their summary.
    pub fn report_sweep(&self, state: &State, destination: &Destination) -> Result<(), Failure> {
        let (sweep, resolved) = (state.sweep(), &state.resolved);
        let pages = self.pages(Source::Sweep(&sweep), slice::from_ref(&resolved.text))?;
        let summary = sweep.summary(destination.made_by());
        let tables: [(String, Content); 2] =
            [(SWEEP_CSV.into(), Content::Pieces(Box::new(state.table()))), (SUMMARY_JSON.into(), summary.into())];
        let files = tables.into_iter().chain(scenario_files(resolved)).chain(pages);
        let dir = destination.place(true, files)?;
        self.conclude(&dir, |ending| points::text(&sweep, ending))
    }

    /// The files of the charts, in the formats that are wanted, and of the report; they are not even made if none is.
    /// `scenarios` are what the report is to tell in words.
    pub fn pages(&self, source: Source, scenarios: &[String]) -> Result<Vec<(String, Content<'static>)>, Failure> {
        if self.formats.contains(&Format::None) {
            return Ok(Vec::new());
        }
        let charts = charts::draw(source, source.charts(), self.locale);
        let mut files = self.draw_each(&charts)?;
        let material = Material { source, charts: &charts, scenarios, locale: self.locale };
        let text = report::html(&material).map_err(|report| Failure::Input(check::render(&report)))?;
        files.push((REPORT_HTML.into(), text.into()));
        Ok(files)
    }

    fn draw_each(&self, charts: &[charts::Chart]) -> Result<Vec<(String, Content<'static>)>, Failure> {
        let drawn: Result<Vec<_>, Failure> = charts.par_iter().map(|chart| draw(chart, &self.formats)).collect();
        Ok(drawn?.into_iter().flatten().map(|(name, content)| (format!("charts/{name}"), content.into())).collect())
    }

    /// Says what an interrupt leaves.
    pub fn say_interrupted(&self, what: &str) {
        if !self.quiet {
            // If standard error is gone, nobody reads it.
            let _ = writeln!(anstream::stderr(), "interrupted: {what}");
        }
    }

    /// Prints the text that ends a command, or `summary.json` of the folder it has written. That nobody reads it makes no
    /// difference to what was done.
    pub fn conclude(&self, dir: &Path, text: impl FnOnce(&Ending) -> String) -> Result<(), Failure> {
        let mut out = anstream::stdout();
        if self.json {
            let path = dir.join("summary.json");
            let text = fs::read_to_string(&path)
                .map_err(|error| Failure::system(format!("cannot read {}: {error}", path.display())))?;
            said(writeln!(out, "{}", text.trim_end()))?;
        } else if !self.quiet {
            let report = (!self.formats.contains(&Format::None)).then_some(REPORT_HTML);
            let ending = Ending { locale: self.locale, width: paragraph::width(), dir: shown(dir), report };
            said(write!(out, "{}", text(&ending)))?;
        }
        Ok(())
    }
}

/// What was to be said of finished work: that nobody reads it makes no difference.
pub fn said(written: io::Result<()>) -> Result<(), Failure> {
    match written.map_err(Failure::from) {
        Err(Failure::NobodyReads) => Ok(()),
        other => other,
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
pub fn scenario_files<'a>(resolved: &Resolved) -> impl Iterator<Item = (String, Content<'a>)> {
    iter::once(("scenario.toml".into(), resolved.text.clone().into())).chain(data(resolved))
}

/// The data files that a scenario reads, where it expects them.
fn data<'a>(resolved: &Resolved) -> impl Iterator<Item = (String, Content<'a>)> {
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
