//! Working time: when a desk is open.

use jiff::civil::{Date, DateTime, Time, Weekday};

use super::{Days, search::partition_point_near};

/// Open hours as disjoint intervals of simulated time, with the open time that lies before each.
///
/// Covers time 0 up to the end it was built for; work that would go on beyond it never ends.
#[derive(Debug, Clone, PartialEq)]
pub struct OpenHours {
    /// In order of time.
    intervals: Vec<OpenInterval>,
    /// For each whole number of days from 0, the first interval that closes after it.
    from_day: Vec<u32>,
    /// Intervals that one day of open time takes, on average.
    intervals_a_day: f64,
    /// Mean open time of an open day; what "one working day" means.
    day_length: Days,
}

/// A time at which a desk is open without a break.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct OpenInterval {
    /// When it opens.
    pub opens: Days,
    /// When it closes.
    pub closes: Days,
    /// Open time between 0 and `opens`.
    pub before: Days,
}

/// The only interval of a desk that never closes.
pub const ALWAYS: OpenInterval = OpenInterval { opens: 0.0, closes: f64::INFINITY, before: 0.0 };

impl OpenInterval {
    /// The first open moment at or after `time`, at which it has not closed.
    #[inline]
    pub fn next_open(&self, time: Days) -> Days {
        if time > self.opens { time } else { self.opens }
    }

    /// Open time between 0 and `time`, at which it has not closed and all before have.
    #[inline]
    pub fn open_time(&self, time: Days) -> Days {
        self.before + if time > self.opens { time - self.opens } else { 0.0 }
    }
}

/// When a desk is open in a week, and which dates it is closed.
#[derive(Debug, Clone, PartialEq)]
pub struct WeeklyHours {
    /// Open weekdays; at least one.
    pub days: Vec<Weekday>,
    /// Opening time on an open day.
    pub from: Time,
    /// Closing time; `None` is midnight.
    pub to: Option<Time>,
    /// Dates closed all day.
    pub holidays: Vec<Date>,
}

impl WeeklyHours {
    /// Open time of one open day, in days. Greater than 0 if `from` is before `to`.
    pub fn day_length(&self) -> Days {
        self.to.map_or(1.0, day_fraction) - day_fraction(self.from)
    }

    /// The open hours between `start` and `end` days later.
    pub fn open_hours(&self, start: DateTime, end: Days) -> OpenHours {
        let offset = day_fraction(start.time());
        let from = day_fraction(self.from);
        let mut intervals: Vec<OpenInterval> = Vec::new();
        let mut before = 0.0;
        let mut date = start.date();
        let mut midnight = -offset;
        while midnight < end {
            if self.days.contains(&date.weekday()) && !self.holidays.contains(&date) {
                let opens = midnight + from;
                let closes = opens + self.day_length();
                if closes > 0.0 {
                    let opens = opens.max(0.0);
                    match intervals.last_mut() {
                        Some(last) if last.closes == opens => last.closes = closes,
                        _ => intervals.push(OpenInterval { opens, closes, before }),
                    }
                    before += closes - opens;
                }
            }
            midnight += 1.0;
            match date.tomorrow() {
                Ok(next) => date = next,
                Err(_) => break,
            }
        }
        let closed_by = |day: u32| intervals.partition_point(|interval| interval.closes <= f64::from(day)) as u32;
        let from_day = (0..=end.max(0.0) as u32).map(closed_by).collect();
        let intervals_a_day = if before > 0.0 { intervals.len() as f64 / before } else { 0.0 };
        OpenHours { intervals, from_day, intervals_a_day, day_length: self.day_length() }
    }
}

/// The share of a day that has passed at a time of day.
fn day_fraction(time: Time) -> Days {
    let seconds = f64::from(time.hour()) * 3600.0 + f64::from(time.minute()) * 60.0 + f64::from(time.second());
    seconds / 86_400.0
}

impl OpenHours {
    /// Mean open time of an open day, in days.
    pub fn day_length(&self) -> Days {
        self.day_length
    }

