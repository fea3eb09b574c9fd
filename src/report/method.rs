//! How the numbers were made, and where they come from.

use super::document::{Block, Section};
use crate::{
    locale::Locale,
    results::{
        Results,
        rows::{About, Provenance},
    },
};

/// The same numbers, again: of a run.
pub const REPEAT_RUN: (&str, &str) = (
    "saule run scenario.toml in the results folder gives the same numbers, to the last digit.",
    "saule run scenario.toml dans le dossier des résultats donne les mêmes chiffres, au dernier près.",
);

/// The same numbers, again: of another command, whose arguments are told where programs look.
pub const REPEAT_COMMAND: (&str, &str) = (
    "The command line stands in summary.json; with scenario.toml of the results folder it gives the same numbers, to the \
     last digit.",
    "La ligne de commande est dans summary.json\u{202f}; avec le scenario.toml du dossier des résultats, elle donne les \
     mêmes chiffres, au dernier près.",
);

/// A section of paragraphs.
pub fn section(paragraphs: impl IntoIterator<Item = String>, locale: Locale) -> Section {
    let blocks = paragraphs.into_iter().map(Block::Text).collect();
    Section { id: "method", title: locale.choose("Method", "Méthode"), blocks }
}

/// The method of a run.
pub fn of_run(results: &Results, locale: Locale) -> Section {
    let about = &results.about;
    let mut paragraphs = vec![replications(about, locale)];
    paragraphs.extend(common_numbers(about, locale).map(str::to_owned));
    paragraphs.push(intervals(locale).to_owned());
    paragraphs.push(period(about, locale));
    paragraphs.extend(response_times(results, locale).map(str::to_owned));
    paragraphs.extend(precision(about, locale));
    section(paragraphs, locale)
}

/// What a simulation is, with the number of its replications.
fn replications(about: &About, locale: Locale) -> String {
    let runs = locale.whole(about.provenance.replications);
    let repeated = match locale {
        Locale::English => format!(
            "Every variant is simulated {runs} times (replications), each with other random numbers. What is reported is a \
             mean or quantile over replications."
        ),
        Locale::French => format!(
            "Chaque variante est simulée {runs} fois (réplications), chaque fois avec d’autres nombres aléatoires. Les \
             chiffres sont des moyennes ou des quantiles sur les réplications."
        ),
    };
    format!("{} {repeated}", simulation(locale))
}

/// What a simulation is.
pub fn simulation(locale: Locale) -> &'static str {
    locale.choose(
        "This is a Monte Carlo simulation: requests arrive, gather signatures, cross the threshold and are answered one by \
         one, at random moments that follow the assumptions above.",
        "Il s’agit d’une simulation de Monte-Carlo\u{a0}: les demandes arrivent, recueillent des signatures, passent le seuil \
         et reçoivent une réponse une à une, à des moments aléatoires conformes aux hypothèses ci-dessus.",
    )
}

fn common_numbers(about: &About, locale: Locale) -> Option<&'static str> {
    (about.variants.len() > 1).then_some(locale.choose(
        "Replications of the same number share their random numbers under all variants: the same requests arrive, and \
         only what the policy changes differs. Differences are therefore taken replication by replication and are much \
         sharper than the difference of two separate means.",
        "Les réplications de même numéro partagent leurs nombres aléatoires sous toutes les variantes\u{a0}: les mêmes \
         demandes arrivent, et seul diffère ce que la politique change. Les différences sont donc prises réplication par \
         réplication, et bien plus précises que celles de deux moyennes séparées.",
    ))
}

/// What intervals mean.
pub fn intervals(locale: Locale) -> &'static str {
    locale.choose(
        "A 95% confidence interval says how well the simulation knows a mean: with more replications it narrows. It says \
         nothing about whether the assumptions are right. “80% of runs” is a prediction interval: how far single runs, \
         and so a single future, lie apart; it does not narrow. A difference whose interval holds zero cannot be told \
         apart from chance.",
        "Un intervalle de confiance à 95\u{202f}% dit avec quelle précision la simulation connaît une moyenne\u{a0}: \
         davantage de réplications le resserrent. Il ne dit rien de la justesse des hypothèses. «\u{a0}80\u{202f}% des \
         simulations\u{a0}» est un intervalle de prédiction\u{a0}: l’écart entre des simulations, donc entre des avenirs \
         possibles\u{202f}; il ne se resserre pas. Une différence dont l’intervalle contient zéro ne se distingue pas du \
         hasard.",
    )
}

