//! The cumulative flow diagram of a variant: the requests over the threshold so far, parted into those answered, those
//! that left otherwise, and those that wait. Upright, the layer of those waiting is the backlog; along the time axis it
//! is about the time that a request waits.

use super::naming::slug;
use super::tracks::{self, Subject, segments, slug_of};
use crate::charts::ask::{ALL, Ask};
use crate::charts::axis::{Across, TimeAxis};
use crate::charts::body::panels::{Band, Data, Label, Line, Panel, Panels, Values};
use crate::charts::drawing::{Fill, Ink, Slot};
use crate::charts::frame::Figure;
use crate::charts::words::wording::{self, capitalised, moment, source};
use crate::charts::words::{Voice, measure};
use crate::model::chart::Scale;
use crate::model::metric::Metric;
use crate::results::Results;
use crate::results::rows::VariantAbout;

/// What becomes of requests, from the bottom layer to the top one.
const LAYERS: [(Metric, &str, &str); 6] = [
    (Metric::Answered, "answered", "avec réponse"),
    (Metric::PeerAnswered, "answered by peers", "réponse de pairs"),
    (Metric::Abandoned, "abandoned", "abandonnées"),
    (Metric::Refused, "refused", "refusées"),
    (Metric::Dropped, "dropped", "écartées"),
    (Metric::Backlog, "waiting", "en attente"),
];

/// A layer: its name and mean number over time.
struct Layer {
    metric: Metric,
    name: &'static str,
    points: Vec<[f64; 2]>,
}

/// A figure for each variant.
pub fn figures(results: &Results, ask: &Ask) -> Vec<Figure> {
    let variants = results.about.variants.iter().filter(|variant| ask.shows(&variant.name));
    variants.filter_map(|variant| figure(results, variant, ask)).collect()
}

fn figure(results: &Results, variant: &VariantAbout, ask: &Ask) -> Option<Figure> {
    let about = &results.about;
    let layers = layers(results, variant, ask);
    let end = layers.first()?.points.last()?[0];
    let time = TimeAxis::new(&about.start, end.max(about.horizon_days), ask.voice);
    let class = about.classes.iter().find(|class| class.name == ask.class());
    let name = class.map_or_else(|| "flow".to_owned(), |class| format!("flow-{}", slug(&class.name)));
    let place = class.map_or_else(String::new, |class| format!(", {}", class.label));
    let told =
        layers.iter().filter_map(|layer| Some(format!("{} {}", ask.voice.spoken(layer.last()?.round()), layer.name)));
    let told: Vec<String> = told.collect();
    let values = Values {
        label: ask
            .voice
            .choose("requests over the threshold so far", "demandes au-dessus du seuil jusque-là")
            .to_owned()
            + &place,
        is_whole: true,
        is_share: false,
        scale: Scale::Linear,
        voice: ask.voice,
    };
    let panel = panel(&layers, &variant.name, ask.voice);
    let note = ask.voice.choose(
        "Areas are means over the simulated runs and add up to the requests that have become eligible. Upright, the area \
         of those waiting is the backlog; from left to right it is about how long they wait.",
        "Les aires sont des moyennes sur les simulations\u{a0}; leur somme est le nombre de demandes au-dessus du seuil. En \
         hauteur, l’aire en attente est l’encours\u{a0}; de gauche à droite, c’est à peu près la durée d’attente.",
    );
    Some(Figure {
        name,
        part: Some(slug_of(results, variant)),
        title: None,
        finding: finding(&layers, variant, about.variants.len() > 1, ask.voice),
        measure: {
            let under = wording::under(results, variant, ask.voice);
            let label = ask.voice.pick(
                format!("requests over the threshold so far{place}{under}, by what has become of them"),
                format!("demandes au-dessus du seuil jusque-là{place}{under}, selon ce qu’elles sont devenues"),
            );
            let runs = measure::runs(about, ask.voice);
            let means = ask.voice.pick(format!("means of {runs}"), format!("moyennes de {runs}"));
            measure::over_time(&label, &time, time.days(), &means)
        },
        description: {
            let (at, told) = (capitalised(&moment(end, &time)), told.join(", "));
            ask.voice.pick(
                format!("Cumulative flow diagram: stacked areas over time. {at}: {told}."),
                format!("Diagramme de flux cumulé\u{a0}: aires empilées dans le temps. {at}\u{a0}: {told}."),
            )
        },
        key: Vec::new(),
        body: Box::new(Panels::new(values, Across::Time(time), vec![panel])),
        notes: std::iter::once(note.to_owned()).chain(source(about, ask.voice)).collect(),
    })
}

