//! Requests of a class that gather signatures, until they cross the threshold or their window ends.
//!
//! Most requests of a petition platform can never cross ([`SignatureFloor`](super::signature_floor)): of these only
//! the end of the window is kept. Where the threshold may bind open requests, every request is kept and its crossing
//! worked out anew at each such change; the joint law of the signature times makes that exact (MODEL 2.2).
//!
//! A class that follows another takes over requests that became eligible there, and with them what is known of their
//! signature times ([`Heritage`]).

use super::{
    curves::curve_of,
    plan::Plan,
    signature_floor::SignatureFloor,
    stream::{Key, Purpose},
    windows::NOT_KEPT,
};
use crate::model::{Days, Signatures, Source, distribution::Bound, signature_time};

/// The gathering requests of one class.
pub struct Gathering {
    /// The level that binds requests created now.
    level: u32,
    /// Potentials that this class need not know.
    floor: Bound,
    window: Days,
    keeps_all: bool,
    candidates: slab::Slab<Candidate>,
    /// Levels that came to bind open requests, in order.
    rebound: Vec<(Days, u32)>,
    tickets: u32,
}

/// A request that gathers signatures and may cross.
#[derive(Debug, Clone)]
pub struct Candidate {
    /// Names its random streams.
    pub key: Key,
    /// When it was created, before all classes that it has been in.
    pub created: Days,
    /// Expected final signatures.
    pub potential: Signatures,
    /// Index of its source within the class.
    pub source: u16,
    crossed: bool,
    level_at_creation: u32,
    ticket: u32,
    /// What it brings from the class that its own follows.
    heritage: Option<Box<Heritage>>,
}

/// What a request brings from the class that its own follows.
#[derive(Debug, Clone)]
struct Heritage {
    /// Names the stream of its growth.
    origin: Key,
    /// When it came.
    opened: Days,
    /// Levels and the cumulated intensities at which its signatures reach them, as far as they are drawn.
    points: Vec<(u32, f64)>,
}

impl Candidate {
    /// A request created now under a level.
    pub fn new(key: Key, now: Days, potential: Signatures, source: u16, level: u32, ticket: u32) -> Self {
        Self { key, created: now, potential, source, crossed: false, level_at_creation: level, ticket, heritage: None }
    }

    /// When it was created in its present class.
    pub fn opened(&self) -> Days {
        self.heritage.as_ref().map_or(self.created, |heritage| heritage.opened)
    }

    /// Names the stream of its growth, which is the same in every class.
    pub fn origin(&self) -> Key {
        self.heritage.as_ref().map_or(self.key, |heritage| heritage.origin)
    }
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
}

impl Begun {
    /// That of a request whose potential is at most the floor: it will expire.
    pub const IN_VAIN: Begun = Begun { crossing: None, window: Some(NOT_KEPT) };
}

impl Gathering {
    /// Nobody gathers yet.
    pub fn new(plan: &Plan, class: usize) -> Self {
        let mut gathering = Self {
            level: 0,
            floor: Bound::NONE,
            window: plan.model.classes[class].window.unwrap_or(f64::INFINITY),
            keeps_all: plan.rebinds[class],
            candidates: slab::Slab::new(),
            rebound: Vec::new(),
            tickets: 0,
        };
        gathering.set_level(plan.first_levels[class], &plan.floor);
        gathering
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
        self.floor = if self.keeps_all { Bound::NONE } else { floor.of(level) };
    }

    /// A request begins to gather.
    pub fn begin(
        &mut self,
        now: Days,
        source: u16,
        potential: Signatures,
        key: Key,
        sources: &[Source],
        floor: &SignatureFloor,
    ) -> Begun {
        self.tickets = self.tickets.wrapping_add(1);
        let candidate = Candidate::new(key, now, potential, source, self.level, self.tickets);
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
        let heritage = Some(Box::new(Heritage { origin: from.origin(), opened: now, points }));
        let ticket = self.tickets;
        Candidate { key, crossed: false, level_at_creation: self.level, ticket, heritage, ..from.clone() }
    }