    /// The open intervals, in order of time: when each opens and closes.
    pub fn intervals(&self) -> impl Iterator<Item = (Days, Days)> + '_ {
        self.intervals.iter().map(|interval| (interval.opens, interval.closes))
    }

    /// The first interval that closes after `time`; after the last one, one that never opens.
    pub fn interval_at(&self, time: Days) -> OpenInterval {
        self.interval_ending_after(time).map_or_else(|| self.never_again(), |index| self.intervals[index])
    }

    /// The first moment at or after `time` at which the desk is open; infinite if it never is again.
    pub fn next_open(&self, time: Days) -> Days {
        self.interval_at(time).next_open(time)
    }

    /// Open time between 0 and `time`, in days.
    pub fn open_time(&self, time: Days) -> Days {
        self.interval_at(time).open_time(time)
    }

    /// The moment at which `work` days of open time have passed since `time`; infinite beyond the last interval.
    pub fn after(&self, time: Days, work: Days) -> Days {
        let Some(now) = self.interval_ending_after(time) else { return f64::INFINITY };
        let OpenInterval { opens, closes, before } = self.intervals[now];
        let start = opens.max(time);
        if start + work <= closes {
            return start + work;
        }
        let target = before + (start - opens) + work;
        let guess = now + ((target - before) * self.intervals_a_day) as usize;
        let index = partition_point_near(&self.intervals[1..], guess, |interval| interval.before < target);
        let OpenInterval { opens, closes, before } = self.intervals[index];
        let moment = opens + (target - before);
        if moment <= closes || index + 1 < self.intervals.len() { moment.min(closes) } else { f64::INFINITY }
    }

    /// What comes after the last interval.
    fn never_again(&self) -> OpenInterval {
        let open_time = self.intervals.last().map_or(0.0, |last| last.before + last.closes - last.opens);
        OpenInterval { opens: f64::INFINITY, closes: f64::INFINITY, before: open_time }
    }

    /// There are few intervals a day, so that the day leads close to it.
    #[inline]
    fn interval_ending_after(&self, time: Days) -> Option<usize> {
        let day = (time as usize).min(self.from_day.len() - 1);
        let mut index = self.from_day[day] as usize;
        while self.intervals.get(index)?.closes <= time {
            index += 1;
        }
        Some(index)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::{date, time};

    /// Monday to Friday, 09:00 to 17:00, from Wednesday 2025-01-01 at noon, with Friday the 3rd off.
    fn office() -> OpenHours {
        WeeklyHours {
            days: vec![Weekday::Monday, Weekday::Tuesday, Weekday::Wednesday, Weekday::Thursday, Weekday::Friday],
            from: time(9, 0, 0, 0),
            to: Some(time(17, 0, 0, 0)),
            holidays: vec![date(2025, 1, 3)],
        }
        .open_hours(date(2025, 1, 1).at(12, 0, 0, 0), 30.0)
    }

    const HOUR: Days = 1.0 / 24.0;

    #[test]
    fn work_pauses_at_closing_and_over_holidays() {
        let office = office();
        let near = |a: Days, hours: f64| assert!((a - hours * HOUR).abs() < 1e-9, "{} h, expected {hours} h", a / HOUR);
        near(office.after(0.0, 5.0 * HOUR), 5.0);
        near(office.after(0.0, 6.0 * HOUR), 22.0);
        // Five hours on Wednesday, eight on Thursday, then Monday the 6th at 09:00.
        near(office.after(0.0, 14.0 * HOUR), 4.0 * 24.0 + 21.0 + 1.0);
        near(office.next_open(6.0 * HOUR), 21.0);
        near(office.open_time(24.0 * 5.0 * HOUR), 5.0 + 8.0 + 3.0);
        assert_eq!(office.after(0.0, 1e6), f64::INFINITY);
    }

    #[test]
    fn after_inverts_open_time() {
        let office = office();
        for step in 0..600 {
            let start = f64::from(step) * 0.02;
            let end = office.after(start, 0.7);
            assert!((office.open_time(end) - office.open_time(start) - 0.7).abs() < 1e-9, "from {start}");
        }
    }

    #[test]
    fn days_without_hours_are_whole_days() {
        let release = WeeklyHours {
            days: vec![Weekday::Thursday, Weekday::Friday],
            from: Time::midnight(),
            to: None,
            holidays: vec![],
        }
        .open_hours(date(2025, 1, 1).at(0, 0, 0, 0), 30.0);
        assert_eq!(release.next_open(0.0), 1.0);
        assert_eq!(release.next_open(2.5), 2.5);
        assert_eq!(release.next_open(3.0), 8.0);
    }
}
