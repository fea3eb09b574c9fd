//! The fan chart of one variant: the median over time and the 50%, 80% and 90% prediction intervals around it, with
//! changes of the threshold marked and recorded history on top.

use super::naming::{slug, unique};
use super::tracks::{History, INTERVALS, MEDIAN, Track, View};
use crate::charts::ask::Ask;
use crate::charts::axis::{Across, TimeAxis};
use crate::charts::body::panels::{Band, Data, Label, Line, Panel, Panels};
use crate::charts::drawing::{Fill, Ink};
use crate::charts::frame::Figure;
use crate::charts::words::{Voice, policy, wording};
use crate::results::Results;

/// A fan for each variant.
pub fn figures(results: &Results, ask: &Ask) -> Vec<Figure> {
    let Some(view) = View::new(results, ask) else { return Vec::new() };
    let slugs = unique(results.about.variants.iter().map(|variant| slug(&variant.name)));
    let slug_of = |track: &Track| {
        let position = results.about.variants.iter().position(|variant| std::ptr::eq(variant, track.variant));
        position.map(|index| slugs[index].clone())
    };
    view.tracks.iter().map(|track| figure(&view, track, slug_of(track), ask)).collect()
}

/// The fan of a variant; `part` names it in the file's name.
fn figure(view: &View, track: &Track, part: Option<String>, ask: &Ask) -> Figure {
    let about = &view.results.about;
    let time = TimeAxis::new(&about.start, view.days(), ask.voice);
    let label = view.subject.label(view.results);
    let mut panel = layers(track, &view.histories);
    panel.marks = policy::marks(about, track.variant, &time);
    panel.labels = labels(track, &view.histories, ask.voice);
    let mut notes = vec![wording::fan_note()];
    notes.extend(policy::sentence(about, track.variant, &time));
    notes.extend(wording::source(about, ask.voice));
    Figure {
        name: format!("{}-fan", view.subject.slug()),
        part,
        title: format!("{}: {}", wording::capitalised(&label), track.variant.name),
        subtitle: wording::finding(track, &time),
        description: wording::description("Fan chart", view, &[track], &time),
        key: Vec::new(),
        body: Box::new(Panels {
            values: view.subject.values(view.results, ask),
            across: Across::Time(time),
            panels: vec![panel],
        }),
        notes,
    }
}

/// Bands, median and history of a variant, without words.
pub fn layers(track: &Track, histories: &[History]) -> Panel {
    let data = |columns: String| Data { series: track.variant.name.clone(), columns };
    let bands = INTERVALS.iter().enumerate().map(|(index, &interval)| Band {
        data: data(format!("{} {}", interval.low.name, interval.high.name)),
        fill: Fill::Fan(index),
        segments: track.band(interval),
    });
    let median = Line { data: data(MEDIAN.name.to_owned()), ink: Ink::Median, segments: track.line(MEDIAN) };
    let lines = std::iter::once(median).chain(history_lines(histories));
    Panel { bands: bands.collect(), lines: lines.collect(), ..Panel::default() }
}

/// Recorded histories as lines.
pub fn history_lines(histories: &[History]) -> impl Iterator<Item = Line> {
    histories.iter().enumerate().map(|(index, history)| Line {
        data: Data { series: history.name.to_owned(), columns: "observed".to_owned() },
        ink: Ink::Observed(index),
        segments: vec![history.points.clone()],
    })
}

/// The names of recorded histories, at their last values.
pub fn history_labels(histories: &[History]) -> impl Iterator<Item = Label> {
    histories.iter().enumerate().filter_map(|(index, history)| {
        let text = wording::observed(history.name);
        Some(Label { text, tail: String::new(), at: *history.points.last()?, ink: Some(Ink::Observed(index)) })
    })
}

/// The names of bands and lines, where they end. A band's name points to its upper part.
fn labels(track: &Track, histories: &[History], voice: Voice) -> Vec<Label> {
    let mut labels = Vec::new();
    if let Some(row) = track.last() {
        for (index, interval) in INTERVALS.iter().enumerate() {
            let inner = INTERVALS.get(index + 1).map_or(MEDIAN, |inner| inner.high);
            if let (Some(outer), Some(inner)) = (interval.high.of(row), inner.of(row)) {
                let at = [row.time_days, inner + (outer - inner) / 2.0];
                labels.push(Label { text: wording::band_name(*interval), tail: String::new(), at, ink: None });
            }
        }
        if let Some(median) = MEDIAN.of(row) {
            let (text, tail) = ("median".to_owned(), format!(": {}", voice.spoken(median)));
            labels.push(Label { text, tail, at: [row.time_days, median], ink: Some(Ink::Median) });
        }
    }
    labels.extend(history_labels(histories));
    labels
}
