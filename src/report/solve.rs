//! The report of a search for a value: the answer with its confidence, and what was found at the values tried.

use super::{
    Diagnostics,
    assumptions::{self, Keys},
    charts,
    document::{Block, Cell, Document, Mark, Section, Table},
    method,
    say::{self, capitalised},
};
use crate::{
    charts::Chart,
    findings::{search, targets},
    locale::Locale,
    results::{SolveRow, Solved},
    scenario,
};

/// The report of a search. Errs if the scenario cannot be read.
pub fn document(solved: &Solved, drawn: &[Chart], scenario: &str, locale: Locale) -> Result<Document, Diagnostics> {
    let about = &solved.about;
    let variants = scenario::variants_in_full(scenario)?;
    let searched = variants.iter().find(|(name, _)| *name == about.variant).or(variants.first());
    let keys = Keys::new(searched.map_or("", |(_, text)| text), locale);
    let key = keys.name(&about.path);
    let mut assumed = assumptions::section(&variants, &about.variant, scenario, locale);
    assumed.blocks.insert(0, Block::Text(searched_for(solved, &key, locale)));
    let mut sections: Vec<Section> = answer(solved, &key, locale).into_iter().collect();
    sections.extend(charts::section(drawn, |_| false, locale));
    let title = locale.choose("Tables", "Tableaux");
    sections.extend(Section::of("tables", title, vec![Block::Table(tried(solved, &key, locale))]));
    sections.push(assumed);
    sections.push(method::section(how(solved, locale), locale));
    sections.push(method::provenance(&about.provenance, method::REPEAT_COMMAND, locale));
    Ok(Document {
        title: about.title.clone(),
        question: Some(question(solved, &key, locale)),
        scope: scope(solved, locale),
        lead: lead(solved, &key, locale),
        sections,
    })
}

/// The conditions, each in one line.
fn conditions(solved: &Solved, locale: Locale) -> String {
    let in_one_line = |target: &String| targets::condition(target, locale).replace(' ', "\u{a0}");
    let targets: Vec<String> = solved.about.targets.iter().map(in_one_line).collect();
    locale.list(&targets)
}

fn question(solved: &Solved, key: &str, locale: Locale) -> String {
    let is_largest = solved.about.wanted == "largest";
    let conditions = conditions(solved, locale);
    match locale {
        Locale::English => {
            let wanted = if is_largest { "largest" } else { "smallest" };
            format!("What is the {wanted} value of {key} at which {conditions}?")
        }
        Locale::French => {
            let wanted = if is_largest { "grande" } else { "petite" };
            format!("Quelle est la plus {wanted} valeur de {key} pour laquelle {conditions}\u{a0}?")
        }
    }
}

fn scope(solved: &Solved, locale: Locale) -> String {
    let variant = locale.quoted(&solved.about.variant);
    let effort = search::effort(solved, locale);
    match locale {
        Locale::English => format!("Under {variant}. {}.", capitalised(&effort)),
        Locale::French => format!("Sous {variant}. {}.", capitalised(&effort)),
    }
}

/// The answer, or that there is none, with its confidence, and what is not known.
fn lead(solved: &Solved, key: &str, locale: Locale) -> String {
    let about = &solved.about;
    let confidence = search::percent(about.confidence, locale);
    let settings: Vec<String> = about.undecided.iter().map(|text| say::setting(text, locale)).collect();
    let (undecided, budget) = (locale.list(&settings), locale.whole(about.provenance.replications));
    let answer = about.answer.as_ref().map(|answer| say::setting(answer, locale));
    let is_largest = about.wanted == "largest";
    let first = match (locale, answer) {
        (Locale::English, Some(answer)) => {
            let wanted = if is_largest { "largest" } else { "smallest" };
            let shown = if undecided.is_empty() { "" } else { " that is shown to do" };
            format!("{}: {answer} is the {wanted}{shown}, with {confidence} confidence.", capitalised(key))
        }
        (Locale::French, Some(answer)) => {
            let wanted = if is_largest { "grande" } else { "petite" };
            let shown = if undecided.is_empty() { "" } else { " pour laquelle c’est établi" };
            format!(
                "{}\u{a0}: {answer} est la plus {wanted} valeur{shown}, avec une confiance de {confidence}.",
                capitalised(key)
            )
        }
        (Locale::English, None) if undecided.is_empty() => {
            format!("No value from {} does, with {confidence} confidence.", range(solved, locale))
        }
        (Locale::French, None) if undecided.is_empty() => {
            format!("Aucune valeur de {} n’y suffit, avec une confiance de {confidence}.", range(solved, locale))
        }
        (Locale::English, None) => "No value is shown to do.".to_owned(),
        (Locale::French, None) => "Aucune valeur n’y suffit de façon sûre.".to_owned(),
    };
    match (locale, undecided.is_empty()) {
        (_, true) => first,
        (Locale::English, false) => format!("{first} Of {undecided}, {budget} replications cannot tell."),
        (Locale::French, false) => {
            format!("{first} Pour {undecided}, {budget} réplications ne suffisent pas à le dire.")
        }
    }
}

