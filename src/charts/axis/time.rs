//! The time axis: ticks at natural dates (hours, days, weeks, months, years) where the start is a date, else at round
//! numbers of days.

use jiff::civil::{Date, DateTime, Weekday};
use jiff::{SignedDuration, ToSpan};

use super::ValueAxis;
use crate::charts::words::Voice;
use crate::model::chart::TimeLabels;

/// Days that one picture shows.
#[derive(Debug, Clone, PartialEq)]
pub struct TimeAxis {
    /// Civil moment of day 0; none if the start was not a date.
    origin: Option<DateTime>,
    days: f64,
    voice: Voice,
}

/// A tick of the time axis.
#[derive(Debug, Clone, PartialEq)]
pub struct TimeTick {
    /// Days since the start.
    pub time_days: f64,
    /// What it says.
    pub label: String,
    /// What it says below, where that changes: the year of a month, the date of an hour.
    pub context: Option<String>,
}

/// A natural distance between ticks.
#[derive(Debug, Clone, Copy, PartialEq)]
enum Step {
    Hours(i32),
    Days(i32),
    Weeks(i32),
    Months(i32),
    Years(i32),
}

const STEPS: [Step; 22] = [
    Step::Hours(1),
    Step::Hours(3),
    Step::Hours(6),
    Step::Hours(12),
    Step::Days(1),
    Step::Days(2),
    Step::Weeks(1),
    Step::Weeks(2),
    Step::Months(1),
    Step::Months(2),
    Step::Months(3),
    Step::Months(6),
    Step::Years(1),
    Step::Years(2),
    Step::Years(5),
    Step::Years(10),
    Step::Years(20),
    Step::Years(50),
    Step::Years(100),
    Step::Years(200),
    Step::Years(500),
    Step::Years(1000),
];

/// Steps for axes that are too narrow for a natural one and too short for two ticks of the next.
const RARE_STEPS: [Step; 2] = [Step::Days(4), Step::Weeks(4)];

/// More ticks than this make an axis busy rather than exact.
const MOST_TICKS: usize = 9;

const DAY: f64 = 86_400.0;

impl TimeAxis {
    /// An axis over `days` (at least an hour) from `start` (`YYYY-MM-DDTHH:MM:SS`). A start that is no date, or an end
    /// that the calendar does not reach, gives an axis in days, as does a voice that counts them.
    pub fn new(start: &str, days: f64, voice: Voice) -> TimeAxis {
        let days = if days.is_finite() { days.max(1.0 / 24.0) } else { 1.0 };
        let is_dated = |origin: &DateTime| voice.time == TimeLabels::Dates && moment(*origin, days).is_some();
        TimeAxis { origin: start.parse::<DateTime>().ok().filter(is_dated), days, voice }
    }

    /// Length, in days.
    pub fn days(&self) -> f64 {
        self.days
    }

    /// How it speaks.
    pub fn voice(&self) -> Voice {
        self.voice
    }

    /// True if its ticks are dates, false if they count days.
    pub fn has_dates(&self) -> bool {
        self.origin.is_some()
    }

