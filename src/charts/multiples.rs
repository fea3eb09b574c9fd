//! Small multiples: the fan of every variant in a panel of its own, on shared axes.

use super::axis::{Across, TimeAxis};
use super::figure::{Figure, Fill, Ink, KeyEntry, Label, Panel, Swatch};
use super::number::spoken;
use super::tracks::{INTERVALS, MEDIAN, Track, View};
use super::{fan, policy, wording};

/// One panel a variant.
pub(super) fn figure(view: &View) -> Figure {
    let about = &view.results.about;
    let time = TimeAxis::new(&about.start, view.days());
    let label = view.subject.label(view.results);
    let panels: Vec<Panel> = view.tracks.iter().map(|track| panel(view, track, &time)).collect();
    let mut notes = vec![wording::fan_note()];
    if panels.iter().any(|panel| panel.marks.iter().any(|mark| mark.is_change)) {
        notes.push(
            "Dashed lines mark changes of the threshold, with the new number of signatures where there is room."
                .to_owned(),
        );
    }
    notes.extend(wording::source(about));
    Figure {
        name: format!("{}-by-variant", view.subject.slug()),
        title: format!("{}, variant by variant", wording::capitalised(&label)),
        subtitle: wording::comparison(view, &time),
        description: wording::description("Fan charts", view, &view.tracks.iter().collect::<Vec<_>>(), &time),
        value_label: label,
        whole_numbers: view.subject.is_count(),
        across: Across::Time(time),
        panels,
        key: key(view),
        notes,
    }
}

fn panel(view: &View, track: &Track, time: &TimeAxis) -> Panel {
    let marks = policy::marks(&view.results.about, track.variant, time);
    let marks = marks.into_iter().map(|mark| super::figure::Mark { text: mark.short.clone(), ..mark });
    let end = track.last().and_then(|row| Some([row.time_days, MEDIAN.of(row)?]));
    let label = end.map(|at| Label { text: String::new(), tail: spoken(at[1]), at, ink: Some(Ink::Median) });
    Panel {
        title: Some(track.variant.name.clone()),
        marks: marks.filter(|mark| mark.is_change).collect(),
        labels: label.into_iter().collect(),
        ..fan::layers(track, &view.histories)
    }
}

/// Bands and lines by name: the panels are too small for names.
fn key(view: &View) -> Vec<KeyEntry> {
    let median = KeyEntry { swatch: Swatch::Ink(Ink::Median), text: "median, with its last value".to_owned() };
    let bands = INTERVALS.iter().enumerate().rev().map(|(index, &interval)| KeyEntry {
        swatch: Swatch::Fill(Fill::Fan(index)),
        text: wording::band_name(interval),
    });
    let histories = view.histories.iter().enumerate().map(|(index, history)| KeyEntry {
        swatch: Swatch::Ink(Ink::Observed(index)),
        text: wording::observed(history.name),
    });
    std::iter::once(median).chain(bands).chain(histories).collect()
}
