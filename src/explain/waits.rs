//! Waits in the queue of a stage, by the formula that applies, or why none does.

use serde::Serialize;

use super::{
    figure::{Figure, Formula, Unit, formulas},
    load::Load,
    simplified::Simplified,
    steady::{comes_back, obstacles, shared_exponential, shared_fixed},
};
use crate::{
    model::{Discipline, Distribution, Model, Staff},
    theory::{
        FiniteQueue, ImpatientQueue, MultiServerQueue, PriorityClass, fixed_service_wait, pollaczek_khinchine,
        priority_waits, shared_priority_waits,
    },
};

/// A figure of waiting, of one class or of all.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Wait {
    /// Name of the class; `None` is all.
    pub class: Option<String>,
    /// What is said.
    #[serde(flatten)]
    pub figure: Figure,
}

const MEAN_WAIT: &str = "mean wait";

/// Rates of a stage in equilibrium, at each of its copies.
struct Queue<'a> {
    model: &'a Model,
    load: &'a Load,
    stage: usize,
    servers: u32,
    /// Requests per day.
    rate: f64,
    assumes: String,
}

/// What can be said of the wait in a stage's queue. `arrival_rate` is what comes per day in the long run, by class.
pub fn waits(simplified: &Simplified, loads: &[Load], stage: usize, rates: &[f64]) -> Vec<Wait> {
    let model = &simplified.model;
    let of_stage = &model.stages[stage];
    let load = &loads[stage];
    let Staff::Limited(staff) = &of_stage.staff else {
        let why = "everyone is served at once";
        return vec![all(Figure::new(MEAN_WAIT, 0.0, Unit::Days, formulas::INFINITE_SERVERS, why))];
    };
    let mut obstacles = obstacles(model, loads, stage);
    obstacles.extend(simplified.unforeseen.clone());
    let copies = f64::from(of_stage.copies);
    let rate = rates.iter().sum::<f64>() / copies;
    let servers = staff.at(0.0);
    let none = |reason: String| vec![all(Figure::none(MEAN_WAIT, Unit::Days, formulas::NONE, reason))];
    if rate <= 0.0 {
        return none("nobody comes".to_owned());
    }
    if !obstacles.is_empty() {
        return none(format!("no stationary wait: {}", obstacles.join("; ")));
    }
    if servers == 0 {
        return none("nobody works here: the wait has no end".to_owned());
    }
    if !load.service_mean.is_finite() {
        return none("the mean service time is infinite".to_owned());
    }
    let mut assumes = "arrivals are Poisson at a constant rate, in the long run".to_owned();
    if loads.iter().any(|other| other.next[stage] > 0.0) {
        assumes += "; stages before it are in equilibrium (Burke 1956, Jackson 1957)";
    }
    if copies > 1.0 {
        assumes += "; copies share arrivals at random";
    }
    let queue = Queue { model, load, stage, servers, rate, assumes };
    queue.waits(rates, copies, comes_back(loads, stage)).unwrap_or_else(none)
}

fn all(figure: Figure) -> Wait {
    Wait { class: None, figure }
}

