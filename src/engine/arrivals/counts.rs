//! Requests that were counted per period: each is uniform over its period.

use rand::RngExt;

use crate::{
    engine::stream::Stream,
    model::{Days, Period},
};

/// The requests of a series of periods, in time order.
pub struct CountedRequests<'m> {
    periods: std::slice::Iter<'m, Period>,
    /// End of the period under way, its requests still to come, and the moment of the last.
    until: Days,
    left: u64,
    last: Days,
}

impl<'m> CountedRequests<'m> {
    /// Starts at the first period.
    pub fn new(periods: &'m [Period]) -> Self {
        Self { periods: periods.iter(), until: 0.0, left: 0, last: 0.0 }
    }

    /// The moment of the next request at or after time 0; infinite when there is none.
    ///
    /// The earliest of n uniform variates has the distribution function 1 − (1 − u)ⁿ; given it, the others are uniform
    /// on what is left. So the requests of a period come in order, one draw each.
    pub fn next(&mut self, stream: &mut Stream) -> Days {
        loop {
            while self.left == 0 {
                let Some(period) = self.periods.next() else { return f64::INFINITY };
                (self.last, self.until, self.left) = (period.from, period.until, period.count);
            }
            let u: f64 = stream.random();
            let share = -libm::expm1(libm::log1p(-u) / self.left as f64);
            self.last += (self.until - self.last) * share;
            self.left -= 1;
            if self.last >= 0.0 {
                return self.last;
            }
        }
    }
}
