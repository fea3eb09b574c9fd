//! The requests that have come and are not yet done with.

use std::ops::Range;

use crate::model::Days;

/// As many requests as this are kept behind one whose service does not end, before those that are done with are looked
/// for among them.
const MOST_BEHIND: usize = 1_024;

/// Requests in order of coming, from the first without an answer on. Sixteen bytes each.
pub struct Arrived {
    /// When each came.
    pub since: Vec<Days>,
    /// The work of each that waits, and of those that do not any more when their service ends.
    pub then: Vec<Days>,
    /// The first without an answer.
    first: usize,
    /// The first that waits.
    next: usize,
    /// So many before that are there, whatever became of them.
    recent: usize,
}

impl Arrived {
    /// None has come. As many as `recent` that do not wait any more are remembered for their moments.
    pub fn new(recent: usize) -> Self {
        let before = || {
            let mut before = Vec::with_capacity(recent + MOST_BEHIND);
            before.resize(recent, f64::NEG_INFINITY);
            before
        };
        Self { since: before(), then: before(), first: recent, next: recent, recent }
    }

    /// Those that wait.
    pub fn waiting(&self) -> &[Days] {
        &self.since[self.next..]
    }

    /// Those that do not wait any more, from the first without an answer on: when they came, and when their service ends.
    pub fn started(&self) -> impl Iterator<Item = (Days, Days)> {
        let started = self.first..self.next;
        self.since[started.clone()].iter().copied().zip(self.then[started].iter().copied())
    }

    /// When the first without an answer came; infinite if there is none.
    pub fn oldest(&self) -> Days {
        self.since.get(self.first).copied().unwrap_or(f64::INFINITY)
    }

    /// When the first that waits came; infinite if there is none.
    pub fn oldest_waiting(&self) -> Days {
        self.since.get(self.next).copied().unwrap_or(f64::INFINITY)
    }

    /// The moments of arrivals from the last of the recent ones on.
    pub fn recent(&self) -> &[Days] {
        &self.since[self.next - self.recent..]
    }

    /// Those that wait, so that they can be served: when they came, and their work.
    pub fn unserved(&mut self) -> (&[Days], &mut [Days]) {
        (&self.since[self.next..], &mut self.then[self.next..])
    }

    /// The first that wait do so no more. Returns where they stand.
    pub fn start(&mut self, number: usize) -> Range<usize> {
        self.next += number;
        self.next - number..self.next
    }

    /// The first are done with whose service has ended by a moment, up to one whose service has not, at most `most`.
    /// Returns where they stand, which is up to the next call only.
    pub fn let_go(&mut self, until: Days, most: usize) -> Range<usize> {
        let started = &self.then[self.first..self.next.min(self.first + most)];
        let gone = started.iter().position(|&end| end > until).unwrap_or(started.len());
        self.first += gone;
        self.first - gone..self.first
    }

    /// Forgets those that are done with if that is worth while; `gone` is told of each that was kept behind a service
    /// that has not ended.
    pub fn tidy(&mut self, until: Days, mut gone: impl FnMut(Days, Days)) {
        let recent = self.next - self.recent;
        if self.next - self.first > MOST_BEHIND {
            // Those that stay move towards those that come after them.
            let mut first = recent;
            for place in (self.first..recent).rev() {
                let (since, end) = (self.since[place], self.then[place]);
                if end > until {
                    first -= 1;
                    (self.since[first], self.then[first]) = (since, end);
                } else {
                    gone(since, end);
                }
            }
            self.first = first;
        }
        let over = self.first.min(recent);
        if over >= self.since.len() - over {
            self.since.drain(..over);
            self.then.drain(..over);
            (self.first, self.next) = (self.first - over, self.next - over);
        }
    }
}
