//! What holds requests back: thresholds, windows, and the ages at which requests cross.

use super::{
    axis::Axis,
    crossing::{Potentials, Share},
};
use crate::model::{Binds, Class, Days, Source, ThresholdPolicy};

/// One class on the way of a source's requests to the desk: first that which creates them, then those that follow.
pub struct Held<'m> {
    /// Its threshold.
    pub policy: &'m ThresholdPolicy,
    /// Time to gather; may be infinite.
    window: Days,
    /// By level; only levels that a request of the source can meet.
    laws: &'m [AgeLaw],
}

/// The laws by which the requests of a source, created in the given numbers, cross the levels of a class.
pub fn laws(class: &Class, source: &Source, created: Option<&[f64]>, axis: &Axis) -> Vec<AgeLaw> {
    let Some(potentials) = source_potentials(source) else { return Vec::new() };
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
    levels.into_iter().map(|level| AgeLaw::new(&potentials, level, window, horizon)).collect()
}

/// What a source's requests are like, if they gather signatures.
pub fn source_potentials(source: &Source) -> Option<Potentials<'_>> {
    let (potential, growth) = (source.potential.as_ref()?, source.growth.as_ref()?);
    Some(Potentials { potential, growth, correlation: source.potential_growth_correlation })
}

/// Of requests created in each cell: how many become eligible in the last class in each cell, and how many of each
/// cell's do so by the horizon.
pub fn displaced(held: &[Held], created: &[f64], axis: &Axis) -> (Vec<f64>, Vec<f64>) {
    let cells = axis.cells();
    let (mut eligible, mut crossed) = (vec![0.0; cells], vec![0.0; cells]);
    let mut shares = Vec::with_capacity(cells);
    let longest = held.iter().map(|held| held.window).fold(0.0, f64::max);
    for (birth, &count) in created.iter().enumerate().filter(|(_, count)| **count > 0.0) {
        // When all windows are over nothing changes any more.
        let last = axis.between(0.0, axis.cell(birth).1 + longest).end;
        shares.clear();
        shares.resize((last + 1).min(cells) - birth, 1.0);
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
    /// A class, with the laws of the source's requests.
    pub fn new(class: &'m Class, laws: &'m [AgeLaw]) -> Self {
        Self { policy: &class.threshold, window: class.window.unwrap_or(f64::INFINITY), laws }
    }

    /// Share that ever crosses a level.
    pub fn exact(&self, level: u32) -> Share {
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
pub struct AgeLaw {
    level: u32,
    /// Share that ever crosses.
    exact: Share,
    limit: Days,
    shares: Vec<f64>,
}

/// Points of the table.
const AGES: usize = 160;

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
