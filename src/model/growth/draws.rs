//! The draws of a curve's parameters, the first random time perhaps tied to the potential.

use rand::Rng;

use crate::model::{Days, Distribution, Signatures};

/// Where parameters come from.
pub(super) struct Draws<'r, R> {
    pub rng: &'r mut R,
    /// Normal score of the first random time, until it is drawn.
    first_time: Option<f64>,
}

impl<'r, R: Rng> Draws<'r, R> {
    /// Parameters that depend on nothing else.
    pub fn independent(rng: &'r mut R) -> Self {
        Self { rng, first_time: None }
    }

    /// The first random time stands at a normal score, the others depend on nothing else.
    pub fn with_first_time_at(score: f64, rng: &'r mut R) -> Self {
        Self { rng, first_time: Some(score) }
    }

    /// A parameter that is a time.
    #[inline]
    pub fn time(&mut self, law: &Distribution) -> Days {
        if self.first_time.is_some()
            && !matches!(law, Distribution::Fixed(_))
            && let Some(score) = self.first_time.take()
        {
            return law.at_normal_score(score);
        }
        law.sample(self.rng)
    }

    /// A parameter that is a number.
    #[inline]
    pub fn number(&mut self, law: &Distribution) -> f64 {
        law.sample(self.rng)
    }
}

/// A standard normal score with the given correlation with the normal score of a potential: for scores (X, Y) of a
/// Gaussian copula, Y = ρX + √(1 − ρ²)·ε. Of X, `split` tells where it stands at a potential with a probability of its own.
pub(crate) fn tied_score(
    (potential, potentials): (Signatures, &Distribution),
    correlation: f64,
    own: f64,
    split: f64,
) -> f64 {
    let score = potentials.normal_score(potential, split);
    correlation * score + libm::sqrt(1.0 - correlation * correlation) * own
}

#[cfg(test)]
mod tests {
    use super::super::{Curve, Growth};
    use super::*;
    use crate::model::distribution::{LogNormal, Lomax, Poisson};
    use crate::model::special::normal_cdf;
    use rand::{RngExt, SeedableRng};

    const DRAWS: usize = 100_000;

    /// Normal scores of drawn half-lives beside those of their potentials.
    fn scores(potentials: &Distribution, correlation: f64) -> Vec<(f64, f64)> {
        let times: Distribution = LogNormal::with_median_sigma(3.0, 0.7).unwrap().into();
        let growth = Growth::Exponential { time_constant: times.clone() };
        let mut rng = rand_pcg::Pcg64::seed_from_u64(5);
        let mut own = rand_pcg::Pcg64::seed_from_u64(6);
        let mut split = rand_pcg::Pcg64::seed_from_u64(7);
        let mut pair = || {
            let potential = potentials.sample(&mut rng);
            let curve = growth.draw_correlated((potential, potentials), correlation, &mut own, &mut rng);
            let Curve::Exponential(time) = curve else { panic!("not exponential") };
            (potentials.normal_score(potential, split.random()), times.normal_score(time, 0.5))
        };
        (0..DRAWS).map(|_| pair()).collect()
    }

    fn moment(pairs: &[(f64, f64)], of: impl Fn(&(f64, f64)) -> f64) -> f64 {
        pairs.iter().map(of).sum::<f64>() / pairs.len() as f64
    }

    /// Correlations within 3.89 standard errors (alpha 0.0001) of what was asked for, and normal margins.
    #[test]
    fn scores_are_correlated_as_asked() {
        let error = 3.89 / (DRAWS as f64).sqrt();
        let lognormal = LogNormal::with_median_sigma(150.0, 2.3).unwrap().into();
        let lomax = Lomax::new(6.0, 0.9).unwrap().into();
        for potentials in [&lognormal, &lomax] {
            for correlation in [-1.0, -0.6, 0.3, 0.8, 1.0] {
                let pairs = scores(potentials, correlation);
                let found = moment(&pairs, |(x, y)| x * y);
                let slack = error * libm::sqrt(1.0 + correlation * correlation);
                assert!((found - correlation).abs() < slack, "{correlation}: {found} ± {slack}");
                let mean = moment(&pairs, |(_, y)| *y);
                let variance = moment(&pairs, |(_, y)| y * y);
                assert!(mean.abs() < error && (variance - 1.0).abs() < error * std::f64::consts::SQRT_2);
            }
        }
    }

    /// Where potentials have probabilities of their own, the times keep their law.
    #[test]
    fn times_keep_their_law_under_discrete_potentials() {
        let poisson = Poisson::new(1.75).unwrap().into();
        for potentials in [&poisson, &Distribution::fixed(700.0)] {
            let pairs = scores(potentials, 0.9);
            for level in [-1.5, -0.5, 0.0, 1.0] {
                let share = moment(&pairs, |(_, y)| f64::from(*y <= level));
                let expected = normal_cdf(level);
                let error = 3.89 * (expected * (1.0 - expected) / DRAWS as f64).sqrt();
                assert!((share - expected).abs() < error, "P(Y ≤ {level}) is {share}, not {expected}");
            }
        }
    }
}
