//! A measure over one varied key: the median and the prediction intervals of the runs at each value, or an estimate
//! with its confidence interval.

use super::measure::Measure;
use super::sweep::{axis, named, short};
use super::tracks::{INTERVALS, Interval};
use super::trend::Trend;
use crate::charts::ask::Ask;
use crate::charts::axis::{Across, FactorAxis};
use crate::charts::body::panels::{Band, Data, Label, Line, Panel, Panels, Values};
use crate::charts::drawing::{Fill, Ink, Slot};
use crate::charts::frame::{Figure, KeyEntry, Swatch};
use crate::charts::words::wording::{STATED, Where, band_name, bands_note, median, of, overlay_note};
use crate::charts::words::{Voice, measure};
use crate::experiment::design::Design;
use crate::model::chart::Scale;
use crate::results::sweep::{FactorKind, Setting, Sweep};

/// Points that a line shows as dots; more would hide it.
const MOST_DOTS: usize = 40;

/// With more variants than these, bands on top of each other turn to mud.
const MOST_BANDS: usize = 4;

/// The points in the order of an axis: the place of each and its number.
type Places = Vec<(f64, usize)>;

/// The charts of a grid of one key: of what is drawn, and of the risk if there is one.
pub fn figures(sweep: &Sweep, ask: &Ask) -> Vec<Figure> {
    if sweep.plan.design != Design::Grid || sweep.plan.factors.len() != 1 {
        return Vec::new();
    }
    Measure::all(sweep, ask.voice).iter().map(|measure| curve(sweep, measure, ask)).collect()
}

/// The charts of a sample: for each of its keys, a dot a point.
pub fn scatter(sweep: &Sweep, ask: &Ask) -> Vec<Figure> {
    if sweep.plan.design == Design::Grid {
        return Vec::new();
    }
    let of = |measure: &Measure| -> Vec<Figure> {
        (0..sweep.plan.factors.len()).map(|factor| dots(sweep, measure, factor, ask)).collect()
    };
    Measure::all(sweep, ask.voice).iter().flat_map(of).collect()
}

fn curve(sweep: &Sweep, measure: &Measure, ask: &Ask) -> Figure {
    let axis = axis(sweep, 0, ask.voice);
    let places = places(sweep, &axis, 0);
    let is_joined = sweep.plan.factors[0].kind != FactorKind::Words;
    let variants = &sweep.about.variants;
    let mut panel = Panel::default();
    for (index, variant) in variants.iter().enumerate() {
        let slot = Slot { index, of: variants.len() };
        let curve = Curve { measure, places: &places, variant: &variant.name, is_joined, voice: ask.voice };
        panel.bands.extend(curve.bands(slot));
        panel.lines.extend(curve.line(slot));
        panel.labels.extend(curve.labels(slot));
    }
    let notes = match (measure.has_runs(), variants.len()) {
        (true, 1) => bands_note(&INTERVALS, Where::Value, ask.voice),
        (true, 2..=MOST_BANDS) => overlay_note(&[STATED], Where::Value, ask.voice),
        (true, _) => bands_note(&[], Where::Value, ask.voice),
        (false, _) => {
            let bands = (
                "Shaded bands are 95% confidence intervals.",
                "Les bandes sont des intervalles de confiance à 95\u{202f}%.",
            );
            ask.voice.choose(bands.0, bands.1).to_owned()
        }
    };
    let trend = Trend { sweep, measure, factor: 0, axis: &axis, places: &places, voice: ask.voice };
    let intervals: &[Interval] = match (measure.has_runs(), variants.len()) {
        (true, 1) => &INTERVALS,
        (true, 2..=MOST_BANDS) => &[STATED],
        _ => &[],
    };
    Figure {
        name: format!("{}-by-{}", measure.slug(), short(&sweep.plan.factors[0].path)),
        part: None,
        title: None,
        finding: trend.finding(),
        measure: {
            let (what, runs, voice) = (by(measure, &sweep.plan.factors[0].path, ask.voice), measure.runs(), ask.voice);
            match measure.has_runs() {
                true => {
                    let bands = measure::with(intervals, voice);
                    voice.pick(
                        format!("{what}: median of {runs} at each value{bands}"),
                        format!("{what}\u{a0}: médiane de {runs} à chaque valeur{bands}"),
                    )
                }
                false => {
                    let bands = measure::with_confidence(variants.len() <= MOST_BANDS, voice);
                    voice.pick(
                        format!("{what}: estimate over {runs} at each value{bands}"),
                        format!("{what}\u{a0}: estimation sur {runs} à chaque valeur{bands}"),
                    )
                }
            }
        },
        description: {
            let chart = of(ask.voice.choose("Line chart", "Graphique en lignes"), axis.title(), ask.voice);
            format!("{chart}. {}.", trend.told())
        },
        key: Vec::new(),
        body: body(measure, axis, panel, ask),
        notes: vec![notes, measure.source()],
    }
}

