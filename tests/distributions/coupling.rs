//! Common random numbers: what a changed parameter does to the draws of the same stream.

use rand_pcg::Pcg64;
use rand_pcg::rand_core::{Rng, SeedableRng};
use saule::model::Distribution;
use saule::model::distribution::{
    Exponential, LogNormal, LogNormalPareto, Lomax, Normal, Pareto, Poisson, Triangular, Uniform, Weibull,
};

/// Two distributions of a family, the second with larger values throughout.
fn ordered_pairs() -> Vec<(Distribution, Distribution)> {
    vec![
        (Exponential::with_mean(1.0).unwrap().into(), Exponential::with_mean(2.0).unwrap().into()),
        (
            LogNormal::with_median_sigma(12.0, 2.0).unwrap().into(),
            LogNormal::with_median_sigma(13.0, 2.0).unwrap().into(),
        ),
        (Weibull::new(2.0, 3.0).unwrap().into(), Weibull::new(2.0, 3.1).unwrap().into()),
        (Pareto::new(1.0, 1.5, None).unwrap().into(), Pareto::new(1.0, 1.3, None).unwrap().into()),
        (Pareto::new(1.0, 1.5, Some(50.0)).unwrap().into(), Pareto::new(1.0, 1.5, None).unwrap().into()),
        (Lomax::new(6.0, 1.2).unwrap().into(), Lomax::new(6.5, 1.1).unwrap().into()),
        (Uniform::new(1.0, 2.0).unwrap().into(), Uniform::new(1.5, 2.0).unwrap().into()),
        (Triangular::new(1.0, 2.0, 6.0).unwrap().into(), Triangular::new(1.0, 3.0, 6.0).unwrap().into()),
        (Normal::new(-20.0, 2.0).unwrap().into(), Normal::new(-6.0, 2.0).unwrap().into()),
        (Normal::new(1.0, 2.0).unwrap().into(), Normal::new(9.0, 2.0).unwrap().into()),
        (Poisson::new(5.0).unwrap().into(), Poisson::new(15.0).unwrap().into()),
        (Poisson::new(9_500.0).unwrap().into(), Poisson::new(9_600.0).unwrap().into()),
        (
            LogNormalPareto::new(12.0, 2.0, 100.0, 1.5, Some(1e4)).unwrap().into(),
            LogNormalPareto::new(14.0, 2.0, 100.0, 1.2, None).unwrap().into(),
        ),
    ]
}

#[test]
fn a_larger_parameter_moves_every_draw_up() {
    for (smaller, larger) in ordered_pairs() {
        for seed in 0..20_000 {
            let draw = |distribution: &Distribution| distribution.sample(&mut Pcg64::seed_from_u64(seed));
            let (low, high) = (draw(&smaller), draw(&larger));
            assert!(low <= high, "{smaller:?} gives {low}, {larger:?} gives {high} at seed {seed}");
        }
    }
}

#[test]
fn parameters_do_not_change_how_much_of_the_stream_a_draw_uses() {
    for (one, other) in ordered_pairs() {
        for seed in 0..20_000 {
            let next_after = |distribution: &Distribution| {
                let mut rng = Pcg64::seed_from_u64(seed);
                distribution.sample(&mut rng);
                rng.next_u64()
            };
            assert_eq!(next_after(&one), next_after(&other), "{one:?} and {other:?} at seed {seed}");
        }
    }
}
