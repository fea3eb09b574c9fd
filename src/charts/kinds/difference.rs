//! The difference from the baseline over time: variant minus baseline in the same simulated histories, with its 95%
//! confidence interval around the line of no difference.

use super::tracks::{Subject, segments};
use crate::charts::ask::Ask;
use crate::charts::axis::{Across, TimeAxis};
use crate::charts::body::panels::{Band, Data, Label, Line, Panel, Panels, Values};
use crate::charts::drawing::{Fill, Ink, Slot};
use crate::charts::frame::Figure;
use crate::charts::words::difference::{self, Differences};
use crate::charts::words::wording::{capitalised, moment, source, unbroken_moment};
use crate::charts::words::{Amount, measure};
use crate::findings::Estimate;
use crate::model::chart::Scale;
use crate::results::Results;
use crate::results::rows::DifferenceRow;

/// More bands than these on top of each other turn to mud; then only lines are drawn.
const MOST_BANDS: usize = 4;

/// The points of one variant, by time.
struct Track<'a> {
    variant: &'a str,
    rows: Vec<&'a DifferenceRow>,
}

impl Track<'_> {
    /// The last point: its row, moment and difference.
    fn end(&self) -> Option<(&DifferenceRow, f64, f64)> {
        self.rows.iter().rev().find_map(|row| Some((*row, row.time_days?, row.value?)))
    }
}

/// All variants in one panel; nothing without a variant beside the baseline.
pub fn figures(results: &Results, ask: &Ask) -> Vec<Figure> {
    let subject = Subject::asked(ask);
    let of = |variant: &str| -> Vec<&DifferenceRow> {
        let is_shown = |row: &&DifferenceRow| {
            row.variant == *variant
                && row.metric == *subject.metric
                && row.class == *subject.class
                && row.stage == *subject.stage
                && row.time_days.is_some_and(f64::is_finite)
        };
        let mut rows: Vec<&DifferenceRow> = results.differences.iter().filter(is_shown).collect();
        rows.sort_by(|a, b| a.time_days.unwrap_or_default().total_cmp(&b.time_days.unwrap_or_default()));
        rows
    };
    let variants = results.about.variants.iter().filter(|variant| ask.shows(&variant.name));
    let tracks = variants.map(|variant| Track { variant: &variant.name, rows: of(&variant.name) });
    let tracks: Vec<Track> = tracks.filter(|track| track.end().is_some()).collect();
    if tracks.is_empty() { Vec::new() } else { vec![figure(results, &subject, &tracks, ask)] }
}

fn figure(results: &Results, subject: &Subject, tracks: &[Track], ask: &Ask) -> Figure {
    let about = &results.about;
    let last = tracks.iter().filter_map(|track| Some(track.end()?.1)).fold(about.horizon_days, f64::max);
    let time = TimeAxis::new(&about.start, last, ask.voice);
    let amount = subject.amount(ask.voice);
    let label = subject.label(results, ask.voice);
    let baseline = ask.voice.quoted(&about.baseline);
    let has_bands = tracks.len() <= MOST_BANDS;
    let slot = |index| Slot { index, of: tracks.len() };
    let mut panel = Panel::default();
    for (index, track) in tracks.iter().enumerate() {
        let is_alone = tracks.len() == 1;
        let (fill, ink) = if is_alone {
            (Fill::Fan(1), Ink::Median)
        } else {
            (Fill::Variant(slot(index)), Ink::Variant(slot(index)))
        };
        panel.bands.extend(has_bands.then(|| band(track, fill)));
        panel.lines.push(line(track, ink));
        panel.labels.extend(name(track, ink, amount));
    }
    let voice = ask.voice;
    let interval = if has_bands {
        voice.choose(
            "Shaded bands are 95% confidence intervals of the mean difference at each moment.",
            "Les bandes sont les intervalles de confiance à 95\u{202f}% de l’écart moyen à chaque moment.",
        )
    } else {
        voice.choose(
            "Their 95% confidence intervals are in differences.csv.",
            "Leurs intervalles de confiance à 95\u{202f}% sont dans differences.csv.",
        )
    };
    let paired = voice.pick(
        format!("Lines are mean differences from {baseline}, run by run: every variant meets the same simulated events."),
        format!(
            "Les lignes sont les écarts moyens avec {baseline}, simulation par simulation\u{a0}: chaque variante vit les \
             mêmes événements."
        ),
    );
    let ends = tracks.iter().filter_map(|track| Some((track.variant, Estimate::of_difference(track.end()?.0)?)));
    let all = tracks.iter().flat_map(|track| {
        let of = |row: &DifferenceRow| Some((track.variant, row.time_days?, Estimate::of_difference(row)?));
        track.rows.iter().filter_map(move |row| of(row))
    });
    let quantity = subject.quantity(&about.classes, &about.stages, voice);
    let differences = Differences {
        quantity: &quantity,
        ends: ends.collect(),
        widest: difference::widest(all, |days| unbroken_moment(days, &time)),
        reference: &about.baseline,
        at: ("under", ("avec", "qu’avec")),
        amount,
    };
    Figure {
        name: format!("{}-difference", subject.slug()),
        part: None,
        title: None,
        finding: differences.finding(),
        measure: {
            let runs = measure::runs(about, voice);
            let mean = voice.pick(format!("mean over {runs}, paired"), format!("moyenne de {runs}, appariées"));
            let what =
                voice.pick(format!("{label}, difference from {baseline}"), format!("{label}, écart avec {baseline}"));
            let intervals = measure::with_confidence(has_bands, voice);
            measure::over_time(&what, &time, last, &format!("{mean}{intervals}"))
        },
        description: {
            let chart = voice.choose("Line chart with a line at zero.", "Graphique en lignes, avec une ligne à zéro.");
            let at = tracks.iter().find_map(Track::end).map_or(last, |(_, time_days, _)| time_days);
            format!("{chart} {}{}{}.", capitalised(&moment(at, &time)), voice.colon(), differences.told())
        },
        key: Vec::new(),
        body: {
            let label = voice
                .pick(format!("{label}: difference from {baseline}"), format!("{label}\u{a0}: écart avec {baseline}"));
            let values =
                Values { label, is_whole: false, is_share: amount.is_share, scale: Scale::Linear, voice: ask.voice };
            Box::new(Panels::new(values, Across::Time(time), vec![panel]))
        },
        notes: std::iter::once(format!("{paired} {interval}")).chain(source(about, ask.voice)).collect(),
    }
}

fn data(track: &Track, columns: &str) -> Data {
    Data { series: track.variant.to_owned(), columns: columns.to_owned() }
}

fn band(track: &Track, fill: Fill) -> Band {
    let points = track.rows.iter().map(|row| Some([row.time_days?, row.ci_low?, row.ci_high?]));
    Band { data: data(track, "ci_low ci_high"), fill, segments: segments(points) }
}

fn line(track: &Track, ink: Ink) -> Line {
    let points = track.rows.iter().map(|row| Some([row.time_days?, row.value?]));
    Line { data: data(track, "value"), ink, segments: segments(points) }
}

fn name(track: &Track, ink: Ink, amount: Amount) -> Option<Label> {
    let (_, time_days, value) = track.end()?;
    let tail = amount.voice.colon().to_owned() + &amount.signed(value);
    Some(Label { text: track.variant.to_owned(), tail, at: [time_days, value], ink: Some(ink) })
}
