//! The words of keys, distributions and units. What is not here is said as it is written in the file.

use crate::locale::Locale;

/// A term, in English and in French.
type Term = (&'static str, &'static str, &'static str);

/// Keys as the beginning of a sentence.
const LABELS: &[Term] = &[
    ("self_excitation", "requests that trigger further ones", "demandes qui en déclenchent d’autres"),
    ("potential", "expected final number of signatures", "nombre final attendu de signatures"),
    ("growth", "how signatures come in", "croissance des signatures"),
    (
        "potential_growth_correlation",
        "correlation of that number with slowness",
        "corrélation de ce nombre avec la lenteur",
    ),
    ("window", "window to gather signatures", "durée de la collecte de signatures"),
    ("threshold", "threshold", "seuil"),
    ("follows", "its requests are those eligible in", "ses demandes sont celles éligibles dans"),
    ("new_topic_share", "requests that open a topic of their own", "demandes qui ouvrent un nouveau sujet"),
    ("priority", "priority (1 is served first)", "priorité (1 est servie d’abord)"),
    ("promise", "an answer is promised within", "une réponse est promise sous"),
    ("patience", "patience in a queue", "patience dans une file"),
    ("calendar", "calendar", "calendrier"),
    ("hostile_share", "hostile requests", "demandes hostiles"),
    ("peers", "answers from other users", "réponses d’autres usagers"),
    ("library_share", "requests that prepared texts answer", "demandes que des textes prêts satisfont"),
    ("enters", "eligible requests enter", "les demandes éligibles entrent dans"),
    ("retention", "kept in the archive for", "conservation dans l’archive"),
    ("poisson", "Poisson process", "processus de Poisson"),
    ("burst", "burst", "vague"),
    ("trace", "recorded arrivals", "arrivées enregistrées"),
    ("staff", "staff", "effectif"),
    ("staff_repeats", "the plan of the staff repeats", "le plan des effectifs se répète"),
    ("when_staff_leave", "when staff leave, their work", "quand du personnel part, son travail"),
    ("productivity", "productivity", "productivité"),
    ("service", "service time", "temps de traitement"),
    ("library_service", "service time with a prepared text", "temps de traitement avec un texte prêt"),
    ("by_class", "by class", "par classe"),
    ("discipline", "order of service", "ordre de traitement"),
    ("queue_limit", "waiting places", "places d’attente"),
    ("answers", "one answer serves", "une réponse sert"),
    ("release_days", "answers are published on", "publication des réponses"),
    ("next", "then goes to", "passe ensuite à"),
    ("copies", "identical desks", "bureaux identiques"),
    ("initial_backlog", "waiting at the start", "en attente au début"),
    ("days", "open on", "ouvert"),
    ("from", "from", "de"),
    ("to", "to", "à"),
    ("holidays", "closed on", "fermé"),
    ("at", "at", "le"),
    ("when", "when", "lorsque"),
    ("for", "once it has held for", "après avoir duré"),
    ("after", "only after the event", "seulement après l’événement"),
    ("set", "sets", "fixe"),
    ("close", "closes the class", "ferme la classe"),
    ("reopen", "reopens the class", "rouvre la classe"),
    ("drop_queue", "drops the queue of", "vide la file de"),
    ("answer_all", "answers everyone at", "répond à tous à"),
    ("scale_arrivals", "multiplies arrivals", "multiplie les arrivées"),
    ("metric", "measure", "mesure"),
    ("probability", "in at least this share of runs", "dans au moins cette part des simulations"),
    ("file", "file", "fichier"),
    ("date", "column of dates", "colonne des dates"),
    ("value", "column of values", "colonne des valeurs"),
    ("class", "class", "classe"),
    ("stage", "stage", "étape"),
    ("where", "only rows where", "seulement les lignes où"),
];

/// Keys before a value, within a sentence.
const KEYS: &[Term] = &[
    ("rate", "rate", "taux"),
    ("from", "from", "à partir du"),
    ("until", "until", "jusqu’au"),
    ("at", "from", "à partir du"),
    ("trend", "trend", "tendance"),
    ("wave", "wave", "onde"),
    ("weekly", "relative rates from Monday", "taux relatifs depuis lundi"),
    ("daily", "relative rates by hour", "taux relatifs par heure"),
    ("batch", "in batches of", "par lots de"),
    ("amplitude", "amplitude", "amplitude"),
    ("period", "period", "période"),
    ("phase", "phase", "phase"),
    ("size", "expected requests", "demandes attendues"),
    ("random", "at random moments,", "à des moments aléatoires,"),
    ("decay", "delay of its requests", "délai de ses demandes"),
    ("counts", "counts in column", "nombres dans la colonne"),
    ("moments", "moments in column", "moments dans la colonne"),
    ("every", "every", "tous les"),
    ("branching_ratio", "further requests by each", "demandes déclenchées par chacune"),
    ("by_potential", "in proportion to its potential", "en proportion de son potentiel"),
    ("share", "share", "part"),
    ("delay", "delay", "délai"),
    ("mean", "mean", "moyenne"),
    ("half_life", "half-life", "demi-vie"),
    ("median", "median", "médiane"),
    ("sigma", "sigma", "sigma"),
    ("cv", "coefficient of variation", "coefficient de variation"),
    ("shape", "shape", "forme"),
    ("scale", "scale", "échelle"),
    ("exponent", "exponent", "exposant"),
    ("minimum", "minimum", "minimum"),
    ("maximum", "maximum", "maximum"),
    ("min", "minimum", "minimum"),
    ("max", "maximum", "maximum"),
    ("mode", "mode", "mode"),
    ("sd", "standard deviation", "écart type"),
    ("tail_from", "tail from", "queue à partir de"),
    ("midpoint", "midpoint", "milieu"),
    ("width", "width", "largeur"),
    ("relative_width", "relative width", "largeur relative"),
    ("further", "further waves", "vagues suivantes"),
    ("spread", "spread", "étalement"),
    ("weights", "weights", "poids"),
    ("on", "on", "selon"),
    ("raise_above", "raised above", "relevé au-dessus de"),
    ("lower_below", "lowered below", "abaissé au-dessous de"),
    ("factor", "by a factor of", "d’un facteur"),
    ("binds", "binding requests that are", "pour les demandes"),
    ("service", "service time", "temps de traitement"),
    ("next", "then to", "puis à"),
    ("file", "file", "fichier"),
    ("column", "column", "colonne"),
    ("date", "dates in column", "dates dans la colonne"),
    ("where", "only rows where", "seulement les lignes où"),
];

const DISTRIBUTIONS: &[Term] = &[
    ("fixed", "fixed", "fixe"),
    ("exponential", "exponential", "exponentielle"),
    ("erlang", "Erlang", "d’Erlang"),
    ("gamma", "gamma", "gamma"),
    ("lognormal", "lognormal", "log-normale"),
    ("weibull", "Weibull", "de Weibull"),
    ("pareto", "Pareto", "de Pareto"),
    ("lomax", "Lomax", "de Lomax"),
    ("uniform", "uniform", "uniforme"),
    ("triangular", "triangular", "triangulaire"),
    ("normal", "normal", "normale"),
    ("poisson", "Poisson", "de Poisson"),
    ("lognormal_pareto", "lognormal with a Pareto tail", "log-normale à queue de Pareto"),
    ("empirical", "as recorded", "telle qu’enregistrée"),
    ("logistic", "logistic", "logistique"),
    ("waves", "in waves", "par vagues"),
];

/// Units, and what stands between them.
const UNITS: &[Term] = &[
    ("per", "per", "par"),
    ("second", "second", "seconde"),
    ("seconds", "seconds", "secondes"),
    ("minute", "minute", "minute"),
    ("minutes", "minutes", "minutes"),
    ("hour", "hour", "heure"),
    ("hours", "hours", "heures"),
    ("day", "day", "jour"),
    ("days", "days", "jours"),
    ("week", "week", "semaine"),
    ("weeks", "weeks", "semaines"),
    ("month", "month", "mois"),
    ("months", "months", "mois"),
    ("year", "year", "an"),
    ("years", "years", "ans"),
    ("working-day", "working day", "jour ouvré"),
    ("working-days", "working days", "jours ouvrés"),
    ("working-hour", "working hour", "heure ouvrée"),
    ("working-hours", "working hours", "heures ouvrées"),
];

/// Words that a scenario chooses among, by key where they mean different things.
const WORDS: &[Term] = &[
    ("discipline fifo", "first come, first served", "premier arrivé, premier servi"),
    ("discipline lifo", "last come, first served", "dernier arrivé, premier servi"),
    ("discipline random", "random", "au hasard"),
    ("discipline most_signatures", "most signatures first", "le plus de signatures d’abord"),
    ("discipline priority", "by priority", "par priorité"),
    ("discipline deadline", "nearest deadline first", "échéance la plus proche d’abord"),
    ("answers topic", "a whole topic", "tout un sujet"),
    ("answers request", "one request", "une demande"),
    ("when_staff_leave finish", "is finished", "est achevé"),
    ("when_staff_leave hand_back", "is handed back", "est rendu"),
    ("staff unlimited", "unlimited", "illimité"),
    ("next end", "the end", "la fin"),
    ("enters end", "the end", "la fin"),
    ("binds new", "new", "nouvelles"),
    ("binds open", "new or still gathering", "nouvelles ou en cours de collecte"),
    ("release_days Mon", "Mondays", "lundis"),
    ("release_days Tue", "Tuesdays", "mardis"),
    ("release_days Wed", "Wednesdays", "mercredis"),
    ("release_days Thu", "Thursdays", "jeudis"),
    ("release_days Fri", "Fridays", "vendredis"),
    ("release_days Sat", "Saturdays", "samedis"),
    ("release_days Sun", "Sundays", "dimanches"),
    ("days Mon", "Monday", "lundi"),
    ("days Tue", "Tuesday", "mardi"),
    ("days Wed", "Wednesday", "mercredi"),
    ("days Thu", "Thursday", "jeudi"),
    ("days Fri", "Friday", "vendredi"),
    ("days Sat", "Saturday", "samedi"),
    ("days Sun", "Sunday", "dimanche"),
];

fn find(terms: &[Term], name: &str, locale: Locale) -> Option<&'static str> {
    let found = terms.iter().find(|(known, ..)| *known == name);
    found.map(|(_, english, french)| locale.choose(*english, *french))
}

/// A key as the beginning of a sentence.
pub fn label(key: &str, locale: Locale) -> String {
    find(LABELS, key, locale).map_or_else(|| key_words(key, locale), str::to_owned)
}

/// A key before its value.
pub fn key_words(key: &str, locale: Locale) -> String {
    find(KEYS, key, locale).map_or_else(|| key.replace('_', " "), str::to_owned)
}

/// What a family of distributions is called, if it is one.
pub fn distribution(name: &str, locale: Locale) -> Option<&'static str> {
    find(DISTRIBUTIONS, name, locale)
}

/// A unit.
pub fn unit(token: &str, locale: Locale) -> &str {
    find(UNITS, token, locale).unwrap_or(token)
}

/// What a word means under a key; else the word.
pub fn word<'t>(key: &str, text: &'t str, locale: Locale) -> &'t str {
    find(WORDS, &format!("{key} {text}"), locale).unwrap_or(text)
}
