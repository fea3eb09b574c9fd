//! What two results folders have in common, and what they do not.

use std::collections::BTreeSet;

use super::Folder;

/// Names that a sentence lists; the rest are counted.
const MOST_LISTED: usize = 6;

/// The variants that belong together, as (of the reference, of the other): those of the same name, and where there is
/// none, the baselines.
pub fn variants<'a>(reference: &'a Folder, other: &'a Folder) -> Vec<(&'a str, &'a str)> {
    let [ours, theirs] = [reference, other].map(|folder| &folder.results.about);
    let names = || theirs.variants.iter().map(|variant| variant.name.as_str());
    let shared = ours.variants.iter().filter_map(|variant| names().find(|name| *name == variant.name));
    let shared: Vec<(&str, &str)> = shared.map(|name| (name, name)).collect();
    if shared.is_empty() { vec![(&ours.baseline, &theirs.baseline)] } else { shared }
}

/// Why the replications of two folders are not paired; `None` if they are.
pub fn unpaired(reference: &Folder, other: &Folder) -> Option<String> {
    let without: Vec<&str> = [reference, other]
        .into_iter()
        .filter(|folder| folder.kept.is_none())
        .map(|folder| folder.name.as_str())
        .collect();
    let [ours, theirs] = [reference, other].map(|folder| &folder.results.about);
    if ours.provenance.seed != theirs.provenance.seed {
        return Some(format!(
            "their seeds differ ({} and {}), so chance does not cancel out",
            ours.provenance.seed, theirs.provenance.seed
        ));
    }
    if ours.baseline != theirs.baseline {
        return Some(format!("their baselines differ (`{}` and `{}`)", ours.baseline, theirs.baseline));
    }
    let kept = "run with --keep-replications to pair them, for intervals that are usually narrower";
    (!without.is_empty()).then(|| format!("{} did not keep replications: {kept}", without.join(" and ")))
}

/// What is not compared, and what to know of the rest, in sentences.
pub fn notes(reference: &Folder, other: &Folder) -> Vec<String> {
    let both = [reference, other];
    let names = format!("{} and {}", reference.name, other.name);
    let mut notes = Vec::new();
    if let Some(why) = unpaired(reference, other) {
        notes.push(format!("{names} are compared as independent samples: {why}."));
    }
    let [ours, theirs] = both.map(|folder| &folder.results.about);
    if ours.provenance.scenario_hash == theirs.provenance.scenario_hash {
        // The resolved scenario has its seed and number of replications in it.
        notes.push(format!(
            "{names} are the same run: scenario, seed and replications are equal, and so are the numbers."
        ));
    }
    let variants = both.map(|folder| {
        folder.results.about.variants.iter().map(|variant| variant.name.as_str()).collect::<BTreeSet<_>>()
    });
    if variants[0].is_disjoint(&variants[1]) {
        notes.push(format!(
            "{names} have no variant of the same name: their baselines, `{}` and `{}`, are compared.",
            ours.baseline, theirs.baseline
        ));
    } else {
        notes.extend(missing("variant", both, &variants));
    }
    let classes = both.map(|folder| names_of(&folder.results.about.classes));
    let stages = both.map(|folder| names_of(&folder.results.about.stages));
    let metrics =
        both.map(|folder| folder.results.summary.iter().map(|row| row.metric.as_str()).collect::<BTreeSet<_>>());
    notes.extend(missing("class", both, &classes));
    notes.extend(missing("stage", both, &stages));
    notes.extend(missing("metric", both, &metrics));
    notes.extend(periods(&names, both));
    notes
}

fn names_of(named: &[crate::results::rows::Named]) -> BTreeSet<&str> {
    named.iter().map(|named| named.name.as_str()).collect()
}

/// What only one of the two has.
fn missing<'a>(
    what: &'a str,
    folders: [&'a Folder; 2],
    names: &'a [BTreeSet<&str>; 2],
) -> impl Iterator<Item = String> {
    [(0, 1), (1, 0)].into_iter().filter_map(move |(own, other)| {
        let only: Vec<&str> = names[own].difference(&names[other]).copied().collect();
        let listed = only.iter().take(MOST_LISTED).map(|name| format!("`{name}`")).collect::<Vec<_>>().join(", ");
        let more = only.len().saturating_sub(MOST_LISTED);
        let more = if more > 0 { format!(" and {more} more") } else { String::new() };
        let what = match (what, only.len()) {
            (_, 1) => what.to_owned(),
            ("class", _) => "classes".to_owned(),
            _ => format!("{what}s"),
        };
        (!only.is_empty()).then(|| {
            format!(
                "Not compared: the {what} {listed}{more}, which {} has and {} has not.",
                folders[own].name, folders[other].name
            )
        })
    })
}

/// What to know where the simulated periods differ.
fn periods(names: &str, folders: [&Folder; 2]) -> Vec<String> {
    let [ours, theirs] = folders.map(|folder| &folder.results.about);
    let mut notes = Vec::new();
    if ours.start != theirs.start {
        let day = |start: &str| start.split('T').next().unwrap_or(start).to_owned();
        notes.push(format!(
            "{names} start at different moments, {} and {}: time is counted from each start.",
            day(&ours.start),
            day(&theirs.start)
        ));
    }
    let of = |about: &crate::results::rows::About| (about.warm_up_days, about.horizon_days);
    if of(ours) != of(theirs) {
        let say = |(from, to): (f64, f64)| format!("day {from} to {to}");
        notes.push(format!(
            "{names} cover different periods, {} and {}: statistics of the summary are of different periods, and time \
             series are compared where both have them.",
            say(of(ours)),
            say(of(theirs))
        ));
    }
    notes
}