impl Layer {
    fn last(&self) -> Option<f64> {
        self.points.last().map(|point| point[1])
    }
}

/// The layers in which there ever is a request; answered and waiting always. All have the same moments.
fn layers(results: &Results, variant: &VariantAbout, ask: &Ask) -> Vec<Layer> {
    let of = |(metric, english, french): (Metric, &'static str, &'static str)| {
        let name = ask.voice.choose(english, french);
        let subject = Subject { metric: metric.info().name.into(), class: ask.class().into(), stage: ALL.into() };
        let rows = tracks::rows(results, variant, &subject);
        let points = rows.iter().filter_map(|row| Some([row.time_days, row.mean.filter(|mean| mean.is_finite())?]));
        Layer { metric, name, points: points.collect() }
    };
    let mut layers: Vec<Layer> = LAYERS.into_iter().map(of).collect();
    layers.retain(|layer| {
        let is_kept = matches!(layer.metric, Metric::Answered | Metric::Backlog);
        !layer.points.is_empty() && (is_kept || layer.points.iter().any(|point| point[1] > 0.0))
    });
    let count = layers.first().map_or(0, |layer| layer.points.len());
    // Layers can be stacked only where all of them have a value at every moment.
    if layers.iter().all(|layer| layer.points.len() == count) { layers } else { Vec::new() }
}

fn panel(layers: &[Layer], variant: &str, voice: Voice) -> Panel {
    let mut panel = Panel::default();
    let mut floor: Vec<f64> = layers.first().map_or_else(Vec::new, |layer| vec![0.0; layer.points.len()]);
    for (index, layer) in layers.iter().enumerate() {
        let slot = Slot { index, of: layers.len() };
        let is_waiting = layer.metric == Metric::Backlog;
        let fill = if is_waiting { Fill::Shade } else { Fill::Layer(slot) };
        let data = |columns: String| Data { series: variant.to_owned(), columns };
        let stacked = layer.points.iter().zip(&floor).map(|(&[time, value], &low)| [time, low, low + value]);
        let stacked: Vec<[f64; 3]> = stacked.collect();
        let name = layer.metric.info().name;
        if let Some(&[time_days, low, high]) = stacked.last().filter(|[_, low, high]| high > low) {
            let tail = voice.colon().to_owned() + &voice.spoken((high - low).round());
            panel.labels.push(Label {
                text: layer.name.to_owned(),
                tail,
                at: [time_days, f64::midpoint(low, high)],
                ink: None,
            });
        }
        let top = stacked.iter().map(|&[time, _, high]| Some([time, high]));
        panel.lines.push(Line { data: data(format!("mean of {name}, top")), ink: Ink::Edge, segments: segments(top) });
        floor = stacked.iter().map(|point| point[2]).collect();
        panel.bands.push(Band { data: data(format!("mean of {name}")), fill, segments: vec![stacked] });
    }
    panel
}

/// "Of 194 requests 150 are answered, 8 abandoned and 36 wait at the end".
fn finding(layers: &[Layer], variant: &VariantAbout, several: bool, voice: Voice) -> String {
    // Of the rounded parts, so that what is said adds up.
    let all: f64 = layers.iter().filter_map(Layer::last).map(f64::round).sum();
    let told = layers.iter().filter_map(|layer| {
        let count = layer.last()?.round();
        let number = voice.spoken(count);
        let is_one = voice.choose(count == 1.0, count < 2.0);
        match layer.metric {
            Metric::Backlog => Some(match is_one {
                true => voice.pick(format!("{number} waits at the end"), format!("{number} attend à la fin")),
                false => voice.pick(format!("{number} wait at the end"), format!("{number} attendent à la fin")),
            }),
            Metric::Answered => Some(match is_one {
                true => voice.pick(format!("{number} is answered"), format!("{number} a une réponse")),
                false => voice.pick(format!("{number} are answered"), format!("{number} ont une réponse")),
            }),
            _ => (count > 0.0).then(|| format!("{number} {}", layer.name)),
        }
    });
    let told = voice.list(&told.collect::<Vec<_>>());
    let quoted = voice.quoted(&variant.name);
    let (under, avec) =
        if several { (format!(", under {quoted}"), format!(", avec {quoted}")) } else { Default::default() };
    let all = voice.spoken(all);
    voice.pick(format!("Of {all} requests {told}{under}"), format!("Sur {all} demandes, {told}{avec}"))
}
