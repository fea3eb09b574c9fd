//! A desk's open hours as time goes on.

use crate::model::{
    Days, OpenHours,
    calendar::{ALWAYS, OpenInterval},
};

/// Open hours, asked at moments that never decrease: the interval under way is kept, so that few questions need the
/// calendar. The answers are its own.
pub struct Hours<'m> {
    /// `None` is always open.
    calendar: Option<&'m OpenHours>,
    /// The first interval that closes after the last moment asked for.
    interval: OpenInterval,
}

impl<'m> Hours<'m> {
    /// The hours of a calendar from time 0 on.
    pub fn new(calendar: Option<&'m OpenHours>) -> Self {
        Self { calendar, interval: calendar.map_or(ALWAYS, |calendar| calendar.interval_at(0.0)) }
    }

    /// The first moment from now on at which the desk is open; infinite if it never is again.
    #[inline]
    pub fn next_open(&mut self, now: Days) -> Days {
        self.reach(now);
        self.interval.next_open(now)
    }

    /// Open time up to now.
    #[inline]
    pub fn open_time(&mut self, now: Days) -> Days {
        self.reach(now);
        self.interval.open_time(now)
    }

    /// The moment at which `work` days of open time have passed since now; infinite if there are not so many.
    #[inline]
    pub fn after(&mut self, now: Days, work: Days) -> Days {
        self.reach(now);
        let done = self.interval.next_open(now) + work;
        if done > self.interval.closes { self.after_closing(now, work) } else { done }
    }

    #[inline]
    fn reach(&mut self, now: Days) {
        if now >= self.interval.closes {
            self.go_on(now);
        }
    }

    #[cold]
    #[inline(never)]
    fn go_on(&mut self, now: Days) {
        if let Some(calendar) = self.calendar {
            self.interval = calendar.interval_at(now);
        }
    }

    #[inline(never)]
    fn after_closing(&self, now: Days, work: Days) -> Days {
        self.calendar.map_or(f64::INFINITY, |calendar| calendar.after(now, work))
    }
}