    /// What stands below the ticks; dates speak for themselves.
    pub fn title(&self) -> Option<&'static str> {
        (!self.has_dates()).then(|| self.voice.pick("days since the start", "jours depuis le début"))
    }

    /// The ticks of the finest natural step that `fits` and has two at least, or else of one that fits; none if no step does.
    pub fn ticks(&self, fits: impl Fn(&[TimeTick]) -> bool) -> Vec<TimeTick> {
        let fits = |ticks: &Vec<TimeTick>| ticks.len() <= MOST_TICKS && fits(ticks);
        match self.origin {
            Some(origin) => {
                let steps = STEPS.iter().filter(|step| self.days / step.shortest_days() <= MOST_TICKS as f64);
                let all = || steps.clone().chain(&RARE_STEPS).map(|&step| self.dated(origin, step));
                let two = all().find(|ticks| ticks.len() > 1 && fits(ticks));
                two.or_else(|| all().find(fits)).unwrap_or_default()
            }
            None => (1..MOST_TICKS).rev().map(|intervals| self.numbered(intervals)).find(fits).unwrap_or_default(),
        }
    }

    /// A moment in words, for example "3 Oct 2011", with the hour where the axis shows less than three days.
    pub fn say(&self, time_days: f64) -> String {
        match self.origin.and_then(|origin| moment(origin, time_days)) {
            Some(moment) if self.days < 3.0 => self.voice.date_and_hour(moment),
            Some(moment) => self.voice.date(moment.date()),
            None => self.voice.pick("day", "jour").to_owned() + " " + &self.voice.spoken(time_days),
        }
    }

    fn dated(&self, origin: DateTime, step: Step) -> Vec<TimeTick> {
        let mut ticks = Vec::new();
        let mut context = None;
        let mut next = step.first_from(origin);
        while let Some(moment) = next {
            let time_days = moment.duration_since(origin).as_secs_f64() / DAY;
            if time_days > self.days || ticks.len() > MOST_TICKS {
                break;
            }
            let (label, below) = step.label(moment, self.voice);
            ticks.push(TimeTick { time_days, label, context: if below == context { None } else { below.clone() } });
            context = below;
            next = step.after(moment);
        }
        ticks
    }

    fn numbered(&self, intervals: usize) -> Vec<TimeTick> {
        let axis = ValueAxis::covering(0.0, self.days, false, intervals);
        let within = axis.ticks().filter(|&tick| tick <= self.days);
        within.map(|tick| TimeTick { time_days: tick, label: axis.label(tick, self.voice), context: None }).collect()
    }
}

impl Step {
    /// Its length in days, or that of its shortest occurrence.
    fn shortest_days(self) -> f64 {
        match self {
            Step::Hours(hours) => f64::from(hours) / 24.0,
            Step::Days(days) => f64::from(days),
            Step::Weeks(weeks) => f64::from(weeks) * 7.0,
            Step::Months(months) => f64::from(months) * 28.0,
            Step::Years(years) => f64::from(years) * 365.0,
        }
    }

    /// The first natural moment from `origin` on: midnights, Mondays, first days of a month or year.
    fn first_from(self, origin: DateTime) -> Option<DateTime> {
        let midnight = origin.date().to_datetime(jiff::civil::Time::midnight());
        let before = match self {
            Step::Hours(_) | Step::Days(_) => Some(midnight),
            Step::Weeks(_) => {
                let since_monday = origin.date().weekday().since(Weekday::Monday);
                midnight.checked_sub(i32::from(since_monday).days()).ok()
            }
            Step::Months(months) => {
                let month = (i32::from(origin.month()) - 1) / months * months + 1;
                midnight_of(origin.year(), i8::try_from(month).ok()?)
            }
            Step::Years(years) => {
                let years = i16::try_from(years).ok()?;
                midnight_of(origin.year().div_euclid(years) * years, 1)
            }
        };
        let mut moment = before?;
        while moment < origin {
            moment = self.after(moment)?;
        }
        Some(moment)
    }

    fn after(self, moment: DateTime) -> Option<DateTime> {
        let span = match self {
            Step::Hours(hours) => hours.hours(),
            Step::Days(days) => days.days(),
            Step::Weeks(weeks) => weeks.weeks(),
            Step::Months(months) => months.months(),
            Step::Years(years) => years.years(),
        };
        moment.checked_add(span).ok()
    }

    /// The label of a moment, and the context below it.
    fn label(self, moment: DateTime, voice: Voice) -> (String, Option<String>) {
        let month = voice.month(moment.date());
        match self {
            Step::Hours(_) => (voice.hour(moment), Some(voice.date(moment.date()))),
            Step::Days(_) | Step::Weeks(_) => (voice.day(moment.date()), Some(moment.year().to_string())),
            Step::Months(_) => (month.to_owned(), Some(moment.year().to_string())),
            Step::Years(_) => (moment.year().to_string(), None),
        }
    }
}

