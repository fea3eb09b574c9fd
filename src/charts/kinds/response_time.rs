//! Response times: the share of the eligible requests that have been answered by an age, variant by variant, with the
//! promise marked. Requests cut off at the horizon count for as long as they were seen, and the curve ends where nobody
//! is.

use super::naming::slug;
use super::tracks::segments;
use crate::charts::ask::{ALL, Ask};
use crate::charts::axis::{Across, AgeAxis};
use crate::charts::body::panels::{Band, Data, Label, Line, Mark, Panel, Panels, Values};
use crate::charts::drawing::{Fill, Ink, Slot};
use crate::charts::frame::{Figure, KeyEntry, Swatch};
use crate::charts::words::wording::{capitalised, source};
use crate::charts::words::{Amount, Voice};
use crate::model::chart::Scale;
use crate::results::Results;
use crate::results::rows::{PromiseAbout, ResponseTimeRow};

/// More bands than these on top of each other turn to mud; then only lines are drawn.
const MOST_BANDS: usize = 4;
/// A curve has come to its end where it lies within so much of its last value.
const FLAT: f64 = 0.002;
/// The axis is longer by so much than the age at which all curves have come to their end, and than the promise.
const AIR: f64 = 1.25;

/// The points of one variant, by age.
struct Track<'a> {
    variant: &'a str,
    slot: Slot,
    rows: Vec<&'a ResponseTimeRow>,
    promise: Option<&'a PromiseAbout>,
}

/// A class of requests in all variants.
struct Group<'a> {
    class: &'a str,
    label: &'a str,
    tracks: Vec<Track<'a>>,
}

/// One panel a class of requests that get answers, or that of the class asked for.
pub fn figures(results: &Results, ask: &Ask) -> Vec<Figure> {
    let about = &results.about;
    let classes = about.classes.iter().filter(|class| ask.class() == ALL || class.name == ask.class());
    let groups = classes.map(|class| Group {
        class: &class.name,
        label: &class.label,
        tracks: tracks(results, &class.name, ask),
    });
    let groups: Vec<Group> = groups.filter(|group| !group.tracks.is_empty()).collect();
    if groups.is_empty() { Vec::new() } else { vec![figure(results, &groups, ask)] }
}

fn tracks<'a>(results: &'a Results, class: &str, ask: &Ask) -> Vec<Track<'a>> {
    let shown: Vec<_> = results.about.variants.iter().filter(|variant| ask.shows(&variant.name)).collect();
    let slot = |index| Slot { index, of: shown.len() };
    let track = |(index, variant): (usize, &&'a crate::results::rows::VariantAbout)| {
        let is_shown = |row: &&ResponseTimeRow| {
            row.variant == variant.name
                && row.class == class
                && row.time_days.is_finite()
                && row.share_answered.is_finite()
        };
        let mut rows: Vec<&ResponseTimeRow> = results.response_times.iter().filter(is_shown).collect();
        rows.sort_by(|a, b| a.time_days.total_cmp(&b.time_days));
        let promise = variant.promises.iter().find(|promise| promise.class == class);
        Track { variant: &variant.name, slot: slot(index), rows, promise }
    };
    shown.iter().enumerate().map(track).filter(|track| !track.rows.is_empty()).collect()
}

