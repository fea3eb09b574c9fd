//! The backlog above its context, variant by variant: the threshold in force, the staff, and how many requests arrive a
//! day, on one time axis.

use super::fan;
use super::tracks::{self, History, MEDIAN, Subject, Track, View, segments, slug_of};
use crate::charts::ask::{ALL, Ask};
use crate::charts::axis::{Across, TimeAxis};
use crate::charts::body::panels::{Data, Label, Line, Panel, Panels, Row, Stack, Values};
use crate::charts::drawing::{Ink, Slot};
use crate::charts::frame::Figure;
use crate::charts::words::{finding, measure, wording};
use crate::model::chart::Scale;
use crate::model::metric::Metric;
use crate::results::Results;
use crate::results::rows::SeriesRow;

/// Parts of the room that the main panel gets; strips get one.
const MAIN: u32 = 3;
/// A threshold that moves by more than this factor is drawn on a logarithmic axis.
const WIDE: f64 = 20.0;
/// Rates are means over so many steps of the time axis at most.
const MOST_RATES: usize = 80;

/// A figure for each variant.
pub fn figures(results: &Results, ask: &Ask) -> Vec<Figure> {
    let views = View::all(results, &ask.by_variant());
    views.iter().flat_map(|view| view.tracks.iter().map(move |track| figure(view, track, ask))).collect()
}

fn figure(view: &View, track: &Track, ask: &Ask) -> Figure {
    let about = &view.results.about;
    let time = TimeAxis::new(&about.start, view.days(), ask.voice);
    let histories: Vec<&History> = view.histories.iter().collect();
    let main = fan::named(track, &histories, ask);
    let main = Panels::new(view.subject.values(view.results, ask), Across::Time(time.clone()), vec![main]);
    let context = Context { view, track, ask, time: &time };
    let mut rows = vec![Row { panels: main, parts: MAIN }];
    rows.extend(context.thresholds());
    rows.extend(context.staff());
    rows.extend(context.arrivals());
    let mut notes = vec![fan::note(ask)];
    let below = ask.voice.choose(
        "Below: medians of the threshold and the staff; of arrivals the mean number a day.",
        "En bas\u{a0}: médianes du seuil et de l’effectif\u{a0}; des arrivées, le nombre moyen par jour.",
    );
    notes.push(below.to_owned());
    notes.extend(wording::source(about, ask.voice));
    Figure {
        name: format!("{}-strips", view.subject.slug()),
        part: Some(slug_of(view.results, track.variant)),
        title: None,
        finding: finding::of_one(view, track, &time),
        measure: {
            let below = ask.voice.choose("; below, its context", "\u{a0}; en bas, son contexte");
            measure::of_medians(view, Some(track), &time, &tracks::drawn(ask, &fan::USUAL)) + below
        },
        description: wording::description(
            ask.voice.choose("Fan chart above strips of context", "Graphique en éventail au-dessus de son contexte"),
            view,
            &[track],
            &time,
        ),
        key: Vec::new(),
        body: Box::new(Stack::new(rows)),
        notes,
    }
}

/// What the strips of one variant are drawn from.
struct Context<'a> {
    view: &'a View<'a>,
    track: &'a Track<'a>,
    ask: &'a Ask,
    time: &'a TimeAxis,
}

/// A line of a strip.
struct Strand {
    name: String,
    column: &'static str,
    points: Vec<[f64; 2]>,
}

