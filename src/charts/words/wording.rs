//! The words on charts: titles, findings, notes and alternative text.

use super::Voice;
use crate::charts::axis::TimeAxis;
use crate::charts::kinds::tracks::{Column, INTERVALS, Interval, MEDIAN, Track, View};
use crate::results::rows::{About, SeriesRow};

/// The interval that findings state and overlays draw.
pub const STATED: Interval = INTERVALS[1];

/// A label as the start of a sentence.
pub fn capitalised(label: &str) -> String {
    let mut letters = label.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}

/// How the runs of one variant end.
pub fn finding(track: &Track, time: &TimeAxis) -> String {
    match track.last() {
        Some(row) => format!("On {} {}.", time.say(row.time_days), state(row, time.voice())),
        None => "There are no values to show.".to_owned(),
    }
}

/// Which variants end highest and lowest.
pub fn comparison(view: &View, time: &TimeAxis) -> String {
    let ends = view.tracks.iter().filter_map(|track| {
        let row = track.last()?;
        Some((track.variant.name.as_str(), row.time_days, MEDIAN.of(row)?))
    });
    let mut ends: Vec<(&str, f64, f64)> = ends.collect();
    ends.sort_by(|a, b| b.2.total_cmp(&a.2));
    match (ends.first(), ends.last()) {
        (Some(highest), Some(lowest)) if highest.2 > lowest.2 => format!(
            "On {} the median is highest under {} ({}) and lowest under {} ({}).",
            time.say(highest.1),
            time.voice().quoted(highest.0),
            time.voice().spoken(highest.2),
            time.voice().quoted(lowest.0),
            time.voice().spoken(lowest.2)
        ),
        (Some(end), _) => {
            format!("On {} the median is {} under every variant.", time.say(end.1), time.voice().spoken(end.2))
        }
        _ => "There are no values to show.".to_owned(),
    }
}

/// The chart in words: its kind, its axes, and how each variant ends.
pub fn description(kind: &str, view: &View, tracks: &[&Track], time: &TimeAxis) -> String {
    let label = view.subject.label(view.results);
    let mut text = format!("{kind}: {label} from {} to {}, over simulated runs.", time.say(0.0), time.say(view.days()));
    for track in tracks {
        text += &format!(" {}: {}", capitalised(&track.variant.name), finding(track, time));
    }
    for history in &view.histories {
        if let (Some(first), Some(last)) = (history.points.first(), history.points.last()) {
            text += &format!(
                " {}: {} on {}, {} on {}.",
                capitalised(&observed(history.name)),
                time.voice().spoken(first[1]),
                time.say(first[0]),
                time.voice().spoken(last[1]),
                time.say(last[0])
            );
        }
    }
    text
}

/// What a band is called beside it.
pub fn band_name(interval: Interval) -> String {
    format!("{}% of runs", interval.percent)
}

/// What a recorded history is called beside its line.
pub fn observed(name: &str) -> String {
    let name = name.replace('_', " ");
    if name.contains("observed") { name } else { format!("observed: {name}") }
}

/// What the bands of a fan are.
pub fn fan_note() -> String {
    let percents: Vec<String> = INTERVALS.iter().rev().map(|interval| format!("{}%", interval.percent)).collect();
    let (last, first) = percents.split_last().map_or(("", &[][..]), |(last, first)| (last.as_str(), first));
    format!(
        "Shaded bands are prediction intervals over replications: at each moment, {} and {last} of the simulated runs \
         lie within them.",
        first.join(", ")
    )
}

/// What the single band of each variant is.
pub fn overlay_note() -> String {
    format!(
        "Lines are medians. Shaded bands are prediction intervals over replications: at each moment, {}% of the \
         simulated runs lie within them.",
        STATED.percent
    )
}

/// What the lines are where there are too many variants for bands.
pub fn medians_note() -> String {
    "Lines are medians of the simulated runs; their prediction intervals are on the chart of one panel a variant."
        .to_owned()
}

/// Where the numbers come from. Nothing here depends on how the run was started.
pub fn source(about: &About, voice: Voice) -> Vec<String> {
    let provenance = &about.provenance;
    let replications = format!("{} replications of each variant", voice.whole(provenance.replications));
    let source =
        format!("Source: {}, {replications}, seed {}. Scenario: {}", provenance.program, provenance.seed, about.title);
    let unfinished = format!("The run was interrupted: the numbers rest on {replications}.");
    if provenance.complete { vec![source] } else { vec![unfinished, source] }
}

/// "the median is 58 and 80% of runs lie between 41 and 78".
fn state(row: &SeriesRow, voice: Voice) -> String {
    let say = |column: Column| column.of(row).map(|value| voice.spoken(value));
    let median = say(MEDIAN).unwrap_or_default();
    match (say(STATED.low), say(STATED.high)) {
        (Some(low), Some(high)) if low == high && low == median => {
            format!("the median is {median}, as in {}% of runs", STATED.percent)
        }
        (Some(low), Some(high)) => {
            format!("the median is {median} and {}% of runs lie between {low} and {high}", STATED.percent)
        }
        _ => format!("the median is {median}"),
    }
}
