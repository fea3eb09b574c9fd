//! Student's distribution with any number of degrees of freedom, whole or not.

use std::f64::consts::PI;

use crate::model::special::normal_quantile;

/// From so many degrees of freedom on, [`student_quantile`] takes the asymptotic series: its first neglected term is then
/// below 10⁻¹⁰.
const MANY: f64 = 200.0;

/// Probability that |T| exceeds |`t`| with `freedom` degrees of freedom, above 0: I(ν/(ν + t²); ν/2, 1/2), Abramowitz &
/// Stegun (1964), equation 26.7.1 with 26.5.27.
pub fn student_tails(t: f64, freedom: f64) -> f64 {
    let square = t * t;
    if square.is_infinite() {
        return 0.0;
    }
    incomplete_beta(freedom / 2.0, 0.5, freedom / (freedom + square), square / (freedom + square))
}

/// The t for which Student's distribution with `freedom` degrees, at least 1, lies in [−t, t] with probability `level`.
pub fn student_quantile(level: f64, freedom: f64) -> f64 {
    let z = normal_quantile(0.5 + 0.5 * level);
    if freedom >= MANY {
        return expansion(z, freedom);
    }
    // The tails are convex in t, so Newton's steps from below the root stay below it; the first two terms of the
    // expansion are below it.
    let square = z * z;
    let mut t = z + z * (square + 1.0) / (4.0 * freedom);
    for _ in 0..200 {
        let step = (student_tails(t, freedom) - (1.0 - level)) / (2.0 * density(t, freedom));
        t += step;
        if step <= 1e-14 * t {
            break;
        }
    }
    t
}

/// Abramowitz & Stegun (1964), equation 26.7.5.
fn expansion(z: f64, freedom: f64) -> f64 {
    let x = z * z;
    let terms = [
        z * (x + 1.0) / 4.0,
        z * ((5.0 * x + 16.0) * x + 3.0) / 96.0,
        z * (((3.0 * x + 19.0) * x + 17.0) * x - 15.0) / 384.0,
        z * ((((79.0 * x + 776.0) * x + 1482.0) * x - 1920.0) * x - 945.0) / 92_160.0,
    ];
    z + terms.iter().rev().fold(0.0, |sum, term| (sum + term) / freedom)
}

fn density(t: f64, freedom: f64) -> f64 {
    let log_constant = libm::lgamma(0.5 * (freedom + 1.0)) - libm::lgamma(0.5 * freedom);
    let log_kernel = -0.5 * (freedom + 1.0) * libm::log1p(t * t / freedom);
    libm::exp(log_constant + log_kernel) / (freedom * PI).sqrt()
}

/// The regularised incomplete beta function at `x`, of which `rest` is 1 − x.
fn incomplete_beta(a: f64, b: f64, x: f64, rest: f64) -> f64 {
    if x <= 0.0 {
        return 0.0;
    }
    if rest <= 0.0 {
        return 1.0;
    }
    // The logarithm of a number near 1 is known best by what it lacks.
    let log = |x: f64, rest: f64| if x < 0.5 { libm::log(x) } else { libm::log1p(-rest) };
    let log_factor = libm::lgamma(a + b) - libm::lgamma(a) - libm::lgamma(b) + a * log(x, rest) + b * log(rest, x);
    let factor = libm::exp(log_factor);
    // Each side converges fast on its own half (DLMF, section 8.17(v)).
    if x < (a + 1.0) / (a + b + 2.0) { factor * fraction(a, b, x) / a } else { 1.0 - factor * fraction(b, a, rest) / b }
}

/// The continued fraction of DLMF 8.17.22, by the modified method of Lentz (1976).
fn fraction(a: f64, b: f64, x: f64) -> f64 {
    const TINY: f64 = 1e-300;
    let away_from_zero = |value: f64| if value.abs() < TINY { TINY } else { value };
    let mut c = 1.0;
    let mut d = 1.0 / away_from_zero(1.0 - (a + b) * x / (a + 1.0));
    let mut value = d;
    for step in 1..10_000 {
        let m = f64::from(step);
        let even = m * (b - m) * x / ((a + 2.0 * m - 1.0) * (a + 2.0 * m));
        d = 1.0 / away_from_zero(1.0 + even * d);
        c = away_from_zero(1.0 + even / c);
        value *= d * c;
        let odd = -(a + m) * (a + b + m) * x / ((a + 2.0 * m) * (a + 2.0 * m + 1.0));
        d = 1.0 / away_from_zero(1.0 + odd * d);
        c = away_from_zero(1.0 + odd / c);
        value *= d * c;
        if (d * c - 1.0).abs() < 1e-15 {
            break;
        }
    }
    value
}

#[cfg(test)]
mod tests {
    use super::super::Confidence;
    use super::*;

    #[test]
    fn quantiles_agree_with_those_of_whole_degrees() {
        for level in [0.9, 0.95, 0.999] {
            let mut whole = Confidence::new(level);
            for freedom in [1, 2, 3, 7, 30, 199, 200, 201, 1_000, 100_000] {
                let (ours, expected) = (student_quantile(level, freedom as f64), whole.student(freedom));
                assert!((ours / expected - 1.0).abs() < 1e-9, "{freedom} at {level}: {ours}, expected {expected}");
            }
        }
    }

    #[test]
    fn tails_are_those_of_closed_forms() {
        // One degree is Cauchy's distribution; with two, P(|T| > t) = 1 − t/√(2 + t²).
        for t in [0.0, 1e-6, 0.3, 1.0, 2.5, 40.0, 1e6] {
            let cauchy = 1.0 - 2.0 / PI * libm::atan(t);
            assert!((student_tails(t, 1.0) - cauchy).abs() < 1e-14, "{t}");
            let two = 1.0 - t / (2.0 + t * t).sqrt();
            assert!((student_tails(-t, 2.0) - two).abs() < 1e-14, "{t}");
        }
        assert_eq!(student_tails(f64::INFINITY, 5.0), 0.0);
    }

    #[test]
    fn fractions_of_degrees_lie_between_whole_ones() {
        for freedom in [1.0, 4.0, 60.0, 199.0, 1_000.0] {
            let quantile = |freedom| student_quantile(0.95, freedom);
            let middle = quantile(freedom + 0.5);
            assert!(quantile(freedom + 1.0) < middle && middle < quantile(freedom), "{freedom}");
            assert!((student_tails(middle, freedom + 0.5) - 0.05).abs() < 1e-9, "{freedom}");
        }
    }
}
