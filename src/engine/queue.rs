//! Waiting requests of a stage, and which of them is next.

use std::{cmp::Reverse, collections::BTreeMap};

use rand::RngExt;

use super::{
    curves::curve_of,
    linked::Line,
    request::VOID,
    requests::{InLine, Requests},
    stream::Stream,
};
use crate::model::{Days, Discipline, Source, growth::Curve};

/// The queue of one desk. Joining and leaving cost O(1), where the discipline ranks O(log n).
pub enum Queue {
    /// First or last in line is next.
    Line { line: Line, latest_first: bool },
    /// Any with equal probability, from the stage's own stream.
    Random { slots: Vec<u32>, stream: Stream },
    /// By potential and ticket: what a request expects now is at most its potential.
    MostSignatures(BTreeMap<(Reverse<u64>, u32), (u32, Curve)>),
    /// By the request's rank and ticket.
    Ranked(BTreeMap<(u64, u32), u32>),
}

impl Queue {
    /// An empty queue; `stream` feeds the random discipline.
    pub fn new(discipline: Discipline, stream: Stream) -> Self {
        match discipline {
            Discipline::Fifo => Queue::Line { line: Line::default(), latest_first: false },
            Discipline::Lifo => Queue::Line { line: Line::default(), latest_first: true },
            Discipline::Random => Queue::Random { slots: Vec::new(), stream },
            Discipline::MostSignatures => Queue::MostSignatures(BTreeMap::new()),
            Discipline::Priority | Discipline::Deadline => Queue::Ranked(BTreeMap::new()),
        }
    }

    /// A request of a source joins under its ticket.
    #[inline]
    pub fn join(&mut self, slot: u32, ticket: u32, requests: &mut Requests, source: &Source) {
        match self {
            Queue::Line { line, .. } => {
                line.join::<InLine>(slot, requests);
            }
            _ => self.rank_in(slot, ticket, requests, source),
        }
    }

    #[inline(never)]
    fn rank_in(&mut self, slot: u32, ticket: u32, requests: &mut Requests, source: &Source) {
        let Some(details) = requests.details_mut(slot) else { return };
        match self {
            Queue::Line { .. } => (),
            Queue::Random { slots, .. } => {
                details.place_in_queue = slots.len() as u32;
                slots.push(slot);
            }
            Queue::MostSignatures(ranked) => {
                let curve = curve_of(source, details.origin, details.potential);
                ranked.insert((Reverse(details.potential.to_bits()), ticket), (slot, curve));
            }
            Queue::Ranked(ranked) => {
                ranked.insert((details.rank, ticket), slot);
            }
        }
    }

    /// A waiting request leaves without having been chosen, or after it. True if it was the first of a line.
    #[inline]
    pub fn leave(&mut self, slot: u32, requests: &mut Requests) -> bool {
        let ticket = std::mem::replace(&mut requests[slot].ticket, VOID);
        match self {
            Queue::Line { line, .. } => line.leave::<InLine>(slot, requests),
            _ => {
                self.strike_off(slot, ticket, requests);
                false
            }
        }
    }

    /// The first of a line, if anybody waits there.
    #[inline]
    pub fn first_in_line(&self) -> Option<u32> {
        match self {
            Queue::Line { line, .. } => line.first(),
            _ => None,
        }
    }

    #[inline(never)]
    fn strike_off(&mut self, slot: u32, ticket: u32, requests: &mut Requests) {
        let Some(details) = requests.details(slot) else { return };
        match self {
            Queue::Line { .. } => (),
            Queue::Random { slots, .. } => {
                let place = details.place_in_queue;
                slots.swap_remove(place as usize);
                let moved = slots.get(place as usize);
                if let Some(moved) = moved.and_then(|&moved| requests.details_mut(moved)) {
                    moved.place_in_queue = place;
                }
            }
            // By potential, largest first, then by ticket. Bits of non-negative floats order as the floats do.
            Queue::MostSignatures(ranked) => {
                ranked.remove(&(Reverse(details.potential.to_bits()), ticket));
            }
            Queue::Ranked(ranked) => {
                ranked.remove(&(details.rank, ticket));
            }
        }
    }

    /// The request that is served next, if any waits. It stays in the queue.
    #[inline]
    pub fn choose(&mut self, now: Days, requests: &Requests) -> Option<u32> {
        match self {
            Queue::Line { line, latest_first: false } => line.first(),
            Queue::Line { line, latest_first: true } => line.last(),
            _ => self.choose_ranked(now, requests),
        }
    }

    #[inline(never)]
    fn choose_ranked(&mut self, now: Days, requests: &Requests) -> Option<u32> {
        match self {
            Queue::Line { .. } => None,
            Queue::Random { slots, stream } => (!slots.is_empty()).then(|| slots[stream.random_range(0..slots.len())]),
            Queue::MostSignatures(ranked) => {
                let mut best: Option<(f64, u32)> = None;
                for (&(Reverse(potential), _), &(slot, ref curve)) in ranked.iter() {
                    let potential = f64::from_bits(potential);
                    if best.is_some_and(|(signatures, _)| signatures >= potential) {
                        break;
                    }
                    let created = requests.details(slot).map_or(now, |details| details.created);
                    let signatures = potential * curve.share(now - created);
                    if best.is_none_or(|(most, _)| signatures > most) {
                        best = Some((signatures, slot));
                    }
                }
                best.map(|(_, slot)| slot)
            }
            Queue::Ranked(ranked) => ranked.values().next().copied(),
        }
    }
}
