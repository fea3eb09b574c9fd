//! Results folders side by side: a metric's mean over time in each of them, and its difference from the first.

use super::naming::slug;
use super::tracks::segments;
use crate::charts::ask::Ask;
use crate::charts::axis::{Across, TimeAxis};
use crate::charts::body::panels::{Band, Data, Label, Line, Panel, Panels, Values};
use crate::charts::drawing::{Fill, Ink, Slot};
use crate::charts::frame::Figure;
use crate::charts::words::{
    Voice,
    wording::{self, capitalised},
};
use crate::model::chart::Scale;
use crate::model::metric::Metric;
use crate::results::comparison::{Comparison, ComparisonRow};

/// More bands than these on top of each other turn to mud; then only lines are drawn.
const MOST_BANDS: usize = 4;

/// The points of one of the results under one variant, by time.
struct Track<'a> {
    results: &'a str,
    variant: &'a str,
    rows: Vec<&'a ComparisonRow>,
}

/// The differences from the reference, a chart for each variant that was compared.
pub fn difference(comparison: &Comparison, ask: &Ask) -> Vec<Figure> {
    let variants = by_variant(comparison, ask);
    variants.iter().map(|(variant, tracks)| differences(comparison, tracks, slug(variant), ask)).collect()
}

/// The means side by side, a chart for each variant that was compared.
pub fn side_by_side(comparison: &Comparison, ask: &Ask) -> Vec<Figure> {
    let variants = by_variant(comparison, ask);
    variants.iter().map(|(variant, tracks)| means(comparison, tracks, slug(variant), ask)).collect()
}

/// What is asked for, by variants of the reference in the order of rows.
fn by_variant<'a>(comparison: &'a Comparison, ask: &Ask) -> Vec<(&'a str, Vec<Track<'a>>)> {
    let mut variants: Vec<(&str, Vec<Track>)> = Vec::new();
    let is_shown = |row: &&ComparisonRow| {
        row.time_days.is_some()
            && row.metric == ask.metric()
            && row.class == ask.class()
            && row.stage == ask.stage()
            && ask.shows(&row.reference_variant)
    };
    for row in comparison.rows.iter().filter(is_shown) {
        let found = variants.iter().position(|(variant, _)| *variant == row.reference_variant);
        let index = found.unwrap_or_else(|| {
            variants.push((&row.reference_variant, Vec::new()));
            variants.len() - 1
        });
        let tracks = &mut variants[index].1;
        if tracks.last().is_none_or(|track| track.results != row.results) {
            tracks.push(Track { results: &row.results, variant: &row.variant, rows: Vec::new() });
        }
        if let Some(track) = tracks.last_mut() {
            track.rows.push(row);
        }
    }
    variants
}

fn differences(comparison: &Comparison, tracks: &[Track], part: String, ask: &Ask) -> Figure {
    let time = time(comparison, tracks, ask.voice);
    let voice = ask.voice;
    let slot = |index| Slot { index, of: tracks.len() };
    let has_bands = tracks.len() <= MOST_BANDS;
    let mut panel = Panel::default();
    for (index, track) in tracks.iter().enumerate() {
        let data = |columns: &str| Data { series: track.results.to_owned(), columns: columns.to_owned() };
        let points = |of: fn(&ComparisonRow) -> Option<f64>| {
            segments(track.rows.iter().map(move |row| Some([row.time_days?, of(row)?])))
        };
        if has_bands {
            let band = track.rows.iter().map(|row| Some([row.time_days?, row.ci_low?, row.ci_high?]));
            let fill = Fill::Variant(slot(index));
            panel.bands.push(Band { data: data("ci_low ci_high"), fill, segments: segments(band) });
        }
        let ink = Ink::Variant(slot(index));
        panel.lines.push(Line { data: data("difference"), ink, segments: points(|row| row.difference) });
        panel.labels.extend(label(track, |row| row.difference, track.results, ink, voice, |value| voice.signed(value)));
    }
    let reference = reference(comparison);
    let label = label_of(ask);
    let findings: Vec<String> = tracks.iter().filter_map(|track| finding(track, reference, voice)).collect();
    let end = panel.labels.first().map_or(0.0, |label| label.at[0]);
    let of_variant = of_variant(tracks, voice);
    Figure {
        name: format!("{}-difference", slug(ask.metric())),
        part: Some(part),
        title: voice.pick(
            format!("{}: difference from “{reference}”{of_variant}", capitalised(&label)),
            format!("{}\u{a0}: écart à {}{of_variant}", capitalised(&label), voice.quoted(reference)),
        ),
        description: voice.pick(
            format!("Line chart: {label}, mean over simulated runs minus that of {reference}, over time."),
            format!(
                "Graphique en lignes\u{a0}: {label}, moyenne des simulations moins celle de {reference}, dans le temps."
            ),
        ),
        subtitle: wording::of(&capitalised(&wording::moment(end, &time)), &findings.join(" "), voice),
        key: Vec::new(),
        body: body(
            voice.pick(
                format!("{label}, minus those of “{reference}”"),
                format!("{label}, moins celles de {}", voice.quoted(reference)),
            ),
            false,
            time,
            panel,
            ask,
        ),
        notes: vec![difference_note(comparison, has_bands, voice), source(comparison, voice)],
    }
}

