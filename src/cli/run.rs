//! `saule run`

use std::{
    io::Write as _,
    iter,
    ops::Range,
    path::{Path, PathBuf},
    sync::atomic::AtomicBool,
};

use clap::Args;
use saule::{
    PROGRAM,
    experiment::{Control, Experiment, Keep, Look, looks},
    model::Scenario,
    results::{self, Content, Destination, REPLICATIONS_CSV, ReplicationRows, ReplicationsFile, rows::PrecisionRow},
    scenario::{self, Loaded},
    shards::{self, Header, Kept, Slice, Stored},
};

use super::{
    Done, Failure, check, interrupt, progress,
    reporting::{Reporting, said, shown},
    simulation::{Simulation, command_line, default_output, output_of, provenance},
};

/// Simulates every variant of scenarios, writes tables and charts, and prints a summary
#[derive(Args)]
pub struct Run {
    /// Scenario files
    #[arg(value_name = "SCENARIO", required = true)]
    scenarios: Vec<PathBuf>,
    /// Folder of the results [default: output/NAME]
    #[arg(long, value_name = "DIR")]
    output: Option<PathBuf>,
    #[command(flatten)]
    simulation: Simulation,
    /// Run until the 95% intervals of these metrics are this narrow, as in backlog.end=0.01 (several: A,B=0.01)
    #[arg(long, value_name = "METRIC=SHARE", conflicts_with = "replications", value_parser = with_share)]
    precision: Option<String>,
    /// Write the statistics of every single replication, too (replications.csv)
    #[arg(long)]
    keep_replications: bool,
    /// Simulate the I-th of N parts only, into DIR-shard-I-of-N, for `saule merge`
    #[arg(long, value_name = "I/N", conflicts_with = "json")]
    shard: Option<Slice>,
    /// Go on with an interrupted run. That is done anyway where DIR.partial is of this very run; with this option any other
    /// is refused, and a shard that is there already is not simulated again
    #[arg(long)]
    resume: bool,
    #[command(flatten)]
    reporting: Reporting,
}

/// A scenario that is ready to run.
struct Job {
    loaded: Loaded,
    destination: Destination,
    begun: Option<Begun>,
}

/// What there is to go on from.
struct Begun {
    stored: Stored,
    /// The looks at the precision so far.
    looks: Vec<PrecisionRow>,
    folder: PathBuf,
}

/// What was simulated of a job.
struct Simulated {
    experiment: Experiment,
    /// False after an interrupt.
    complete: bool,
    /// The looks at the precision before an interrupt that the run goes on from.
    earlier: Vec<PrecisionRow>,
    /// Those of this run.
    looks: Vec<Look>,
}

impl Run {
    /// Checks everything first, then runs one scenario after the other.
    pub fn execute(&self) -> Result<Done, Failure> {
        self.simulation.start_threads()?;
        if self.output.is_some() && self.scenarios.len() > 1 {
            return Err(Failure::input("--output names one folder, for one scenario: run them one by one"));
        }
        self.reporting.check()?;
        let jobs = self.prepare()?;
        let stop = interrupt::listen()?;
        let mut worst = Done::Whole;
        for job in jobs {
            match self.carry_out(job, stop)? {
                Done::Whole => (),
                Done::Missed => worst = Done::Missed,
                Done::Interrupted => return Ok(Done::Interrupted),
            }
        }
        Ok(worst)
    }

    /// Reads every scenario and looks at every destination, so that nothing is simulated in vain.
    fn prepare(&self) -> Result<Vec<Job>, Failure> {
        let options = scenario::Options { precision: self.precision.clone(), ..self.simulation.options() };
        let mut jobs = Vec::new();
        let mut problems = String::new();
        for (number, path) in self.scenarios.iter().enumerate() {
            let dir = self.output_for(path);
            if let Some(other) = self.scenarios[..number].iter().find(|other| self.output_for(other) == dir) {
                problems += &format!(
                    "error: the results of {} and of {} would both go to {}: run them one by one, each with its own \
                     --output\n",
                    other.display(),
                    path.display(),
                    dir.display()
                );
            }
            match scenario::load(path, &options) {
                Err(report) => problems += &check::render(&report),
                Ok(loaded) if self.shard.is_some() && loaded.scenario.precision.is_some() => {
                    problems += &format!(
                        "error: {}: a shard cannot know when the whole run is precise enough: leave out --shard, or \
                         give --replications in place of `precision`\n",
                        path.display()
                    );
                }
                Ok(loaded) => {
                    if !self.reporting.quiet {
                        check::print_warnings(&loaded.warnings);
                    }
                    let destination = Destination::check(&dir, "run", path, self.reporting.force)?;
                    let begun = self.begun(&loaded, &destination)?;
                    jobs.push(Job { loaded, destination, begun });
                }
            }
        }
        if problems.is_empty() { Ok(jobs) } else { Err(Failure::Input(problems)) }
    }

    fn output_for(&self, scenario: &Path) -> PathBuf {
        output_of(self.shard, self.output.clone().unwrap_or_else(|| default_output(scenario, "run")))
    }

