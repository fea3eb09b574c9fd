//! The overlay: all variants in one panel, each with its median and one band, named where they end.

use super::fan;
use super::tracks::{MEDIAN, Track, View};
use crate::charts::ask::Ask;
use crate::charts::axis::{Across, TimeAxis};
use crate::charts::body::panels::{Band, Data, Label, Line, Panel, Panels};
use crate::charts::drawing::{Fill, Ink, Slot};
use crate::charts::frame::Figure;
use crate::charts::words::{Voice, policy, wording};
use crate::results::Results;

/// More bands than these on top of each other turn to mud; then only medians are drawn.
const MOST_BANDS: usize = 4;

/// All variants in one panel; nothing where there is only one.
pub fn figures(results: &Results, ask: &Ask) -> Vec<Figure> {
    let view = View::new(results, ask).filter(|view| view.tracks.len() > 1);
    view.map(|view| figure(&view, ask)).into_iter().collect()
}

fn figure(view: &View, ask: &Ask) -> Figure {
    let about = &view.results.about;
    let time = TimeAxis::new(&about.start, view.days(), ask.voice);
    let label = view.subject.label(view.results);
    let has_bands = view.tracks.len() <= MOST_BANDS;
    let note = if has_bands { wording::overlay_note() } else { wording::medians_note() };
    Figure {
        name: format!("{}-overlay", view.subject.slug()),
        part: None,
        title: format!("{}: variants compared", wording::capitalised(&label)),
        subtitle: wording::comparison(view, &time),
        description: wording::description("Line chart", view, &view.tracks.iter().collect::<Vec<_>>(), &time),
        key: Vec::new(),
        body: Box::new(Panels {
            values: view.subject.values(view.results, ask),
            panels: vec![panel(view, &time, has_bands)],
            across: Across::Time(time),
        }),
        notes: std::iter::once(note).chain(wording::source(about, ask.voice)).collect(),
    }
}

fn panel(view: &View, time: &TimeAxis, has_bands: bool) -> Panel {
    let slot = |index| Slot { index, of: view.tracks.len() };
    let tracks = || view.tracks.iter().enumerate();
    let bands = tracks().filter(|_| has_bands).map(|(index, track)| band(track, slot(index)));
    let medians = tracks().map(|(index, track)| median(track, slot(index)));
    let names = tracks().filter_map(|(index, track)| name(track, slot(index), time.voice()));
    Panel {
        title: None,
        bands: bands.collect(),
        lines: medians.chain(fan::history_lines(&view.histories)).collect(),
        marks: policy::common_marks(&view.results.about, view.tracks.iter().map(|track| track.variant), time),
        labels: names.chain(fan::history_labels(&view.histories)).collect(),
    }
}

fn band(track: &Track, slot: Slot) -> Band {
    let columns = format!("{} {}", wording::STATED.low.name, wording::STATED.high.name);
    let data = Data { series: track.variant.name.clone(), columns };
    Band { data, fill: Fill::Variant(slot), segments: track.band(wording::STATED) }
}

fn median(track: &Track, slot: Slot) -> Line {
    let data = Data { series: track.variant.name.clone(), columns: MEDIAN.name.to_owned() };
    Line { data, ink: Ink::Variant(slot), segments: track.line(MEDIAN) }
}

fn name(track: &Track, slot: Slot, voice: Voice) -> Option<Label> {
    let row = track.last()?;
    let median = MEDIAN.of(row)?;
    let (text, tail) = (track.variant.name.clone(), format!(": {}", voice.spoken(median)));
    Some(Label { text, tail, at: [row.time_days, median], ink: Some(Ink::Variant(slot)) })
}
