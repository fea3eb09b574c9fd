//! Draws have the distribution, the mean and the variance that the family declares.

use crate::families::examples;
use crate::kolmogorov_smirnov::{NORMAL_LIMIT, assert_fits, assert_rejects, draws};

/// Makes the critical distance 0.00195, below the 0.003 and more that a 2% error moves these distributions.
const DRAWS: usize = 1_000_000;
const SEED: u64 = 271_828;

/// The test can fail: it rejects every example with a parameter that is wrong by 2%.
#[test]
fn draws_follow_the_distribution_function_and_no_other() {
    for example in examples() {
        let mut values = draws(SEED, DRAWS, |rng| example.distribution.sample(rng));
        assert!(values.iter().all(|value| value.is_finite() && *value >= 0.0), "{}", example.name);
        assert_fits(&mut values, |x| example.distribution.cdf(x), example.name);
        for mutant in &example.mutants {
            assert_rejects(&values, |x| mutant.cdf(x), &format!("{} as {mutant:?}", example.name));
        }
    }
}

#[test]
fn sample_means_and_variances_are_the_declared_ones() {
    for example in examples().into_iter().filter(|example| example.tame) {
        let values = draws(SEED + 1, DRAWS, |rng| example.distribution.sample(rng));
        let (mean, variance) = (example.distribution.mean(), example.distribution.variance());
        let moment = |order: i32| values.iter().map(|value| (value - mean).powi(order)).sum::<f64>() / DRAWS as f64;
        let mean_error = NORMAL_LIMIT * (variance / DRAWS as f64).sqrt();
        assert!(moment(1).abs() <= mean_error, "{}: mean {mean} is off by {}", example.name, moment(1));
        let spread = (moment(4) - variance * variance).max(0.0);
        let variance_error = NORMAL_LIMIT * (spread / DRAWS as f64).sqrt();
        let off = moment(2) - variance;
        assert!(off.abs() <= variance_error, "{}: variance {variance} is off by {off}", example.name);
        // Both limits are narrow enough to notice 2%.
        assert!(mean_error <= 0.02 * mean && variance_error <= 0.02 * variance, "{}", example.name);
    }
}

/// The part above `tail_from` alone is the Pareto tail.
#[test]
fn the_tail_of_lognormal_pareto_is_pareto() {
    let (tail_from, exponent) = (200.0, 1.3);
    let whole = saule::model::distribution::LogNormalPareto::new(12.0, 2.4, tail_from, exponent, None).unwrap();
    let values = draws(SEED + 2, 4 * DRAWS, |rng| whole.sample(rng));
    let mut tail: Vec<f64> = values.into_iter().filter(|&value| value > tail_from).collect();
    let share = tail.len() as f64 / (4 * DRAWS) as f64;
    let expected = statrs::function::erf::erfc((tail_from / 12.0f64).ln() / 2.4 / 2f64.sqrt()) / 2.0;
    let error = NORMAL_LIMIT * (expected * (1.0 - expected) / (4 * DRAWS) as f64).sqrt();
    assert!((share - expected).abs() < error, "share {share}, expected {expected}");
    let pareto = |exponent: f64| move |x: f64| 1.0 - (x / tail_from).powf(-exponent);
    assert_fits(&mut tail, pareto(exponent), "tail");
    assert_rejects(&tail, pareto(1.02 * exponent), "an exponent off by 2%");
}
