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
        3.3871328727963665,
        133.14166789178438,
        1971.5909503065513,
        13731.69376550946,
        45921.95393154987,
        67265.7709270087,
        33430.57558358813,
        2509.0809287301227,
    ],
    [
        1.0,
        42.31333070160091,
        687.1870074920579,
        5394.196021424751,
        21213.794301586597,
        39307.89580009271,
        28729.085735721943,
        5226.495278852854,
    ],
);

const INTERMEDIATE: ([f64; 8], [f64; 8]) = (
    [
        1.4234371107496835,
        4.630337846156546,
        5.769497221460691,
        3.6478483247632045,
        1.2704582524523684,
        0.2417807251774506,
        0.022723844989269184,
        0.0007745450142783414,
    ],
    [
        1.0,
        2.053191626637759,
        1.6763848301838038,
        0.6897673349851,
        0.14810397642748008,
        0.015198666563616457,
        0.0005475938084995345,
        1.0507500716444169e-09,
    ],
);

const FAR: ([f64; 8], [f64; 8]) = (
    [
        6.657904643501103,
        5.463784911164114,
        1.7848265399172913,
        0.29656057182850487,
        0.026532189526576124,
        0.0012426609473880784,
        2.7115555687434876e-05,
        2.0103343992922881e-07,
    ],
    [
        1.0,
        0.599832206555888,
        0.1369298809227358,
        0.014875361290850615,
        0.0007868691311456133,
        1.8463183175100548e-05,
        1.421511758316446e-07,
        2.0442631033899397e-15,
    ],
);

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn quantiles_agree_with_mpmath() {
        // mpmath 1.3 with 60 digits: the root of ln(erfc(−z/√2)/2) − ln p.
        let cases = [
            (1e-300, -37.0470962993612),
            (1e-100, -21.273453560965326),
            (1e-20, -9.262340089798407),
            (1e-10, -6.361340902404057),
            (1e-3, -3.0902323061678136),
            (0.07, -1.4757910281791706),
            (0.3, -0.5244005127080408),
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
