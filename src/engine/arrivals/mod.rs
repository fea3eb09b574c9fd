//! The moments at which a source creates requests, in time order.
//!
//! Poisson processes come by inverting the cumulated rate: with S₁ < S₂ < … the points of a Poisson process of rate 1,
//! the n-th request is created where the cumulated rate reaches Sₙ (Çinlar 1975, chapter 4). So the n-th request of a
//! source is the same request at another rate, and a burst (a Poisson number of requests, each after an independent
//! delay with distribution function F: cumulated rate size·F) needs neither storage nor sorting.
//!
//! Where requests have a potential, most of them cannot cross a threshold, and the points come in blocks of 64
//! ([`Block`]), of which only those that can are looked at one by one. Where they have none, or the process is no Poisson
//! process of a given rate, they come one after another ([`ArrivalProcess`]).

mod blocks;
mod bursts;
mod counts;
mod cumulated;
mod names;
#[cfg(test)]
mod tests;
mod triggering;
mod varying;

use rand_distr::{Distribution as _, Exp1};

use self::{bursts::RandomBursts, counts::CountedRequests};
use super::stream::{Key, Purpose, Stream};
use crate::model::{Arrivals, BurstStart, Days, Distribution};

pub use self::{
    blocks::Block,
    cumulated::CumulatedRate,
    names::{Name, Names},
    triggering::Triggering,
};

/// The arrival process of one source in one replication, one request after another.
pub struct ArrivalProcess<'m> {
    points: Points<'m>,
    batches: Option<Batches<'m>>,
    names: Names,
}

/// Moments of arrivals.
struct Points<'m> {
    stream: Stream,
    /// The last point of the unit-rate process.
    position: f64,
    law: Law<'m>,
}

enum Law<'m> {
    Poisson(CumulatedRate<'m>),
    RandomBursts(Box<RandomBursts<'m>>),
    Moments(std::slice::Iter<'m, Days>),
    Counts(CountedRequests<'m>),
}

/// Arrivals of several requests at once.
struct Batches<'m> {
    size: &'m Distribution,
    sizes: Stream,
    moment: Days,
    left: f64,
    /// No need to look for a request beyond.
    end: Days,
}

impl<'m> ArrivalProcess<'m> {
    /// The process of a source called `key`; what it does after `end` does not matter. Its further `layers` are
    /// independent processes at the same rates: bursts and periods are the same, the requests in them are others.
    pub fn new(arrivals: &'m Arrivals, key: Key, layer: u16, end: Days) -> Self {
        let batches = match arrivals {
            Arrivals::Poisson { batch: Some(size), .. } => {
                let sizes = key.stream(Purpose::Batches, u32::from(layer));
                Some(Batches { size, sizes, moment: 0.0, left: 0.0, end })
            }
            _ => None,
        };
        Self { points: Points::new(arrivals, key, layer, end), batches, names: Names::new(key.of_layer(layer)) }
    }

    /// The moment of the next request; infinite when there is none.
    #[inline]
    pub fn next_moment(&mut self) -> Days {
        match &mut self.batches {
            None => self.points.next(),
            Some(batches) => batches.next(&mut self.points),
        }
    }

    /// Tells the moments of several requests: that of the next, which is known, and of those after it that come by a
    /// moment, as many as there is room for. Returns how many, and the moment of the one after them.
    #[inline]
    pub fn next_moments(&mut self, next: Days, until: Days, moments: &mut [Days]) -> (usize, Days) {
        if let (Points { stream, position, law: Law::Poisson(rate @ CumulatedRate::Constant { .. }) }, None) =
            (&mut self.points, &self.batches)
        {
            // Copies, which stay in registers.
            let (mut its_stream, mut its_position) = (stream.clone(), *position);
            let told = tell(next, until, moments, || {
                advance(&mut its_position, &mut its_stream);
                rate.reach(its_position)
            });
            (*stream, *position) = (its_stream, its_position);
            return told;
        }
        tell(next, until, moments, || self.next_moment())
    }

    /// True if all requests are named by one sequence of numbers.
    pub fn is_one_sequence(&self) -> bool {
        !matches!(self.points.law, Law::RandomBursts(_))
    }

    /// Names of the request whose moment was told last.
    #[inline]
    pub fn names(&mut self) -> &mut Names {
        match &mut self.points.law {
            Law::RandomBursts(bursts) => bursts.names().unwrap_or(&mut self.names),
            _ => &mut self.names,
        }
    }
}

impl<'m> Points<'m> {
    fn new(arrivals: &'m Arrivals, key: Key, layer: u16, end: Days) -> Self {
        let rate = CumulatedRate::of(arrivals, key, end);
        let position = rate.as_ref().map_or(0.0, CumulatedRate::beginning);
        let law = match (rate, arrivals) {
            (Some(rate), _) => Law::Poisson(rate),
            (None, Arrivals::Burst { start: BurstStart::Random(rate), size, decay }) => {
                Law::RandomBursts(Box::new(RandomBursts::new(*rate, size, decay, (key, layer), end)))
            }
            (None, Arrivals::Moments(moments)) => Law::Moments(moments.iter()),
            (None, Arrivals::Counts(periods)) => Law::Counts(CountedRequests::new(periods)),
            (None, Arrivals::Poisson { .. } | Arrivals::Burst { .. }) => Law::Moments(Default::default()),
        };
        Self { stream: key.stream(Purpose::Moments, u32::from(layer)), position, law }
    }

    /// The moment of the next arrival; infinite when there is none.
    #[inline]
    fn next(&mut self) -> Days {
        if let Law::Poisson(rate @ CumulatedRate::Constant { .. }) = &mut self.law {
            // So cheap that it would cost more to call it.
            advance(&mut self.position, &mut self.stream);
            return rate.reach(self.position);
        }
        self.next_of_others()
    }

    #[inline(never)]
    fn next_of_others(&mut self) -> Days {
        match &mut self.law {
            Law::Poisson(rate) => {
                advance(&mut self.position, &mut self.stream);
                rate.reach(self.position)
            }
            Law::RandomBursts(bursts) => bursts.next(),
            Law::Moments(moments) => moments.next().copied().unwrap_or(f64::INFINITY),
            Law::Counts(counts) => counts.next(&mut self.stream),
        }
    }
}

/// Tells `next` and further moments up to one, as many as there is room for, but one at least. Returns how many, and the
/// moment after them.
#[inline]
fn tell(mut next: Days, until: Days, moments: &mut [Days], mut after: impl FnMut() -> Days) -> (usize, Days) {
    let mut told = 0;
    for moment in moments {
        if told > 0 && next > until {
            break;
        }
        *moment = next;
        next = after();
        told += 1;
    }
    (told, next)
}

/// Goes on to the next point of a Poisson process of rate 1.
#[inline]
fn advance(position: &mut f64, stream: &mut Stream) {
    let gap: f64 = Exp1.sample(stream);
    *position += gap;
}

impl Batches<'_> {
    /// The moment of the next request.
    fn next(&mut self, arrivals: &mut Points) -> Days {
        // Batches may be empty, even all of them.
        while self.left < 1.0 && self.moment <= self.end {
            self.moment = arrivals.next();
            self.left = self.size.sample(&mut self.sizes);
        }
        self.left -= 1.0;
        self.moment
    }
}