fn means(comparison: &Comparison, tracks: &[Track], part: String, ask: &Ask) -> Figure {
    let time = time(comparison, tracks, ask.voice);
    let reference = reference(comparison);
    let voice = ask.voice;
    let slot = |index| Slot { index, of: tracks.len() + 1 };
    let mut panel = Panel::default();
    let mut add = |index, track: &Track, results: &str, of: fn(&ComparisonRow) -> Option<f64>, column: &str| {
        let data = Data { series: results.to_owned(), columns: column.to_owned() };
        let ink = Ink::Variant(slot(index));
        let points = segments(track.rows.iter().map(|row| Some([row.time_days?, of(row)?])));
        panel.lines.push(Line { data, ink, segments: points });
        panel.labels.extend(label(track, of, results, ink, voice, |value| voice.spoken(value)));
    };
    if let Some(first) = tracks.first() {
        add(0, first, reference, |row| row.reference_value, "reference_value");
    }
    for (index, track) in tracks.iter().enumerate() {
        add(index + 1, track, track.results, |row| row.value, "value");
    }
    let label = label_of(ask);
    let ends = panel.labels.iter().map(|label| format!("{}{}", label.text, label.tail));
    let of_variant = of_variant(tracks, voice);
    let end = panel.labels.first().map_or(0.0, |label| label.at[0]);
    Figure {
        name: format!("{}-side-by-side", slug(ask.metric())),
        part: Some(part),
        title: voice.pick(
            format!("{}: results side by side{of_variant}", capitalised(&label)),
            format!("{}\u{a0}: résultats côte à côte{of_variant}", capitalised(&label)),
        ),
        subtitle: {
            let (at, ends) = (wording::moment(end, &time), ends.collect::<Vec<_>>());
            voice.pick(
                format!("Mean {at}: {}.", ends.join("; ")),
                format!("Moyenne {at}\u{a0}: {}.", ends.join("\u{a0}; ")),
            )
        },
        description: voice.pick(
            format!("Line chart: {label}, mean over simulated runs, over time."),
            format!("Graphique en lignes\u{a0}: {label}, moyenne des simulations, dans le temps."),
        ),
        key: Vec::new(),
        body: body(label.clone(), is_count(ask), time, panel, ask),
        notes: vec![
            voice
                .choose(
                    "Lines are means over the simulated runs. How sure their differences are is on the chart of \
                     differences.",
                    "Les lignes sont les moyennes des simulations. Le graphique des écarts dit combien ceux-ci sont sûrs.",
                )
                .to_owned(),
            source(comparison, voice),
        ],
    }
}

/// What is shown, for example "requests awaiting an answer".
fn label_of(ask: &Ask) -> String {
    let metric = Metric::named(ask.metric());
    metric.map_or_else(|| ask.metric().to_owned(), |metric| ask.voice.metric(metric).to_owned())
}

fn is_count(ask: &Ask) -> bool {
    Metric::named(ask.metric()).is_some_and(|metric| metric.info().is_count)
}

fn is_share(ask: &Ask) -> bool {
    Metric::named(ask.metric()).is_some_and(Metric::is_share)
}

fn body(label: String, is_whole: bool, time: TimeAxis, panel: Panel, ask: &Ask) -> Box<Panels> {
    let values = Values { label, is_whole, is_share: is_share(ask), scale: Scale::Linear, voice: ask.voice };
    Box::new(Panels::new(values, Across::Time(time), vec![panel]))
}

fn reference(comparison: &Comparison) -> &str {
    comparison.about.results.first().map_or("", |results| &results.name)
}

/// The variant as the end of a title, where there are several or their names differ.
fn of_variant(tracks: &[Track], voice: Voice) -> String {
    tracks.first().map_or_else(String::new, |track| {
        let name = track.rows.first().map_or(track.variant, |row| &row.reference_variant);
        format!(", {} {}", voice.choose("variant", "variante"), voice.quoted(name))
    })
}

