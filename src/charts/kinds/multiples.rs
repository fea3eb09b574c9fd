//! Small multiples: the fan of every variant, class or stage in a panel of its own, on shared axes.

use super::fan;
use super::tracks::{self, History, Interval, MEDIAN, Track, View};
use crate::charts::ask::Ask;
use crate::charts::axis::{Across, TimeAxis};
use crate::charts::body::panels::{Label, Mark, Panel, Panels};
use crate::charts::drawing::{Fill, Ink};
use crate::charts::frame::{Figure, KeyEntry, Swatch};
use crate::charts::words::{Amount, Voice, finding, measure, policy, wording};
use crate::results::Results;

/// One panel each; nothing where there is only one.
pub fn figures(results: &Results, ask: &Ask) -> Vec<Figure> {
    View::all(results, ask).iter().filter(|view| view.tracks.len() > 1).map(|view| figure(view, ask)).collect()
}

fn figure(view: &View, ask: &Ask) -> Figure {
    let (about, voice) = (&view.results.about, ask.voice);
    let time = TimeAxis::new(&about.start, view.days(), voice);
    let intervals = tracks::intervals(ask, &fan::USUAL);
    let panels: Vec<Panel> = view.tracks.iter().map(|track| panel(view, track, &intervals, &time, ask)).collect();
    let shown = tracks::drawn(ask, &fan::USUAL);
    let mut notes = vec![wording::bands_note(&shown, wording::Where::Moment, voice)];
    if view.tracks.iter().any(|track| policy::is_changed(about, track.variant, &time)) {
        notes.push(policy::marks_note(voice).to_owned());
    }
    notes.extend(wording::source(about, voice));
    Figure {
        name: format!("{}-by-{}", view.subject.slug(), view.by),
        part: view.part(),
        title: None,
        finding: finding::of_ranges(view, &time),
        measure: measure::of_medians(view, None, &time, &shown),
        description: wording::description(
            voice.choose("Fan charts", "Graphiques en éventail"),
            view,
            &view.tracks.iter().collect::<Vec<_>>(),
            &time,
        ),
        key: key(view, &intervals, voice),
        body: Box::new(Panels::new(view.subject.values(view.results, ask), Across::Time(time), panels)),
        notes,
    }
}

fn panel(view: &View, track: &Track, intervals: &[(usize, Interval)], time: &TimeAxis, ask: &Ask) -> Panel {
    let marks = policy::marks(&view.results.about, track.variant, time, ask);
    let marks = marks.into_iter().map(|mark| Mark { text: mark.short.clone(), ..mark });
    let end = track.last().and_then(|row| Some((row, [row.time_days, MEDIAN.of(row)?])));
    let label = end.map(|(row, at)| {
        let tail = Amount::of(&row.metric, ask.voice).say(at[1]);
        Label { text: String::new(), tail, at, ink: Some(Ink::Median) }
    });
    let histories: Vec<&History> = view.histories.iter().chain(&track.histories).collect();
    Panel {
        title: Some(track.name.clone()),
        marks: marks.filter(|mark| mark.is_change).collect(),
        labels: label.into_iter().collect(),
        ..fan::layers(track, &histories, intervals)
    }
}

/// Bands and lines by name: the panels are too small for names.
fn key(view: &View, intervals: &[(usize, Interval)], voice: Voice) -> Vec<KeyEntry> {
    let median = voice.choose("median, with its last value", "médiane, avec sa dernière valeur");
    let median = KeyEntry { swatch: Swatch::Ink(Ink::Median), text: median.to_owned() };
    let bands = intervals.iter().rev().map(|&(rank, interval)| KeyEntry {
        swatch: Swatch::Fill(Fill::Fan(rank)),
        text: wording::band_name(interval, voice),
    });
    let histories = view.histories.iter().enumerate().map(|(index, history)| KeyEntry {
        swatch: Swatch::Ink(Ink::Observed(index)),
        text: wording::observed(history.name, voice),
    });
    std::iter::once(median).chain(bands).chain(histories).collect()
}
