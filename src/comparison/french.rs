//! Notes of comparisons in French. Folders have them in English.

use super::Locale;

/// A note of a comparison in a language; one that is not known stays as it is.
pub fn note_in(locale: Locale, note: &str) -> String {
    let translated = if locale == Locale::French { french(note) } else { None };
    translated.unwrap_or_else(|| note.to_owned())
}

fn french(note: &str) -> Option<String> {
    let translations = [independent, same_run, baselines, not_compared, starts, periods];
    translations.iter().find_map(|translate| translate(note))
}

fn independent(note: &str) -> Option<String> {
    let (names, why) = note.strip_suffix('.')?.split_once(" are compared as independent samples: ")?;
    let names = both(names)?;
    let why = if let Some(rest) = why.strip_prefix("their seeds differ (") {
        let seeds = rest.strip_suffix("), so chance does not cancel out")?.replace(" and ", " et ");
        format!("leurs graines diffèrent ({seeds}), le hasard ne s’annule donc pas")
    } else if let Some(rest) = why.strip_prefix("their baselines differ (") {
        format!("leurs références diffèrent ({})", both(rest.strip_suffix(')')?)?)
    } else {
        let (without, _) = why.split_once(" did not keep replications: ")?;
        format!(
            "les réplications n’ont pas été gardées pour {}\u{a0}: avec saule run --keep-replications elles peuvent être \
             appariées, pour des intervalles d’ordinaire plus étroits",
            without.replace(" and ", " et ")
        )
    };
    Some(format!("{names} sont comparés comme des échantillons indépendants\u{a0}: {why}."))
}

fn same_run(note: &str) -> Option<String> {
    let (names, _) = note.split_once(" are the same run: ")?;
    Some(format!(
        "{} sont le même calcul\u{a0}: scénario, graine et réplications sont égaux, et donc les chiffres.",
        both(names)?
    ))
}

fn baselines(note: &str) -> Option<String> {
    let (names, rest) = note.split_once(" have no variant of the same name: their baselines, ")?;
    let baselines = both(rest.strip_suffix(", are compared.")?)?;
    let names = both(names)?;
    Some(format!("{names} n’ont aucune variante du même nom\u{a0}: leurs références, {baselines}, sont comparées."))
}

fn not_compared(note: &str) -> Option<String> {
    let (what, rest) = note.strip_prefix("Not compared: the ")?.split_once(' ')?;
    let (names, rest) = rest.rsplit_once(", which ")?;
    let (own, other) = rest.strip_suffix(" has not.")?.split_once(" has and ")?;
    let names = match names.rsplit_once(" and ").and_then(|(names, more)| Some((names, more.strip_suffix(" more")?))) {
        Some((names, more)) => format!("{names} et {more} autres"),
        None => names.to_owned(),
    };
    let what = match what {
        "variant" => "la variante",
        "variants" => "les variantes",
        "class" => "la classe",
        "classes" => "les classes",
        "stage" => "l’étape",
        "stages" => "les étapes",
        "metric" => "la mesure",
        "metrics" => "les mesures",
        _ => return None,
    };
    Some(format!("Sans comparaison\u{a0}: {what} {names}, dans {own} seulement et non dans {other}."))
}

fn starts(note: &str) -> Option<String> {
    let (names, rest) = note.split_once(" start at different moments, ")?;
    let moments = both(rest.strip_suffix(": time is counted from each start.")?)?;
    let names = both(names)?;
    Some(format!("{names} ne commencent pas au même moment, {moments}\u{a0}: le temps se compte de chaque début."))
}

fn periods(note: &str) -> Option<String> {
    let (names, rest) = note.split_once(" cover different periods, ")?;
    let (periods, _) = rest.split_once(": statistics of the summary")?;
    let (names, periods) = (both(names)?, both(periods)?.replace("day ", "jours ").replace(" to ", " à "));
    Some(format!(
        "{names} couvrent des périodes différentes, {periods}\u{a0}: les statistiques du résumé portent sur des périodes \
         différentes, et les séries temporelles sont comparées là où les deux en ont."
    ))
}

/// Two names that "and" joins.
fn both(names: &str) -> Option<String> {
    names.split_once(" and ").map(|(one, other)| format!("{one} et {other}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_note_has_its_french() {
        for note in [
            "a and b are compared as independent samples: their seeds differ (1 and 2), so chance does not cancel out.",
            "a and b are compared as independent samples: their baselines differ (`x` and `y`).",
            "a and b are compared as independent samples: b did not keep replications: run with --keep-replications to pair \
             them, for intervals that are usually narrower.",
            "a and b are the same run: scenario, seed and replications are equal, and so are the numbers.",
            "a and b have no variant of the same name: their baselines, `x` and `y`, are compared.",
            "Not compared: the classes `x`, `y` and 3 more, which a has and b has not.",
            "Not compared: the metric `x`, which a has and b has not.",
            "a and b start at different moments, 2025-01-06 and 2025-01-07: time is counted from each start.",
            "a and b cover different periods, day 0 to 60 and day 0 to 90: statistics of the summary are of different \
             periods, and time series are compared where both have them.",
        ] {
            let translated = note_in(Locale::French, note);
            assert_ne!(translated, note);
            for english in [" and ", " the ", " are ", " to ", " has ", "day "] {
                assert!(!translated.contains(english), "{english} in {translated}");
            }
            assert_eq!(note_in(Locale::English, note), note);
        }
        assert_eq!(note_in(Locale::French, "Something else"), "Something else");
    }
}
