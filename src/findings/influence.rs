//! Which inputs move a statistic, and how sure that is.

use std::fmt::Write as _;

use crate::{
    locale::Locale,
    results::sensitivity::{Sensitivity, SensitivityRow},
};

/// Above this share of chance in the variance the indices deserve more replications.
const MUCH_NOISE: f64 = 0.05;

/// The paths by their total index, the largest first; by their swing where there are no indices.
pub fn by_weight(analysis: &Sensitivity) -> Vec<&str> {
    let weight = |path: &str| {
        let value = |quantity| analysis.row(path, quantity).and_then(|row| row.value);
        let swing =
            || (value("high_difference").unwrap_or_default() - value("low_difference").unwrap_or_default()).abs();
        value("total").unwrap_or_else(swing)
    };
    let mut paths: Vec<&str> = analysis.about.inputs.iter().map(|input| input.path.as_str()).collect();
    paths.sort_by(|a, b| weight(b).total_cmp(&weight(a)));
    paths
}

/// A change with its half-width, to as many digits as the interval supports.
pub fn difference(row: &SensitivityRow, locale: Locale) -> String {
    let value = row.value.unwrap_or_default();
    locale.signed_plus_minus(value, row.ci_low.zip(row.ci_high).map(|(low, high)| (high - low) / 2.0))
}

/// An index in percent with its interval.
pub fn share(row: &SensitivityRow, locale: Locale) -> String {
    let number = |value: f64| locale.fixed(100.0 * value, 0);
    let value = row.value.map_or_else(String::new, |value| locale.percent_fixed(value, 0));
    match row.ci_low.zip(row.ci_high) {
        Some((low, high)) => format!("{value} ({} {} {})", number(low), locale.choose("to", "à"), number(high)),
        None => value,
    }
}

/// Which input matters most, and whether that is sure; inputs are called as `name` says, the statistic `metric`.
pub fn sentence(analysis: &Sensitivity, name: &dyn Fn(&str) -> String, metric: &str, locale: Locale) -> String {
    let paths = by_weight(analysis);
    let total = |path: &str| analysis.row(path, "total");
    let Some((first, row)) = paths.first().and_then(|path| Some((*path, total(path)?))) else {
        return match locale {
            Locale::English => format!("{metric} does not change within these ranges."),
            Locale::French => format!("{metric} ne change pas dans ces intervalles."),
        };
    };
    let percent = |value: Option<f64>| locale.percent_fixed(value.unwrap_or_default(), 0);
    let alone = analysis.row(first, "first").and_then(|row| row.value).unwrap_or_default().max(0.0);
    let (involved, alone) = (percent(row.value), percent(Some(alone)));
    let first = name(first);
    let mut text = match locale {
        Locale::English => format!(
            "{first} matters most: {involved} of the variance of {metric} involves it, {alone} comes from it alone."
        ),
        Locale::French => format!(
            "{first} compte le plus\u{a0}: {involved} de la variance de {metric} en dépend, {alone} en vient seul."
        ),
    };
    if let Some((second, other)) = paths.get(1).and_then(|path| Some((*path, total(path)?))) {
        let second = name(second);
        let is_clear = row.ci_low.zip(other.ci_high).is_some_and(|(low, high)| low > high);
        // Writing to a string cannot fail.
        let _ = match locale {
            _ if is_clear => Ok(()),
            Locale::English => {
                write!(text, " It is not sure that {second} matters less: their intervals overlap.")
            }
            Locale::French => {
                write!(text, " Il n’est pas sûr que {second} compte moins\u{a0}: leurs intervalles se recouvrent.")
            }
        };
    }
    text
}

/// How many points the analysis rests on, and how much of what it explains may be chance.
pub fn effort(analysis: &Sensitivity, locale: Locale) -> String {
    let about = &analysis.about;
    let [points, runs] = [about.points, about.provenance.replications].map(|number| locale.whole(number));
    let effort = match locale {
        Locale::English => format!("{points} points of {runs} replications each, all with the same seed"),
        Locale::French => format!("{points} points de {runs} réplications chacun, tous avec la même graine"),
    };
    let Some(share) = about.noise_share else { return effort };
    let percent = locale.percent_fixed(share.max(0.01), 0);
    let is_much = share > MUCH_NOISE;
    match locale {
        Locale::English => {
            let most = if share < 0.01 { "less than" } else { "at most" };
            let advice = if is_much { ": take more --replications" } else { "" };
            format!("{effort}; {most} {percent} of the variance between them is chance{advice}")
        }
        Locale::French => {
            let most = if share < 0.01 { "moins de" } else { "au plus" };
            let advice = if is_much { "\u{a0}: en prendre davantage par --replications" } else { "" };
            format!("{effort}\u{202f}; {most} {percent} de la variance entre eux vient du hasard{advice}")
        }
    }
}
