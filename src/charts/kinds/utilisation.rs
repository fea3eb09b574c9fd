//! Utilisation over time, stage by stage, with the queue below it: shaded where all staff are busy in at least half of
//! the runs, and everything that arrives on top makes the queue grow.

use super::fan;
use super::tracks::{self, MEDIAN, Subject, Track, slug_of};
use crate::charts::ask::{ALL, Ask};
use crate::charts::axis::{Across, TimeAxis};
use crate::charts::body::panels::{Band, Data, Label, Panel, Panels, Row, Stack};
use crate::charts::drawing::{Fill, Ink};
use crate::charts::frame::{Figure, KeyEntry, Swatch};
use crate::charts::words::{
    measure,
    wording::{self, capitalised},
};
use crate::model::metric::Metric;
use crate::results::Results;
use crate::results::rows::{Named, VariantAbout};

/// Parts of the room that utilisation and the queue get.
const PARTS: (u32, u32) = (2, 1);
/// Staff count as all busy from this utilisation on.
const FULL: f64 = 0.995;
/// With more stages than these the queues are left out.
const MOST_QUEUES: usize = 3;

/// A stage of one variant: its utilisation and its queue.
struct Desk<'a> {
    stage: &'a Named,
    utilisation: Track<'a>,
    queue: Track<'a>,
}

/// When all staff are busy in at least half of the runs.
struct Full {
    /// `[from, to]` in days.
    spells: Vec<[f64; 2]>,
    /// The last moment looked at.
    end: f64,
}

/// A figure for each variant in which somebody is scheduled.
pub fn figures(results: &Results, ask: &Ask) -> Vec<Figure> {
    let variants = results.about.variants.iter().filter(|variant| ask.shows(&variant.name));
    variants.filter_map(|variant| figure(results, variant, ask)).collect()
}

fn figure(results: &Results, variant: &VariantAbout, ask: &Ask) -> Option<Figure> {
    let about = &results.about;
    let time = TimeAxis::new(&about.start, about.horizon_days, ask.voice);
    let stages = about.stages.iter().filter(|stage| ask.stage() == ALL || stage.name == ask.stage());
    let desks = stages.map(|stage| Desk {
        stage,
        utilisation: track(results, variant, Metric::Utilisation, &stage.name),
        queue: track(results, variant, Metric::Queued, &stage.name),
    });
    let desks: Vec<Desk> = desks.filter(|desk| desk.utilisation.last().is_some()).collect();
    let first = desks.first()?;
    let has_queues = desks.len() <= MOST_QUEUES;
    let rows = desks.iter().flat_map(|desk| desk.rows(results, &time, has_queues, ask)).collect();
    let is_full = desks.iter().any(|desk| !desk.full().spells.is_empty());
    let description = format!(
        "{} {}",
        ask.voice.choose(
            "Fan charts over time, that of the staff of each stage above that of its queue.",
            "Graphiques en éventail, celui de l’effectif de chaque étape au-dessus de celui de sa file.",
        ),
        desks.iter().map(|desk| desk.told(&time)).collect::<Vec<_>>().join(" ")
    );
    let mut notes = vec![fan::note(ask)];
    notes.extend(wording::source(about, ask.voice));
    let shade = KeyEntry {
        swatch: Swatch::Fill(Fill::Shade),
        text: ask
            .voice
            .choose(
                "all staff busy in at least half of the runs",
                "tout l’effectif occupé dans au moins la moitié des simulations",
            )
            .to_owned(),
    };
    Some(Figure {
        name: if ask.stage() == ALL { "utilisation".to_owned() } else { format!("utilisation-{}", first.stage.name) },
        part: Some(slug_of(results, variant)),
        title: None,
        finding: finding(&desks, variant, about.variants.len() > 1, &time),
        measure: {
            let voice = ask.voice;
            let what = match has_queues {
                true => voice.choose(
                    "share of staff busy and requests queued",
                    "part de l’effectif occupé et demandes dans la file",
                ),
                false => voice.choose("share of staff busy", "part de l’effectif occupé"),
            };
            let label = format!("{what}{}", wording::under(results, variant, voice));
            let runs = measure::runs(about, voice);
            let medians = voice.pick(format!("medians of {runs}"), format!("médianes de {runs}"));
            let intervals = measure::with(&tracks::drawn(ask, &fan::USUAL), voice);
            measure::over_time(&label, &time, about.horizon_days, &format!("{medians}{intervals}"))
        },
        description,
        key: is_full.then_some(shade).into_iter().collect(),
        body: Box::new(Stack::new(rows)),
        notes,
    })
}

fn track<'a>(results: &'a Results, variant: &'a VariantAbout, metric: Metric, stage: &str) -> Track<'a> {
    let subject = Subject { metric: metric.info().name.into(), class: ALL.into(), stage: stage.into() };
    Track::new(results, variant, &subject)
}

