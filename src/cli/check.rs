//! `saule check`

use std::{io::Write as _, path::PathBuf};

use clap::Args;
use saule::scenario::{self, Report};

use super::{Done, Failure};

/// Reports every problem of scenario files, and runs nothing
#[derive(Args)]
pub struct Check {
    /// Scenario files
    #[arg(value_name = "SCENARIO", required = true)]
    scenarios: Vec<PathBuf>,
    /// Override a value before checking, as in stages.drafting.staff=6; may be repeated
    #[arg(long, value_name = "PATH=VALUE")]
    set: Vec<String>,
    /// Print nothing but problems
    #[arg(long, short)]
    quiet: bool,
}

impl Check {
    /// Checks them all.
    pub fn execute(&self) -> Result<Done, Failure> {
        let options = scenario::Options { set: self.set.clone(), ..scenario::Options::default() };
        let mut problems = String::new();
        for path in &self.scenarios {
            match scenario::load(path, &options) {
                Err(report) => problems += &render(&report),
                Ok(loaded) => {
                    print_warnings(&loaded.warnings);
                    if !self.quiet {
                        writeln!(anstream::stdout(), "{} is valid", path.display())?;
                    }
                }
            }
        }
        if problems.is_empty() { Ok(Done::Whole) } else { Err(Failure::Input(problems)) }
    }
}

/// A report as standard error should show it.
pub fn render(report: &Report) -> String {
    let wants_color = anstream::AutoStream::choice(&std::io::stderr()) != anstream::ColorChoice::Never;
    report.render(wants_color, width())
}

/// Prints warnings on standard error.
pub fn print_warnings(warnings: &Report) {
    if !warnings.is_empty() {
        // If standard error is gone, nobody reads warnings either.
        let _ = write!(anstream::stderr(), "{}", render(warnings));
    }
}

/// Columns of the terminal; where there is none, what fits a page.
fn width() -> usize {
    terminal_size::terminal_size_of(std::io::stderr()).map_or(100, |(width, _)| usize::from(width.0).max(40))
}