/// The time axis: dates where all results share their start, and days since the start where they do not.
fn time(comparison: &Comparison, tracks: &[Track], voice: Voice) -> TimeAxis {
    let last = tracks.iter().filter_map(|track| track.rows.last()?.time_days);
    let days = last.fold(0.0, f64::max);
    TimeAxis::new(comparison.about.start.as_deref().unwrap_or_default(), days, voice)
}

/// The name of a line at its last value.
fn label(
    track: &Track,
    of: impl Fn(&ComparisonRow) -> Option<f64>,
    name: &str,
    ink: Ink,
    voice: Voice,
    say: impl Fn(f64) -> String,
) -> Option<Label> {
    let row = track.rows.iter().rev().find(|row| of(row).is_some())?;
    let value = of(row)?;
    Some(Label {
        text: name.to_owned(),
        tail: voice.colon().to_owned() + &say(value),
        at: [row.time_days?, value],
        ink: Some(ink),
    })
}

/// "19.6 lower in “b” than in “a” (95% interval 16.1 to 23.2)."
fn finding(track: &Track, reference: &str, voice: Voice) -> Option<String> {
    let row = track.rows.iter().rev().find(|row| row.difference.is_some())?;
    let (difference, results, reference) = (row.difference?, voice.quoted(track.results), voice.quoted(reference));
    let Some((low, high)) = row.ci_low.zip(row.ci_high) else {
        let by = voice.signed(difference);
        return Some(voice.pick(
            format!("{results} differs by {by}, with too few runs for an interval."),
            format!("{results} diffère de {by}, avec trop peu de simulations pour un intervalle."),
        ));
    };
    let apart = |by: f64, (higher, plus_haut): (&str, &str), from: f64, to: f64| {
        let (by, from, to) = (voice.spoken(by), voice.spoken(from), voice.spoken(to));
        voice.pick(
            format!("{by} {higher} in {results} than in {reference} (95% interval {from} to {to})."),
            format!("{by} de {plus_haut} pour {results} que pour {reference} (intervalle à 95\u{202f}%\u{a0}: {from} à {to})."),
        )
    };
    Some(match (low > 0.0, high < 0.0) {
        (true, _) => apart(difference, ("higher", "plus"), low, high),
        (_, true) => apart(-difference, ("lower", "moins"), -high, -low),
        _ if low == high => {
            voice.pick(format!("{results} and {reference} are equal."), format!("{results} et {reference} sont égaux."))
        }
        _ => {
            let [by, from, to] = [difference, low, high].map(|value| voice.signed(value));
            voice.pick(
                format!("{results} differs by {by} (95% interval {from} to {to}): chance could be all of it."),
                format!(
                    "{results} diffère de {by} (intervalle à 95\u{202f}%\u{a0}: {from} à {to})\u{a0}: ce pourrait n’être que \
                     le hasard."
                ),
            )
        }
    })
}

fn difference_note(comparison: &Comparison, has_bands: bool, voice: Voice) -> String {
    let mut seeds = comparison.about.results.iter().map(|results| results.seed);
    let first = seeds.next();
    let is_shared = seeds.any(|seed| Some(seed) == first);
    let cautious = match is_shared {
        true => voice.choose(
            "; where a seed is shared, that is more cautious than need be",
            "\u{a0}; là où une graine est partagée, c’est plus prudent que nécessaire",
        ),
        false => "",
    };
    let lines = voice.choose(
        "Lines are differences of the means over simulated runs",
        "Les lignes sont les écarts des moyennes des simulations",
    );
    let taken = voice.choose(
        "the runs taken as independent samples (Welch)",
        "les simulations étant prises pour des échantillons indépendants (Welch)",
    );
    match has_bands {
        true => voice.pick(
            format!("{lines}. Shaded bands are 95% confidence intervals at each moment, {taken}{cautious}."),
            format!("{lines}. Les bandes sont des intervalles de confiance à 95\u{202f}% à chaque instant, {taken}{cautious}."),
        ),
        false => voice.pick(
            format!("{lines}; their 95% confidence intervals, {taken}{cautious}, are in compare.csv."),
            format!(
                "{lines}\u{a0}; leurs intervalles de confiance à 95\u{202f}%, {taken}{cautious}, sont dans compare.csv."
            ),
        ),
    }
}

fn source(comparison: &Comparison, voice: Voice) -> String {
    let of = |results: &crate::results::comparison::ComparedResults| {
        let (name, count, seed) = (&results.name, voice.whole(results.replications), results.seed);
        voice.pick(
            format!("{name} ({count} replications, seed {seed})"),
            format!("{name} ({count} réplications, graine {seed})"),
        )
    };
    let results: Vec<String> = comparison.about.results.iter().map(of).collect();
    let (program, results) = (&comparison.about.provenance.program, results.join(", "));
    format!("Source{}{program}, {results}.", voice.colon())
}