fn dots(sweep: &Sweep, measure: &Measure, factor: usize, ask: &Ask) -> Figure {
    let axis = axis(sweep, factor, ask.voice);
    let places = places(sweep, &axis, factor);
    let variants = &sweep.about.variants;
    let mut panel = Panel::default();
    let mut key = Vec::new();
    for (index, variant) in variants.iter().enumerate() {
        let ink = ink(Slot { index, of: variants.len() });
        let values =
            places.iter().filter_map(|&(place, point)| Some(vec![[place, measure.value(point, &variant.name)?]]));
        let data = Data { series: variant.name.clone(), columns: "value".to_owned() };
        panel.lines.push(Line { data, ink, segments: values.collect() });
        if variants.len() > 1 {
            key.push(KeyEntry { swatch: Swatch::Ink(ink), text: variant.name.clone() });
        }
    }
    let path = &sweep.plan.factors[factor].path;
    let others = sweep.plan.factors.len() - 1;
    let count = sweep.plan.points.len();
    let runs = measure.runs();
    let each = match others {
        0 => ask.voice.pick(
            format!("each dot is one of {count} points sampled over its range, an estimate over {runs}"),
            format!("chaque point est l’un des {count} tirés dans son intervalle, une estimation sur {runs}"),
        ),
        _ => ask.voice.pick(
            format!("each dot is one of {count} sampled points, in which all varied keys differ, over {runs}"),
            format!(
                "chaque point est l’un des {count} tirés, qui diffèrent par toutes les valeurs variées, sur {runs}"
            ),
        ),
    };
    Figure {
        name: format!("{}-over-{}", measure.slug(), short(path)),
        part: None,
        title: None,
        finding: Trend { sweep, measure, factor, axis: &axis, places: &places, voice: ask.voice }.relation(),
        measure: format!("{}{}{each}", by(measure, path, ask.voice), ask.voice.colon()),
        description: of(ask.voice.choose("Scatter chart", "Nuage de points"), axis.title(), ask.voice) + ".",
        key,
        body: body(measure, axis, panel, ask),
        notes: vec![measure.source()],
    }
}

/// What is shown over which key.
fn by(measure: &Measure, path: &str, voice: Voice) -> String {
    let (title, name) = (measure.title(), named(path));
    voice.pick(format!("{title}, by {name}"), format!("{title}, selon {name}"))
}

fn body(measure: &Measure, axis: FactorAxis, panel: Panel, ask: &Ask) -> Box<Panels> {
    let scale = ask.options.scale.unwrap_or(Scale::Linear);
    let values = Values {
        label: measure.label(),
        is_whole: measure.is_count(),
        is_share: measure.is_share(),
        scale,
        voice: ask.voice,
    };
    Box::new(Panels::new(values, Across::Factor(axis), vec![panel]))
}

fn places(sweep: &Sweep, axis: &FactorAxis, factor: usize) -> Places {
    let place = |(index, point): (usize, &Vec<Setting>)| (axis.place(&point[factor]), index);
    let mut places: Places = sweep.plan.points.iter().enumerate().map(place).collect();
    places.sort_by(|a, b| a.0.total_cmp(&b.0));
    places
}

fn ink(slot: Slot) -> Ink {
    if slot.of == 1 { Ink::Median } else { Ink::Variant(slot) }
}

/// One variant of a curve.
struct Curve<'a> {
    measure: &'a Measure<'a>,
    places: &'a Places,
    variant: &'a str,
    /// False where nothing lies between two values.
    is_joined: bool,
    voice: Voice,
}

