//! The report of a comparison of results folders: what differs, and whether that is more than chance.

use super::{
    Diagnostics, assumptions, charts,
    document::{Block, Cell, Document, Mark, Section, Table},
    method, say,
};
use crate::{
    charts::Chart,
    comparison::note_in,
    findings::contrast,
    locale::Locale,
    results::comparison::{ComparedResults, Comparison, ComparisonRow},
    scenario,
};

/// Sentences that the first lines hold; of more, the real differences are counted.
const FEW: usize = 3;

/// The report of a comparison; `scenarios` are those of the results compared, in their order. Errs if one of them cannot be
/// read.
pub fn document(
    comparison: &Comparison,
    drawn: &[Chart],
    scenarios: &[String],
    locale: Locale,
) -> Result<Document, Diagnostics> {
    let results = &comparison.about.results;
    let mut read = Vec::new();
    for (results, text) in results.iter().zip(scenarios) {
        read.push((results.name.as_str(), scenario::variants_in_full(text)?));
    }
    let mut sections = vec![answer(comparison, locale)];
    sections.extend(notes(comparison, locale));
    sections.extend(charts::section(drawn, |_| false, locale));
    sections.push(tables(comparison, locale));
    if read.len() == results.len() {
        sections.push(assumptions::between(&read, locale));
    }
    sections.push(method::section(how(locale), locale));
    sections.push(provenance(comparison, locale));
    let names: Vec<&str> = results.iter().map(|results| results.name.as_str()).collect();
    let (reference, others) = names.split_first().unwrap_or((&"", &[]));
    let others = locale.list(others);
    Ok(Document {
        title: title(comparison, &others, reference, locale),
        question: Some(match locale {
            Locale::English => format!("What is different in {others} from {reference}, and is it more than chance?"),
            Locale::French => {
                format!("Qu’est-ce qui distingue {others} de {reference}, et est-ce plus que le hasard\u{a0}?")
            }
        }),
        scope: scope(comparison, locale),
        lead: lead(comparison, locale),
        sections,
    })
}

/// The title that all scenarios share, if they do, and what is compared.
fn title(comparison: &Comparison, others: &str, reference: &str, locale: Locale) -> String {
    let mut titles = comparison.about.results.iter().map(|results| results.title.as_str());
    let shared = titles.next().filter(|first| titles.all(|title| title == *first));
    let compared = match locale {
        Locale::English => format!("{others} compared with {reference}"),
        Locale::French => format!("{others} par rapport à {reference}"),
    };
    // A title that ends with a mark has its end.
    match shared {
        Some(title) if title.ends_with(['?', '!', '.']) => format!("{title} {}", say::capitalised(&compared)),
        Some(title) => format!("{title}{}{compared}", locale.colon()),
        None => compared,
    }
}

fn judged(comparison: &Comparison) -> Vec<&ComparisonRow> {
    contrast::totals(comparison, contrast::JUDGED.0, contrast::JUDGED.1).collect()
}

fn scope(comparison: &Comparison, locale: Locale) -> String {
    let of = |results: &ComparedResults| {
        let runs = locale.whole(results.replications);
        match locale {
            Locale::English => format!("{}, {runs} replications", results.name),
            Locale::French => format!("{}, {runs} réplications", results.name),
        }
    };
    let results: Vec<String> = comparison.about.results.iter().map(of).collect();
    format!("{}.", results.join(locale.choose("; ", "\u{202f}; ")))
}

/// The differences of the mean backlog one by one, or how many of them are real, with the largest.
fn lead(comparison: &Comparison, locale: Locale) -> String {
    let rows = judged(comparison);
    if rows.len() <= FEW {
        let sentences = rows.iter().map(|row| contrast::sentence(comparison, row, false, locale));
        return sentences.collect::<Vec<_>>().join(" ");
    }
    let real: Vec<&&ComparisonRow> = rows.iter().filter(|row| contrast::is_real(row)).collect();
    let size = |row: &&&ComparisonRow| row.difference.map_or(0.0, f64::abs);
    let largest = real.iter().copied().max_by(|a, b| size(a).total_cmp(&size(b)));
    let (count, all) = (locale.whole(real.len() as u64), locale.whole(rows.len() as u64));
    let first = match locale {
        Locale::English => format!("{count} of {all} differences of the mean backlog are more than chance."),
        Locale::French => format!("{count} des {all} différences de l’attente moyenne sont plus que le hasard."),
    };
    let largest = largest.map(|row| format!(" {}", contrast::sentence(comparison, row, false, locale)));
    first + &largest.unwrap_or_default()
}

/// The results one by one, a sentence for each variant.
fn answer(comparison: &Comparison, locale: Locale) -> Section {
    let (rows, ends) = (judged(comparison), contrast::totals(comparison, "backlog", "end").collect::<Vec<_>>());
    let of = |name: &str| -> Vec<String> {
        let of_pair = |row: &&ComparisonRow| {
            let end = ends.iter().find(|end| (&end.results, &end.variant) == (&row.results, &row.variant));
            let rows = std::iter::once(*row).chain(end.copied());
            rows.map(|row| contrast::sentence(comparison, row, false, locale)).collect::<Vec<_>>()
        };
        rows.iter().filter(|row| row.results == name).flat_map(of_pair).collect()
    };
    let others = comparison.about.results.iter().skip(1);
    let entries = others.map(|results| (results.name.clone(), of(&results.name)));
    let entries: Vec<_> = entries.filter(|(_, sentences)| !sentences.is_empty()).collect();
    Section { id: "answer", title: locale.choose("Answer", "Réponse"), blocks: vec![Block::Entries(entries)] }
}

