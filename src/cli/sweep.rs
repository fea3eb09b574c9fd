//! `saule sweep`

use std::{
    collections::BTreeSet,
    io::Write as _,
    path::PathBuf,
    sync::atomic::AtomicBool,
    time::{Duration, Instant},
};

use clap::{Args, ValueEnum};
use rayon::prelude::*;
use saule::{
    PROGRAM,
    engine::KnownGrowth,
    experiment::{
        Experiment,
        design::{self, Design, MOST_POINTS, MOST_RANGES, Point},
        point,
    },
    model::{Scenario, WithinRun},
    results::{
        self, Destination,
        points::PointRows,
        rows::SummaryRow,
        sweep::{Drawn, Factor, FactorKind, Plan, Setting, risk_rows},
    },
    scenario::{
        self, Files, Loaded,
        variation::{self, Scale, Unit, Use, Variation},
    },
    shards::{
        self, Slice,
        sweep::{Header, State},
    },
    statistics::TIME_STATISTICS,
};

use super::{
    Done, End, Failure, check, interrupt, progress,
    reporting::{Reporting, said, shown},
    simulation::{Simulation, default_output, output_of, provenance},
};

/// What is drawn unless something else is asked for.
const BACKLOG: &str = "backlog.end";

/// The state is stored after a point if the last time is longer ago, so that little is lost whatever happens.
const STORE_EVERY: Duration = Duration::from_secs(30);

/// Why no point can end when it is precise.
const PRECISION: &str =
    "every point of a sweep has the same replications: give --replications in place of the precision";

/// Simulates a scenario at every combination of values of some keys, or at a sample of points
///
/// Points that an interrupted sweep has finished are taken from DIR.partial when it is run again.
#[derive(Args)]
pub struct Sweep {
    /// Scenario file
    #[arg(value_name = "SCENARIO")]
    scenario: PathBuf,
    /// Values of a key: a list (stages.drafting.staff=2,4,8), a range with a step (…=2..10 step 2), or values by equal
    /// ratios (…=1000..100000 log 9); may be repeated
    #[arg(long, value_name = "PATH=VALUES", required = true)]
    vary: Vec<String>,
    /// Estimate the probability that a run meets this condition, as in "backlog.max > 50"
    #[arg(long, value_name = "CONDITION")]
    risk: Option<String>,
    /// What charts draw [default: what --risk compares, else backlog.end]
    #[arg(long, value_name = "METRIC.STATISTIC")]
    metric: Option<String>,
    /// Simulate a sample of so many points within the ranges, in place of every combination
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u64).range(1..=MOST_POINTS as u64))]
    samples: Option<u64>,
    /// How a sample is spread over the ranges
    #[arg(long, value_name = "DESIGN", default_value = "latin", requires = "samples")]
    design: Sampling,
    /// Folder of the results [default: output/NAME-sweep]
    #[arg(long, value_name = "DIR")]
    output: Option<PathBuf>,
    #[command(flatten)]
    simulation: Simulation,
    /// Simulate the I-th of N parts of the points only, into DIR-shard-I-of-N, for `saule merge`
    #[arg(long, value_name = "I/N", conflicts_with = "json")]
    shard: Option<Slice>,
    #[command(flatten)]
    reporting: Reporting,
}

/// A sampled design
#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Sampling {
    /// Latin hypercube: one point in each of N equal parts of each range
    Latin,
    /// Sobol' points, scrambled: best with a power of two
    Sobol,
}

/// A sweep that is ready to run.
struct Job {
    base: Loaded,
    variations: Vec<Variation>,
    points: Vec<Point>,
    destination: Destination,
    state: State,
    /// Whether DIR.partial has nothing but points of this sweep, so that it may be removed at the end.
    is_partial_ours: bool,
}

impl Sweep {
    /// Checks every point first, then simulates them, some at a time.
    pub fn execute(&self) -> Result<Done, Failure> {
        self.simulation.start_threads()?;
        self.reporting.check()?;
        let mut job = self.prepare()?;
        let stop = interrupt::listen()?;
        match self.simulate(&mut job, stop) {
            Ok(()) => (),
            Err(End::Interrupted) => {
                let done = job.state.keys.iter().filter(|key| job.state.done.contains(key)).count();
                if done > 0 {
                    let partial = store(&job.destination, &job.state, false)?;
                    let (of, partial) = (job.state.keys.len(), shown(&partial).display());
                    self.reporting.say_interrupted(&format!(
                        "{done} of {of} points are kept in {partial}, and the same command goes on from there"
                    ));
                } else {
                    self.reporting.say_interrupted("no point was finished");
                }
                return Ok(Done::Interrupted);
            }
            Err(End::Failed(failure)) => return Err(failure),
        }
        self.conclude(&job)?;
        if job.is_partial_ours && job.destination.partial().exists() {
            job.destination.remove_partial()?;
        }
        Ok(Done::Whole)
    }

