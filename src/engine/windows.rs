//! When requests begin and cease to gather, noted as it becomes known and booked in blocks.
//!
//! Most requests of a petition platform can never cross. Nothing happens to them but that they come and that their
//! window ends: so a source notes these moments ahead of the main loop, or has them counted ([`Crowd`]), and they are
//! booked together when something looks at the numbers. The mean over time needs only their sum, and the extremes only
//! those blocks that may hold one.

use super::{
    changes::{Block, Changes, Part},
    crowd::{Crowd, Front},
    hopeless::Hopeless,
};
use crate::model::Days;

/// Changes of the number of gathering requests that are noted and not yet booked.
pub struct Windows<'p> {
    /// One for each source of each class, class by class.
    lanes: Vec<Lane<'p>>,
    /// By class: changes beside those of the lanes, as (moment, change).
    noted: Vec<Vec<(Days, i64)>>,
    /// When signatures are counted.
    horizon: Days,
    /// When the block begins, and when it ends, once that is known.
    block: (Days, Days),
}

/// The requests of one source of one class whose windows may end in vain.
pub struct Lane<'p> {
    class: u16,
    /// How long a request gathers.
    length: Days,
    /// Moments at which requests are created that cannot cross, in order; those before `come` are past.
    ahead: Vec<Days>,
    come: usize,
    /// Moments of creation of the requests whose windows are open, or ended in this block, in order.
    open: Vec<Days>,
    /// Windows before the first of these have ended before the block, those before the second in it.
    ended: (usize, usize),
    /// Slot of each window, or [`NOT_KEPT`]; empty where none is kept.
    slots: Vec<u32>,
    /// What is known of the requests noted ahead.
    hopeless: Option<&'p Hopeless>,
    /// Those that are counted and not noted one by one.
    crowd: Option<Box<Crowd<'p>>>,
    /// Requests noted ahead or counted that have come so far.
    unlisted: u64,
}

/// Stands for the slot of a request that nobody remembers.
pub const NOT_KEPT: u32 = u32::MAX;

impl<'p> Windows<'p> {
    /// Nobody gathers in any of the classes.
    pub fn new(classes: usize, horizon: Days) -> Self {
        Self { lanes: Vec::new(), noted: vec![Vec::new(); classes], horizon, block: (0.0, 0.0) }
    }

    /// Adds a lane for the next source of a class, whose windows have a length, and tells its number.
    pub fn add_lane(&mut self, class: u16, length: Days) -> usize {
        self.lanes.push(Lane {
            class,
            length,
            ahead: vec![],
            come: 0,
            open: vec![],
            ended: (0, 0),
            slots: vec![],
            hopeless: None,
            crowd: None,
            unlisted: 0,
        });
        self.lanes.len() - 1
    }

    /// A lane.
    #[inline]
    pub fn lane(&mut self, lane: usize) -> &mut Lane<'p> {
        &mut self.lanes[lane]
    }

    /// A request of a class, counted already, begins (+1) or ceases (−1) to gather; in order of time.
    #[inline]
    pub fn note(&mut self, class: u16, change: i64, now: Days) {
        self.noted[usize::from(class)].push((now, change));
    }

    /// Whether all requests of a class are counted.
    pub fn counts_all(&self, class: usize) -> bool {
        self.lanes.iter().filter(|lane| usize::from(lane.class) == class).all(|lane| lane.crowd.is_some())
    }

    /// Requests of a class noted ahead or counted that have come so far.
    pub fn unlisted(&self, class: usize) -> u64 {
        self.lanes.iter().filter(|lane| usize::from(lane.class) == class).map(|lane| lane.unlisted).sum()
    }

    /// The moment at which the next window ends that is noted one by one; infinite if none does. Where it matters, no
    /// requests are counted.
    pub fn next_end(&self) -> Days {
        let next = |lane: &Lane| lane.open.get(lane.ended.1).map_or(f64::INFINITY, |created| created + lane.length);
        self.lanes.iter().map(next).fold(f64::INFINITY, f64::min)
    }

    /// Closes the block of a class's changes up to `now`; `expires` lets a kept request go and tells whether it is
    /// still gathering. It stays open to [`Windows::list`] until [`Windows::begin_block`].
    pub fn end_block(&mut self, class: u16, now: Days, mut expires: impl FnMut(u32) -> bool) -> Block {
        let mut block = Block::default();
        let horizon = self.horizon;
        self.block.1 = now;
        let begins = self.block.0;
        for lane in self.lanes.iter_mut().filter(|lane| lane.class == class) {
            if !(lane.ahead.is_empty() && lane.open.is_empty()) {
                lane.come_until(now);
                lane.end_until(now);
                if !lane.slots.is_empty() {
                    lane.strike_crossed(&mut expires);
                }
                lane.add_to(&mut block, begins, now);
                block.signatures += lane.hopeless.map_or(0.0, |hopeless| hopeless.gathered(lane.came(), now, horizon));
                lane.unlisted += lane.came().len() as u64;
            }
            if let Some(crowd) = &mut lane.crowd {
                crowd.book(&mut block, now);
                lane.unlisted += crowd.newly_come() as u64;
            }
        }
        for &(at, change) in &self.noted[usize::from(class)] {
            block.rises += change.max(0);
            block.falls -= change.min(0);
            block.area += change as f64 * (now - at);
            block.begins_with_step |= at <= begins;
        }
        block
    }

    /// Adds the changes in the block of one class, or of all, to those of other blocks.
    pub fn list(&mut self, class: Option<u16>, changes: &mut Changes<'p>) -> Part {
        let covers = |other: usize| class.is_none_or(|class| usize::from(class) == other);
        changes.add(|listed, others| {
            for lane in self.lanes.iter_mut().filter(|lane| covers(usize::from(lane.class))) {
                listed.extend(lane.came().iter().map(|&at| (at, 1)));
                listed.extend(lane.expired().iter().map(|&at| (at + lane.length, -1)));
                if let Some(crowd) = &mut lane.crowd {
                    listed.extend(crowd.regained().iter().map(|&at| (at, 1)));
                    for (front, after, change) in [(Front::Come, 0.0, 1), (Front::Ended, lane.length, -1)] {
                        others.extend(crowd.passed(front).map(|passed| (passed, after, change)));
                    }
                }
            }
            for (_, noted) in self.noted.iter().enumerate().filter(|(class, _)| covers(*class)) {
                listed.extend_from_slice(noted);
            }
        })
    }

    /// What was in the block is booked.
    pub fn begin_block(&mut self) {
        self.block.0 = self.block.1;
        self.noted.iter_mut().for_each(Vec::clear);
        self.lanes.iter_mut().for_each(Lane::begin_block);
    }
}

