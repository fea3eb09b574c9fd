//! Arrival processes.

use super::{Days, Distribution, Growth, PerDay};

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

/// When the requests of a source are created.
#[derive(Debug, Clone)]
pub enum Arrivals {
    /// A homogeneous Poisson process on `[from, until)`.
    Poisson {
        /// Requests per day, at least 0.
        rate: PerDay,
        /// First moment, at least 0.
        from: Days,
        /// End of the process; infinite if it never ends.
        until: Days,
    },
    /// A Poisson number of requests, each created an independent delay after `at`.
    Burst {
        /// Start of the burst (may lie before time 0; what falls there is not created).
        at: Days,
        /// Expected number of requests; a random one is drawn once per replication.
        size: Distribution,
        /// Delay of each request after `at`.
        decay: Distribution,
    },
}