    fn prepare(&self) -> Result<Job, Failure> {
        let wrong = |report: scenario::Report| Failure::Input(check::render(&report));
        let options = self.simulation.options();
        let what_for = if self.samples.is_some() { Use::Interval } else { Use::Values };
        let variations = variation::variations(&self.vary, what_for).map_err(wrong)?;
        let files = Files::default();
        let base = files.load(&self.scenario, &options).map_err(wrong)?;
        if base.scenario.precision.is_some() {
            return Err(Failure::input(PRECISION));
        }
        let risk = scenario::Options { risk: self.risk.clone(), ..options.clone() };
        let metric = self.metric.clone().or_else(|| self.risk.is_none().then(|| BACKLOG.to_owned()));
        let metric = scenario::Options { metric, ..options };
        let asked = files.load(&self.scenario, &risk).map_err(wrong)?;
        let drawn =
            drawn(&if metric.metric.is_some() { files.load(&self.scenario, &metric).map_err(wrong)? } else { asked });
        if !self.reporting.quiet {
            check::print_warnings(&base.warnings);
        }
        let destination = Destination::check(&self.output_for(), "sweep", &self.scenario, self.reporting.force)?;
        let points = self.points(&variations, base.scenario.seed)?;
        let keys = self.keys(&files, &base, &variations, &points)?;
        let plan = self.plan(&variations, &points, drawn);
        let (state, is_partial_ours) = self.state(&base, plan, keys, &destination);
        Ok(Job { base, variations, points, destination, state, is_partial_ours })
    }

    fn output_for(&self) -> PathBuf {
        let default = || default_output(&self.scenario, "sweep");
        output_of(self.shard, self.output.clone().unwrap_or_else(default))
    }

    fn points(&self, variations: &[Variation], seed: u64) -> Result<Vec<Point>, Failure> {
        let Some(count) = self.samples else { return design::grid(variations).map_err(Failure::input) };
        if variations.len() > MOST_RANGES {
            return Err(Failure::input(format!("these are more than {MOST_RANGES} ranges to sample: vary fewer keys")));
        }
        Ok(design::sampled(variations, count as usize, self.sampled_design(), seed))
    }

    fn sampled_design(&self) -> Design {
        match self.design {
            _ if self.samples.is_none() => Design::Grid,
            Sampling::Latin => Design::Latin,
            Sampling::Sobol => Design::Sobol,
        }
    }

    /// The hashes of all points, so that none is simulated before all are valid.
    fn keys(
        &self,
        files: &Files,
        base: &Loaded,
        variations: &[Variation],
        points: &[Point],
    ) -> Result<Vec<String>, Failure> {
        let key = |point: &Point| match self.at(base, variations, point) {
            Ok(loaded) if loaded.scenario.precision.is_some() => Err(Failure::input(PRECISION)),
            Ok(loaded) => Ok(loaded.resolved.hash),
            Err(report) => {
                // The file itself shows better what is wrong than its resolved form.
                let vary = assignments(variations, point);
                let options = scenario::Options { vary, ..self.simulation.options() };
                let report = files.load(&self.scenario, &options).err().unwrap_or(report);
                Err(Failure::Input(check::render(&report)))
            }
        };
        let keys: Vec<Result<String, Failure>> = points.par_iter().map(key).collect();
        keys.into_iter().collect()
    }

    /// The scenario at a point.
    fn at(&self, base: &Loaded, variations: &[Variation], point: &Point) -> Result<Loaded, scenario::Report> {
        scenario::vary(&base.resolved, assignments(variations, point), self.risk.clone())
    }

    fn plan(&self, variations: &[Variation], points: &[Point], drawn: Drawn) -> Plan {
        let settings = |point: &Point| {
            point.iter().map(|value| Setting { shown: value.shown.clone(), number: value.number }).collect()
        };
        Plan {
            design: self.sampled_design(),
            factors: variations.iter().map(factor).collect(),
            points: points.iter().map(settings).collect(),
            drawn,
            risk: self.risk.as_ref().map(|risk| risk.trim().to_owned()),
        }
    }

    /// The state to begin with: what an interrupted sweep has finished counts, point by point. True if it has no others.
    fn state(&self, base: &Loaded, plan: Plan, keys: Vec<String>, destination: &Destination) -> (State, bool) {
        let slice = self.shard.unwrap_or(Slice::WHOLE);
        let part = slice.of(keys.len() as u64);
        let partial = destination.partial();
        let mut done = match shards::sweep::read(&partial) {
            Ok(state) => state.done,
            Err(shards::Error::Missing) => PointRows::default(),
            Err(problem) => {
                let partial = shown(&partial).display();
                // If standard error is gone, nobody reads warnings either.
                let _ = writeln!(anstream::stderr(), "warning: {partial} is not used: {problem}");
                PointRows::default()
            }
        };
        let wanted: BTreeSet<&str> = keys.iter().map(String::as_str).collect();
        let is_partial_ours = done.all(|key| wanted.contains(key));
        done.retain(|key| wanted.contains(key));
        let scenario = &base.scenario;
        let provenance = provenance(&base.resolved.hash, scenario.seed, scenario.replications, true);
        let state = State {
            header: Header {
                program: PROGRAM.into(),
                made_by: destination.made_by().into(),
                slice,
                points: keys.len() as u64,
            },
            about: results::overview(scenario, provenance),
            plan,
            resolved: base.resolved.clone(),
            done,
            keys: keys[part.start as usize..part.end as usize].to_vec(),
        };
        (state, is_partial_ours)
    }

