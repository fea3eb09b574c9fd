//! The words on charts of runs: titles, findings, notes and alternative text.

use super::{Amount, Voice, finding};
use crate::charts::axis::TimeAxis;
use crate::charts::kinds::tracks::{Column, INTERVALS, Interval, MEDIAN, Track, View};
use crate::locale::NO_BREAK_SPACE;
use crate::results::{
    Results,
    rows::{About, SeriesRow, VariantAbout},
};

/// The interval that findings state and overlays draw.
pub const STATED: Interval = INTERVALS[1];

/// A label as the start of a sentence.
pub fn capitalised(label: &str) -> String {
    let mut letters = label.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}

/// A name after what it belongs to: "requests awaiting an answer: keep 5,000".
pub fn of(label: &str, name: &str, voice: Voice) -> String {
    format!("{label}{}{name}", voice.colon())
}

/// " under “keep 5,000”"; empty for the only variant.
pub fn under(results: &Results, variant: &VariantAbout, voice: Voice) -> String {
    match results.about.variants.len() {
        1 => String::new(),
        _ => format!(" {} {}", voice.choose("under", "avec"), voice.quoted(&variant.name)),
    }
}

/// "on 3 Oct 2011", or "on day 12".
pub fn moment(time_days: f64, time: &TimeAxis) -> String {
    let said = time.say(time_days);
    match time.has_dates() {
        true => time.voice().pick(format!("on {said}"), format!("le {said}")),
        false => time.voice().pick(format!("on {said}"), format!("au {said}")),
    }
}

/// The same on one line.
pub fn unbroken_moment(time_days: f64, time: &TimeAxis) -> String {
    moment(time_days, time).replace(' ', &NO_BREAK_SPACE.to_string())
}

/// How the runs of one track end: "On 11 Jun 2013 the median is 58 and 80% of runs lie between 41 and 78."
fn ends(track: &Track, time: &TimeAxis) -> String {
    let voice = time.voice();
    match track.last() {
        Some(row) => {
            let comma = voice.choose("", ",");
            format!("{}{comma} {}.", capitalised(&moment(row.time_days, time)), state(row, voice))
        }
        None => finding::nothing(voice) + ".",
    }
}

/// The chart in words: its kind, and how each track ends.
pub fn description(kind: &str, view: &View, tracks: &[&Track], time: &TimeAxis) -> String {
    let voice = time.voice();
    let mut text = format!("{kind}.");
    for track in tracks {
        text += &format!(" {}", of(&capitalised(&track.name), &ends(track, time), voice));
    }
    for history in view.histories.iter().chain(tracks.iter().flat_map(|track| &track.histories)) {
        if let (Some(first), Some(last)) = (history.points.first(), history.points.last()) {
            let name = capitalised(&observed(history.name, voice));
            let values = [first, last].map(|point| (voice.spoken(point[1]), moment(point[0], time)));
            text +=
                &format!(" {}{} {}, {} {}.", of(&name, "", voice), values[0].0, values[0].1, values[1].0, values[1].1);
        }
    }
    text
}

/// What a band is called beside it.
pub fn band_name(interval: Interval, voice: Voice) -> String {
    let percent = voice.percent(f64::from(interval.percent) / 100.0);
    voice.pick(format!("{percent} of runs"), format!("{percent} des simulations"))
}

/// What the median is called beside its line.
pub fn median(voice: Voice) -> &'static str {
    voice.choose("median", "médiane")
}

/// What a recorded history is called beside its line.
pub fn observed(name: &str, voice: Voice) -> String {
    let name = name.replace('_', " ");
    if name.contains("observed") { name } else { of(voice.choose("observed", "observé"), &name, voice) }
}

/// Where a share of the runs lies: at a moment, or at a value of what is varied.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Where {
    /// At each moment.
    Moment,
    /// At each value of a key.
    Value,
}

/// What the bands are, with the line that they surround.
pub fn bands_note(intervals: &[Interval], place: Where, voice: Voice) -> String {
    let percents: Vec<String> =
        intervals.iter().rev().map(|interval| voice.percent(f64::from(interval.percent) / 100.0)).collect();
    if percents.is_empty() {
        let lines = ("Lines are medians of the simulated runs.", "Les lignes sont les médianes des simulations.");
        return voice.choose(lines.0, lines.1).to_owned();
    }
    let percents = voice.list(&percents);
    let (each, chaque) = match place {
        Where::Moment => ("at each moment", "à chaque instant"),
        Where::Value => ("at each value", "à chaque valeur"),
    };
    voice.pick(
        format!(
            "Shaded bands are prediction intervals over replications: {each}, {percents} of the simulated runs lie \
             within them."
        ),
        format!(
            "Les bandes sont des intervalles de prévision sur les réplications\u{a0}: {chaque}, {percents} des \
             simulations s’y trouvent."
        ),
    )
}

/// What the single band of each variant is.
pub fn overlay_note(intervals: &[Interval], place: Where, voice: Voice) -> String {
    let bands = bands_note(intervals, place, voice);
    match intervals {
        [] => bands,
        _ => voice.choose("Lines are medians. ", "Les lignes sont des médianes. ").to_owned() + &bands,
    }
}

/// What the lines are where there are too many variants for bands.
pub fn medians_note(voice: Voice) -> String {
    voice
        .choose(
            "Lines are medians of the simulated runs; their prediction intervals are on the chart of one panel a variant.",
            "Les lignes sont les médianes des simulations\u{a0}; leurs intervalles de prévision sont sur le graphique à \
             un panneau par variante.",
        )
        .to_owned()
}

/// Where the numbers come from. Nothing here depends on how the run was started.
pub fn source(about: &About, voice: Voice) -> Vec<String> {
    let provenance = &about.provenance;
    let (program, seed, title) = (&provenance.program, provenance.seed, &about.title);
    let count = voice.whole(provenance.replications);
    let source = voice.pick(
        format!("Source: {program}, {count} replications of each variant, seed {seed}. Scenario: {title}"),
        format!(
            "Source\u{a0}: {program}, {count} réplications de chaque variante, graine {seed}. Scénario\u{a0}: {title}"
        ),
    );
    if provenance.complete {
        return vec![source];
    }
    let unfinished = voice.pick(
        format!("The run was interrupted: the numbers rest on {count} replications of each variant."),
        format!("Le calcul a été interrompu\u{a0}: les chiffres reposent sur {count} réplications de chaque variante."),
    );
    vec![unfinished, source]
}

/// "the median is 58 and 80% of runs lie between 41 and 78".
fn state(row: &SeriesRow, voice: Voice) -> String {
    let amount = Amount::of(&row.metric, voice);
    let say = |column: Column| column.of(row).map(|value| amount.say(value));
    let median = say(MEDIAN).unwrap_or_default();
    let percent = voice.percent(f64::from(STATED.percent) / 100.0);
    match (say(STATED.low), say(STATED.high)) {
        (Some(low), Some(high)) if low == high && low == median => voice.pick(
            format!("the median is {median}, as in {percent} of runs"),
            format!("la médiane est de {median}, comme dans {percent} des simulations"),
        ),
        (Some(low), Some(high)) => voice.pick(
            format!("the median is {median} and {percent} of runs lie between {low} and {high}"),
            format!("la médiane est de {median} et {percent} des simulations se trouvent entre {low} et {high}"),
        ),
        _ => voice.pick(format!("the median is {median}"), format!("la médiane est de {median}")),
    }
}
