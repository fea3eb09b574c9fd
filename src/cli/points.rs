//! The summary that ends a sweep on the terminal: one line a point.

use saule::{
    locale::Locale,
    results::{
        rows::SummaryRow,
        sweep::{Sweep, risk_row},
    },
};

use super::{ending::Ending, summary_table::cell};

/// Points that are listed; the table in the folder has all.
const LISTED: usize = 30;

/// The summary of a sweep.
pub fn text(sweep: &Sweep, ending: &Ending) -> String {
    let (about, plan, locale) = (&sweep.about, &sweep.plan, ending.locale);
    let [count, runs] = [plan.points.len() as u64, about.provenance.replications].map(|number| locale.whole(number));
    let noun = if plan.points.len() == 1 { "point" } else { "points" };
    let scope = match locale {
        Locale::English => format!("{count} {noun}, {runs} replications at each"),
        Locale::French => format!("{count} {noun}, {runs} réplications chacun"),
    };
    let mut text = ending.title(&about.title) + &ending.sentence(&scope) + "\n";
    text += &table(sweep, ending);
    text.push('\n');
    if plan.points.len() > LISTED {
        let more = locale.whole((plan.points.len() - LISTED) as u64);
        let more = match locale {
            Locale::English => format!("… and {more} further points in sweep.csv"),
            Locale::French => format!("… et {more} autres points dans sweep.csv"),
        };
        text += &(ending.sentence(&more) + "\n");
    }
    text + &ending.place()
}

fn table(sweep: &Sweep, ending: &Ending) -> String {
    let (about, plan, locale) = (&sweep.about, &sweep.plan, ending.locale);
    let drawn = format!("{}.{}", plan.drawn.metric, plan.drawn.statistic);
    let mut header: Vec<String> = plan.factors.iter().map(|factor| factor.path.clone()).collect();
    for variant in &about.variants {
        let of = match about.variants.len() {
            1 => String::new(),
            _ => format!("{}{}", variant.name, locale.colon()),
        };
        header.push(format!("{of}{drawn}"));
        header.extend(plan.risk.as_ref().map(|risk| format!("{of}P({risk})")));
    }
    let mut rows = Vec::new();
    for (point, estimates) in plan.points.iter().zip(&sweep.rows).take(LISTED) {
        let mut row: Vec<String> = point.iter().map(|setting| setting.shown.clone()).collect();
        for variant in &about.variants {
            row.push(cell(plan.drawn.row(estimates, &variant.name, ""), locale));
            if plan.risk.is_some() {
                row.push(percent(risk_row(estimates, &variant.name), locale));
            }
        }
        rows.push(row);
    }
    ending.table(&header, &rows, 0)
}

/// A share with its interval, in percent: `12% (9 to 15)`.
fn percent(row: Option<&SummaryRow>, locale: Locale) -> String {
    let Some((row, value)) = row.and_then(|row| Some((row, row.value?))) else { return String::new() };
    match row.ci_low.zip(row.ci_high) {
        Some((low, high)) => {
            let decimals = usize::from(high - low < 0.05);
            let [low, high] = [low, high].map(|share| locale.fixed(100.0 * share, decimals));
            format!("{} ({low} {} {high})", locale.percent_fixed(value, decimals), locale.choose("to", "à"))
        }
        None => {
            format!("{} ({})", locale.percent_fixed(value, 0), locale.choose("no interval", "sans intervalle"))
        }
    }
}
