//! How requests grow: the signatures that they have at an age, as a fan over requests on a logarithmic axis, with the
//! thresholds as lines; below it the share that has become eligible by that age. A figure for each class that gathers.

use super::naming::slug;
use super::tracks::segments;
use crate::charts::ask::{ALL, Ask};
use crate::charts::axis::{Across, AgeAxis};
use crate::charts::body::panels::{Band, Data, Label, Line, Panel, Panels, Row, Stack, Values};
use crate::charts::drawing::{Fill, Ink, Slot};
use crate::charts::frame::Figure;
use crate::charts::words::wording::{capitalised, median as median_name, source};
use crate::charts::words::{Amount, Voice, measure};
use crate::model::chart::Scale;
use crate::model::metric::Metric;
use crate::results::Results;
use crate::results::rows::{Named, SignatureRow};

/// Parts of the room that the fan and the shares get.
const PARTS: (u32, u32) = (4, 1);
/// More thresholds than these are not drawn.
const MOST_THRESHOLDS: usize = 5;
/// More variants than these are not told one by one.
const MOST_TOLD: usize = 4;
/// Percentages and columns of the bands, from the widest.
const BANDS: [(u32, &str, Get, Get); 2] =
    [(90, "p05 p95", |row| row.p05, |row| row.p95), (50, "p25 p75", |row| row.p25, |row| row.p75)];

type Get = fn(&SignatureRow) -> f64;

/// The rows of one variant, by age.
struct Track<'a> {
    variant: &'a str,
    rows: Vec<&'a SignatureRow>,
}

/// A figure for each class that gathers signatures.
pub fn figures(results: &Results, ask: &Ask) -> Vec<Figure> {
    let about = &results.about;
    let classes = about.classes.iter().filter(|class| ask.class() == ALL || class.name == ask.class());
    let figure = |class: &Named| {
        let variants = about.variants.iter().filter(|variant| ask.shows(&variant.name));
        let tracks =
            variants.map(|variant| Track { variant: &variant.name, rows: rows(results, class, &variant.name) });
        let tracks: Vec<Track> = tracks.filter(|track| !track.rows.is_empty()).collect();
        (!tracks.is_empty()).then(|| figure(results, class, &tracks, ask))
    };
    classes.filter_map(figure).collect()
}

fn rows<'a>(results: &'a Results, class: &Named, variant: &str) -> Vec<&'a SignatureRow> {
    let is_shown = |row: &&SignatureRow| row.variant == variant && row.class == class.name && row.age_days.is_finite();
    let mut rows: Vec<&SignatureRow> = results.signatures.iter().filter(is_shown).collect();
    rows.sort_by(|a, b| a.age_days.total_cmp(&b.age_days));
    rows
}

fn figure(results: &Results, class: &Named, tracks: &[Track], ask: &Ask) -> Figure {
    let about = &results.about;
    let shown = tracks.iter().find(|track| track.variant == about.baseline).unwrap_or(&tracks[0]);
    let days = shown.rows.last().map_or(1.0, |row| row.age_days);
    let age = AgeAxis::new(days, ask.voice.choose("creation", "la création"), ask.voice);
    let label = format!("{}, {}", ask.voice.choose("signatures of a request", "signatures d’une demande"), class.label);
    let values = Values {
        label,
        is_whole: true,
        is_share: false,
        scale: ask.options.scale.unwrap_or(Scale::Log),
        voice: ask.voice,
    };
    let fan = fan(shown, &thresholds(results, class, tracks), days, ask.voice);
    let mut rows = vec![Row { panels: Panels::new(values, Across::Age(age.clone()), vec![fan]), parts: PARTS.0 }];
    rows.extend(eligible(tracks, &age, ask.voice).map(|panels| Row { panels, parts: PARTS.1 }));
    Figure {
        name: "signatures".to_owned(),
        part: (about.classes.len() > 1).then(|| slug(&class.name)),
        title: None,
        finding: finding(shown, class, &age, ask.voice),
        measure: {
            let (label, days, runs) = (&class.label, age.say(days), measure::runs(about, ask.voice));
            ask.voice.pick(
                format!(
                    "Signatures of a request by age ({label}), to {days}: median and bands over all requests of {runs}; \
                     below, the share over the threshold"
                ),
                format!(
                    "Signatures d’une demande selon l’âge ({label}), jusqu’à {days}\u{a0}: médiane et bandes sur toutes les \
                     demandes de {runs}\u{a0}; en bas, la part au-dessus du seuil"
                ),
            )
        },
        description: {
            let fan = ask.voice.choose(
                "Fan chart on a logarithmic axis, above lines.",
                "Éventail sur une échelle logarithmique, au-dessus de courbes.",
            );
            format!("{fan} {}", reached(tracks, &age, ask.voice))
        },
        key: Vec::new(),
        body: Box::new(Stack::new(rows)),
        notes: notes(shown, tracks, ask.voice).into_iter().chain(source(about, ask.voice)).collect(),
    }
}

