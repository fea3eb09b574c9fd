//! From creation to eligibility: how many requests of each class cross, and when.

use serde::Serialize;

use super::{
    arrivals,
    axis::Axis,
    crossing::Share,
    figure::{Figure, Unit, formulas},
    held::{self, AgeLaw, Held, displaced},
};
use crate::model::{Class, Days, Model, Source};

/// What one threshold means for the requests of one source that are created while it holds.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Crossing {
    /// Name of the class.
    pub class: String,
    /// Name of the source.
    pub source: String,
    /// Since when requests are held to the threshold, in days.
    pub from: Days,
    /// Until when.
    pub until: Days,
    /// Signatures needed; 0 is no threshold.
    pub threshold: u32,
    /// Requests created in the period.
    pub created: Figure,
    /// Share of them that crosses within the window, however far beyond the horizon.
    pub share: Figure,
    /// Those of them that are eligible by the horizon.
    pub eligible: Figure,
}

/// What a class sends to the desk.
#[derive(Debug, Clone, Default)]
pub struct Flow {
    /// Requests that become eligible in each cell; `None` where there is no finite mean.
    pub eligible: Option<Vec<f64>>,
    /// Of these, those that would open a topic.
    pub topics: Vec<f64>,
}

/// Flows and crossings of every class.
pub fn gather(model: &Model, axis: &Axis) -> (Vec<Flow>, Vec<Crossing>) {
    let chains: Vec<Vec<usize>> = (0..model.classes.len()).map(|class| chain(model, class)).collect();
    let created: Vec<Vec<Option<Vec<f64>>>> =
        model.classes.iter().map(|class| arrivals::created(class, axis)).collect();
    let laws: Vec<Vec<Vec<AgeLaw>>> = (0..model.classes.len())
        .map(|index| {
            let class = &model.classes[index];
            let created = created[chains[index][0]].iter();
            class.sources.iter().zip(created).map(|(source, c)| held::laws(class, source, c.as_deref(), axis)).collect()
        })
        .collect();
    let (mut flows, mut crossings) = (Vec::new(), Vec::new());
    for chain in &chains {
        let held = |source: usize| -> Vec<Held> {
            chain.iter().map(|&link| Held::new(&model.classes[link], &laws[link][source])).collect()
        };
        let (flow, of_class) = gather_class(model, chain, &created[chain[0]], held, axis);
        flows.push(flow);
        crossings.extend(of_class);
    }
    (flows, crossings)
}

/// The flow of the last class of a chain, whose first creates the requests; `held` tells what holds those of a source.
fn gather_class<'m>(
    model: &Model,
    chain: &[usize],
    created: &[Option<Vec<f64>>],
    held: impl Fn(usize) -> Vec<Held<'m>>,
    axis: &Axis,
) -> (Flow, Vec<Crossing>) {
    let (root, class) = (&model.classes[chain[0]], &model.classes[chain[chain.len() - 1]]);
    let none = || Some(vec![0.0; axis.cells()]);
    let mut flow = Flow { eligible: none(), topics: vec![0.0; axis.cells()] };
    let mut crossings = Vec::new();
    for (number, (source, created)) in class.sources.iter().zip(created).enumerate() {
        let held = held(number);
        // By the cell of their creation: those that come to the class, and those that cross there.
        let came = created.as_ref().map(|created| match &held[..held.len() - 1] {
            [] => created.clone(),
            before => displaced(before, created, axis).1,
        });
        let crossed = created.as_ref().map(|created| displaced(&held, created, axis));
        for period in periods(&held, axis) {
            let cells = axis.between(period.0, period.1);
            let sum = |counts: &[f64]| counts[cells.clone()].iter().sum::<f64>();
            let counts = came.as_ref().zip(crossed.as_ref()).map(|(came, crossed)| (sum(came), sum(&crossed.1)));
            if counts.is_none_or(|(created, _)| created > 0.0) {
                crossings.push(line(class, root, source, period, &held, counts));
            }
        }
        match crossed {
            Some((eligible, _)) => flow.add(&eligible, source.new_topic_share),
            None => flow.eligible = None,
        }
    }
    (flow, crossings)
}

/// The classes on the way of a class's requests: that which creates them, those that follow, and itself.
fn chain(model: &Model, index: usize) -> Vec<usize> {
    let mut chain = vec![index];
    while let Some(before) = model.classes[chain[0]].follows {
        chain.insert(0, before);
    }
    chain
}

impl Flow {
    /// Adds the eligible requests of a source.
    fn add(&mut self, eligible: &[f64], new_topic_share: f64) {
        for (topics, count) in self.topics.iter_mut().zip(eligible) {
            *topics += new_topic_share * count;
        }
        for (sum, count) in self.eligible.iter_mut().flatten().zip(eligible) {
            *sum += count;
        }
    }
}

/// A line of the table of crossings.
fn line(
    class: &Class,
    root: &Class,
    source: &Source,
    (from, until): (Days, Days),
    held: &[Held],
    counts: Option<(f64, f64)>,
) -> Crossing {
    let infinite = "the mean number of arrivals is infinite";
    let formula = if root.self_excitation.is_some() { formulas::HAWKES } else { formulas::MEAN_ARRIVALS };
    let threshold = class.threshold.at(from);
    let count = |quantity, value: Option<f64>, formula, assumes: &str| match value {
        Some(value) => Figure::new(quantity, value, Unit::Requests, formula, assumes),
        None => Figure::none(quantity, Unit::Requests, formula, infinite),
    };
    let assumes = match (held.len(), class.threshold.adaptive) {
        (_, Some(_)) => "the adaptive threshold stays where it starts",
        (1, None) => "every request follows its potential and growth, whatever others do",
        _ => "whoever crosses this threshold has crossed the one before",
    };
    let share = relative_share(held, from);
    Crossing {
        class: class.name.clone(),
        source: source.name.clone(),
        from,
        until,
        threshold,
        created: count("requests created", counts.map(|counts| counts.0), formula, ""),
        share: Figure::new("share crossing", share.value, Unit::Share, formulas::CROSSING, assumes)
            .with_error(share.error),
        eligible: count("eligible by the horizon", counts.map(|counts| counts.1), formulas::DISPLACED, assumes),
    }
}

/// Share of the requests which cross in the last class, of those that come there.
fn relative_share(held: &[Held], from: Days) -> Share {
    let share = |held: &Held| held.exact(held.policy.at(from));
    let (own, before) = (share(&held[held.len() - 1]), &held[..held.len() - 1]);
    let before = before.iter().map(|held| share(held).value).fold(1.0, f64::min);
    let relative = |value: f64| if before > 0.0 { (value / before).min(1.0) } else { 0.0 };
    Share { value: relative(own.value), error: relative(own.error) }
}

/// Periods in which the levels of all classes on the way stay the same.
fn periods(held: &[Held], axis: &Axis) -> Vec<(Days, Days)> {
    let horizon = axis.cell(axis.cells() - 1).1;
    let mut moments = vec![0.0];
    for held in held {
        let mut level = held.policy.at(0.0);
        for change in held.policy.changes.iter().filter(|change| change.at > 0.0 && change.at < horizon) {
            if change.signatures != level {
                moments.push(change.at);
            }
            level = change.signatures;
        }
    }
    moments.push(horizon);
    moments.sort_by(f64::total_cmp);
    moments.dedup();
    moments.windows(2).map(|pair| (pair[0], pair[1])).collect()
}