impl Queue<'_> {
    fn waits(&self, rates: &[f64], copies: f64, comes_back: bool) -> Result<Vec<Wait>, String> {
        let of_stage = &self.model.stages[self.stage];
        let coming = |class: &usize| rates[*class] > 0.0;
        let patient = |class: &usize| self.model.classes[*class].terms.patience.is_none();
        if !(0..rates.len()).filter(coming).all(|class| patient(&class)) {
            return self.impatient(rates);
        }
        if let Some(limit) = of_stage.queue_limit {
            return self.finite(limit);
        }
        let load = self.rate * self.load.service_mean / f64::from(self.servers);
        if load >= 1.0 {
            return Err(format!(
                "no stationary wait: {:.0}% of the capacity is asked for in the long run",
                100.0 * load
            ));
        }
        let exponential = shared_exponential(self.model, self.load, self.stage);
        if comes_back && exponential.is_none() {
            return Err("requests come back, and service is not exponential".to_owned());
        }
        if of_stage.discipline == Discipline::Priority && self.has_priorities(rates) {
            return self.priorities(rates, copies, exponential);
        }
        match exponential {
            Some(mean) if self.servers > 1 || comes_back => self.many(mean, of_stage.discipline == Discipline::Fifo),
            _ if self.servers == 1 => self.single(),
            _ => self.general(),
        }
    }

    fn figure(&self, quantity: &'static str, value: Option<f64>, unit: Unit, formula: Formula) -> Wait {
        all(match value {
            Some(value) => Figure::new(quantity, value, unit, formula, self.assumes.clone()),
            None => Figure::none(quantity, unit, formula, "outside of the formula's domain"),
        })
    }

    fn many(&self, mean: f64, is_fifo: bool) -> Result<Vec<Wait>, String> {
        let queue = MultiServerQueue { arrival_rate: self.rate, service_rate: 1.0 / mean, servers: self.servers };
        let formula = formulas::ERLANG_C;
        let mut waits = vec![
            self.figure("share that waits", queue.probability_of_waiting(), Unit::Share, formula),
            self.figure(MEAN_WAIT, queue.mean_wait(), Unit::Days, formula),
        ];
        if is_fifo {
            waits.push(self.figure("90% wait at most", queue.wait_quantile(0.9), Unit::Days, formula));
        }
        Ok(waits)
    }

    fn single(&self) -> Result<Vec<Wait>, String> {
        let (mean, variance) = (self.load.service_mean, self.load.service_variance);
        if !variance.is_finite() {
            return Err("the variance of the service time is infinite, and so is the mean wait".to_owned());
        }
        let wait = pollaczek_khinchine(self.rate, mean, variance);
        Ok(vec![self.figure(MEAN_WAIT, wait, Unit::Days, formulas::POLLACZEK_KHINCHINE)])
    }

    fn general(&self) -> Result<Vec<Wait>, String> {
        let (mean, variance) = (self.load.service_mean, self.load.service_variance);
        if let Some(time) = shared_fixed(self.model, self.load, self.stage) {
            let wait = fixed_service_wait(self.rate, time, self.servers);
            return Ok(vec![self.figure(MEAN_WAIT, wait, Unit::Days, formulas::CROMMELIN)]);
        }
        if !variance.is_finite() {
            return Err("the variance of the service time is infinite: no formula for several servers".to_owned());
        }
        let queue = MultiServerQueue { arrival_rate: self.rate, service_rate: 1.0 / mean, servers: self.servers };
        let scale = 0.5 * (1.0 + variance / (mean * mean));
        let wait = queue.mean_wait().map(|wait| scale * wait);
        Ok(vec![self.figure(MEAN_WAIT, wait, Unit::Days, formulas::LEE_LONGTON)])
    }

    fn impatient(&self, rates: &[f64]) -> Result<Vec<Wait>, String> {
        let none = "requests lose patience, and Erlang A needs one exponential patience and one exponential service";
        let of_stage = &self.model.stages[self.stage];
        let service = shared_exponential(self.model, self.load, self.stage).ok_or(none)?;
        let mut means = Vec::new();
        for (class, _) in self.model.classes.iter().zip(rates).filter(|(_, rate)| **rate > 0.0) {
            match &class.terms.patience {
                Some(patience)
                    if matches!(patience.time, Distribution::Exponential(_)) && patience.clock.hours.is_none() =>
                {
                    means.push(patience.time.mean());
                }
                _ => return Err(none.to_owned()),
            }
        }
        let alike = means.windows(2).all(|pair| pair[0] == pair[1]);
        if !alike || of_stage.queue_limit.is_some() {
            return Err(none.to_owned());
        }
        let queue = ImpatientQueue {
            arrival_rate: self.rate,
            service_rate: 1.0 / service,
            servers: self.servers,
            patience_rate: 1.0 / means[0],
        };
        let formula = formulas::ERLANG_A;
        Ok(vec![
            self.figure("share that waits", queue.probability_of_waiting(), Unit::Share, formula),
            self.figure("share that loses patience", queue.probability_of_abandoning(), Unit::Share, formula),
            self.figure("mean time in the queue", queue.mean_wait(), Unit::Days, formula),
        ])
    }

    fn finite(&self, limit: u32) -> Result<Vec<Wait>, String> {
        let service = shared_exponential(self.model, self.load, self.stage)
            .ok_or("the queue is limited, and service is not exponential")?;
        let places = self.servers.saturating_add(limit);
        let queue = FiniteQueue { arrival_rate: self.rate, service_rate: 1.0 / service, servers: self.servers, places };
        let formula = formulas::FINITE_QUEUE;
        Ok(vec![
            self.figure("share refused", queue.blocking(), Unit::Share, formula),
            self.figure("mean wait of those admitted", queue.mean_wait(), Unit::Days, formula),
        ])
    }

    /// Ranks of the classes that come; no rank comes last.
    fn ranks(&self, rates: &[f64]) -> Vec<u32> {
        let coming = self.model.classes.iter().zip(rates).filter(|(_, rate)| **rate > 0.0);
        let mut ranks: Vec<u32> = coming.map(|(class, _)| class.terms.priority.unwrap_or(u32::MAX)).collect();
        ranks.sort_unstable();
        ranks.dedup();
        ranks
    }

    fn has_priorities(&self, rates: &[f64]) -> bool {
        self.ranks(rates).len() > 1
    }

    fn priorities(&self, rates: &[f64], copies: f64, exponential: Option<f64>) -> Result<Vec<Wait>, String> {
        let ranks = self.ranks(rates);
        let rank_of = |class: usize| self.model.classes[class].terms.priority.unwrap_or(u32::MAX);
        let members = |rank: u32| (0..rates.len()).filter(move |&class| rates[class] > 0.0 && rank_of(class) == rank);
        let rate = |rank: u32| members(rank).map(|class| rates[class] / copies).sum::<f64>();
        let waits = match exponential {
            Some(mean) => {
                let rates: Vec<f64> = ranks.iter().map(|&rank| rate(rank)).collect();
                shared_priority_waits(&rates, 1.0 / mean, self.servers)
            }
            None if self.servers == 1 => {
                let class = |&rank: &u32| {
                    let share = |class: usize| rates[class] / copies / rate(rank);
                    let moment = |of: &dyn Fn((f64, f64)) -> f64| -> f64 {
                        members(rank).map(|class| share(class) * of(self.load.by_class[class])).sum()
                    };
                    let mean = moment(&|(mean, _)| mean);
                    let second = moment(&|(mean, variance)| variance + mean * mean);
                    let service_variance = (second - mean * mean).max(0.0);
                    PriorityClass { arrival_rate: rate(rank), service_mean: mean, service_variance }
                };
                priority_waits(&ranks.iter().map(class).collect::<Vec<_>>())
            }
            None => return Err("priorities with several servers have a formula for exponential service only".into()),
        };
        let waits = waits.ok_or("the variance of a service time is infinite, and so is the mean wait")?;
        let mut figures = Vec::new();
        for (class, of_class) in self.model.classes.iter().enumerate().filter(|(class, _)| rates[*class] > 0.0) {
            let place = ranks.iter().position(|&rank| rank == rank_of(class)).unwrap_or_default();
            let figure = self.figure(MEAN_WAIT, waits.get(place).copied(), Unit::Days, formulas::COBHAM);
            figures.push(Wait { class: Some(of_class.name.clone()), ..figure });
        }
        Ok(figures)
    }
}
