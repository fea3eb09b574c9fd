//! `saule sensitivity`

use std::{
    path::PathBuf,
    slice,
    sync::atomic::{AtomicBool, Ordering},
};

use clap::Args;
use saule::{
    charts::Source,
    engine::{KnownGrowth, Layout},
    experiment::{
        Experiment, point,
        sensitivity::{MOST_INPUTS, MOST_SAMPLES, Samples},
        tornado,
    },
    model::{Model, Reading, Scenario},
    results::{
        Destination,
        sensitivity::{Input, Sensitivity, SensitivityAbout, SensitivityRow},
    },
    scenario::{
        self, Files, Loaded, Options,
        variation::{self, Interval, Use, Value, Variation},
    },
    statistics::{Confidence, Estimate, LEVEL},
};

use super::{
    Done, End, Failure, check, influence, interrupt, progress,
    reporting::{Reporting, scenario_files},
    simulation::{Simulation, default_output, provenance},
};

/// Finds which values of a scenario matter most, by a tornado and Sobol indices
#[derive(Args)]
pub struct SensitivityCommand {
    /// Scenario file
    #[arg(value_name = "SCENARIO")]
    scenario: PathBuf,
    /// A value and the range in which it may lie, as in stages.drafting.staff=2..6; repeat it for more values
    #[arg(long, value_name = "PATH=LOW..HIGH", required = true)]
    vary: Vec<String>,
    /// The statistic to explain
    #[arg(long, value_name = "METRIC", default_value = "backlog.mean")]
    metric: String,
    /// Rows N of the samples behind the Sobol indices: N × (number of values + 2) points are simulated
    #[arg(long, value_name = "N", default_value_t = 128,
          value_parser = clap::value_parser!(u64).range(2..=MOST_SAMPLES as u64))]
    samples: u64,
    /// Folder of the results [default: output/NAME-sensitivity]
    #[arg(long, value_name = "DIR")]
    output: Option<PathBuf>,
    #[command(flatten)]
    simulation: Simulation,
    #[command(flatten)]
    reporting: Reporting,
}

/// Why points cannot be compared.
const OBSERVED: &str = "--vary changes what is observed (classes, stages, horizon or `observe`): vary other values";

/// What is varied, and what is read.
struct Study {
    variations: Vec<(Variation, Interval)>,
    files: Files,
    options: Options,
    base: Loaded,
    reading: Reading,
}

impl SensitivityCommand {
    /// Checks both ends of every range before anything is simulated.
    pub fn execute(&self) -> Result<Done, Failure> {
        self.simulation.start_threads()?;
        self.reporting.check()?;
        let study = self.study()?;
        let default = || default_output(&self.scenario, "sensitivity");
        let output = self.output.clone().unwrap_or_else(default);
        let destination = Destination::check(&output, "sensitivity", &self.scenario, self.reporting.force)?;
        let together = self.both_ends(&study)?;
        if !self.reporting.quiet {
            check::print_warnings(&study.base.warnings);
        }
        let stop = interrupt::listen()?;
        let analysis = match self.analyse(&study, &together, stop) {
            Ok(analysis) => analysis,
            Err(End::Interrupted) => {
                self.reporting.say_interrupted("nothing is kept of an analysis that is not finished");
                return Ok(Done::Interrupted);
            }
            Err(End::Failed(failure)) => return Err(failure),
        };
        let mut files = analysis.files(destination.made_by());
        files.extend(scenario_files(&study.base.resolved));
        let scenario = slice::from_ref(&study.base.resolved.text);
        files.extend(self.reporting.pages(Source::Sensitivity(&analysis), scenario)?);
        let dir = destination.place(true, files)?;
        self.reporting.conclude(&dir, |ending| influence::text(&analysis, ending))?;
        Ok(Done::Whole)
    }

