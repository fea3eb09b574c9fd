//! The event list of one replication.

use std::{cmp::Ordering, collections::BinaryHeap};

use crate::model::Days;

/// Something that will happen to a request or a stage.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Event {
    /// A gathering request reaches its threshold; void unless its ticket is still the given one.
    Crossing { class: u16, slot: u32, ticket: u32 },
    /// A service ends; void unless it still does so now.
    Completion { service: u32 },
    /// Finished answers are published; void unless the leader is there under the given serial number.
    Release { leader: u32, serial: u32 },
    /// A closed desk with waiting requests opens.
    Opening { desk: u32 },
    /// A request's window ends; void unless it is still in the backlog under the given serial number.
    WindowEnd { slot: u32, serial: u32 },
    /// Review number so-and-so of a class's adaptive threshold.
    Review { class: u16, number: u32 },
    /// The moment from which on that review counts answers.
    ReviewSpan { class: u16, number: u32 },
    /// A request's patience runs out; void unless it is still queued under the given ticket.
    PatienceEnd { slot: u32, ticket: u32 },
    /// Other users answer a request; void unless it is there under the given serial number and no service of it has
    /// started.
    PeerAnswer { slot: u32, serial: u32 },
    /// A triggered request is created.
    Creation { slot: u32 },
    /// A happening's condition may begin or cease to hold, or has held for long enough; void unless its ticket is
    /// still the given one.
    Check { happening: u16, ticket: u32 },
}

/// Spans that the time of a replication is divided into.
const SPANS: usize = 1_024;

/// No entry.
const NONE: u32 = u32::MAX;

/// Pending events, earliest first; equal moments leave in order of scheduling.
///
/// A heap holds those of the span of time under way. Those of later spans stand in lists, one for each span, until it
/// begins: scheduling them costs O(1), the heap stays small where much is pending for long, such as ends of patience, and
/// what is void by then never gets there.
pub struct EventList {
    heap: BinaryHeap<Scheduled>,
    /// Later events, each with the next of its span.
    later: slab::Slab<(Scheduled, u32)>,
    /// The last event scheduled for each span.
    spans: Vec<u32>,
    /// The span whose events are in the heap, with those of spans before.
    span: usize,
    spans_per_day: f64,
    scheduled: u64,
    /// What lies beyond is never scheduled.
    end: Days,
}

impl EventList {
    /// An empty list for moments up to `end`.
    pub fn new(end: Days) -> Self {
        Self {
            heap: BinaryHeap::new(),
            later: slab::Slab::new(),
            spans: vec![NONE; SPANS + 1],
            span: 0,
            spans_per_day: SPANS as f64 / end,
            scheduled: 0,
            end,
        }
    }

    /// Schedules an event; forgets it if it lies beyond the end.
    pub fn schedule(&mut self, at: Days, event: Event) {
        if at > self.end {
            return;
        }
        let event = Scheduled { at, order: self.scheduled, event };
        self.scheduled += 1;
        // Rises with the moment, whatever is rounded.
        let span = ((at * self.spans_per_day) as usize).min(SPANS);
        if span <= self.span {
            self.heap.push(event);
        } else {
            self.spans[span] = self.later.insert((event, self.spans[span])) as u32;
            self.go_on(|_| false);
        }
    }

    /// Moment of the next event; infinite if there is none.
    #[inline]
    pub fn next_moment(&self) -> Days {
        self.heap.peek().map_or(f64::INFINITY, |next| next.at)
    }

    /// Takes the next event. Events that are void by now, and so for ever, may be forgotten.
    #[inline]
    pub fn take(&mut self, is_void: impl Fn(Event) -> bool) -> Option<(Days, Event)> {
        let next = self.heap.pop()?;
        self.go_on(is_void);
        Some((next.at, next.event))
    }

    /// Goes on to the next span that has events, once there are none before.
    #[inline]
    fn go_on(&mut self, is_void: impl Fn(Event) -> bool) {
        while self.heap.is_empty() && !self.later.is_empty() {
            self.span += 1;
            let mut last = std::mem::replace(&mut self.spans[self.span], NONE);
            while last != NONE {
                let (event, before) = self.later.remove(last as usize);
                if !is_void(event.event) {
                    self.heap.push(event);
                }
                last = before;
            }
        }
    }
}

#[derive(Clone, Copy)]
struct Scheduled {
    at: Days,
    order: u64,
    event: Event,
}

impl Scheduled {
    /// Orders as moment and order of scheduling do: bits of non-negative floats order as the floats.
    #[inline]
    fn key(&self) -> u128 {
        (u128::from(self.at.to_bits()) << 64) | u128::from(self.order)
    }
}

impl Ord for Scheduled {
    /// Reversed, because the heap gives the greatest first.
    #[inline]
    fn cmp(&self, other: &Self) -> Ordering {
        other.key().cmp(&self.key())
    }
}

impl PartialOrd for Scheduled {
    #[inline]
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl PartialEq for Scheduled {
    fn eq(&self, other: &Self) -> bool {
        self.cmp(other) == Ordering::Equal
    }
}

impl Eq for Scheduled {}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn equal_moments_leave_in_order_of_scheduling() {
        let mut events = EventList::new(10.0);
        for (at, desk) in [(2.0, 0), (1.0, 1), (2.0, 2), (11.0, 3), (1.0, 4)] {
            events.schedule(at, Event::Opening { desk });
        }
        let mut desks = vec![];
        while let Some((_, Event::Opening { desk })) = events.take(|_| false) {
            desks.push(desk);
        }
        assert_eq!(desks, [1, 4, 0, 2]);
        assert_eq!(events.next_moment(), f64::INFINITY);
    }

    #[test]
    fn events_leave_in_order_of_time_however_far_ahead_they_are_scheduled() {
        let mut events = EventList::new(100.0);
        let mut left = Vec::new();
        // A multiplicative sequence that hits every number below 10,007, and so all spans, in no order.
        let at = |step: u32| f64::from(step.wrapping_mul(4_321) % 10_007) / 100.0;
        for step in 1..5_000 {
            events.schedule(at(step), Event::Opening { desk: step });
        }
        while let Some((now, Event::Opening { desk })) = events.take(|_| false) {
            left.push(now);
            // Some lead to others, soon or late.
            if desk % 3 == 0 {
                events.schedule(now + at(desk) * 0.5, Event::Opening { desk: 1 });
            }
        }
        assert!(left.len() > 5_000 && left.is_sorted());
    }
}
