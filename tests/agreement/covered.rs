//! The share of signatures that are on answered requests: those of the requests that cross, where all are answered.

use std::path::Path;

use saule::{
    engine::{Plan, simulate},
    model::{
        metric::{Metric, Statistic},
        special::{gamma_cdf, normal_quantile},
    },
    scenario::{self, Options},
    statistics::{Confidence, Moments},
};

/// A number of signatures N with Poisson mean x, n of them needed: E[N; N ≥ n] = x·P(N ≥ n − 1) = x·P(G_(n−1) ≤ x).
fn covered(expected: f64, needed: f64) -> f64 {
    expected * gamma_cdf(needed - 1.0, expected)
}

/// The same over expected signatures with a lognormal law, as a share of their mean: by the midpoint rule over 200,000
/// equal parts of the normal score, weighted by the value itself.
fn covered_of_lognormal(median: f64, sigma: f64, needed: f64) -> f64 {
    let parts = 200_000;
    // Weighted by its value, a lognormal's score is shifted by sigma.
    let score = |part: u32| sigma + normal_quantile((f64::from(part) + 0.5) / f64::from(parts));
    let crosses = |part| gamma_cdf(needed - 1.0, median * (sigma * score(part)).exp());
    (0..parts).map(crosses).sum::<f64>() / f64::from(parts)
}

#[test]
fn signatures_of_the_requests_that_cross() {
    // Half-lives in the window: all but 2^−6 of a potential.
    let grown = 1.0 - 0.5f64.powi(6);
    let lognormal = "requests.petitions.potential={ lognormal = { median = 800, sigma = 1.5 } }";
    // Growth that varies, and whose mean is known: half of the requests have all signatures at once, in effect.
    let varied = "requests.petitions.growth={ exponential = { half_life = { mixture = [ { weight = 1, of = \"1 minute\" }, { weight = 1, of = \"30 days\" } ] } } }";
    let cases: [(&[&str], f64); 4] = [
        (&[], covered(100.0 * grown, 80.0) / (100.0 * grown)),
        (
            &["requests.petitions.threshold.signatures=3", "requests.petitions.potential=2"],
            covered(2.0 * grown, 3.0) / (2.0 * grown),
        ),
        (
            &[lognormal, "requests.petitions.threshold.signatures=5000"],
            covered_of_lognormal(800.0 * grown, 1.5, 5_000.0),
        ),
        (
            &[lognormal, varied, "requests.petitions.threshold.signatures=5000"],
            (covered_of_lognormal(800.0, 1.5, 5_000.0) + 0.5 * covered_of_lognormal(400.0, 1.5, 5_000.0)) / 1.5,
        ),
    ];
    for (set, exact) in cases {
        let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/agreement/scenarios/covered.toml");
        let options = Options { set: set.iter().map(|&set| set.to_owned()).collect(), ..Options::default() };
        let scenario = scenario::load(&path, &options).unwrap_or_else(|r| panic!("{}", r.render(false, 100)));
        let plan = Plan::new(&scenario.scenario.variants[0].model);
        let series = plan.layout.series_index(Metric::CoverageSignatures, None, None).unwrap();
        let scalar = plan.layout.scalars.iter().position(|&scalar| scalar == (series, Statistic::End)).unwrap();
        let mut moments = Moments::default();
        for replication in 0..300 {
            moments.add(simulate(&plan, scenario.scenario.seed, replication).scalars[scalar]);
        }
        // Four intervals at 99.9%: alpha is 0.004 at most.
        let (low, high) = moments.estimate(&mut Confidence::new(0.999)).unwrap().interval.unwrap();
        assert!(low <= exact && exact <= high, "{set:?}: {exact} is not in [{low}, {high}]");
        assert!(high - low <= 0.02 * exact, "{set:?}: [{low}, {high}] is too wide");
    }
}
