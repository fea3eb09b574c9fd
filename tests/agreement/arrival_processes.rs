//! Arrival processes against closed forms that are not rows of the reference.
//!
//! Each exact value must lie in the simulation's 99.9% interval (alpha = 0.001 a value, fixed seeds), which must be
//! narrow.

use std::path::Path;

use rayon::prelude::*;
use saule::{
    engine::{Outcome, Plan, simulate},
    model::metric::{Metric, Statistic},
    scenario::{self, Options},
    statistics::{Confidence, Moments},
};

/// What is read off every replication of a scenario with some keys set: one number or more.
fn numbers(
    scenario: &str,
    set: &[&str],
    replications: u64,
    read: impl Fn(&Plan, &Outcome) -> Vec<f64> + Sync,
) -> Vec<Vec<f64>> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/agreement/scenarios").join(scenario);
    let options = Options { set: set.iter().map(|&set| set.to_owned()).collect(), ..Options::default() };
    let scenario = scenario::load(&path, &options).unwrap_or_else(|report| panic!("{}", report.render(false, 100)));
    let plan = Plan::new(&scenario.scenario.variants[0].model);
    let seed = scenario.scenario.seed;
    (0..replications).into_par_iter().map(|index| read(&plan, &simulate(&plan, seed, index))).collect()
}

/// The course of a metric in time, without that of other places.
fn series<'o>(plan: &Plan, outcome: &'o Outcome, metric: Metric) -> &'o [f64] {
    let points = plan.layout.grid.len();
    let index = plan.layout.series_index(metric, None, None).unwrap();
    &outcome.series[index * points..(index + 1) * points]
}

/// The mean of the numbers agrees with the exact one, within an interval at most `width` of it wide on either side.
fn agrees(what: &str, numbers: impl Iterator<Item = f64>, exact: f64, width: f64) {
    let mut moments = Moments::default();
    numbers.for_each(|number| moments.add(number));
    let estimate = moments.estimate(&mut Confidence::new(0.999)).unwrap();
    let (low, high) = estimate.interval.unwrap();
    println!("{what:<60} {exact:>12.6} {:>12.6} {:>9.6}", estimate.value, (high - low) / 2.0);
    assert!(low <= exact && exact <= high, "{what}: {exact} is not in [{low}, {high}]");
    assert!((high - low) / 2.0 <= width * exact.abs(), "{what}: [{low}, {high}] is too wide");
}

const SOURCE: &str = "requests.customers.arrivals.poisson";

/// A cluster of a Hawkes process is a branching process with Poisson offspring of mean n: its size has mean 1/(1 − n)
/// and variance n/(1 − n)³ (Borel). By potential the offspring is mixed Poisson with variance n + n²·cv², and the
/// variance of the total progeny is that over (1 − n)³ (Harris 1963, section I.13).
#[test]
fn clusters_have_the_size_of_a_branching_process() {
    // Of a lognormal potential with sigma 0.5.
    let squared_cv = 0.25f64.exp() - 1.0;
    for (ratio, by_potential) in [(0.3, false), (0.6, false), (0.5, true)] {
        let excitation = format!(
            "requests.petitions.self_excitation={{ branching_ratio = {ratio}, half_life = \"1 day\", \
             by_potential = {by_potential} }}"
        );
        let sizes = numbers("cluster.toml", &[&excitation, "observe=2000 days"], 200_000, |plan, outcome| {
            vec![series(plan, outcome, Metric::Created)[1]]
        });
        let mean = 1.0 / (1.0 - ratio);
        let spread = if by_potential { ratio + ratio * ratio * squared_cv } else { ratio };
        let variance = spread * mean.powi(3);
        let name = format!("cluster size, ratio {ratio}{}", if by_potential { ", by potential" } else { "" });
        agrees(&format!("{name}: mean"), sizes.iter().map(|size| size[0]), mean, 0.02);
        agrees(&format!("{name}: variance"), sizes.iter().map(|size| (size[0] - mean).powi(2)), variance, 0.06);
    }
}

