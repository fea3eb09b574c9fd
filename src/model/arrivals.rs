//! Arrival processes.

use std::sync::Arc;

use super::{Days, Distribution, Growth, PerDay, Rhythm};

/// One arrival process of a class, with what its requests are like.
#[derive(Debug, Clone)]
pub struct Source {
    /// Bare key of the scenario file; names the source's random streams.
    pub name: String,
    /// When requests are created.
    pub arrivals: Arrivals,
    /// Expected final signatures of a request; `None` only in a class without any threshold.
    pub potential: Option<Distribution>,
    /// Cumulative share of the potential by age; `None` only in a class without any threshold.
    pub growth: Option<Growth>,
    /// Correlation of the normal scores of the potential and of the first random time of the growth, in [−1, 1].
    pub potential_growth_correlation: f64,
    /// Probability that a request opens a topic of its own where a stage answers topics, in [0, 1].
    pub new_topic_share: f64,
    /// Probability that a request is hostile, in [0, 1]; `None` where tone is no subject.
    pub hostile_share: Option<f64>,
}

impl Source {
    /// Arrivals of requests that gather no signatures: each opens a topic of its own, and tone is no subject.
    pub fn plain(name: &str, arrivals: Arrivals) -> Self {
        Self {
            name: name.to_owned(),
            arrivals,
            potential: None,
            growth: None,
            potential_growth_correlation: 0.0,
            new_topic_share: 1.0,
            hostile_share: None,
        }
    }

    /// True if it is known how its requests gather signatures.
    pub fn gathers(&self) -> bool {
        self.potential.is_some() && self.growth.is_some()
    }
}

/// When the requests of a source are created.
#[derive(Debug, Clone)]
pub enum Arrivals {
    /// A Poisson process on `[from, until)`, homogeneous unless it has a rhythm.
    Poisson {
        /// Arrivals per day, at least 0; where there is a rhythm, times that.
        rate: PerDay,
        /// First moment, at least 0.
        from: Days,
        /// End of the process; infinite if it never ends.
        until: Days,
        /// How the rate changes; `None` is constant.
        rhythm: Option<Rhythm>,
        /// Requests per arrival, whole numbers; `None` is one.
        batch: Option<Distribution>,
    },
    /// A Poisson number of requests, each created an independent delay after the start of the burst.
    Burst {
        /// When bursts start.
        start: BurstStart,
        /// Expected number of requests; a random one is drawn once for each burst.
        size: Distribution,
        /// Delay of each request after the start.
        decay: Distribution,
    },
    /// Recorded moments, in order, each at least 0. Shared, for models are cloned.
    Moments(Arc<[Days]>),
    /// Recorded numbers per period, in order and without overlap; each request is uniform over its period.
    Counts(Arc<[Period]>),
}

/// When the bursts of a source start.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum BurstStart {
    /// One burst at a moment; what falls before time 0 is not created.
    At(Days),
    /// Bursts at the points of a Poisson process from time 0 on, so many per day.
    Random(PerDay),
}

/// A recorded number of requests.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Period {
    /// Start of the period (may lie before time 0; what falls there is not created).
    pub from: Days,
    /// Its end, later than its start.
    pub until: Days,
    /// Requests in it.
    pub count: u64,
}

/// Every request triggers further ones (Hawkes 1971): a Poisson number, each after an exponential delay.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct SelfExcitation {
    /// Mean number of requests that one triggers, at least 0 and below 1.
    pub branching_ratio: f64,
    /// Mean delay to a triggered request, greater than 0.
    pub mean_delay: Days,
    /// Whether that number is in proportion to the request's potential, which then has a finite mean above 0.
    pub by_potential: bool,
}
