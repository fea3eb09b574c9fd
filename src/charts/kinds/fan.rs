//! The fan chart of one variant: the median over time and the 50%, 80% and 90% prediction intervals around it, with
//! changes of the threshold marked and recorded history on top.

use super::naming::slug;
use super::tracks::{self, History, Interval, MEDIAN, Track, View, slug_of};
use crate::charts::ask::Ask;
use crate::charts::axis::{Across, TimeAxis};
use crate::charts::body::panels::{Band, Data, Label, Line, Panel, Panels};
use crate::charts::drawing::{Fill, Ink};
use crate::charts::frame::Figure;
use crate::charts::words::{Amount, Voice, finding, measure, policy, wording};
use crate::results::Results;

/// Percentages of the bands that a fan has room for.
pub const USUAL: [u32; 3] = [90, 80, 50];

/// A fan for each variant; or for each class or stage of each.
pub fn figures(results: &Results, ask: &Ask) -> Vec<Figure> {
    let views = View::all(results, ask);
    views.iter().flat_map(|view| view.tracks.iter().map(move |track| figure(view, track, ask))).collect()
}

fn figure(view: &View, track: &Track, ask: &Ask) -> Figure {
    let about = &view.results.about;
    let time = TimeAxis::new(&about.start, view.days(), ask.voice);
    let intervals = tracks::intervals(ask, &USUAL);
    let histories: Vec<&History> = view.histories.iter().chain(&track.histories).collect();
    let mut panel = layers(track, &histories, &intervals);
    panel.marks = policy::marks(about, track.variant, &time, ask);
    panel.labels = labels(track, &histories, &intervals, ask.voice);
    let shown = tracks::drawn(ask, &USUAL);
    let mut notes = vec![wording::bands_note(&shown, wording::Where::Moment, ask.voice)];
    notes.extend(policy::sentence(about, track.variant, &time));
    notes.extend(wording::source(about, ask.voice));
    let part = match view.variant {
        None => slug_of(view.results, track.variant),
        Some(_) => view.part().map_or_else(|| slug(&track.name), |part| format!("{}-{part}", slug(&track.name))),
    };
    Figure {
        name: format!("{}-fan", view.slug(ask)),
        part: Some(part),
        title: None,
        finding: finding::of_one(view, track, &time),
        measure: measure::of_medians(view, Some(track), &time, &shown),
        description: wording::description(
            ask.voice.choose("Fan chart", "Graphique en éventail"),
            view,
            &[track],
            &time,
        ),
        key: Vec::new(),
        body: Box::new(Panels::new(view.subject.values(view.results, ask), Across::Time(time), vec![panel])),
        notes,
    }
}

/// Bands, median and history of a track, without words. The intervals are given with their ranks.
pub fn layers(track: &Track, histories: &[&History], intervals: &[(usize, Interval)]) -> Panel {
    let data = |columns: String| Data { series: track.name.clone(), columns };
    let bands = intervals.iter().map(|&(rank, interval)| Band {
        data: data(format!("{} {}", interval.low.name, interval.high.name)),
        fill: Fill::Fan(rank),
        segments: track.band(interval),
    });
    let median = Line { data: data(MEDIAN.name.to_owned()), ink: Ink::Median, segments: track.line(MEDIAN) };
    let lines = std::iter::once(median).chain(history_lines(histories));
    Panel { bands: bands.collect(), lines: lines.collect(), ..Panel::default() }
}

/// The same with the names of everything, in the bands that are asked for.
pub fn named(track: &Track, histories: &[&History], ask: &Ask) -> Panel {
    let intervals = tracks::intervals(ask, &USUAL);
    Panel { labels: labels(track, histories, &intervals, ask.voice), ..layers(track, histories, &intervals) }
}

/// What the bands that are asked for are.
pub fn note(ask: &Ask) -> String {
    wording::bands_note(&tracks::drawn(ask, &USUAL), wording::Where::Moment, ask.voice)
}

/// Recorded histories as lines.
pub fn history_lines(histories: &[&History]) -> impl Iterator<Item = Line> {
    histories.iter().enumerate().map(|(index, history)| Line {
        data: Data { series: history.name.to_owned(), columns: "observed".to_owned() },
        ink: Ink::Observed(index),
        segments: vec![history.points.clone()],
    })
}

/// The names of recorded histories, at their last values.
pub fn history_labels(histories: &[&History], voice: Voice) -> impl Iterator<Item = Label> {
    histories.iter().enumerate().filter_map(move |(index, history)| {
        let text = wording::observed(history.name, voice);
        Some(Label { text, tail: String::new(), at: *history.points.last()?, ink: Some(Ink::Observed(index)) })
    })
}

/// The names of bands and lines, where they end. A band's name points to its upper part.
fn labels(track: &Track, histories: &[&History], intervals: &[(usize, Interval)], voice: Voice) -> Vec<Label> {
    let mut labels = Vec::new();
    if let Some(row) = track.last() {
        for (index, (_, interval)) in intervals.iter().enumerate() {
            let inner = intervals.get(index + 1).map_or(MEDIAN, |(_, inner)| inner.high);
            if let (Some(outer), Some(inner)) = (interval.high.of(row), inner.of(row)) {
                let at = [row.time_days, inner + (outer - inner) / 2.0];
                let text = wording::band_name(*interval, voice);
                labels.push(Label { text, tail: String::new(), at, ink: None });
            }
        }
        if let Some(median) = MEDIAN.of(row) {
            let (text, tail) = (
                wording::median(voice).to_owned(),
                voice.colon().to_owned() + &Amount::of(&row.metric, voice).say(median),
            );
            labels.push(Label { text, tail, at: [row.time_days, median], ink: Some(Ink::Median) });
        }
    }
    labels.extend(history_labels(histories, voice));
    labels
}
