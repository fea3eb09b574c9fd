//! Picks from the results what one family of charts shows: a metric of one class and stage, variant by variant, with
//! the history recorded of it.

use std::collections::BTreeSet;

use super::naming;
use crate::charts::ask::{ALL, Ask};
use crate::charts::body::panels::Values;
use crate::charts::words::{Amount, Voice};
use crate::model::chart::{By, ChartOptions, Scale};
use crate::model::metric::Metric;
use crate::results::rows::{Named, ObservedRow, Results, SeriesRow, VariantAbout};

/// What is shown: a metric at a place.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Subject {
    pub metric: String,
    pub class: String,
    pub stage: String,
}

/// A subject, side by side in all variants; or in all classes or stages of one of them.
pub struct View<'a> {
    pub results: &'a Results,
    pub subject: Subject,
    /// What stands side by side.
    pub by: By,
    /// The variant whose classes or stages stand side by side.
    pub variant: Option<&'a VariantAbout>,
    /// What stands side by side and has rows, in file order.
    pub tracks: Vec<Track<'a>>,
    /// Recorded histories of the subject, in the order of the file.
    pub histories: Vec<History<'a>>,
}

/// The rows of one of several, by time.
pub struct Track<'a> {
    /// The variant, or the label of the class or stage.
    pub name: String,
    pub variant: &'a VariantAbout,
    pub rows: Vec<&'a SeriesRow>,
    /// Recorded histories of this class or stage; those of the whole subject are the view's.
    pub histories: Vec<History<'a>>,
}

/// A recorded history, by time.
pub struct History<'a> {
    pub name: &'a str,
    pub points: Vec<[f64; 2]>,
}

/// A column of the time series that charts draw.
#[derive(Debug, Clone, Copy)]
pub struct Column {
    pub name: &'static str,
    get: fn(&SeriesRow) -> Option<f64>,
}

pub const MEDIAN: Column = Column { name: "p50", get: |row| row.p50 };

/// A prediction interval: the share of the runs between two columns.
#[derive(Debug, Clone, Copy)]
pub struct Interval {
    pub percent: u32,
    pub low: Column,
    pub high: Column,
}

/// Rows that lie further apart than so many usual steps have a gap between them.
const LONGEST_STEP: f64 = 1.5;

/// From the widest to the narrowest; a fan has a fill for each.
pub const INTERVALS: [Interval; 3] = [
    Interval {
        percent: 90,
        low: Column { name: "p05", get: |row| row.p05 },
        high: Column { name: "p95", get: |row| row.p95 },
    },
    Interval {
        percent: 80,
        low: Column { name: "p10", get: |row| row.p10 },
        high: Column { name: "p90", get: |row| row.p90 },
    },
    Interval {
        percent: 50,
        low: Column { name: "p25", get: |row| row.p25 },
        high: Column { name: "p75", get: |row| row.p75 },
    },
];

/// The intervals that are asked for, or those of the usual percentages; each with its rank among [`INTERVALS`].
pub fn intervals(ask: &Ask, usual: &[u32]) -> Vec<(usize, Interval)> {
    let percents = ask.bands(usual);
    INTERVALS.into_iter().enumerate().filter(|(_, interval)| percents.contains(&interval.percent)).collect()
}

/// The same without their ranks.
pub fn drawn(ask: &Ask, usual: &[u32]) -> Vec<Interval> {
    intervals(ask, usual).into_iter().map(|(_, interval)| interval).collect()
}

impl Column {
    /// The row's value, if it has a finite one.
    pub fn of(self, row: &SeriesRow) -> Option<f64> {
        (self.get)(row).filter(|value| value.is_finite())
    }
}

impl Subject {
    /// The backlog of everything, and each metric that has recorded history.
    pub fn usual(results: &Results) -> Vec<Subject> {
        let backlog = Subject { metric: Metric::Backlog.info().name.into(), class: ALL.into(), stage: ALL.into() };
        let of = |row: &ObservedRow| Subject {
            metric: row.metric.clone(),
            class: row.class.clone(),
            stage: row.stage.clone(),
        };
        let recorded: BTreeSet<Subject> =
            results.observed.iter().map(of).filter(|subject| *subject != backlog).collect();
        std::iter::once(backlog).chain(recorded).collect()
    }

    /// The subject that is asked for.
    pub fn asked(ask: &Ask) -> Subject {
        Subject { metric: ask.metric().into(), class: ask.class().into(), stage: ask.stage().into() }
    }

    /// What asks for it.
    pub fn options(self) -> ChartOptions {
        let place = |name: String| (name != ALL).then_some(name);
        ChartOptions {
            metric: Some(self.metric),
            class: place(self.class),
            stage: place(self.stage),
            ..ChartOptions::default()
        }
    }

