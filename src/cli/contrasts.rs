//! The summary that ends a comparison on the terminal: a table of the main numbers, and what to think of them.

use saule::{comparison::note_in, findings::contrast, locale::Locale, results::comparison::Comparison};

use super::ending::Ending;

/// The summary of a comparison.
pub fn text(comparison: &Comparison, ending: &Ending) -> String {
    let locale = ending.locale;
    let names: Vec<&str> = comparison.about.results.iter().map(|results| results.name.as_str()).collect();
    let mut text = String::new();
    if let Some((reference, others)) = names.split_first() {
        let others = others.join(", ");
        let subject = match locale {
            Locale::English => format!("{others} compared with {reference}"),
            Locale::French => format!("{others} par rapport à {reference}"),
        };
        text += &(ending.title(&subject) + "\n");
    }
    text += &(table(comparison, ending) + "\n");
    for row in contrast::totals(comparison, contrast::JUDGED.0, contrast::JUDGED.1) {
        text += &ending.sentence(&contrast::sentence(comparison, row, true, locale));
    }
    text.push('\n');
    for note in &comparison.about.notes {
        text += &ending.sentence(&format!("note{}{}", locale.colon(), note_in(locale, note)));
    }
    if !comparison.about.notes.is_empty() {
        text.push('\n');
    }
    text + &ending.place()
}

fn table(comparison: &Comparison, ending: &Ending) -> String {
    let locale = ending.locale;
    let reference = comparison.about.results.first().map_or("", |results| &results.name);
    let header = match locale {
        Locale::English => ["", "", "", reference, "there", "difference", "p", "from"],
        Locale::French => ["", "", "", reference, "là", "différence", "p", "méthode"],
    };
    let mut rows = Vec::new();
    for pair in contrast::totals(comparison, contrast::JUDGED.0, contrast::JUDGED.1) {
        for (index, (name, row)) in contrast::of_pair(comparison, pair, locale).enumerate() {
            let (results, variant) = if index == 0 { (&*row.results, &*row.variant) } else { ("", "") };
            rows.push(vec![
                results.to_owned(),
                variant.to_owned(),
                name.to_owned(),
                contrast::value(row, row.reference_value, locale),
                contrast::value(row, row.value, locale),
                contrast::difference(row, locale),
                row.p_adjusted.map_or_else(String::new, |p| contrast::p_value(p, locale)),
                contrast::method(row, locale).to_owned(),
            ]);
        }
    }
    // The last column is words.
    ending.table(&header, &rows, 3)
}