/// The values tried, from the lowest to the highest.
fn range(solved: &Solved, locale: Locale) -> String {
    let settings = search::settings(solved);
    let ends = [settings.first(), settings.last()].into_iter().flatten().map(|text| say::setting(text, locale));
    ends.collect::<Vec<_>>().join(locale.choose(" to ", " à "))
}

/// What was found at the answer and next to it; none if nothing was tried.
fn answer(solved: &Solved, key: &str, locale: Locale) -> Option<Section> {
    let settings = search::settings(solved);
    let answer = solved.about.answer.as_ref().and_then(|answer| settings.iter().position(|setting| setting == answer));
    let shown: Vec<usize> = match answer {
        Some(answer) => (answer.saturating_sub(1)..=answer + 1).filter(|index| *index < settings.len()).collect(),
        None => [0, settings.len().saturating_sub(1)].into_iter().filter(|index| *index < settings.len()).collect(),
    };
    let entry = |index: usize| {
        let setting = settings[index];
        let rows = solved.rows.iter().filter(|row| row.setting == setting);
        let sentence = |row: &SolveRow| {
            let estimate = search::estimate(row, locale);
            let verdict = targets::verdict(&row.met, locale);
            format!("{}{}{estimate}, {verdict}.", targets::condition(&row.condition, locale), locale.colon())
        };
        let mark = match answer == Some(index) {
            true => locale.choose(" (the answer)", " (la réponse)"),
            false => "",
        };
        (format!("{} {}{mark}", capitalised(key), say::setting(setting, locale)), rows.map(sentence).collect())
    };
    let mut entries: Vec<(String, Vec<String>)> = shown.into_iter().map(entry).collect();
    entries.dedup();
    let mut blocks: Vec<Block> = meaning(solved, locale).map(Block::Text).into_iter().collect();
    blocks.extend((!entries.is_empty()).then_some(Block::Entries(entries)));
    blocks.extend(caution(solved, locale).map(|text| Block::Text(text.to_owned())));
    Section::of("answer", locale.choose("Answer", "Réponse"), blocks)
}

/// What the conditions are in words.
fn meaning(solved: &Solved, locale: Locale) -> Option<String> {
    let explained = solved.about.targets.iter().map(|target| {
        format!("{}{}{}", targets::condition(target, locale), locale.colon(), targets::in_words(target, locale))
    });
    let text = explained.collect::<Vec<_>>().join(locale.choose("; ", "\u{202f}; "));
    (!text.is_empty()).then(|| format!("{text}."))
}

/// On what the answer of a bisection rests.
fn caution(solved: &Solved, locale: Locale) -> Option<&'static str> {
    let about = &solved.about;
    (about.search == "bisection").then(|| match about.declared_monotone {
        true => locale.choose(
            "This rests on the word of whoever asked that a target that holds at one value holds beyond it.",
            "Cela repose sur la déclaration de qui l’a demandé\u{a0}: une cible atteinte à une valeur l’est au-delà.",
        ),
        false => locale.choose(
            "This rests on a target that holds at one value holding beyond it; nothing at the values tried speaks against it.",
            "Cela suppose qu’une cible atteinte à une valeur l’est au-delà\u{202f}; rien aux valeurs essayées ne s’y oppose.",
        ),
    })
}

