//! Requests of a class that gather signatures, until they cross the threshold or their window ends.
//!
//! Most requests of a petition platform can never cross ([`SignatureFloor`](super::signature_floor)): of these only
//! the end of the window is kept. Where the threshold may bind open requests, every request is kept and its crossing
//! worked out anew at each such change; the joint law of the signature times makes that exact.
//!
//! A class that follows another takes over requests that became eligible there, and with them what is known of their
//! signature times.

mod candidate;

pub use candidate::Candidate;

use super::{
    curves::curve_of,
    passage::{Growing, Hold},
    plan::Plan,
    signature_floor::SignatureFloor,
    stream::{Key, Purpose},
    windows::NOT_KEPT,
};
use crate::model::{Binds, Class, Days, Ramp, Signatures, Source, distribution::Bound, signature_time};

/// The gathering requests of one class.
pub struct Gathering {
    /// The level that binds requests created now.
    level: u32,
    /// Potentials that this class need not know: up to it, requests are noted ahead.
    floor: Bound,
    /// Potentials out of reach of what binds requests from now on, as far as that is known.
    lowest: Bound,
    window: Days,
    /// When signatures are counted.
    horizon: Days,
    /// By source: the share of their potential that its requests gather within their window, if it is the same for all.
    within_window: Vec<Option<f64>>,
    keeps_all: bool,
    looks_ahead: bool,
    candidates: slab::Slab<Candidate>,
    /// What came to bind open requests, in order.
    rebound: Vec<Hold>,
    /// The ramp that the level is on, and its next step; infinite without one.
    slope: Option<Slope>,
    next_step: Days,
    tickets: u32,
}

/// A ramp that is under way.
struct Slope {
    ramp: Ramp,
    binds: Binds,
    /// Steps that the level has taken.
    taken: u32,
    /// Floor of its lowest level.
    floor: Bound,
}

/// A crossing to schedule: its moment, and the slot and ticket under which it is valid.
#[derive(Debug)]
pub struct Crossing {
    /// When.
    pub at: Days,
    /// Slot of the candidate.
    pub slot: u32,
    /// Its ticket at the time of scheduling.
    pub ticket: u32,
}

/// What is known of a request that begins to gather.
#[derive(Debug)]
pub struct Begun {
    /// Its crossing, if it will cross within its window.
    pub crossing: Option<Crossing>,
    /// Whether the end of its window matters, and the slot to tell it for.
    pub window: Option<u32>,
    /// Signatures that it will have gathered ([`Candidate::signatures`]).
    pub signatures: Signatures,
}

impl Gathering {
    /// Nobody gathers yet.
    pub fn new(plan: &Plan, class: usize) -> Self {
        let Class { window, sources, .. } = &plan.model.classes[class];
        let window = window.unwrap_or(f64::INFINITY);
        let share = |source: &Source| Some(source.growth.as_ref()?.common()?.share(window));
        let within_window = sources.iter().map(share).collect();
        let mut gathering = Self {
            level: 0,
            floor: Bound::NONE,
            lowest: Bound::NONE,
            window,
            within_window,
            horizon: plan.model.time.horizon,
            keeps_all: plan.rebinds[class],
            looks_ahead: plan.looks_ahead[class],
            candidates: slab::Slab::new(),
            rebound: Vec::new(),
            slope: None,
            next_step: f64::INFINITY,
            tickets: 0,
        };
        gathering.set_level(plan.first_levels[class], &plan.floor);
        gathering
    }

    /// How many requests it keeps.
    pub fn kept(&self) -> usize {
        self.candidates.len()
    }

    /// The level that binds requests created now.
    pub fn level(&self) -> u32 {
        self.level
    }

    /// Potentials up to this bound make no difference to a request created now.
    pub fn floor(&self) -> Bound {
        self.floor
    }

    /// The level changes for requests created from now on.
    pub fn set_level(&mut self, level: u32, floor: &SignatureFloor) {
        self.level = level;
        self.lowest = floor.of(level);
        if let Some(slope) = self.slope.as_ref().filter(|slope| slope.floor.value < self.lowest.value) {
            self.lowest = slope.floor;
        }
        self.floor = if self.looks_ahead { self.lowest } else { Bound::NONE };
    }

    /// The level begins to move along a ramp; steps before `now` are taken already.
    pub fn begin_ramp(&mut self, ramp: Ramp, binds: Binds, now: Days, floor: &SignatureFloor) {
        let lowest = floor.of(ramp.from.min(ramp.to));
        self.slope = Some(Slope { ramp, binds, taken: ramp.passed(now), floor: lowest });
        self.set_level(ramp.value(ramp.passed(now)), floor);
        self.find_step(floor);
    }