fn period(about: &About, locale: Locale) -> String {
    let days = locale.spoken(about.horizon_days);
    let warm_up = locale.spoken(about.warm_up_days);
    match (locale, about.warm_up_days > 0.0) {
        (Locale::English, false) => {
            format!("The simulated period lasts {days} days and counts from its start; there is no warm-up.")
        }
        (Locale::English, true) => format!(
            "The simulated period lasts {days} days. Its first {warm_up} days are warm-up: statistics leave them out, so \
             that the empty desk of the start does not colour them."
        ),
        (Locale::French, false) => {
            format!("La période simulée dure {days} jours et compte dès son début\u{202f}; il n’y a pas de rodage.")
        }
        (Locale::French, true) => format!(
            "La période simulée dure {days} jours. Ses {warm_up} premiers jours servent de rodage\u{a0}: les statistiques \
             les laissent de côté, pour que le bureau vide du début ne les fausse pas."
        ),
    }
}

fn response_times(results: &Results, locale: Locale) -> Option<&'static str> {
    let has_times = results.summary.iter().any(|row| row.metric == "response_time_days");
    has_times.then_some(locale.choose(
        "Response times count requests that are still unanswered at the end for as long as they were seen (Aalen and \
         Johansen); leaving them out would make the desk look faster than it is.",
        "Les temps de réponse comptent les demandes encore sans réponse à la fin pour la durée où elles ont été vues \
         (Aalen et Johansen)\u{202f}; les laisser de côté ferait paraître le bureau plus rapide qu’il n’est.",
    ))
}

fn precision(about: &About, locale: Locale) -> Option<String> {
    let precision = about.precision.as_ref()?;
    let metrics = locale.list(&precision.metrics);
    let half_width = locale.percent_fixed(precision.half_width, usize::from(precision.half_width < 0.1));
    Some(match (locale, precision.reached) {
        (Locale::English, true) => format!(
            "The run went on until the 95% confidence intervals of {metrics} were at most ±{half_width} wide, relative to \
             the estimate."
        ),
        (Locale::English, false) => format!(
            "The run was to go on until the 95% confidence intervals of {metrics} were at most ±{half_width} wide, \
             relative to the estimate, and reached its largest number of replications before."
        ),
        (Locale::French, true) => format!(
            "L’exécution a continué jusqu’à ce que les intervalles de confiance à 95\u{202f}% de {metrics} soient d’au \
             plus ±{half_width} de l’estimation."
        ),
        (Locale::French, false) => format!(
            "L’exécution devait continuer jusqu’à ce que les intervalles de confiance à 95\u{202f}% de {metrics} soient \
             d’au plus ±{half_width} de l’estimation, et a atteint auparavant son nombre maximal de réplications."
        ),
    })
}

/// Where the numbers come from, and how to get them again. Nothing here depends on how the command was started: what it was
/// split into, on how many threads.
pub fn provenance(provenance: &Provenance, repeat: (&str, &str), locale: Locale) -> Section {
    let say = |english: &str, french: &str| locale.choose(english, french).to_owned();
    let entries = vec![
        (say("Program", "Programme"), vec![provenance.program.clone()]),
        (say("Replications of each variant", "Réplications par variante"), vec![locale.whole(provenance.replications)]),
        (say("Seed", "Graine"), vec![provenance.seed.to_string()]),
        (say("Scenario and data (SHA-256)", "Scénario et données (SHA-256)"), vec![provenance.scenario_hash.clone()]),
        (say("To repeat it", "Pour le répéter"), vec![say(repeat.0, repeat.1)]),
    ];
    Section { id: "provenance", title: "Provenance", blocks: vec![Block::Entries(entries)] }
}
