//! M/D/c: service that always takes the same time.

use std::f64::consts::TAU;

use super::positive;

/// Mean wait in an M/D/c queue. `None` unless the arrival rate and the service time are greater than 0 and their
/// product is below the number of servers. Absolute error about `servers`·1e−15 service times.
///
/// Source: C. D. Crommelin, "Delay probability formulae when the holding times are constant", P.O. Electrical
/// Engineers Journal 25 (1932), 41–50: the numbers X in the system at multiples of the service time obey
/// X′ = max(X − c, 0) + Poisson(a) with a = arrival rate · service time. Their generating function gives
/// the mean queue (a² − c(c − 1))/(2(c − a)) + Σ 1/(1 − z_k) over the c − 1 roots z_k ≠ 1 of z^c = exp(a(z − 1)) in the
/// unit disk; Little's law makes it a wait.
pub fn fixed_service_wait(arrival_rate: f64, service_time: f64, servers: u32) -> Option<f64> {
    let load = positive(arrival_rate)? * positive(service_time)?;
    let c = f64::from(servers);
    if load >= c {
        return None;
    }
    // Roots come in conjugate pairs, and the imaginary parts cancel.
    let roots: f64 = (1..servers).map(|k| real_part_of_inverse_gap(load / c, TAU * f64::from(k) / c)).sum();
    let mean_queue = (load * load - c * (c - 1.0)) / (2.0 * (c - load)) + roots;
    Some(mean_queue.max(0.0) / arrival_rate)
}

/// Re 1/(1 − z) at the root of z = exp(i·`angle` + `utilisation`·(z − 1)) in the unit disk.
fn real_part_of_inverse_gap(utilisation: f64, angle: f64) -> f64 {
    let image = |(x, y): (f64, f64)| {
        let modulus = libm::exp(utilisation * (x - 1.0));
        let argument = angle + utilisation * y;
        (modulus * libm::cos(argument), modulus * libm::sin(argument))
    };
    // A few substitutions, which contract the disk, then Newton's iteration on z − image(z).
    let mut z = (0..10).fold((0.0, 0.0), |z, _| image(z));
    for _ in 0..50 {
        let w = image(z);
        let (gap, slope) = ((z.0 - w.0, z.1 - w.1), (1.0 - utilisation * w.0, -utilisation * w.1));
        let norm = slope.0 * slope.0 + slope.1 * slope.1;
        let step = ((gap.0 * slope.0 + gap.1 * slope.1) / norm, (gap.1 * slope.0 - gap.0 * slope.1) / norm);
        z = (z.0 - step.0, z.1 - step.1);
        if step.0.abs() + step.1.abs() < 1e-16 {
            break;
        }
    }
    let (x, y) = (1.0 - z.0, z.1);
    x / (x * x + y * y)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::special::gamma_cdf;
    use crate::theory::pollaczek_khinchine;

    #[test]
    fn one_server_is_pollaczek_and_khinchine() {
        for load in [0.01, 0.5, 0.99] {
            let (fixed, general) = (fixed_service_wait(load, 1.0, 1), pollaczek_khinchine(load, 1.0, 0.0));
            assert!((fixed.unwrap() / general.unwrap() - 1.0).abs() < 1e-12);
        }
    }

    /// Spitzer's identity (1956) for the same random walk: E[max(X − c, 0)] = Σ E[max(Poisson(k·a) − k·c, 0)]/k.
    #[test]
    fn roots_agree_with_spitzers_series() {
        for (servers, utilisation) in [(2, 0.3), (2, 0.95), (5, 0.9), (20, 0.8), (20, 0.97), (100, 0.95)] {
            let load = f64::from(servers) * utilisation;
            let series: f64 = (1..60_000 / servers)
                .map(|k| {
                    let (mean, level) = (f64::from(k) * load, f64::from(k * servers));
                    (mean * gamma_cdf(level, mean) - level * gamma_cdf(level + 1.0, mean)) / f64::from(k)
                })
                .sum();
            let wait = fixed_service_wait(load, 1.0, servers).unwrap();
            assert!((wait * load - series).abs() < 1e-9 * series.max(0.1), "{servers}, {utilisation}: {wait}");
        }
    }

    #[test]
    fn edges_of_the_domain() {
        assert_eq!((fixed_service_wait(3.0, 1.0, 3), fixed_service_wait(1.0, 1.0, 0)), (None, None));
        assert_eq!(fixed_service_wait(1.0, 0.0, 3), None);
        // Heavy traffic: nearly the wait behind one server of c times the speed.
        let heavy = fixed_service_wait(9.999, 1.0, 10).unwrap();
        assert!((heavy / pollaczek_khinchine(9.999, 0.1, 0.0).unwrap() - 1.0).abs() < 1e-3);
    }
}
