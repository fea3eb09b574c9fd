//! The gamma distribution of scale 1: its distribution function (the regularised incomplete gamma function) and
//! its inverse.

use super::{normal_cdf, normal_quantile, normal_survival, temme};

/// From this shape on the uniform expansion of [`temme`] gives even far tails to 1e−12, and faster than a series.
const LARGE_SHAPE: f64 = 200.0;

/// P(Gamma(`shape`, 1) ≤ `x`) = γ(shape, x)/Γ(shape), for `shape` > 0. This is also P(Poisson(x) ≥ shape) for a
/// whole shape. Relative error below 1e−11.
pub fn gamma_cdf(shape: f64, x: f64) -> f64 {
    if x <= 0.0 {
        0.0
    } else if x == f64::INFINITY {
        1.0
    } else if uniform_expansion_holds(shape, x) {
        normal_cdf(temme::normal_equivalent(shape, x))
    } else if x < shape + 1.0 {
        density_factor(shape, x) * lower_series(shape, x)
    } else {
        1.0 - density_factor(shape, x) * upper_fraction(shape, x)
    }
}

/// P(Gamma(`shape`, 1) > `x`), for `shape` > 0; accurate also where it is tiny. This is also P(Poisson(x) < shape)
/// for a whole shape.
pub fn gamma_survival(shape: f64, x: f64) -> f64 {
    if x <= 0.0 {
        1.0
    } else if x == f64::INFINITY {
        0.0
    } else if uniform_expansion_holds(shape, x) {
        normal_survival(temme::normal_equivalent(shape, x))
    } else if x < shape + 1.0 {
        1.0 - density_factor(shape, x) * lower_series(shape, x)
    } else {
        density_factor(shape, x) * upper_fraction(shape, x)
    }
}

/// P(Gamma(`shape`, 1) ≤ `x`) over `x` times the density there, that is Σ x^k/(a(a + 1)…(a + k)) with a = `shape`, for
/// `shape` and `x` > 0. Infinite where the density underflows far above the mean.
pub fn gamma_cdf_per_log_density(shape: f64, x: f64) -> f64 {
    if x < shape + 1.0 { lower_series(shape, x) } else { gamma_cdf(shape, x) / density_factor(shape, x) }
}

/// The x with P(Gamma(`shape`, 1) ≤ x) = `p`, for p in [0, 1]; 0 at 0 and infinite at 1.
pub fn gamma_quantile(shape: f64, p: f64) -> f64 {
    if p <= 0.0 {
        return 0.0;
    }
    if p >= 1.0 {
        return f64::INFINITY;
    }
    let z = normal_quantile(p);
    if shape >= LARGE_SHAPE && z.abs() < 9.5 {
        return temme::gamma_quantile_at(shape, z);
    }
    let from_below = p < 0.5;
    let target = if from_below { p } else { 1.0 - p };
    // Newton's method on the logarithm of the nearer tail as a function of ln x, which is nearly a line where the tail is
    // small; a step out of the bracket becomes a bisection.
    let (mut low, mut high) = (-745.0, libm::log(10.0 * (shape + 40.0)));
    let mut log_x = libm::log(starting_point(shape, p, z));
    for _ in 0..200 {
        let x = libm::exp(log_x);
        let tail = if from_below { gamma_cdf(shape, x) } else { gamma_survival(shape, x) };
        if (tail > target) == from_below {
            high = log_x;
        } else {
            low = log_x;
        }
        let step = libm::log(tail / target) * tail / density_factor(shape, x);
        let newton = if from_below { log_x - step } else { log_x + step };
        let next = if newton > low && newton < high { newton } else { 0.5 * (low + high) };
        if (next - log_x).abs() <= 1e-15 * log_x.abs().max(1.0) {
            return libm::exp(next);
        }
        log_x = next;
    }
    libm::exp(log_x)
}

/// Wilson and Hilferty's cube of a normal variate (Proc. Natl. Acad. Sci. 17 (1931), 684–688), or the leading term
/// x^a/Γ(a + 1) = p at the lower end.
fn starting_point(shape: f64, p: f64, z: f64) -> f64 {
    let cube_root = 1.0 - 1.0 / (9.0 * shape) + z / (3.0 * libm::sqrt(shape));
    if cube_root > 0.3 {
        shape * cube_root * cube_root * cube_root
    } else {
        libm::exp(((libm::log(p) + libm::lgamma(shape + 1.0)) / shape).max(-700.0))
    }
}

fn uniform_expansion_holds(shape: f64, x: f64) -> bool {
    shape >= LARGE_SHAPE && x > 0.5 * shape && x < 2.0 * shape
}

/// x^a·e^(−x)/Γ(a): the density times x.
fn density_factor(shape: f64, x: f64) -> f64 {
    if shape < 30.0 {
        return libm::exp(shape * libm::log(x) - x - libm::lgamma(shape));
    }
    // √(a/2π)·exp(−½aη²)/Γ*(a), which does not subtract large logarithms.
    let eta = temme::eta_of(shape, x);
    let inverse = 1.0 / shape;
    let square = inverse * inverse;
    let log_gamma_star = inverse * (1.0 / 12.0 - square * (1.0 / 360.0 - square * (1.0 / 1260.0 - square / 1680.0)));
    libm::sqrt(shape / std::f64::consts::TAU) * libm::exp(-0.5 * shape * eta * eta - log_gamma_star)
}