fn fan(track: &Track, thresholds: &[u32], days: f64, voice: Voice) -> Panel {
    let data = |columns: &str| Data { series: track.variant.to_owned(), columns: columns.to_owned() };
    let bands = BANDS.iter().enumerate().map(|(index, (_, columns, low, high))| Band {
        data: data(columns),
        fill: Fill::Fan(1 + index),
        segments: segments(track.rows.iter().map(|row| Some([row.age_days, low(row), high(row)]))),
    });
    let median = Line {
        data: data("p50"),
        ink: Ink::Median,
        segments: segments(track.rows.iter().map(|row| Some([row.age_days, row.p50]).filter(|point| point[1] > 0.0))),
    };
    let lines = thresholds.iter().map(|&level| Line {
        data: Data { series: "threshold".to_owned(), columns: level.to_string() },
        ink: Ink::Reference,
        segments: vec![vec![[0.0, f64::from(level)], [days, f64::from(level)]]],
    });
    let mut labels: Vec<Label> = Vec::new();
    if let Some(row) = track.rows.last() {
        let edges = BANDS.iter().map(|(percent, _, _, high)| (*percent, high(row)));
        let inner = [row.p75, row.p50];
        // On a logarithmic axis the middle between two values is their geometric mean.
        let middle = |outer: f64, inner: f64| libm::sqrt(outer.max(1.0) * inner.max(1.0));
        labels.extend(edges.zip(inner).map(|((percent, outer), inner)| Label {
            text: band_name(percent, voice),
            tail: String::new(),
            at: [row.age_days, middle(outer, inner)],
            ink: None,
        }));
        let tail = voice.colon().to_owned() + &voice.spoken(row.p50);
        labels.push(Label {
            text: median_name(voice).to_owned(),
            tail,
            at: [row.age_days, row.p50.max(1.0)],
            ink: Some(Ink::Median),
        });
    }
    labels.extend(thresholds.iter().map(|&level| Label {
        text: voice.choose("threshold", "seuil").to_owned(),
        tail: format!(" {}", voice.whole(level.into())),
        at: [days, f64::from(level)],
        ink: Some(Ink::Reference),
    }));
    Panel { bands: bands.collect(), lines: std::iter::once(median).chain(lines).collect(), labels, ..Panel::default() }
}

/// The levels that ever hold for the class under the variants shown, the lowest first.
fn thresholds(results: &Results, class: &Named, tracks: &[Track]) -> Vec<u32> {
    let is_shown = |name: &str| tracks.iter().any(|track| track.variant == name);
    let variants = results.about.variants.iter().filter(|variant| is_shown(&variant.name));
    let marks = variants.flat_map(|variant| &variant.thresholds).filter(|mark| mark.class == class.name);
    let mut levels: Vec<u32> = marks.map(|mark| mark.signatures).filter(|level| *level > 0).collect();
    levels.sort_unstable();
    levels.dedup();
    // Of many, some as far apart in rank as may be, the lowest and the highest among them.
    let last = levels.len().saturating_sub(1);
    let of = |rank: usize| levels[rank * last / (MOST_THRESHOLDS - 1)];
    if levels.len() > MOST_THRESHOLDS { (0..MOST_THRESHOLDS).map(of).collect() } else { levels }
}

/// The share of requests that are eligible by an age, in each variant.
fn eligible(tracks: &[Track], age: &AgeAxis, voice: Voice) -> Option<Panels> {
    let amount = Amount::share(voice);
    let mut panel = Panel::default();
    for (index, track) in tracks.iter().enumerate() {
        let slot = Slot { index, of: tracks.len() };
        let ink = if tracks.len() == 1 { Ink::Median } else { Ink::Variant(slot) };
        let points: Vec<[f64; 2]> = shares(track).collect();
        let Some(&at) = points.last() else { continue };
        let name = if tracks.len() == 1 { voice.choose("eligible", "au-dessus du seuil") } else { track.variant };
        panel.labels.push(Label {
            text: name.to_owned(),
            tail: voice.colon().to_owned() + &precise(at[1], amount),
            at,
            ink: Some(ink),
        });
        let data = Data { series: track.variant.to_owned(), columns: "share_eligible".to_owned() };
        panel.lines.push(Line { data, ink, segments: segments(points.into_iter().map(Some)) });
    }
    let label = voice
        .choose("share of requests over the threshold by that age", "part des demandes au-dessus du seuil à cet âge")
        .to_owned();
    let values = Values { label, is_whole: false, is_share: true, scale: Scale::Linear, voice };
    (!panel.lines.is_empty()).then(|| Panels::new(values, Across::Age(age.clone()), vec![panel]))
}

