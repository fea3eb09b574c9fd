//! Numbers and moments as the sentences of a report say them.

use crate::{
    findings::Estimate,
    locale::{Locale, decimals_of_interval, moment},
};

/// The value, to as many digits as its interval supports.
pub fn rounded(estimate: &Estimate, locale: Locale) -> String {
    match estimate.half_width() {
        Some(half_width) if half_width > 0.0 => locale.fixed(estimate.value, decimals(estimate)),
        _ => locale.spoken(estimate.value),
    }
}

/// The interval in brackets, to as many digits; nothing where there is none.
pub fn interval(estimate: &Estimate, locale: Locale) -> String {
    let Some((low, high)) = estimate.interval else { return String::new() };
    let [low, high] = [low, high].map(|end| locale.fixed(end, decimals(estimate)));
    in_brackets(&low, &high, locale)
}

/// A value with its interval, which `is_named` where it is the first of a sentence; shares in percent.
pub fn number(estimate: &Estimate, is_share: bool, is_named: bool, locale: Locale) -> String {
    let say = |number: f64| match is_share {
        true => locale.percent_fixed(number, share_decimals(estimate)),
        false => locale.fixed(number, decimals(estimate)),
    };
    let value = if is_share { say(estimate.value) } else { rounded(estimate, locale) };
    let Some((low, high)) = estimate.interval.map(|(low, high)| (say(low), say(high))) else { return value };
    match is_named {
        true => value + &in_brackets(&low, &high, locale),
        false => format!("{value} ({low} {} {high})", locale.choose("to", "à")),
    }
}

/// Digits after the point of a share in percent.
fn share_decimals(estimate: &Estimate) -> usize {
    usize::from(estimate.interval.is_some_and(|(low, high)| high - low < 0.05))
}

/// A value as it is written in a scenario; a bare number as the language writes it.
pub fn setting(text: &str, locale: Locale) -> String {
    let plain = text.replace('_', "");
    let number = plain.parse::<f64>().ok().filter(|number| number.is_finite());
    number.map_or_else(|| text.to_owned(), |number| as_it_is(number, locale))
}

/// A number with all its digits, up to six after the point.
pub fn as_it_is(number: f64, locale: Locale) -> String {
    let decimals = number.to_string().split_once('.').map_or(0, |(_, decimals)| decimals.len());
    locale.fixed(number, decimals.min(6))
}

fn in_brackets(low: &str, high: &str, locale: Locale) -> String {
    match locale {
        Locale::English => format!(" (95% confidence interval {low} to {high})"),
        Locale::French => format!(" (intervalle de confiance à 95\u{202f}%\u{a0}: {low} à {high})"),
    }
}

/// Digits after the point that a reader needs: the first of the interval's half-width.
pub fn decimals(estimate: &Estimate) -> usize {
    let half_width = estimate.half_width().filter(|half_width| *half_width > 0.0);
    half_width.map_or(0, |half_width| decimals_of_interval(half_width).saturating_sub(1))
}

/// A moment as a date, with the hour where the simulated period is short.
pub fn date(start: &str, horizon_days: f64, days: f64, locale: Locale) -> String {
    match moment(start, days) {
        Some(moment) if horizon_days < 3.0 => locale.date_and_hour(moment),
        Some(moment) => locale.long_date(moment.date()),
        None => format!("{} {}", locale.choose("day", "jour"), locale.spoken(days)),
    }
}

/// A text as the start of a sentence.
pub fn capitalised(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}
