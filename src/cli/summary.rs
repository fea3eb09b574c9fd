//! The summary that ends a run on the terminal: one line a variant, one an event, one a target.

use anstyle::AnsiColor;
use saule::{
    findings::targets,
    locale::Locale,
    results::{
        Results,
        rows::{EventRow, TargetRow},
    },
};

use super::{ending::Ending, paragraph::wrapped, summary_table};

/// The summary of a run.
pub fn text(results: &Results, ending: &Ending) -> String {
    let (about, locale, width) = (&results.about, ending.locale, ending.width);
    let mut text = ending.title(&about.title) + &ending.sentence(&scope(results, locale));
    if !about.provenance.complete {
        let interrupted = locale.choose(
            "interrupted: these are the replications that were finished",
            "interrompu\u{a0}: ce sont les réplications terminées",
        );
        text += &wrapped(interrupted, width, 2);
    }
    text += &format!("\n{}\n", summary_table::text(results, locale, width));
    for paragraphs in [events(results, locale), held_to(results, locale)] {
        text.extend(paragraphs.iter().map(|paragraph| wrapped(paragraph, width, 2)));
        if !paragraphs.is_empty() {
            text.push('\n');
        }
    }
    text + &ending.place()
}

/// How much was simulated.
fn scope(results: &Results, locale: Locale) -> String {
    let about = &results.about;
    let runs = locale.whole(about.provenance.replications);
    let s = if about.provenance.replications == 1 { "" } else { "s" };
    let days = locale.spoken(about.horizon_days);
    let start = about.start.get(..10).unwrap_or(&about.start);
    match locale {
        Locale::English => format!("{runs} replication{s} of {days} days from {start}"),
        Locale::French => format!("{runs} réplication{s} de {days} jours à partir du {start}"),
    }
}

/// A paragraph for each event: in how many runs it happens, and when first.
fn events(results: &Results, locale: Locale) -> Vec<String> {
    let several = results.about.variants.len() > 1;
    let say = |share: &EventRow| {
        let value = |metric: &str, statistic: &str| {
            let is_meant = |row: &&EventRow| {
                (&row.variant, &row.event) == (&share.variant, &share.event)
                    && (row.metric.as_str(), row.statistic.as_str()) == (metric, statistic)
            };
            results.events.iter().find(is_meant).and_then(|row| row.value)
        };
        let days = |days: f64| locale.spoken(days);
        let mut text = named(&share.event, several.then_some(&share.variant), locale);
        let percent = locale.percent_fixed(share.value.unwrap_or_default(), 0);
        text += &match locale {
            Locale::English => format!("in {percent} of runs"),
            Locale::French => format!("dans {percent} des simulations"),
        };
        if let (Some(early), Some(median)) = (value("first_days", "p10"), value("first_days", "p50")) {
            let late = value("first_days", "p90");
            let median = days(median);
            text += &match locale {
                Locale::English => format!(", first after {median} days"),
                Locale::French => format!(", d’abord après {median} jours"),
            };
            if late != Some(early) {
                let beyond = locale.choose("later", "plus tard");
                let (band, late) = (locale.percent_fixed(0.8, 0), late.map_or(beyond.to_owned(), days));
                text += &format!(" ({band}{}{}–{late})", locale.colon(), days(early));
            }
        }
        if let Some(held) = value("held_days", "mean").filter(|held| *held > 0.0) {
            let held = days(held);
            text += &match locale {
                Locale::English => format!(", held for {held} days on average"),
                Locale::French => format!(", vrai pendant {held} jours en moyenne"),
            };
        }
        text
    };
    results.events.iter().filter(|row| row.metric == "share").map(say).collect()
}

/// A paragraph for each target of each variant: what is required, and what is.
fn held_to(results: &Results, locale: Locale) -> Vec<String> {
    let several = results.about.variants.len() > 1;
    let say = |row: &TargetRow| {
        let mut text = named(&row.target, several.then_some(&row.variant), locale) + &verdict(&row.met, locale);
        // A target without a name of its own is called by its condition.
        if row.condition != row.target {
            text += &format!(", {}", targets::condition(&row.condition, locale));
        }
        text += locale.colon();
        text += &targets::estimate(row, locale);
        if row.value.is_some() && row.met == "undecided" {
            let has_interval = row.ci_low.is_some();
            text += &match (row.replications_needed.map(|needed| locale.whole(needed)), locale) {
                (_, Locale::English) if !has_interval => "; an interval needs more replications".to_owned(),
                (_, Locale::French) if !has_interval => {
                    "\u{202f}; il faut plus de réplications pour un intervalle".to_owned()
                }
                (Some(needed), Locale::English) => format!("; about {needed} replications would decide"),
                (Some(needed), Locale::French) => format!("\u{202f}; environ {needed} réplications trancheraient"),
                (None, Locale::English) => "; more replications may not decide".to_owned(),
                (None, Locale::French) => {
                    "\u{202f}; davantage de réplications ne trancheraient peut-être pas".to_owned()
                }
            };
        }
        text
    };
    results.targets.iter().map(say).collect()
}

/// What a line is about.
fn named(name: &str, variant: Option<&String>, locale: Locale) -> String {
    let variant = variant.map(|variant| format!(", {variant}")).unwrap_or_default();
    format!("{name}{variant}{}", locale.colon())
}

fn verdict(met: &str, locale: Locale) -> String {
    let word = targets::verdict(met, locale);
    let color = match met {
        "yes" => AnsiColor::Green,
        "no" => AnsiColor::Red,
        _ => AnsiColor::Yellow,
    };
    let style = color.on_default();
    format!("{style}{word}{style:#}")
}
