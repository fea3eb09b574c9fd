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
use crate::charts::words::{Amount, Voice, measure};
use crate::findings::{Estimate, Verdict};
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
    let amount = Amount::share(ask.voice);
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
    let mut notes = vec![unanswered(groups, &axis, seen, amount), note(has_bands, ask.voice)];
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
        title: None,
        finding: finding(groups, &axis, seen, amount),
        measure: {
            let (of, runs) = (capitalised(&label), measure::runs(&results.about, ask.voice));
            let intervals = measure::with_confidence(has_bands, ask.voice);
            ask.voice.pick(
                format!("{of}, by days since they became eligible: estimate over {runs}{intervals}"),
                format!("{of}, selon les jours depuis le passage du seuil\u{a0}: estimation sur {runs}{intervals}"),
            )
        },
        description: ask.voice.pick(
            format!("Curves by age, from 0 to {}.", axis.say(days)),
            format!("Courbes selon l’âge, de 0 à {}.", axis.say(days)),
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

    /// The share at an age, between two rows on the line that joins them; so the ends of its interval.
    fn at(&self, days: f64) -> Option<Estimate> {
        let after = self.rows.iter().position(|row| row.time_days >= days)?;
        let (low, high) = (self.rows[after.saturating_sub(1)], self.rows[after]);
        let width = high.time_days - low.time_days;
        let way = if width > 0.0 { (days - low.time_days) / width } else { 0.0 };
        let between = |low: f64, high: f64| low + way * (high - low);
        let end = |of: fn(&ResponseTimeRow) -> Option<f64>| Some(between(of(low)?, of(high)?));
        let interval = end(|row| row.ci_low).zip(end(|row| row.ci_high));
        Some(Estimate { value: between(low.share_answered, high.share_answered), interval })
    }

    /// " under “keep 5,000”"; empty for the only variant.
    fn under(&self, voice: Voice) -> String {
        match self.slot.of {
            1 => String::new(),
            _ => format!(" {} {}", voice.choose("under", "avec"), voice.quoted(self.variant)),
        }
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
fn finding(groups: &[Group], axis: &AgeAxis, seen: f64, amount: Amount) -> String {
    let promised = groups.iter().find(|group| group.tracks.iter().any(|track| track.promise.is_some()));
    match promised.or(groups.first()) {
        Some(group) => kept(group, axis, amount).unwrap_or_else(|| halves(group, axis, seen, amount)),
        None => String::new(),
    }
}

/// "Petitions: 92% answered within the promised 60 days under “a”, 40% under “b”"; none without a promise.
fn kept(group: &Group, axis: &AgeAxis, amount: Amount) -> Option<String> {
    let voice = amount.voice;
    let kept = group.tracks.iter().filter_map(|track| Some((track, track.promise?, track.at(track.promise?.days)?)));
    let mut kept: Vec<(&Track, &PromiseAbout, Estimate)> = kept.collect();
    kept.sort_by(|a, b| b.2.value.total_cmp(&a.2.value));
    let ((best, promise, most), (worst, _, least)) = (kept.first()?, kept.last()?);
    let is_one = kept.iter().all(|(_, other, _)| other.days == promise.days);
    let within = match is_one {
        true => {
            let (about, days) = (about(promise, voice), axis.say(promise.days));
            voice.pick(
                match about.is_empty() {
                    true => format!("within the promised {days}"),
                    false => format!("within the promise of {about}{days}"),
                },
                format!("dans le délai promis ({about}{days})"),
            )
        }
        false => voice.choose("within the time promised", "dans le délai promis").to_owned(),
    };
    let (of, shares) = (of_group(group, voice), [amount.say(least.value), amount.say(most.value)]);
    let [low, high] = &shares;
    let answered = voice.choose("answered", "ont une réponse");
    Some(match most.against(least) {
        _ if kept.len() == 1 => format!("{of}{high} {answered} {within}{}", best.under(voice)),
        Verdict::More => {
            format!("{of}{high} {answered} {within}{}, {low}{}", best.under(voice), worst.under(voice))
        }
        _ if low == high => format!("{of}{high} {answered} {within} {}", everywhere(voice)),
        _ => {
            let to = voice.choose("to", "à");
            format!("{of}{low} {to} {high} {answered} {within} {}{}", everywhere(voice), no_difference(voice))
        }
    })
}

/// "Petitions: half are answered within 12 days under “a”, within 40 days under “b”".
fn halves(group: &Group, axis: &AgeAxis, seen: f64, amount: Amount) -> String {
    let voice = amount.voice;
    let mut halves: Vec<(&Track, Option<f64>)> = group.tracks.iter().map(|track| (track, track.half())).collect();
    halves.sort_by(|a, b| a.1.unwrap_or(f64::INFINITY).total_cmp(&b.1.unwrap_or(f64::INFINITY)));
    let (Some((first, soonest)), Some((last, latest))) = (halves.first(), halves.last()) else { return String::new() };
    let half = |half: &Option<f64>| match half {
        Some(days) => (voice.choose("half are answered", "la moitié a une réponse"), axis.say(*days)),
        None => (voice.choose("fewer than half are answered", "moins de la moitié a une réponse"), axis.say(seen)),
    };
    let within = voice.choose("within", "en");
    let is_clear = soonest.is_some_and(|days| {
        let shares = first.at(days).zip(last.at(days));
        shares.is_some_and(|(first, last)| first.against(&last) == Verdict::More)
    });
    let (of, (how_many, soon), (how_few, late)) = (of_group(group, voice), half(soonest), half(latest));
    match (halves.len() > 1, is_clear) {
        (false, _) => format!("{of}{how_many} {within} {soon}{}", first.under(voice)),
        (_, true) if how_many == how_few => {
            let (first, last) = (first.under(voice), last.under(voice));
            format!("{of}{how_many} {within} {soon}{first}, {within} {late}{last}")
        }
        (_, true) => {
            let (first, last) = (first.under(voice), last.under(voice));
            format!("{of}{how_many} {within} {soon}{first}, {how_few} {within} {late}{last}")
        }
        _ if (how_many, &soon) == (how_few, &late) => format!("{of}{how_many} {within} {soon} {}", everywhere(voice)),
        _ if how_many == how_few => {
            let or = voice.choose("to", "à");
            format!("{of}{how_many} {within} {soon} {or} {late} {}{}", everywhere(voice), no_difference(voice))
        }
        _ => {
            let about = voice.choose("about half are answered", "environ la moitié a une réponse");
            format!("{of}{about} {within} {late} {}{}", everywhere(voice), no_difference(voice))
        }
    }
}

fn of_group(group: &Group, voice: Voice) -> String {
    capitalised(group.label) + voice.colon()
}

fn everywhere(voice: Voice) -> &'static str {
    voice.choose("under every variant", "avec toutes les variantes")
}

fn no_difference(voice: Voice) -> &'static str {
    voice.choose(": no clear difference", "\u{a0}: pas de différence nette")
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
            _ => amount.say(1.0 - track.last()) + &track.under(voice),
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
