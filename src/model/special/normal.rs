//! The standard normal distribution.

use std::f64::consts::{SQRT_2, TAU};

/// From here on, tails are taken relative to their beginning, by continued fractions.
const TAIL: f64 = 5.0;

/// P(Z ≤ z).
pub fn normal_cdf(z: f64) -> f64 {
    0.5 * libm::erfc(-z / SQRT_2)
}

/// P(Z > z), to full relative accuracy in the upper tail.
pub fn normal_survival(z: f64) -> f64 {
    0.5 * libm::erfc(z / SQRT_2)
}

/// The z with P(Z ≤ z) = p, for p in [0, 1]; −∞ at 0 and ∞ at 1. Relative error below 1e−15.
///
/// Source: M. J. Wichura, "Algorithm AS 241: The percentage points of the normal distribution",
/// Applied Statistics 37 (1988), 477–484, routine PPND16.
pub fn normal_quantile(p: f64) -> f64 {
    let centred = p - 0.5;
    if centred.abs() <= 0.425 {
        let r = 0.180625 - centred * centred;
        return centred * ratio(&CENTRAL, r);
    }
    let tail = if centred < 0.0 { p } else { 1.0 - p };
    if tail <= 0.0 {
        return if centred < 0.0 { f64::NEG_INFINITY } else { f64::INFINITY };
    }
    let r = libm::sqrt(-libm::log(tail));
    let z = if r <= 5.0 { ratio(&INTERMEDIATE, r - 1.6) } else { ratio(&FAR, r - 5.0) };
    if centred < 0.0 { -z } else { z }
}

/// By how much a standard normal variate exceeds `from`, given that it does, at the survival probability `u` in
/// (0, 1]: the δ with P(Z > from + δ) = u·P(Z > from). Accurate also where P(Z > from) underflows.
pub fn normal_excess(from: f64, u: f64) -> f64 {
    if u <= 0.0 {
        return f64::INFINITY;
    }
    if from < TAIL {
        return (-normal_quantile(u * normal_survival(from)) - from).max(0.0);
    }
    // Newton on the logarithm of the survival function, P(Z > z) = φ(z)·R(z) with Mills' ratio R. The start, exact
    // if R were constant, makes three steps enough for u down to 2^−53.
    let log_u = libm::log(u);
    let ratio_from = mills_ratio(from);
    let mut excess = -2.0 * log_u / (from + libm::sqrt(from * from - 2.0 * log_u));
    for _ in 0..4 {
        let ratio = mills_ratio(from + excess);
        let log_survival = libm::log(ratio / ratio_from) - excess * (from + 0.5 * excess);
        excess += ratio * (log_survival - log_u);
    }
    excess.max(0.0)
}

/// P(Z > `from` + `excess`) / P(Z > `from`), for an excess of at least 0: the inverse of [`normal_excess`].
pub fn normal_excess_survival(from: f64, excess: f64) -> f64 {
    if from < TAIL {
        return normal_survival(from + excess) / normal_survival(from);
    }
    mills_ratio(from + excess) / mills_ratio(from) * libm::exp(-excess * (from + 0.5 * excess))
}

/// Mean and variance of Z − `from`, given Z > `from`.
pub fn normal_excess_moments(from: f64) -> (f64, f64) {
    if from < TAIL {
        // The hazard φ(a)/P(Z > a) is the conditional mean of Z; its variance is 1 + a·h − h².
        let hazard = libm::exp(-0.5 * from * from) / (libm::sqrt(TAU) * normal_survival(from));
        return (hazard - from, 1.0 + hazard * (from - hazard));
    }
    // The same in terms of the continued fraction, without subtracting nearly equal numbers.
    let (mean, next) = (tail_fraction(from, 1), tail_fraction(from, 2));
    (mean, mean * (next - mean))
}

/// Mills' ratio P(Z > z)/φ(z) for z of at least 5, by its continued fraction
/// 1/(z + 1/(z + 2/(z + 3/(z + …)))) (Abramowitz & Stegun 1964, 26.2.14).
fn mills_ratio(z: f64) -> f64 {
    1.0 / (z + tail_fraction(z, 1))
}

