//! `saule run`

use std::{
    env, fs,
    io::Write as _,
    num::NonZeroUsize,
    path::{Path, PathBuf},
};

use clap::{Args, ValueEnum};
use rayon::prelude::*;
use saule::{
    charts,
    experiment::{self, Control},
    results::{self, Destination, Results, rows::Provenance},
    scenario::{self, Loaded},
};

use super::{Done, Failure, check, interrupt, progress, summary};

/// Simulates every variant of scenarios, writes tables and charts, and prints a summary
#[derive(Args)]
pub struct Run {
    /// Scenario files
    #[arg(value_name = "SCENARIO", required = true)]
    scenarios: Vec<PathBuf>,
    /// Folder of the results [default: output/NAME]
    #[arg(long, value_name = "DIR")]
    output: Option<PathBuf>,
    /// Replications of every variant, in place of the scenario's
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u64).range(1..))]
    replications: Option<u64>,
    /// Root of the random streams, in place of the scenario's
    #[arg(long, value_name = "SEED")]
    seed: Option<u64>,
    /// Worker threads [default: one per processor]; results do not depend on it
    #[arg(long, value_name = "N")]
    threads: Option<NonZeroUsize>,
    /// Override a value of the scenario, as in stages.drafting.staff=6; may be repeated
    #[arg(long, value_name = "PATH=VALUE")]
    set: Vec<String>,
    /// Simulate this variant only; may be repeated
    #[arg(long, value_name = "NAME")]
    variant: Vec<String>,
    /// Formats of the charts
    #[arg(long, value_name = "FORMATS", value_delimiter = ',', default_value = "svg,png")]
    formats: Vec<Format>,
    /// Replace the results folder whatever made it
    #[arg(long)]
    force: bool,
    /// Print no progress, warnings or summary
    #[arg(long, short)]
    quiet: bool,
    /// Print the summary as JSON on standard output
    #[arg(long)]
    json: bool,
}

/// A format of charts
#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Format {
    /// Scalable Vector Graphics
    Svg,
    /// Portable Network Graphics
    Png,
    /// No charts
    None,
}

/// A scenario that is ready to run.
struct Job {
    loaded: Loaded,
    destination: Destination,
}

impl Run {
    /// Checks everything first, then runs one scenario after the other.
    pub fn execute(&self) -> Result<Done, Failure> {
        if self.output.is_some() && self.scenarios.len() > 1 {
            return Err(Failure::input("--output names one folder, for one scenario: run them one by one"));
        }
        if self.formats.contains(&Format::None) && self.formats.len() > 1 {
            return Err(Failure::input("--formats none stands alone: leave out the other formats, or `none`"));
        }
        let jobs = self.prepare()?;
        let stop = interrupt::listen()?;
        for job in &jobs {
            let bar = progress::bar(&job.loaded.scenario.title, job.loaded.scenario.replications, self.quiet);
            let control = Control { threads: self.threads, progress: &|done| bar.set_position(done), stop };
            let experiment = experiment::run(&job.loaded.scenario, &control).map_err(Failure::system)?;
            bar.finish_and_clear();
            let complete = experiment.replications == job.loaded.scenario.replications;
            if experiment.replications == 0 {
                return Ok(Done::Interrupted);
            }
            let provenance = self.provenance(&job.loaded, experiment.replications, complete);
            let results =
                results::tabulate(&job.loaded.scenario, &experiment.layout, &experiment.collector, provenance);
            let dir = self.write(job, &results)?;
            self.print(&results, &dir)?;
            if !complete {
                return Ok(Done::Interrupted);
            }
        }
        Ok(Done::Whole)
    }

    /// Reads every scenario and looks at every destination, so that nothing is simulated in vain.
    fn prepare(&self) -> Result<Vec<Job>, Failure> {
        let options = scenario::Options {
            set: self.set.clone(),
            replications: self.replications,
            seed: self.seed,
            variants: self.variant.clone(),
        };
        let mut jobs = Vec::new();
        let mut problems = String::new();
        for path in &self.scenarios {
            match scenario::load(path, &options) {
                Err(report) => problems += &check::render(&report),
                Ok(loaded) => {
                    if !self.quiet {
                        check::print_warnings(&loaded.warnings);
                    }
                    let destination = Destination::check(&self.output_for(path), "run", path, self.force)?;
                    jobs.push(Job { loaded, destination });
                }
            }
        }
        if problems.is_empty() { Ok(jobs) } else { Err(Failure::Input(problems)) }
    }

    fn output_for(&self, scenario: &Path) -> PathBuf {
        let name = scenario.file_stem().unwrap_or(scenario.as_os_str());
        self.output.clone().unwrap_or_else(|| Path::new("output").join(name))
    }

    fn provenance(&self, loaded: &Loaded, replications: u64, complete: bool) -> Provenance {
        let arguments: Vec<String> = env::args().skip(1).collect();
        Provenance {
            program: format!("saule {}", env!("CARGO_PKG_VERSION")),
            scenario_hash: loaded.resolved.hash.clone(),
            seed: loaded.scenario.seed,
            replications,
            command: format!("saule {}", arguments.join(" ")),
            complete,
        }
    }

    fn write(&self, job: &Job, results: &Results) -> Result<PathBuf, Failure> {
        let resolved = &job.loaded.resolved;
        let mut files: Vec<(String, Vec<u8>)> =
            resolved.data.iter().map(|(name, content)| (format!("data/{name}"), content.clone())).collect();
        if !self.formats.contains(&Format::None) {
            let charts = charts::charts(results);
            let drawn: Result<Vec<_>, Failure> = charts.par_iter().map(|chart| self.draw(chart)).collect();
            files.extend(drawn?.into_iter().flatten());
        }
        Ok(job.destination.write(results, &resolved.text, &files)?)
    }

    /// The files of a chart.
    fn draw(&self, chart: &charts::Chart) -> Result<Vec<(String, Vec<u8>)>, Failure> {
        let mut files = Vec::new();
        if self.formats.contains(&Format::Svg) {
            files.push((format!("charts/{}.svg", chart.name), chart.svg.clone().into_bytes()));
        }
        if self.formats.contains(&Format::Png) {
            files.push((format!("charts/{}.png", chart.name), charts::png(&chart.svg).map_err(Failure::system)?));
        }
        Ok(files)
    }

    fn print(&self, results: &Results, dir: &Path) -> Result<(), Failure> {
        let mut out = anstream::stdout();
        for warning in results.about.warnings.iter().filter(|_| !self.quiet) {
            // If standard error is gone, nobody reads warnings either.
            let _ = writeln!(anstream::stderr(), "warning: {warning}");
        }
        if self.json {
            let path = dir.join("summary.json");
            let text = fs::read_to_string(&path)
                .map_err(|error| Failure::system(format!("cannot read {}: {error}", path.display())))?;
            writeln!(out, "{}", text.trim_end())?;
        } else if !self.quiet {
            // As the user would write it: from the current folder, if the results are in it.
            let shown = env::current_dir().ok().and_then(|here| dir.strip_prefix(here).ok()).unwrap_or(dir);
            write!(out, "{}", summary::text(results, shown))?;
        }
        Ok(())
    }
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
