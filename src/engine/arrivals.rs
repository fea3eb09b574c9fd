//! The moments at which a source creates requests, in time order.
//!
//! Both processes come by inverting the cumulated rate: with S₁ < S₂ < … the points of a Poisson process of rate 1,
//! the n-th request is created where the cumulated rate reaches Sₙ (Çinlar 1975, chapter 4). So the n-th request of a
//! source is the same request at another rate, and a burst (a Poisson number of requests, each after an independent
//! delay with distribution function F: cumulated rate size·F) needs neither storage nor sorting.

use rand_distr::{Distribution as _, Exp1};

use super::stream::{Key, Purpose, Stream};
use crate::model::{Arrivals, Days, Distribution};

/// The arrival process of one source in one replication.
pub struct ArrivalProcess<'m> {
    moments: Stream,
    /// The last point of the unit-rate process.
    position: f64,
    law: Law<'m>,
}

enum Law<'m> {
    Poisson { days_per_request: Days, from: Days, until: Days },
    Burst { at: Days, size: f64, decay: &'m Distribution },
}

impl<'m> ArrivalProcess<'m> {
    /// The process of a source called `key`.
    pub fn new(arrivals: &'m Arrivals, key: Key) -> Self {
        let (law, position) = match arrivals {
            Arrivals::Poisson { rate, from, until } => {
                (Law::Poisson { days_per_request: 1.0 / rate, from: from.max(0.0), until: *until }, 0.0)
            }
            Arrivals::Burst { at, size, decay } => {
                let size = size.sample(&mut key.stream(Purpose::BurstSize, 0));
                // What falls before time 0 is not created.
                let before_start = if *at < 0.0 { size * decay.cdf(-at) } else { 0.0 };
                (Law::Burst { at: *at, size, decay }, before_start)
            }
        };
        Self { moments: key.stream(Purpose::Moments, 0), position, law }
    }

    /// The moment of the next request; infinite when there is none.
    pub fn next_moment(&mut self) -> Days {
        let gap: f64 = Exp1.sample(&mut self.moments);
        self.position += gap;
        match self.law {
            Law::Poisson { days_per_request, from, until } => {
                let moment = from + self.position * days_per_request;
                if moment < until { moment } else { f64::INFINITY }
            }
            Law::Burst { at, size, decay } if self.position < size => at + decay.quantile(self.position / size),
            Law::Burst { .. } => f64::INFINITY,
        }
    }
}
