//! Numbers with what they count: the ends and steps of a range.

use jiff::civil::{Date, DateTime};

use crate::model::Days;
use crate::scenario::quantity;
use crate::scenario::tree::{Node, Value};

/// What the numbers of a range count.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Unit {
    /// Nothing: bare numbers.
    Number,
    /// What stands behind the number: `days`, `per week`, `% per year`.
    Of(String),
    /// Dates, as days since 1970.
    Date,
    /// Dates with a time of day, as days since 1970.
    DateTime,
}

/// A number of some unit.
#[derive(Debug, Clone, PartialEq)]
pub struct Amount {
    /// How many, or days since 1970.
    pub number: f64,
    /// Of what.
    pub unit: Unit,
}

/// Why a value is no amount.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NoAmount {
    /// What was expected.
    pub expected: String,
    /// How to mend it.
    pub help: Option<String>,
}

const EPOCH: Date = jiff::civil::date(1970, 1, 1);

impl Amount {
    /// The amount that a value is.
    pub fn of(node: &Node) -> Result<Self, NoAmount> {
        let amount = |number, unit| Ok(Self { number, unit });
        match &node.value {
            Value::Integer(integer) => amount(*integer as f64, Unit::Number),
            Value::Float(float) if float.is_finite() => amount(*float, Unit::Number),
            Value::Date(date) => amount(days_since_epoch(date.to_datetime(jiff::civil::Time::midnight())), Unit::Date),
            Value::DateTime(moment) => amount(days_since_epoch(*moment), Unit::DateTime),
            Value::Text(text) => quantity_of(text),
            _ => Err(NoAmount { expected: "a number, a quantity or a date".to_owned(), help: None }),
        }
    }

    /// The same moment where dates and date-times meet.
    pub fn with_time_of_day(self) -> Self {
        Self { unit: if self.unit == Unit::Date { Unit::DateTime } else { self.unit }, ..self }
    }
}

impl Unit {
    /// True if both count the same, in the singular or plural.
    pub fn is_same(&self, other: &Unit) -> bool {
        match (self, other) {
            (Unit::Of(one), Unit::Of(other)) => singular(one) == singular(other),
            _ => self == other,
        }
    }

    /// True if these are points in time.
    pub fn is_moment(&self) -> bool {
        matches!(self, Unit::Date | Unit::DateTime)
    }

    /// So many of them, as a scenario writes it.
    pub fn write(&self, number: f64) -> String {
        match self {
            Unit::Number => number.to_string(),
            Unit::Of(unit) if unit.starts_with('%') => format!("{number}{unit}"),
            Unit::Of(unit) => format!("{number} {unit}"),
            Unit::Date => date_time(number).date().to_string(),
            Unit::DateTime => date_time(number).to_string(),
        }
    }
}

/// Reads a quantity of one number and one unit.
fn quantity_of(text: &str) -> Result<Amount, NoAmount> {
    let is_number = |c: char| c.is_ascii_digit() || matches!(c, '.' | '_' | '-' | '+');
    let trimmed = text.trim();
    let (number, unit) = trimmed.split_at(trimmed.find(|c| !is_number(c)).unwrap_or(trimmed.len()));
    let unit = unit.trim();
    let Ok(number) = number.replace('_', "").parse::<f64>() else {
        return Err(NoAmount { expected: "a number, a quantity or a date".to_owned(), help: None });
    };
    let is_single = unit.starts_with(['%', 'p']) || !unit.contains(|c: char| c.is_ascii_digit());
    if !is_single {
        return Err(NoAmount { expected: "one number and one unit in a range".to_owned(), help: None });
    }
    // The sign of a growth aside, the readers of quantities know which units there are.
    let known = if unit.starts_with('%') {
        quantity::growth(trimmed).map(|_| ())
    } else if unit.starts_with("per") {
        quantity::rate(trimmed).map(|_| ())
    } else {
        quantity::duration(trimmed).map(|_| ())
    };
    match known {
        Ok(()) => Ok(Amount { number, unit: Unit::Of(unit.to_owned()) }),
        Err(malformed) => Err(NoAmount { expected: plain(&malformed.reason), help: malformed.help }),
    }
}

/// A reason as the end of a sentence that begins with "expected".
fn plain(reason: &str) -> String {
    reason.strip_prefix("expected ").map_or_else(|| format!("a quantity: {reason}"), str::to_owned)
}

fn singular(unit: &str) -> String {
    let words: Vec<&str> = unit.split_whitespace().map(|word| word.strip_suffix('s').unwrap_or(word)).collect();
    words.join(" ")
}

fn days_since_epoch(moment: DateTime) -> Days {
    moment.duration_since(EPOCH.to_datetime(jiff::civil::Time::midnight())).as_secs() as f64 / 86_400.0
}

/// The moment so many days after 1970 began, to the second; the last one known if it lies beyond.
fn date_time(days: Days) -> DateTime {
    let seconds = jiff::SignedDuration::from_secs((days * 86_400.0).round() as i64);
    EPOCH.to_datetime(jiff::civil::Time::midnight()).saturating_add(seconds)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn quantities_have_one_number_and_one_unit() {
        let amount = |text| quantity_of(text).map(|amount| (amount.number, amount.unit.write(amount.number)));
        assert_eq!(amount("2.5 working days"), Ok((2.5, "2.5 working days".to_owned())));
        assert_eq!(amount("40 per 10 minutes"), Ok((40.0, "40 per 10 minutes".to_owned())));
        assert_eq!(amount("-2% per week"), Ok((-2.0, "-2% per week".to_owned())));
        for text in ["days", "1 year 6 months", "5 dyas", "40 per fortnight", "fifo", "-3 days", "3%"] {
            assert!(amount(text).is_err(), "{text}");
        }
    }

    #[test]
    fn moments_are_counted_in_days() {
        let moment = jiff::civil::date(2012, 2, 29).at(18, 0, 0, 0);
        assert_eq!(Unit::DateTime.write(days_since_epoch(moment)), "2012-02-29T18:00:00");
        assert_eq!(Unit::Date.write(-1.0), "1969-12-31");
    }

    #[test]
    fn singular_and_plural_are_one_unit() {
        let unit = |text: &str| Unit::Of(text.to_owned());
        assert!(unit("working day").is_same(&unit("working  days")));
        assert!(!unit("days").is_same(&unit("hours")));
        assert!(!unit("days").is_same(&Unit::Number));
    }
}
