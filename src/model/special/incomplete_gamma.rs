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
    // Newton in ln x, where the distribution function of every shape is close to a line at its lower end, kept
    // inside a bracket by bisection.
    let start = starting_point(shape, p, z);
    let (mut low, mut high) = (f64::NEG_INFINITY, f64::INFINITY);
    let mut log_x = libm::log(start);
    for _ in 0..200 {
        let x = libm::exp(log_x);
        let (below, above) = (gamma_cdf(shape, x), gamma_survival(shape, x));
        let error = if p < 0.5 { below - p } else { (1.0 - p) - above };
        if error > 0.0 {
            high = log_x;
        } else {
            low = log_x;
        }
        let tail = if p < 0.5 { below } else { above };
        let slope = density_factor(shape, x);
        // The logarithm of the tail is nearly linear where the tail itself is curved.
        let step = if tail > 0.0 && slope > 0.0 {
            let target = if p < 0.5 { p } else { 1.0 - p };
            libm::log(tail / target) * tail / slope * if p < 0.5 { 1.0 } else { -1.0 }
        } else {
            f64::NAN
        };
        let mut next = log_x - step;
        if !(next > low && next < high) {
            next = match (low.is_finite(), high.is_finite()) {
                (true, true) => 0.5 * (low + high),
                (false, _) => high - 2.0,
                (_, false) => low + 2.0,
            };
        }
        let moved = (next - log_x).abs();
        log_x = next;
        if moved <= 1e-15 * log_x.abs().max(1.0) {
            break;
        }
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
pub(super) fn density_factor(shape: f64, x: f64) -> f64 {
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
        (0.01, 1.0e-10, 0.79886109143360521, 0.20113890856639479),
        (0.3, 0.2, 0.65750672426972174, 0.34249327573027826),
        (0.3, 20.0, 0.99999999991811555, 8.1884452892102697e-11),
        (1.0, 3.0, 0.95021293163213606, 0.049787068367863943),
        (5.0, 2.0, 0.052653017343711157, 0.94734698265628884),
        (5.0, 30.0, 0.99999999637569905, 3.624300952061488e-9),
        (29.0, 15.0, 0.00086072270560655894, 0.99913927729439344),
        (31.0, 60.0, 0.99998582565666651, 1.4174343333492245e-5),
        (80.0, 79.0, 0.47012533481959898, 0.52987466518040102),
        (99.5, 130.0, 0.99762903983524807, 0.0023709601647519318),
        (100.0, 60.0, 1.4815276326460468e-6, 0.99999851847236735),
        (100.0, 99.0, 0.47330433039946099, 0.52669566960053901),
        (100.5, 190.0, 0.99999999999963047, 3.6953328791791562e-13),
        (200.5, 110.0, 6.5841207336180522e-15, 0.99999999999999342),
        (200.5, 300.0, 0.99999999958490287, 4.1509713155766271e-10),
        (1000.0, 1000.0, 0.50420524418021551, 0.49579475581978449),
        (1000.0, 870.0, 8.8015649277340473e-6, 0.99999119843507227),
        (1000.0, 400.0, 9.0975127484351385e-140, 1.0),
        (1e6, 997000.0, 0.0013381041673135997, 0.9986618958326864),
        (1e6, 1003000.0, 0.99863825935378241, 0.0013617406462175915),
        (1e10, 1e10 - 3e5, 0.0013497798514433158, 0.99865022014855668),
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