impl Desk<'_> {
    fn rows(&self, results: &Results, time: &TimeAxis, has_queue: bool, ask: &Ask) -> Vec<Row> {
        let several = results.about.stages.len() > 1;
        let name = |what: &str| if several { format!("{what}, {}", self.stage.label) } else { what.to_owned() };
        let panels = |track: &Track, metric: Metric, what: &str, panel: Panel| {
            let ask = ask.of(metric.info().name, ALL, &self.stage.name);
            let mut values = Subject::asked(&ask).values(results, &ask);
            values.label = name(what);
            let layers = fan::layers(track, &[], &tracks::intervals(&ask, &fan::USUAL));
            let bands = panel.bands.into_iter().chain(layers.bands).collect();
            Panels::new(values, Across::Time(time.clone()), vec![Panel { bands, labels: panel.labels, ..layers }])
        };
        let shade = self.full().shade(&self.utilisation.variant.name);
        let end = |track: &Track| {
            let row = track.last()?;
            let value = MEDIAN.of(row)?;
            let words = if track.rows.iter().any(|row| row.metric == *Metric::Utilisation.info().name) {
                ask.voice.percent(value)
            } else {
                ask.voice.spoken(value)
            };
            Some(Label {
                text: wording::median(ask.voice).to_owned(),
                tail: ask.voice.colon().to_owned() + &words,
                at: [row.time_days, value],
                ink: Some(Ink::Median),
            })
        };
        let busy =
            Panel { bands: vec![shade], labels: end(&self.utilisation).into_iter().collect(), ..Panel::default() };
        let waiting = Panel { labels: end(&self.queue).into_iter().collect(), ..Panel::default() };
        let mut rows = vec![Row {
            panels: panels(
                &self.utilisation,
                Metric::Utilisation,
                ask.voice.choose("share of staff busy", "part de l’effectif occupé"),
                busy,
            ),
            parts: PARTS.0,
        }];
        if has_queue && self.queue.last().is_some() {
            let panels = panels(&self.queue, Metric::Queued, ask.voice.metric(Metric::Queued), waiting);
            rows.push(Row { panels, parts: PARTS.1 });
        }
        rows
    }

    fn full(&self) -> Full {
        let mut full = Full { spells: Vec::new(), end: 0.0 };
        let mut is_open = false;
        let mut before = None;
        for row in self.utilisation.moments() {
            let Some(row) = row else {
                (is_open, before) = (false, None);
                continue;
            };
            let Some(busy) = MEDIAN.of(row) else { continue };
            full.end = row.time_days;
            match (busy >= FULL, is_open, full.spells.last_mut()) {
                (true, true, Some(spell)) => spell[1] = row.time_days,
                (true, ..) => full.spells.push([before.unwrap_or(row.time_days), row.time_days]),
                _ => {}
            }
            (is_open, before) = (busy >= FULL, Some(row.time_days));
        }
        full
    }

    /// The mean over time of the median utilisation.
    fn typical(&self) -> f64 {
        let values: Vec<f64> = self.utilisation.rows.iter().filter_map(|row| MEDIAN.of(row)).collect();
        values.iter().sum::<f64>() / values.len().max(1) as f64
    }

    fn told(&self, time: &TimeAxis) -> String {
        let full = self.full();
        let label = capitalised(&self.stage.label);
        let share = full.share();
        let voice = time.voice();
        let typical = voice.percent(self.typical());
        if share == 0.0 {
            return voice.pick(
                format!("{label}: {typical} busy on average; half of the runs never have all staff busy at once."),
                format!(
                    "{label}\u{a0}: {typical} d’occupation moyenne, jamais complète dans la moitié des simulations."
                ),
            );
        }
        let share = voice.percent(share);
        voice.pick(
            format!("{label}: {typical} busy on average, all staff busy {share} of the time."),
            format!("{label}\u{a0}: {typical} d’occupation moyenne, tous occupés {share} du temps."),
        )
    }
}

impl Full {
    /// The share of the time.
    fn share(&self) -> f64 {
        let length: f64 = self.spells.iter().map(|[from, to]| to - from).sum();
        if self.end > 0.0 { length / self.end } else { 0.0 }
    }

    /// Since when it stays so to the end.
    fn stays_from(&self) -> Option<f64> {
        self.spells.last().filter(|[from, to]| *to >= self.end && to > from).map(|[from, _]| *from)
    }

    /// The background of the spells, from no staff to all.
    fn shade(&self, series: &str) -> Band {
        let data = Data { series: series.to_owned(), columns: "all staff busy".to_owned() };
        let segments = self.spells.iter().map(|&[from, to]| vec![[from, 0.0, 1.0], [to, 0.0, 1.0]]).collect();
        Band { data, fill: Fill::Shade, segments }
    }
}

/// Where and since when all staff are busy to the end; else the busiest stage.
fn finding(desks: &[Desk], variant: &VariantAbout, several: bool, time: &TimeAxis) -> String {
    let voice = time.voice();
    let under = match several {
        true => format!(" {} {}", voice.choose("under", "avec"), voice.quoted(&variant.name)),
        false => String::new(),
    };
    let stays = desks.iter().filter_map(|desk| Some((desk, desk.full().stays_from()?)));
    if let Some((desk, from)) = stays.min_by(|a, b| a.1.total_cmp(&b.1)) {
        let label = capitalised(&desk.stage.label);
        let since = match from > 0.0 {
            true => voice.pick(format!("from {} on", time.say(from)), format!("à partir du {}", time.say(from))),
            false => voice.choose("from the start", "dès le début").to_owned(),
        };
        return voice.pick(
            format!("{label} is at its limit {since}: all staff stay busy{under}"),
            format!("{label}\u{a0}: à sa limite {since}, tout l’effectif reste occupé{under}"),
        );
    }
    let busiest = desks.iter().max_by(|a, b| a.typical().total_cmp(&b.typical()));
    busiest.map_or_else(String::new, |desk| {
        let (label, typical) = (capitalised(&desk.stage.label), time.voice().percent(desk.typical()));
        voice.pick(
            format!("{label} has reserves at the end; its staff are busy {typical} of the time{under}"),
            format!("{label}\u{a0}: des réserves à la fin, une occupation de {typical} en moyenne{under}"),
        )
    })
}
