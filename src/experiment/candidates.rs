//! One scenario with many values of one key, each simulated as far as a search asks for.

use std::{collections::BTreeMap, sync::atomic::Ordering};

use super::{
    Control, Experiment, NotKept,
    search::{Found, Task, Trials},
};
use crate::{
    scenario::{Loaded, Report},
    statistics::{Confidence, Judgement, Verdict},
};

/// Values of a key, in the order of preference.
pub struct Candidates<'a> {
    load: &'a dyn Fn(usize) -> Result<Loaded, Report>,
    control: &'a Control<'a>,
    tried: BTreeMap<usize, Candidate>,
}

/// A value that was simulated.
struct Candidate {
    loaded: Loaded,
    experiment: Experiment,
}

/// Why a search cannot go on.
#[derive(Debug)]
pub enum Stopped {
    /// A value does not suit the scenario.
    Invalid(Box<Report>),
    /// Replications could not be simulated.
    Failed(NotKept),
    /// It was told to.
    Interrupted,
}

/// What is known of a value in the end.
#[derive(Debug, Clone)]
pub struct Tried {
    /// Its place in the order of preference.
    pub place: usize,
    /// Replications simulated.
    pub replications: u64,
    /// For each target, its comparisons.
    pub judgements: Vec<Vec<Judgement>>,
}

impl<'a> Candidates<'a> {
    /// Values by place, which `load` turns into scenarios of one variant and with the same targets.
    pub fn new(load: &'a dyn Fn(usize) -> Result<Loaded, Report>, control: &'a Control<'a>) -> Self {
        Self { load, control, tried: BTreeMap::new() }
    }

    /// Searches, then looks at the answer's neighbours, too. Returns what was found and everything that was tried.
    pub fn search(mut self, task: &Task) -> Result<(Found, Vec<Tried>), Stopped> {
        let found = task.search(&mut self)?;
        if let Some(answer) = found.answer {
            let replications = self.tried.get(&answer).map_or(0, |candidate| candidate.experiment.done.end);
            let neighbours = [answer.checked_sub(1), Some(answer + 1).filter(|place| *place < task.values)];
            for place in neighbours.into_iter().flatten() {
                self.judge(place, replications, found.level)?;
            }
        }
        let mut confidence = Confidence::new(found.level);
        let told = |(&place, candidate): (&usize, &Candidate)| Tried {
            place,
            replications: candidate.experiment.done.end,
            judgements: candidate.judge(&mut confidence),
        };
        let tried = self.tried.iter().map(told).collect();
        Ok((found, tried))
    }
}

impl Candidate {
    fn judge(&self, confidence: &mut Confidence) -> Vec<Vec<Judgement>> {
        let Experiment { collector, layout, done } = &self.experiment;
        let targets = &self.loaded.scenario.targets;
        collector.variants()[0].judge(layout, targets, done.end - done.start, confidence)
    }
}

impl Trials for Candidates<'_> {
    type Error = Stopped;

    fn judge(&mut self, place: usize, replications: u64, level: f64) -> Result<Vec<Verdict>, Stopped> {
        let Candidate { loaded, mut experiment } = match self.tried.remove(&place) {
            Some(candidate) => candidate,
            None => {
                let loaded = (self.load)(place).map_err(|report| Stopped::Invalid(Box::new(report)))?;
                let experiment = Experiment::of_runs(&loaded.scenario);
                Candidate { loaded, experiment }
            }
        };
        if experiment.done.end < replications {
            experiment = experiment.run(&loaded.scenario, replications, self.control, None).map_err(Stopped::Failed)?;
        }
        if self.control.stop.load(Ordering::Relaxed) {
            return Err(Stopped::Interrupted);
        }
        let candidate = Candidate { loaded, experiment };
        let judged = candidate.judge(&mut Confidence::new(level));
        self.tried.insert(place, candidate);
        Ok(judged.into_iter().flatten().map(|judgement| judgement.verdict).collect())
    }
}
