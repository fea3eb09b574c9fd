//! The horizontal axis of a figure: time, an age, or a varied key.

use super::{AgeAxis, FactorAxis, TimeAxis, TimeTick};

/// What a figure shows from left to right.
#[derive(Debug, Clone, PartialEq)]
pub enum Across {
    /// Time since the start.
    Time(TimeAxis),
    /// Age of requests.
    Age(AgeAxis),
    /// The values of a key.
    Factor(FactorAxis),
}

impl Across {
    /// Its length: days, or 1.
    pub fn length(&self) -> f64 {
        match self {
            Across::Time(time) => time.days(),
            Across::Age(age) => age.days(),
            Across::Factor(_) => 1.0,
        }
    }

    /// What stands at its ends: days, or the lowest and the highest number of the key (its share of the axis where values
    /// are no numbers).
    pub fn ends(&self) -> [f64; 2] {
        match self {
            Across::Time(time) => [0.0, time.days()],
            Across::Age(age) => [0.0, age.days()],
            Across::Factor(factor) => factor.ends(),
        }
    }

    /// The ticks of the first choice that `fits`.
    pub fn ticks(&self, fits: impl Fn(&[TimeTick]) -> bool) -> Vec<TimeTick> {
        match self {
            Across::Time(time) => time.ticks(fits),
            Across::Age(age) => age.ticks(fits),
            Across::Factor(factor) => factor.ticks(fits),
        }
    }

    /// True if no tick need stand at its end, so that names may reach down beside the labels.
    pub fn ends_freely(&self) -> bool {
        !matches!(self, Across::Factor(_))
    }

    /// What stands below the ticks; dates speak for themselves.
    pub fn title(&self) -> Option<&str> {
        match self {
            Across::Time(time) => time.title(),
            Across::Age(age) => Some(age.title()),
            Across::Factor(factor) => Some(factor.title()),
        }
    }
}
