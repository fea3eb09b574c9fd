//! The least and the greatest backlog.
//!
//! With arrivals A₀ ≤ A₁ ≤ … and ends of service D₀ ≤ D₁ ≤ …, each in order of time, arrival number k + n leaves more
//! than n requests in the backlog if and only if D_k > A_{k+n}, and end number k fewer than n if and only if
//! D_k < A_{k+n}. So two sequences are compared as a whole, and only where one of them tells of a new extreme is it looked
//! at request by request. What is compared are moments and not their order, so that a value that holds for no time is no
//! extreme.

use crate::model::Days;

/// The extremes of the backlog since measuring began.
pub struct Extremes {
    from: Days,
    least: usize,
    greatest: usize,
}

impl Extremes {
    /// Nothing is measured yet.
    pub fn new() -> Self {
        Self { from: f64::INFINITY, least: 0, greatest: 0 }
    }

    /// Measuring begins with so many requests, when all that happens at that moment has happened.
    pub fn begin_measuring(&mut self, backlog: usize, now: Days) {
        *self = Self { from: now, least: backlog, greatest: backlog };
    }

    /// Both, the least first.
    pub fn both(&self) -> (i64, i64) {
        (self.least as i64, self.greatest as i64)
    }

    /// Looks at ends of service in order, and at all arrivals from that on which has the number of the first end. Further
    /// arrivals are later than these ends.
    pub fn look(&mut self, ends: &[Days], arrivals: &[Days]) {
        let after = |number: usize| ends.iter().zip(arrivals.get(number..).unwrap_or_default());
        let rises = after(self.greatest).fold(false, |rises, (end, arrival)| rises | (end > arrival));
        let is_known = self.least == 0 || arrivals.len() >= self.least + ends.len();
        let falls = || after(self.least).fold(false, |falls, (end, arrival)| falls | (end < arrival));
        if rises || !is_known || (self.least > 0 && falls()) {
            self.look_closely(ends, arrivals);
        }
    }

    #[cold]
    fn look_closely(&mut self, ends: &[Days], arrivals: &[Days]) {
        let from = self.from;
        for (number, &end) in ends.iter().enumerate().filter(|(_, end)| **end > from) {
            self.rise(end, &arrivals[number..]);
            while self.least > 0 && arrivals.get(number + self.least).is_none_or(|&arrival| end < arrival) {
                self.least -= 1;
            }
        }
    }

    /// The same for ends that are not to come before the end of measuring: they leave nothing smaller.
    pub fn look_ahead(&mut self, ends: &[Days], arrivals: &[Days]) {
        ends.iter().enumerate().for_each(|(number, &end)| self.rise(end, &arrivals[number..]));
    }

    fn rise(&mut self, end: Days, arrivals: &[Days]) {
        while arrivals.get(self.greatest).is_some_and(|&arrival| end > arrival) {
            self.greatest += 1;
        }
    }
}
