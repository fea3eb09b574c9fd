//! Share of requests that cross a threshold when potential and growth vary: P(G_n ≤ K·F(age)) for the n-th signature's
//! position G_n ~ Gamma(n, 1), averaged over the law of potentials K and that of growth curves F.
//!
//! A growth without random parameters needs one integral, over G; one with a single random parameter needs two, nested.
//! Both are adaptive and right to about 1e−6 of the value. With more parameters the mean is a sum over a lattice of
//! normal scores, and over drawn curves for waves, whose ages are random: then the error is stated.

use crate::{
    engine::stream::{Key, Purpose},
    model::{
        Days, Distribution, Growth,
        growth::Curve,
        signature_time::{SUMMED, level_position},
        special::{gamma_cdf, gamma_quantile, normal_cdf, normal_quantile},
    },
    theory::quadrature::integrate,
};

/// Beyond these normal scores lie 1e−15.
const FARTHEST: f64 = 8.0;

/// Curves that are drawn where no lattice can be laid: the error is about 1% of a small share.
const DRAWN_CURVES: usize = 4_096;

/// What the requests of a source are like.
#[derive(Debug, Clone, Copy)]
pub struct Potentials<'m> {
    /// Law of expected final signatures.
    pub potential: &'m Distribution,
    /// How they come.
    pub growth: &'m Growth,
    /// Correlation of the normal scores of the potential and the first random time of the growth.
    pub correlation: f64,
}

/// A share with its numerical error.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Share {
    /// In [0, 1].
    pub value: f64,
    /// Absolute.
    pub error: f64,
}

/// A growth curve that stands for a share of requests.
struct Node {
    weight: f64,
    curve: Curve,
    /// Normal score of the first random time, where the potential goes with it.
    score: Option<f64>,
}

