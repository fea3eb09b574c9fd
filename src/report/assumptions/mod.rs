//! The scenario in words: what the file states, class by class and stage by stage, and in what variants differ.
//!
//! | file | what it says |
//! |---|---|
//! | `parts` | which sentences there are: one for every key of a class, a source, a stage, … |
//! | `values` | a value: numbers, times, dates, distributions, dated lists |
//! | `terms` | the words of keys, distributions and units, in both languages |
//! | `keys` | what a key is called by its path |

mod keys;
mod parts;
mod terms;
mod values;

use toml::Table;

use super::document::{Block, Section};
use crate::locale::Locale;
pub use keys::Keys;
use parts::{Part, parts};

/// The section: the baseline in full, of every other variant what differs, and the file itself.
pub fn section(variants: &[(String, String)], baseline: &str, scenario: &str, locale: Locale) -> Section {
    let mut blocks = Vec::new();
    let read = |text: &str| parts(&text.parse::<Table>().unwrap_or_default(), locale);
    let base = variants.iter().find(|(name, _)| name == baseline).or(variants.first());
    let base_parts = base.map_or_else(Vec::new, |(_, text)| read(text));
    if let (Some((name, _)), true) = (base, variants.len() > 1) {
        let name = locale.quoted(name);
        blocks.push(Block::Text(match locale {
            Locale::English => format!("These are the assumptions of {name}, with which the others are compared."),
            Locale::French => format!("Voici les hypothèses de {name}, à laquelle les autres sont comparées."),
        }));
    }
    for part in &base_parts {
        let sentences = part.statements.iter().map(|statement| statement.text.clone()).collect();
        blocks.push(Block::Heading(part.title.clone()));
        blocks.push(Block::List(sentences));
    }
    for (name, text) in variants.iter().filter(|(name, _)| Some(name) != base.map(|(name, _)| name)) {
        let name = locale.quoted(name);
        let differences = differences(&base_parts, &read(text), locale);
        if differences.is_empty() {
            blocks.push(Block::Text(match locale {
                Locale::English => format!("{name} is the same in everything that is said here."),
                Locale::French => format!("{name} est identique en tout ce qui est dit ici."),
            }));
        } else {
            blocks.push(Block::Heading(match locale {
                Locale::English => format!("What differs under {name}"),
                Locale::French => format!("Ce qui diffère sous {name}"),
            }));
            blocks.push(Block::List(differences));
        }
    }
    let file = locale.choose("The scenario file", "Le fichier du scénario").to_owned();
    blocks.push(Block::Folded(file, vec![Block::Code(scenario.to_owned())]));
    Section { id: "assumptions", title: locale.choose("Scenario and assumptions", "Scénario et hypothèses"), blocks }
}

/// In what the scenarios of results differ from the first, variant by variant of the same name: each with the name of its
/// results and its variants in full.
pub fn between(scenarios: &[(&str, Vec<(String, String)>)], locale: Locale) -> Section {
    let read = |text: &str| parts(&text.parse::<Table>().unwrap_or_default(), locale);
    let mut blocks = Vec::new();
    for (name, variants) in scenarios.iter().skip(1) {
        let (reference, base) = &scenarios[0];
        // Differences that several variants share are told once.
        let mut told: Vec<(Vec<String>, Vec<&str>)> = Vec::new();
        for (variant, text) in variants {
            let Some((_, base)) = base.iter().find(|(known, _)| known == variant) else { continue };
            let found = differences(&read(base), &read(text), locale);
            match told.iter_mut().find(|(known, _)| *known == found) {
                Some((_, variants)) => variants.push(variant),
                None => told.push((found, vec![variant])),
            }
        }
        for (found, variants) in told {
            let under = match variants.len() == base.len() {
                true => String::new(),
                false => {
                    let names: Vec<String> = variants.iter().map(|variant| locale.quoted(variant)).collect();
                    format!(", {} {}", locale.choose("under", "sous"), locale.list(&names))
                }
            };
            if found.is_empty() {
                blocks.push(Block::Text(match locale {
                    Locale::English => format!("{name} has the same assumptions as {reference}{under}."),
                    Locale::French => format!("{name} a les mêmes hypothèses que {reference}{under}."),
                }));
                continue;
            }
            blocks.push(Block::Heading(match locale {
                Locale::English => format!("What differs in {name} from {reference}{under}"),
                Locale::French => format!("Ce qui diffère dans {name} de {reference}{under}"),
            }));
            blocks.push(Block::List(found));
        }
    }
    Section { id: "assumptions", title: locale.choose("Assumptions that differ", "Hypothèses qui diffèrent"), blocks }
}