    /// Reads the scenario with the metric, and the ranges; of several variants, only the baseline is kept.
    fn study(&self) -> Result<Study, Failure> {
        let refuse = |report: scenario::Report| Failure::Input(check::render(&report));
        let variations = variation::variations(&self.vary, Use::Interval).map_err(refuse)?;
        if variations.len() > MOST_INPUTS {
            return Err(Failure::input(format!(
                "--vary is given {} times: {MOST_INPUTS} is the most",
                variations.len()
            )));
        }
        let mut options = Options { metric: Some(self.metric.clone()), ..self.simulation.options() };
        if options.variants.len() > 1 {
            return Err(Failure::input("one variant is varied: give --variant once"));
        }
        let files = Files::default();
        let all = files.load(&self.scenario, &options).map_err(refuse)?;
        let Scenario { variants, baseline, .. } = &all.scenario;
        options.variants = vec![variants[*baseline].name.clone()];
        let mut base = files.load(&self.scenario, &options).map_err(refuse)?;
        // A run that may end early has a number of replications that differs from point to point.
        if let Some(precision) = base.scenario.precision.take() {
            base.scenario.replications = precision.minimum;
        }
        let reading = base.scenario.targets.first().and_then(|goal| goal.comparisons.first());
        let Some(reading) = reading.map(|comparison| comparison.reading.clone()) else {
            return Err(Failure::input(format!("--metric {} is not a statistic", self.metric)));
        };
        let with_interval = |variation: Variation| variation.interval.clone().map(|interval| (variation, interval));
        let variations = variations.into_iter().filter_map(with_interval).collect();
        Ok(Study { variations, files, options, base, reading })
    }

    /// The base, and each value at either end, as variants of one scenario.
    fn both_ends(&self, study: &Study) -> Result<Scenario, Failure> {
        let mut models = Vec::new();
        for (variation, interval) in &study.variations {
            for share in [0.0, 1.0] {
                models.push(self.model(study, &[(variation, interval.at(share))])?);
            }
        }
        tornado::side_by_side(&study.base.scenario, models).ok_or_else(|| Failure::input(OBSERVED))
    }

    /// The scenario's model with some values set.
    fn model(&self, study: &Study, values: &[(&Variation, Value)]) -> Result<Model, Failure> {
        let vary = values.iter().map(|(variation, value)| variation.assignment(value)).collect();
        let options = Options { vary, ..study.options.clone() };
        let wrong = |report: scenario::Report| Failure::Input(check::render(&report));
        let loaded = study.files.load(&self.scenario, &options).map_err(wrong)?;
        let mut variants = loaded.scenario.variants;
        Ok(variants.swap_remove(loaded.scenario.baseline).model)
    }

    /// Simulates: the tornado's variants side by side, then the points of the Sobol indices, several at a time.
    fn analyse(&self, study: &Study, together: &Scenario, stop: &AtomicBool) -> Result<Sensitivity, End> {
        let (replications, seed) = (study.base.scenario.replications, study.base.scenario.seed);
        let samples = Samples::new(study.variations.len(), self.samples as usize, seed);
        let points = samples.points();
        let title = &study.base.scenario.title;
        let bar = progress::bar(title, (points as u64 + 1) * replications, self.reporting.quiet);
        let known = KnownGrowth::default();
        let ends = point::runs(together, &known, stop, &|| bar.inc(1)).ok_or(End::Interrupted)?;
        let mut rows = self.tornado_rows(study, &ends);
        let mut estimates = vec![None; points];
        let visit = |&number: &usize| self.response(study, &samples.point(number), (&ends.layout, &known), stop);
        let take = |number: usize, estimate| {
            bar.inc(replications);
            estimates[number] = Some(estimate);
            Ok(())
        };
        point::each((0..points).collect(), replications, visit, take)?;
        bar.finish_and_clear();
        let estimates: Vec<Estimate> = estimates.into_iter().flatten().collect();
        let mut confidence = Confidence::new(LEVEL);
        let errors = estimates.iter().filter_map(|estimate| standard_error(estimate, replications, &mut confidence));
        let noise: Vec<f64> = errors.collect();
        let values: Vec<f64> = estimates.iter().map(|estimate| estimate.value).collect();
        let found = samples.indices(&values);
        let variance = found.as_ref().map(|indices| indices.variance);
        if let Some(indices) = found {
            for (quantity, estimates) in [("first", indices.first), ("total", indices.total)] {
                let named = study.variations.iter().zip(estimates);
                rows.extend(named.map(|((variation, _), estimate)| {
                    SensitivityRow::new("sobol", &variation.path, quantity, "", Some(estimate))
                }));
            }
        }
        let mean_square = noise.iter().map(|error| error * error).sum::<f64>() / noise.len().max(1) as f64;
        let about = SensitivityAbout {
            title: title.clone(),
            variant: study.base.scenario.variants[study.base.scenario.baseline].name.clone(),
            metric: study.reading.text.clone(),
            inputs: study.variations.iter().map(input).collect(),
            charts: study.base.scenario.charts.clone(),
            samples: self.samples,
            points: points as u64,
            variance,
            noise_share: variance.filter(|_| !noise.is_empty()).map(|variance| mean_square / variance),
            provenance: provenance(&study.base.resolved.hash, seed, replications, true),
        };
        Ok(Sensitivity { about, rows })
    }

