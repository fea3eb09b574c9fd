//! The summary that ends a sensitivity analysis on the terminal: the inputs by their weight, and what it rests on.

use saule::{findings::influence, locale::Locale, results::sensitivity::Sensitivity};

use super::ending::Ending;

/// The summary of an analysis.
pub fn text(analysis: &Sensitivity, ending: &Ending) -> String {
    let (about, locale) = (&analysis.about, ending.locale);
    let variant = locale.quoted(&about.variant);
    let subject = match locale {
        Locale::English => format!("what moves {} under {variant}", about.metric),
        Locale::French => format!("ce qui agit sur {} sous {variant}", about.metric),
    };
    let sentence = influence::sentence(analysis, &str::to_owned, &about.metric, locale);
    ending.title(&about.title)
        + &ending.sentence(&subject)
        + "\n"
        + &table(analysis, ending)
        + "\n"
        + &ending.sentence(&sentence)
        + &ending.sentence(&influence::effort(analysis, locale))
        + "\n"
        + &ending.place()
}

fn table(analysis: &Sensitivity, ending: &Ending) -> String {
    let locale = ending.locale;
    let header = match locale {
        Locale::English => ["", "from", "to", "at the low end", "at the high end", "first-order", "total"],
        Locale::French => ["", "de", "à", "en bas", "en haut", "premier ordre", "total"],
    };
    let rows = influence::by_weight(analysis).into_iter().filter_map(|path| {
        let input = analysis.about.inputs.iter().find(|input| input.path == path)?;
        let cell = |quantity: &str| analysis.row(path, quantity).map(|row| influence::difference(row, locale));
        let index = |quantity: &str| analysis.row(path, quantity).map(|row| influence::share(row, locale));
        let estimates = [cell("low_difference"), cell("high_difference"), index("first"), index("total")];
        let names = [path.to_owned(), input.low.clone(), input.high.clone()];
        Some(names.into_iter().chain(estimates.map(Option::unwrap_or_default)).collect())
    });
    ending.table(&header, &rows.collect::<Vec<_>>(), 1)
}
