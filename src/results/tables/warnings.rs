//! What a reader of the results should know before trusting them.

use super::Tables;
use crate::{locale::Locale, model::metric::Metric};

/// The largest share of response times that may be cut off without a word.
const UNREMARKABLE: f64 = 0.05;

impl Tables<'_> {
    /// For each class that has many response times cut off, a sentence about the variant where most are.
    pub(super) fn warnings(&self) -> Vec<String> {
        let model = &self.scenario.variants[self.scenario.baseline].model;
        let mut warnings = Vec::new();
        for (index, cell) in self.layout.tallies.iter().enumerate() {
            let (Metric::ResponseTime, Some(class)) = (cell.metric, cell.class) else { continue };
            let cut_off = self.variants().map(|(name, statistics)| {
                let (requests, censored) = statistics.times[index].censoring();
                (censored as f64 / requests.max(1) as f64, name)
            });
            let Some((share, variant)) = cut_off.max_by(|a, b| a.0.total_cmp(&b.0)) else { continue };
            if share > UNREMARKABLE {
                let class = &model.classes[class].name;
                warnings.push(unanswered(share, class, variant, model.time.follow_up > 0.0));
            }
        }
        warnings
    }
}

/// That so many requests of a class are still unanswered at the end of a variant.
fn unanswered(share: f64, class: &str, variant: &str, has_follow_up: bool) -> String {
    let advice = if has_follow_up { "a longer `follow_up`" } else { "a `follow_up`" };
    format!(
        "{:.0}% of the eligible `{class}` of variant `{variant}` are still unanswered at the end, so their response times \
         are cut off; where delays grow or shrink the estimates are biased: {advice} in [monte_carlo] sees them to their \
         end",
        100.0 * share
    )
}

/// That a run ended at its maximum, less precise than it was to be.
pub(super) fn imprecise(maximum: u64, level: f64) -> String {
    format!(
        "after {maximum} replications, the maximum, some {:.0}% interval is still wider than the precision asked for: \
         precision.csv tells which",
        100.0 * level
    )
}

/// A warning of a results folder in a language. Folders have them in English; one that is not known stays so.
pub fn warning_in(locale: Locale, warning: &str) -> String {
    let imprecise = || {
        let (maximum, rest) = warning.strip_prefix("after ")?.split_once(" replications, the maximum, some ")?;
        let (percent, _) = rest.split_once("% interval is still wider")?;
        let maximum = maximum.parse().map_or_else(|_| maximum.to_owned(), |number| locale.whole(number));
        Some(format!(
            "après {maximum} réplications, le maximum, un intervalle à {percent}\u{202f}% au moins reste plus large que la \
             précision demandée\u{a0}: precision.csv dit lequel"
        ))
    };
    let unanswered = || {
        let (percent, rest) = warning.split_once("% of the eligible `")?;
        let (class, rest) = rest.split_once("` of variant `")?;
        let (variant, rest) = rest.rsplit_once("` are still unanswered at the end")?;
        let follow_up =
            if rest.contains("a longer `follow_up`") { "un `follow_up` plus long" } else { "un `follow_up`" };
        Some(format!(
            "{percent}\u{202f}% des demandes éligibles de `{class}` sont encore sans réponse à la fin dans la variante \
             `{variant}`\u{202f}; leurs temps de réponse sont donc tronqués. Là où les délais croissent ou décroissent, les \
             estimations sont biaisées\u{a0}: {follow_up} dans [monte_carlo] les suit jusqu’au bout."
        ))
    };
    let translated = if locale == Locale::French { unanswered().or_else(imprecise) } else { None };
    translated.unwrap_or_else(|| warning.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn warnings_are_known_again() {
        let english = unanswered(0.714, "petitions", "keep ` 5,000", true);
        assert_eq!(warning_in(Locale::English, &english), english);
        let french = warning_in(Locale::French, &english);
        assert!(french.starts_with("71\u{202f}% des demandes éligibles de `petitions`"), "{french}");
        assert!(french.contains("`keep ` 5,000`") && french.contains("plus long"), "{french}");
        let french = warning_in(Locale::French, &imprecise(40_000, 0.95));
        assert!(
            french.starts_with("après 40\u{202f}000 réplications, le maximum, un intervalle à 95\u{202f}%"),
            "{french}"
        );
        assert_eq!(warning_in(Locale::French, "Something else"), "Something else");
    }
}
