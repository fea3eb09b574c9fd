//! Requests of a class that gather signatures, until they cross the threshold or their window ends.
//!
//! Most requests of a petition platform can never cross ([`SignatureFloor`](super::signature_floor)): of these only
//! the end of the window is kept. Where the threshold may bind open requests, every request is kept and its crossing
//! worked out anew at each such change; the joint law of the signature times makes that exact (MODEL 2.2).

use std::collections::VecDeque;

use super::{
    curves::curve_of,
    plan::Plan,
    signature_floor::SignatureFloor,
    stream::{Key, Purpose},
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
    /// Ends of windows in order: (moment, slot of a kept request or `u32::MAX`).
    windows: VecDeque<(Days, u32)>,
    /// Levels that came to bind open requests, in order.
    rebound: Vec<(Days, u32)>,
    tickets: u32,
}

/// A request that gathers signatures and may cross.
#[derive(Debug, Clone, Copy)]
pub struct Candidate {
    /// Names its random streams.
    pub key: Key,
    /// When it was created.
    pub created: Days,
    /// Expected final signatures.
    pub potential: Signatures,
    /// Index of its source within the class.
    pub source: u16,
    crossed: bool,
    level_at_creation: u32,
    ticket: u32,
}

impl Candidate {
    /// A request created now under a level.
    pub fn new(key: Key, now: Days, potential: Signatures, source: u16, level: u32, ticket: u32) -> Self {
        Self { key, created: now, potential, source, crossed: false, level_at_creation: level, ticket }
    }
}

/// A crossing to schedule: its moment, and the slot and ticket under which it is valid.
pub struct Crossing {
    /// When.
    pub at: Days,
    /// Slot of the candidate.
    pub slot: u32,
    /// Its ticket at the time of scheduling.
    pub ticket: u32,
}

const NOT_KEPT: u32 = u32::MAX;

impl Gathering {
    /// Nobody gathers yet.
    pub fn new(plan: &Plan, class: usize) -> Self {
        let mut gathering = Self {
            level: 0,
            floor: Bound::NONE,
            window: plan.model.classes[class].window.unwrap_or(f64::INFINITY),
            keeps_all: plan.rebinds[class],
            candidates: slab::Slab::new(),
            windows: VecDeque::new(),
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

    /// A request begins to gather whose potential is at most the floor: it will expire.
    #[inline]
    pub fn begin_hopeless(&mut self, now: Days) {
        self.note_window(now, NOT_KEPT);
    }

    /// A request begins to gather; returns its crossing, if it will cross within its window.
    pub fn begin(
        &mut self,
        now: Days,
        source: u16,
        potential: Signatures,
        key: Key,
        sources: &[Source],
        floor: &SignatureFloor,
    ) -> Option<Crossing> {
        self.tickets = self.tickets.wrapping_add(1);
        let candidate = Candidate::new(key, now, potential, source, self.level, self.tickets);
        let crossing = self.crossing(&candidate, now, sources, floor);
        if !self.keeps_all && crossing.is_none() {
            self.note_window(now, NOT_KEPT);
            return None;
        }
        let slot = self.candidates.insert(candidate) as u32;
        if self.keeps_all {
            self.note_window(now, slot);
        }
        crossing.map(|at| Crossing { at, slot, ticket: candidate.ticket })
    }

    /// Takes a request that reaches its threshold now; `None` if the crossing is void.
    pub fn cross(&mut self, slot: u32, ticket: u32) -> Option<Candidate> {
        let candidate = self.candidates.get_mut(slot as usize)?;
        if candidate.ticket != ticket || candidate.crossed {
            return None;
        }
        candidate.crossed = true;
        let candidate = *candidate;
        // A kept request with a window is let go when its window ends.
        if !self.keeps_all || self.window.is_infinite() {
            self.candidates.remove(slot as usize);
        }
        Some(candidate)
    }

    /// The moment at which the next window ends; infinite if none does.
    #[inline]
    pub fn next_window(&self) -> Days {
        self.windows.front().map_or(f64::INFINITY, |window| window.0)
    }

    /// Takes windows up to `now` until one has ended below the threshold, and tells its moment.
    #[inline]
    pub fn expire(&mut self, now: Days) -> Option<Days> {
        while let Some((at, slot)) = self.windows.pop_front_if(|window| window.0 <= now) {
            if slot == NOT_KEPT || !self.candidates.remove(slot as usize).crossed {
                return Some(at);
            }
        }
        None
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
            let candidate = self.candidates[slot];
            if let Some(at) = self.crossing(&candidate, now, sources, floor) {
                crossings.push(Crossing { at, slot: slot as u32, ticket: candidate.ticket });
            }
        }
        crossings
    }

    #[inline]
    fn note_window(&mut self, now: Days, slot: u32) {
        if self.window.is_finite() {
            self.windows.push_back((now + self.window, slot));
        }
    }

    /// When a request that has not crossed before `now` crosses under the level that binds it now; `None` if never
    /// within its window.
    fn crossing(&self, candidate: &Candidate, now: Days, sources: &[Source], floor: &SignatureFloor) -> Option<Days> {
        let &Candidate { key, created, potential, source, .. } = candidate;
        let position = match self.level_binding(candidate) {
            0 => return Some(now),
            level if potential <= floor.of(level).value => return None,
            _ => self.position(candidate, floor),
        };
        if position >= potential {
            return None;
        }
        let curve = curve_of(&sources[usize::from(source)], key, potential);
        let crosses = (created + curve.age(position / potential)).max(now);
        (crosses < created + self.window && crosses.is_finite()).then_some(crosses)
    }

    /// The level that binds a candidate now.
    fn level_binding(&self, candidate: &Candidate) -> u32 {
        match self.rebound.last() {
            Some(&(at, level)) if at > candidate.created => level,
            _ => candidate.level_at_creation,
        }
    }

    /// The cumulated intensity at which a candidate's signatures reach the level that binds it now, joint with the
    /// levels that bound it before.
    fn position(&self, candidate: &Candidate, floor: &SignatureFloor) -> f64 {
        let mut stream = candidate.key.stream(Purpose::Signatures, 0);
        let first = self.rebound.partition_point(|rebound| rebound.0 <= candidate.created);
        if first == self.rebound.len() {
            return signature_time::draw(candidate.level_at_creation, &mut stream);
        }
        let mut known: Vec<(u32, f64)> = Vec::new();
        let mut position = f64::INFINITY;
        let later = self.rebound[first..].iter().map(|rebound| rebound.1);
        for level in std::iter::once(candidate.level_at_creation).chain(later) {
            if level == 0 || candidate.potential <= floor.of(level).value {
                continue;
            }
            position = match known.binary_search_by_key(&level, |point| point.0) {
                Ok(place) => known[place].1,
                Err(place) => {
                    let drawn = if known.is_empty() {
                        signature_time::draw(level, &mut stream)
                    } else {
                        let below = if place == 0 { (0, 0.0) } else { known[place - 1] };
                        signature_time::draw_between(level, below, known.get(place).copied(), &mut stream)
                    };
                    known.insert(place, (level, drawn));
                    drawn
                }
            };
        }
        position
    }
}
