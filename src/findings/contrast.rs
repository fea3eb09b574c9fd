//! What differs between results folders, and whether that is more than chance.

use crate::{
    locale::{Locale, decimals_of_interval},
    results::comparison::{Comparison, ComparisonRow},
};

/// What is shown of every pair: metric, statistic, and their name in English and in French.
pub const SHOWN: [(&str, &str, &str, &str); 6] = [
    ("eligible", "end", "eligible", "éligibles"),
    ("answered", "end", "answered", "avec réponse"),
    ("backlog", "mean", "backlog: mean", "attente\u{a0}: moyenne"),
    ("backlog", "end", "backlog: at the end", "attente\u{a0}: à la fin"),
    ("backlog", "max", "backlog: highest", "attente\u{a0}: maximum"),
    ("response_time_days", "mean", "response time, days", "temps de réponse, jours"),
];

/// What sentences are about.
pub const JUDGED: (&str, &str) = ("backlog", "mean");

/// A p-value below this counts as more than chance.
const LEVEL: f64 = 0.05;

/// The rows of a statistic over all classes and stages.
pub fn totals<'c>(
    comparison: &'c Comparison,
    metric: &'c str,
    statistic: &'c str,
) -> impl Iterator<Item = &'c ComparisonRow> {
    comparison.rows.iter().filter(move |row| {
        row.time_days.is_none()
            && (row.metric.as_str(), row.statistic.as_str()) == (metric, statistic)
            && (row.class.as_str(), row.stage.as_str()) == ("all", "all")
    })
}

/// The rows of the numbers shown of the pair that a row is of, with what they are called.
pub fn of_pair<'c>(
    comparison: &'c Comparison,
    pair: &'c ComparisonRow,
    locale: Locale,
) -> impl Iterator<Item = (&'static str, &'c ComparisonRow)> {
    SHOWN.into_iter().filter_map(move |(metric, statistic, english, french)| {
        let is_pair = |row: &&ComparisonRow| (&row.results, &row.variant) == (&pair.results, &pair.variant);
        let row = totals(comparison, metric, statistic).find(is_pair)?;
        Some((locale.choose(english, french), row))
    })
}

/// True if the difference is more than chance.
pub fn is_real(row: &ComparisonRow) -> bool {
    row.p_adjusted.is_some_and(|p| p < LEVEL)
}

/// A value to as many digits as the interval of the difference supports.
pub fn value(row: &ComparisonRow, value: Option<f64>, locale: Locale) -> String {
    value.map_or_else(String::new, |value| locale.fixed(value, decimals(row)))
}

/// The difference with its half-width.
pub fn difference(row: &ComparisonRow, locale: Locale) -> String {
    row.difference.map_or_else(String::new, |value| locale.signed_plus_minus(value, half_width(row)))
}

/// A p-value to two digits; below a thousandth its size does not matter.
pub fn p_value(p_value: f64, locale: Locale) -> String {
    match p_value {
        ..0.001 => format!("< {}", locale.fixed(0.001, 3)),
        ..0.1 => locale.fixed(p_value, 3),
        _ => locale.fixed(p_value, 2),
    }
}

/// How the interval of a difference was found.
pub fn method(row: &ComparisonRow, locale: Locale) -> &str {
    match row.method.as_str() {
        "paired" => locale.choose("paired", "apparié"),
        "intervals" => locale.choose("intervals", "intervalles"),
        other => other,
    }
}

/// Digits after the point that the interval of a difference supports: two of its half-width.
fn decimals(row: &ComparisonRow) -> usize {
    match half_width(row) {
        Some(half_width) if half_width > 0.0 => decimals_of_interval(half_width),
        _ => 0,
    }
}

fn half_width(row: &ComparisonRow) -> Option<f64> {
    Some((row.ci_high? - row.ci_low?) / 2.0)
}

/// What differs in the backlog, on average or at the end, and whether it is real; with the p-value if that is wanted.
pub fn sentence(comparison: &Comparison, row: &ComparisonRow, has_p: bool, locale: Locale) -> String {
    let ComparisonRow { results, reference, variant, .. } = row;
    let subject = format!(
        "{}{}{}",
        locale.quoted(variant),
        locale.colon(),
        match row.statistic.as_str() {
            "end" => locale.choose("the backlog at the end", "l’attente à la fin"),
            _ => locale.choose("the mean backlog", "l’attente moyenne"),
        }
    );
    let (Some(difference), Some(interval), Some(p)) = (row.difference, row.ci_low.zip(row.ci_high), row.p_adjusted)
    else {
        return match locale {
            Locale::English => {
                format!("{subject} in {results} cannot be judged: an interval needs two replications or more in each.")
            }
            Locale::French => format!(
                "{subject} de {results} ne peut être jugée\u{a0}: un intervalle demande au moins deux réplications de part \
                 et d’autre."
            ),
        };
    };
    let say = |number: f64| value(row, Some(number), locale);
    let p = has_p.then_some(p);
    let spread = spread(comparison, interval, p, row, locale);
    let size = say(difference.abs());
    let is_higher = difference > 0.0;
    match (locale, is_real(row)) {
        (Locale::English, _) if difference == 0.0 && interval == (0.0, 0.0) => {
            format!("{subject} is the same in {results} as in {reference}.")
        }
        (Locale::French, _) if difference == 0.0 && interval == (0.0, 0.0) => {
            format!("{subject} est la même dans {results} que dans {reference}.")
        }
        (Locale::English, true) => {
            let direction = if is_higher { "higher" } else { "lower" };
            format!(
                "{subject} is {size} {direction} in {results} than in {reference} ({spread}): the difference is real."
            )
        }
        (Locale::English, false) => {
            format!("{subject} differs by {} in {results} ({spread}): chance could be all of it.", say(difference))
        }
        (Locale::French, true) => {
            let direction = if is_higher { "plus haute" } else { "plus basse" };
            format!(
                "{subject} est {direction} de {size} dans {results} que dans {reference} ({spread})\u{a0}: la différence \
                 est réelle."
            )
        }
        (Locale::French, false) => format!(
            "{subject} diffère de {} dans {results} ({spread})\u{a0}: ce pourrait n’être que le hasard.",
            say(difference)
        ),
    }
}

/// The interval of a difference, of a real one without its sign, and the p-value.
fn spread(
    comparison: &Comparison,
    (low, high): (f64, f64),
    p: Option<f64>,
    row: &ComparisonRow,
    locale: Locale,
) -> String {
    let (low, high) = if is_real(row) && high < 0.0 { (-high, -low) } else { (low, high) };
    let [low, high] = [low, high].map(|end| value(row, Some(end), locale));
    let interval = match locale {
        Locale::English => format!("95% interval {low} to {high}"),
        Locale::French => format!("intervalle à 95\u{202f}%\u{a0}: {low} à {high}"),
    };
    let Some(p) = p else { return interval };
    let tests = totals(comparison, &row.metric, &row.statistic).filter(|row| row.p_value.is_some()).count() as u64;
    let p = match p {
        ..0.001 => format!("p {}", p_value(p, locale)),
        _ => format!("p = {}", p_value(p, locale)),
    };
    match (locale, tests) {
        (Locale::English, 0 | 1) => format!("{interval}; {p}"),
        (Locale::French, 0 | 1) => format!("{interval}\u{202f}; {p}"),
        (Locale::English, tests) => format!("{interval}; {p} after Holm's adjustment for {tests} comparisons"),
        (Locale::French, tests) => {
            format!("{interval}\u{202f}; {p} après l’ajustement de Holm pour {tests} comparaisons")
        }
    }
}
