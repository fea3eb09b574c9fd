//! When the n-th signature falls: the law of the cumulated intensity G_n at which it does.
//!
//! Given its potential K and growth curve F, a request's signatures form a Poisson process with cumulated intensity
//! K·F(age). Measured in that intensity, signatures are points of a Poisson process of rate 1, and the n-th falls
//! at G_n ~ Gamma(n, 1): at age F⁻¹(G_n/K), or never if G_n ≥ K. So a crossing costs one draw, whatever the level.
//!
//! **Coupling.** From the same stream G_n grows with n, so that a variant with a lower threshold sees the same
//! request cross earlier. Up to [`SUMMED`] signatures G_n is a sum of exponential gaps; above, it is the quantile of
//! Gamma(n, 1) at one standard normal variate, by Temme's inversion ([`special`](super::special)), which is as good
//! as exact: within 4e−10 of the quantile, relatively, at 33 signatures and within 1e−12 from 100 on. Within either
//! range the order holds always. Across the border it holds for levels 100 and more apart, up to a probability
//! of about 1e−15; the two laws are exact on either side, only their common draw is not that of one process.

use rand::Rng;
use rand_distr::{Distribution as _, Exp1, StandardNormal};

use super::special::temme;

/// Up to this many signatures their gaps are summed one by one.
pub const SUMMED: u32 = 32;

/// No standard normal variate that is ever drawn lies farther out: the probability is 2e−21.
const FARTHEST: f64 = 9.5;

/// Draws G_n for n = `signatures`; 0 for none.
#[inline]
pub fn draw<R: Rng + ?Sized>(signatures: u32, rng: &mut R) -> f64 {
    if signatures > SUMMED {
        let z: f64 = StandardNormal.sample(rng);
        return level_position(signatures, z);
    }
    (0..signatures).fold(0.0, |sum, _| {
        let gap: f64 = Exp1.sample(rng);
        sum + gap
    })
}

/// G_n for n = `signatures` above [`SUMMED`] at the standard normal variate `z`: the quantile of Gamma(n, 1) at
/// Φ(`z`). Strictly increasing in both for |z| < 9.5, beyond which `z` counts as ±9.5.
#[inline]
pub fn level_position(signatures: u32, z: f64) -> f64 {
    temme::gamma_quantile_at(f64::from(signatures), z.clamp(-FARTHEST, FARTHEST))
}

/// A value that G_n falls short of with probability below 1e−20: a request whose potential does not exceed it never
/// reaches n = `signatures`.
pub fn smallest(signatures: u32) -> f64 {
    match signatures {
        0 => 0.0,
        // P(G_n ≤ x) < x^n/n!.
        1..=SUMMED => {
            let n = f64::from(signatures);
            libm::exp((libm::log(1e-20) + libm::lgamma(n + 1.0)) / n)
        }
        _ => level_position(signatures, -FARTHEST),
    }
}

/// Draws G_m for m = `signatures` of a request of which other levels are known: `below` is a level up to m and its
/// G (the natural one is (0, 0.0)), `above` a level of at least m and its G.
///
/// Beyond the highest known level the gaps are new, G_m = G_l + Gamma(m − l, 1). Between two known levels l and u
/// only the proportion is open, G_m = G_l + (G_u − G_l)·Beta(m − l, u − m): given the u-th point, the earlier points
/// of a Poisson process are uniform. Both follow the joint law exactly.
pub fn draw_between<R: Rng + ?Sized>(
    signatures: u32,
    below: (u32, f64),
    above: Option<(u32, f64)>,
    rng: &mut R,
) -> f64 {
    let gaps = signatures.saturating_sub(below.0);
    if gaps == 0 {
        return below.1;
    }
    let Some(above) = above else {
        return below.1 + draw(gaps, rng);
    };
    let remaining = above.0.saturating_sub(signatures);
    if remaining == 0 {
        return above.1;
    }
    let (before, after) = (draw(gaps, rng), draw(remaining, rng));
    below.1 + (above.1 - below.1) * (before / (before + after))
}

/// Expected number of signatures by a cumulated intensity, given a level n, at least 1, and its G_n: those beyond the
/// n-th are new, those before it uniform up to it.
pub fn expected_count((level, position): (u32, f64), intensity: f64) -> f64 {
    let level = f64::from(level);
    if position <= intensity { level + (intensity - position) } else { (level - 1.0) * (intensity / position) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::special::gamma_cdf;

    #[test]
    fn what_falls_short_of_the_smallest_is_out_of_reach() {
        for signatures in [1, 2, 10, 32, 33, 100, 5_000, 100_000, u32::MAX] {
            let smallest = smallest(signatures);
            assert!(smallest > 0.0 && smallest < f64::from(signatures), "{signatures}: {smallest}");
            let probability = gamma_cdf(f64::from(signatures), smallest);
            assert!(probability < 1.1e-20, "{signatures}: {probability:e}");
            assert!(probability > 1e-22, "{signatures} could be bounded more tightly: {probability:e}");
        }
        assert_eq!(smallest(0), 0.0);
    }
}
