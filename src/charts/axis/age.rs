//! The axis of an age: days since a request was created or became eligible, in a unit that suits its length.

use super::{TimeTick, ValueAxis};
use crate::charts::words::Voice;

/// More ticks than this make an axis busy rather than exact.
const MOST_TICKS: usize = 9;

/// From so many units on, an age is said in whole ones.
const PRECISE: f64 = 10.0;

/// Units from the longest to the shortest: days in one, name, and the shortest axis that has it, in days.
const UNITS: [(f64, (&str, &str), f64); 3] = [
    (1.0, ("days", "jours"), 3.0),
    (1.0 / 24.0, ("hours", "heures"), 0.125),
    (1.0 / 1440.0, ("minutes", "minutes"), 0.0),
];

/// Ages from 0 on.
#[derive(Debug, Clone, PartialEq)]
pub struct AgeAxis {
    days: f64,
    unit: (f64, &'static str),
    title: String,
    voice: Voice,
}

impl AgeAxis {
    /// An axis over `days` (at least a second) since what `since` says.
    pub fn new(days: f64, since: &str, voice: Voice) -> AgeAxis {
        let days = if days.is_finite() { days.max(1.0 / 86_400.0) } else { 1.0 };
        let unit = UNITS.into_iter().find(|(.., shortest)| days >= *shortest).unwrap_or(UNITS[0]);
        let name = voice.choose(unit.1.0, unit.1.1);
        let title = voice.pick(format!("{name} since {since}"), format!("{name} depuis {since}"));
        AgeAxis { days, unit: (unit.0, name), title, voice }
    }

    /// Length, in days.
    pub fn days(&self) -> f64 {
        self.days
    }

    /// How it speaks.
    pub fn voice(&self) -> Voice {
        self.voice
    }

    /// The unit, and since when.
    pub fn title(&self) -> &str {
        &self.title
    }

    /// An age in words, for example "90 days".
    pub fn say(&self, days: f64) -> String {
        let (length, name) = self.unit;
        let number = days / length;
        let number = self.voice.spoken(if number < PRECISE { number } else { number.round() });
        let name = if number == "1" { name.trim_end_matches('s') } else { name };
        format!("{number} {name}")
    }

    /// The ticks at the finest round step that `fits`; none if no step does.
    pub fn ticks(&self, fits: impl Fn(&[TimeTick]) -> bool) -> Vec<TimeTick> {
        let of = |intervals: usize| -> Vec<TimeTick> {
            let axis = ValueAxis::covering(0.0, self.days / self.unit.0, false, intervals);
            let tick = |tick: f64| TimeTick {
                time_days: tick * self.unit.0,
                label: axis.label(tick, self.voice),
                context: None,
            };
            axis.ticks().map(tick).filter(|tick| tick.time_days <= self.days * (1.0 + 1e-9)).collect()
        };
        (1..=MOST_TICKS).rev().map(of).find(|ticks| fits(ticks)).unwrap_or_default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn units_suit_the_length() {
        for (days, title, say) in [
            (628.0, "days since creation", "90 days"),
            (2.0, "hours since creation", "2,160 hours"),
            (0.1, "minutes since creation", "129,600 minutes"),
        ] {
            let axis = AgeAxis::new(days, "creation", Voice::default());
            assert_eq!((axis.title(), axis.say(90.0).as_str()), (title, say));
            let ticks = axis.ticks(|ticks| ticks.len() < 8);
            assert!((3..8).contains(&ticks.len()), "{ticks:?}");
            assert!(ticks.iter().all(|tick| (0.0..=days).contains(&tick.time_days)));
        }
        assert_eq!(AgeAxis::new(30.0, "creation", Voice::default()).say(1.0), "1 day");
        assert!(!AgeAxis::new(f64::NAN, "creation", Voice::default()).ticks(|_| true).is_empty());
    }
}
