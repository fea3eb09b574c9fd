//! What each stage is asked to do: visits of each class, the work of a visit, and the ways between stages.

use super::gathering::Flow;
use crate::{
    model::{Answers, Class, Distribution, Model, Route, Target},
    theory::traffic,
};

/// The work that comes to a stage over the whole horizon.
#[derive(Debug, Clone)]
pub struct Load {
    /// Requests that come, by class; a visit more than once counts each time.
    pub visits: Vec<f64>,
    /// Answers needed for each request: below 1 where one answers a topic.
    pub answers_per_request: f64,
    /// Mean working time of an answer, in days; may be infinite.
    pub service_mean: f64,
    /// Variance of the working time; may be infinite.
    pub service_variance: f64,
    /// Mean and variance of a class's working times.
    pub by_class: Vec<(f64, f64)>,
    /// Where the stage's requests go next: shares by stage; the rest are answered.
    pub next: Vec<f64>,
}

impl Load {
    /// All requests that come.
    pub fn requests(&self) -> f64 {
        self.visits.iter().sum()
    }

    /// Answers needed.
    pub fn answers(&self) -> f64 {
        self.requests() * self.answers_per_request
    }
}

/// The load of every stage; `None` where the mean number of requests is infinite or never leaves.
pub fn loads(model: &Model, flows: &[Flow]) -> Option<Vec<Load>> {
    let eligible = flows.iter().map(|flow| Some(flow.eligible.as_ref()?.iter().sum()));
    let visits = visits(model, &eligible.collect::<Option<Vec<f64>>>()?, true)?;
    Some((0..model.stages.len()).map(|stage| load(model, flows, stage, &visits)).collect())
}

/// Visits of each stage, by class, when so many requests of each class become eligible, and those that wait at the
/// start come besides if asked.
pub fn visits(model: &Model, eligible: &[f64], with_first: bool) -> Option<Vec<Vec<f64>>> {
    let stages = model.stages.len();
    let of_class = |(index, class): (usize, &Class)| {
        let mut entering = shares(&class.enters, stages);
        entering.iter_mut().for_each(|share| *share *= eligible[index]);
        for (entering, stage) in entering.iter_mut().zip(&model.stages).filter(|_| with_first) {
            *entering += stage.initial_backlog.get(index).map_or(0.0, |&waiting| f64::from(waiting));
        }
        let routing: Vec<Vec<f64>> = model.stages.iter().map(|stage| shares(stage.next_of(index), stages)).collect();
        traffic(&entering, &routing)
    };
    model.classes.iter().enumerate().map(of_class).collect()
}

fn load(model: &Model, flows: &[Flow], stage: usize, visits: &[Vec<f64>]) -> Load {
    let of_stage = &model.stages[stage];
    let visits: Vec<f64> = visits.iter().map(|of_class| of_class[stage]).collect();
    let total: f64 = visits.iter().sum();
    // Where nobody comes, every class counts alike.
    let weight = |class: usize| if total > 0.0 { visits[class] / total } else { 1.0 / visits.len() as f64 };
    let by_class: Vec<(f64, f64)> = (0..visits.len()).map(|class| service(model, stage, class)).collect();
    let mean = |of: &dyn Fn(usize) -> f64| -> f64 {
        // An infinite mean that nobody meets does not matter.
        (0..visits.len()).filter(|&class| weight(class) > 0.0).map(|class| weight(class) * of(class)).sum()
    };
    let service_mean = mean(&|class| by_class[class].0);
    let second = mean(&|class| by_class[class].1 + by_class[class].0 * by_class[class].0);
    let answers_per_request = match of_stage.answers {
        Answers::Request => 1.0,
        Answers::Topic => mean(&|class| topic_share(&model.classes[class], &flows[class])),
    };
    let mut next = vec![0.0; model.stages.len()];
    for class in 0..visits.len() {
        let way = shares(of_stage.next_of(class), next.len());
        next.iter_mut().zip(way).for_each(|(next, share)| *next += weight(class) * share);
    }
    let service_variance = if second.is_finite() { (second - service_mean * service_mean).max(0.0) } else { second };
    Load { visits, answers_per_request, service_mean, service_variance, by_class, next }
}

/// Mean and variance of the working time of a class's request.
fn service(model: &Model, stage: usize, class: usize) -> (f64, f64) {
    let (stage, from_library) = (&model.stages[stage], model.classes[class].terms.library_share);
    let own = stage.service_of(class, false);
    if from_library == 0.0 || stage.library_service.is_none() {
        return (own.mean(), own.variance());
    }
    let library = stage.service_of(class, true);
    let both = |of: &dyn Fn(&Distribution) -> f64| from_library * of(library) + (1.0 - from_library) * of(own);
    let mean = both(&Distribution::mean);
    (mean, both(&|law| law.variance() + (law.mean() - mean) * (law.mean() - mean)))
}

/// Share of a class's requests that open a topic, as long as a topic of the class waits.
fn topic_share(class: &Class, flow: &Flow) -> f64 {
    let eligible: f64 = flow.eligible.iter().flatten().sum();
    if eligible > 0.0 {
        flow.topics.iter().sum::<f64>() / eligible
    } else {
        class.sources.first().map_or(1.0, |source| source.new_topic_share)
    }
}

/// Shares of a way on by stage; the rest goes to the end.
pub fn shares(route: &Route, stages: usize) -> Vec<f64> {
    let mut shares = vec![0.0; stages];
    let mut add = |target: &Target, share: f64| {
        if let Target::Stage(stage) = target {
            shares[*stage] += share;
        }
    };
    match route {
        Route::To(target) => add(target, 1.0),
        Route::Shares(targets) => {
            let mut before = 0.0;
            for (upto, target) in targets {
                add(target, upto - before);
                before = *upto;
            }
        }
    }
    shares
}
