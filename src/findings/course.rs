//! How a metric moves over time in the runs of a variant, as far as the runs agree; and how several end beside each other.

use super::{Estimate, Verdict};
use crate::results::{
    Results,
    rows::{DifferenceRow, SeriesRow},
};

/// Share of the runs that lie in the range of a [`Moment`].
pub const SHARE: f64 = 0.8;

/// A peak that lasts longer than this share of the time, taken as all that comes within [`NEAR`] of it, has no date.
const BRIEF: f64 = 0.25;
/// Values of at least this share of a peak are near it.
const NEAR: f64 = 0.9;

/// A peak of more than so many times the highest end is what a chart shows first.
pub const TOWERING: f64 = 2.0;

/// Of fewer runs than these, those in the middle are not known from the others.
const FEWEST_RUNS: u64 = 10;

/// Where runs are at a moment.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Moment {
    /// Days since the start.
    pub time_days: f64,
    /// Half of the runs lie below.
    pub median: f64,
    /// One run of ten lies below the first, one above the second; the range holds [`SHARE`] of the runs.
    pub range: Option<(f64, f64)>,
}

impl Moment {
    /// Of a row; none if it has no finite median.
    pub fn of(row: &SeriesRow) -> Option<Self> {
        let finite = |value: Option<f64>| value.filter(|value| value.is_finite());
        let range = finite(row.p10).zip(finite(row.p90));
        Some(Self { time_days: row.time_days, median: finite(row.p50)?, range })
    }

    /// True if the range lies above that of another moment: in the one nine runs of ten are higher than nine of ten in
    /// the other. False without ranges.
    pub fn is_above(&self, other: &Self) -> bool {
        self.range.zip(other.range).is_some_and(|(own, others)| own.0 > others.1)
    }

    /// True if the runs of the range are all at one value.
    pub fn is_certain(&self) -> bool {
        self.range.is_some_and(|(low, high)| low == high && low == self.median)
    }
}

/// What may be said of the way of the median. One moment is higher than another only where their ranges are apart.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Course {
    /// Every moment has the same value, in all runs of the range.
    Stays,
    /// It ends above its start and above where it was at half the time, and is never above its end.
    Grows,
    /// It ends below its start, and is never above that.
    Falls,
    /// It was above its end and its start in between; when, if that was brief.
    Peaks {
        /// The highest median.
        value: f64,
        /// Days since the start.
        time_days: Option<f64>,
    },
    /// None of these can be told.
    Ends,
}

/// A course, from its first to its last moment.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Path {
    /// The first moment with a median.
    pub start: Moment,
    /// The last one.
    pub end: Moment,
    /// What happens in between.
    pub course: Course,
}

impl Path {
    /// Of the rows of a metric at a place, by time, over so many runs; none if no row has a median. Few runs have no
    /// ranges.
    pub fn of<'r>(rows: impl IntoIterator<Item = &'r SeriesRow>, runs: u64) -> Option<Self> {
        let mut moments: Vec<Moment> = rows.into_iter().filter_map(Moment::of).collect();
        if runs < FEWEST_RUNS {
            moments.iter_mut().for_each(|moment| moment.range = None);
        }
        let (start, end) = (*moments.first()?, *moments.last()?);
        let peak = moments.iter().fold(start, |peak, moment| if moment.median > peak.median { *moment } else { peak });
        let is_peak = peak.is_above(&start) && peak.is_above(&end);
        let half = f64::midpoint(start.time_days, end.time_days);
        let middle = moments.iter().find(|moment| moment.time_days >= half).unwrap_or(&end);
        let course = if moments.iter().all(|moment| moment.median == start.median && moment.is_certain()) {
            Course::Stays
        } else if is_peak {
            let near = || moments.iter().filter(|moment| moment.median >= NEAR * peak.median);
            let lasts = near().next_back().map_or(0.0, |last| last.time_days)
                - near().next().map_or(0.0, |first| first.time_days);
            let is_brief = peak.median > 0.0 && lasts <= BRIEF * (end.time_days - start.time_days);
            Course::Peaks { value: peak.median, time_days: is_brief.then_some(peak.time_days) }
        } else if end.is_above(&start) && end.is_above(middle) {
            Course::Grows
        } else if start.is_above(&end) {
            Course::Falls
        } else {
            Course::Ends
        };
        Some(Self { start, end, course })
    }
}

