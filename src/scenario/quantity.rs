//! Quantities as scenarios write them: `"36 hours"`, `"1 year 6 months"`, `"15 working days"`, `"40 per day"`.

use jiff::civil::Time;

use crate::model::{Days, PerDay};

use super::suggest::nearest;

/// Units of time, with their length in days. A month is 30 days and a year 365.
const UNITS: [(&str, Days); 7] = [
    ("second", 1.0 / 86_400.0),
    ("minute", 1.0 / 1_440.0),
    ("hour", 1.0 / 24.0),
    ("day", 1.0),
    ("week", 7.0),
    ("month", 30.0),
    ("year", 365.0),
];

/// Index of "day" in [`UNITS`]: from here on a unit means calendar time.
const DAY: usize = 3;

/// A length of time as written, apart by what its units can mean.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct Duration {
    /// Seconds, minutes and hours, in days.
    pub clock: Days,
    /// Days, weeks, months and years, in days.
    pub calendar: Days,
    /// Working seconds, minutes and hours, in days.
    pub working_clock: Days,
    /// Working days; how long one is depends on a calendar.
    pub working_days: f64,
}

impl Duration {
    /// True if it is written in working time.
    pub fn is_working(&self) -> bool {
        self.working_clock > 0.0 || self.working_days > 0.0
    }

    /// Its length in days, if it is not written in working time.
    pub fn elapsed(&self) -> Option<Days> {
        (!self.is_working()).then_some(self.clock + self.calendar)
    }

    /// Its length as open time of a desk whose open days last `day_length`, unless written in calendar days.
    pub fn open_time(&self, day_length: Days) -> Option<Days> {
        (self.calendar == 0.0).then_some(self.clock + self.working_clock + self.working_days * day_length)
    }
}

/// Why a text is not a quantity.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Malformed {
    /// What is wrong, for the label under the text.
    pub reason: String,
    /// How to mend it, if that can be told.
    pub help: Option<String>,
}

/// Reads a duration: amounts with units, one after the other.
pub fn duration(text: &str) -> Result<Duration, Malformed> {
    let words = words(text)?;
    if words.is_empty() {
        return Err(malformed("expected a number and a unit", Some("for example \"5 days\"".to_owned())));
    }
    let mut rest = words.as_slice();
    let mut total = Duration::default();
    while !rest.is_empty() {
        rest = one_amount(rest, &mut total)?;
    }
    Ok(total)
}

/// Reads a rate, in events per day: an amount, `per`, and a unit or a number of units.
pub fn rate(text: &str) -> Result<PerDay, Malformed> {
    let example = || Some("for example \"40 per day\" or \"1 per 10 minutes\"".to_owned());
    let words = words(text)?;
    match words.as_slice() {
        [Word::Number(amount), Word::Text("per"), Word::Text(name)] => Ok(amount / unit(name)?.1),
        [Word::Number(amount), Word::Text("per"), Word::Number(count), Word::Text(name)] if *count > 0.0 => {
            Ok(amount / (count * unit(name)?.1))
        }
        [Word::Number(_)] => Err(malformed("per what?", example())),
        [Word::Number(amount), Word::Text(name)] if unit(name).is_ok() => {
            let help = format!("for so many requests: \"{amount} per {}\"", UNITS[unit(name)?.0].0);
            Err(malformed("this is a length of time; expected a rate", Some(help)))
        }
        _ => Err(malformed("expected a number, `per`, and a unit of time", example())),
    }
}

/// Reads a growth such as `2% per week`: the natural logarithm of the growth factor of one day.
pub fn growth(text: &str) -> Result<PerDay, Malformed> {
    let example = || Some("for example \"2% per week\" or \"-10% per year\"".to_owned());
    let Some((percent, rest)) = text.split_once('%') else {
        return Err(malformed("expected a percentage, `per`, and a unit of time", example()));
    };
    let percent = percent.trim();
    let (sign, percent) = match percent.strip_prefix('-') {
        Some(loss) => (-1.0, loss.trim_start()),
        None => (1.0, percent.strip_prefix('+').unwrap_or(percent)),
    };
    let share = sign * number(percent)? / 100.0;
    if share <= -1.0 {
        return Err(malformed("expected a loss of less than 100%", example()));
    }
    let days = match words(rest)?.as_slice() {
        [Word::Text("per"), Word::Text(name)] => unit(name)?.1,
        [Word::Text("per"), Word::Number(count), Word::Text(name)] if *count > 0.0 => count * unit(name)?.1,
        [] => return Err(malformed("per what?", example())),
        _ => return Err(malformed("expected a percentage, `per`, and a unit of time", example())),
    };
    Ok(libm::log1p(share) / days)
}