    /// What there is to go on from: what an interrupted run left, or the whole of a shard.
    fn begun(&self, loaded: &Loaded, destination: &Destination) -> Result<Option<Begun>, Failure> {
        let whole = destination.dir().to_owned();
        let whole = Some(whole).filter(|dir| self.resume && self.shard.is_some() && dir.exists());
        let partial = Some(destination.partial()).filter(|dir| dir.exists());
        for folder in whole.into_iter().chain(partial) {
            match self.stored(folder.clone(), loaded, destination) {
                Ok(begun) => return Ok(Some(begun)),
                Err(problem) if self.resume => self.cannot_go_on(&folder, &problem)?,
                Err(_) => (),
            }
        }
        Ok(None)
    }

    /// A state of this very run, and whole.
    fn stored(&self, folder: PathBuf, loaded: &Loaded, destination: &Destination) -> Result<Begun, shards::Error> {
        let stored = shards::read(&folder)?;
        // The table of this run is still to come.
        let kept = self.keep_replications.then(Kept::default);
        let ours = self.header(loaded, destination, 0..0, kept);
        let part = || format!("its part of the run: {}, not {}", stored.header.slice, ours.slice);
        let difference = stored.header.difference(&stored.resolved, &ours, &loaded.resolved);
        if let Some(what) = difference.or_else(|| (stored.header.slice != ours.slice).then(part)) {
            return Err(shards::Error::Different { what, from: "this run".into() });
        }
        stored.reload()?;
        if let Some(kept) = &stored.header.kept {
            ReplicationsFile::verify(&folder.join(shards::NAME), kept)?;
        }
        let looks = looks_before(&folder, &loaded.scenario, stored.header.done.end)?;
        Ok(Begun { stored, looks, folder })
    }

    /// A folder is of another run, or damaged. A shard is simulated anew then: those who have many of them simulated do
    /// not look at each.
    fn cannot_go_on(&self, folder: &Path, problem: &shards::Error) -> Result<(), Failure> {
        let folder = shown(folder).display();
        if self.shard.is_none() {
            let problem = format!("cannot go on from {folder}: {problem}\nleave out --resume to start anew");
            return Err(Failure::input(problem));
        }
        // If standard error is gone, nobody reads warnings either.
        let _ = writeln!(anstream::stderr(), "warning: {folder} is not used: {problem}");
        Ok(())
    }

    /// Simulates, and reports or stores.
    fn carry_out(&self, job: Job, stop: &AtomicBool) -> Result<Done, Failure> {
        let Job { loaded, destination, begun } = job;
        let part = self.slice().of(loaded.scenario.replications);
        if begun.as_ref().is_some_and(|begun| begun.folder == destination.dir()) {
            self.say_stored(&loaded, "there already", destination.dir())?;
            return Ok(Done::Whole);
        }
        let mut table = self.keep_replications.then(|| destination.replications()).transpose()?;
        let mut experiment = Experiment::new(&loaded.scenario, part.start);
        let resumes = begun.is_some();
        let mut earlier = Vec::new();
        if let Some(Begun { stored, looks, folder }) = begun {
            self.say_resumed(&stored, &folder);
            if let (Some(table), Some(kept)) = (&mut table, &stored.header.kept) {
                table.append(&folder.join(shards::NAME), kept).map_err(Failure::input)?;
            }
            earlier = looks;
            experiment.collector = stored.collector;
            experiment.done = stored.header.done;
        }
        let (experiment, looks) = self.simulate(&loaded, experiment, part.end, table.as_mut(), stop)?;
        let complete = is_complete(&loaded.scenario, &experiment, &part, &looks);
        if !complete && experiment.done.is_empty() {
            return Ok(Done::Interrupted);
        }
        let simulated = Simulated { experiment, complete, earlier, looks };
        let met = self.conclude(&loaded, &destination, simulated, table)?;
        if !complete {
            return Ok(Done::Interrupted);
        }
        if resumes {
            destination.remove_partial()?;
        }
        Ok(if met { Done::Whole } else { Done::Missed })
    }