/// How many of the recorded `[time_days, value]` lie within the range of the runs at their moment, and how many have
/// one: the last moment of the rows, by time, that is not later.
pub fn covered<'r>(rows: impl IntoIterator<Item = &'r SeriesRow>, recorded: &[[f64; 2]]) -> (u64, u64) {
    let moments: Vec<Moment> = rows.into_iter().filter_map(Moment::of).collect();
    let (mut within, mut all) = (0, 0);
    for [time_days, value] in recorded {
        let after = moments.partition_point(|moment| moment.time_days <= *time_days);
        let Some((low, high)) = moments[..after].last().and_then(|moment| moment.range) else { continue };
        all += 1;
        within += u64::from((low..=high).contains(value));
    }
    (within, all)
}

/// How surely the highest and the lowest of several ends differ.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Contrast {
    /// All of them are the same, in every run as far as is known.
    Same,
    /// Their ranges are apart.
    Apart,
    /// Their ranges overlap, and yet their means differ: the confidence intervals of their differences from the baseline
    /// are apart.
    OnAverage,
    /// They cannot be told apart.
    Unclear,
}

impl Contrast {
    /// Of the highest and the lowest end, given their mean differences from the same baseline where these are known; that of the baseline
    /// itself is zero.
    pub fn of((high, low): (&Moment, &Moment), differences: Option<(Estimate, Estimate)>) -> Self {
        let intervals = differences.and_then(|(high, low)| high.interval.zip(low.interval));
        // Equal runs: their differences have no spread around zero.
        let is_same = intervals.is_some_and(|both| both == ((0.0, 0.0), (0.0, 0.0)));
        if high.median == low.median && (is_same || (high.is_certain() && low.is_certain())) {
            return Self::Same;
        }
        if high.is_above(low) {
            return Self::Apart;
        }
        match intervals {
            Some(((above, _), (_, below))) if above > below => Self::OnAverage,
            _ => Self::Unclear,
        }
    }
}

impl Estimate {
    /// That of no difference: the baseline's from itself.
    pub const ZERO: Self = Self { value: 0.0, interval: Some((0.0, 0.0)) };

    /// Of a difference.
    pub fn of_difference(row: &DifferenceRow) -> Option<Self> {
        Some(Self { value: row.value?, interval: row.ci_low.zip(row.ci_high) })
    }

    /// What may be said of it as a difference from the other, their intervals taken as apart only where they do not
    /// touch. Of paired runs that is more cautious than need be.
    pub fn against(&self, other: &Self) -> Verdict {
        match self.interval.zip(other.interval) {
            None => Verdict::Unknown,
            Some((own, others)) if own.0 > others.1 => Verdict::More,
            Some((own, others)) if own.1 < others.0 => Verdict::Fewer,
            Some((own, others)) if own == others && own.0 == own.1 => Verdict::Same,
            Some(_) => Verdict::Unclear,
        }
    }
}

