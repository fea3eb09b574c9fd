//! What `solve` prints: the answer, how sure it is, and the values around it.

use saule::{
    findings::{search, targets},
    locale::Locale,
    results::Solved,
};

use super::ending::Ending;

/// Rows of the table at most: those nearest to the answer.
const ROWS: usize = 12;

/// The summary of a search.
pub fn text(solved: &Solved, ending: &Ending) -> String {
    let (about, locale) = (&solved.about, ending.locale);
    let wanted = search::wanted(solved, locale);
    // The article of a sentence is none of a heading's.
    let wanted = wanted.strip_prefix("the ").unwrap_or(&wanted);
    let answer = about.answer.as_deref().unwrap_or(locale.choose("none", "aucune"));
    ending.title(&about.title)
        + &ending.sentence(wanted)
        + &format!("\n  {answer}\n\n")
        + &ending.sentence(&search::confidence(solved, locale))
        + "\n"
        + &table(solved, ending)
        + "\n"
        + &ending.sentence(&search::effort(solved, locale))
        + "\n"
        + &ending.place()
}

fn table(solved: &Solved, ending: &Ending) -> String {
    let locale = ending.locale;
    let header = match locale {
        Locale::English => ["", "target", "estimate and interval", "", "replications"],
        Locale::French => ["", "cible", "estimation et intervalle", "", "réplications"],
    };
    let answer = solved.rows.iter().position(|row| row.answer == "yes").unwrap_or(0);
    let first = answer.saturating_sub(ROWS / 2).min(solved.rows.len().saturating_sub(ROWS));
    let rows = solved.rows.iter().skip(first).take(ROWS).map(|row| {
        vec![
            if row.answer == "yes" { format!("> {}", row.setting) } else { format!("  {}", row.setting) },
            targets::condition(&row.condition, locale),
            search::estimate(row, locale),
            targets::verdict(&row.met, locale).to_owned(),
            locale.whole(row.replications),
        ]
    });
    ending.table(&header, &rows.collect::<Vec<_>>(), 4)
}
