//! The rows of many points. What they are about hardly differs from one to the next, and is kept once.

use std::collections::BTreeMap;

use indexmap::IndexSet;
use serde::{Deserialize, Serialize};

use super::rows::SummaryRow;

/// What a row of `summary.csv` is about; its fields are those of [`SummaryRow`].
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Subject {
    /// Name of the variant.
    pub variant: String,
    /// Name of the class.
    pub class: String,
    /// Name of the stage.
    pub stage: String,
    /// Name of the metric.
    pub metric: String,
    /// The statistic.
    pub statistic: String,
}

/// Rows of `summary.csv` at some points, each of which has a key. A row takes 32 bytes.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub struct PointRows {
    subjects: IndexSet<Subject>,
    points: BTreeMap<String, Box<[Numbers]>>,
}

/// A row: the number of its subject, and its value with the ends of the interval, NaN where there is none.
#[derive(Debug, Clone, Copy, Serialize, Deserialize)]
struct Numbers {
    subject: u32,
    numbers: [f64; 3],
}

/// A row at a point.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct PointRow<'a> {
    /// What it is about.
    pub subject: &'a Subject,
    /// Its value, and the lower and upper end of the interval.
    pub numbers: [Option<f64>; 3],
}

impl PointRows {
    /// Keeps the rows of a point, in place of those that it may have.
    pub fn put(&mut self, key: String, rows: Vec<SummaryRow>) {
        let subjects = &mut self.subjects;
        let kept = rows.into_iter().map(|row| {
            let SummaryRow { variant, class, stage, metric, statistic, value, ci_low, ci_high } = row;
            let (subject, _) = subjects.insert_full(Subject { variant, class, stage, metric, statistic });
            let numbers = [value, ci_low, ci_high].map(|number| number.unwrap_or(f64::NAN));
            Numbers { subject: subject as u32, numbers }
        });
        self.points.insert(key, kept.collect());
    }

    /// The rows of a point, in the order in which they came; `None` if it has none yet.
    pub fn rows(&self, key: &str) -> Option<impl Iterator<Item = PointRow<'_>>> {
        let row = |&Numbers { subject, numbers }: &Numbers| PointRow {
            subject: &self.subjects[subject as usize],
            numbers: numbers.map(|number| Some(number).filter(|number| !number.is_nan())),
        };
        Some(self.points.get(key)?.iter().map(row))
    }

    /// True if a point has rows.
    pub fn contains(&self, key: &str) -> bool {
        self.points.contains_key(key)
    }

    /// True if every point is meant.
    pub fn all(&self, is_meant: impl Fn(&str) -> bool) -> bool {
        self.points.keys().all(|key| is_meant(key))
    }

    /// Forgets the points that are not meant.
    pub fn retain(&mut self, is_meant: impl Fn(&str) -> bool) {
        self.points.retain(|key, _| is_meant(key));
    }

    /// The same as if points had come in the order of their keys, and no others: what is about to be written depends on
    /// these alone.
    pub fn in_order(&self) -> Self {
        let mut ordered = Self::default();
        let mut places: Vec<Option<u32>> = vec![None; self.subjects.len()];
        for (key, rows) in &self.points {
            let mut rows = rows.clone();
            for row in &mut rows {
                let number = row.subject as usize;
                row.subject = *places[number]
                    .get_or_insert_with(|| ordered.subjects.insert_full(self.subjects[number].clone()).0 as u32);
            }
            ordered.points.insert(key.clone(), rows);
        }
        ordered
    }

    /// Adds the points of another.
    pub fn extend(&mut self, other: PointRows) {
        let numbers: Vec<u32> =
            other.subjects.into_iter().map(|subject| self.subjects.insert_full(subject).0 as u32).collect();
        self.points.extend(other.points.into_iter().map(|(key, mut rows)| {
            rows.iter_mut().for_each(|row| row.subject = numbers[row.subject as usize]);
            (key, rows)
        }));
    }

    /// True if rows are about what is known and have finite numbers, and the names in all subjects pass. What was read from
    /// a file may be anything.
    pub fn is_sound(&self, is_name: impl Fn(&str) -> bool) -> bool {
        let are_names = |Subject { class, stage, metric, .. }: &Subject| {
            [class, stage, metric].into_iter().all(|name| is_name(name))
        };
        let is_sound = |row: &Numbers| {
            (row.subject as usize) < self.subjects.len() && !row.numbers.into_iter().any(f64::is_infinite)
        };
        self.subjects.iter().all(are_names) && self.points.values().flatten().all(is_sound)
    }
}

impl PointRow<'_> {
    /// The row by itself.
    pub fn to_row(self) -> SummaryRow {
        let Subject { variant, class, stage, metric, statistic } = self.subject.clone();
        let [value, ci_low, ci_high] = self.numbers;
        SummaryRow { variant, class, stage, metric, statistic, value, ci_low, ci_high }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn row(metric: &str, value: Option<f64>) -> SummaryRow {
        SummaryRow {
            variant: "as it is".into(),
            class: "all".into(),
            stage: "all".into(),
            metric: metric.into(),
            statistic: "end".into(),
            value,
            ci_low: value.map(|value| value - 1.0),
            ci_high: None,
        }
    }

    fn back(points: &PointRows, key: &str) -> Option<Vec<SummaryRow>> {
        points.rows(key).map(|rows| rows.map(PointRow::to_row).collect())
    }

    #[test]
    fn rows_come_back_as_they_were_also_from_others() {
        let [one, other] = [vec![row("backlog", Some(1.0)), row("queued", None)], vec![row("queued", Some(-2.5))]];
        let (mut points, mut further) = (PointRows::default(), PointRows::default());
        points.put("one".into(), one.clone());
        further.put("none".into(), Vec::new());
        further.put("other".into(), other.clone());
        points.extend(further);
        assert_eq!([back(&points, "one"), back(&points, "other")], [Some(one), Some(other)]);
        assert_eq!([back(&points, "none"), back(&points, "missing")], [Some(Vec::new()), None]);
        assert!(points.is_sound(|name| name.is_ascii()) && !points.is_sound(|name| name != "queued"));
        points.retain(|key| key == "none");
        assert!(points.contains("none") && !points.contains("one") && points.all(|key| key == "none"));
    }

    #[test]
    fn what_is_written_does_not_depend_on_the_order_of_coming() {
        let rows = [("one", "backlog"), ("other", "queued"), ("third", "backlog"), ("unwanted", "created")];
        let written = |order: &[usize]| {
            let mut points = PointRows::default();
            order.iter().for_each(|&at| points.put(rows[at].0.into(), vec![row(rows[at].1, Some(1.0))]));
            points.retain(|key| key != "unwanted");
            postcard::to_allocvec(&points.in_order()).unwrap()
        };
        assert_eq!(written(&[0, 1, 2]), written(&[3, 1, 2, 0]));
        assert_ne!(written(&[0, 1, 2]), written(&[0, 1]));
    }

    #[test]
    fn what_refers_to_nothing_is_not_sound() {
        let lost = Numbers { subject: 0, numbers: [1.0; 3] };
        let mut points = PointRows { points: BTreeMap::from([("one".into(), [lost].into())]), ..PointRows::default() };
        assert!(!points.is_sound(|_| true));
        points.put("one".into(), vec![row("backlog", Some(f64::INFINITY))]);
        assert!(!points.is_sound(|_| true));
    }
}