    /// Simulates the points that are still to do, some at a time.
    fn simulate(&self, job: &mut Job, stop: &AtomicBool) -> Result<(), End> {
        let Job { base, variations, points, destination, state, is_partial_ours } = job;
        let part = state.header.slice.of(state.header.points);
        let replications = base.scenario.replications;
        let bar = progress::bar(&base.scenario.title, replications * (part.end - part.start), self.reporting.quiet);
        // Values that are rounded may be those of another point.
        let mut seen = BTreeSet::new();
        let keys = (part.start..part.end).zip(&state.keys);
        let to_do: Vec<(usize, String)> = keys
            .filter(|(_, key)| !state.done.contains(key) && seen.insert(*key))
            .map(|(index, key)| (index as usize, key.clone()))
            .collect();
        bar.set_position(replications * (part.end - part.start - to_do.len() as u64));
        let known = KnownGrowth::default();
        let simulate = |&(index, _): &(usize, String)| -> Result<Vec<SummaryRow>, End> {
            let wrong = |report: scenario::Report| Failure::Input(check::render(&report));
            let loaded = self.at(base, variations, &points[index]).map_err(wrong)?;
            let experiment = point::runs(&loaded.scenario, &known, stop, &|| bar.inc(1)).ok_or(End::Interrupted)?;
            Ok(rows(&loaded.scenario, &experiment, self.risk.is_some()))
        };
        let mut stored = Instant::now();
        let keep = |(_, key), rows| {
            state.done.put(key, rows);
            if stored.elapsed() > STORE_EVERY && !state.is_complete() {
                store(destination, state, false)?;
                *is_partial_ours = true;
                stored = Instant::now();
            }
            Ok(())
        };
        let simulated = point::each(to_do, replications, simulate, keep);
        bar.finish_and_clear();
        simulated
    }

    /// Reports the whole sweep, or stores a shard.
    fn conclude(&self, job: &Job) -> Result<(), Failure> {
        if self.shard.is_none() {
            return self.reporting.report_sweep(&job.state, &job.destination);
        }
        let dir = store(&job.destination, &job.state, true)?;
        if !self.reporting.quiet {
            let Header { slice, points, .. } = job.state.header;
            let (title, count) = (&job.base.scenario.title, job.state.keys.len());
            let dir = shown(&dir).display();
            said(writeln!(anstream::stdout(), "{title}\nshard {slice}: {count} of {points} points\n\n{dir}"))?;
        }
        Ok(())
    }
}

/// Stores a state, under the folder's own name if it is the whole of a shard.
fn store(destination: &Destination, state: &State, complete: bool) -> Result<PathBuf, Failure> {
    Ok(destination.place(complete, [(shards::NAME.into(), state.encode().into())])?)
}

/// The rows of a point.
fn rows(scenario: &Scenario, experiment: &Experiment, has_risk: bool) -> Vec<SummaryRow> {
    let Experiment { layout, collector, .. } = experiment;
    let mut rows = results::summarise(scenario, layout, collector);
    if has_risk {
        rows.extend(risk_rows(scenario, layout, collector));
    }
    rows
}

fn assignments(variations: &[Variation], point: &Point) -> Vec<String> {
    variations.iter().zip(point).map(|(variation, value)| variation.assignment(value)).collect()
}

fn factor(variation: &Variation) -> Factor {
    let kind = match (&variation.unit, variation.scale) {
        (None, _) => FactorKind::Words,
        (Some(unit), _) if unit.is_moment() => FactorKind::Moments,
        (Some(_), Scale::Logarithmic) => FactorKind::Logarithmic,
        (Some(_), Scale::Linear) => FactorKind::Linear,
    };
    let unit =
        variation.unit.as_ref().and_then(|unit| if let Unit::Of(unit) = unit { Some(unit.clone()) } else { None });
    Factor { path: variation.path.clone(), unit, kind }
}

/// What the only target of a scenario reads first.
fn drawn(asked: &Loaded) -> Drawn {
    let model = &asked.scenario.variants[asked.scenario.baseline].model;
    let reading = &asked.scenario.targets[0].comparisons[0].reading;
    let all = || "all".to_owned();
    let statistic = match reading.statistic {
        WithinRun::Scalar(statistic) => statistic.name(),
        WithinRun::Time(index) => TIME_STATISTICS[index],
    };
    let quantile = reading.quantile.map_or_else(String::new, |percent| format!(".p{percent:02}"));
    Drawn {
        metric: reading.metric.info().name.into(),
        class: reading.class.map_or_else(all, |index| model.classes[index].name.clone()),
        stage: reading.stage.map_or_else(all, |index| model.stages[index].name.clone()),
        statistic: format!("{statistic}{quantile}"),
    }
}
