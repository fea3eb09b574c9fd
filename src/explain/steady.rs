//! Whether a stage is a stationary queue of Poisson arrivals, and if not, why: no formula of waits holds without it.

use super::load::{Load, shares};
use crate::model::{Answers, Arrivals, Class, Distribution, Model, Staff, Stage};

/// Why no stationary formula applies to a stage; empty if one does, provided that the stage is not overloaded.
pub fn obstacles(model: &Model, loads: &[Load], stage: usize) -> Vec<String> {
    let upstream = upstream(loads, stage);
    let mut obstacles = Vec::new();
    for (index, class) in model.classes.iter().enumerate() {
        let enters = shares(&class.enters, model.stages.len());
        if upstream.iter().any(|&stage| enters[stage] > 0.0) {
            obstacles.extend(not_poisson(class, model));
            // A request that is in two classes comes twice.
            if class.follows.is_some() && model.classes.len() > 1 {
                obstacles.push(format!("{} come when others cross, so arrivals depend on each other", class.name));
            }
        }
        if loads[stage].visits[index] > 0.0 && class.terms.peers.as_ref().is_some_and(|peers| peers.share > 0.0) {
            obstacles.push(format!("other users answer some of {} while they wait", class.name));
        }
    }
    obstacles.extend(changing(&model.stages[stage], model));
    for &other in upstream.iter().filter(|&&other| loads[other].next.iter().any(|&share| share > 0.0)) {
        obstacles.extend(not_poisson_output(model, loads, other).map(|why| {
            let name = &model.stages[other].name;
            format!("what {name} passes on is no Poisson process ({why})")
        }));
    }
    obstacles.dedup();
    obstacles
}

/// The stages from which requests come to a stage, itself included.
fn upstream(loads: &[Load], stage: usize) -> Vec<usize> {
    let mut found = vec![stage];
    let mut next = 0;
    while let Some(&to) = found.get(next) {
        for (from, load) in loads.iter().enumerate() {
            if load.next[to] > 0.0 && load.requests() > 0.0 && !found.contains(&from) {
                found.push(from);
            }
        }
        next += 1;
    }
    found
}

/// True if a stage's requests come back to it.
pub fn comes_back(loads: &[Load], stage: usize) -> bool {
    upstream(loads, stage).iter().any(|&from| loads[from].next[stage] > 0.0 && upstream(loads, from).contains(&stage))
}

/// Why the eligible requests of a class are no Poisson process of constant rate.
fn not_poisson(class: &Class, model: &Model) -> Option<String> {
    let horizon = model.time.horizon;
    let name = &class.name;
    if class.self_excitation.is_some() {
        return Some(format!("requests of {name} trigger others"));
    }
    for source in &class.sources {
        let why = match &source.arrivals {
            Arrivals::Poisson { rhythm: Some(_), .. } => "come at a rate that changes",
            Arrivals::Poisson { batch: Some(_), .. } => "come in batches",
            Arrivals::Poisson { from, until, .. } if *from > 0.0 || *until < horizon => "come for a part of the time",
            Arrivals::Poisson { .. } => continue,
            Arrivals::Burst { .. } => "come in bursts",
            Arrivals::Moments(_) | Arrivals::Counts(_) => "are recorded",
        };
        return Some(format!("requests of {name}.{} {why}", source.name));
    }
    let changes = class
        .threshold
        .changes
        .iter()
        .any(|change| change.at > 0.0 && change.at < horizon && change.signatures != class.threshold.at(0.0));
    if class.threshold.adaptive.is_some() {
        return Some(format!("the threshold of {name} moves with the backlog"));
    }
    changes.then(|| format!("the threshold of {name} changes"))
}

/// What of a stage itself changes over time or is no plain queue.
fn changing(stage: &Stage, model: &Model) -> Option<String> {
    if stage.calendar.is_some() {
        return Some("the desk closes and opens".to_owned());
    }
    if stage.work_clock.is_some() {
        return Some("the speed of work changes".to_owned());
    }
    if stage.answers == Answers::Topic {
        return Some("one answer serves a whole topic".to_owned());
    }
    let Staff::Limited(steps) = &stage.staff else { return None };
    let changes =
        steps.changes().iter().any(|&(at, staff)| at > 0.0 && at < model.time.horizon && staff != steps.at(0.0));
    changes.then(|| "the staff changes".to_owned())
}

/// Why what a stage passes on, in equilibrium, is no Poisson process (Burke 1956 for M/M/c; Jackson 1957 for loops).
fn not_poisson_output(model: &Model, loads: &[Load], stage: usize) -> Option<String> {
    let (of_stage, load) = (&model.stages[stage], &loads[stage]);
    if let Some(why) = changing(of_stage, model) {
        return Some(why);
    }
    if of_stage.staff == Staff::Unlimited {
        return None;
    }
    let is_impatient = |(class, visits): (&Class, &f64)| *visits > 0.0 && class.terms.patience.is_some();
    if model.classes.iter().zip(&load.visits).any(is_impatient) {
        Some("requests leave it for lack of patience".to_owned())
    } else if of_stage.queue_limit.is_some() {
        Some("its queue is limited".to_owned())
    } else if shared_exponential(model, load, stage).is_none() {
        Some("its service is not exponential".to_owned())
    } else if utilisation(model, load, stage) >= 1.0 {
        Some("it is overloaded".to_owned())
    } else {
        None
    }
}

/// Mean service time, if it is exponential and the same for all requests that come.
pub fn shared_exponential(model: &Model, load: &Load, stage: usize) -> Option<f64> {
    let is_exponential = |law: &Distribution| matches!(law, Distribution::Exponential(_));
    single_law(model, load, stage).filter(|law| is_exponential(law)).map(Distribution::mean)
}

/// Service time, if it is always the same.
pub fn shared_fixed(model: &Model, load: &Load, stage: usize) -> Option<f64> {
    single_law(model, load, stage).filter(|law| matches!(law, Distribution::Fixed(_))).map(Distribution::mean)
}

/// The law of service, if there is but one.
fn single_law<'m>(model: &'m Model, load: &Load, stage: usize) -> Option<&'m Distribution> {
    let of_stage = &model.stages[stage];
    let mut laws = Vec::new();
    for (index, class) in model.classes.iter().enumerate().filter(|(index, _)| load.visits[*index] > 0.0) {
        if class.terms.library_share < 1.0 || of_stage.library_service.is_none() {
            laws.push(of_stage.service_of(index, false));
        }
        if class.terms.library_share > 0.0 && of_stage.library_service.is_some() {
            laws.push(of_stage.service_of(index, true));
        }
    }
    let (first, others) = laws.split_first()?;
    others.iter().all(|law| law == first).then_some(first)
}

/// Offered load over capacity of a stage whose rates are constant.
pub fn utilisation(model: &Model, load: &Load, stage: usize) -> f64 {
    let of_stage = &model.stages[stage];
    let servers = f64::from(of_stage.staff.at(0.0)) * f64::from(of_stage.copies);
    load.requests() / model.time.horizon * load.service_mean / servers
}