/// With exponential delays of rate b the expected cluster up to time t is 1 + n/(1 − n)·(1 − exp(−b(1 − n)t))
/// (Hawkes 1971: the intensity of a cluster decays at rate b(1 − n)).
#[test]
fn clusters_grow_at_the_rate_of_theory() {
    let found = numbers("cluster.toml", &["horizon=20 days"], 200_000, |plan, outcome| {
        let created = series(plan, outcome, Metric::Created);
        [1, 3, 8].map(|day: usize| created[day]).to_vec()
    });
    for (index, day) in [1.0, 3.0, 8.0].into_iter().enumerate() {
        let exact = 1.0 + (1.0 - (-std::f64::consts::LN_2 * 0.5 * day).exp());
        agrees(&format!("cluster by day {day}"), found.iter().map(|run| run[index]), exact, 0.01);
    }
}

/// M^X/M/1: the mean number in the system is ρ(E[X²]/E[X] + 1)/(2(1 − ρ)), with ρ = λE[X]/μ (Gross and Harris,
/// Fundamentals of Queueing Theory, section 3.1).
#[test]
fn batches_wait_as_in_theory() {
    for (batch, rate, second_over_first) in [("3", 0.2, 3.0), ("{ poisson = { mean = 1.5 } }", 0.4, 2.5)] {
        let set = [format!("{SOURCE}.poisson={{ rate = \"{rate} per day\", batch = {batch} }}")];
        let levels = numbers("queue.toml", &set.each_ref().map(String::as_str), 1_200, |plan, outcome| {
            let series = plan.layout.series_index(Metric::Backlog, None, None).unwrap();
            let scalar = plan.layout.scalars.iter().position(|scalar| *scalar == (series, Statistic::Mean)).unwrap();
            vec![outcome.scalars[scalar]]
        });
        let exact = 0.6 * (second_over_first + 1.0) / (2.0 * 0.4);
        agrees(&format!("M^X/M/1, batch {batch}: mean number"), levels.iter().map(|run| run[0]), exact, 0.01);
    }
}

/// A burst has Poisson size; by age a it has created size·F(a).
#[test]
fn bursts_have_their_size_and_decay() {
    let burst = [
        &format!(
            "{SOURCE}={{ burst = {{ at = \"2 days\", size = 400, decay = {{ lomax = {{ scale = \"6 days\", exponent = 1.2 }} }} }} }}"
        ),
        "observe=1 day",
        "horizon=1000 days",
    ];
    let found = numbers("swings.toml", &burst, 4_000, |plan, outcome| {
        let created = series(plan, outcome, Metric::Created);
        vec![created[2], created[5], created[22], created[1000]]
    });
    assert!(found.iter().all(|run| run[0] == 0.0), "nothing before the burst");
    let share = |age: f64| 1.0 - (1.0 + age / 6.0).powf(-1.2);
    for (index, age) in [(1, 3.0), (2, 20.0), (3, 998.0)] {
        agrees(&format!("burst by age {age}"), found.iter().map(|run| run[index]), 400.0 * share(age), 0.01);
    }
    let last = found.iter().map(|run| (run[3] - 400.0 * share(998.0)).powi(2));
    agrees("burst: variance of its size", last, 400.0 * share(998.0), 0.1);
}