fn shares<'a>(track: &'a Track) -> impl Iterator<Item = [f64; 2]> + 'a {
    track.rows.iter().filter_map(|row| Some([row.age_days, row.share_eligible?]))
}

/// "After 30 days half of Petitions have 12 signatures or fewer, and one in twenty more than 640".
fn finding(track: &Track, class: &Named, age: &AgeAxis, voice: Voice) -> String {
    let Some(row) = track.rows.last() else { return class.label.clone() };
    let signatures = Amount::of(Metric::Threshold.info().name, voice);
    let (half, most) = (signatures.told(row.p50), voice.spoken(row.p95));
    let (days, label) = (age.say(row.age_days), &class.label);
    voice.pick(
        format!("After {days} half of {label} have {half} or fewer, and one in twenty more than {most}"),
        format!("{}\u{a0}: après {days}, la moitié a au plus {half}, une sur vingt plus de {most}", capitalised(label)),
    )
}

/// The share of requests that become eligible, variant by variant.
fn reached(tracks: &[Track], age: &AgeAxis, voice: Voice) -> String {
    let amount = Amount::share(voice);
    let end = |track: &Track| shares(track).last().map(|[days, share]| (days, share));
    let Some(days) = tracks.iter().filter_map(end).map(|(days, _)| days).max_by(f64::total_cmp) else {
        return voice
            .choose(
                "No request is seen long enough to become eligible.",
                "Aucune demande n’est vue assez longtemps pour passer le seuil.",
            )
            .to_owned();
    };
    let told: Vec<String> = tracks
        .iter()
        .take(MOST_TOLD)
        .filter_map(|track| {
            let under = if tracks.len() > 1 {
                format!(" {} {}", voice.choose("under", "avec"), voice.quoted(track.variant))
            } else {
                String::new()
            };
            Some(format!("{}{under}", precise(end(track)?.1, amount)))
        })
        .collect();
    let others = match tracks.len().saturating_sub(MOST_TOLD) {
        0 => String::new(),
        others => voice.pick(format!(" and {others} more"), format!(" et {others} autres")),
    };
    let (days, told) = (age.say(days), told.join(", "));
    voice.pick(
        format!("Over the threshold by {days}: {told}{others}."),
        format!("Au-dessus du seuil après {days}\u{a0}: {told}{others}."),
    )
}

/// A small share with enough decimals to tell it from others.
fn precise(share: f64, amount: Amount) -> String {
    if share > 0.0 && share < 0.01 { amount.voice.percent_fixed(share, 2) } else { amount.say(share) }
}

fn notes(shown: &Track, tracks: &[Track], voice: Voice) -> Vec<String> {
    let bands = voice.choose(
        "Shaded bands hold 50% and 90% of the requests of all simulated runs at that age; below 1 signature they stand at \
         the lower edge.",
        "Les bandes contiennent 50\u{202f}% et 90\u{202f}% des demandes de toutes les simulations à cet âge\u{a0}; au-dessous \
         d’une signature, elles touchent le bord.",
    );
    let quoted = voice.quoted(shown.variant);
    let same = tracks.iter().all(|track| {
        track.rows.len() == shown.rows.len()
            && track.rows.iter().zip(&shown.rows).all(|(a, b)| (a.p50, a.p95) == (b.p50, b.p95))
    });
    let of = match (tracks.len(), same) {
        (1, _) => String::new(),
        (_, true) => voice
            .choose(" Requests grow alike under all variants.", " Toutes les variantes ont la même croissance.")
            .to_owned(),
        (_, false) => {
            voice.pick(format!(" The bands are those under {quoted}."), format!(" Les bandes sont celles de {quoted}."))
        }
    };
    vec![format!("{bands}{of}")]
}

/// What a band is called beside it.
fn band_name(percent: u32, voice: Voice) -> String {
    let share = voice.percent(f64::from(percent) / 100.0);
    voice.pick(format!("{share} of requests"), format!("{share} des demandes"))
}
