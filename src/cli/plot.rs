//! `saule plot`

use std::{collections::BTreeSet, io::Write as _, path::PathBuf};

use clap::Args;
use rayon::prelude::*;
use saule::{
    charts::{self, Source},
    locale::Locale,
    model::chart::{ChartKind, Charts},
    results::{self, Stored, rows::About},
};

use super::{
    Done, Failure,
    picture::Picture,
    reporting::{Format, draw, shown},
};

/// Redraws the charts of a results folder from its numbers, without simulating
#[derive(Args)]
pub struct Plot {
    /// Folder of results: of a run, a sweep, a search, a sensitivity analysis or a comparison
    #[arg(value_name = "RESULTS")]
    results: PathBuf,
    /// Folder to draw into, instead of the folder `charts` of the results
    #[arg(long, value_name = "DIR")]
    output: Option<PathBuf>,
    #[command(flatten)]
    picture: Picture,
    /// Formats of the charts
    #[arg(long, value_name = "FORMATS", value_delimiter = ',', default_value = "svg,png")]
    formats: Vec<Format>,
    /// Language of what is read: en or fr
    #[arg(long, value_name = "LOCALE", default_value_t)]
    locale: Locale,
    /// Replace a folder given with --output
    #[arg(long)]
    force: bool,
    /// Do not say what was drawn
    #[arg(long, short)]
    quiet: bool,
}

impl Plot {
    /// Draws everything before anything is written.
    pub fn execute(&self) -> Result<Done, Failure> {
        if self.formats.contains(&Format::None) {
            return Err(Failure::input("--formats none leaves nothing to draw: choose from svg, png and pdf"));
        }
        let stored = results::open(&self.results)?;
        let source = Source::from(&stored);
        let start = about(&stored).map(|about| about.start.as_str()).or(match &stored {
            Stored::Comparison(comparison) => comparison.about.start.as_deref(),
            _ => None,
        });
        let wanted = self.picture.charts(source.charts(), &charts::usual_kinds(source), start)?;
        check_names(&stored, &wanted)?;
        check_histories(&stored, &self.picture.observed)?;
        let drawn = charts::draw(source, &wanted, self.locale);
        if drawn.is_empty() {
            return Err(nothing_drawn(source, &wanted));
        }
        let files: Result<Vec<_>, Failure> = drawn.par_iter().map(|chart| draw(chart, &self.formats)).collect();
        let files: Vec<(String, Vec<u8>)> = files?.into_iter().flatten().collect();
        let extensions: Vec<&str> = self.formats.iter().map(|format| format.extension()).collect();
        // All charts anew: what the old ones of these formats were called does not matter any more.
        let is_stale = |name: &str| extensions.iter().any(|extension| name.ends_with(extension));
        let keep = |name: &str| self.picture.is_choice() || !is_stale(name);
        let dir = results::redraw(&self.results, self.output.as_deref(), files, keep, self.force)?;
        if !self.quiet {
            let names: String = drawn.iter().map(|chart| format!("  {}\n", chart.name)).collect();
            write!(anstream::stdout(), "{names}\n{}\n", shown(&dir).display())?;
        }
        Ok(Done::Whole)
    }
}

/// What is known of the scenario, where the results know its variants.
fn about(stored: &Stored) -> Option<&About> {
    match stored {
        Stored::Run(results) => Some(&results.about),
        Stored::Sweep(sweep) => Some(&sweep.about),
        _ => None,
    }
}

/// Finds names that the results do not have.
fn check_names(stored: &Stored, wanted: &Charts) -> Result<(), Failure> {
    let Some(about) = about(stored) else { return Ok(()) };
    let variants: Vec<&str> = about.variants.iter().map(|variant| variant.name.as_str()).collect();
    let classes: Vec<&str> = about.classes.iter().map(|class| class.name.as_str()).collect();
    let stages: Vec<&str> = about.stages.iter().map(|stage| stage.name.as_str()).collect();
    let options = || wanted.wanted.iter().map(|request| &request.options).chain([&wanted.defaults]);
    for options in options() {
        options.variants.iter().flatten().try_for_each(|name| known("variant", name, &variants))?;
        options.class.iter().try_for_each(|name| known("class", name, &classes))?;
        options.stage.iter().try_for_each(|name| known("stage", name, &stages))?;
    }
    Ok(())
}

/// Finds recorded histories, as the command line names them, that a run does not have.
fn check_histories(stored: &Stored, wanted: &[String]) -> Result<(), Failure> {
    let Stored::Run(results) = stored else { return Ok(()) };
    let histories: BTreeSet<&str> = results.observed.iter().map(|row| row.name.as_str()).collect();
    let histories: Vec<&str> = histories.into_iter().collect();
    wanted.iter().filter(|name| *name != "none").try_for_each(|name| known("recorded history", name, &histories))
}

/// Errs if a name is not among those that the results have.
fn known(what: &str, name: &str, known: &[&str]) -> Result<(), Failure> {
    if known.contains(&name) {
        return Ok(());
    }
    let known = if known.is_empty() { "none".to_owned() } else { known.join(", ") };
    Err(Failure::input(format!("there is no {what} `{name}`: the results have {known}")))
}

/// Why there is no chart: the results are of another command, or have no rows of what is asked for.
fn nothing_drawn(source: Source, wanted: &Charts) -> Failure {
    let drawable = charts::kinds(source);
    let is_other = |kind: &ChartKind| !drawable.contains(kind);
    let asked: Vec<ChartKind> = wanted.wanted.iter().map(|request| request.kind).collect();
    let others: Vec<&str> = asked.iter().filter(|kind| is_other(kind)).map(|kind| kind.word()).collect();
    let kinds: Vec<&str> = drawable.iter().map(|kind| kind.word()).collect();
    if !others.is_empty() && others.len() == asked.len() {
        let (others, kinds) = (others.join(", "), kinds.join(", "));
        return Failure::input(format!("these results cannot be drawn as {others}: their kinds are {kinds}"));
    }
    if asked.is_empty() && !wanted.usual {
        let kinds = kinds.join(", ");
        return Failure::input(format!(
            "nothing to draw: none of the usual kinds of these results takes a metric ({kinds})"
        ));
    }
    let shown: Vec<String> = asked.iter().map(|kind| format!("\n{} shows {}", kind.word(), kind.meaning())).collect();
    Failure::input(format!("nothing to draw: the results have no rows of what is asked for{}", shown.concat()))
}