/// Random bursts at rate r from time 0 with mean size m and exponential decay of rate b: by time t they have created
/// r·m·(t − (1 − exp(−bt))/b) requests on average, and the number in all bursts is compound: over a long time its
/// variance is that of r·t clusters with E[N²] = m + m² for a fixed expected size.
#[test]
fn random_bursts_add_up() {
    let burst = [
        &format!(
            "{SOURCE}={{ burst = {{ random = \"0.5 per day\", size = 10, decay = {{ exponential = {{ mean = \"2 days\" }} }} }} }}"
        ),
        "observe=1 day",
        "horizon=100 days",
    ];
    let found = numbers("swings.toml", &burst, 30_000, |plan, outcome| {
        let created = series(plan, outcome, Metric::Created);
        vec![created[3], created[100]]
    });
    let exact = |time: f64| 5.0 * (time - 2.0 * (1.0 - (-time / 2.0).exp()));
    agrees("random bursts by day 3", found.iter().map(|run| run[0]), exact(3.0), 0.03);
    agrees("random bursts by day 100", found.iter().map(|run| run[1]), exact(100.0), 0.01);
    // Campbell: a burst that starts at s contributes mean m·F(t − s) and, being Poisson, second moment m·F + (m·F)².
    let squared = 100.0 - 4.0 * (1.0 - (-50f64).exp()) + (1.0 - (-100f64).exp());
    let variance = exact(100.0) + 50.0 * squared;
    agrees("random bursts: variance", found.iter().map(|run| (run[1] - exact(100.0)).powi(2)), variance, 0.05);
}

/// Requests by hour of the week are Poisson with the exact expected counts, under a profile of days and hours, a wave
/// and a trend at once. The sum of squared standardised deviations over the 204 hours with a rate above 0 is
/// chi-squared with as many degrees of freedom, here compared with its 99.9% quantile 272 (alpha = 0.001).
#[test]
fn profiles_have_their_sums() {
    const REPLICATIONS: u64 = 3_000;
    let set = [
        &format!(
            "{SOURCE}={{ poisson = {{ rate = \"300 per day\", trend = \"10% per week\", \
             wave = {{ amplitude = 0.8, period = \"5 days\", phase = \"1 day\" }}, \
             weekly = [3, 2, 2, 2, 1, 0, 0.5], \
             daily = [0, 0, 0, 0, 0, 0, 1, 2, 4, 6, 6, 5, 4, 5, 6, 6, 4, 3, 2, 2, 2, 1, 1, 0] }} }}"
        ),
        "start=2025-01-01T07:00:00",
        "observe=1 hour",
        "horizon=14 days",
    ];
    let found = numbers("swings.toml", &set, REPLICATIONS, |plan, outcome| {
        let created = series(plan, outcome, Metric::Created);
        created.windows(2).map(|pair| pair[1] - pair[0]).collect()
    });
    let weekly = [3.0, 2.0, 2.0, 2.0, 1.0, 0.0, 0.5];
    let daily = [0, 0, 0, 0, 0, 0, 1, 2, 4, 6, 6, 5, 4, 5, 6, 6, 4, 3, 2, 2, 2, 1, 1, 0].map(f64::from);
    let (week, day) = (weekly.iter().sum::<f64>() / 7.0, daily.iter().sum::<f64>() / 24.0);
    let rate = |time: f64| {
        let swing = 1.0 + 0.8 * (std::f64::consts::TAU * (time - 1.0) / 5.0).sin();
        300.0 * 1.1f64.powf(time / 7.0) * swing
    };
    let mut chi_squared = 0.0;
    for hour in 0..336 {
        // 2025-01-01 was a Wednesday.
        let civil = 2 * 24 + 7 + hour;
        let profile = weekly[civil / 24 % 7] / week * daily[civil % 24] / day;
        let (from, width) = (hour as f64 / 24.0, 1.0 / 24.0);
        // Simpson's rule over an hour of a smooth rate: relative error below 1e-8.
        let mean = profile * width * (rate(from) + 4.0 * rate(from + width / 2.0) + rate(from + width)) / 6.0;
        let expected = REPLICATIONS as f64 * mean;
        let counted: f64 = found.iter().map(|run| run[hour]).sum();
        if expected == 0.0 {
            assert_eq!(counted, 0.0, "hour {hour}");
        } else {
            chi_squared += (counted - expected).powi(2) / expected;
        }
    }
    println!("hours of a fortnight: chi-squared {chi_squared:.1}");
    assert!(chi_squared < 272.0, "{chi_squared}");
}
