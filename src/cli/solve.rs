//! `saule solve`

use std::{path::PathBuf, slice};

use clap::{Args, ValueEnum};
use saule::{
    charts::Source,
    experiment::{self, Candidates, Control, Found, Stopped, Task, Tried},
    results::{self, Destination, SolveAbout, SolveRow, Solved},
    scenario::{
        self, Files, Loaded, Options,
        variation::{self, Use, Value, Variation},
    },
};

use super::{
    Done, Failure, check, interrupt, progress,
    reporting::{Reporting, scenario_files},
    simulation::{Simulation, default_output, provenance},
    solve_summary,
};

/// Finds the smallest or largest value of a key at which targets hold, with the confidence asked for
#[derive(Args)]
pub struct Solve {
    /// Scenario file
    #[arg(value_name = "SCENARIO")]
    scenario: PathBuf,
    /// The key and the values that it may take, as in stages.desk.staff=1..20
    #[arg(long, value_name = "VARIATION")]
    vary: String,
    /// What has to hold, as in "backlog.max.p95 <= 20"; may be repeated [default: the targets of the scenario]
    #[arg(long, value_name = "CONDITION")]
    target: Vec<String>,
    /// Find the largest value, not the smallest
    #[arg(long)]
    largest: bool,
    /// Probability with which no comparison of the search is wrong
    #[arg(long, value_name = "SHARE", default_value_t = 0.95)]
    confidence: f64,
    /// Way through the values
    #[arg(long, value_enum, value_name = "SEARCH", default_value_t = Search::Auto)]
    search: Search,
    /// Folder of the results [default: output/NAME-solve]
    #[arg(long, value_name = "DIR")]
    output: Option<PathBuf>,
    #[command(flatten)]
    simulation: Simulation,
    #[command(flatten)]
    reporting: Reporting,
}

/// A way through the values
#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Search {
    /// Bisection, unless a first look at values across the range speaks against it
    Auto,
    /// Bisection: what holds at a value is known to hold at all beyond it
    Bisection,
    /// All values side by side, until each is decided
    Elimination,
}

/// What is to be solved, valid.
struct Problem {
    path: PathBuf,
    files: Files,
    base: Loaded,
    options: Options,
    variation: Variation,
    /// In the order of preference.
    values: Vec<Value>,
}

impl Solve {
    /// Checks everything first, then searches.
    pub fn execute(&self) -> Result<Done, Failure> {
        self.simulation.start_threads()?;
        self.reporting.check()?;
        let problem = self.prepare()?;
        let default = || default_output(&self.scenario, "solve");
        let dir = self.output.clone().unwrap_or_else(default);
        let destination = Destination::check(&dir, "solve", &self.scenario, self.reporting.force)?;
        let stop = interrupt::listen()?;
        let task = self.task(&problem);
        let most = task.budget * task.values as u64;
        let bar = progress::bar(&problem.base.scenario.title, most, self.reporting.quiet);
        let control = Control { progress: &|_| bar.tick(), stop };
        let load = |place: usize| problem.load(place);
        let searched = Candidates::new(&load, &control).search(&task);
        bar.finish_and_clear();
        match searched {
            Ok((found, tried)) => self.conclude(&problem, &task, &found, &tried, &destination),
            Err(Stopped::Interrupted) => {
                self.reporting.say_interrupted("nothing is kept of a search that is not finished");
                Ok(Done::Interrupted)
            }
            Err(Stopped::Invalid(report)) => Err(Failure::Input(check::render(&report))),
            Err(Stopped::Failed(error)) => Err(Failure::system(error)),
        }
    }

    fn prepare(&self) -> Result<Problem, Failure> {
        if !(self.confidence > 0.0 && self.confidence < 1.0) {
            return Err(Failure::input("--confidence is a share between 0 and 1, as in 0.95"));
        }
        let refuse = |report: scenario::Report| Failure::Input(check::render(&report));
        let variation = variation::variations(std::slice::from_ref(&self.vary), Use::Values).map_err(refuse)?;
        let Some(variation) = variation.into_iter().next() else {
            return Err(Failure::input("--vary names the key to be searched"));
        };
        let mut options = Options { targets: self.target.clone(), ..self.simulation.options() };
        let files = Files::default();
        let base = files.load(&self.scenario, &options).map_err(refuse)?;
        if base.scenario.targets.is_empty() {
            let example = "--target \"backlog.max.p95 <= 20\"";
            return Err(Failure::input(format!("no target is given, and the scenario has none: add {example}")));
        }
        let variants = &base.scenario.variants;
        if variants.len() > 1 && !options.variants.is_empty() {
            return Err(Failure::input("solve answers for one variant: give --variant once"));
        }
        if variants.len() > 1 {
            options.variants = vec![variants[base.scenario.baseline].name.clone()];
        }
        let mut values = variation.values.clone();
        values.sort_by(|a, b| a.number.partial_cmp(&b.number).unwrap_or(std::cmp::Ordering::Equal));
        if self.largest {
            values.reverse();
        }
        let problem = Problem { path: self.scenario.clone(), files, base, options, variation, values };
        // The ends at least are tried before anything is simulated.
        for place in [0, problem.values.len().saturating_sub(1)] {
            let loaded = problem.load(place).map_err(refuse)?;
            if place == 0 && !self.reporting.quiet {
                check::print_warnings(&loaded.warnings);
            }
        }
        Ok(problem)
    }