fn tried(solved: &Solved, key: &str, locale: Locale) -> Table {
    let cells = |row: &SolveRow| {
        let mark = match row.met.as_str() {
            "yes" => Mark::Good,
            "no" => Mark::Bad,
            _ => Mark::Open,
        };
        let verdict = targets::verdict(&row.met, locale).to_owned();
        vec![
            Cell::from(targets::condition(&row.condition, locale)),
            search::estimate(row, locale).into(),
            Cell { text: verdict, mark },
            locale.whole(row.replications).into(),
        ]
    };
    let columns = locale.choose(
        ["condition", "estimate and its interval", "verdict", "replications"],
        ["condition", "estimation et intervalle", "verdict", "réplications"],
    );
    let level = search::percent((solved.about.interval_level * 1e4).floor() / 1e4, locale);
    Table {
        caption: match locale {
            Locale::English => format!("Every value that was tried; intervals at a confidence level of {level} each"),
            Locale::French => {
                format!("Chaque valeur essayée\u{202f}; intervalles de confiance à {level} chacun")
            }
        },
        corner: key.to_owned(),
        columns: columns.map(str::to_owned).to_vec(),
        rows: solved.rows.iter().map(|row| (say::setting(&row.setting, locale), cells(row))).collect(),
        is_text: true,
    }
}

/// What was looked for, and with which value the assumptions are told.
fn searched_for(solved: &Solved, key: &str, locale: Locale) -> String {
    let about = &solved.about;
    let (path, values) = (&about.path, locale.whole(about.values));
    let with = match (&about.answer, locale) {
        (Some(answer), Locale::English) => format!("What follows has the answer, {answer}, in it."),
        (Some(answer), Locale::French) => format!("Ce qui suit contient la réponse, {answer}."),
        (None, Locale::English) => "What follows is the scenario as it was.".to_owned(),
        (None, Locale::French) => "Ce qui suit est le scénario tel qu’il était.".to_owned(),
    };
    match locale {
        Locale::English => format!("The search was for {key}, the key {path}, among {values} values. {with}"),
        Locale::French => format!("La recherche portait sur {key}, la clé {path}, parmi {values} valeurs. {with}"),
    }
}

fn how(solved: &Solved, locale: Locale) -> Vec<String> {
    let about = &solved.about;
    let most = locale.whole(about.provenance.replications);
    let each = match locale {
        Locale::English => format!(
            "{} Each value is simulated until the intervals of its estimates lie on one side of what the targets ask, with at \
             most {most} replications. What is undecided then counts as not shown.",
            method::simulation(locale)
        ),
        Locale::French => format!(
            "{} Chaque valeur est simulée jusqu’à ce que les intervalles de ses estimations soient d’un seul côté de ce que \
             demandent les cibles, avec {most} réplications au plus. Ce qui reste indécis alors n’est pas tenu pour montré.",
            method::simulation(locale)
        ),
    };
    let way = match about.search.as_str() {
        "elimination" => locale.choose(
            "All values went on side by side; those that miss a target dropped out (elimination).",
            "Toutes les valeurs ont avancé côte à côte\u{202f}; celles qui manquent une cible ont été écartées (élimination).",
        ),
        _ => locale.choose(
            "The range was halved again and again (bisection): that rests on a target that holds at one value holding at all \
             beyond it, in one direction.",
            "L’intervalle a été divisé par deux, encore et encore (dichotomie)\u{a0}: cela suppose qu’une cible atteinte à une \
             valeur l’est à toutes au-delà, dans un sens.",
        ),
    };
    let percent = search::percent(about.confidence, locale);
    let errors = match locale {
        Locale::English => format!(
            "Every comparison gets an equal part of the error probability (Bonferroni), so that with {percent} confidence none \
             of the search is wrong. This is about chance in the simulation: it says nothing of whether the assumptions are \
             right."
        ),
        Locale::French => format!(
            "Chaque comparaison reçoit une part égale de la probabilité d’erreur (Bonferroni), de sorte qu’avec une confiance de \
             {percent} aucune de la recherche n’est fausse. Il s’agit du hasard de la simulation\u{a0}: cela ne dit rien de la \
             justesse des hypothèses."
        ),
    };
    vec![each, way.to_owned(), errors]
}