    /// The axis of its values.
    pub fn values(&self, results: &Results, ask: &Ask) -> Values {
        Values {
            label: self.label(results, ask.voice),
            is_whole: self.is_count(),
            is_share: self.amount(ask.voice).is_share,
            scale: ask.options.scale.unwrap_or(Scale::Linear),
            voice: ask.voice,
        }
    }

    /// Its name in file names: the metric, and the class and stage if it is no total.
    pub fn slug(&self) -> String {
        let places = [&self.class, &self.stage].into_iter().filter(|name| *name != ALL);
        std::iter::once(&self.metric).chain(places).map(|name| naming::slug(name)).collect::<Vec<_>>().join("-")
    }

    /// What the value axis says, for example "requests awaiting an answer, petitions".
    pub fn label(&self, results: &Results, voice: Voice) -> String {
        let metric = Metric::named(&self.metric).map_or(self.metric.as_str(), |metric| voice.metric(metric));
        let mut label = metric.to_owned();
        let about = &results.about;
        for (name, named) in [(&self.class, &about.classes), (&self.stage, &about.stages)] {
            if name != ALL {
                let place = named.iter().find(|named| named.name == *name).map_or(name, |named| &named.label);
                label = format!("{label}, {place}");
            }
        }
        label
    }

    /// What a sentence calls it, for example "the backlog" or "the queue (petitions)".
    pub fn quantity(&self, classes: &[Named], stages: &[Named], voice: Voice) -> String {
        let metric = Metric::named(&self.metric);
        let quantity = metric.map_or(self.metric.as_str(), |metric| voice.quantity(metric)).to_owned();
        let places = [(&self.class, classes), (&self.stage, stages)].into_iter();
        let places = places.filter(|(name, _)| *name != ALL).map(|(name, named)| {
            named.iter().find(|named| named.name == *name).map_or(name.as_str(), |named| named.label.as_str())
        });
        let places: Vec<&str> = places.collect();
        if places.is_empty() { quantity } else { format!("{quantity} ({})", places.join(", ")) }
    }

    /// Label of its class, or its name.
    pub fn place<'a>(&'a self, results: &'a Results) -> &'a str {
        let class = results.about.classes.iter().find(|named| named.name == self.class);
        class.map_or(&self.class, |named| &named.label)
    }

    /// How its values are said.
    pub fn amount(&self, voice: Voice) -> Amount {
        Amount::of(&self.metric, voice)
    }

    /// True if its values are whole numbers.
    pub fn is_count(&self) -> bool {
        Metric::named(&self.metric).is_some_and(|metric| metric.info().is_count)
    }

    fn has(&self, metric: &str, class: &str, stage: &str) -> bool {
        self.metric == metric && self.class == class && self.stage == stage
    }
}

impl<'a> View<'a> {
    /// What is asked for, wherever there are rows of it: one view of all variants, or one of each variant.
    pub fn all(results: &'a Results, ask: &Ask) -> Vec<View<'a>> {
        let shown = results.about.variants.iter().filter(|variant| ask.shows(&variant.name));
        let subject = Subject::asked(ask);
        let views: Vec<View> = match ask.options.by.unwrap_or(By::Variant) {
            By::Variant => {
                let track = |variant: &'a VariantAbout| Track::new(results, variant, &subject);
                let histories = histories(results, &subject, ask);
                vec![View {
                    results,
                    by: By::Variant,
                    variant: None,
                    tracks: shown.map(track).collect(),
                    histories,
                    subject,
                }]
            }
            by => shown.map(|variant| View::of_places(results, variant, &subject, by, ask)).collect(),
        };
        let without_gaps = views.into_iter().map(|mut view| {
            view.tracks.retain(|track| !track.rows.is_empty());
            view
        });
        without_gaps.filter(|view| !view.tracks.is_empty()).collect()
    }

    /// The classes or stages of a variant.
    fn of_places(results: &'a Results, variant: &'a VariantAbout, subject: &Subject, by: By, ask: &Ask) -> View<'a> {
        let places = if by == By::Class { &results.about.classes } else { &results.about.stages };
        let track = |place: &Named| {
            let (class, stage) = match by {
                By::Class => (place.name.clone(), subject.stage.clone()),
                _ => (subject.class.clone(), place.name.clone()),
            };
            let subject = Subject { metric: subject.metric.clone(), class, stage };
            Track {
                name: place.label.clone(),
                variant,
                rows: rows(results, variant, &subject),
                histories: histories(results, &subject, ask),
            }
        };
        let tracks = places.iter().map(track).collect();
        View { results, subject: subject.clone(), by, variant: Some(variant), tracks, histories: Vec::new() }
    }

    /// What tells its files from those of other views: the variant, if there are several.
    pub fn part(&self) -> Option<String> {
        let variant = self.variant.filter(|_| self.results.about.variants.len() > 1)?;
        Some(slug_of(self.results, variant))
    }

