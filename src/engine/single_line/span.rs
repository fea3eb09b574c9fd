//! What servers do between two moments.

use super::servers::Servers;
use crate::model::Days;

/// The time between two moments at which something is due.
pub struct Span {
    /// When it begins.
    from: Days,
    /// When it ends.
    pub until: Days,
    /// Days of work done within it, those foreseen included.
    pub work: Days,
    /// By how long a server came too late for the request that it served, the least of all; below 0 of one that idled.
    pub least_delay: Days,
}

impl Span {
    /// Servers that are not free at its beginning go on with their work.
    pub fn new(from: Days, until: Days, servers: &Servers) -> Self {
        let busy = servers.free_after(from);
        let ends = busy.iter().take_while(|free| **free < until);
        let (ending, work) = ends.fold((0, 0.0), |(number, work), free| (number + 1, work + (free - from)));
        let work = work + (busy.len() - ending) as f64 * (until - from);
        Self { from, until, work, least_delay: f64::INFINITY }
    }

    /// Days of work done within it. If nobody idled it is exactly what there is.
    pub fn work(&self, servers: &Servers) -> Days {
        let idles = self.least_delay < 0.0 || servers.free().first().is_some_and(|&free| free < self.until);
        if idles { self.work } else { servers.number() as f64 * (self.until - self.from) }
    }
}
