//! Crossing a threshold of signatures.
//!
//! A request of potential K (expected final signatures) and growth curve F gathers signatures as a Poisson process of
//! cumulated intensity K·F(age). It crosses a threshold of n within a window exactly if the n-th falls in it: if
//! G ≤ K·F(window) for G ~ Gamma(n, 1), and then at age F⁻¹(G/K).
//!
//! A missing window is unlimited. Functions give `None` for a threshold of 0 (which is no threshold), a negative window
//! or potential, and what depends on a crossing that cannot happen.

use super::quadrature::integrate;
use super::{at_least_0, positive};
use crate::model::growth::Curve;
use crate::model::special::{gamma_cdf, gamma_quantile, normal_cdf, normal_quantile};
use crate::model::{Days, Distribution};

/// Where standard normal variates are taken to end: beyond lie 1e−19.
const FARTHEST: f64 = 9.0;

/// A threshold and the growth that has to reach it.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Threshold<'a> {
    /// Signatures needed, at least 1.
    pub signatures: u32,
    /// Time to gather them, from creation; `None` is unlimited.
    pub window: Option<Days>,
    /// How the potential unfolds.
    pub growth: &'a Curve,
}

impl Threshold<'_> {
    /// Probability that a request of the given potential crosses: P(Poisson(K·F(window)) ≥ n).
    pub fn probability(&self, potential: f64) -> Option<f64> {
        Some(gamma_cdf(self.level()?, at_least_0(potential)? * self.share()?))
    }

    /// Quantile at `p`, in [0, 1], of the age at crossing, of the requests of the given potential that cross.
    pub fn age_quantile(&self, potential: f64, p: f64) -> Option<Days> {
        let (level, crossing) = (self.level()?, positive(self.probability(potential)?)?);
        let position = (0.0..=1.0).contains(&p).then(|| gamma_quantile(level, p * crossing))?;
        Some(self.growth.age((position / potential).min(self.share()?)))
    }

    /// Mean age at crossing, of the requests of the given potential that cross, to a relative error of about 1e−10.
    pub fn mean_age(&self, potential: f64) -> Option<Days> {
        let (level, share) = (self.level()?, self.share()?);
        let crossing = positive(self.probability(potential)?)?;
        // Over the standard normal variate z at which G is the quantile of its law.
        let last = normal_quantile(crossing).min(FARTHEST);
        let weighted_age = |z: f64| {
            let position = gamma_quantile(level, normal_cdf(z));
            self.growth.age((position / potential).min(share)) * normal_density(z)
        };
        let scale = self.age_quantile(potential, 0.5)? * crossing;
        Some(integrate(weighted_age, (last - 12.0).min(-FARTHEST), last, 1e-11 * scale) / crossing)
    }

    /// Share of requests that cross when their potentials have the given distribution: E[P(K·F(window) ≥ G)].
    /// Relative error about 1e−9; 1e−7 where potentials have jumps.
    pub fn share_crossing(&self, potential: &Distribution) -> Option<f64> {
        let (level, share) = (self.level()?, self.share()?);
        let weighted_share = |z: f64| {
            let position = gamma_quantile(level, normal_cdf(z));
            (1.0 - potential.cdf(position / share)) * normal_density(z)
        };
        let scale = self.share_crossing_of_means(potential)?.max(1e-12);
        Some(integrate(weighted_share, -FARTHEST, FARTHEST, 1e-10 * scale))
    }

    /// The same with every count at its mean: P(K·F(window) ≥ n). Close for thresholds in the thousands.
    pub fn share_crossing_of_means(&self, potential: &Distribution) -> Option<f64> {
        Some(1.0 - potential.cdf(self.level()? / self.share()?))
    }

    /// Mean number of crossings by `horizon` when requests are created from 0 on at `rate` per day, every count at its
    /// mean: rate·E[max(horizon − age at crossing, 0)]. The number is Poisson. Relative error about 1e−9.
    pub fn crossings_of_means(&self, potential: &Distribution, rate: f64, horizon: Days) -> Option<f64> {
        let (level, horizon) = (self.level()?, at_least_0(horizon)?);
        let crossing = self.share_crossing_of_means(potential)?;
        let time_left = |p: f64| {
            let age = self.growth.age((level / potential.quantile(1.0 - p)).min(1.0));
            (horizon - age).max(0.0)
        };
        Some(at_least_0(rate)? * integrate(time_left, 0.0, crossing, 1e-10 * crossing * horizon))
    }

    fn level(&self) -> Option<f64> {
        (self.signatures > 0).then_some(f64::from(self.signatures))
    }

    /// Share of the potential that unfolds in the window; greater than 0.
    fn share(&self) -> Option<f64> {
        match self.window {
            None => Some(1.0),
            Some(window) => positive(self.growth.share(at_least_0(window)?)),
        }
    }
}