    /// Brings the level on a ramp up to date; `moved` is told the moment of each step and by how much the level moves.
    /// Open requests that it binds are not told: they know the ramp.
    #[inline]
    pub fn keep_pace(&mut self, now: Days, floor: &SignatureFloor, moved: impl FnMut(Days, i64)) {
        if self.next_step <= now {
            self.take_steps(now, floor, moved);
        }
    }

    #[cold]
    fn take_steps(&mut self, now: Days, floor: &SignatureFloor, mut moved: impl FnMut(Days, i64)) {
        while let Some(slope) = self.slope.as_mut().filter(|_| self.next_step <= now) {
            slope.taken += 1;
            let before = std::mem::replace(&mut self.level, slope.ramp.value(slope.taken));
            moved(self.next_step, i64::from(self.level) - i64::from(before));
            self.find_step(floor);
        }
    }

    /// Finds the next step of a ramp; one without is over.
    fn find_step(&mut self, floor: &SignatureFloor) {
        let slope = self.slope.take_if(|slope| slope.taken == slope.ramp.steps());
        if slope.is_some() {
            self.set_level(self.level, floor);
        }
        self.next_step = self.slope.as_ref().map_or(f64::INFINITY, |slope| slope.ramp.moment(slope.taken + 1));
    }

    /// When the ramp takes its next step; infinite without one.
    pub fn next_step(&self) -> Days {
        self.next_step
    }

    /// A request that is eligible as soon as it is created.
    pub fn eligible_at_once(
        &self,
        now: Days,
        source: u16,
        potential: Signatures,
        key: Key,
        sources: &[Source],
        floor: &SignatureFloor,
    ) -> Candidate {
        let mut candidate = Candidate::new(key, now, potential, source, 0, 0);
        self.crossing_undisturbed(&mut candidate, sources, floor);
        candidate
    }

    /// A request begins to gather at a moment, held to a level.
    pub fn begin(
        &mut self,
        (now, level): (Days, u32),
        source: u16,
        potential: Signatures,
        key: Key,
        sources: &[Source],
        floor: &SignatureFloor,
    ) -> Begun {
        self.tickets = self.tickets.wrapping_add(1);
        let candidate = Candidate::new(key, now, potential, source, level, self.tickets);
        self.keep(candidate, now, sources, floor)
    }

    /// A request begins to gather that became eligible now in the class that this one follows; `points` are what is
    /// known of its signature times.
    pub fn take_over(
        &mut self,
        from: &Candidate,
        points: Vec<(u32, f64)>,
        now: Days,
        key: Key,
        sources: &[Source],
        floor: &SignatureFloor,
    ) -> Begun {
        self.tickets = self.tickets.wrapping_add(1);
        let candidate = self.successor(from, points, now, key);
        self.keep(candidate, now, sources, floor)
    }

    /// The request that one which became eligible now in the followed class is here.
    pub fn successor(&self, from: &Candidate, points: Vec<(u32, f64)>, now: Days, key: Key) -> Candidate {
        from.successor(points, now, key, self.level, self.tickets)
    }

    fn keep(&mut self, mut candidate: Candidate, now: Days, sources: &[Source], floor: &SignatureFloor) -> Begun {
        let ticket = candidate.ticket;
        let crossing = self.begin_crossing(&mut candidate, now, sources, floor);
        let signatures = candidate.signatures;
        if !self.keeps_all && crossing.is_none() {
            return Begun { crossing: None, window: Some(NOT_KEPT), signatures };
        }
        let slot = self.candidates.insert(candidate) as u32;
        let crossing = crossing.map(|at| Crossing { at, slot, ticket });
        Begun { crossing, window: self.keeps_all.then_some(slot), signatures }
    }

    /// Takes a request that reaches its threshold now; `None` if the crossing is void.
    pub fn cross(&mut self, slot: u32, ticket: u32) -> Option<Candidate> {
        let candidate = self.candidates.get_mut(slot as usize)?;
        if candidate.ticket != ticket || candidate.crossed {
            return None;
        }
        // A kept request with a window is let go when its window ends.
        if !self.keeps_all || self.window.is_infinite() {
            return Some(self.candidates.remove(slot as usize));
        }
        candidate.crossed = true;
        Some(candidate.clone())
    }

    /// The window of a kept request ends: lets it go, and tells whether it was still gathering.
    pub fn expire(&mut self, slot: u32) -> bool {
        !self.candidates.remove(slot as usize).crossed
    }

