//! The overlay: all variants, classes or stages in one panel, each with its median and one band, named where they end.

use super::fan;
use super::tracks::{self, History, Interval, MEDIAN, Track, View};
use crate::charts::ask::Ask;
use crate::charts::axis::{Across, TimeAxis};
use crate::charts::body::panels::{Band, Data, Label, Line, Panel, Panels};
use crate::charts::drawing::{Fill, Ink, Slot};
use crate::charts::frame::Figure;
use crate::charts::words::{Amount, Voice, finding, measure, policy, wording};
use crate::results::Results;

/// More bands than these on top of each other turn to mud; then only medians are drawn.
const MOST_BANDS: usize = 4;

/// All in one panel; nothing where there is only one.
pub fn figures(results: &Results, ask: &Ask) -> Vec<Figure> {
    View::all(results, ask).iter().filter(|view| view.tracks.len() > 1).map(|view| figure(view, ask)).collect()
}

fn figure(view: &View, ask: &Ask) -> Figure {
    let (about, voice) = (&view.results.about, ask.voice);
    let time = TimeAxis::new(&about.start, view.days(), voice);
    let has_room = view.tracks.len() <= MOST_BANDS;
    let usual: &[u32] = if has_room { &[wording::STATED.percent] } else { &[] };
    let intervals = tracks::drawn(ask, usual);
    let note = match has_room || ask.options.band.is_some() {
        true => wording::overlay_note(&intervals, wording::Where::Moment, voice),
        false => wording::medians_note(voice),
    };
    Figure {
        name: format!("{}-overlay", view.slug(ask)),
        part: view.part(),
        title: None,
        finding: finding::of_several(view, &time),
        measure: measure::of_medians(view, None, &time, &intervals),
        description: wording::description(
            voice.choose("Line chart", "Graphique en lignes"),
            view,
            &view.tracks.iter().collect::<Vec<_>>(),
            &time,
        ),
        key: Vec::new(),
        body: {
            let panel = panel(view, &time, &intervals, ask);
            Box::new(Panels::new(view.subject.values(view.results, ask), Across::Time(time), vec![panel]))
        },
        notes: std::iter::once(note).chain(wording::source(about, voice)).collect(),
    }
}

fn panel(view: &View, time: &TimeAxis, intervals: &[Interval], ask: &Ask) -> Panel {
    let slot = |index| Slot { index, of: view.tracks.len() };
    let tracks = || view.tracks.iter().enumerate();
    let bands = tracks().flat_map(|(index, track)| {
        intervals.iter().map(move |&interval| band(track, interval, Slot { index, of: view.tracks.len() }))
    });
    let medians = tracks().map(|(index, track)| median(track, slot(index)));
    let names = tracks().filter_map(|(index, track)| name(track, slot(index), ask.voice));
    let histories: Vec<&History> = view.histories.iter().collect();
    Panel {
        title: None,
        bands: bands.collect(),
        lines: medians.chain(fan::history_lines(&histories)).collect(),
        marks: policy::common_marks(&view.results.about, view.tracks.iter().map(|track| track.variant), time, ask),
        labels: names.chain(fan::history_labels(&histories, ask.voice)).collect(),
    }
}

fn band(track: &Track, interval: Interval, slot: Slot) -> Band {
    let columns = format!("{} {}", interval.low.name, interval.high.name);
    let data = Data { series: track.name.clone(), columns };
    Band { data, fill: Fill::Variant(slot), segments: track.band(interval) }
}

fn median(track: &Track, slot: Slot) -> Line {
    let data = Data { series: track.name.clone(), columns: MEDIAN.name.to_owned() };
    Line { data, ink: Ink::Variant(slot), segments: track.line(MEDIAN) }
}

fn name(track: &Track, slot: Slot, voice: Voice) -> Option<Label> {
    let row = track.last()?;
    let median = MEDIAN.of(row)?;
    let (text, tail) = (track.name.clone(), voice.colon().to_owned() + &Amount::of(&row.metric, voice).say(median));
    Some(Label { text, tail, at: [row.time_days, median], ink: Some(Ink::Variant(slot)) })
}