fn normal_density(z: f64) -> f64 {
    libm::exp(-0.5 * z * z) / libm::sqrt(std::f64::consts::TAU)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::distribution::Exponential;

    const GROWTH: Curve = Curve::Exponential(5.0);

    fn threshold(signatures: u32) -> Threshold<'static> {
        Threshold { signatures, window: Some(30.0), growth: &GROWTH }
    }

    #[test]
    fn the_first_signature_is_an_exponential_away() {
        let share = GROWTH.share(30.0);
        let probability = threshold(1).probability(2.0).unwrap();
        assert!((probability - (1.0 - (-2.0 * share).exp())).abs() < 1e-14);
        // Exponential potentials make the number of signatures geometric.
        let potential = Exponential::with_mean(3.0).unwrap().into();
        let crossing = threshold(1).share_crossing(&potential).unwrap();
        assert!((crossing - 3.0 * share / (1.0 + 3.0 * share)).abs() < 1e-9, "{crossing}");
    }

    #[test]
    fn a_potential_without_variation_is_a_case_of_any_potential() {
        for (signatures, potential) in [(3, 2.0), (5_000, 5_050.0), (5_000, 4_000.0)] {
            let one = threshold(signatures).probability(potential).unwrap();
            let all = threshold(signatures).share_crossing(&Distribution::fixed(potential)).unwrap();
            assert!((one - all).abs() < 1e-7, "{signatures} of {potential}: {one} and {all}");
        }
    }

    #[test]
    fn the_mean_age_is_the_mean_of_the_quantiles() {
        for (signatures, potential) in [(1, 0.1), (3, 2.0), (100, 150.0), (5_000, 5_000.0)] {
            let ranks = (0..20_000).map(|i| (f64::from(i) + 0.5) / 20_000.0);
            let ages = ranks.map(|p| threshold(signatures).age_quantile(potential, p).unwrap());
            let mean = ages.sum::<f64>() / 20_000.0;
            let found = threshold(signatures).mean_age(potential).unwrap();
            assert!((found / mean - 1.0).abs() < 1e-5, "{signatures} of {potential}: {found}, quantiles give {mean}");
        }
    }

    #[test]
    fn edges_of_the_domain() {
        assert_eq!(threshold(0).probability(10.0), None);
        assert_eq!((threshold(5).probability(0.0), threshold(5).age_quantile(0.0, 0.5)), (Some(0.0), None));
        assert_eq!((threshold(5).probability(-1.0), threshold(5).probability(f64::NAN)), (None, None));
        assert_eq!(threshold(5).age_quantile(10.0, 1.5), None);
        assert_eq!(Threshold { window: Some(0.0), ..threshold(5) }.probability(10.0), None);
        assert!((threshold(5_000).age_quantile(5_500.0, 1.0).unwrap() - 30.0).abs() < 1e-9);
        let unlimited = Threshold { window: None, ..threshold(5) };
        assert!((unlimited.age_quantile(50.0, 1.0).unwrap()).is_infinite());
        assert!(unlimited.mean_age(6.0).unwrap().is_finite());
        assert_eq!(unlimited.crossings_of_means(&Distribution::fixed(4.0), 2.0, 100.0), Some(0.0));
    }
}
