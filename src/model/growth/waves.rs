//! Growth by waves: one at age 0 and further ones at random ages, each a decaying share of the potential.
//!
//! F(a) = Σ w·D(a − s) over the waves, with shares w that add up to 1, starts s (0, and uniform over the spread) and
//! the curve D of a single wave.

use rand::{Rng, RngExt};
use rand_distr::{Distribution as _, StandardNormal};

use super::{Curve, Growth, draws::Draws};
use crate::model::{Days, Distribution};

/// Growth by waves, with possibly random parameters.
#[derive(Debug, Clone, PartialEq)]
pub struct Waves {
    /// Number of waves after the first, rounded, and at most [`MOST_WAVES`].
    pub further: Distribution,
    /// The ages of further waves are uniform from 0 to here.
    pub spread: Distribution,
    /// The curve of every wave, drawn once per request; not of waves itself.
    pub decay: Growth,
    /// How the potential is shared out.
    pub weights: Weights,
}

/// How the potential is shared out among waves.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Weights {
    /// Equally.
    Equal,
    /// In proportion to independent lognormal numbers.
    LogNormal {
        /// Standard deviation of their logarithms.
        sigma: f64,
    },
}

/// More waves than a curve can show.
pub const MOST_WAVES: f64 = 1_000.0;

/// One request's waves.
#[derive(Debug, Clone, PartialEq)]
pub struct Sum {
    decay: Curve,
    /// (start, share), in the order of starts; the first starts at 0.
    waves: Vec<(Days, f64)>,
}

impl Waves {
    pub(super) fn draw<R: Rng>(&self, draws: &mut Draws<R>) -> Sum {
        let further = libm::round(draws.number(&self.further).min(MOST_WAVES)) as usize;
        let spread = draws.time(&self.spread);
        let decay = self.decay.draw_from(draws);
        let starts: Vec<Days> = (0..further).map(|_| spread * draws.rng.random::<f64>()).collect();
        let mut waves: Vec<(Days, f64)> =
            std::iter::once(0.0).chain(starts).map(|start| (start, self.weights.draw(draws.rng))).collect();
        let total: f64 = waves.iter().map(|wave| wave.1).sum();
        waves.iter_mut().for_each(|wave| wave.1 /= total);
        waves.sort_by(|a, b| a.0.total_cmp(&b.0));
        Sum { decay, waves }
    }
}

impl Weights {
    fn draw<R: Rng>(self, rng: &mut R) -> f64 {
        match self {
            Weights::Equal => 1.0,
            Weights::LogNormal { sigma } => {
                let z: f64 = StandardNormal.sample(rng);
                libm::exp(sigma * z)
            }
        }
    }
}

impl Sum {
    /// Share of the potential gathered by `age`.
    pub fn share(&self, age: Days) -> f64 {
        let begun = self.waves.iter().take_while(|wave| wave.0 <= age);
        begun.map(|(start, share)| share * self.decay.share(age - start)).sum::<f64>().min(1.0)
    }

    /// The smallest age at which the share is reached, for shares below 1, to the last bit.
    ///
    /// From one wave to the next, the logarithm of what is left of those that have begun is a line where waves decay
    /// exponentially, and close to one elsewhere: so it is interpolated linearly, and every third step halves the bracket.
    pub fn age(&self, share: f64) -> Days {
        // Were all of it in the first wave, it would be here; were all of it in the last, there.
        let alone = self.decay.age(share);
        let last = self.waves[self.waves.len() - 1].0;
        let begun = self.waves.partition_point(|wave| wave.0 <= alone || self.share(wave.0) < share);
        let next = self.waves.get(begun).map_or(f64::INFINITY, |wave| wave.0);
        let (mut low, mut high) = (alone.max(self.waves[begun - 1].0), next.min(last + alone));
        let in_these: f64 = self.waves[..begun].iter().map(|wave| wave.1).sum();
        let left = |gathered: f64| libm::log((in_these - gathered) / (in_these - share));
        let [from, until] = [low, high].map(|age| self.share(age));
        if from >= share || !high.is_finite() {
            return low;
        }
        let (mut left_low, mut left_high) = (left(from), left(until));
        for step in 1.. {
            let middle = low + 0.5 * (high - low);
            if middle <= low || middle >= high {
                break;
            }
            let line = low + (high - low) * (left_low / (left_low - left_high));
            // A little beyond it, so that the far end comes close as well.
            let beyond = line + libm::copysign(CLOSE * high, middle - line);
            let age = if step % 3 > 0 && low < beyond && beyond < high { beyond } else { middle };
            let gathered = self.share(age);
            if gathered >= share {
                (high, left_high) = (age, left(gathered));
            } else {
                (low, left_low) = (age, left(gathered));
            }
        }
        high
    }
}

