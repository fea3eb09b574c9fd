//! `cdf` and `quantile` are each other's inverse, and agree with an independent implementation.

use saule::model::distribution as ours;
use statrs::distribution::{self as theirs, ContinuousCDF};

use crate::families::examples;

const PROBABILITIES: [f64; 15] =
    [1e-9, 1e-4, 0.003, 0.05, 0.1, 0.2, 0.35, 0.5, 0.65, 0.8, 0.9, 0.95, 0.997, 0.9999, 1.0 - 1e-9];

#[test]
fn a_quantile_is_the_smallest_value_that_reaches_its_probability() {
    for example in examples() {
        let distribution = &example.distribution;
        for p in PROBABILITIES {
            let x = distribution.quantile(p);
            // A probability is a number rounded to 1e-16 of 1.
            let slack = 1e-9 * p.min(1.0 - p) + 4e-16;
            let step = 1e-9 * x + 1e-14;
            let (at, before) = (distribution.cdf(x + step), distribution.cdf(x - step));
            let place = format!("{} at p = {p}: x = {x}", example.name);
            assert!(at >= p - slack, "{place} reaches only {at}");
            assert!(before <= p + slack, "{place} is too large: {before} already below it");
        }
    }
}

#[test]
fn continuous_values_come_back() {
    let jumps = ["poisson", "mixture", "empirical", "fixed"];
    for example in examples().iter().filter(|example| !jumps.iter().any(|jump| example.name.contains(jump))) {
        for p in PROBABILITIES {
            let x = example.distribution.quantile(p);
            let back = example.distribution.quantile(example.distribution.cdf(x));
            // A probability is rounded to 1e-16 of 1, which a flat tail magnifies.
            let tolerance = 1e-9 + 1e-14 / p.min(1.0 - p);
            assert!((back / x - 1.0).abs() < tolerance, "{} at p = {p}: {x} came back as {back}", example.name);
        }
    }
}

#[test]
fn quantiles_rise_from_end_to_end() {
    for example in examples() {
        let ends = [0.0].into_iter().chain(PROBABILITIES).chain([1.0]);
        let quantiles: Vec<f64> = ends.map(|p| example.distribution.quantile(p)).collect();
        assert!(quantiles.is_sorted(), "{}: {quantiles:?}", example.name);
        assert!(quantiles[0] >= 0.0 && example.distribution.cdf(-1e-300) == 0.0, "{}", example.name);
        assert_eq!(example.distribution.cdf(f64::INFINITY), 1.0, "{}", example.name);
    }
}

#[test]
fn distribution_functions_agree_with_statrs() {
    assert_agree(ours::Exponential::with_mean(4.0), theirs::Exp::new(0.25));
    assert_agree(ours::Erlang::new(3, 6.0), theirs::Gamma::new(3.0, 0.5));
    assert_agree(ours::Gamma::with_mean_cv(8.0, 0.5), theirs::Gamma::new(4.0, 0.5));
    assert_agree(ours::Gamma::with_shape_scale(0.3, 5.0), theirs::Gamma::new(0.3, 0.2));
    assert_agree(ours::LogNormal::with_median_sigma(150.0, 2.3), theirs::LogNormal::new(150f64.ln(), 2.3));
    assert_agree(ours::Weibull::new(1.7, 3.0), theirs::Weibull::new(1.7, 3.0));
    assert_agree(ours::Pareto::new(2.0, 1.5, None), theirs::Pareto::new(2.0, 1.5));
    assert_agree(ours::Uniform::new(2.0, 6.0), theirs::Uniform::new(2.0, 6.0));
    assert_agree(ours::Triangular::new(1.0, 2.0, 6.0), theirs::Triangular::new(1.0, 6.0, 2.0));
}

fn assert_agree<O, T, E>(ours: Result<O, ours::ParameterError>, theirs: Result<T, E>)
where
    O: Into<ours::Distribution>,
    T: ContinuousCDF<f64, f64>,
    E: std::fmt::Debug,
{
    let (ours, theirs) = (ours.unwrap().into(), theirs.unwrap());
    for p in PROBABILITIES {
        let x = ours.quantile(p);
        let error = ours.cdf(x) - theirs.cdf(x);
        assert!(error.abs() < 1e-9, "{ours:?} at {x}: off by {error:e}");
    }
}