/// Reads a time of day such as `09:00`; `24:00` is the midnight that ends the day, `None` in the result.
pub fn time_of_day(text: &str) -> Option<Option<Time>> {
    let (hour, minute) = text.split_once(':')?;
    let is_digits = |part: &str| part.len() == 2 && part.bytes().all(|byte| byte.is_ascii_digit());
    let two_digits = |part: &str| is_digits(part).then(|| part.parse::<i8>().ok()).flatten();
    match (two_digits(hour)?, two_digits(minute)?) {
        (24, 0) => Some(None),
        (hour, minute) => Time::new(hour, minute, 0, 0).ok().map(Some),
    }
}

#[derive(Debug, PartialEq)]
enum Word<'a> {
    Number(f64),
    Text(&'a str),
}

/// Adds one amount with its unit, and returns what follows it.
fn one_amount<'w, 't>(words: &'w [Word<'t>], total: &mut Duration) -> Result<&'w [Word<'t>], Malformed> {
    let (amount, is_working, name, rest) = match words {
        [Word::Number(amount), Word::Text("working"), Word::Text(name), rest @ ..] => (amount, true, name, rest),
        [Word::Number(amount), Word::Text(name), rest @ ..] => (amount, false, name, rest),
        [Word::Number(amount)] => {
            let help = format!("write \"{amount} days\", if days are meant");
            return Err(malformed("the number has no unit", Some(help)));
        }
        [Word::Number(_), Word::Number(_), ..] => {
            return Err(malformed("a number without a unit is followed by another number", None));
        }
        _ => return Err(malformed("expected a number and a unit", Some("for example \"5 days\"".to_owned()))),
    };
    let (index, length) = unit(name)?;
    match (is_working, index) {
        (false, 0..DAY) => total.clock += amount * length,
        (false, _) => total.calendar += amount * length,
        (true, 0..DAY) => total.working_clock += amount * length,
        (true, DAY) => total.working_days += amount,
        (true, _) => {
            let help = "write it in working days or working hours".to_owned();
            return Err(malformed(format!("there are no working {}s", UNITS[index].0), Some(help)));
        }
    }
    Ok(rest)
}

/// Index and length of a unit, in the singular or plural.
fn unit(name: &str) -> Result<(usize, Days), Malformed> {
    let singular = name.strip_suffix('s').unwrap_or(name);
    if let Some(index) = UNITS.iter().position(|unit| unit.0 == singular) {
        return Ok((index, UNITS[index].1));
    }
    let abbreviations =
        [("s", "seconds"), ("sec", "seconds"), ("m", "minutes"), ("min", "minutes"), ("h", "hours"), ("hr", "hours")]
            .into_iter()
            .chain([("d", "days"), ("w", "weeks"), ("wk", "weeks"), ("mo", "months"), ("y", "years"), ("yr", "years")]);
    let meant = abbreviations
        .into_iter()
        .find(|(short, _)| *short == name || *short == singular)
        .map(|(_, long)| long)
        .or_else(|| nearest(singular, UNITS.iter().map(|unit| unit.0)));
    let help = match meant {
        Some(meant) => format!("did you mean `{meant}`?"),
        None => "units are seconds, minutes, hours, days, weeks, months and years".to_owned(),
    };
    Err(malformed(format!("`{name}` is not a unit of time"), Some(help)))
}

/// Numbers and lower-case words; commas and the word "and" between amounts are left out.
fn words(text: &str) -> Result<Vec<Word<'_>>, Malformed> {
    let mut words = Vec::new();
    let mut rest = text.trim_start();
    while let Some(first) = rest.chars().next() {
        let is_number = |c: char| c.is_ascii_digit() || c == '.' || c == '_';
        let end = |accept: &dyn Fn(char) -> bool| rest.find(|c| !accept(c)).unwrap_or(rest.len());
        let length = if first.is_ascii_digit() {
            let length = end(&is_number);
            words.push(Word::Number(number(&rest[..length])?));
            no_exponent(&rest[..length], &rest[length..])?;
            length
        } else if first.is_alphabetic() {
            let length = end(&|c: char| c.is_alphabetic());
            if &rest[..length] != "and" {
                words.push(Word::Text(&rest[..length]));
            }
            length
        } else if first == ',' && !words.is_empty() {
            1
        } else if first == '-' {
            return Err(malformed("expected a number that is not negative", None));
        } else {
            return Err(malformed(format!("`{}` does not belong here", first.escape_debug()), None));
        };
        rest = rest[length..].trim_start();
    }
    Ok(words)
}

