//! The cumulated rate of a Poisson process: how many requests are expected by a moment, and when so many are expected.

use super::varying::VaryingRate;
use crate::{
    engine::stream::{Key, Purpose},
    model::{Arrivals, BurstStart, Days, Distribution, PerDay},
};

/// The cumulated rate of a source. It is walked along in order of time: [`by`](Self::by) and [`reach`](Self::reach)
/// must not be asked for less than the time before, and not in turns.
#[derive(Clone)]
pub enum CumulatedRate<'m> {
    /// The same rate all the time.
    Constant {
        /// Mean time between two requests; infinite if none come.
        days_per_request: Days,
        /// Its beginning.
        from: Days,
        /// Its end, infinite if it never ends.
        until: Days,
    },
    /// A rhythm.
    Varying(Box<VaryingRate<'m>>),
    /// A burst at a moment.
    Burst {
        /// When it starts.
        at: Days,
        /// Expected number of requests.
        size: f64,
        /// Delay of each request after the start.
        decay: &'m Distribution,
    },
}

impl<'m> CumulatedRate<'m> {
    /// That of a source called `key`; `None` if its arrivals are of another kind. What is after `end` does not matter.
    pub fn of(arrivals: &'m Arrivals, key: Key, end: Days) -> Option<Self> {
        Some(match arrivals {
            Arrivals::Poisson { rate, from, until, rhythm: None, .. } => {
                Self::Constant { days_per_request: 1.0 / rate, from: from.max(0.0), until: *until }
            }
            &Arrivals::Poisson { rate, from, until, rhythm: Some(ref rhythm), .. } => {
                Self::varying(rate, rhythm, from, until.min(end))
            }
            Arrivals::Burst { start: BurstStart::At(at), size, decay } => {
                Self::Burst { at: *at, size: size.sample(&mut key.stream(Purpose::BurstSize, 0)), decay }
            }
            Arrivals::Burst { .. } | Arrivals::Moments(_) | Arrivals::Counts(_) => return None,
        })
    }

    fn varying(rate: PerDay, rhythm: &'m crate::model::Rhythm, from: Days, until: Days) -> Self {
        Self::Varying(Box::new(VaryingRate::new(rate, rhythm, from.max(0.0), until)))
    }

    /// Where it begins: what a burst had before time 0 is not created.
    pub fn beginning(&self) -> f64 {
        match self {
            Self::Burst { at, size, decay } if *at < 0.0 => size * decay.cdf(-at),
            _ => 0.0,
        }
    }

    /// Its value at a moment.
    #[inline]
    pub fn by(&mut self, moment: Days) -> f64 {
        match self {
            Self::Constant { days_per_request, from, until } => {
                (moment.min(*until) - *from).max(0.0) / *days_per_request
            }
            Self::Varying(rate) => rate.by(moment),
            Self::Burst { at, size, decay } => *size * decay.cdf(moment - *at),
        }
    }

    /// The moment at which it reaches a value; infinite if it never does.
    #[inline]
    pub fn reach(&mut self, value: f64) -> Days {
        match self {
            Self::Constant { days_per_request, from, until } => {
                let moment = *from + value * *days_per_request;
                if moment < *until { moment } else { f64::INFINITY }
            }
            Self::Varying(rate) => rate.reach(value),
            Self::Burst { at, size, decay } if value < *size => *at + decay.quantile(value / *size),
            Self::Burst { .. } => f64::INFINITY,
        }
    }
}