/// Some last bits of a number, as a part of it.
const CLOSE: f64 = 4.0 * f64::EPSILON;

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::distribution::{Poisson, Uniform};
    use rand::SeedableRng;

    fn waves(further: Distribution, weights: Weights) -> Waves {
        let decay = Growth::Exponential { time_constant: Distribution::fixed(1.4) };
        Waves { further, spread: Distribution::fixed(200.0), decay, weights }
    }

    fn drawn(waves: &Waves, rng: &mut rand_pcg::Pcg64) -> Sum {
        waves.draw(&mut Draws::independent(rng))
    }

    #[test]
    fn age_inverts_share_to_the_last_bit() {
        let mut rng = rand_pcg::Pcg64::seed_from_u64(1);
        let poisson: Distribution = Poisson::new(3.0).unwrap().into();
        let decays = [
            Growth::Exponential { time_constant: Distribution::fixed(1.4) },
            Growth::Lomax { scale: Distribution::fixed(1.2), exponent: Distribution::fixed(0.8) },
            Growth::Law(std::sync::Arc::new(Uniform::new(1.0, 3.0).unwrap().into())),
            Growth::Law(std::sync::Arc::new(Distribution::fixed(2.0))),
        ];
        for (decay, sigma) in decays.into_iter().flat_map(|decay| [0.0, 1.0].map(|sigma| (decay.clone(), sigma))) {
            let waves = Waves { decay, ..waves(poisson.clone(), Weights::LogNormal { sigma }) };
            for _ in 0..200 {
                let sum = drawn(&waves, &mut rng);
                for share in [1e-9, 0.01, 0.2, 0.5, 0.9, 0.999] {
                    let age = sum.age(share);
                    let below = age - 4.0 * (age - age.next_down());
                    let above = age + 4.0 * (age.next_up() - age);
                    assert!(sum.share(above) >= share, "{sum:?}: {share} is not reached at {age}");
                    assert!(sum.share(below) <= share, "{sum:?}: {share} is reached before {age}");
                }
            }
        }
    }

    /// With equal weights and m further waves E F(a) = (D(a) + m/spread·∫₀^a D)/(m + 1) up to the spread, where the
    /// integral is a − τ·D(a) for an exponential. Alpha 0.0001.
    #[test]
    fn shares_have_their_expected_value() {
        let mut rng = rand_pcg::Pcg64::seed_from_u64(2);
        for further in [0.0, 1.0, 4.0] {
            let waves = waves(Distribution::fixed(further), Weights::Equal);
            let sums: Vec<Sum> = (0..20_000).map(|_| drawn(&waves, &mut rng)).collect();
            for age in [0.5_f64, 3.0, 50.0, 199.0] {
                let single = -libm::expm1(-age / 1.4);
                let expected = (single + further / 200.0 * (age - 1.4 * single)) / (further + 1.0);
                let shares: Vec<f64> = sums.iter().map(|sum| sum.share(age)).collect();
                let mean = shares.iter().sum::<f64>() / shares.len() as f64;
                let variance = shares.iter().map(|share| (share - mean) * (share - mean)).sum::<f64>() / 2e4;
                let error = 3.89 * (variance / 2e4).sqrt() + 1e-12;
                assert!((mean - expected).abs() < error, "{further}, {age}: {mean}, expected {expected} ± {error}");
            }
        }
    }

    /// By exchangeability the first of m + 1 waves has on average 1/(m + 1) of the potential, whatever sigma.
    #[test]
    fn unequal_weights_are_shares() {
        let mut rng = rand_pcg::Pcg64::seed_from_u64(3);
        let waves = waves(Distribution::fixed(2.0), Weights::LogNormal { sigma: 1.0 });
        let firsts: Vec<f64> = (0..20_000).map(|_| drawn(&waves, &mut rng).waves[0].1).collect();
        let mean = firsts.iter().sum::<f64>() / 2e4;
        // The standard deviation of such a share is 0.23; alpha 0.0001.
        assert!((mean - 1.0 / 3.0).abs() < 3.89 * 0.23 / 2e4_f64.sqrt(), "{mean}");
        assert!(firsts.iter().any(|share| *share < 0.1) && firsts.iter().any(|share| *share > 0.7));
    }
}