/// The mean difference of a variant from the baseline at the end of the time series of a metric at a place, which is a
/// class and a stage; zero for the baseline itself.
pub fn change_at_end(results: &Results, variant: &str, metric: &str, place: (&str, &str)) -> Option<Estimate> {
    if variant == results.about.baseline {
        return Some(Estimate::ZERO);
    }
    let is_meant = |row: &&DifferenceRow| {
        row.time_days.is_some_and(f64::is_finite)
            && row.value.is_some()
            && (&*row.variant, &*row.metric) == (variant, metric)
            && (&*row.class, &*row.stage) == place
    };
    let rows = results.differences.iter().filter(is_meant);
    let last = rows.max_by(|a, b| a.time_days.unwrap_or_default().total_cmp(&b.time_days.unwrap_or_default()));
    Estimate::of_difference(last?)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn row(time_days: f64, median: f64, spread: f64) -> SeriesRow {
        SeriesRow {
            variant: "a".into(),
            class: "all".into(),
            stage: "all".into(),
            metric: "backlog".into(),
            time_days,
            date: "".into(),
            mean: None,
            ci_low: None,
            ci_high: None,
            p05: None,
            p10: Some(median - spread),
            p25: None,
            p50: Some(median),
            p75: None,
            p90: Some(median + spread),
            p95: None,
        }
    }

    fn course(of: impl Fn(f64) -> f64, spread: f64) -> Course {
        let rows: Vec<SeriesRow> = (0..=100).map(f64::from).map(|day| row(day, of(day), spread)).collect();
        Path::of(&rows, 1_000).unwrap().course
    }

    #[test]
    fn a_course_is_told_as_far_as_runs_agree() {
        assert_eq!(course(|_| 43.0, 0.0), Course::Stays);
        assert_eq!(course(|_| 43.0, 1.0), Course::Ends);
        assert_eq!(course(|day| day, 10.0), Course::Grows);
        assert_eq!(course(|day| 100.0 - day, 10.0), Course::Falls);
        assert_eq!(course(|day| day / 10.0, 10.0), Course::Ends, "the ranges of start and end overlap");
        assert_eq!(course(|day| day.min(20.0), 5.0), Course::Ends, "it has settled");
        let hill = |day: f64| 90.0 - (day - 50.0).abs();
        assert_eq!(course(hill, 10.0), Course::Peaks { value: 90.0, time_days: Some(50.0) });
        assert_eq!(course(hill, 30.0), Course::Ends);
        let wave = |day: f64| if day % 20.0 < 10.0 { 0.0 } else { 90.0 };
        assert_eq!(course(|day| wave(day + 0.0), 1.0), Course::Peaks { value: 90.0, time_days: None });
        assert_eq!(Path::of(&[], 1_000), None);
        let mut single = row(3.0, 7.0, 2.0);
        assert_eq!(Path::of([&single], 1_000).unwrap().course, Course::Ends);
        single.p50 = Some(f64::NAN);
        assert_eq!(Path::of([&single], 1_000), None);
    }

    #[test]
    fn few_runs_have_no_ranges() {
        let rows: Vec<SeriesRow> = (0..=100).map(f64::from).map(|day| row(day, day, 0.0)).collect();
        assert_eq!(Path::of(&rows, 10).unwrap().course, Course::Grows);
        let few = Path::of(&rows, 9).unwrap();
        assert_eq!((few.course, few.end.range), (Course::Ends, None));
    }

    #[test]
    fn records_are_held_against_the_range_of_their_moment() {
        let rows: Vec<SeriesRow> = (1..=3).map(f64::from).map(|day| row(day, 10.0 * day, 2.0)).collect();
        let recorded = [[0.5, 10.0], [1.0, 12.0], [2.9, 22.5], [3.0, 28.0], [9.0, 31.0]];
        assert_eq!(covered(&rows, &recorded), (3, 4));
    }

    #[test]
    fn ends_differ_as_far_as_ranges_and_intervals_say() {
        let end = |median: f64, spread: f64| Moment::of(&row(9.0, median, spread)).unwrap();
        let estimate = |low: f64, high: f64| Estimate { value: f64::midpoint(low, high), interval: Some((low, high)) };
        let of = |high: f64, low: f64, spread: f64, differences| {
            Contrast::of((&end(high, spread), &end(low, spread)), differences)
        };
        assert_eq!(of(9.0, 9.0, 0.0, None), Contrast::Same);
        assert_eq!(of(9.0, 5.0, 1.0, None), Contrast::Apart);
        assert_eq!(of(9.0, 5.0, 3.0, None), Contrast::Unclear);
        assert_eq!(of(9.0, 5.0, 3.0, Some((estimate(3.0, 5.0), Estimate::ZERO))), Contrast::OnAverage);
        assert_eq!(of(9.0, 5.0, 3.0, Some((estimate(-1.0, 5.0), Estimate::ZERO))), Contrast::Unclear);
        assert_eq!(of(9.0, 9.0, 3.0, None), Contrast::Unclear);
        assert_eq!(of(9.0, 9.0, 3.0, Some((Estimate::ZERO, Estimate::ZERO))), Contrast::Same);
    }

    #[test]
    fn estimates_differ_where_their_intervals_do_not_touch() {
        let estimate = |low: f64, high: f64| Estimate { value: f64::midpoint(low, high), interval: Some((low, high)) };
        assert_eq!(estimate(3.0, 5.0).against(&estimate(1.0, 2.0)), Verdict::More);
        assert_eq!(estimate(1.0, 2.0).against(&estimate(3.0, 5.0)), Verdict::Fewer);
        assert_eq!(estimate(1.0, 3.0).against(&estimate(3.0, 5.0)), Verdict::Unclear);
        assert_eq!(Estimate::ZERO.against(&Estimate::ZERO), Verdict::Same);
        assert_eq!(Estimate { value: 1.0, interval: None }.against(&Estimate::ZERO), Verdict::Unknown);
    }
}
