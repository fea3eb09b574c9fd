//! The events of the near future, by span of time.

use super::events::Event;
use crate::model::Days;

/// Spans of a period: so many, and so short, that most hold one event if any.
pub const SPANS: usize = 4_096;

/// Bits of a word.
const WORD: usize = 64;

/// No entry.
const NONE: u32 = u32::MAX;

/// The events of one period, in a list for each of its spans. The first span that has any is found in O(1), however many
/// are empty before it.
pub struct Spans {
    /// A bit for each span that has events, and one for each word of these that is not 0.
    filled: [u64; SPANS / WORD],
    words: u64,
    /// The last event scheduled for each span; [`NONE`] if there is none.
    last: Box<[u32; SPANS]>,
    /// Events, each with the one scheduled before it for its span; and free places, each with the next one.
    entries: Vec<Entry>,
    free: u32,
}

#[derive(Debug, Clone, Copy)]
struct Entry {
    at: Days,
    event: Event,
    next: u32,
}

impl Spans {
    /// No events.
    pub fn new() -> Self {
        Self { filled: [0; SPANS / WORD], words: 0, last: Box::new([NONE; SPANS]), entries: Vec::new(), free: NONE }
    }

    /// Puts an event into a span, counted modulo their number.
    #[inline]
    pub fn put(&mut self, span: usize, at: Days, event: Event) {
        let (span, number, bit) = (span % SPANS, span % SPANS / WORD, 1 << (span % WORD));
        let last = &mut self.last[span];
        let entry = Entry { at, event, next: *last };
        self.filled[number] |= bit;
        self.words |= 1 << number;
        if let Some(place) = self.entries.get_mut(self.free as usize) {
            *last = std::mem::replace(&mut self.free, place.next);
            *place = entry;
        } else {
            *last = self.entries.len() as u32;
            self.entries.push(entry);
        }
    }

    /// The first span that has events.
    #[inline]
    pub fn first(&self) -> Option<usize> {
        let number = self.words.trailing_zeros() as usize;
        let word = self.filled.get(number)?;
        Some(number * WORD + word.trailing_zeros() as usize)
    }

    /// Takes the events of a span that has some, the last scheduled first.
    #[inline]
    pub fn take(&mut self, span: usize, mut to: impl FnMut(Days, Event)) {
        let (span, number, bit) = (span % SPANS, span % SPANS / WORD, 1 << (span % WORD));
        self.filled[number] &= !bit;
        if self.filled[number] == 0 {
            self.words &= !(1 << number);
        }
        let first = std::mem::replace(&mut self.last[span], NONE);
        let mut next = first;
        loop {
            let entry = &mut self.entries[next as usize];
            to(entry.at, entry.event);
            if entry.next == NONE {
                entry.next = self.free;
                break;
            }
            next = entry.next;
        }
        self.free = first;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn spans_come_in_order_and_their_events_last_first() {
        let mut spans = Spans::new();
        let event = |desk| Event::Opening { desk };
        for (desk, span) in [5, 2_047, 63, 5, 64, 0, 5].into_iter().enumerate() {
            spans.put(span, span as f64, event(desk as u32));
        }
        let mut taken = Vec::new();
        while let Some(span) = spans.first() {
            spans.take(span, |at, event| taken.push((span, at, event)));
            if taken.len() == 1 {
                spans.put(SPANS + 63, 63.0, event(7));
            }
        }
        let expected = [(0, 5), (5, 6), (5, 3), (5, 0), (63, 7), (63, 2), (64, 4), (2_047, 1)];
        assert_eq!(taken, expected.map(|(span, desk)| (span, span as f64, event(desk))));
    }
}
