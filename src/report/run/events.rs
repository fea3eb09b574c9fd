//! Targets, met or missed, and events: whether they happen, and when.

use super::super::document::{Block, Cell, Mark, Section, Table};
use crate::{
    findings::{self, targets},
    locale::Locale,
    results::{Results, rows::TargetRow},
};

/// What every variant is held to; none without targets.
pub fn held_to(results: &Results, locale: Locale) -> Option<Section> {
    let columns = locale.choose(
        ["variant", "condition", "estimate, 95% confidence interval", "verdict"],
        ["variante", "condition", "estimation, intervalle de confiance à 95\u{202f}%", "verdict"],
    );
    let row = |row: &TargetRow| {
        let (verdict, mark) = verdict(row, locale);
        let cells = vec![
            Cell::from(row.variant.clone()),
            targets::condition(&row.condition, locale).into(),
            targets::estimate(row, locale).into(),
            Cell { text: verdict, mark },
        ];
        (row.target.clone(), cells)
    };
    let table = Table {
        caption: locale.choose("Targets, and whether they are met", "Cibles, et si elles sont atteintes").to_owned(),
        corner: locale.choose("target", "cible").to_owned(),
        columns: columns.map(str::to_owned).to_vec(),
        rows: results.targets.iter().map(row).collect(),
        is_text: true,
    };
    let count = |met: &str| results.targets.iter().filter(|row| row.met == met).count() as u64;
    let [met, missed, open] = [count("yes"), count("no"), count("undecided")].map(|count| locale.whole(count));
    let total = match locale {
        Locale::English => format!("Met: {met}. Missed: {missed}. Undecided: {open}."),
        Locale::French => format!("Atteintes\u{a0}: {met}. Manquées\u{a0}: {missed}. Indécises\u{a0}: {open}."),
    };
    (!results.targets.is_empty()).then(|| Section {
        id: "targets",
        title: locale.choose("Targets", "Cibles"),
        blocks: vec![Block::Text(total), Block::Table(table)],
    })
}

fn verdict(row: &TargetRow, locale: Locale) -> (String, Mark) {
    let mark = match row.met.as_str() {
        "yes" => Mark::Good,
        "no" => Mark::Bad,
        _ => Mark::Open,
    };
    let needed = match (row.replications_needed.map(|needed| locale.whole(needed)), locale) {
        (None, _) => String::new(),
        (Some(needed), Locale::English) => format!("; about {needed} replications would decide"),
        (Some(needed), Locale::French) => format!("\u{202f}; environ {needed} réplications trancheraient"),
    };
    (targets::verdict(&row.met, locale).to_owned() + &needed, mark)
}

/// Whether, when and how often events happen; none without events.
pub fn section(results: &Results, locale: Locale) -> Option<Section> {
    let columns = locale.choose(
        [
            "variant",
            "in so many runs",
            "first after, days (median)",
            "80% of runs, days",
            "times, mean",
            "held, days (mean)",
        ],
        [
            "variante",
            "part des simulations",
            "d’abord après, jours (médiane)",
            "80\u{202f}% des simulations, jours",
            "nombre moyen",
            "vrai pendant, jours (moyenne)",
        ],
    );
    let rows = results.events.iter().filter(|row| row.metric == "share").map(|row| {
        let of = |metric, statistic| findings::event(results, &row.variant, &row.event, metric, statistic);
        let say = |metric, statistic| of(metric, statistic).map(|found| locale.spoken(found.value));
        let later = || locale.choose("later", "plus tard").to_owned();
        let band =
            say("first_days", "p10").map(|early| format!("{early}–{}", say("first_days", "p90").unwrap_or_else(later)));
        let cells = [
            Some(row.variant.clone()),
            row.value.map(|share| locale.percent(share)),
            say("first_days", "p50"),
            band,
            say("count", "mean"),
            say("held_days", "mean"),
        ];
        (row.event.clone(), cells.map(|text| Cell::from(text.unwrap_or_default())).to_vec())
    });
    let table = Table {
        caption: locale
            .choose(
                "Events: in how many runs they happen, when first, and for how long",
                "Événements\u{a0}: dans combien de simulations, quand d’abord, et combien de temps",
            )
            .to_owned(),
        corner: locale.choose("event", "événement").to_owned(),
        columns: columns.map(str::to_owned).to_vec(),
        rows: rows.collect(),
        is_text: false,
    };
    (!results.events.is_empty()).then(|| Section {
        id: "events",
        title: locale.choose("Events", "Événements"),
        blocks: vec![Block::Table(table.without_empty_columns())],
    })
}
