//! The terms on which a class's requests wait for the desk.

use super::{Days, Distribution, OpenHours};

/// What tells a class's requests apart at the desk, and what ends their waiting.
#[derive(Debug, Clone, Default)]
pub struct Terms {
    /// Rank under the discipline `priority`, 1 first; `None` comes last.
    pub priority: Option<u32>,
    /// What is promised to the class's requests.
    pub promise: Option<Promise>,
    /// How long a request stays in a queue.
    pub patience: Option<Patience>,
    /// Answers from other users.
    pub peers: Option<Peers>,
    /// Probability that prepared texts answer a request, in [0, 1].
    pub library_share: f64,
}

/// An answer within a time after eligibility.
#[derive(Debug, Clone)]
pub struct Promise {
    /// The time, greater than 0.
    pub within: Days,
    /// How it runs.
    pub clock: Clock,
}

/// The time after which a queued request leaves.
#[derive(Debug, Clone)]
pub struct Patience {
    /// The time, drawn for each queue that a request joins.
    pub time: Distribution,
    /// How it runs.
    pub clock: Clock,
}

/// Answers from other users, which end a request's waiting.
#[derive(Debug, Clone)]
pub struct Peers {
    /// Probability that a request gets one, in [0, 1].
    pub share: f64,
    /// Delay from eligibility to the answer.
    pub delay: Distribution,
}

/// How a time of waiting runs: all the time, or only in working hours.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Clock {
    /// The hours in which it runs; `None` is always.
    pub hours: Option<OpenHours>,
}

impl Clock {
    /// The moment at which the clock has run for `time` since `from`.
    pub fn after(&self, from: Days, time: Days) -> Days {
        self.hours.as_ref().map_or(from + time, |hours| hours.after(from, time))
    }

    /// How long the clock runs from one moment to a later one.
    pub fn between(&self, from: Days, to: Days) -> Days {
        self.hours.as_ref().map_or(to - from, |hours| hours.open_time(to) - hours.open_time(from))
    }
}
