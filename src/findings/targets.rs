//! Targets in words: what is required, what is, and whether that is enough.

use crate::{
    locale::{Locale, NO_BREAK_SPACE},
    results::rows::TargetRow,
};

/// How the condition of a target with a probability begins.
const SHARE_OF_RUNS: &str = "share of runs with ";

/// "met", "missed" or "undecided", from the column `met`.
pub fn verdict(met: &str, locale: Locale) -> &'static str {
    match met {
        "yes" => locale.choose("met", "atteinte"),
        "no" => locale.choose("missed", "manquée"),
        _ => locale.choose("undecided", "indécise"),
    }
}

/// A comparison as written, the share of runs in words.
pub fn condition(text: &str, locale: Locale) -> String {
    let Some((condition, share)) = text.strip_prefix(SHARE_OF_RUNS).and_then(|rest| rest.rsplit_once(" >= ")) else {
        return text.to_owned();
    };
    let share = share.parse().map_or(share.to_owned(), |share| locale.percent(share));
    match locale {
        Locale::English => format!("{condition} in at least {share} of runs"),
        Locale::French => format!("{condition} dans au moins {share} des simulations"),
    }
}

/// A condition in words: "requests awaiting an answer, highest of a run, at most 50, in at least 90% of runs". What it does
/// not know stays as it is written.
pub fn in_words(text: &str, locale: Locale) -> String {
    let (comparisons, share) = match text.strip_prefix(SHARE_OF_RUNS).and_then(|rest| rest.rsplit_once(" >= ")) {
        Some((comparisons, share)) => (comparisons, share.parse().ok()),
        None => (text, None),
    };
    let words: Vec<String> =
        comparisons.split(" and ").map(|part| comparison(part, locale).unwrap_or_else(|| part.to_owned())).collect();
    let words = locale.list(&words);
    let share = share.map(|share| locale.percent(share));
    match (locale, share) {
        (_, None) => words,
        (Locale::English, Some(share)) => format!("{words}, in at least {share} of runs"),
        (Locale::French, Some(share)) => format!("{words}, dans au moins {share} des simulations"),
    }
}

/// A comparison of a statistic with a number.
fn comparison(text: &str, locale: Locale) -> Option<String> {
    let (statistic, rest) = text.split_at(text.find(['<', '>'])?);
    let (operator, number) = rest.split_at(rest.find(|c| !matches!(c, '<' | '>' | '='))?);
    let operator = match operator {
        "<" => locale.choose("below", "inférieur à"),
        "<=" => locale.choose("at most", "au plus"),
        ">" => locale.choose("above", "supérieur à"),
        ">=" => locale.choose("at least", "au moins"),
        _ => return None,
    };
    let number: f64 = number.trim().replace('_', "").parse().ok()?;
    let statistic = locale.written_statistic(statistic.trim());
    Some(format!("{statistic}, {operator}{NO_BREAK_SPACE}{}", locale.spoken(number)))
}

/// The estimate with its interval; a share of runs in percent.
pub fn estimate(row: &TargetRow, locale: Locale) -> String {
    let interval = row.ci_low.zip(row.ci_high);
    match row.value {
        None => locale.choose("no run has a value", "aucune simulation n’a de valeur").to_owned(),
        Some(share) if row.condition.starts_with(SHARE_OF_RUNS) => {
            let decimals = usize::from(interval.is_some_and(|(low, high)| high - low < 0.05));
            let say = |share: f64| locale.percent_fixed(share, decimals);
            match interval {
                Some((low, high)) => {
                    format!("{} ({} {} {})", say(share), say(low), locale.choose("to", "à"), say(high))
                }
                None => say(share),
            }
        }
        Some(value) => locale.with_interval(value, interval),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn row(condition: &str) -> TargetRow {
        TargetRow {
            variant: String::new(),
            target: String::new(),
            value: Some(0.5),
            ci_low: Some(0.4),
            ci_high: Some(0.6),
            bound: 0.9,
            met: "no".into(),
            condition: condition.into(),
            replications_needed: None,
        }
    }

    #[test]
    fn conditions_are_told_in_words() {
        assert_eq!(
            in_words("backlog.max.p95 < 40", Locale::English),
            "requests awaiting an answer, highest of a run, 95% quantile over runs, below\u{a0}40"
        );
        assert_eq!(
            in_words("share of runs with backlog.max <= 1_000 >= 0.9", Locale::French),
            "demandes en attente de réponse, maximum d’une simulation, au plus\u{a0}1\u{202f}000, dans au moins 90\u{202f}% des \
             simulations"
        );
        assert_eq!(in_words("what is this", Locale::English), "what is this");
    }

    #[test]
    fn shares_of_runs_are_told_in_words() {
        let text = "share of runs with backlog.max <= 50 >= 0.9";
        assert_eq!(condition(text, Locale::English), "backlog.max <= 50 in at least 90% of runs");
        assert_eq!(condition("backlog.max.p95 <= 50", Locale::French), "backlog.max.p95 <= 50");
        assert_eq!(estimate(&row(text), Locale::English), "50% (40% to 60%)");
        assert_eq!(estimate(&row("utilisation.mean <= 1"), Locale::French), "0,50 (0,40 à 0,60)");
        assert_eq!(verdict("no", Locale::French), "manquée");
    }
}