impl Potentials<'_> {
    /// Share that crosses `signatures` (at least 1) within the window from creation; `None` is any time.
    pub fn share_crossing(&self, signatures: u32, window: Option<Days>) -> Share {
        let unfolded = |curve: &Curve| window.map_or(1.0, |window| curve.share(window));
        let highest = self.crossed(signatures, 1.0, None, 1e-9).max(1e-15);
        let value = match self.random_parameters().as_deref() {
            Some([]) => {
                self.crossed(signatures, self.curve_at(&[]).map_or(1.0, |c| unfolded(&c)), None, 1e-9 * highest)
            }
            Some([_]) => {
                let at_score = |z: f64| {
                    let share = self.curve_at(&[z]).map_or(0.0, |curve| unfolded(&curve));
                    self.crossed(signatures, share, self.tie(z), 1e-8 * highest) * density(z)
                };
                integrate(at_score, -FARTHEST, FARTHEST, 1e-7 * highest)
            }
            _ => return self.share_over_nodes(signatures, &unfolded, highest),
        };
        let value = value.clamp(0.0, 1.0);
        Share { value, error: 1e-6 * value }
    }

    /// Shares that have crossed by each of the ages, in order; without the last digits.
    pub fn shares_by_age(&self, signatures: u32, ages: &[Days]) -> Vec<f64> {
        let crossed = Crossed::tabulate(self, signatures);
        let mut shares = vec![0.0; ages.len()];
        for node in self.nodes(0.5) {
            for (share, age) in shares.iter_mut().zip(ages) {
                *share += node.weight * crossed.at(node.curve.share(*age), node.score);
            }
        }
        shares
    }

    fn share_over_nodes(&self, signatures: u32, unfolded: &impl Fn(&Curve) -> f64, highest: f64) -> Share {
        if self.growth.parameters().is_none() {
            // The table is far better than what is drawn.
            let crossed = Crossed::tabulate(self, signatures);
            let shares: Vec<f64> = self.drawn().iter().map(|node| crossed.at(unfolded(&node.curve), None)).collect();
            let count = shares.len() as f64;
            let value = shares.iter().sum::<f64>() / count;
            let variance = shares.iter().map(|share| (share - value) * (share - value)).sum::<f64>() / count;
            return Share { value, error: 2.0 * libm::sqrt(variance / count) };
        }
        let mean = |step: f64| -> f64 {
            let share = |node: &Node| self.crossed(signatures, unfolded(&node.curve), node.score, 1e-7 * highest);
            self.nodes(step).iter().map(|node| node.weight * share(node)).sum()
        };
        let (fine, coarse) = (mean(0.4), mean(0.6));
        Share { value: fine.clamp(0.0, 1.0), error: (coarse - fine).abs().max(1e-6 * fine) }
    }

    /// P(G_n ≤ `share`·K), given the score of the first random time if potentials go with it.
    fn crossed(&self, signatures: u32, share: f64, score: Option<f64>, tolerance: f64) -> f64 {
        if share <= 0.0 {
            return 0.0;
        }
        if let Some(potential) = self.known_potential(score) {
            return gamma_cdf(f64::from(signatures), potential * share);
        }
        let exceeds = |z: f64| (1.0 - self.falls_short(position(signatures, z) / share, score)) * density(z);
        integrate(exceeds, -FARTHEST, FARTHEST, tolerance)
    }

    /// P(K < `level`), given the score of the first random time if potentials go with it.
    fn falls_short(&self, level: f64, score: Option<f64>) -> f64 {
        let below = self.potential.cdf(level);
        let Some(score) = score else { return below };
        let rest = libm::sqrt(1.0 - self.correlation * self.correlation);
        let distance = normal_quantile(below) - self.correlation * score;
        normal_cdf(distance / rest)
    }

    /// The potential, where it does not vary or is told by the score of the first random time.
    fn known_potential(&self, score: Option<f64>) -> Option<f64> {
        match (self.potential, score) {
            (Distribution::Fixed(potential), _) => Some(potential.mean()),
            (law, Some(score)) if self.correlation.abs() == 1.0 => Some(law.at_normal_score(self.correlation * score)),
            _ => None,
        }
    }

    /// Curves that together stand for all, on a lattice of normal scores of about this step.
    fn nodes(&self, step: f64) -> Vec<Node> {
        let Some(random) = self.random_parameters() else { return self.drawn() };
        // So many parameters share a lattice of a size that can be summed.
        let step = match random.len() {
            0..=2 => step,
            3 => 2.0 * step,
            _ => 4.0 * step,
        };
        let whole = (6.0 / step) as i32;
        let scores: Vec<f64> = (-whole..=whole).map(|index| f64::from(index) * step).collect();
        let total: f64 = scores.iter().map(|&z| density(z)).sum();
        let mut lattice: Vec<(f64, Vec<f64>)> = vec![(1.0, vec![])];
        for _ in &random {
            let extended = |(weight, point): &(f64, Vec<f64>)| {
                let (weight, point) = (*weight, point.clone());
                scores
                    .iter()
                    .map(|&z| (weight * density(z) / total, [point.as_slice(), &[z]].concat()))
                    .collect::<Vec<_>>()
            };
            lattice = lattice.iter().flat_map(extended).collect();
        }
        let first_time = self.first_time(&random);
        let node = |(weight, point): (f64, Vec<f64>)| {
            let score = first_time.and_then(|index| self.tie(point[index]));
            Some(Node { weight, curve: self.curve_at(&point)?, score })
        };
        lattice.into_iter().filter_map(node).collect()
    }

    /// Equally likely curves, always the same.
    fn drawn(&self) -> Vec<Node> {
        let weight = 1.0 / DRAWN_CURVES as f64;
        let key = Key::of_replication(0, 0).named("explain");
        let node = |number: usize| {
            let mut rng = key.child(number as u64).stream(Purpose::Growth, 0);
            Node { weight, curve: self.growth.draw(&mut rng), score: None }
        };
        (0..DRAWN_CURVES).map(node).collect()
    }

    /// Indices of the parameters that are random; `None` where parameters do not tell the curve.
    fn random_parameters(&self) -> Option<Vec<usize>> {
        let parameters = self.growth.parameters()?;
        let random = |&index: &usize| !matches!(parameters[index].law, Distribution::Fixed(_));
        Some((0..parameters.len()).filter(random).collect())
    }

    /// Where the first random time stands among the random parameters.
    fn first_time(&self, random: &[usize]) -> Option<usize> {
        let parameters = self.growth.parameters()?;
        random.iter().position(|&index| parameters[index].is_time)
    }

    /// The curve whose random parameters stand at normal scores.
    fn curve_at(&self, scores: &[f64]) -> Option<Curve> {
        let mut scores = scores.iter();
        let value = |law: &Distribution| match law {
            Distribution::Fixed(_) => law.mean(),
            _ => law.at_normal_score(scores.next().copied().unwrap_or(0.0)),
        };
        let parameters = self.growth.parameters()?;
        let values: Vec<f64> = parameters.iter().map(|parameter| parameter.law).map(value).collect();
        self.growth.with_parameters(&values)
    }

    /// The score, where potentials go with it.
    fn tie(&self, score: f64) -> Option<f64> {
        (self.correlation != 0.0 && self.growth.has_random_time()).then_some(score)
    }

    /// Whether growth by drawn curves leaves out that slowness goes with the potential.
    pub fn leaves_correlation_out(&self) -> bool {
        self.correlation != 0.0 && self.growth.parameters().is_none() && self.growth.has_random_time()
    }
}

