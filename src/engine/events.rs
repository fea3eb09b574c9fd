//! The event list of one replication.

use std::{cmp::Reverse, collections::BinaryHeap};

use super::{
    gathering::Crossing,
    later::Later,
    spans::{SPANS, Spans},
};
use crate::model::Days;

/// Something that will happen to a request or a stage.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
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

/// Periods that the time of a replication is divided into at first, and at most.
const FIRST_PERIODS: usize = 8;
const MOST_PERIODS: usize = 1 << 16;

/// With more events than this in a period on average, periods are halved.
const EVENTS_A_PERIOD: usize = SPANS / 16;

/// An event that comes after so many others of the span under way goes to the heap.
const NEAR: usize = 32;

/// Pending events, earliest first; equal moments leave in order of scheduling.
///
/// Time is divided into periods and these into spans ("timing wheels", Varghese and Lauck 1987). Events of later periods
/// are put down as they come until their period begins; then they are told by spans, and those of a span are put in order
/// when it begins. What is void by then, such as most ends of patience, never is. Spans are so short that few events fall
/// into one, and scheduling and taking cost O(1) on average; where many do all the same, a heap takes those that would
/// have to pass many others.
pub struct EventList {
    /// Moment of the next event; infinite if there is none.
    next: Days,
    /// Events of the span under way, the earliest last.
    line: Vec<Scheduled>,
    /// Further ones. Each was scheduled after all those in line.
    heap: BinaryHeap<(Reverse<(u64, u64)>, Event)>,
    /// Events put into the heap so far.
    crowded: u64,
    /// Those of later spans of the period under way.
    near: Spans,
    /// Those of later periods.
    later: Later,
    /// The span under way, counted from time 0.
    span: usize,
    scale: Scale,
    /// Events that have come up for being put in order, or were scheduled for the span under way.
    come: usize,
    /// What lies beyond is never scheduled.
    end: Days,
}

impl EventList {
    /// An empty list for moments up to `end`.
    pub fn new(end: Days) -> Self {
        Self {
            next: f64::INFINITY,
            line: Vec::new(),
            heap: BinaryHeap::new(),
            crowded: 0,
            near: Spans::new(),
            later: Later::new(FIRST_PERIODS),
            span: 0,
            scale: Scale::new(FIRST_PERIODS, end),
            come: 0,
            end,
        }
    }

    /// Schedules an event; forgets it if it lies beyond the end.
    #[inline(always)]
    pub fn schedule(&mut self, at: Days, event: Event) {
        let (span, is_within) = (self.scale.span_of(at), at <= self.end);
        if span / SPANS > self.span / SPANS {
            self.later.put(span / SPANS, Scheduled { at, event }, is_within);
        } else if !is_within {
            return;
        } else if span > self.span {
            self.near.put(span, at, event);
        } else {
            return self.put_in_line(Scheduled { at, event });
        }
        if self.next.is_infinite() {
            self.go_on(|_| false);
        }
    }

    /// Schedules a crossing in a class.
    pub fn cross(&mut self, class: u16, Crossing { at, slot, ticket }: Crossing) {
        self.schedule(at, Event::Crossing { class, slot, ticket });
    }

    /// Moment of the next event; infinite if there is none.
    #[inline]
    pub fn next_moment(&self) -> Days {
        self.next
    }

    /// Takes the next event. Events that are void by now, and so for ever, may be forgotten.
    #[inline]
    pub fn take(&mut self, is_void: impl Fn(Event) -> bool) -> Option<(Days, Event)> {
        let next = match self.line.last() {
            // Of equal moments the one in line was scheduled first.
            Some(next) if self.heap.is_empty() || next.at <= self.next_in_heap() => self.line.pop(),
            _ => self.heap.pop().map(|(Reverse((at, _)), event)| Scheduled { at: f64::from_bits(at), event }),
        };
        match self.line.last() {
            Some(next) if self.heap.is_empty() => self.next = next.at,
            None if self.heap.is_empty() => self.go_on(is_void),
            next => self.next = self.next_in_heap().min(next.map_or(f64::INFINITY, |next| next.at)),
        }
        next.map(|next| (next.at, next.event))
    }

    fn next_in_heap(&self) -> Days {
        self.heap.peek().map_or(f64::INFINITY, |(Reverse((at, _)), _)| f64::from_bits(*at))
    }

