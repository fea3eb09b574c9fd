//! Results folders side by side: a metric's mean over time in each of them, and its difference from the first.

use super::naming::slug;
use super::tracks::{Subject, segments};
use crate::charts::ask::Ask;
use crate::charts::axis::{Across, TimeAxis};
use crate::charts::body::panels::{Band, Data, Label, Line, Panel, Panels, Values};
use crate::charts::drawing::{Fill, Ink, Slot};
use crate::charts::frame::Figure;
use crate::charts::words::difference::{self, Differences};
use crate::charts::words::wording::{self, capitalised};
use crate::charts::words::{Amount, Voice, finding, measure};
use crate::findings::{Estimate, Verdict};
use crate::model::chart::Scale;
use crate::model::metric::Metric;
use crate::results::comparison::{Comparison, ComparisonRow};

/// More bands than these on top of each other turn to mud; then only lines are drawn.
const MOST_BANDS: usize = 4;
/// More results than these are not told one by one.
const MOST_TOLD: usize = 3;

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
    let quantity = quantity(comparison, tracks, ask);
    let ends = tracks.iter().filter_map(|track| Some((track.results, end_of(track)?.1)));
    let amount = Amount::of(ask.metric(), voice);
    let all = tracks.iter().flat_map(|track| {
        track.rows.iter().filter_map(|row| {
            let interval = row.ci_low.zip(row.ci_high);
            Some((track.results, row.time_days?, Estimate { value: row.difference?, interval }))
        })
    });
    let differences = Differences {
        quantity: &quantity,
        ends: ends.collect(),
        widest: difference::widest(all, |days| wording::unbroken_moment(days, &time)),
        reference,
        at: ("in", ("dans", "que dans")),
        amount,
    };
    let end = panel.labels.first().map_or(0.0, |label| label.at[0]);
    let of_variant = of_variant(tracks, voice);
    Figure {
        name: format!("{}-difference", slug(ask.metric())),
        part: Some(part),
        title: None,
        finding: differences.finding(),
        measure: {
            let quoted = voice.quoted(reference);
            let what = voice.pick(
                format!("{label}, difference from {quoted}{of_variant}"),
                format!("{label}, écart avec {quoted}{of_variant}"),
            );
            let means = voice.choose("means over simulated runs", "moyennes des simulations");
            let intervals = measure::with_confidence(has_bands, voice);
            measure::over_time(&what, &time, time.days(), &format!("{means}{intervals}"))
        },
        description: {
            let chart = voice.choose("Line chart with a line at zero.", "Graphique en lignes, avec une ligne à zéro.");
            let at = capitalised(&wording::moment(end, &time));
            format!("{chart} {at}{}{}.", voice.colon(), differences.told())
        },
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
    let ends: Vec<String> = panel.labels.iter().map(|label| format!("{}{}", label.text, label.tail)).collect();
    let of_variant = of_variant(tracks, voice);
    let end = panel.labels.first().map_or(0.0, |label| label.at[0]);
    Figure {
        name: format!("{}-side-by-side", slug(ask.metric())),
        part: Some(part),
        title: None,
        finding: means_told(comparison, tracks, ask),
        measure: {
            let means = voice.choose("means over simulated runs", "moyennes des simulations");
            measure::over_time(&format!("{label}{of_variant}"), &time, time.days(), means)
        },
        description: {
            let chart = voice.choose("Line chart.", "Graphique en lignes.");
            let (at, ends) = (capitalised(&wording::moment(end, &time)), ends.join(voice.choose("; ", "\u{a0}; ")));
            format!("{chart} {at}, {ends}.")
        },
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

/// The variant that is compared, by its name in the reference.
fn variant<'a>(tracks: &[Track<'a>]) -> Option<&'a str> {
    tracks.first().map(|track| track.rows.first().map_or(track.variant, |row| &row.reference_variant))
}

/// The same behind what is measured.
fn of_variant(tracks: &[Track], voice: Voice) -> String {
    let name = variant(tracks).map(|name| format!(", {} {}", voice.choose("variant", "variante"), voice.quoted(name)));
    name.unwrap_or_default()
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

/// The last row of a track that has a difference, with this.
fn end_of<'a>(track: &Track<'a>) -> Option<(&'a ComparisonRow, Estimate)> {
    let row = track.rows.iter().rev().find(|row| row.difference.is_some())?;
    Some((row, Estimate { value: row.difference?, interval: row.ci_low.zip(row.ci_high) }))
}

/// What a sentence calls the metric.
fn quantity(comparison: &Comparison, tracks: &[Track], ask: &Ask) -> String {
    let voice = ask.voice;
    let quantity = Subject::asked(ask).quantity(&comparison.about.classes, &comparison.about.stages, voice);
    match variant(tracks) {
        Some(name) => format!("{quantity} {} {}", voice.choose("under", "avec"), voice.quoted(name)),
        None => quantity,
    }
}

/// Where the means of all results end: "The backlog ends on average at 55.2 in “a”, 36 in “b”".
fn means_told(comparison: &Comparison, tracks: &[Track], ask: &Ask) -> String {
    let (voice, amount) = (ask.voice, Amount::of(ask.metric(), ask.voice));
    let ends: Vec<(&ComparisonRow, Estimate)> = tracks.iter().filter_map(end_of).collect();
    let reference = ends.first().and_then(|(row, _)| Some((reference(comparison), row.reference_value?)));
    let others = ends.iter().filter_map(|(row, _)| Some((row.results.as_str(), row.value?)));
    let mut values: Vec<(&str, f64)> = reference.into_iter().chain(others).collect();
    values.sort_by(|a, b| b.1.total_cmp(&a.1));
    let ([high, .., low], quantity) = (&values[..], capitalised(&quantity(comparison, tracks, ask))) else {
        return finding::nothing(voice);
    };
    let is_clear = |(_, end): &(&ComparisonRow, Estimate)| matches!(Verdict::of(end), Verdict::More | Verdict::Fewer);
    let ends_at = voice.choose("ends on average", "finit en moyenne");
    let (most, least) = (amount.told(high.1), amount.say(low.1));
    match (ends.iter().any(is_clear), values.len() <= MOST_TOLD) {
        (true, true) => {
            let at = |(name, value): &(&str, f64)| {
                let (value, name) = (amount.told(*value), voice.quoted(name));
                voice.pick(format!("at {value} in {name}"), format!("à {value} dans {name}"))
            };
            format!("{quantity} {ends_at} {}", voice.list(&values.iter().map(at).collect::<Vec<_>>()))
        }
        (true, false) => {
            let [low, high] =
                [low, high].map(|(name, value)| format!("{} ({})", amount.say(*value), voice.quoted(name)));
            voice.pick(
                format!("{quantity} {ends_at} between {low} and {high}"),
                format!("{quantity} {ends_at} entre {low} et {high}"),
            )
        }
        (false, _) if high.1 == low.1 => voice.pick(
            format!("{quantity} {ends_at} at {most} in all results: no clear difference"),
            format!("{quantity} {ends_at} à {most} dans tous les résultats\u{a0}: pas de différence nette"),
        ),
        (false, _) => voice.pick(
            format!("{quantity} {ends_at} between {least} and {most} in all results: no clear difference"),
            format!(
                "{quantity} {ends_at} entre {least} et {most} dans tous les résultats\u{a0}: pas de différence nette"
            ),
        ),
    }
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
