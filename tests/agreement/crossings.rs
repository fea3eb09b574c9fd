//! Cases of petitions that cross a threshold.

use saule::model::metric::{
    Metric::{Eligible, TimeToThreshold},
    Statistic::End,
};

use crate::case::{
    Case,
    Number::{Level, MeanTime, ShareCrossing, TimeQuantile},
};

/// Every case.
pub fn cases() -> Vec<Case> {
    [of_one_potential(), of_every_size()].into_iter().flatten().collect()
}

impl Case {
    /// Petitions of one potential before a threshold.
    fn crossing(name: &'static str, parameters: &'static str, threshold: u32, potential: u32) -> Self {
        Self::of(name, parameters, "crossing.toml", 400)
            .set(format!("requests.petitions.potential={potential}"))
            .set(format!("requests.petitions.threshold.signatures={threshold}"))
    }

    fn window(self, window: &str, horizon: u32) -> Self {
        self.set(format!("requests.petitions.window={window}")).until(horizon)
    }
}

fn of_one_potential() -> Vec<Case> {
    let decaying = |parameters, threshold, potential| {
        Case::crossing("threshold crossing, exponential decay", parameters, threshold, potential)
            .row("probability of crossing in the window", ShareCrossing)
            .row("mean crossing time given crossing", MeanTime(TimeToThreshold))
            .row("0.05 quantile of crossing time given crossing", TimeQuantile(TimeToThreshold, 0.05))
            .row("0.5 quantile of crossing time given crossing", TimeQuantile(TimeToThreshold, 0.5))
            .row("0.95 quantile of crossing time given crossing", TimeQuantile(TimeToThreshold, 0.95))
    };
    vec![
        decaying(r#"{"threshold":5000,"total_mean":5000,"tau":5.0,"window":30.0}"#, 5_000, 5_000),
        decaying(r#"{"threshold":5000,"total_mean":5100,"tau":5.0,"window":30.0}"#, 5_000, 5_100),
        decaying(r#"{"threshold":5000,"total_mean":5500,"tau":5.0,"window":30.0}"#, 5_000, 5_500),
        decaying(r#"{"threshold":5000,"total_mean":5050,"tau":5.0,"window":180.0}"#, 5_000, 5_050)
            .window("180 days", 190),
        decaying(r#"{"threshold":25000,"total_mean":25100,"tau":5.0,"window":30.0}"#, 25_000, 25_100),
        decaying(r#"{"threshold":25000,"total_mean":25500,"tau":5.0,"window":180.0}"#, 25_000, 25_500)
            .window("180 days", 190),
        decaying(r#"{"threshold":25000,"total_mean":40000,"tau":30.0,"window":180.0}"#, 25_000, 40_000)
            .set("requests.petitions.growth.exponential.mean=30 days")
            .window("180 days", 190),
        decaying(r#"{"threshold":25000,"total_mean":25000,"tau":5.0,"window":1000000000.0}"#, 25_000, 25_000)
            .window("none", 1_000),
        Case::crossing("threshold crossing, constant rate", r#"{"threshold":25000,"rate":1000.0}"#, 25_000, 50_000)
            .set(r#"requests.petitions.growth={ uniform = { min = "0 days", max = "50 days" } }"#)
            .window("none", 60)
            .row("mean crossing time", MeanTime(TimeToThreshold))
            .row("0.95 quantile of crossing time", TimeQuantile(TimeToThreshold, 0.95)),
    ]
}

fn of_every_size() -> Vec<Case> {
    const SMOOTH: &str = "petition model, smooth counts";
    const POISSON: &str = "petition model, Poisson counts";
    let year = |name, parameters, threshold: u32, replications| {
        Case::of(name, parameters, "petitions.toml", replications)
            .set(format!("requests.petitions.threshold.signatures={threshold}"))
    };
    let share = |name, parameters, threshold, replications| {
        year(name, parameters, threshold, replications)
            .set("requests.petitions.arrivals.poisson.poisson.until=300 days")
            .row("share of petitions that cross", ShareCrossing)
    };
    let count = |parameters, threshold, replications| {
        year(SMOOTH, parameters, threshold, replications)
            .row("mean number of crossings by day 365 (Poisson law)", Level(Eligible, End))
    };
    let low = r#"{"threshold":5000,"median":150.0,"sigma":2.3,"tau":5.0,"window":30.0}"#;
    let low_year = r#"{"threshold":5000,"median":150.0,"sigma":2.3,"tau":5.0,"window":30.0,"rate":20.0,"days":365}"#;
    let high = r#"{"threshold":25000,"median":150.0,"sigma":2.3,"tau":5.0,"window":30.0}"#;
    let high_year = r#"{"threshold":25000,"median":150.0,"sigma":2.3,"tau":5.0,"window":30.0,"rate":20.0,"days":365}"#;
    vec![
        share(SMOOTH, low, 5_000, 800),
        count(low_year, 5_000, 800),
        share(SMOOTH, high, 25_000, 2_500),
        share(POISSON, high, 25_000, 2_500),
        count(high_year, 25_000, 2_500),
    ]
}