/// The statements of a variant that the baseline does not make, and those that it makes and the variant does not.
fn differences(base: &[Part], variant: &[Part], locale: Locale) -> Vec<String> {
    let mut sentences = Vec::new();
    let find = |parts: &'_ [Part], title: &str, key: &str| -> Option<String> {
        let part = parts.iter().find(|part| part.title == title)?;
        part.statements.iter().find(|statement| statement.key == key).map(|statement| statement.text.clone())
    };
    for part in variant {
        for statement in &part.statements {
            if find(base, &part.title, &statement.key).as_ref() != Some(&statement.text) {
                sentences.push(format!("{}{}{}", part.title, locale.colon(), statement.text));
            }
        }
    }
    for part in base {
        for statement in &part.statements {
            if find(variant, &part.title, &statement.key).is_none() {
                let without = locale.choose("without", "sans");
                sentences.push(format!("{}{}{without} {}", part.title, locale.colon(), statement.text));
            }
        }
    }
    sentences
}

#[cfg(test)]
mod tests {
    use super::*;

    const SCENARIO: &str = r#"
        title = "A"
        start = 2011-09-22
        [requests.petitions]
        window = "30 days"
        new_topic_share = 0.62
        threshold.signatures = 5000
        threshold.changes = [{ at = 2011-10-03, signatures = 25000, binds = "new" }]
        arrivals.regular = { poisson = { rate = "110 per day", from = 2011-10-03 } }
        [stages.drafting]
        staff = [{ at = 2011-09-22, staff = 0 }, { at = "10 days", until = "20 days", staff = 13 }]
        service = { lognormal = { mean = "15 working days", cv = 0.5 } }
        discipline = "random"
    "#;

    fn sentences(locale: Locale) -> Vec<String> {
        let parts = parts(&SCENARIO.parse().unwrap(), locale);
        let of = |part: Part| {
            part.statements.into_iter().map(move |statement| format!("{}: {}", part.title, statement.text))
        };
        parts.into_iter().flat_map(of).collect()
    }

    #[test]
    fn everything_that_is_stated_is_told() {
        assert_eq!(
            sentences(Locale::English),
            [
                "Requests, petitions: window to gather signatures: 30 days",
                "Requests, petitions: requests that open a topic of their own: 62%",
                "Requests, petitions: threshold: 5,000 signatures, 25,000 from 3 Oct 2011; a change binds new requests",
                "Requests, petitions: arrivals, regular: Poisson process: rate 110 per day, from 3 Oct 2011",
                "Desk, drafting: staff: 0 from 22 Sep 2011, by degrees to 13 from 10 days to 20 days after the start",
                "Desk, drafting: service time: lognormal (mean 15 working days, coefficient of variation 0.5)",
                "Desk, drafting: order of service: random",
            ]
        );
    }

    #[test]
    fn and_in_french() {
        let french = sentences(Locale::French);
        assert_eq!(french[0], "Demandes, petitions: durée de la collecte de signatures\u{a0}: 30 jours");
        assert_eq!(
            french[3],
            "Demandes, petitions: arrivées, regular\u{a0}: processus de Poisson\u{a0}: taux 110 par jour, à partir du \
             3 oct. 2011"
        );
        assert_eq!(
            french[5],
            "Bureau, drafting: temps de traitement\u{a0}: log-normale (moyenne 15 jours ouvrés, coefficient de variation \
             0,5)"
        );
    }

    #[test]
    fn variants_tell_what_differs() {
        let of = |text: &str| parts(&text.parse().unwrap(), Locale::English);
        let changed = SCENARIO.replace("13 }", "14 }").replace("discipline = \"random\"", "");
        let sentences = differences(&of(SCENARIO), &of(&changed), Locale::English);
        assert_eq!(sentences.len(), 2, "{sentences:?}");
        assert!(sentences[0].contains("by degrees to 14") && sentences[1].contains("without order of service"));
    }
}
