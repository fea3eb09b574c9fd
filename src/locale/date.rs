//! Dates: day before month, months by name.

use jiff::SignedDuration;
use jiff::civil::{Date, DateTime};

use super::{Locale, NO_BREAK_SPACE};

const DAY: f64 = 86_400.0;

const MONTHS: [(&str, &str); 12] = [
    ("January", "janvier"),
    ("February", "février"),
    ("March", "mars"),
    ("April", "avril"),
    ("May", "mai"),
    ("June", "juin"),
    ("July", "juillet"),
    ("August", "août"),
    ("September", "septembre"),
    ("October", "octobre"),
    ("November", "novembre"),
    ("December", "décembre"),
];

const SHORT_MONTHS: [(&str, &str); 12] = [
    ("Jan", "janv."),
    ("Feb", "févr."),
    ("Mar", "mars"),
    ("Apr", "avr."),
    ("May", "mai"),
    ("Jun", "juin"),
    ("Jul", "juil."),
    ("Aug", "août"),
    ("Sep", "sept."),
    ("Oct", "oct."),
    ("Nov", "nov."),
    ("Dec", "déc."),
];

/// The civil moment so many days after `start` (`YYYY-MM-DDTHH:MM:SS`), to the second; none if `start` is no such
/// text or the calendar does not reach so far.
pub fn moment(start: &str, days: f64) -> Option<DateTime> {
    let seconds = SignedDuration::try_from_secs_f64((days * DAY).round()).ok()?;
    start.parse::<DateTime>().ok()?.checked_add(seconds).ok()
}

impl Locale {
    /// "3 Oct 2011".
    pub fn date(self, date: Date) -> String {
        format!("{} {}", self.day(date), date.year())
    }

    /// "3 October 2011".
    pub fn long_date(self, date: Date) -> String {
        let (english, french) = MONTHS[index(date)];
        format!("{}{NO_BREAK_SPACE}{} {}", self.ordinal(date), self.choose(english, french), date.year())
    }

    /// "3 Oct".
    pub fn day(self, date: Date) -> String {
        format!("{} {}", self.ordinal(date), self.month(date))
    }

    /// "Oct".
    pub fn month(self, date: Date) -> &'static str {
        let (english, french) = SHORT_MONTHS[index(date)];
        self.choose(english, french)
    }

    /// "09:30".
    pub fn hour(self, moment: DateTime) -> String {
        format!("{:02}:{:02}", moment.hour(), moment.minute())
    }

    /// "3 Oct 2011 at 09:30".
    pub fn date_and_hour(self, moment: DateTime) -> String {
        format!("{} {} {}", self.date(moment.date()), self.choose("at", "à"), self.hour(moment))
    }

    /// The number of a day in its month: the first is "1er" in French.
    fn ordinal(self, date: Date) -> String {
        match (self, date.day()) {
            (Self::French, 1) => "1er".to_owned(),
            (_, day) => day.to_string(),
        }
    }
}

fn index(date: Date) -> usize {
    usize::from(date.month().unsigned_abs()) - 1
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    #[test]
    fn dates_are_in_words() {
        let october = date(2011, 10, 1);
        assert_eq!(Locale::English.date(october), "1 Oct 2011");
        assert_eq!(Locale::French.date(october), "1er oct. 2011");
        assert_eq!(Locale::English.long_date(october), "1\u{a0}October 2011");
        assert_eq!(Locale::French.long_date(date(2012, 2, 29)), "29\u{a0}février 2012");
        let noon = date(2011, 9, 22).at(12, 5, 0, 0);
        assert_eq!(Locale::English.date_and_hour(noon), "22 Sep 2011 at 12:05");
        assert_eq!(Locale::French.date_and_hour(noon), "22 sept. 2011 à 12:05");
    }

    #[test]
    fn moments_count_from_the_start() {
        assert_eq!(moment("2011-09-22T12:00:00", 8.5), Some(date(2011, 10, 1).at(0, 0, 0, 0)));
        assert_eq!(moment("", 1.0), None);
        assert_eq!(moment("2011-09-22T12:00:00", 1e12), None);
        assert_eq!(moment("2011-09-22T12:00:00", f64::NAN), None);
    }
}