/// The moment so many days after `origin`, to the second.
fn moment(origin: DateTime, time_days: f64) -> Option<DateTime> {
    let seconds = SignedDuration::try_from_secs_f64((time_days * DAY).round()).ok()?;
    origin.checked_add(seconds).ok()
}

fn midnight_of(year: i16, month: i8) -> Option<DateTime> {
    Date::new(year, month, 1).ok().map(|date| date.to_datetime(jiff::civil::Time::midnight()))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn axis(start: &str, days: f64) -> TimeAxis {
        TimeAxis::new(start, days, Voice::default())
    }

    /// Labels of at most `most` ticks, with the context in brackets.
    fn labels(start: &str, days: f64, most: usize) -> Vec<String> {
        let ticks = axis(start, days).ticks(|ticks| ticks.len() <= most);
        let shown =
            |tick: TimeTick| tick.context.map_or(tick.label.clone(), |context| format!("{} [{context}]", tick.label));
        ticks.into_iter().map(shown).collect()
    }

    #[test]
    fn ticks_stand_at_natural_dates() {
        let start = "2011-09-22T00:00:00";
        assert_eq!(labels(start, 628.0, 8), ["Oct [2011]", "Jan [2012]", "Apr", "Jul", "Oct", "Jan [2013]", "Apr"]);
        assert_eq!(labels(start, 3653.0, 6), ["2012", "2014", "2016", "2018", "2020"]);
        assert_eq!(labels("2013-03-04T00:00:00", 56.0, 3), ["4 Mar [2013]", "1 Apr", "29 Apr"]);
        assert_eq!(labels("2013-03-04T00:00:00", 56.0, 1), ["Apr [2013]"]);
        assert_eq!(labels(start, 30.0, 6), ["26 Sep [2011]", "3 Oct", "10 Oct", "17 Oct"]);
        assert_eq!(labels(start, 1.0, 6), ["00:00 [22 Sep 2011]", "06:00", "12:00", "18:00", "00:00 [23 Sep 2011]"]);
    }

    #[test]
    fn time_of_a_tick_is_its_date() {
        let axis = TimeAxis::new("2011-09-22T12:00:00", 628.0, Voice::default());
        let ticks = axis.ticks(|ticks| ticks.len() <= 8);
        assert_eq!(ticks[0].time_days, 8.5, "1 October");
        assert_eq!(axis.say(11.0), "3 Oct 2011");
        assert_eq!(TimeAxis::new("2011-09-22T12:00:00", 2.0, Voice::default()).say(0.25), "22 Sep 2011 at 18:00");
    }

    #[test]
    fn without_dates_the_axis_counts_days() {
        for axis in [axis("", 628.0), axis("2011-09-22T00:00:00", 1e12)] {
            assert!(!axis.has_dates());
            let ticks = axis.ticks(|ticks| ticks.len() <= 8);
            assert!((4..=8).contains(&ticks.len()), "{ticks:?}");
            assert_eq!(ticks[0].time_days, 0.0);
        }
        assert_eq!(labels("", 628.0, 8), ["0", "100", "200", "300", "400", "500", "600"]);
        assert_eq!(axis("", 628.0).say(11.0), "day 11");
    }

    #[test]
    fn every_length_finds_some_ticks() {
        for days in
            [0.0, 0.05, 0.5, 1.0, 3.0, 10.0, 45.0, 100.0, 400.0, 1_000.0, 3_652.0, 40_000.0, 2_000_000.0, f64::NAN]
        {
            let ticks = axis("2011-09-22T00:00:00", days).ticks(|ticks| ticks.len() <= 8);
            assert!(!ticks.is_empty(), "{days}");
        }
    }
}
