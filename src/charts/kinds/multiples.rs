//! Small multiples: the fan of every variant in a panel of its own, on shared axes.

use super::fan;
use super::tracks::{INTERVALS, MEDIAN, Track, View};
use crate::charts::ask::Ask;
use crate::charts::axis::{Across, TimeAxis};
use crate::charts::body::panels::{Label, Mark, Panel, Panels};
use crate::charts::drawing::{Fill, Ink};
use crate::charts::frame::{Figure, KeyEntry, Swatch};
use crate::charts::words::{policy, wording};
use crate::results::Results;

/// One panel a variant; nothing where there is only one.
pub fn figures(results: &Results, ask: &Ask) -> Vec<Figure> {
    let view = View::new(results, ask).filter(|view| view.tracks.len() > 1);
    view.map(|view| figure(&view, ask)).into_iter().collect()
}

fn figure(view: &View, ask: &Ask) -> Figure {
    let about = &view.results.about;
    let time = TimeAxis::new(&about.start, view.days(), ask.voice);
    let label = view.subject.label(view.results);
    let panels: Vec<Panel> = view.tracks.iter().map(|track| panel(view, track, &time)).collect();
    let mut notes = vec![wording::fan_note()];
    if panels.iter().any(|panel| panel.marks.iter().any(|mark| mark.is_change)) {
        notes.push(
            "Dashed lines mark changes of the threshold, with the new number of signatures where there is room."
                .to_owned(),
        );
    }
    notes.extend(wording::source(about, ask.voice));
    Figure {
        name: format!("{}-by-variant", view.subject.slug()),
        part: None,
        title: format!("{}, variant by variant", wording::capitalised(&label)),
        subtitle: wording::comparison(view, &time),
        description: wording::description("Fan charts", view, &view.tracks.iter().collect::<Vec<_>>(), &time),
        key: key(view),
        body: Box::new(Panels { values: view.subject.values(view.results, ask), across: Across::Time(time), panels }),
        notes,
    }
}

fn panel(view: &View, track: &Track, time: &TimeAxis) -> Panel {
    let marks = policy::marks(&view.results.about, track.variant, time);
    let marks = marks.into_iter().map(|mark| Mark { text: mark.short.clone(), ..mark });
    let end = track.last().and_then(|row| Some([row.time_days, MEDIAN.of(row)?]));
    let label =
        end.map(|at| Label { text: String::new(), tail: time.voice().spoken(at[1]), at, ink: Some(Ink::Median) });
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
