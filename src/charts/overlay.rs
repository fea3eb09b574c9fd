//! The overlay: all variants in one panel, each with its median and one band, named where they end.

use super::axis::{Across, TimeAxis};
use super::figure::{Band, Data, Figure, Fill, Ink, Label, Line, Panel, Slot};
use super::number::spoken;
use super::tracks::{MEDIAN, Track, View};
use super::{fan, policy, wording};

/// More bands than these on top of each other turn to mud; then only medians are drawn.
const MOST_BANDS: usize = 4;

/// All variants in one panel.
pub(super) fn figure(view: &View) -> Figure {
    let about = &view.results.about;
    let time = TimeAxis::new(&about.start, view.days());
    let label = view.subject.label(view.results);
    let has_bands = view.tracks.len() <= MOST_BANDS;
    let note = if has_bands { wording::overlay_note() } else { wording::medians_note() };
    Figure {
        name: format!("{}-overlay", view.subject.slug()),
        title: format!("{}: variants compared", wording::capitalised(&label)),
        subtitle: wording::comparison(view, &time),
        description: wording::description("Line chart", view, &view.tracks.iter().collect::<Vec<_>>(), &time),
        value_label: label,
        whole_numbers: view.subject.is_count(),
        panels: vec![panel(view, &time, has_bands)],
        across: Across::Time(time),
        key: Vec::new(),
        notes: std::iter::once(note).chain(wording::source(about)).collect(),
    }
}

fn panel(view: &View, time: &TimeAxis, has_bands: bool) -> Panel {
    let slot = |index| Slot { index, of: view.tracks.len() };
    let tracks = || view.tracks.iter().enumerate();
    let bands = tracks().filter(|_| has_bands).map(|(index, track)| band(track, slot(index)));
    let medians = tracks().map(|(index, track)| median(track, slot(index)));
    let names = tracks().filter_map(|(index, track)| name(track, slot(index)));
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

fn name(track: &Track, slot: Slot) -> Option<Label> {
    let row = track.last()?;
    let median = MEDIAN.of(row)?;
    let (text, tail) = (track.variant.name.clone(), format!(": {}", spoken(median)));
    Some(Label { text, tail, at: [row.time_days, median], ink: Some(Ink::Variant(slot)) })
}