    /// The statistic with every value at a share of its range.
    fn response(
        &self,
        study: &Study,
        shares: &[f64],
        (layout, known): (&Layout, &KnownGrowth),
        stop: &AtomicBool,
    ) -> Result<Estimate, End> {
        let Scenario { seed, replications, .. } = study.base.scenario;
        let set: Vec<(&Variation, Value)> =
            study.variations.iter().zip(shares).map(|((path, range), &share)| (path, range.at(share))).collect();
        let model = self.model(study, &set)?;
        if Layout::new(&model) != *layout {
            return Err(Failure::input(OBSERVED).into());
        }
        let found = point::estimate(&model, known, (seed, replications), &study.reading, stop);
        if stop.load(Ordering::Relaxed) {
            return Err(End::Interrupted);
        }
        found.ok_or_else(|| no_value(&self.metric, &set).into())
    }

    fn tornado_rows(&self, study: &Study, experiment: &Experiment) -> Vec<SensitivityRow> {
        let row = |path: &str, quantity: &str, at: &str, estimate| {
            SensitivityRow::new("tornado", path, quantity, at, estimate)
        };
        let mut rows = vec![row("", "base", "", tornado::estimates(experiment, 0, &study.reading).0)];
        for (index, (variation, interval)) in study.variations.iter().enumerate() {
            for (end, (name, share)) in [("low", 0.0), ("high", 1.0)].into_iter().enumerate() {
                let at = interval.at(share).shown;
                let (value, difference) = tornado::estimates(experiment, 1 + 2 * index + end, &study.reading);
                rows.push(row(&variation.path, name, &at, value));
                rows.push(row(&variation.path, &format!("{name}_difference"), &at, difference));
            }
        }
        rows
    }
}

fn input((variation, interval): &(Variation, Interval)) -> Input {
    let at = |share| interval.at(share).shown;
    Input { path: variation.path.clone(), low: at(0.0), high: at(1.0) }
}

/// That of a mean over replications, from its interval; `None` without one.
fn standard_error(estimate: &Estimate, replications: u64, confidence: &mut Confidence) -> Option<f64> {
    let (low, high) = estimate.interval?;
    Some((high - low) / 2.0 / confidence.student(replications.saturating_sub(1).max(1)))
}

fn no_value(metric: &str, set: &[(&Variation, Value)]) -> Failure {
    let values: Vec<String> = set.iter().map(|(path, value)| format!("{}={}", path.path, value.shown)).collect();
    Failure::input(format!(
        "`{metric}` has no value in any replication at {}: explain a statistic that always has one, or narrow the ranges",
        values.join(", ")
    ))
}
