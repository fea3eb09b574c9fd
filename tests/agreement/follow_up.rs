//! With a follow-up, the response times of an overloaded queue are those of its whole cohort.

use std::path::Path;

use saule::{
    engine::{Plan, simulate},
    scenario::{self, Options},
    statistics::{Confidence, Times},
};

const ARRIVALS: f64 = 1.27;
const RATE: f64 = 0.25;
const SERVERS: usize = 3;
const HORIZON: f64 = 365.0;

/// Mean response time of the requests that an initially empty M/M/3 queue receives in [0, T]: an arrival at t finds the
/// state distribution π(t) (Poisson arrivals see time averages, Wolff 1982, also in the transient), and one that finds n
/// waits for n − 2 departures at rate 3μ. The integral of π over [0, T] comes by uniformisation (Jensen 1953): with
/// π(t) = Σ π⁽ᵏ⁾·P(Poisson(Λt) = k) it is Σ π⁽ᵏ⁾/Λ·P(Poisson(ΛT) > k).
fn exact() -> f64 {
    let total = ARRIVALS + SERVERS as f64 * RATE;
    let expected = total * HORIZON;
    let steps = (expected + 12.0 * expected.sqrt()) as usize;
    let response =
        |n: usize| 1.0 / RATE + if n < SERVERS { 0.0 } else { (n - SERVERS + 1) as f64 / (SERVERS as f64 * RATE) };
    let mut states = vec![0.0; steps + 2];
    states[0] = 1.0;
    let (mut log_weight, mut beyond, mut integral) = (-expected, 1.0, 0.0);
    for step in 0..steps {
        beyond -= f64::exp(log_weight);
        let mean: f64 = states.iter().enumerate().map(|(n, p)| p * response(n)).sum();
        integral += mean / total * f64::max(beyond, 0.0);
        let mut next = vec![0.0; states.len()];
        for n in 0..=step {
            let down = n.min(SERVERS) as f64 * RATE;
            next[n + 1] += states[n] * ARRIVALS / total;
            next[n.saturating_sub(1)] += states[n] * down / total;
            next[n] += states[n] * (total - ARRIVALS - down) / total;
        }
        states = next;
        log_weight += f64::ln(expected / (step + 1) as f64);
    }
    integral / HORIZON
}

/// Mean response time over all requests of some replications, with its 99.9% interval, and the share cut off.
fn simulated(replications: u64, set: &[&str]) -> (f64, (f64, f64), f64) {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/agreement/scenarios/overload.toml");
    let options = Options { set: set.iter().map(|&set| set.to_owned()).collect(), ..Options::default() };
    let scenario = scenario::load(&path, &options).unwrap_or_else(|report| panic!("{}", report.render(false, 100)));
    let plan = Plan::new(&scenario.scenario.variants[0].model);
    let mut times = Times::new(Some(plan.layout.longest_response));
    for replication in 0..replications {
        times.add(replication, &simulate(&plan, scenario.scenario.seed, replication).tallies[plan.response_time(0)]);
    }
    let estimates = times.estimates();
    let mean = estimates[0].as_ref().unwrap().estimate(&mut Confidence::new(0.999));
    let (requests, censored) = times.censoring();
    (mean.value, mean.interval.unwrap(), censored as f64 / requests as f64)
}

#[test]
fn a_followed_up_cohort_has_the_exact_mean() {
    let exact = exact();
    let (value, (low, high), censored) = simulated(6_000, &[r#"monte_carlo.follow_up="3 years""#]);
    assert!(low <= exact && exact <= high, "{exact} is not in [{low}, {high}]");
    assert!(high - low < 0.02 * exact, "the interval [{low}, {high}] is too wide");
    assert_eq!(censored, 0.0, "mean {value}");
    // Without it censoring is informative: late requests wait longest, and are the ones cut off.
    let (short, _, censored) = simulated(500, &[]);
    assert!(short < 0.85 * exact && censored > 0.3, "{short}, {censored}");
}