/// What share of potentials has crossed when a share of each has unfolded, tabulated.
struct Crossed<'p, 'm> {
    of: &'p Potentials<'m>,
    signatures: u32,
    positions: Vec<(f64, f64)>,
    /// At shares exp(−step·index).
    values: Vec<f64>,
}

/// Points of the table for each factor e in the share that has unfolded, and their number.
const POINTS_PER_E: f64 = 16.0;
const POINTS: usize = 128;

impl<'p, 'm> Crossed<'p, 'm> {
    fn tabulate(of: &'p Potentials<'m>, signatures: u32) -> Self {
        let is_tied = of.tie(0.0).is_some() && !of.leaves_correlation_out();
        let is_direct = is_tied || matches!(of.potential, Distribution::Fixed(_));
        let points = if is_direct { 0 } else { POINTS };
        let mut crossed = Self { of, signatures, positions: positions(signatures), values: Vec::new() };
        crossed.values =
            (0..points).map(|index| crossed.sum(libm::exp(-(index as f64) / POINTS_PER_E), None)).collect();
        crossed
    }

    fn at(&self, share: f64, score: Option<f64>) -> f64 {
        if share <= 0.0 {
            return 0.0;
        }
        if self.values.is_empty() {
            return self.sum(share, score);
        }
        let place = -libm::log(share.min(1.0)) * POINTS_PER_E;
        let index = place as usize;
        match (self.values.get(index), self.values.get(index + 1)) {
            (Some(&before), Some(&after)) => before + (after - before) * (place - index as f64),
            _ => 0.0,
        }
    }

    /// [`Potentials::crossed`] by Gauss's rule.
    fn sum(&self, share: f64, score: Option<f64>) -> f64 {
        if let Some(potential) = self.of.known_potential(score) {
            return gamma_cdf(f64::from(self.signatures), potential * share);
        }
        let survives = |&(position, weight): &(f64, f64)| weight * (1.0 - self.of.falls_short(position / share, score));
        self.positions.iter().map(survives).sum()
    }
}

/// Nodes of the Gauss–Hermite rule of 12 points for a standard normal variate, and their weights; mirrored below 0.
const GAUSS_HERMITE: [(f64, f64); 6] = [
    (0.44440300194413895, 0.32166436151282995),
    (1.3403751971516167, 0.14696704804532995),
    (2.259464451000799, 0.029116687912364173),
    (3.2237098287700974, 0.0022033806875332),
    (4.2718258479322815, 4.837184922590644e-05),
    (5.500901704467748, 1.4999271676371623e-07),
];

/// Positions of the last signature needed, with weights.
fn positions(signatures: u32) -> Vec<(f64, f64)> {
    let both = |(z, weight): (f64, f64)| [(position(signatures, -z), weight), (position(signatures, z), weight)];
    GAUSS_HERMITE.into_iter().flat_map(both).collect()
}

