//! The moments at which a source creates requests, in time order.
//!
//! Poisson processes come by inverting the cumulated rate: with S₁ < S₂ < … the points of a Poisson process of rate 1,
//! the n-th request is created where the cumulated rate reaches Sₙ (Çinlar 1975, chapter 4). So the n-th request of a
//! source is the same request at another rate, and a burst (a Poisson number of requests, each after an independent
//! delay with distribution function F: cumulated rate size·F) needs neither storage nor sorting.

mod bursts;
mod counts;
#[cfg(test)]
mod tests;
mod triggering;
mod varying;

use rand_distr::{Distribution as _, Exp1};

use self::{bursts::RandomBursts, counts::CountedRequests, varying::VaryingRate};
use super::stream::{Key, Purpose, Stream};
use crate::model::{Arrivals, BurstStart, Days, Distribution};

pub use triggering::Triggering;

/// The arrival process of one source in one replication.
pub struct ArrivalProcess<'m> {
    points: Points<'m>,
    batches: Option<Batches<'m>>,
    names: Names,
}

/// Whose requests are created: a source's, or those of one of its random bursts.
pub struct Names {
    /// Under it, a request is named by its number.
    pub key: Key,
    /// Requests created so far.
    pub created: u64,
    /// Potentials of the requests.
    pub potentials: Stream,
}

/// The name of a request: its number under a key. Most requests end without a need for the key of their own.
#[derive(Debug, Clone, Copy)]
pub struct Name {
    /// Key of the source, burst or parent.
    pub of: Key,
    /// Number under it.
    pub number: u64,
}

impl Name {
    /// The request's own key.
    #[inline]
    pub fn key(self) -> Key {
        self.of.child(self.number)
    }
}

/// Moments of arrivals.
struct Points<'m> {
    stream: Stream,
    /// The last point of the unit-rate process.
    position: f64,
    law: Law<'m>,
}

enum Law<'m> {
    Poisson { days_per_request: Days, from: Days, until: Days },
    Varying(Box<VaryingRate<'m>>),
    Burst { at: Days, size: f64, decay: &'m Distribution },
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

    /// Names of the request whose moment was told last.
    #[inline]
    pub fn names(&mut self) -> &mut Names {
        match &mut self.points.law {
            Law::RandomBursts(bursts) => bursts.names().unwrap_or(&mut self.names),
            _ => &mut self.names,
        }
    }
}

impl Names {
    fn new(key: Key) -> Self {
        Self { key, created: 0, potentials: key.stream(Purpose::Potentials, 0) }
    }
}

impl<'m> Points<'m> {
    fn new(arrivals: &'m Arrivals, key: Key, layer: u16, end: Days) -> Self {
        let mut position = 0.0;
        let law = match arrivals {
            Arrivals::Poisson { rate, from, until, rhythm: None, .. } => {
                Law::Poisson { days_per_request: 1.0 / rate, from: from.max(0.0), until: *until }
            }
            Arrivals::Poisson { rate, from, until, rhythm: Some(rhythm), .. } => {
                Law::Varying(Box::new(VaryingRate::new(*rate, rhythm, from.max(0.0), until.min(end))))
            }
            Arrivals::Burst { start: BurstStart::At(at), size, decay } => {
                let size = size.sample(&mut key.stream(Purpose::BurstSize, 0));
                // What falls before time 0 is not created.
                position = if *at < 0.0 { size * decay.cdf(-at) } else { 0.0 };
                Law::Burst { at: *at, size, decay }
            }
            Arrivals::Burst { start: BurstStart::Random(rate), size, decay } => {
                Law::RandomBursts(Box::new(RandomBursts::new(*rate, size, decay, (key, layer), end)))
            }
            Arrivals::Moments(moments) => Law::Moments(moments.iter()),
            Arrivals::Counts(periods) => Law::Counts(CountedRequests::new(periods)),
        };
        Self { stream: key.stream(Purpose::Moments, u32::from(layer)), position, law }
    }

    /// The moment of the next arrival; infinite when there is none.
    #[inline]
    fn next(&mut self) -> Days {
        match self.law {
            // So cheap that it would cost more to call it.
            Law::Poisson { days_per_request, from, until } => {
                advance(&mut self.position, &mut self.stream);
                let moment = from + self.position * days_per_request;
                if moment < until { moment } else { f64::INFINITY }
            }
            _ => self.next_of_others(),
        }
    }

    #[inline(never)]
    fn next_of_others(&mut self) -> Days {
        match &mut self.law {
            Law::Poisson { .. } => f64::INFINITY,
            &mut Law::Burst { at, size, decay } => {
                advance(&mut self.position, &mut self.stream);
                if self.position < size { at + decay.quantile(self.position / size) } else { f64::INFINITY }
            }
            Law::Varying(rate) => {
                advance(&mut self.position, &mut self.stream);
                rate.reach(self.position)
            }
            Law::RandomBursts(bursts) => bursts.next(),
            Law::Moments(moments) => moments.next().copied().unwrap_or(f64::INFINITY),
            Law::Counts(counts) => counts.next(&mut self.stream),
        }
    }
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
