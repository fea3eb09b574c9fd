//! What stands below a title: what is measured, where, when, over how many runs, and with which intervals.

use super::Voice;
use super::wording::{capitalised, under};
use crate::charts::axis::TimeAxis;
use crate::charts::kinds::tracks::{Interval, Track, View};
use crate::locale::Locale;
use crate::results::rows::About;

/// Of the medians of a view over time, with these intervals around them: of one of its tracks, or of all.
pub fn of_medians(view: &View, track: Option<&Track>, time: &TimeAxis, intervals: &[Interval]) -> String {
    let (about, voice) = (&view.results.about, time.voice());
    let mut label = view.subject.label(view.results, voice);
    if let Some(track) = track.filter(|_| view.variant.is_some()) {
        label = format!("{label}, {}", track.name);
    }
    if let Some(variant) = view.variant.or(track.map(|track| track.variant)) {
        label += &under(view.results, variant, voice);
    }
    let runs = runs(about, voice);
    let medians = match track.is_none() && view.variant.is_none() {
        true => voice.pick(format!("medians of {runs} of each variant"), format!("médianes de {runs} par variante")),
        false => voice.pick(format!("median of {runs}"), format!("médiane de {runs}")),
    };
    over_time(&label, time, view.days(), &(medians + &with(intervals, voice)))
}

/// "Requests awaiting an answer, 22 Sep 2011 to 10 Jun 2013: …".
pub fn over_time(label: &str, time: &TimeAxis, days: f64, what: &str) -> String {
    let voice = time.voice();
    let (from, to) = (time.say(0.0), time.say(days));
    let period = voice.pick(format!("{from} to {to}"), format!("du {from} au {to}"));
    format!("{}, {period}{}{what}", capitalised(label), voice.colon())
}

/// "1,000 simulated runs".
pub fn runs(about: &About, voice: Voice) -> String {
    runs_of(about.provenance.replications, voice.locale)
}

/// The same of a number.
pub fn runs_of(count: u64, locale: Locale) -> String {
    let number = locale.whole(count);
    match (locale, count) {
        (Locale::English, 1) => "1 simulated run".to_owned(),
        (Locale::English, _) => format!("{number} simulated runs"),
        (Locale::French, 0 | 1) => format!("{number} simulation"),
        (Locale::French, _) => format!("{number} simulations"),
    }
}

/// ", with 50%, 80% and 90% prediction intervals"; empty without any.
pub fn with(intervals: &[Interval], voice: Voice) -> String {
    let percents = intervals.iter().rev().map(|interval| voice.percent(f64::from(interval.percent) / 100.0));
    let percents: Vec<String> = percents.collect();
    let listed = voice.list(&percents);
    match percents.is_empty() {
        true => String::new(),
        false => voice.pick(
            format!(", with {listed} prediction intervals"),
            format!(", avec intervalles de prévision à {listed}"),
        ),
    }
}

/// ", with 95% confidence intervals", where they are drawn.
pub fn with_confidence(are_drawn: bool, voice: Voice) -> &'static str {
    match are_drawn {
        true => voice.choose(", with 95% confidence intervals", ", avec intervalles de confiance à 95\u{202f}%"),
        false => "",
    }
}