/// Refuses an exponent, which would be taken for a unit.
fn no_exponent(number: &str, rest: &str) -> Result<(), Malformed> {
    let Some(power) = rest.strip_prefix(['e', 'E']) else { return Ok(()) };
    let signed = power.strip_prefix(['+', '-']).unwrap_or(power);
    let digits = signed.find(|c: char| !c.is_ascii_digit()).unwrap_or(signed.len());
    if digits == 0 {
        return Ok(());
    }
    let power = &power[..power.len() - signed.len() + digits];
    let meant = format!("{number}e{power}").replace('_', "").parse::<f64>().ok().filter(|meant| meant.is_finite());
    Err(malformed("numbers with a unit are written without an exponent", meant.map(|meant| format!("write {meant}"))))
}

/// A decimal number; underscores may separate its digits, as in TOML.
fn number(text: &str) -> Result<f64, Malformed> {
    let digits = |part: &str| part.split('_').all(|group| !group.is_empty());
    let well_formed = match text.split_once('.') {
        Some((whole, decimals)) => digits(whole) && digits(decimals),
        None => digits(text),
    };
    match text.replace('_', "").parse::<f64>() {
        Ok(number) if well_formed && number.is_finite() => Ok(number),
        _ => Err(malformed(format!("`{text}` is not a number"), None)),
    }
}

fn malformed(reason: impl Into<String>, help: Option<String>) -> Malformed {
    Malformed { reason: reason.into(), help }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn days(text: &str) -> Days {
        duration(text).unwrap().elapsed().unwrap()
    }

    #[test]
    fn durations_add_up() {
        assert_eq!(days("36 hours"), 1.5);
        assert_eq!(days("2.5 days"), 2.5);
        assert_eq!(days("1 year 6 months"), 365.0 + 180.0);
        assert_eq!(days("1 week, 1 day and 12 hours"), 8.5);
        assert_eq!(days("1_000 days"), 1000.0);
        assert_eq!(days("90second"), 90.0 / 86_400.0);
    }

    #[test]
    fn working_time_needs_a_day_length() {
        let work = duration("1 working day 2 hours").unwrap();
        assert_eq!(work.elapsed(), None);
        assert_eq!(work.open_time(1.0 / 3.0), Some(1.0 / 3.0 + 2.0 / 24.0));
        assert_eq!(duration("1 day").unwrap().open_time(1.0 / 3.0), None);
    }

    #[test]
    fn exponents_are_written_out() {
        for (text, help) in
            [("1e-3 per day", "write 0.001"), ("2.5E+1_0 per day", "write 25"), ("4e2 per day", "write 400")]
        {
            let refused = rate(text).unwrap_err();
            assert!(refused.reason.contains("exponent"), "{text}: {refused:?}");
            assert_eq!(refused.help.as_deref(), Some(help));
        }
        assert_eq!(rate("1e400 per day").unwrap_err().help, None);
        assert!(duration("5 eons").unwrap_err().reason.contains("not a unit"));
    }

    #[test]
    fn rates_are_per_day() {
        assert_eq!(rate("40 per day"), Ok(40.0));
        assert!((rate("1 per 10 minutes").unwrap() - 144.0).abs() < 1e-9);
        assert_eq!(rate("105.5 per week").unwrap(), 105.5 / 7.0);
    }

    #[test]
    fn growth_compounds() {
        assert!((growth("2% per week").unwrap() - 1.02f64.ln() / 7.0).abs() < 1e-15);
        assert!((growth("-50 % per 2 years").unwrap() - 0.5f64.ln() / 730.0).abs() < 1e-15);
        assert_eq!(growth("+0% per day"), Ok(0.0));
        for text in
            ["2", "2%", "2 per week", "-100% per year", "% per week", "2% per fortnight", "two% per week", "2% a week"]
        {
            assert!(growth(text).is_err(), "{text}");
        }
    }

    #[test]
    fn slips_are_explained() {
        let help = |text| duration(text).unwrap_err().help.unwrap();
        assert_eq!(help("5 dyas"), "did you mean `day`?");
        assert_eq!(help("5 h"), "did you mean `hours`?");
        assert_eq!(help("5"), "write \"5 days\", if days are meant");
        assert!(duration("-5 days").unwrap_err().reason.contains("negative"));
        for text in ["", "days", "5 5 days", "1__0 days", "1. days", "3 working weeks", "5 days!", "1.2.3 days"] {
            assert!(duration(text).is_err(), "{text}");
        }
        for text in ["40", "40 days", "per day", "40 per 0 days", "40 per fortnight", ""] {
            assert!(rate(text).is_err(), "{text}");
        }
    }
}