impl Curve<'_> {
    fn bands(&self, slot: Slot) -> Vec<Band> {
        if slot.of > MOST_BANDS {
            return Vec::new();
        }
        let intervals: Vec<(&str, &str, Fill)> = match (self.measure.has_runs(), slot.of) {
            (true, 1) => {
                INTERVALS.iter().enumerate().map(|(i, one)| (one.low.name, one.high.name, Fill::Fan(i))).collect()
            }
            (true, _) => vec![(STATED.low.name, STATED.high.name, Fill::Variant(slot))],
            (false, 1) => vec![("ci_low", "ci_high", Fill::Fan(1))],
            (false, _) => vec![("ci_low", "ci_high", Fill::Variant(slot))],
        };
        let band = |(low, high, fill): (&str, &str, Fill)| Band {
            data: Data { series: self.variant.to_owned(), columns: format!("{low} {high}") },
            fill,
            segments: self.segments(|point| Some([self.column(point, low)?, self.column(point, high)?])),
        };
        intervals.into_iter().map(band).collect()
    }

    fn line(&self, slot: Slot) -> Option<Line> {
        let mut segments: Vec<Vec<[f64; 2]>> = Vec::new();
        let values = self.places.iter().filter_map(|&(place, point)| Some([place, self.middle(point)?]));
        let points: Vec<[f64; 2]> = values.collect();
        if self.is_joined {
            segments.push(points.clone());
        }
        if points.len() <= MOST_DOTS || !self.is_joined {
            segments.extend(points.into_iter().map(|point| vec![point]));
        }
        let data = Data { series: self.variant.to_owned(), columns: self.middle_name().to_owned() };
        segments.retain(|segment| !segment.is_empty());
        (!segments.is_empty()).then(|| Line { data, ink: ink(slot), segments })
    }

    fn labels(&self, slot: Slot) -> Vec<Label> {
        let Some((place, point)) = self.places.iter().rev().find(|(_, point)| self.middle(*point).is_some()).copied()
        else {
            return Vec::new();
        };
        let Some(value) = self.middle(point) else { return Vec::new() };
        let mut labels = Vec::new();
        let is_alone = slot.of == 1;
        if is_alone && self.measure.has_runs() {
            for (index, interval) in INTERVALS.iter().enumerate() {
                let inner = INTERVALS.get(index + 1).map_or("p50", |inner| inner.high.name);
                let (outer, inner) = (self.column(point, interval.high.name), self.column(point, inner));
                if let (Some(outer), Some(inner)) = (outer, inner) {
                    let at = [place, inner + (outer - inner) / 2.0];
                    labels.push(Label { text: band_name(*interval, self.voice), tail: String::new(), at, ink: None });
                }
            }
        }
        let text = match (is_alone, self.measure.has_runs()) {
            (true, true) => median(self.voice).to_owned(),
            (true, false) => self.voice.choose("estimate", "estimation").to_owned(),
            _ => self.variant.to_owned(),
        };
        let tail = self.voice.colon().to_owned() + &self.measure.say(value);
        labels.push(Label { text, tail, at: [place, value], ink: Some(ink(slot)) });
        labels
    }

    fn middle_name(&self) -> &'static str {
        if self.measure.has_runs() { "p50" } else { "value" }
    }

    fn middle(&self, point: usize) -> Option<f64> {
        self.column(point, self.middle_name())
    }

    /// A quantile over runs, or the estimate and the ends of its interval.
    fn column(&self, point: usize, name: &str) -> Option<f64> {
        let row = |quantile| self.measure.row(point, self.variant, quantile);
        let value = match name {
            "value" => row("")?.value,
            "ci_low" => row("")?.ci_low,
            "ci_high" => row("")?.ci_high,
            quantile => row(quantile)?.value,
        };
        value.filter(|value| value.is_finite())
    }

    /// `[place, low, high]`, split where a value is missing.
    fn segments(&self, ends: impl Fn(usize) -> Option<[f64; 2]>) -> Vec<Vec<[f64; 3]>> {
        let mut segments = vec![Vec::new()];
        for &(place, point) in self.places {
            let found = ends(point).map(|[low, high]| [place, low, high]);
            match (found, segments.last_mut()) {
                (Some(point), Some(segment)) if self.is_joined => segment.push(point),
                (found, _) => segments.push(found.into_iter().collect()),
            }
        }
        segments.retain(|segment| !segment.is_empty());
        segments
    }
}