/// Σ x^k/(a(a + 1)…(a + k)) (Abramowitz & Stegun 1964, 6.5.29), for x up to about a.
fn lower_series(shape: f64, x: f64) -> f64 {
    let mut term = 1.0 / shape;
    let mut sum = term;
    let mut denominator = shape;
    while term > sum * 1e-17 {
        denominator += 1.0;
        term *= x / denominator;
        sum += term;
    }
    sum
}

/// Γ(a, x)·e^x·x^(−a) by its continued fraction 1/(x + 1 − a − 1(1 − a)/(x + 3 − a − …)) (Abramowitz & Stegun 1964,
/// 6.5.31), evaluated forwards by Lentz's method, for x of a + 1 and more.
fn upper_fraction(shape: f64, x: f64) -> f64 {
    let mut b = x + 1.0 - shape;
    let mut d = 1.0 / b;
    let mut c = f64::INFINITY;
    let mut fraction = d;
    for k in 1..100_000 {
        let k = f64::from(k);
        let a = k * (shape - k);
        b += 2.0;
        d = 1.0 / (b + a * d);
        c = b + a / c;
        let factor = c * d;
        fraction *= factor;
        if (factor - 1.0).abs() < 1e-16 {
            break;
        }
    }
    fraction
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Shape, x, P(Gamma ≤ x), P(Gamma > x) from mpmath 1.3 with 60 digits (gammainc, regularized).
    const REFERENCE: [(f64, f64, f64, f64); 21] = [
        (0.01, 1.0e-10, 0.7988610914336052, 0.2011389085663948),
        (0.3, 0.2, 0.6575067242697218, 0.34249327573027827),
        (0.3, 20.0, 0.9999999999181155, 8.18844528921027e-11),
        (1.0, 3.0, 0.950212931632136, 0.049787068367863944),
        (5.0, 2.0, 0.05265301734371116, 0.9473469826562888),
        (5.0, 30.0, 0.999999996375699, 3.624300952061488e-09),
        (29.0, 15.0, 0.0008607227056065589, 0.9991392772943934),
        (31.0, 60.0, 0.9999858256566665, 1.4174343333492245e-05),
        (80.0, 79.0, 0.470125334819599, 0.529874665180401),
        (99.5, 130.0, 0.9976290398352481, 0.002370960164751932),
        (100.0, 60.0, 1.4815276326460468e-06, 0.9999985184723673),
        (100.0, 99.0, 0.473304330399461, 0.526695669600539),
        (100.5, 190.0, 0.9999999999996305, 3.695332879179156e-13),
        (200.5, 110.0, 6.584120733618052e-15, 0.9999999999999934),
        (200.5, 300.0, 0.9999999995849028, 4.150971315576627e-10),
        (1000.0, 1000.0, 0.5042052441802155, 0.4957947558197845),
        (1000.0, 870.0, 8.801564927734047e-06, 0.9999911984350722),
        (1000.0, 400.0, 9.097512748435139e-140, 1.0),
        (1e6, 997000.0, 0.0013381041673135997, 0.9986618958326864),
        (1e6, 1003000.0, 0.9986382593537824, 0.0013617406462175915),
        (1e10, 1e10 - 3e5, 0.0013497798514433158, 0.9986502201485566),
    ];

    #[test]
    fn agrees_with_mpmath() {
        for (shape, x, below, above) in REFERENCE {
            let (cdf, survival) = (gamma_cdf(shape, x), gamma_survival(shape, x));
            assert!((cdf / below - 1.0).abs() < 2e-12, "P({shape}, {x}) = {cdf}, not {below}");
            assert!((survival / above - 1.0).abs() < 2e-12, "Q({shape}, {x}) = {survival}, not {above}");
        }
    }

    #[test]
    fn quantile_undoes_the_distribution_function() {
        for shape in [1e-3, 0.02, 0.5, 1.0, 3.7, 29.9, 30.1, 99.9, 100.1, 2500.0, 1e6] {
            for p in [1e-15, 1e-6, 0.01, 0.3, 0.5, 0.8, 0.999, 1.0 - 1e-12] {
                let x = gamma_quantile(shape, p);
                if x < 1e-290 {
                    continue;
                }
                let error =
                    if p < 0.5 { gamma_cdf(shape, x) / p - 1.0 } else { gamma_survival(shape, x) / (1.0 - p) - 1.0 };
                assert!(error.abs() < 1e-10, "shape {shape}, p {p}: x = {x}, error {error:e}");
            }
            assert_eq!((gamma_quantile(shape, 0.0), gamma_quantile(shape, 1.0)), (0.0, f64::INFINITY));
        }
    }
}
