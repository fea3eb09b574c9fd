//! The recorded backlog inside the simulated bands.

use saule::{
    model::metric::Metric,
    results::{Results, rows::SeriesRow},
};

use crate::simulated::{AS_IT_HAPPENED, Variant, mean, middle_95};

pub const CURVES: [(Metric, &str); 2] =
    [(Metric::BacklogFromCreation, "backlog_from_creation"), (Metric::BacklogAfterWindow, "backlog_after_window")];

/// A day of the record beside what was simulated for it.
pub struct Day {
    pub date: String,
    pub recorded: f64,
    simulated: Vec<f64>,
    /// The 10% and the 90% quantile, as in the tables.
    band: (f64, f64),
}

impl Day {
    pub fn covers(&self, value: f64) -> bool {
        (self.band.0..=self.band.1).contains(&value)
    }
}

pub fn days((metric, name): (Metric, &str), variant: &Variant, results: &Results) -> Vec<Day> {
    let is_total = |row: &&SeriesRow| row.metric == name && row.class == "all" && row.stage == "all";
    let bands: Vec<_> = results.timeseries.iter().filter(is_total).collect();
    let recorded = results.observed.iter().filter(|row| row.metric == name);
    recorded
        .map(|row| {
            let simulated = bands.iter().find(|band| band.date == row.date).expect("every recorded day is simulated");
            Day {
                date: row.date[..10].to_owned(),
                recorded: row.value,
                simulated: variant.at(metric, &row.date[..10]),
                band: (simulated.p10.expect("a level has a value"), simulated.p90.expect("a level has a value")),
            }
        })
        .collect()
}

/// Each replication's share of days, or mean over days, of some number of a day.
pub fn by_replication(days: &[Day], number: impl Fn(&Day, f64) -> f64) -> Vec<f64> {
    let replications = days[0].simulated.len();
    (0..replications).map(|n| mean(&days.iter().map(|day| number(day, day.simulated[n])).collect::<Vec<_>>())).collect()
}

/// One history is one draw and its days move together, so it is held against the replications' own shares of days
/// inside the band: it must not be among the lowest 2.5% of them (alpha by itself; the seed is fixed). And it must
/// cover most days.
#[test]
fn the_80_percent_band_covers_the_record_as_often_as_the_replications() {
    let results = AS_IT_HAPPENED.results();
    for curve in CURVES {
        let days = days(curve, &AS_IT_HAPPENED, &results);
        assert_eq!(days.len(), 628);
        let inside = |day: &Day, value: f64| f64::from(u8::from(day.covers(value)));
        let recorded = mean(&days.iter().map(|day| inside(day, day.recorded)).collect::<Vec<_>>());
        let own = middle_95(&by_replication(&days, inside));
        assert!(recorded >= *own.start(), "{}: {recorded}, replications {own:?}", curve.1);
        assert!(recorded >= 0.6, "{}: {recorded}", curve.1);
    }
}

/// The stock of the record, averaged over its days, lies in the middle 95% of the replications' (alpha 5% by itself;
/// the seed is fixed), and within 20% of their mean.
#[test]
fn the_mean_backlog_is_that_of_the_record() {
    let results = AS_IT_HAPPENED.results();
    for curve in CURVES {
        let days = days(curve, &AS_IT_HAPPENED, &results);
        let recorded = mean(&days.iter().map(|day| day.recorded).collect::<Vec<_>>());
        let simulated = by_replication(&days, |_, value| value);
        let range = middle_95(&simulated);
        assert!(range.contains(&recorded), "{}: {recorded}, replications {range:?}", curve.1);
        let mean = mean(&simulated);
        assert!((recorded / mean - 1.0).abs() < 0.2, "{}: {recorded} recorded, {mean} simulated", curve.1);
    }
}