impl Context<'_> {
    /// The threshold of each class that has one.
    fn thresholds(&self) -> Option<Row> {
        let strand = |class: &str, label: &str| self.median(Metric::Threshold, class, ALL, label);
        let strands = self.classes().filter_map(|(name, label)| strand(name, label));
        let needed = |strand: &Strand| strand.points.iter().any(|point| point[1] > 0.0);
        let strands: Vec<Strand> = strands.filter(needed).collect();
        let values = || strands.iter().flat_map(|strand| strand.points.iter().map(|point| point[1]));
        let (low, high) = (values().fold(f64::INFINITY, f64::min), values().fold(0.0, f64::max));
        let scale = if low > 0.0 && high > WIDE * low { Scale::Log } else { Scale::Linear };
        self.row(self.ask.voice.metric(Metric::Threshold).to_owned(), true, scale, strands)
    }

    /// The staff of each stage.
    fn staff(&self) -> Option<Row> {
        let stages = self.view.results.about.stages.iter();
        let strands = stages.filter_map(|stage| self.median(Metric::Staff, ALL, &stage.name, &stage.label));
        self.row(self.ask.voice.metric(Metric::Staff).to_owned(), true, Scale::Linear, strands.collect())
    }

    /// New requests a day: the slope of those created so far.
    fn arrivals(&self) -> Option<Row> {
        let strands = self.classes().filter_map(|(name, label)| {
            let points = rates(&self.rows(Metric::Created, name, ALL));
            (!points.is_empty()).then(|| Strand { name: label.to_owned(), column: "mean", points })
        });
        let label = self.ask.voice.choose("requests created per day", "demandes créées par jour");
        self.row(label.to_owned(), false, Scale::Linear, strands.collect())
    }

    /// The classes that are shown: the one asked for, or all.
    fn classes(&self) -> impl Iterator<Item = (&str, &str)> {
        let asked = self.ask.class();
        let classes = self.view.results.about.classes.iter();
        classes.filter(move |class| asked == ALL || class.name == asked).map(|class| (&*class.name, &*class.label))
    }

    fn rows(&self, metric: Metric, class: &str, stage: &str) -> Vec<&SeriesRow> {
        let subject = Subject { metric: metric.info().name.into(), class: class.into(), stage: stage.into() };
        tracks::rows(self.view.results, self.track.variant, &subject)
    }

    fn median(&self, metric: Metric, class: &str, stage: &str, name: &str) -> Option<Strand> {
        let rows = self.rows(metric, class, stage);
        let points: Vec<[f64; 2]> = rows.iter().filter_map(|row| Some([row.time_days, MEDIAN.of(row)?])).collect();
        (!points.is_empty()).then(|| Strand { name: name.to_owned(), column: MEDIAN.name, points })
    }

    /// A strip of lines, named where there are several; none without lines.
    fn row(&self, label: String, is_whole: bool, scale: Scale, strands: Vec<Strand>) -> Option<Row> {
        let of = strands.len();
        let voice = self.ask.voice;
        let mut panel = Panel::default();
        for (index, strand) in strands.into_iter().enumerate() {
            let ink = if of == 1 { Ink::Median } else { Ink::Variant(Slot { index, of }) };
            let [time_days, value] = *strand.points.last()?;
            let (text, tail) = match of {
                1 => (String::new(), voice.spoken(value)),
                _ => (strand.name.clone(), voice.colon().to_owned() + &voice.spoken(value)),
            };
            panel.labels.push(Label { text, tail, at: [time_days, value], ink: Some(ink) });
            let data = Data { series: strand.name, columns: strand.column.to_owned() };
            let points = strand.points.into_iter().map(Some);
            panel.lines.push(Line { data, ink, segments: segments(points) });
        }
        let values = Values { label, is_whole, is_share: false, scale, voice };
        let across = Across::Time(self.time.clone());
        (of > 0).then(|| Row { panels: Panels::new(values, across, vec![panel]), parts: 1 })
    }
}

/// Steps of a count's mean slope: `[time_days, per day]` at both ends of each.
fn rates(rows: &[&SeriesRow]) -> Vec<[f64; 2]> {
    let points: Vec<[f64; 2]> = rows.iter().filter_map(|row| Some([row.time_days, row.mean?])).collect();
    let every = points.len().saturating_sub(1).div_ceil(MOST_RATES).max(1);
    let mut ends: Vec<[f64; 2]> = points.iter().copied().step_by(every).collect();
    ends.extend(points.last().filter(|last| ends.last() != Some(*last)));
    let step = |pair: &[[f64; 2]]| {
        let rate = (pair[1][1] - pair[0][1]) / (pair[1][0] - pair[0][0]);
        [[pair[0][0], rate], [pair[1][0], rate]]
    };
    ends.windows(2).filter(|pair| pair[1][0] > pair[0][0]).flat_map(step).collect()
}
