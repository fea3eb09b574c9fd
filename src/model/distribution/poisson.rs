//! The Poisson distribution.

use rand::Rng;
use rand_distr::{Distribution as _, StandardUniform};

use super::ParameterError;
use super::parameter::{at_least_0, require};
use crate::model::special;

/// Probability exp(−mean)·mean^k/k! of the whole number k.
///
/// ```
/// use saule::model::distribution::Poisson;
///
/// assert_eq!(Poisson::new(1000.0)?.quantile(0.5), 1000.0);
/// # Ok::<(), saule::model::distribution::ParameterError>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Poisson {
    mean: f64,
}

/// Below this mean the probabilities are added up from 0; above, one guess and a look at its neighbours cost less.
const SUMMED_MEAN: f64 = 12.0;

impl Poisson {
    /// By its mean, from 0 to 1e12.
    pub fn new(mean: f64) -> Result<Self, ParameterError> {
        require(at_least_0("mean", mean)? <= 1e12, "mean", "at most 1e12")?;
        Ok(Self { mean })
    }

    /// Draws one value, by inversion. Rejection (Hörmann 1993) would be a little faster at large means, but a changed
    /// mean would then give an unrelated number; so it moves in step, from one uniform variate.
    pub fn sample<R: Rng + ?Sized>(&self, rng: &mut R) -> f64 {
        self.quantile(StandardUniform.sample(rng))
    }

    /// Draws one value at the least cost, where no other draw has to move in step: by inversion where the mean is small,
    /// else by transformed rejection (Hörmann 1993, algorithm PTRS).
    pub fn draw<R: Rng + ?Sized>(&self, rng: &mut R) -> f64 {
        if self.mean < SUMMED_MEAN { self.sample(rng) } else { self.rejected(rng) }
    }

    /// Hörmann's PTRS, for means of 10 and more; its constants are his.
    fn rejected<R: Rng + ?Sized>(&self, rng: &mut R) -> f64 {
        let mean = self.mean;
        let b = 0.931 + 2.53 * libm::sqrt(mean);
        let a = -0.059 + 0.02483 * b;
        let squeeze = 0.9277 - 3.6224 / (b - 2.0);
        loop {
            let [u, v]: [f64; 2] = [StandardUniform.sample(rng), StandardUniform.sample(rng)];
            let (u, v) = (u - 0.5, 1.0 - v);
            let tail = 0.5 - u.abs();
            let k = libm::floor((2.0 * a / tail + b) * u + mean + 0.43);
            if tail >= 0.07 && v <= squeeze {
                return k;
            }
            if k < 0.0 || (tail < 0.013 && v > tail) {
                continue;
            }
            let hat = libm::log(v * (1.1239 + 1.1328 / (b - 3.4)) / (a / (tail * tail) + b));
            if hat <= k * libm::log(mean) - mean - libm::lgamma(k + 1.0) {
                return k;
            }
        }
    }

    /// Expected value.
    pub fn mean(&self) -> f64 {
        self.mean
    }

    /// Variance.
    pub fn variance(&self) -> f64 {
        self.mean
    }

    /// P(X ≤ `x`).
    pub fn cdf(&self, x: f64) -> f64 {
        if x < 0.0 {
            0.0
        } else if x == f64::INFINITY {
            1.0
        } else {
            special::gamma_survival(libm::floor(x) + 1.0, self.mean)
        }
    }

    /// The smallest whole number k with P(X ≤ k) ≥ `p`; infinite at 1, unless the mean is 0.
    pub fn quantile(&self, p: f64) -> f64 {
        if self.mean == 0.0 || p <= 0.0 {
            0.0
        } else if p >= 1.0 {
            f64::INFINITY
        } else if self.mean < SUMMED_MEAN {
            self.summed_quantile(p)
        } else {
            self.guessed_quantile(p)
        }
    }

    fn summed_quantile(&self, p: f64) -> f64 {
        let mut k = 0.0;
        let mut probability = libm::exp(-self.mean);
        let mut cumulated = probability;
        // Past the point where probabilities no longer add to the sum, there is nothing left to find.
        while cumulated < p && (k < self.mean || probability > 1e-18) {
            k += 1.0;
            probability *= self.mean / k;
            cumulated += probability;
        }
        k
    }