/// The quantile of Gamma(`signatures`, 1) at a standard normal variate.
fn position(signatures: u32, z: f64) -> f64 {
    match signatures {
        0..=SUMMED => gamma_quantile(f64::from(signatures), normal_cdf(z)),
        _ => level_position(signatures, z),
    }
}

fn density(z: f64) -> f64 {
    libm::exp(-0.5 * z * z) / libm::sqrt(std::f64::consts::TAU)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::distribution::{Exponential, LogNormal, Uniform};

    /// The mean over a standard normal variate, by the midpoint rule.
    fn mean(of: impl Fn(f64) -> f64) -> f64 {
        let points = 20_000;
        (0..points).map(|i| of(normal_quantile((f64::from(i) + 0.5) / f64::from(points)))).sum::<f64>() / 2e4
    }

    /// One signature is enough, so that counts are no subject: P(K·F ≥ G) = 1 − E[exp(−K·F)].
    #[test]
    fn one_random_time_is_averaged_exactly() {
        let potential: Distribution = Exponential::with_mean(3.0).unwrap().into();
        let times: Distribution = LogNormal::with_median_sigma(20.0, 1.2).unwrap().into();
        let growth = Growth::Exponential { time_constant: times.clone() };
        let unfolded = |z: f64| -libm::expm1(-30.0 / times.at_normal_score(z));
        for correlation in [0.0, 1.0, -1.0] {
            let exact = mean(|z| match correlation {
                0.0 => 3.0 * unfolded(z) / (1.0 + 3.0 * unfolded(z)),
                _ => -libm::expm1(-potential.at_normal_score(correlation * z) * unfolded(z)),
            });
            let share =
                Potentials { potential: &potential, growth: &growth, correlation }.share_crossing(1, Some(30.0));
            assert!((share.value / exact - 1.0).abs() < 2e-5, "{correlation}: {}, not {exact}", share.value);
        }
    }

    #[test]
    fn the_errors_of_lattices_and_drawn_curves_are_told() {
        let potential: Distribution = Exponential::with_mean(3.0).unwrap().into();
        let between = |low, high| -> Distribution { Uniform::new(low, high).unwrap().into() };
        let growth = Growth::Lomax { scale: between(2.0, 40.0), exponent: between(0.5, 2.0) };
        let share =
            Potentials { potential: &potential, growth: &growth, correlation: 0.0 }.share_crossing(1, Some(30.0));
        let exact = mean(|z| {
            let scale = growth.parameters().unwrap()[0].law.at_normal_score(z);
            let steps = 100;
            let exponent = |i: i32| 0.5 + 1.5 * (f64::from(i) + 0.5) / f64::from(steps);
            let unfolded = |i: i32| Curve::Lomax(scale, exponent(i)).share(30.0);
            (0..steps).map(|i| 3.0 * unfolded(i) / (1.0 + 3.0 * unfolded(i))).sum::<f64>() / f64::from(steps)
        });
        assert!((share.value - exact).abs() < share.error.max(2e-5), "{share:?}, not {exact}");
        assert!(share.error < 1e-3 * share.value, "{share:?}");
    }

    /// The shares by age that flows are made of end at the share itself, nearly.
    #[test]
    fn shares_by_age_lead_to_the_share() {
        let potential: Distribution = LogNormal::with_median_sigma(150.0, 2.3).unwrap().into();
        let growth = Growth::Exponential { time_constant: LogNormal::with_median_sigma(20.0, 1.2).unwrap().into() };
        for correlation in [0.0, 0.7] {
            let potentials = Potentials { potential: &potential, growth: &growth, correlation };
            let shares = potentials.shares_by_age(5_000, &[0.0, 10.0, 30.0]);
            let exact = potentials.share_crossing(5_000, Some(30.0)).value;
            assert!(shares[0] == 0.0 && shares[1] < shares[2], "{shares:?}");
            assert!((shares[2] / exact - 1.0).abs() < 5e-3, "{correlation}: {}, not {exact}", shares[2]);
        }
    }
}
