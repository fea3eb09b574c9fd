//! Values in words.

use jiff::civil::{Date, DateTime};
use toml::{Table, Value, value::Datetime};

use super::terms::{distribution, unit, word};
use crate::locale::Locale;

/// Says values.
#[derive(Debug, Clone, Copy)]
pub struct Sayer {
    /// In this language.
    pub locale: Locale,
}

/// True for an entry of a dated list.
pub fn is_dated(value: &Value) -> bool {
    value.as_table().is_some_and(|table| table.contains_key("at"))
}

impl Sayer {
    /// A number, a moment, or a text: a time, a rate, a word.
    pub fn scalar(&self, key: &str, value: &Value) -> String {
        let is_share = key == "share" || key.ends_with("_share") || key == "probability";
        match value {
            Value::Integer(number) if is_share => self.locale.percent(*number as f64),
            Value::Float(number) if is_share => self.exact(100.0 * number) + self.locale.choose("%", "\u{202f}%"),
            Value::Integer(number) if *number >= 0 => self.locale.whole(number.unsigned_abs()),
            Value::Integer(number) => self.locale.fixed(*number as f64, 0),
            Value::Float(number) => self.exact(*number),
            Value::Boolean(true) => self.locale.choose("yes", "oui").to_owned(),
            Value::Boolean(false) => self.locale.choose("no", "non").to_owned(),
            Value::Datetime(moment) => self.moment(moment),
            Value::String(text) => self.text(key, text),
            Value::Array(_) | Value::Table(_) => String::new(),
        }
    }

    /// An entry of a dated list: "25,000 from 3 Oct 2011".
    pub fn dated(&self, entry: &Table, key: &str) -> String {
        let value = entry.get(key).or_else(|| entry.iter().find(|(key, _)| !is_time(key)).map(|(_, value)| value));
        let value = value.map_or(String::new(), |value| self.scalar(key, value));
        let Some(at) = entry.get("at") else { return value };
        let since = self.since(at);
        match (self.locale, entry.get("until")) {
            (_, None) => format!("{value} {since}"),
            (Locale::English, Some(until)) => format!("by degrees to {value} {since} {}", self.till(until)),
            (Locale::French, Some(until)) => format!("progressivement jusqu’à {value} {since} {}", self.till(until)),
        }
    }

    /// A table: shares, a distribution, or its keys and values.
    pub fn table(&self, key: &str, table: &Table) -> String {
        let only = table.iter().next().filter(|_| table.len() == 1);
        match only {
            Some((name, Value::Array(parts))) if name == "mixture" => self.mixture(parts),
            Some((name, Value::Table(parameters))) if distribution(name, self.locale).is_some() => {
                let name = distribution(name, self.locale).unwrap_or_default();
                format!("{name} ({})", self.pairs(parameters))
            }
            _ if matches!(key, "next" | "enters") => {
                let shares = table.iter().map(|(stage, share)| format!("{} {stage}", self.scalar("share", share)));
                self.locale.list(&shares.collect::<Vec<_>>())
            }
            _ => self.pairs(table),
        }
    }

    /// Its components with the shares that their weights are.
    fn mixture(&self, parts: &[Value]) -> String {
        let weight = |part: &Value| {
            let weight = part.get("weight")?;
            weight.as_float().or(weight.as_integer().map(|weight| weight as f64))
        };
        let total: f64 = parts.iter().filter_map(weight).sum();
        let part = |part: &Value| {
            let share = self.locale.percent_fixed(weight(part).unwrap_or_default() / total, 2);
            format!("{share} {}", part.get("of").map_or(String::new(), |of| self.value("of", of)))
        };
        let parts: Vec<String> = parts.iter().map(part).collect();
        format!("{}{}{}", self.locale.choose("a mixture", "un mélange"), self.locale.colon(), parts.join(", "))
    }

    /// A number with all its decimals.
    fn exact(&self, number: f64) -> String {
        let short: f64 = format!("{number:.9e}").parse().unwrap_or(number);
        let decimals = short.to_string().split_once('.').map_or(0, |(_, decimals)| decimals.len());
        self.locale.fixed(short, decimals.min(9))
    }

    /// A text: word by word where it is a quantity, else as it is or by its meaning.
    fn text(&self, key: &str, text: &str) -> String {
        let is_quantity =
            text.split(' ').next().is_some_and(|first| first.trim_end_matches('%').parse::<f64>().is_ok());
        if !is_quantity {
            return word(key, text, self.locale).to_owned();
        }
        let say = |token: &str| match token.trim_end_matches('%').parse::<f64>() {
            Ok(number) if token.ends_with('%') => self.exact(number) + self.locale.choose("%", "\u{202f}%"),
            Ok(number) => self.exact(number),
            Err(_) => unit(token, self.locale).to_owned(),
        };
        let words = text.replace("working ", "working-");
        words.split(' ').map(say).collect::<Vec<_>>().join(" ")
    }

    fn moment(&self, moment: &Datetime) -> String {
        let text = moment.to_string();
        match (text.parse::<DateTime>(), text.parse::<Date>()) {
            (Ok(moment), _) if moment.time() != jiff::civil::Time::midnight() => self.locale.date_and_hour(moment),
            (_, Ok(date)) => self.locale.date(date),
            _ => text,
        }
    }

    /// "from 3 Oct 2011", "from 10 days".
    fn since(&self, at: &Value) -> String {
        let (date, delay) = self.locale.choose(("from", "from"), ("à partir du", "à partir de"));
        let word = if at.is_datetime() { date } else { delay };
        format!("{word} {}", self.scalar("at", at))
    }

    /// The end of a ramp; delays count from the start.
    fn till(&self, until: &Value) -> String {
        let said = self.scalar("until", until);
        match (self.locale, until.is_datetime()) {
            (Locale::English, true) => format!("to {said}"),
            (Locale::English, false) => format!("to {said} after the start"),
            (Locale::French, true) => format!("au {said}"),
            (Locale::French, false) => format!("à {said} après le début"),
        }
    }
}

fn is_time(key: &str) -> bool {
    matches!(key, "at" | "until" | "binds")
}
