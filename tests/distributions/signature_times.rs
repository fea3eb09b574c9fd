//! The law of the cumulated intensity at which the n-th signature falls.

use rand_pcg::Pcg64;
use rand_pcg::rand_core::SeedableRng;
use saule::model::signature_time::{draw, draw_between, smallest};
use statrs::distribution::{Beta, ContinuousCDF, Gamma};

use crate::kolmogorov_smirnov::{NORMAL_LIMIT, assert_fits, assert_rejects, draws};

const DRAWS: usize = 400_000;

fn gamma(shape: f64) -> impl Fn(f64) -> f64 {
    let gamma = Gamma::new(shape, 1.0).expect("a shape above 0 is valid");
    move |x| gamma.cdf(x)
}

#[test]
fn each_level_has_its_gamma_law() {
    for n in [1, 5, 32, 33, 50, 100, 1_000, 5_000, 25_000, 100_000] {
        let mut values = draws(u64::from(n), DRAWS, |rng| draw(n, rng));
        assert!(values.iter().all(|&value| value > smallest(n)), "n = {n}");
        let shape = f64::from(n);
        let moment = |order: i32| values.iter().map(|value| (value - shape).powi(order)).sum::<f64>() / DRAWS as f64;
        let mean_error = NORMAL_LIMIT * (shape / DRAWS as f64).sqrt();
        assert!(moment(1).abs() < mean_error, "n = {n}: mean off by {}", moment(1));
        let variance_error = NORMAL_LIMIT * ((moment(4) - shape * shape) / DRAWS as f64).sqrt();
        assert!((moment(2) - shape).abs() < variance_error, "n = {n}: variance {}", moment(2));
        let skewness_error = NORMAL_LIMIT * (moment(6) / DRAWS as f64).sqrt();
        assert!((moment(3) - 2.0 * shape).abs() < skewness_error, "n = {n}: third moment {}", moment(3));
        assert_fits(&mut values, gamma(shape), &format!("G of {n}"));
    }
}

/// The test above would see a level that is off by 1%, or by 5 signatures in 25,000.
#[test]
fn a_wrong_level_is_noticed() {
    for (n, wrong) in [(5, 5.05), (32, 32.32), (100, 101.0), (5_000, 5_005.0), (25_000, 25_005.0)] {
        let mut values = draws(u64::from(n), DRAWS, |rng| draw(n, rng));
        values.sort_by(f64::total_cmp);
        assert_rejects(&values, gamma(wrong), &format!("{n} as {wrong}"));
    }
}

/// Pairs (G_n, G_m) in the order in which they were drawn.
fn joint(seed: u64, mut pair: impl FnMut(&mut Pcg64) -> (f64, f64)) -> (Vec<f64>, Vec<f64>) {
    let mut rng = Pcg64::seed_from_u64(seed);
    (0..DRAWS).map(|_| pair(&mut rng)).unzip()
}

/// Both margins, the covariance n, and the independence of the proportion: for a Poisson process G_n/G_m is
/// Beta(n, m − n) and independent of G_m.
fn assert_joint_law(n: u32, m: u32, (mut lower, mut upper): (Vec<f64>, Vec<f64>), name: &str) {
    let (shape_n, shape_m) = (f64::from(n), f64::from(m));
    assert!(lower.iter().zip(&upper).all(|(low, high)| low < high), "{name}");
    let product = |a: &[f64], mean_a: f64, b: &[f64], mean_b: f64| {
        a.iter().zip(b).map(|(x, y)| (x - mean_a) * (y - mean_b)).sum::<f64>() / DRAWS as f64
    };
    let covariance = product(&lower, shape_n, &upper, shape_m);
    let error = NORMAL_LIMIT * ((shape_n * shape_m + shape_n * shape_n) / DRAWS as f64).sqrt();
    assert!((covariance - shape_n).abs() < error, "{name}: covariance {covariance}, limit {error}");
    let mut proportions: Vec<f64> = lower.iter().zip(&upper).map(|(low, high)| low / high).collect();
    let proportion = shape_n / shape_m;
    let spread = proportion * (1.0 - proportion) / (shape_m + 1.0);
    let dependence = product(&proportions, proportion, &upper, shape_m);
    let error = NORMAL_LIMIT * (spread * shape_m / DRAWS as f64).sqrt();
    assert!(dependence.abs() < error, "{name}: proportion and total move together, {dependence}, limit {error}");
    let beta = Beta::new(shape_n, shape_m - shape_n).expect("shapes above 0 are valid");
    assert_fits(&mut proportions, |x| beta.cdf(x.clamp(0.0, 1.0)), &format!("{name}: proportion"));
    assert_fits(&mut lower, gamma(shape_n), &format!("{name}: lower level"));
    assert_fits(&mut upper, gamma(shape_m), &format!("{name}: upper level"));
}

#[test]
fn two_levels_of_a_request_are_points_of_one_poisson_process() {
    for (n, m) in [(1, 2), (5, 30), (20, 60), (40, 100), (5_000, 25_000)] {
        let raised = joint(1, |rng| {
            let lower = draw(n, rng);
            (lower, draw_between(m, (n, lower), None, rng))
        });
        assert_joint_law(n, m, raised, &format!("{n} raised to {m}"));
        let lowered = joint(2, |rng| {
            let upper = draw(m, rng);
            (draw_between(n, (0, 0.0), Some((m, upper)), rng), upper)
        });
        assert_joint_law(n, m, lowered, &format!("{m} lowered to {n}"));
    }
}

#[test]
fn a_level_between_two_known_ones_completes_the_process() {
    let (low, middle, high) = (25, 60, 140);
    let mut middles = Vec::new();
    let ends = joint(3, |rng| {
        let lower = draw(low, rng);
        let upper = draw_between(high, (low, lower), None, rng);
        middles.push(draw_between(middle, (low, lower), Some((high, upper)), rng));
        (lower, upper)
    });
    assert_joint_law(low, middle, (ends.0, middles.clone()), "25 and 60");
    assert_joint_law(middle, high, (middles, ends.1), "60 and 140");
}

#[test]
fn known_levels_are_kept() {
    let mut rng = Pcg64::seed_from_u64(0);
    assert_eq!(draw(0, &mut rng), 0.0);
    assert_eq!(draw_between(7, (7, 4.5), None, &mut rng), 4.5);
    assert_eq!(draw_between(7, (0, 0.0), Some((7, 4.5)), &mut rng), 4.5);
}

/// Levels that lie 100 and more apart never change places under the same stream.
#[test]
fn a_higher_level_falls_later_on_the_same_stream() {
    let levels = [1, 10, 32, 132, 133, 240, 340, 1_000, 1_100, 5_000, 5_100, 25_000, 25_100, 100_000, 100_100];
    for seed in 0..100_000 {
        let positions = levels.map(|n| draw(n, &mut Pcg64::seed_from_u64(seed)));
        for (from, pair) in positions.windows(2).enumerate() {
            let apart = levels[from + 1] - levels[from] >= 100;
            assert!(!apart || pair[0] < pair[1], "levels {:?} at seed {seed}: {pair:?}", &levels[from..from + 2]);
        }
        assert!(positions[0] < positions[1] && positions[1] < positions[2], "sums of gaps only grow");
    }
}
