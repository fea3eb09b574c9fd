//! What is measured beside the queue agrees with the M/M/∞ queue: 5 requests a day, answered after 2 days on average.

use std::path::Path;

use saule::{
    engine::{Plan, simulate},
    model::metric::{Metric, Statistic},
    scenario::{self, Options},
    statistics::{Confidence, Moments},
};

/// Requests a day, days to an answer, and their product, the mean backlog.
const RATE: f64 = 5.0;
const DELAY: f64 = 2.0;
const BACKLOG: f64 = RATE * DELAY;

const WARM_UP: f64 = 80.0;
const HORIZON: f64 = 400.0;

/// Days that the oldest has waited: nobody is older than a with probability exp(−ρ·e^(−a/s)), s being the mean delay,
/// so the mean is s·Ein(ρ), and Ein(ρ) = γ + ln ρ + E₁(ρ) (Abramowitz & Stegun 1964, 5.1.39); E₁(10) from table 5.1.
fn oldest() -> f64 {
    DELAY * (0.577_215_664_901_532_9 + BACKLOG.ln() + 4.156_968_929_685_324e-6)
}

#[test]
fn measures_of_a_pure_delay() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/agreement/scenarios/measures.toml");
    let scenario = scenario::load(&path, &Options::default()).unwrap_or_else(|r| panic!("{}", r.render(false, 100)));
    let plan = Plan::new(&scenario.scenario.variants[0].model);
    let cases = [
        // An answer in time: service is exponential and begins at once.
        (Metric::OnTimeShare, None, Statistic::End, 1.0 - f64::exp(-3.0 / DELAY)),
        // Only those in the backlog are not covered.
        (Metric::CoverageRequests, None, Statistic::End, 1.0 - BACKLOG / (RATE * (HORIZON - WARM_UP))),
        (Metric::ToneBalance, None, Statistic::End, 0.6 - 0.4 * BACKLOG / (RATE * HORIZON)),
        // As many requests as answers in any ten days.
        (Metric::Archive, None, Statistic::Mean, 2.0 * RATE * 10.0),
        (Metric::Archive, None, Statistic::End, 2.0 * RATE * 10.0),
        (Metric::OldestWait, None, Statistic::Mean, oldest()),
        // Nobody waits in a queue.
        (Metric::OldestWait, Some(0), Statistic::Max, 0.0),
    ];
    let mut moments = [Moments::default(); 7];
    let mut clearing = Moments::default();
    for replication in 0..2_500 {
        let outcome = simulate(&plan, scenario.scenario.seed, replication);
        let value = |metric, stage, statistic| {
            let series = plan.layout.series_index(metric, None, stage).unwrap();
            outcome.scalars[plan.layout.scalars.iter().position(|&scalar| scalar == (series, statistic)).unwrap()]
        };
        for (moments, &(metric, stage, statistic, _)) in moments.iter_mut().zip(&cases) {
            moments.add(value(metric, stage, statistic));
        }
        clearing.add(value(Metric::ClearingTime, None, Statistic::Mean));
    }
    // Seven intervals at 99.9%: alpha is 0.007 at most.
    for (moments, (metric, stage, statistic, exact)) in moments.iter().zip(cases) {
        let estimate = moments.estimate(&mut Confidence::new(0.999)).unwrap();
        let (low, high) = estimate.interval.unwrap();
        let name = metric.info().name;
        assert!(low <= exact && exact <= high, "{name} {stage:?} {statistic:?}: {exact} is not in [{low}, {high}]");
        assert!(high - low <= 0.02 * exact, "{name} {stage:?} {statistic:?}: [{low}, {high}] is too wide");
    }
    // A ratio of random numbers is not the ratio of their means, 2 days, but near it.
    let clearing = clearing.mean().unwrap();
    assert!((clearing / DELAY - 1.0).abs() < 0.02, "{clearing}");
}
