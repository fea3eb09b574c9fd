//! What a key is called, by its path.

use toml::{Table, Value};

use super::terms::{key_words, label};
use crate::locale::Locale;

/// The words of the keys of a scenario.
pub struct Keys {
    scenario: Table,
    locale: Locale,
}

impl Keys {
    /// Of a variant in full.
    pub fn new(scenario: &str, locale: Locale) -> Self {
        Self { scenario: scenario.parse().unwrap_or_default(), locale }
    }

    /// "threshold (petitions)" of `requests.petitions.threshold.signatures`; the path itself where it leads to nothing that
    /// has a name.
    pub fn name(&self, path: &str) -> String {
        let mut segments = path.split('.');
        let (Some(kind), Some(owner)) = (segments.next(), segments.next()) else { return path.to_owned() };
        let Some(content) = self.scenario.get(kind).and_then(|kind| kind.get(owner)) else { return path.to_owned() };
        let shown = content.get("label").and_then(Value::as_str).unwrap_or(owner);
        let words: Vec<&str> = segments.map(|segment| segment.split('[').next().unwrap_or(segment)).collect();
        let Some((first, rest)) = words.split_first() else { return path.to_owned() };
        // The signatures of a threshold are the threshold.
        let rest = rest.iter().filter(|word| (*first, **word) != ("threshold", "signatures"));
        let rest: String = rest.map(|word| format!(", {}", self.word(word))).collect();
        format!("{}{rest} ({shown})", label(first, self.locale))
    }

    /// Within a path a kind of distribution or source is called as it is where it begins a sentence.
    fn word(&self, word: &str) -> String {
        match label(word, self.locale) {
            label if label == key_words(word, self.locale) => label,
            label if matches!(word, "poisson" | "burst" | "trace") => label,
            _ => key_words(word, self.locale),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const SCENARIO: &str = r#"
        [requests.petitions]
        label = "e-petitions"
        threshold.signatures = 5000
        [stages.drafting]
        staff = 2
    "#;

    #[test]
    fn keys_have_words() {
        let english = Keys::new(SCENARIO, Locale::English);
        for (path, name) in [
            ("requests.petitions.threshold.signatures", "threshold (e-petitions)"),
            ("stages.drafting.staff", "staff (drafting)"),
            ("stages.drafting.service.lognormal.mean", "service time, lognormal, mean (drafting)"),
            ("requests.petitions.arrivals.post.poisson.rate", "arrivals, post, Poisson process, rate (e-petitions)"),
            ("stages.nowhere.staff", "stages.nowhere.staff"),
            ("stages.drafting", "stages.drafting"),
            ("horizon", "horizon"),
        ] {
            assert_eq!(english.name(path), name);
        }
        assert_eq!(Keys::new(SCENARIO, Locale::French).name("stages.drafting.staff"), "effectif (drafting)");
    }
}
