//! Picks from the results what one family of charts shows: a metric of one class and stage, variant by variant, with
//! the history recorded of it.

use std::collections::BTreeSet;

use super::naming;
use crate::charts::ask::{ALL, Ask};
use crate::charts::body::panels::Values;
use crate::model::chart::{ChartOptions, Scale};
use crate::model::metric::Metric;
use crate::results::rows::{ObservedRow, Results, SeriesRow, VariantAbout};

/// What is shown: a metric at a place.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Subject {
    pub metric: String,
    pub class: String,
    pub stage: String,
}

/// A subject in all variants.
pub struct View<'a> {
    pub results: &'a Results,
    pub subject: Subject,
    /// Variants that have rows, in file order.
    pub tracks: Vec<Track<'a>>,
    /// Recorded histories, in the order of the file.
    pub histories: Vec<History<'a>>,
}

/// The rows of one variant, by time.
pub struct Track<'a> {
    pub variant: &'a VariantAbout,
    pub rows: Vec<&'a SeriesRow>,
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

/// From the widest to the narrowest.
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
            label: self.label(results),
            is_whole: self.is_count(),
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
    pub fn label(&self, results: &Results) -> String {
        let metric = Metric::named(&self.metric).map_or(self.metric.as_str(), |metric| metric.info().label);
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

    /// True if its values are whole numbers.
    pub fn is_count(&self) -> bool {
        Metric::named(&self.metric).is_some_and(|metric| metric.info().is_count)
    }

    fn has(&self, metric: &str, class: &str, stage: &str) -> bool {
        self.metric == metric && self.class == class && self.stage == stage
    }
}

impl<'a> View<'a> {
    /// What is asked for in every variant that has rows of it; none if there is no such variant.
    pub fn new(results: &'a Results, ask: &Ask) -> Option<View<'a>> {
        let subject = Subject::asked(ask);
        let rows_of = |variant: &VariantAbout| {
            let is_shown = |row: &&SeriesRow| {
                row.variant == variant.name
                    && row.time_days.is_finite()
                    && subject.has(&row.metric, &row.class, &row.stage)
            };
            let mut rows: Vec<&SeriesRow> = results.timeseries.iter().filter(is_shown).collect();
            rows.sort_by(|a, b| a.time_days.total_cmp(&b.time_days));
            rows
        };
        let tracks = results.about.variants.iter().filter(|variant| ask.shows(&variant.name));
        let tracks = tracks.map(|variant| Track { variant, rows: rows_of(variant) });
        let tracks: Vec<Track> = tracks.filter(|track| !track.rows.is_empty()).collect();
        let histories = histories(results, &subject, ask);
        (!tracks.is_empty()).then_some(View { results, subject, tracks, histories })
    }

    /// Days that the time axis shows.
    pub fn days(&self) -> f64 {
        let last = self.tracks.iter().flat_map(|track| track.rows.last()).map(|row| row.time_days);
        last.fold(self.results.about.horizon_days, f64::max)
    }
}

impl Track<'_> {
    /// `[time_days, value]` of a column, split where it is empty.
    pub fn line(&self, column: Column) -> Vec<Vec<[f64; 2]>> {
        segments(self.rows.iter().map(|row| Some([row.time_days, column.of(row)?])))
    }

    /// `[time_days, low, high]` of an interval, split where it is empty.
    pub fn band(&self, interval: Interval) -> Vec<Vec<[f64; 3]>> {
        segments(self.rows.iter().map(|row| Some([row.time_days, interval.low.of(row)?, interval.high.of(row)?])))
    }

    /// The last row that has a median.
    pub fn last(&self) -> Option<&SeriesRow> {
        self.rows.iter().rev().find(|row| MEDIAN.of(row).is_some()).copied()
    }
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