fn notes(comparison: &Comparison, locale: Locale) -> Option<Section> {
    let notes: Vec<String> = comparison.about.notes.iter().map(|note| note_in(locale, note)).collect();
    let blocks = if notes.is_empty() { Vec::new() } else { vec![Block::Warning(notes)] };
    let title = locale.choose("Before you trust these numbers", "Avant de vous fier à ces chiffres");
    Section::of("warnings", title, blocks)
}

/// A table for each variant of each of the results.
fn tables(comparison: &Comparison, locale: Locale) -> Section {
    let table = |pair: &&ComparisonRow| {
        let row = |(name, row): (&'static str, &ComparisonRow)| {
            let difference = contrast::difference(row, locale);
            let is_open = row.p_adjusted.is_some() && !contrast::is_real(row);
            let unclear = locale.choose("unclear", "incertain");
            let difference = match is_open {
                true => Cell { text: format!("{difference} ({unclear})"), mark: Mark::Open },
                false => difference.into(),
            };
            let cells = vec![
                contrast::value(row, row.reference_value, locale).into(),
                contrast::value(row, row.value, locale).into(),
                difference,
                row.p_adjusted.map_or_else(String::new, |p| contrast::p_value(p, locale)).into(),
                contrast::method(row, locale).to_owned().into(),
            ];
            (name.to_owned(), cells)
        };
        let (variant, results) = (locale.quoted(&pair.variant), &pair.results);
        let columns = locale.choose(["difference", "p-value", "method"], ["différence", "valeur p", "méthode"]);
        Block::Table(Table {
            caption: match locale {
                Locale::English => format!(
                    "{results} and {}, {variant}: differences with the half-width of their 95% confidence interval",
                    pair.reference
                ),
                Locale::French => format!(
                    "{results} et {}, {variant}\u{a0}: différences avec la demi-largeur de leur intervalle de confiance à \
                     95\u{202f}%",
                    pair.reference
                ),
            },
            corner: locale.choose("measure", "mesure").to_owned(),
            columns: [pair.reference.clone(), results.clone()].into_iter().chain(columns.map(str::to_owned)).collect(),
            rows: contrast::of_pair(comparison, pair, locale).map(row).collect(),
            is_text: false,
        })
    };
    let blocks = judged(comparison).iter().map(table).collect();
    Section { id: "tables", title: locale.choose("Tables", "Tableaux"), blocks }
}

fn how(locale: Locale) -> Vec<String> {
    let paragraphs = locale.choose(
        [
            "Each of the results is held against the first, variant by variant of the same name. Where both kept their \
             replications and share seed and baseline, replications of the same number are subtracted from each other (paired): \
             chance that both share cancels out. Otherwise the runs count as independent samples (Welch 1947); quantiles are \
             compared by their intervals (Zou and Donner 2008).",
            "A 95% confidence interval says how well the simulation knows a difference. Several comparisons are several chances of \
             a false alarm: p-values are adjusted for all comparisons of a statistic (Holm 1979), and a difference is called real \
             below 0.05. Neither says anything about whether the assumptions are right.",
        ],
        [
            "Chacun des résultats est comparé au premier, variante par variante du même nom. Là où les deux ont gardé leurs \
             réplications et partagent graine et référence, les réplications de même numéro sont soustraites l’une de l’autre \
             (apparié)\u{a0}: le hasard commun s’annule. Sinon les simulations sont prises pour des échantillons indépendants \
             (Welch 1947)\u{202f}; les quantiles sont comparés par leurs intervalles (Zou et Donner 2008).",
            "Un intervalle de confiance à 95\u{202f}% dit avec quelle précision la simulation connaît une différence. Plusieurs \
             comparaisons sont plusieurs occasions de fausse alerte\u{a0}: les valeurs p sont ajustées pour toutes celles d’une \
             mesure (Holm 1979), et une différence est dite réelle sous 0,05. Rien de cela ne dit si les hypothèses sont justes.",
        ],
    );
    paragraphs.map(str::to_owned).to_vec()
}

/// The results compared, with what identifies them.
fn provenance(comparison: &Comparison, locale: Locale) -> Section {
    let about = &comparison.about;
    let yes = |kept: bool| if kept { locale.choose("yes", "oui") } else { locale.choose("no", "non") };
    let row = |results: &ComparedResults| {
        let cells = [
            results.title.clone(),
            locale.whole(results.replications),
            yes(results.kept_replications).to_owned(),
            results.seed.to_string(),
            results.scenario_hash.clone(),
        ];
        (results.name.clone(), cells.map(Cell::from).to_vec())
    };
    let columns = locale.choose(
        ["scenario", "replications", "kept one by one", "seed", "scenario and data (SHA-256)"],
        ["scénario", "réplications", "gardées une à une", "graine", "scénario et données (SHA-256)"],
    );
    let table = Table {
        caption: match locale {
            Locale::English => format!("The results compared, by {}", about.provenance.program),
            Locale::French => format!("Les résultats comparés, par {}", about.provenance.program),
        },
        corner: locale.choose("results", "résultats").to_owned(),
        columns: columns.map(str::to_owned).to_vec(),
        rows: about.results.iter().map(row).collect(),
        is_text: true,
    };
    Section { id: "provenance", title: "Provenance", blocks: vec![Block::Table(table)] }
}