    /// From now on every open request is held to this, and so is every later one. Returns the new crossings (some
    /// perhaps now) in order of slots; all earlier ones are void.
    pub fn rebind(&mut self, hold: Hold, now: Days, sources: &[Source], floor: &SignatureFloor) -> Vec<Crossing> {
        self.rebound.push(hold);
        // The next step of a ramp under way binds them again.
        let ramp = self.slope.as_ref().filter(|slope| slope.binds == Binds::Open).map(|slope| Hold::ramp(slope.ramp));
        self.rebound.extend(ramp.filter(|ramp| *ramp != hold).and_then(|ramp| ramp.after(now)));
        let slots: Vec<usize> =
            self.candidates.iter().filter(|(_, candidate)| !candidate.crossed).map(|(slot, _)| slot).collect();
        let mut crossings = Vec::new();
        for slot in slots {
            self.tickets = self.tickets.wrapping_add(1);
            self.candidates[slot].ticket = self.tickets;
            if let Some(at) = self.crossing(&self.candidates[slot], now, sources, floor) {
                crossings.push(Crossing { at, slot: slot as u32, ticket: self.tickets });
            }
        }
        crossings
    }

    /// When a request that has not crossed before `now` crosses under what binds it from now on; `None` if never
    /// within its window.
    fn crossing(&self, candidate: &Candidate, now: Days, sources: &[Source], floor: &SignatureFloor) -> Option<Days> {
        let crosses = self.follow(candidate, now, sources, floor).1.max(now);
        self.is_open_until(candidate, crosses).then_some(crosses)
    }

    /// The same of a request that begins to gather here, whose signatures become known by it.
    fn begin_crossing(
        &self,
        candidate: &mut Candidate,
        now: Days,
        sources: &[Source],
        floor: &SignatureFloor,
    ) -> Option<Days> {
        if candidate.is_inherited() || self.rebound.last().is_some_and(|hold| candidate.is_bound_by(hold)) {
            return self.crossing(candidate, now, sources, floor);
        }
        let crosses = self.crossing_undisturbed(candidate, sources, floor);
        self.is_open_until(candidate, crosses).then_some(crosses)
    }

    /// True if a request still gathers until a moment.
    fn is_open_until(&self, candidate: &Candidate, moment: Days) -> bool {
        moment < candidate.created + self.window && moment.is_finite()
    }

    /// When a request crosses that is only held to its first level, as most are; infinite if never. Tells the candidate
    /// its signatures.
    fn crossing_undisturbed(&self, candidate: &mut Candidate, sources: &[Source], floor: &SignatureFloor) -> Days {
        let &mut Candidate { created, potential, source, key, level_at_creation: level, .. } = candidate;
        let curve = curve_of(&sources[usize::from(source)], key, potential);
        let age = self.window.min(self.horizon - created);
        let gathered = match self.within_window[usize::from(source)] {
            Some(share) if age == self.window => potential * share,
            _ if age > 0.0 => potential * curve.share(age),
            _ => 0.0,
        };
        candidate.signatures = gathered;
        if level == 0 {
            return created;
        }
        if potential <= floor.of(level).value {
            return f64::INFINITY;
        }
        let position = signature_time::draw(level, &mut key.stream(Purpose::Signatures, 0));
        candidate.signatures = signature_time::expected_count((level, position), gathered);
        if position < potential { created + curve.age(position / potential) } else { f64::INFINITY }
    }

    /// The signatures of a candidate with what is known of them: all that has mattered, jointly, in the order in which
    /// it came to matter. Levels out of its reach are left out.
    pub fn signatures<'m>(&self, candidate: &Candidate, sources: &'m [Source], floor: &SignatureFloor) -> Growing<'m> {
        self.follow(candidate, f64::INFINITY, sources, floor).0
    }

    /// The signatures of a candidate, as far as they mattered up to `now`, and the moment at which they meet what binds
    /// it from then on; infinite if they never do.
    fn follow<'m>(
        &self,
        candidate: &Candidate,
        now: Days,
        sources: &'m [Source],
        floor: &SignatureFloor,
    ) -> (Growing<'m>, Days) {
        let mut growing = candidate.growing(sources);
        if now.is_finite() && candidate.potential <= self.lowest.value {
            return (growing, f64::INFINITY);
        }
        let opened = candidate.opened();
        let first = Hold::level(opened, candidate.level_at_creation);
        let later = self.rebound.iter().filter_map(|hold| hold.after(opened));
        let mut holds = std::iter::once(first).chain(later).peekable();
        while let Some(hold) = holds.next() {
            let next = holds.peek().map_or(f64::INFINITY, Hold::from);
            if candidate.potential <= floor.of(hold.lowest()).value {
                continue;
            }
            if next <= now {
                growing.misses(&hold);
                continue;
            }
            let meets = growing.meets(&hold);
            if meets < next {
                return (growing, meets);
            }
        }
        (growing, f64::INFINITY)
    }
}