/// So many windows that have ended are forgotten together.
const FORGOTTEN_TOGETHER: usize = 1024;

impl<'p> Lane<'p> {
    /// What is known of the requests that are noted ahead from now on.
    pub fn expect(&mut self, hopeless: Option<&'p Hopeless>) {
        self.hopeless = hopeless;
    }

    /// Requests of the lane may be counted from now on.
    pub fn count(&mut self, crowd: Option<Crowd<'p>>) {
        self.crowd = crowd.map(Box::new);
    }

    /// Those that are counted.
    pub fn crowd(&mut self) -> Option<&mut Crowd<'p>> {
        self.crowd.as_deref_mut()
    }

    /// A request that cannot cross is created at a moment not before any other of the lane. It is not counted yet.
    #[inline]
    pub fn come(&mut self, at: Days) {
        self.ahead.push(at);
    }

    /// The window of a request that is counted already ends in vain, unless the kept request in the slot crosses.
    /// Requests of an ordinary class come in the order of their creation; those that are taken over need not.
    pub fn end(&mut self, created: Days, slot: u32) {
        if self.length.is_infinite() {
            return;
        }
        self.come_until(created);
        let place = self.ended.1 + self.open[self.ended.1..].partition_point(|&other| other <= created);
        if slot != NOT_KEPT || !self.slots.is_empty() {
            self.slots.resize(self.open.len(), NOT_KEPT);
            self.slots.insert(place, slot);
        }
        self.open.insert(place, created);
    }

    /// Opens the windows of the requests that were noted ahead.
    #[inline]
    fn come_until(&mut self, now: Days) {
        let came = self.ahead[self.come..].iter().take_while(|&&at| at <= now).count();
        if self.length.is_finite() {
            self.open.extend_from_slice(&self.ahead[self.come..self.come + came]);
        }
        self.come += came;
    }

    /// Ends the windows that end up to now.
    #[inline]
    fn end_until(&mut self, now: Days) {
        let ended = self.open[self.ended.1..].iter().take_while(|&&at| at + self.length <= now).count();
        self.ended.1 += ended;
    }

    /// Strikes the windows that ended in the block and whose requests had crossed.
    fn strike_crossed(&mut self, mut expires: impl FnMut(u32) -> bool) {
        self.slots.resize(self.open.len(), NOT_KEPT);
        let (first, end) = self.ended;
        let mut to = first;
        for from in first..end {
            let slot = self.slots[from];
            if slot == NOT_KEPT || expires(slot) {
                (self.open[to], self.slots[to]) = (self.open[from], slot);
                to += 1;
            }
        }
        self.open.drain(to..end);
        self.slots.drain(to..end);
        self.ended.1 = to;
    }

    /// Adds what happened in the block.
    #[inline]
    fn add_to(&self, block: &mut Block, begins: Days, now: Days) {
        let first = |steps: &[Days], after: Days| steps.first().is_some_and(|at| at + after <= begins);
        block.begins_with_step |= first(self.came(), 0.0) || first(self.expired(), self.length);
        let (came, expired) = (self.came().len() as i64, self.expired().len() as i64);
        (block.created, block.expired) = (block.created + came, block.expired + expired);
        (block.rises, block.falls) = (block.rises + came, block.falls + expired);
        block.area += self.came().iter().map(|at| now - at).sum::<f64>();
        block.area -= self.expired().iter().map(|at| now - (at + self.length)).sum::<f64>();
    }

    /// Moments of creation, in the block, of requests that were noted ahead.
    fn came(&self) -> &[Days] {
        &self.ahead[..self.come]
    }

    /// Moments of creation of the requests whose windows ended in the block.
    fn expired(&self) -> &[Days] {
        &self.open[self.ended.0..self.ended.1]
    }

    #[inline]
    fn begin_block(&mut self) {
        if self.come > 0 {
            self.ahead.drain(..self.come);
            self.come = 0;
        }
        self.ended.0 = self.ended.1;
        if self.ended.0 > FORGOTTEN_TOGETHER && self.ended.0 > self.open.len() / 2 {
            self.open.drain(..self.ended.0);
            self.slots.drain(..self.ended.0.min(self.slots.len()));
            self.ended = (0, 0);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{engine::level::Level, model::metric::Statistic};
    use proptest::prelude::*;

    /// Books a block, and looks at its changes where it may hold an extreme.
    fn book<'p>(level: &mut Level, block: &Block, now: Days, list: impl FnOnce(&mut Changes<'p>) -> Part) {
        if let Some(suspect) = level.book(block, now) {
            let mut changes = Changes::default();
            let part = list(&mut changes);
            level.extend(&suspect, changes.in_order(&part));
        }
    }

    proptest! {
        /// Requests that come at growing moments; some cross after a while, some are noted one by one.
        #[test]
        fn a_block_is_booked_as_its_changes_are_one_by_one(
            requests in prop::collection::vec((0.0..1.0f64, 0.0..8.0f64, any::<bool>()), 1..60),
            bookings in prop::collection::vec(0.0..5.0f64, 1..12),
        ) {
            let length = 5.0;
            let mut windows = Windows::new(1, 100.0);
            let lane = windows.add_lane(0, length);
            let (mut created, mut changes, mut notes) = (0.0, vec![], vec![]);
            for (gap, cross_after, noted) in requests {
                created += gap;
                let crosses = noted && cross_after < length;
                changes.extend([(created, 1), (created + if crosses { cross_after } else { length }, -1)]);
                if noted {
                    notes.push((created, 1));
                    if crosses {
                        notes.push((created + cross_after, -1));
                    } else {
                        windows.lane(lane).end(created, NOT_KEPT);
                    }
                } else {
                    windows.lane(lane).come(created);
                }
            }
            notes.sort_by(|a, b| a.0.total_cmp(&b.0));
            notes.into_iter().for_each(|(at, change)| windows.note(0, change, at));
            changes.sort_by(|a, b| a.0.total_cmp(&b.0));

            // Everything is noted beforehand here, so one booking takes it all; later ones find the ends of windows.
            let (mut level, mut expected) = (Level::default(), Level::default());
            let mut now = created + length;
            for gap in bookings {
                let block = windows.end_block(0, now, |_| true);
                book(&mut level, &block, now, |changes| windows.list(None, changes));
                windows.begin_block();
                now += gap;
            }
            changes.iter().for_each(|&(at, change)| expected.add(change, at));
            let statistic = |level: &Level, statistic| level.statistic(statistic, now, now);
            for extreme in [Statistic::Max, Statistic::Min, Statistic::End] {
                prop_assert_eq!(statistic(&level, extreme), statistic(&expected, extreme));
            }
            let (mean, expected) = (statistic(&level, Statistic::Mean), statistic(&expected, Statistic::Mean));
            prop_assert!((mean - expected).abs() < 1e-9, "{} for {}", mean, expected);
        }

        #[test]
        fn blocks_of_any_length_add_up(
            gaps in prop::collection::vec(0.0..1.0f64, 1..80),
            step in 0.1..7.0f64,
        ) {
            let length = 3.0;
            let mut windows = Windows::new(1, 100.0);
            let lane = windows.add_lane(0, length);
            let (mut level, mut expected) = (Level::default(), Level::default());
            let created: Vec<f64> = gaps.iter().scan(0.0, |at, gap| { *at += gap; Some(*at) }).collect();
            let mut changes: Vec<_> = created.iter().flat_map(|&at| [(at, 1), (at + length, -1)]).collect();
            changes.sort_by(|a, b| a.0.total_cmp(&b.0));
            let last = created.last().copied().unwrap_or_default() + length;
            let (mut now, mut ahead) = (0.0, created.into_iter().peekable());
            while now < last {
                now += step;
                while let Some(at) = ahead.next_if(|&at| at <= now) {
                    windows.lane(lane).come(at);
                }
                let block = windows.end_block(0, now, |_| true);
                book(&mut level, &block, now, |changes| windows.list(Some(0), changes));
                windows.begin_block();
            }
            changes.into_iter().for_each(|(at, change)| expected.add(change, at));
            for extreme in [Statistic::Max, Statistic::Min, Statistic::End] {
                prop_assert_eq!(level.statistic(extreme, now, now), expected.statistic(extreme, now, now));
            }
            let difference = level.statistic(Statistic::Mean, now, now) - expected.statistic(Statistic::Mean, now, now);
            prop_assert!(difference.abs() < 1e-9, "{}", difference);
        }
    }
}