    fn keep(&mut self, candidate: Candidate, now: Days, sources: &[Source], floor: &SignatureFloor) -> Begun {
        let ticket = candidate.ticket;
        let crossing = self.crossing(&candidate, now, sources, floor);
        if !self.keeps_all && crossing.is_none() {
            return Begun::IN_VAIN;
        }
        let slot = self.candidates.insert(candidate) as u32;
        let crossing = crossing.map(|at| Crossing { at, slot, ticket });
        Begun { crossing, window: self.keeps_all.then_some(slot) }
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

    /// The level changes to one that binds every open request. Returns the new crossings (some perhaps now) in order
    /// of slots; all earlier ones are void.
    pub fn rebind(&mut self, level: u32, now: Days, sources: &[Source], floor: &SignatureFloor) -> Vec<Crossing> {
        self.set_level(level, floor);
        self.rebound.push((now, level));
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

    /// When a request that has not crossed before `now` crosses under the level that binds it now; `None` if never
    /// within its window.
    fn crossing(&self, candidate: &Candidate, now: Days, sources: &[Source], floor: &SignatureFloor) -> Option<Days> {
        let &Candidate { created, potential, source, .. } = candidate;
        let position = match self.level_binding(candidate) {
            0 => return Some(now),
            level if potential <= floor.of(level).value => return None,
            _ => self.position(candidate, floor),
        };
        if position >= potential {
            return None;
        }
        let curve = curve_of(&sources[usize::from(source)], candidate.origin(), potential);
        let crosses = (created + curve.age(position / potential)).max(now);
        (crosses < created + self.window && crosses.is_finite()).then_some(crosses)
    }

    /// The level that binds a candidate now.
    fn level_binding(&self, candidate: &Candidate) -> u32 {
        match self.rebound.last() {
            Some(&(at, level)) if at > candidate.opened() => level,
            _ => candidate.level_at_creation,
        }
    }

    /// The cumulated intensity at which a candidate's signatures reach the level that binds it now.
    fn position(&self, candidate: &Candidate, floor: &SignatureFloor) -> f64 {
        if candidate.heritage.is_none() && self.levels_since(candidate).is_empty() {
            return signature_time::draw(
                candidate.level_at_creation,
                &mut candidate.key.stream(Purpose::Signatures, 0),
            );
        }
        let binding = self.level_binding(candidate);
        let points = self.points(candidate, floor);
        points.binary_search_by_key(&binding, |point| point.0).map_or(f64::INFINITY, |place| points[place].1)
    }

    /// The levels that have bound a candidate or did so in the class that its own follows, in increasing order, each
    /// with the cumulated intensity at which its signatures reach it: jointly, in the order in which they came to
    /// matter. Levels out of its reach are left out.
    pub fn points(&self, candidate: &Candidate, floor: &SignatureFloor) -> Vec<(u32, f64)> {
        let mut stream = candidate.key.stream(Purpose::Signatures, 0);
        let mut points = candidate.heritage.as_ref().map_or_else(Vec::new, |heritage| heritage.points.clone());
        let later = self.levels_since(candidate).iter().map(|rebound| rebound.1);
        for level in std::iter::once(candidate.level_at_creation).chain(later) {
            if level == 0 || candidate.potential <= floor.of(level).value {
                continue;
            }
            let Err(place) = points.binary_search_by_key(&level, |point| point.0) else { continue };
            let drawn = if points.is_empty() {
                signature_time::draw(level, &mut stream)
            } else {
                let below = if place == 0 { (0, 0.0) } else { points[place - 1] };
                signature_time::draw_between(level, below, points.get(place).copied(), &mut stream)
            };
            points.insert(place, (level, drawn));
        }
        points
    }

    /// The levels that came to bind open requests since a candidate was created here.
    fn levels_since(&self, candidate: &Candidate) -> &[(Days, u32)] {
        let first = self.rebound.partition_point(|rebound| rebound.0 <= candidate.opened());
        &self.rebound[first..]
    }
}
