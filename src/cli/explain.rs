//! `saule explain`

use std::{io::Write as _, path::PathBuf};

use clap::Args;
use rayon::prelude::*;
use saule::{
    explain::{self, Explanation},
    model::Scenario,
    scenario,
};
use serde::Serialize;

use super::{Done, Failure, check, explanation};

/// Says in plain words, before any simulation, what theory expects of every variant
#[derive(Args)]
pub struct Explain {
    /// Scenario file
    #[arg(value_name = "SCENARIO")]
    scenario: PathBuf,
    /// Override a value of the scenario, as in stages.drafting.staff=6; may be repeated
    #[arg(long, value_name = "PATH=VALUE")]
    set: Vec<String>,
    /// Explain this variant only; may be repeated
    #[arg(long, value_name = "NAME")]
    variant: Vec<String>,
    /// Print no warnings
    #[arg(long, short)]
    quiet: bool,
    /// Print every number with its formula and assumptions as JSON
    #[arg(long)]
    json: bool,
}

/// What `--json` prints. Moments are days since `start`.
#[derive(Serialize)]
struct Document<'a> {
    title: &'a str,
    start: String,
    horizon_days: f64,
    variants: &'a [Explanation],
}

impl Explain {
    /// Explains the variants that are asked for.
    pub fn execute(&self) -> Result<Done, Failure> {
        let options =
            scenario::Options { set: self.set.clone(), variants: self.variant.clone(), ..scenario::Options::default() };
        let loaded =
            scenario::load(&self.scenario, &options).map_err(|report| Failure::Input(check::render(&report)))?;
        if !self.quiet {
            check::print_warnings(&loaded.warnings);
        }
        let scenario = &loaded.scenario;
        let explanations: Vec<Explanation> = scenario.variants.par_iter().map(explain::explain).collect();
        let text = if self.json { json(scenario, &explanations)? } else { explanation::text(scenario, &explanations) };
        writeln!(anstream::stdout(), "{}", text.trim_end())?;
        Ok(Done::Whole)
    }
}

fn json(scenario: &Scenario, variants: &[Explanation]) -> Result<String, Failure> {
    let time = &scenario.variants[0].model.time;
    let document =
        Document { title: &scenario.title, start: time.start.to_string(), horizon_days: time.horizon, variants };
    serde_json::to_string_pretty(&document).map_err(Failure::system)
}