fn figure(results: &Results, groups: &[Group], ask: &Ask) -> Figure {
    let all = || groups.iter().flat_map(|group| &group.tracks);
    let seen = all().filter_map(Track::end).map(|end| end.time_days).fold(0.0, f64::max);
    let days = length(groups, seen);
    let axis = AgeAxis::new(days, ask.voice.choose("the request became eligible", "le passage du seuil"), ask.voice);
    let amount = Amount { is_share: true, voice: ask.voice };
    let is_alone = groups.len() == 1;
    let panels = groups.iter().map(|group| panel(group, &axis, days, is_alone, amount)).collect();
    let place = groups.first().filter(|_| is_alone && results.about.classes.len() > 1);
    let name =
        place.map_or_else(|| "response-times".to_owned(), |group| format!("response-times-{}", slug(group.class)));
    let label = place.map_or_else(
        || ask.voice.choose("share of requests answered", "part des demandes ayant une réponse").to_owned(),
        |group| format!("{}, {}", ask.voice.choose("share answered", "part ayant une réponse"), group.label),
    );
    let has_bands = all().all(|track| track.slot.of <= MOST_BANDS);
    let mut notes = vec![note(has_bands, ask.voice)];
    if days < seen {
        let (rise, followed) = (amount.distance(FLAT), axis.say(seen));
        notes.push(ask.voice.pick(
            format!("No curve rises by more than {rise} beyond the ages shown; requests were followed for {followed}."),
            format!(
                "Au-delà, aucune courbe ne monte de plus de {rise}\u{a0}; les demandes ont été suivies pendant {followed}."
            ),
        ));
    }
    notes.extend(working_promise(groups, ask.voice));
    notes.extend(source(&results.about, ask.voice));
    Figure {
        name,
        part: None,
        title: title(groups, &axis, seen, amount),
        subtitle: unanswered(groups, &axis, seen, amount),
        description: ask.voice.pick(
            format!("Curves of the {label} by age, from 0 to {}.", axis.say(days)),
            format!("Courbes\u{a0}: {label} selon l’âge, de 0 à {}.", axis.say(days)),
        ),
        key: if is_alone { Vec::new() } else { key(groups) },
        body: {
            let values = Values { label, is_whole: false, is_share: true, scale: Scale::Linear, voice: ask.voice };
            Box::new(Panels::new(values, Across::Age(axis), panels))
        },
        notes,
    }
}

impl Track<'_> {
    fn end(&self) -> Option<&ResponseTimeRow> {
        self.rows.last().copied()
    }

    /// The share at the last age.
    fn last(&self) -> f64 {
        self.end().map_or(0.0, |row| row.share_answered)
    }

    /// The share at an age, between two rows on the line that joins them.
    fn at(&self, days: f64) -> Option<f64> {
        let after = self.rows.iter().position(|row| row.time_days >= days)?;
        let (low, high) = (self.rows[after.saturating_sub(1)], self.rows[after]);
        let width = high.time_days - low.time_days;
        let way = if width > 0.0 { (days - low.time_days) / width } else { 0.0 };
        Some(low.share_answered + way * (high.share_answered - low.share_answered))
    }

    /// The age by which half are answered, if that was seen.
    fn half(&self) -> Option<f64> {
        let after = self.rows.iter().position(|row| row.share_answered >= 0.5)?;
        let (low, high) = (self.rows[after.saturating_sub(1)], self.rows[after]);
        let height = high.share_answered - low.share_answered;
        let way = if height > 0.0 { (0.5 - low.share_answered) / height } else { 1.0 };
        Some(low.time_days + way * (high.time_days - low.time_days))
    }

    fn ink(&self) -> Ink {
        if self.slot.of == 1 { Ink::Median } else { Ink::Variant(self.slot) }
    }
}

/// The ages to show: all of them, or those before all curves are flat.
fn length(groups: &[Group], seen: f64) -> f64 {
    let mut needed: f64 = 0.0;
    for track in groups.iter().flat_map(|group| &group.tracks) {
        let flat = track.rows.iter().find(|row| row.share_answered >= track.last() - FLAT);
        let promise = track.promise.map_or(0.0, |promise| promise.days);
        needed = needed.max(flat.map_or(0.0, |row| row.time_days)).max(promise);
    }
    if needed > 0.0 { (needed * AIR).min(seen) } else { seen }
}