    /// Starts from the expansion of Cornish and Fisher (1938), which is rarely off by more than one, and decides by the
    /// distribution function.
    fn guessed_quantile(&self, p: f64) -> f64 {
        let z = special::normal_quantile(p);
        let spread = libm::sqrt(self.mean);
        let skewness = (z * z - 1.0) / 6.0;
        let kurtosis = (z - z * z * z) / (72.0 * spread);
        let guess = libm::floor(self.mean + z * spread + skewness + kurtosis);
        let reached = |k: f64| {
            if p < 0.5 {
                special::gamma_survival(k + 1.0, self.mean) >= p
            } else {
                special::gamma_cdf(k + 1.0, self.mean) <= 1.0 - p
            }
        };
        let mut k = guess.max(0.0);
        while !reached(k) {
            k += 1.0;
        }
        while k > 0.0 && reached(k - 1.0) {
            k -= 1.0;
        }
        k
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn quantile_is_the_first_number_to_reach_p() {
        for mean in [1e-6, 0.3, 4.0, 11.999, 12.0, 57.0, 99.0, 101.0, 5e3, 1e7, 1e12] {
            let poisson = Poisson::new(mean).unwrap();
            for p in [1e-12, 0.001, 0.3, 0.5, 0.9, 0.99999] {
                let k = poisson.quantile(p);
                assert!(poisson.cdf(k) >= p, "mean {mean}, p {p}: {k}");
                assert!(k == 0.0 || poisson.cdf(k - 1.0) < p, "mean {mean}, p {p}: {k}");
            }
        }
    }

    /// Chi-squared over the values and over pairs of neighbouring ones, with alpha 1e-4 each.
    #[test]
    fn both_ways_to_draw_have_the_same_law() {
        use crate::engine::stream::{Key, Purpose};
        use statrs::distribution::{ChiSquared, ContinuousCDF};
        const DRAWS: u32 = 400_000;
        for mean in [0.4, 7.0, 12.0, 13.7, 150.0, 4_000.0] {
            let poisson = Poisson::new(mean).unwrap();
            let mut rng = Key::of_replication(3, mean.to_bits()).stream(Purpose::SampledSignatures, 0);
            let mut counts = std::collections::BTreeMap::new();
            (0..DRAWS).for_each(|_| *counts.entry(poisson.draw(&mut rng) as u64).or_insert(0u32) += 1);
            let (mut chi_squared, mut cells, mut expected, mut seen) = (0.0, 0, 0.0, 0.0);
            let last = 10 * (mean as u64 + 10);
            for k in 0..=last {
                let below = if k == 0 { 0.0 } else { poisson.cdf(k as f64 - 1.0) };
                expected += (poisson.cdf(k as f64) - below) * f64::from(DRAWS);
                seen += f64::from(counts.get(&k).copied().unwrap_or_default());
                let beyond = (1.0 - poisson.cdf(k as f64)) * f64::from(DRAWS);
                if (expected >= 30.0 && beyond >= 30.0) || k == last {
                    chi_squared += (seen - expected) * (seen - expected) / expected.max(1e-9);
                    (cells, expected, seen) = (cells + 1, 0.0, 0.0);
                }
            }
            let limit = ChiSquared::new(f64::from(cells - 1)).unwrap().inverse_cdf(1.0 - 1e-4);
            assert!(chi_squared < limit, "mean {mean}: {chi_squared} for {cells} cells");
        }
    }

    #[test]
    fn edges() {
        assert_eq!(Poisson::new(0.0).unwrap().quantile(0.999), 0.0);
        assert_eq!(Poisson::new(3.0).unwrap().quantile(0.0), 0.0);
        assert_eq!(Poisson::new(3.0).unwrap().quantile(1.0), f64::INFINITY);
        assert!(Poisson::new(3.0).unwrap().quantile(1.0 - f64::EPSILON / 2.0) < 40.0);
        assert_eq!(Poisson::new(-1.0).unwrap_err().parameter, "mean");
        assert_eq!(Poisson::new(1e13).unwrap_err().expected, "at most 1e12");
    }
}
