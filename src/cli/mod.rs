//! What users type: one file per subcommand.

mod check;
mod compare;
mod completions;
mod contrasts;
mod ending;
mod explain;
mod explanation;
mod failure;
mod influence;
mod interrupt;
mod man;
mod merge;
mod new;
mod paragraph;
mod picture;
mod plot;
mod points;
mod progress;
mod report;
mod reporting;
mod run;
mod schema;
mod sensitivity;
mod simulation;
mod solve;
mod solve_summary;
mod summary;
mod summary_table;
mod sweep;

use clap::{Parser, Subcommand};
use colorchoice_clap::Color;

pub use failure::{Done, End, Failure};

/// What scripts can tell from how a command ends.
const EXIT_STATUS: &str = "Exit status: 0 if all went well; 1 if a target is missed or no answer is found, though all is \
                           written, and if the system refuses something; 2 if the input or the command line is wrong, \
                           and nothing is written; 130 after an interrupt";

/// Monte Carlo simulation of petition thresholds and response queues
#[derive(Parser)]
#[command(name = "saule", version, propagate_version = true, max_term_width = 100, after_help = EXIT_STATUS)]
pub struct Arguments {
    /// When to use colour
    #[command(flatten)]
    pub color: Color,
    /// What to do
    #[command(subcommand)]
    pub command: Command,
}

/// The subcommands
#[derive(Subcommand)]
pub enum Command {
    /// Start a scenario: a small one with comments, or one of those that come with saule
    New(new::New),
    /// Simulate every variant of a scenario and write tables and charts
    Run(run::Run),
    /// Simulate a scenario at every combination of values of some keys
    Sweep(sweep::Sweep),
    /// Find the smallest or largest value of a key at which targets hold
    Solve(solve::Solve),
    /// Add up the shards of a run or sweep that was split with --shard
    Merge(merge::Merge),
    /// Find which values of a scenario matter most: tornado and Sobol indices
    Sensitivity(sensitivity::SensitivityCommand),
    /// Hold results folders against the first of them
    Compare(compare::Compare),
    /// Redraw the charts of a results folder, without simulating
    Plot(plot::Plot),
    /// Write the report of a results folder anew, without simulating
    Report(report::Report),
    /// Report every problem of scenario files, and run nothing
    Check(check::Check),
    /// Say in plain words, before any simulation, what theory expects
    Explain(explain::Explain),
    /// Print the JSON Schema of scenario files, for editors
    Schema(schema::Schema),
    /// Print a script that completes saule's command line in a shell
    Completions(completions::Completions),
    /// Print the manual page, or write one for each subcommand
    Man(man::ManPages),
}

/// Carries out a subcommand.
pub fn dispatch(command: &Command) -> Result<Done, Failure> {
    match command {
        Command::New(new) => new.execute(),
        Command::Run(run) => run.execute(),
        Command::Sweep(sweep) => sweep.execute(),
        Command::Solve(solve) => solve.execute(),
        Command::Merge(merge) => merge.execute(),
        Command::Sensitivity(sensitivity) => sensitivity.execute(),
        Command::Compare(compare) => compare.execute(),
        Command::Plot(plot) => plot.execute(),
        Command::Report(report) => report.execute(),
        Command::Check(check) => check.execute(),
        Command::Explain(explain) => explain.execute(),
        Command::Schema(schema) => schema.execute(),
        Command::Completions(completions) => completions.execute(),
        Command::Man(man) => man.execute(),
    }
}
