//! What a search for a value found, and how sure it is.

use super::targets;
use crate::{
    locale::Locale,
    results::{SolveRow, Solved},
};

/// "the smallest stages.desk.staff with backlog.mean <= 9".
pub fn wanted(solved: &Solved, locale: Locale) -> String {
    let about = &solved.about;
    let targets: Vec<String> = about.targets.iter().map(|target| targets::condition(target, locale)).collect();
    let (path, targets) = (&about.path, locale.list(&targets));
    match (locale, about.wanted.as_str()) {
        (Locale::English, wanted) => format!("the {wanted} {path} with {targets}"),
        (Locale::French, "largest") => format!("la plus grande valeur de {path} avec {targets}"),
        (Locale::French, _) => format!("la plus petite valeur de {path} avec {targets}"),
    }
}

/// What may be said of the answer, or of there being none.
pub fn confidence(solved: &Solved, locale: Locale) -> String {
    let about = &solved.about;
    let percent = percent(about.confidence, locale);
    let undecided = locale.list(&about.undecided);
    let budget = locale.whole(about.provenance.replications);
    let monotone = monotone(solved, locale);
    match (locale, about.answer.is_some(), about.undecided.is_empty()) {
        (Locale::English, true, true) => {
            format!("the {} of all values, with {percent} confidence{monotone}", about.wanted)
        }
        (Locale::English, true, false) => format!(
            "it meets the targets, with {percent} confidence{monotone}; whether {undecided} would do as well, {budget} \
             replications of a value cannot tell: give more by --replications"
        ),
        (Locale::English, false, true) => {
            format!("no value from {} meets all targets, with {percent} confidence{monotone}", range(solved, locale))
        }
        (Locale::English, false, false) => format!(
            "no value is shown to meet all targets; of {undecided}, {budget} replications of a value cannot tell: give \
             more by --replications"
        ),
        (Locale::French, true, true) => {
            let wanted = if about.wanted == "largest" { "la plus grande" } else { "la plus petite" };
            format!("{wanted} de toutes les valeurs, avec une confiance de {percent}{monotone}")
        }
        (Locale::French, true, false) => format!(
            "elle atteint les cibles, avec une confiance de {percent}{monotone}\u{202f}; si {undecided} suffirait aussi, \
             {budget} réplications par valeur ne le disent pas\u{a0}: en demander davantage par --replications"
        ),
        (Locale::French, false, true) => format!(
            "aucune valeur de {} n’atteint toutes les cibles, avec une confiance de {percent}{monotone}",
            range(solved, locale)
        ),
        (Locale::French, false, false) => format!(
            "aucune valeur n’atteint toutes les cibles de façon sûre\u{202f}; pour {undecided}, {budget} réplications par \
             valeur ne le disent pas\u{a0}: en demander davantage par --replications"
        ),
    }
}

/// On what the answer of a bisection rests.
fn monotone(solved: &Solved, locale: Locale) -> &'static str {
    match (solved.about.search.as_str(), solved.about.declared_monotone) {
        ("bisection", true) => {
            locale.choose(", if the targets are monotone as declared", ", si les cibles sont monotones comme déclaré")
        }
        ("bisection", false) => locale.choose(
            ", if the targets are monotone: nothing at the values tried speaks against it",
            ", si les cibles sont monotones\u{a0}: rien aux valeurs essayées ne s’y oppose",
        ),
        _ => "",
    }
}

/// How the values were gone through, and what that cost.
pub fn effort(solved: &Solved, locale: Locale) -> String {
    let about = &solved.about;
    let [tried, of, spent] =
        [settings(solved).len() as u64, about.values, about.replications_spent].map(|number| locale.whole(number));
    match locale {
        Locale::English => format!("{}: {tried} of {of} values tried, {spent} replications", about.search),
        Locale::French => {
            let search = if about.search == "bisection" { "dichotomie" } else { "élimination" };
            format!("{search}\u{a0}: {tried} valeurs essayées sur {of}, {spent} réplications")
        }
    }
}

/// The estimate at a value with its interval.
pub fn estimate(row: &SolveRow, locale: Locale) -> String {
    let interval = row.ci_low.zip(row.ci_high);
    let none = || locale.choose("no value", "aucune valeur").to_owned();
    row.value.map_or_else(none, |value| locale.with_interval(value, interval))
}

/// The values tried, as "1 to 20".
pub fn range(solved: &Solved, locale: Locale) -> String {
    match settings(solved).as_slice() {
        [only] => (*only).to_owned(),
        [first, .., last] => format!("{first} {} {last}", locale.choose("to", "à")),
        [] => String::new(),
    }
}

/// The values tried, from the smallest to the largest.
pub fn settings(solved: &Solved) -> Vec<&str> {
    let mut settings: Vec<&str> = solved.rows.iter().map(|row| row.setting.as_str()).collect();
    settings.dedup();
    settings
}

/// A confidence in percent, with as many digits as it has.
pub fn percent(share: f64, locale: Locale) -> String {
    let percent = (share * 1e6).round() / 1e4;
    let decimals = percent.to_string().split_once('.').map_or(0, |(_, decimals)| decimals.len());
    locale.percent_fixed(share, decimals)
}