    /// Reports the whole run, stores a shard, and does both with a run that was interrupted. Returns false if a target
    /// is missed.
    fn conclude(
        &self,
        loaded: &Loaded,
        destination: &Destination,
        simulated: Simulated,
        table: Option<ReplicationsFile>,
    ) -> Result<bool, Failure> {
        let scenario = &loaded.scenario;
        let Simulated { experiment, complete, earlier, looks } = simulated;
        let mut files: Vec<(String, Content<'static>)> = Vec::new();
        let mut kept = None;
        if let Some(table) = table {
            let (content, table) = table.finish()?;
            files.push((REPLICATIONS_CSV.into(), content));
            kept = Some(table);
        }
        if self.shard.is_some() || !complete {
            let header = self.header(loaded, destination, experiment.done.clone(), kept);
            files.push((shards::NAME.into(), shards::encode(&header, &loaded.resolved, &experiment.collector).into()));
        }
        if self.shard.is_some() {
            self.store(loaded, destination, &experiment, files)?;
            return Ok(true);
        }
        let Experiment { collector, layout, done } = experiment;
        let provenance = provenance(&loaded.resolved.hash, scenario.seed, done.end, complete);
        let mut results = results::tabulate(scenario, &layout, collector, provenance);
        if let Some(precision) = &scenario.precision {
            results = results.with_precision(scenario, precision, earlier, &looks);
        }
        self.reporting.report(&results, &loaded.resolved, destination, files)?;
        Ok(results.meets_targets())
    }

    fn slice(&self) -> Slice {
        self.shard.unwrap_or(Slice::WHOLE)
    }

    fn simulate(
        &self,
        loaded: &Loaded,
        experiment: Experiment,
        end: u64,
        table: Option<&mut ReplicationsFile>,
        stop: &AtomicBool,
    ) -> Result<(Experiment, Vec<Look>), Failure> {
        let scenario = &loaded.scenario;
        let bar = progress::bar(&scenario.title, end - experiment.done.start, self.reporting.quiet);
        let progress = |done| bar.set_position(done);
        let control = Control { progress: &progress, stop };
        let rows = ReplicationRows::new(scenario, &experiment.layout);
        let rows_of = |replication, outcomes: &[_]| rows.of(replication, outcomes);
        let keep = table.map(|table| Keep { rows: &rows_of, to: table });
        let simulated = match &scenario.precision {
            Some(precision) => experiment.run_until_precise(scenario, precision, &control, keep),
            None => experiment.run(scenario, end, &control, keep).map(|experiment| (experiment, Vec::new())),
        };
        bar.finish_and_clear();
        simulated.map_err(Failure::system)
    }

    /// What a state of this run says of itself.
    fn header(&self, loaded: &Loaded, destination: &Destination, done: Range<u64>, kept: Option<Kept>) -> Header {
        Header {
            program: PROGRAM.into(),
            command: command_line(),
            made_by: destination.made_by().into(),
            scenario_hash: loaded.resolved.hash.clone(),
            seed: loaded.scenario.seed,
            replications: loaded.scenario.replications,
            slice: self.slice(),
            done,
            kept,
        }
    }

    /// Writes a shard and says so.
    fn store(
        &self,
        loaded: &Loaded,
        destination: &Destination,
        experiment: &Experiment,
        files: Vec<(String, Content<'static>)>,
    ) -> Result<(), Failure> {
        let part = self.slice().of(loaded.scenario.replications);
        let complete = experiment.done == part;
        let dir = destination.place(complete, files)?;
        let [done, total] = [&experiment.done, &part].map(|numbers| numbers.end - numbers.start);
        let interrupted = if complete { "" } else { ", interrupted: the same command goes on from here" };
        self.say_stored(loaded, &format!("{done} of {total} replications{interrupted}"), &dir)
    }

    /// Says what is stored of a shard.
    fn say_stored(&self, loaded: &Loaded, what: &str, dir: &Path) -> Result<(), Failure> {
        if !self.reporting.quiet {
            let (title, slice, dir) = (&loaded.scenario.title, self.slice(), shown(dir).display());
            return said(writeln!(anstream::stdout(), "{title}\nshard {slice}: {what}\n\n{dir}"));
        }
        Ok(())
    }

    /// Says what an interrupted run is gone on from.
    fn say_resumed(&self, stored: &Stored, partial: &Path) {
        if !self.reporting.quiet {
            let (done, partial) = (stored.header.done.end - stored.header.done.start, shown(partial).display());
            // If standard error is gone, nobody reads it.
            let _ = writeln!(anstream::stderr(), "goes on from {partial}, {done} replications");
        }
    }
}

/// Finds out whether a precision ends with a share, or is one.
fn with_share(text: &str) -> Result<String, String> {
    let share = text.rsplit_once('=').map_or(text, |(_, share)| share);
    let wrong = |_| "expected METRIC=SHARE, as in backlog.end=0.01".to_owned();
    share.trim().parse::<f64>().map(|_| text.to_owned()).map_err(wrong)
}

/// The looks at the precision that an interrupted run has taken in so many replications.
fn looks_before(folder: &Path, scenario: &Scenario, done: u64) -> Result<Vec<PrecisionRow>, shards::Error> {
    let problem = |problem: String| shards::Error::Table { file: "precision.csv", problem };
    let Some(precision) = &scenario.precision else { return Ok(Vec::new()) };
    let rows = results::precision(folder).map_err(|error| problem(format!("cannot be read: {error}")))?;
    let of_each = scenario.variants.len() * precision.readings.len();
    let expected = looks(precision).take_while(|look| *look <= done).flat_map(|look| iter::repeat_n(look, of_each));
    if rows.iter().map(|row| row.replications).eq(expected) { Ok(rows) } else { Err(problem("lacks a look".into())) }
}

/// True if the last replication is done: that of the part, or the one at which the run became precise.
fn is_complete(scenario: &Scenario, experiment: &Experiment, part: &Range<u64>, looks: &[Look]) -> bool {
    let precise =
        scenario.precision.as_ref().zip(looks.last()).is_some_and(|(precision, look)| look.is_precise(precision));
    precise || experiment.done == *part
}
