//! From creation to eligibility: how many requests of each class cross, and when.

use serde::Serialize;

use super::{
    arrivals,
    axis::Axis,
    crossing::{Potentials, Share},
    figure::{Figure, Unit, formulas},
};
use crate::model::{Binds, Class, Days, Model, Source, ThresholdPolicy};

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

/// One class on the way of a source's requests to the desk: first that which creates them, then those that follow.
struct Held<'m> {
    policy: &'m ThresholdPolicy,
    window: Days,
    /// By level; only levels that a request of the source can meet.
    laws: Vec<AgeLaw>,
}

/// Flows and crossings of every class.
pub fn gather(model: &Model, axis: &Axis) -> (Vec<Flow>, Vec<Crossing>) {
    let (mut flows, mut crossings) = (Vec::new(), Vec::new());
    for index in 0..model.classes.len() {
        let (flow, of_class) = gather_class(model, index, axis);
        flows.push(flow);
        crossings.extend(of_class);
    }
    (flows, crossings)
}

fn gather_class(model: &Model, index: usize, axis: &Axis) -> (Flow, Vec<Crossing>) {
    let chain = chain(model, index);
    let root = &model.classes[chain[0]];
    let class = &model.classes[index];
    let none = || Some(vec![0.0; axis.cells()]);
    let mut flow = Flow { eligible: none(), topics: vec![0.0; axis.cells()] };
    let mut crossings = Vec::new();
    for (source, created) in class.sources.iter().zip(arrivals::created(root, axis)) {
        let held: Vec<Held> =
            chain.iter().map(|&link| Held::new(&model.classes[link], source, created.as_deref(), axis)).collect();
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

/// What a source's requests are like, if they gather signatures.
pub fn source_potentials(source: &Source) -> Option<Potentials<'_>> {
    let (potential, growth) = (source.potential.as_ref()?, source.growth.as_ref()?);
    Some(Potentials { potential, growth, correlation: source.potential_growth_correlation })
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

/// Of requests created in each cell: how many become eligible in the last class in each cell, and how many of each
/// cell's do so by the horizon.
fn displaced(held: &[Held], created: &[f64], axis: &Axis) -> (Vec<f64>, Vec<f64>) {
    let cells = axis.cells();
    let (mut eligible, mut crossed) = (vec![0.0; cells], vec![0.0; cells]);
    let mut shares = Vec::with_capacity(cells);
    for (birth, &count) in created.iter().enumerate().filter(|(_, count)| **count > 0.0) {
        shares.clear();
        shares.resize(cells - birth, 1.0);
        for (link, held) in held.iter().enumerate() {
            held.bound(birth, link > 0, axis, &mut shares);
        }
        let mut before = 0.0;
        for (share, eligible) in shares.iter().zip(&mut eligible[birth..]) {
            *eligible += count * (share - before);
            before = *share;
        }
        crossed[birth] = count * before;
    }
    (eligible, crossed)
}

impl<'m> Held<'m> {
    /// What holds the requests of a source that are created in the given numbers.
    fn new(class: &'m Class, source: &Source, created: Option<&[f64]>, axis: &Axis) -> Self {
        let horizon = axis.cell(axis.cells() - 1).1;
        let policy = &class.threshold;
        let window = class.window.unwrap_or(f64::INFINITY);
        let is_needed = |moment: Days| match created {
            Some(created) if class.follows.is_none() && !policy.rebinds() => {
                let until = policy.changes.iter().map(|change| change.at).find(|&at| at > moment);
                created[axis.between(moment, until.unwrap_or(horizon))].iter().any(|&count| count > 0.0)
            }
            _ => true,
        };
        let moments = std::iter::once(0.0).chain(policy.changes.iter().map(|change| change.at));
        let within = moments.filter(|&moment| (0.0..horizon).contains(&moment) && is_needed(moment));
        let mut levels: Vec<u32> = within.map(|moment| policy.at(moment)).filter(|&level| level > 0).collect();
        levels.sort_unstable();
        levels.dedup();
        let laws = source_potentials(source).map_or(vec![], |potentials| {
            levels.iter().map(|&n| AgeLaw::new(&potentials, n, window, horizon)).collect()
        });
        Self { policy, window, laws }
    }

    /// Share that ever crosses a level.
    fn exact(&self, level: u32) -> Share {
        self.law(level).map_or(Share { value: 1.0, error: 0.0 }, |law| law.exact)
    }

    fn law(&self, level: u32) -> Option<&AgeLaw> {
        self.laws.iter().find(|law| law.level == level)
    }

    /// Share that has crossed a level by an age.
    fn share(&self, level: u32, age: Days) -> f64 {
        self.law(level).map_or(1.0, |law| law.at(age))
    }

    /// Bounds the shares that are eligible at the ends of cells from that of `birth` on by those that are here. Counts
    /// at their means: who reaches a higher level has reached every lower one.
    fn bound(&self, birth: usize, follows: bool, axis: &Axis, shares: &mut [f64]) {
        let (born, ends) = axis.cell(birth);
        let middle = 0.5 * (born + ends);
        let mut level = self.policy.at(born);
        let mut reached: f64 = 0.0;
        for (offset, share) in shares.iter_mut().enumerate() {
            let (begins, ends) = axis.cell(birth + offset);
            if begins - middle < self.window {
                if follows {
                    level = self.policy.at(begins);
                } else {
                    level = self.rebound(level, (born, begins));
                }
                let here = if level == 0 { 1.0 } else { self.share(level, (ends - middle).min(self.window)) };
                reached = reached.max(here);
            }
            *share = share.min(reached);
        }
    }

    /// The level that binds requests created at a moment, later on.
    fn rebound(&self, level: u32, (born, now): (Days, Days)) -> u32 {
        let binds = |change: &&crate::model::ThresholdChange| {
            change.binds == Binds::Open && change.at > born && change.at <= now
        };
        self.policy.changes.iter().rev().find(binds).map_or(level, |change| change.signatures)
    }
}

/// Share that has crossed a level by age, tabulated; finer where requests are young.
struct AgeLaw {
    level: u32,
    /// Share that ever crosses.
    exact: Share,
    limit: Days,
    shares: Vec<f64>,
}

/// Points of the table.
const AGES: usize = 256;

impl AgeLaw {
    fn new(potentials: &Potentials<'_>, level: u32, window: Days, horizon: Days) -> Self {
        let exact = potentials.share_crossing(level, Some(window).filter(|window| window.is_finite()));
        let limit = window.min(horizon);
        let place = |index: usize| index as f64 / AGES as f64;
        let ages: Vec<Days> = (0..=AGES).map(|index| limit * place(index) * place(index)).collect();
        let mut shares = potentials.shares_by_age(level, &ages);
        // At the end of the window the table is as good as the share.
        let factor = if window <= horizon && shares[AGES] > 0.0 { exact.value / shares[AGES] } else { 1.0 };
        shares.iter_mut().for_each(|share| *share = (*share * factor).min(1.0));
        Self { level, exact, limit, shares }
    }

    fn at(&self, age: Days) -> f64 {
        let place = AGES as f64 * libm::sqrt((age / self.limit).clamp(0.0, 1.0));
        let index = (place as usize).min(AGES - 1);
        // Linear in age between the points.
        let along = (place * place - (index * index) as f64) / (2 * index + 1) as f64;
        self.shares[index] + (self.shares[index + 1] - self.shares[index]) * along
    }
}