fn panel(group: &Group, axis: &AgeAxis, days: f64, is_alone: bool, amount: Amount) -> Panel {
    let mut panel = Panel { title: (!is_alone).then(|| group.label.to_owned()), ..Panel::default() };
    for track in &group.tracks {
        let rows = || track.rows.iter().filter(|row| row.time_days <= days);
        let data = |columns: &str| Data { series: track.variant.to_owned(), columns: columns.to_owned() };
        if track.slot.of <= MOST_BANDS {
            let fill = if track.slot.of == 1 { Fill::Fan(1) } else { Fill::Variant(track.slot) };
            let points = rows().map(|row| Some([row.time_days, row.ci_low?, row.ci_high?]));
            panel.bands.push(Band { data: data("ci_low ci_high"), fill, segments: segments(points) });
        }
        let points = rows().map(|row| Some([row.time_days, row.share_answered]));
        panel.lines.push(Line { data: data("share_answered"), ink: track.ink(), segments: segments(points) });
        let Some(end) = rows().next_back().filter(|_| is_alone) else { continue };
        let text = if track.slot.of == 1 { amount.voice.choose("answered", "avec réponse") } else { track.variant };
        panel.labels.push(Label {
            text: text.to_owned(),
            tail: amount.voice.colon().to_owned() + &amount.say(end.share_answered),
            at: [end.time_days, end.share_answered],
            ink: Some(track.ink()),
        });
    }
    panel.marks = marks(group, axis);
    panel
}

/// The promise, once if all variants give the same.
fn marks(group: &Group, axis: &AgeAxis) -> Vec<Mark> {
    let mut marks: Vec<Mark> = Vec::new();
    for promise in group.tracks.iter().filter_map(|track| track.promise) {
        let short = axis.say(promise.days);
        let about = about(promise, axis.voice());
        let mark = Mark {
            time_days: promise.days,
            text: format!("{}{}{about}{short}", axis.voice().choose("promised", "promis"), axis.voice().colon()),
            short,
            is_change: true,
        };
        if !marks.contains(&mark) {
            marks.push(mark);
        }
    }
    marks.sort_by(|a, b| a.time_days.total_cmp(&b.time_days));
    marks
}

fn key(groups: &[Group]) -> Vec<KeyEntry> {
    let mut entries: Vec<KeyEntry> = Vec::new();
    for track in groups.iter().flat_map(|group| &group.tracks) {
        let entry = KeyEntry { swatch: Swatch::Ink(track.ink()), text: track.variant.to_owned() };
        if !entries.contains(&entry) {
            entries.push(entry);
        }
    }
    entries
}

/// How many get their answer within the promise, at best and at worst; without one, within how long half of them do.
fn title(groups: &[Group], axis: &AgeAxis, seen: f64, amount: Amount) -> String {
    let promised = groups.iter().find(|group| group.tracks.iter().any(|track| track.promise.is_some()));
    let Some(group) = promised.or(groups.first()) else { return String::new() };
    let what = capitalised(group.label);
    let voice = amount.voice;
    let under = |track: &Track| match track.slot.of {
        1 => String::new(),
        _ => format!(" {} {}", voice.choose("under", "avec"), voice.quoted(track.variant)),
    };
    let kept = group.tracks.iter().filter_map(|track| Some((track, track.promise?, track.at(track.promise?.days)?)));
    let mut kept: Vec<_> = kept.collect();
    kept.sort_by(|a, b| b.2.total_cmp(&a.2));
    if let (Some(best), Some(worst)) = (kept.first(), kept.last()) {
        let about = about(best.1, voice);
        let within = format!("{about}{}", axis.say(best.1.days));
        let (share, of_best) = (amount.say(best.2), under(best.0));
        let first = voice.pick(
            format!("{what}: {share} answered within the promised {within}{of_best}"),
            format!("{what}\u{a0}: {share} ont une réponse dans le délai promis ({within}){of_best}"),
        );
        let differs = amount.say(best.2) != amount.say(worst.2);
        return if differs { format!("{first}, {}{}", amount.say(worst.2), under(worst.0)) } else { first };
    }
    let mut halves: Vec<(&Track, Option<f64>)> = group.tracks.iter().map(|track| (track, track.half())).collect();
    halves.sort_by(|a, b| a.1.unwrap_or(f64::INFINITY).total_cmp(&b.1.unwrap_or(f64::INFINITY)));
    let say = |(track, half): &(&Track, Option<f64>)| match half {
        Some(half) => format!("{} {}{}", voice.choose("within", "en"), axis.say(*half), under(track)),
        None => {
            format!("{} {}{}", voice.choose("not even within", "pas même en"), axis.say(seen), under(track))
        }
    };
    let half = voice.choose(": half are answered", "\u{a0}: la moitié a une réponse");
    match (halves.first(), halves.last()) {
        (Some(first), Some(last)) if halves.len() > 1 && say(first) != say(last) => {
            format!("{what}{half} {}, {}", say(first), say(last))
        }
        (Some(first), _) => format!("{what}{half} {}", say(first)),
        _ => String::new(),
    }
}