    fn task(&self, problem: &Problem) -> Task {
        let comparisons = |goal: &saule::model::Goal| goal.probability.map_or(goal.comparisons.len(), |_| 1);
        Task {
            values: problem.values.len(),
            comparisons: problem.base.scenario.targets.iter().map(comparisons).sum(),
            budget: problem.base.scenario.replications,
            confidence: self.confidence,
            manner: match self.search {
                Search::Auto => experiment::Manner::Auto,
                Search::Bisection => experiment::Manner::Bisection,
                Search::Elimination => experiment::Manner::Elimination,
            },
        }
    }

    /// Writes and prints what was found.
    fn conclude(
        &self,
        problem: &Problem,
        task: &Task,
        found: &Found,
        tried: &[Tried],
        destination: &Destination,
    ) -> Result<Done, Failure> {
        let refuse = |report: scenario::Report| Failure::Input(check::render(&report));
        let point = found.answer.map(|place| problem.load(place)).transpose().map_err(refuse)?;
        let resolved = &point.as_ref().unwrap_or(&problem.base).resolved;
        let solved = Solved { about: self.about(problem, task, found, tried), rows: problem.rows(found, tried) };
        let mut files = solved.files(destination.made_by());
        files.extend(scenario_files(resolved));
        files.extend(self.reporting.pages(Source::Solve(&solved), slice::from_ref(&resolved.text))?);
        let dir = destination.place(true, files)?;
        self.reporting.conclude(&dir, |ending| solve_summary::text(&solved, ending))?;
        Ok(if found.answer.is_some() { Done::Whole } else { Done::Missed })
    }

    fn about(&self, problem: &Problem, task: &Task, found: &Found, tried: &[Tried]) -> SolveAbout {
        let base = &problem.base;
        let hash = &base.resolved.hash;
        let targets = base.scenario.targets.iter().map(|goal| match goal.probability {
            Some(probability) => format!("share of runs with {} >= {probability}", goal.text),
            None => goal.text.clone(),
        });
        let shown = |place: usize| problem.values[place].shown.clone();
        SolveAbout {
            title: base.scenario.title.clone(),
            variant: base.scenario.variants[base.scenario.baseline].name.clone(),
            path: problem.variation.path.clone(),
            wanted: if self.largest { "largest" } else { "smallest" }.into(),
            targets: targets.collect(),
            answer: found.answer.map(shown),
            undecided: found.undecided.iter().copied().map(shown).collect(),
            confidence: self.confidence,
            interval_level: found.level,
            search: match found.manner {
                experiment::Manner::Elimination => "elimination".into(),
                _ => "bisection".into(),
            },
            declared_monotone: self.search == Search::Bisection,
            values: task.values as u64,
            charts: base.scenario.charts.clone(),
            replications_spent: tried.iter().map(|tried| tried.replications).sum(),
            provenance: provenance(hash, base.scenario.seed, task.budget, true),
        }
    }
}

impl Problem {
    /// The scenario with the value at a place.
    fn load(&self, place: usize) -> Result<Loaded, scenario::Report> {
        let vary = vec![self.variation.assignment(&self.values[place])];
        self.files.load(&self.path, &Options { vary, ..self.options.clone() })
    }

    /// What was tried, from the smallest value to the largest.
    fn rows(&self, found: &Found, tried: &[Tried]) -> Vec<SolveRow> {
        let mut tried: Vec<&Tried> = tried.iter().collect();
        let number = |tried: &Tried| self.values[tried.place].number;
        tried.sort_by(|a, b| number(a).partial_cmp(&number(b)).unwrap_or(std::cmp::Ordering::Equal));
        let mut rows = Vec::new();
        for value in tried {
            let Value { shown, number, .. } = &self.values[value.place];
            for (goal, judgements) in self.base.scenario.targets.iter().zip(&value.judgements) {
                rows.extend(judgements.iter().map(|judgement| {
                    let interval = judgement.estimate.and_then(|estimate| estimate.interval);
                    SolveRow {
                        setting: shown.clone(),
                        number: *number,
                        target: goal.name.clone(),
                        condition: judgement.text.clone(),
                        value: judgement.estimate.map(|estimate| estimate.value),
                        ci_low: interval.map(|ends| ends.0),
                        ci_high: interval.map(|ends| ends.1),
                        bound: judgement.bound,
                        met: results::met(judgement.verdict).into(),
                        replications: value.replications,
                        answer: if found.answer == Some(value.place) { "yes" } else { "no" }.into(),
                    }
                }));
            }
        }
        rows
    }
}
