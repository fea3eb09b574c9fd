//! `saule merge`

use std::path::PathBuf;

use clap::Args;
use saule::{
    results::{self, Content, Destination, REPLICATIONS_CSV, ReplicationsFile},
    shards::{self, Merged, sweep},
};

use super::{
    Done, Failure, check,
    reporting::Reporting,
    simulation::{command_line, provenance},
};

/// Adds up the shards of a run or sweep, and writes what the whole would have written
#[derive(Args)]
pub struct Merge {
    /// Folders made with --shard I/N, or the shard.bin files in them, in any order
    #[arg(value_name = "SHARDS", required = true)]
    shards: Vec<PathBuf>,
    /// Folder of the results
    #[arg(long, value_name = "DIR")]
    output: PathBuf,
    #[command(flatten)]
    reporting: Reporting,
}

impl Merge {
    /// Checks all shards before anything is written.
    pub fn execute(&self) -> Result<Done, Failure> {
        self.reporting.check()?;
        if self.shards.iter().any(|shard| sweep::is_sweep(shard)) {
            return self.sweep();
        }
        let merged = shards::merge(&self.shards).map_err(|refused| Failure::Input(refused.to_string()))?;
        let destination =
            Destination::check_merge(&self.output, &merged.header.made_by, &self.shards, self.reporting.force)?;
        if !self.reporting.quiet {
            check::print_warnings(&merged.loaded.warnings);
        }
        let table = merged.header.kept.is_some().then(|| replications(&merged, &destination)).transpose()?;
        let Merged { header, loaded, layout, collector, .. } = merged;
        let provenance = provenance(&header.scenario_hash, header.seed, header.replications, true);
        let results = results::tabulate(&loaded.scenario, &layout, collector, provenance);
        let files = table.into_iter().collect();
        self.reporting.report(&results, &loaded.resolved, &destination, files)?;
        Ok(if results.meets_targets() { Done::Whole } else { Done::Missed })
    }
}

impl Merge {
    /// Adds up the shards of a sweep.
    fn sweep(&self) -> Result<Done, Failure> {
        let mut state = sweep::merge(&self.shards).map_err(|refused| Failure::Input(refused.to_string()))?;
        let destination =
            Destination::check_merge(&self.output, &state.header.made_by, &self.shards, self.reporting.force)?;
        state.about.provenance.command = command_line();
        self.reporting.report_sweep(&state, &destination)?;
        Ok(Done::Whole)
    }
}

/// The tables of single replications, one after the other.
fn replications(merged: &Merged, destination: &Destination) -> Result<(String, Content<'static>), Failure> {
    let mut table: ReplicationsFile = destination.replications()?;
    for (shard, kept) in merged.parts.iter().filter_map(|(shard, kept)| Some((shard, kept.as_ref()?))) {
        let refuse = |problem| Failure::input(format!("{}: {problem}", shard.display()));
        table.append(shard, kept).map_err(refuse)?;
    }
    Ok((REPLICATIONS_CSV.into(), table.finish()?.0))
}
