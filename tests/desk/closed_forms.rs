//! Closed forms beside the reference table. The exact value must lie in the 99.9% Student-t interval (fixed seeds), and
//! the interval must be narrower than 1% either way.

use saule::model::metric::{Metric, Statistic};
use saule::statistics::{Confidence, Moments};

use super::replications;

/// A statistic of the backlog over replications is the exact value.
fn backlog_is(exact: f64, file: &str, set: &[&str], count: u64, statistic: Statistic) {
    let (layout, outcomes) = replications(file, set, count);
    let series = layout.series_index(Metric::Backlog, None, None).unwrap();
    let index = layout.scalars.iter().position(|&scalar| scalar == (series, statistic)).unwrap();
    let mut moments = Moments::default();
    outcomes.iter().for_each(|outcome| moments.add(outcome.scalars[index]));
    let estimate = moments.estimate(&mut Confidence::new(0.999)).unwrap();
    let (low, high) = estimate.interval.unwrap();
    assert!(low <= exact && exact <= high, "{exact} is not in [{low}, {high}]");
    assert!(high - low < 0.02 * exact, "[{low}, {high}] is too wide");
}

#[test]
fn rework_makes_the_load_of_a_queue() {
    // Every service is followed by another with probability 1/2, so arrivals at rate 0.35 load the server as 0.7 do:
    // L = ρ/(1 − ρ) (Jackson 1957).
    let rho: f64 = 0.7;
    let set = [
        "requests.first.arrivals.later.poisson.rate=0.35 per day",
        r#"stages.desk.service={ exponential = { mean = "1 day" } }"#,
        "stages.desk.next={ desk = 0.5, end = 0.5 }",
        "horizon=10000 days",
        "observe=10000 days",
        "monte_carlo.warm_up=500 days",
    ];
    backlog_is(rho / (1.0 - rho), "waiting.toml", &set, 1500, Statistic::Mean);
}

#[test]
fn an_unlimited_stage_works_in_office_hours() {
    // Open 8 of 24 hours, exponential work of mean m open hours, λ requests an hour. Of those who came x open hours
    // ago exp(−x/m) are still there; at closing time, summed over days: λ (m + 16 q/(1 − q)) with q = exp(−8/m).
    let (rate, mean): (f64, f64) = (2.0, 12.0);
    let q = (-8.0 / mean).exp();
    let exact = rate * (mean + 16.0 * q / (1.0 - q));
    let set = [
        "requests.first.arrivals.later.poisson.rate=2 per hour",
        r#"calendars.office={ days = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"], from = "09:00", to = "17:00" }"#,
        "stages.desk.calendar=office",
        "stages.desk.staff=unlimited",
        r#"stages.desk.service={ exponential = { mean = "12 hours" } }"#,
        "horizon=30 days 17 hours",
        "observe=1 day",
    ];
    backlog_is(exact, "waiting.toml", &set, 3000, Statistic::End);
}