    /// Puts an event of the span under way behind those that leave before it.
    #[inline(never)]
    fn put_in_line(&mut self, event: Scheduled) {
        self.come += 1;
        self.next = if event.at < self.next { event.at } else { self.next };
        let first = self.line.len().saturating_sub(NEAR);
        let mut place = self.line.len();
        while place > first && self.line[place - 1].at <= event.at {
            place -= 1;
        }
        if self.heap.is_empty() && (place > first || first == 0) {
            self.line.insert(place, event);
        } else {
            // Bits of non-negative floats order as the floats do.
            self.heap.push((Reverse((event.at.to_bits(), self.crowded)), event.event));
            self.crowded += 1;
        }
    }

    /// Goes on to the next span that has events, once there are none before.
    fn go_on(&mut self, is_void: impl Fn(Event) -> bool) {
        while self.line.is_empty() {
            let Some(span) = self.near.first() else {
                if self.later.is_empty() {
                    break;
                }
                self.begin_period(&is_void);
                continue;
            };
            self.span = self.span / SPANS * SPANS + span;
            let Self { near, line, come, .. } = self;
            near.take(span, |at, event| {
                line.push(Scheduled { at, event });
                // What is void by now leaves again: it is foretold too badly to branch on it.
                line.truncate(line.len() - usize::from(is_void(event)));
                *come += 1;
            });
            // They stand in reverse order of scheduling, and equal ones remain so.
            self.line.sort_by_key(|event| Reverse(event.at.to_bits()));
        }
        self.next = self.line.last().map_or(f64::INFINITY, |next| next.at);
    }

    /// Goes on to the next period that has events.
    #[inline(never)]
    fn begin_period(&mut self, is_void: impl Fn(Event) -> bool) {
        let mut period = self.span / SPANS;
        if self.come > EVENTS_A_PERIOD * (period + 1) && self.later.periods() < MOST_PERIODS {
            self.scale = self.scale.halved();
            let scale = self.scale;
            self.later.halve_periods(|at| scale.span_of(at) / SPANS);
            period = 2 * period + 1;
        }
        period = self.later.first(period + 1);
        self.span = period * SPANS;
        let Self { later, near, scale, .. } = self;
        later.take(period, |Scheduled { at, event }| {
            if !is_void(event) {
                near.put(scale.span_of(at), at, event);
            }
        });
    }
}

/// How time is divided into spans.
#[derive(Debug, Clone, Copy)]
struct Scale {
    spans: usize,
    spans_per_day: f64,
}

impl Scale {
    /// So many periods up to `end`.
    fn new(periods: usize, end: Days) -> Self {
        let spans = periods * SPANS;
        Self { spans, spans_per_day: spans as f64 / end }
    }

    /// Twice as many. Doubling is exact, so that a moment's new period is one of the halves of its old one.
    fn halved(self) -> Self {
        Self { spans: 2 * self.spans, spans_per_day: 2.0 * self.spans_per_day }
    }

    /// The span of a moment: rises with it, whatever is rounded.
    #[inline]
    fn span_of(self, at: Days) -> usize {
        ((at * self.spans_per_day) as i64 as usize).min(self.spans - 1)
    }
}

/// A moment and what happens then, with no room between: there may be millions.
#[derive(Debug, Clone, Copy)]
#[repr(C, packed(4))]
pub struct Scheduled {
    /// The moment.
    pub at: Days,
    /// What happens.
    pub event: Event,
}

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

    #[test]
    fn events_of_one_moment_leave_in_order_of_scheduling_however_many_there_are() {
        // All fall into one span, however often spans are halved: a crowd at one moment, with some just before and after.
        let mut events = EventList::new(100.0);
        let at = |desk: u32| 50.0 + f64::from(desk % 3) * 1e-9;
        let mut expected: Vec<(Days, u32)> = (0..400).map(|desk| (at(desk), desk)).collect();
        (0..200).for_each(|desk| events.schedule(at(desk), Event::Opening { desk }));
        let mut left = Vec::new();
        while let Some((now, Event::Opening { desk })) = events.take(|_| false) {
            if left.is_empty() {
                // The span is under way.
                (200..400)
                    .filter(|desk| desk % 3 > 0)
                    .for_each(|desk| events.schedule(at(desk), Event::Opening { desk }));
            }
            left.push((now, desk));
            assert_eq!(events.next_moment().is_infinite(), left.len() == 333);
        }
        expected.retain(|&(_, desk)| desk < 200 || desk % 3 > 0);
        expected.sort_by(|one, other| one.0.total_cmp(&other.0));
        assert_eq!(left, expected);
    }
}