    /// The first part of the names of its files.
    pub fn slug(&self, ask: &Ask) -> String {
        let by = ask.options.by.filter(|by| *by != By::Variant);
        by.map_or_else(|| self.subject.slug(), |by| format!("{}-by-{by}", self.subject.slug()))
    }

    /// Days that the time axis shows.
    pub fn days(&self) -> f64 {
        let last = self.tracks.iter().flat_map(|track| track.rows.last()).map(|row| row.time_days);
        last.fold(self.results.about.horizon_days, f64::max)
    }
}

impl<'a> Track<'a> {
    /// A subject in a variant, without history.
    pub fn new(results: &'a Results, variant: &'a VariantAbout, subject: &Subject) -> Track<'a> {
        Track { name: variant.name.clone(), variant, rows: rows(results, variant, subject), histories: Vec::new() }
    }

    /// `[time_days, value]` of a column, split where it is empty or has no rows.
    pub fn line(&self, column: Column) -> Vec<Vec<[f64; 2]>> {
        segments(self.moments().map(|row| row.and_then(|row| Some([row.time_days, column.of(row)?]))))
    }

    /// `[time_days, low, high]` of an interval, split where it is empty or has no rows.
    pub fn band(&self, interval: Interval) -> Vec<Vec<[f64; 3]>> {
        let ends = |row: &SeriesRow| Some([row.time_days, interval.low.of(row)?, interval.high.of(row)?]);
        segments(self.moments().map(|row| row.and_then(ends)))
    }

    /// The rows by time, and none where moments of observation have no row: there the metric has no value, as the use of
    /// staff where nobody is scheduled.
    pub fn moments(&self) -> impl Iterator<Item = Option<&'a SeriesRow>> {
        let mut steps: Vec<f64> = self.rows.windows(2).map(|pair| pair[1].time_days - pair[0].time_days).collect();
        steps.sort_by(f64::total_cmp);
        let usual = steps.get(steps.len() / 2).copied().unwrap_or(f64::INFINITY);
        self.rows.iter().enumerate().flat_map(move |(index, row)| {
            let before = index.checked_sub(1).map_or(row.time_days, |before| self.rows[before].time_days);
            let is_gap = row.time_days - before > LONGEST_STEP * usual;
            is_gap.then_some(None).into_iter().chain([Some(*row)])
        })
    }

    /// The last row that has a median.
    pub fn last(&self) -> Option<&SeriesRow> {
        self.rows.iter().rev().find(|row| MEDIAN.of(row).is_some()).copied()
    }
}

/// The name of a variant in file names; where two would have the same, they get numbers.
pub fn slug_of(results: &Results, variant: &VariantAbout) -> String {
    let mut slugs =
        naming::unique(results.about.variants.iter().map(|variant| naming::slug(&variant.name))).into_iter();
    let position = results.about.variants.iter().position(|other| std::ptr::eq(other, variant));
    position.and_then(|index| slugs.nth(index)).unwrap_or_else(|| naming::slug(&variant.name))
}

/// The rows of a subject in a variant, by time.
pub fn rows<'a>(results: &'a Results, variant: &VariantAbout, subject: &Subject) -> Vec<&'a SeriesRow> {
    let is_shown = |row: &&SeriesRow| {
        row.variant == variant.name && row.time_days.is_finite() && subject.has(&row.metric, &row.class, &row.stage)
    };
    let mut rows: Vec<&SeriesRow> = results.timeseries.iter().filter(is_shown).collect();
    rows.sort_by(|a, b| a.time_days.total_cmp(&b.time_days));
    rows
}

/// Histories of the subject between the start and the horizon.
fn histories<'a>(results: &'a Results, subject: &Subject, ask: &Ask) -> Vec<History<'a>> {
    let mut histories: Vec<History> = Vec::new();
    let is_shown = |row: &&ObservedRow| {
        subject.has(&row.metric, &row.class, &row.stage)
            && ask.shows_history(&row.name)
            && row.value.is_finite()
            && (0.0..=results.about.horizon_days).contains(&row.time_days)
    };
    for row in results.observed.iter().filter(is_shown) {
        let point = [row.time_days, row.value];
        match histories.iter_mut().find(|history| history.name == row.name) {
            Some(history) => history.points.push(point),
            None => histories.push(History { name: &row.name, points: vec![point] }),
        }
    }
    for history in &mut histories {
        history.points.sort_by(|a, b| a[0].total_cmp(&b[0]));
    }
    histories
}

/// Runs of present points.
pub fn segments<T>(points: impl Iterator<Item = Option<T>>) -> Vec<Vec<T>> {
    let mut segments = vec![Vec::new()];
    for point in points {
        match (point, segments.last_mut()) {
            (Some(point), Some(segment)) => segment.push(point),
            _ => segments.push(Vec::new()),
        }
    }
    segments.retain(|segment| !segment.is_empty());
    segments
}