/// The part n/(z + (n + 1)/(z + (n + 2)/(z + …))) of the continued fraction of [`mills_ratio`], for z of at least 5.
fn tail_fraction(z: f64, n: u32) -> f64 {
    // 60 levels give full accuracy at z = 5.
    (n..n + 60).rev().fold(0.0, |below, level| f64::from(level) / (z + below))
}

/// A rational function: coefficients of the numerator and the denominator, from the constant upwards.
fn ratio((numerator, denominator): &([f64; 8], [f64; 8]), x: f64) -> f64 {
    let polynomial = |coefficients: &[f64; 8]| coefficients.iter().rev().fold(0.0, |sum, &c| sum * x + c);
    polynomial(numerator) / polynomial(denominator)
}

const CENTRAL: ([f64; 8], [f64; 8]) = (
    [
        3.3871328727963666080,
        1.3314166789178437745e2,
        1.9715909503065514427e3,
        1.3731693765509461125e4,
        4.5921953931549871457e4,
        6.7265770927008700853e4,
        3.3430575583588128105e4,
        2.5090809287301226727e3,
    ],
    [
        1.0,
        4.2313330701600911252e1,
        6.8718700749205790830e2,
        5.3941960214247511077e3,
        2.1213794301586595867e4,
        3.9307895800092710610e4,
        2.8729085735721942674e4,
        5.2264952788528545610e3,
    ],
);

const INTERMEDIATE: ([f64; 8], [f64; 8]) = (
    [
        1.42343711074968357734,
        4.63033784615654529590,
        5.76949722146069140550,
        3.64784832476320460504,
        1.27045825245236838258,
        2.41780725177450611770e-1,
        2.27238449892691845833e-2,
        7.74545014278341407640e-4,
    ],
    [
        1.0,
        2.05319162663775882187,
        1.67638483018380384940,
        6.89767334985100004550e-1,
        1.48103976427480074590e-1,
        1.51986665636164571966e-2,
        5.47593808499534494600e-4,
        1.05075007164441684324e-9,
    ],
);

const FAR: ([f64; 8], [f64; 8]) = (
    [
        6.65790464350110377720,
        5.46378491116411436990,
        1.78482653991729133580,
        2.96560571828504891230e-1,
        2.65321895265761230930e-2,
        1.24266094738807843860e-3,
        2.71155556874348757815e-5,
        2.01033439929228813265e-7,
    ],
    [
        1.0,
        5.99832206555887937690e-1,
        1.36929880922735805310e-1,
        1.48753612908506148525e-2,
        7.86869131145613259100e-4,
        1.84631831751005468180e-5,
        1.42151175831644588870e-7,
        2.04426310338993978564e-15,
    ],
);

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn quantiles_agree_with_mpmath() {
        // mpmath 1.3 with 60 digits: the root of ln(erfc(−z/√2)/2) − ln p.
        let cases = [
            (1e-300, -37.047096299361199),
            (1e-100, -21.273453560965324),
            (1e-20, -9.2623400897984076),
            (1e-10, -6.3613409024040562),
            (1e-3, -3.0902323061678135),
            (0.07, -1.4757910281791707),
            (0.3, -0.52440051270804082),
            (0.9, 1.2815515655446006),
            (0.99, 2.3263478740408408),
        ];
        for (p, z) in cases {
            let found = normal_quantile(p);
            assert!((found / z - 1.0).abs() < 1e-14, "p = {p}: {found}, not {z}");
        }
        assert_eq!(normal_quantile(0.5), 0.0);
        assert_eq!(normal_quantile(0.0), f64::NEG_INFINITY);
        assert_eq!(normal_quantile(1.0), f64::INFINITY);
    }

    #[test]
    fn excess_is_the_conditional_tail() {
        for from in [-3.0, 0.0, 2.0, 4.99, 5.0, 7.0, 30.0] {
            for u in [1.0, 0.9, 0.5, 1e-3, 1e-15] {
                let found = normal_survival(from + normal_excess(from, u)) / normal_survival(from);
                assert!((found / u - 1.0).abs() < 1e-9, "{from}, {u}: {found}");
            }
        }
        // Far out the excess is exponential with rate `from`.
        assert!((normal_excess(1e6, 0.5) * 1e6 / std::f64::consts::LN_2 - 1.0).abs() < 1e-9);
    }
}
