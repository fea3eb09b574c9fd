//! Waiting requests of a stage, and which of them is next.

use std::{
    cmp::Reverse,
    collections::{BTreeMap, VecDeque},
};

use rand::RngExt;

use super::{
    request::{Request, Requests, VOID},
    stream::Stream,
};
use crate::model::{Days, Discipline, growth::Curve};

/// The queue of one desk. Joining and leaving cost O(1), where the discipline ranks O(log n).
pub enum Queue {
    /// First or last in line is next. An entry is void unless the request still has its ticket.
    Line { entries: VecDeque<(u32, u32)>, latest_first: bool },
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
            Discipline::Fifo => Queue::Line { entries: VecDeque::new(), latest_first: false },
            Discipline::Lifo => Queue::Line { entries: VecDeque::new(), latest_first: true },
            Discipline::Random => Queue::Random { slots: Vec::new(), stream },
            Discipline::MostSignatures => Queue::MostSignatures(BTreeMap::new()),
            Discipline::Priority | Discipline::Deadline => Queue::Ranked(BTreeMap::new()),
        }
    }

    /// A request joins. `curve` is asked for the request's growth where the discipline looks at signatures.
    pub fn join(&mut self, slot: u32, requests: &mut Requests, curve: impl FnOnce(&Request) -> Curve) {
        let request = &mut requests[slot as usize];
        match self {
            Queue::Line { entries, .. } => entries.push_back((slot, request.ticket)),
            Queue::Random { slots, .. } => {
                request.place_in_queue = slots.len() as u32;
                slots.push(slot);
            }
            Queue::MostSignatures(ranked) => {
                ranked.insert(rank(request), (slot, curve(request)));
            }
            Queue::Ranked(ranked) => {
                ranked.insert((request.rank, request.ticket), slot);
            }
        }
    }

    /// A waiting request leaves without having been chosen, or after it.
    pub fn leave(&mut self, slot: u32, requests: &mut Requests) {
        match self {
            // Its entry is void as soon as its ticket is.
            Queue::Line { .. } => (),
            Queue::Random { slots, .. } => {
                let place = requests[slot as usize].place_in_queue as usize;
                slots.swap_remove(place);
                if let Some(&moved) = slots.get(place) {
                    requests[moved as usize].place_in_queue = place as u32;
                }
            }
            Queue::MostSignatures(ranked) => {
                ranked.remove(&rank(&requests[slot as usize]));
            }
            Queue::Ranked(ranked) => {
                let request = &requests[slot as usize];
                ranked.remove(&(request.rank, request.ticket));
            }
        }
        requests[slot as usize].ticket = VOID;
    }

    /// The request that is served next, if any waits. It stays in the queue.
    pub fn choose(&mut self, now: Days, requests: &Requests) -> Option<u32> {
        match self {
            Queue::Line { entries, latest_first } => loop {
                let entry = if *latest_first { entries.back() } else { entries.front() };
                let &(slot, ticket) = entry?;
                if requests.get(slot as usize).is_some_and(|request| request.ticket == ticket) {
                    return Some(slot);
                }
                if *latest_first {
                    entries.pop_back()
                } else {
                    entries.pop_front()
                };
            },
            Queue::Random { slots, stream } => (!slots.is_empty()).then(|| slots[stream.random_range(0..slots.len())]),
            Queue::MostSignatures(ranked) => {
                let mut best: Option<(f64, u32)> = None;
                for (&(Reverse(potential), _), &(slot, ref curve)) in ranked.iter() {
                    let potential = f64::from_bits(potential);
                    if best.is_some_and(|(signatures, _)| signatures >= potential) {
                        break;
                    }
                    let signatures = potential * curve.share(now - requests[slot as usize].created);
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

/// Orders by potential, largest first, then by ticket. Bits of non-negative floats order as the floats do.
fn rank(request: &Request) -> (Reverse<u64>, u32) {
    (Reverse(request.potential.to_bits()), request.ticket)
}
