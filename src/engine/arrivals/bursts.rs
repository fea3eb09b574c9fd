//! Bursts that start at random.

use std::{cmp::Ordering, collections::BinaryHeap};

use super::{Names, advance};
use crate::{
    engine::stream::{Key, Purpose, Stream},
    model::{Days, Distribution, PerDay},
};

/// The superposed bursts of a source. Each owns its streams, so the k-th burst is the same whatever the others do.
pub struct RandomBursts<'m> {
    rate: PerDay,
    size: &'m Distribution,
    decay: &'m Distribution,
    key: Key,
    layer: u16,
    end: Days,
    starts: Stream,
    /// Point of the unit-rate process, moment and number of the next start.
    position: f64,
    next_start: Days,
    started: u64,
    /// The burst whose request was told last.
    current: Option<Box<Burst>>,
    others: BinaryHeap<Box<Burst>>,
}

/// A burst that has started.
struct Burst {
    number: u64,
    start: Days,
    size: f64,
    position: f64,
    moments: Stream,
    /// Moment of its next request; in the current burst, of the one told last.
    next: Days,
    names: Names,
}

impl<'m> RandomBursts<'m> {
    /// Bursts that start at `rate` per day from time 0 on; what happens after `end` does not matter. A further layer
    /// has the same bursts with other requests.
    pub fn new(
        rate: PerDay,
        size: &'m Distribution,
        decay: &'m Distribution,
        (key, layer): (Key, u16),
        end: Days,
    ) -> Self {
        let starts = key.stream(Purpose::BurstStarts, 0);
        let (current, others) = (None, BinaryHeap::new());
        let mut bursts = Self {
            rate,
            size,
            decay,
            key,
            layer,
            end,
            starts,
            position: 0.0,
            next_start: 0.0,
            started: 0,
            current,
            others,
        };
        bursts.draw_start();
        bursts
    }

    /// Names of the request whose moment was told last; `None` if there was none.
    pub fn names(&mut self) -> Option<&mut Names> {
        self.current.as_mut().map(|burst| &mut burst.names)
    }

    /// The moment of the next request of any burst; infinite when there is none.
    pub fn next(&mut self) -> Days {
        if let Some(burst) = self.current.take() {
            self.go_on(burst);
        }
        while self.next_start <= self.end && self.others.peek().is_none_or(|burst| self.next_start <= burst.next) {
            self.start_burst();
        }
        self.current = self.others.pop();
        self.current.as_ref().map_or(f64::INFINITY, |burst| burst.next)
    }

    fn draw_start(&mut self) {
        advance(&mut self.position, &mut self.starts);
        self.next_start = self.position / self.rate;
    }

    fn start_burst(&mut self) {
        let number = self.started;
        let key = self.key.named("burst").child(number);
        let size = self.size.sample(&mut key.stream(Purpose::BurstSize, 0));
        let (start, moments) = (self.next_start, key.stream(Purpose::Moments, u32::from(self.layer)));
        self.started += 1;
        self.draw_start();
        self.go_on(Box::new(Burst {
            number,
            start,
            size,
            position: 0.0,
            moments,
            next: start,
            names: Names::new(key.of_layer(self.layer)),
        }));
    }

    /// Finds the burst's next request, and forgets the burst if there is none.
    fn go_on(&mut self, mut burst: Box<Burst>) {
        advance(&mut burst.position, &mut burst.moments);
        if burst.position < burst.size {
            burst.next = burst.start + self.decay.quantile(burst.position / burst.size);
            if burst.next <= self.end {
                self.others.push(burst);
            }
        }
    }
}

impl Ord for Burst {
    /// Reversed, because the heap gives the greatest first; at equal moments the earlier burst leads.
    fn cmp(&self, other: &Self) -> Ordering {
        other.next.total_cmp(&self.next).then(other.number.cmp(&self.number))
    }
}

impl PartialOrd for Burst {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl PartialEq for Burst {
    fn eq(&self, other: &Self) -> bool {
        self.cmp(other) == Ordering::Equal
    }
}

impl Eq for Burst {}