/// The share that no answer reached while it was followed.
fn unanswered(groups: &[Group], axis: &AgeAxis, seen: f64, amount: Amount) -> String {
    let voice: Voice = amount.voice;
    let of = |group: &Group| {
        let mut tracks: Vec<&Track> = group.tracks.iter().collect();
        tracks.sort_by(|a, b| b.last().total_cmp(&a.last()));
        if groups.len() * tracks.len() > MOST_BANDS {
            tracks = [tracks.first(), tracks.last()].into_iter().flatten().copied().collect();
        }
        let shares = tracks.iter().map(|track| match track.slot.of {
            1 => amount.say(1.0 - track.last()),
            _ => {
                let (share, name) = (amount.say(1.0 - track.last()), voice.quoted(track.variant));
                format!("{share} {} {name}", voice.choose("under", "avec"))
            }
        });
        let shares: Vec<String> = shares.collect();
        let class = if groups.len() > 1 { group.label.to_owned() + voice.colon() } else { String::new() };
        format!("{class}{}", shares.join(", "))
    };
    let told: Vec<String> = groups.iter().map(of).collect();
    let (seen, told) = (axis.say(seen), told.join(voice.choose("; ", "\u{a0}; ")));
    voice.pick(format!("Without an answer after {seen}: {told}."), format!("Sans réponse après {seen}\u{a0}: {told}."))
}

/// What stands before a promise in working time, whose length in days is a mean.
fn about(promise: &PromiseAbout, voice: Voice) -> &'static str {
    if promise.working_days.is_some() { voice.choose("about ", "environ ") } else { "" }
}

fn note(has_bands: bool, voice: Voice) -> String {
    let lines = voice.choose(
        "Share of all eligible requests answered by an age (Aalen–Johansen): those cut off at the end of the simulation \
         count for as long as they were seen, those that left without an answer never get one.",
        "Part des demandes au-dessus du seuil ayant une réponse avant un âge (Aalen–Johansen)\u{a0}: celles que coupe la fin \
         de la simulation comptent tant qu’elles ont été vues, celles parties sans réponse n’en ont jamais.",
    );
    let bands = voice.choose(
        " Shaded bands are 95% confidence intervals.",
        " Les bandes sont des intervalles de confiance à 95\u{202f}%.",
    );
    if has_bands { lines.to_owned() + bands } else { lines.to_owned() }
}

fn working_promise(groups: &[Group], voice: Voice) -> Option<String> {
    let is_working = |track: &Track| track.promise.is_some_and(|promise| promise.working_days.is_some());
    let any = groups.iter().flat_map(|group| &group.tracks).any(is_working);
    let note = voice.choose(
        "A promise in working time is marked where it falls on average.",
        "Une promesse en temps ouvré est marquée là où elle tombe en moyenne.",
    );
    any.then(|| note.to_owned())
}
