//! Requests that cannot cross: which they are, and how many signatures they gather, though their growth is never drawn.

use std::iter;

use rand::RngExt as _;

use super::stream::{Key, Purpose};
use crate::model::{
    Days, Distribution, Signatures, Source,
    distribution::Bound,
    growth::{Curve, tied_score},
    special::normal_quantile,
};

/// Ages at which the mean is worked out, beside age 0.
const AGES: usize = 32;

/// Requests over which it is taken, evenly spread over the potentials up to the floor and the first random times of
/// growth together (Hammersley's set), whose correlation counts. The mean is within 0.2% where no more of the growth is
/// random than that.
const REQUESTS: u64 = 4096;

/// A source's requests whose potential does not exceed a floor.
#[derive(Debug, Clone)]
pub struct Hopeless {
    floor: Bound,
    /// Where in their distribution the potentials lie of all others.
    others: Vec<(f64, f64)>,
    /// The last age.
    last: Days,
    /// Expected signatures of one at the age (i/AGES)²·`last`.
    means: [Signatures; AGES + 1],
}

impl Hopeless {
    /// Those of a source up to a last age.
    pub fn new(source: &Source, floor: Bound, last: Days) -> Self {
        let others = source.potential.as_ref().map_or_else(Vec::new, |potentials| potentials.places_above(floor));
        let means = source.potential.as_ref().map_or([0.0; AGES + 1], |law| means(source, law, &others, last));
        Self { floor, others, last, means }
    }

    /// The floor.
    pub fn floor(&self) -> Bound {
        self.floor
    }

    /// Where in their distribution the potentials lie of the requests that may cross; a few more may be among them.
    pub fn others(&self) -> &[(f64, f64)] {
        &self.others
    }

    /// Expected signatures of one at the last age.
    pub fn full(&self) -> Signatures {
        self.means[AGES]
    }

    /// Expected signatures, by a moment, of the requests created at some earlier ones, all by `latest`.
    pub fn gathered(&self, created: &[Days], latest: Days, by: Days) -> Signatures {
        // All have reached the last age by then, or their ages matter.
        if by - latest >= self.last {
            created.len() as f64 * self.full()
        } else {
            created.iter().map(|created| self.mean(by - created)).sum()
        }
    }

    /// Expected signatures of one at an age; linear between the ages of the table.
    pub fn mean(&self, age: Days) -> Signatures {
        if age >= self.last {
            return self.full();
        }
        let part = age.max(0.0) / self.last;
        let low = ((libm::sqrt(part) * AGES as f64) as usize).min(AGES - 1);
        let (below, above) = (age_part(low), age_part(low + 1));
        self.means[low] + (part - below) / (above - below) * (self.means[low + 1] - self.means[low])
    }
}

/// Expected signatures at each age of one whose potential does not stand among the `others`.
fn means(source: &Source, potentials: &Distribution, others: &[(f64, f64)], last: Days) -> [Signatures; AGES + 1] {
    let ends = others.iter().map(|other| other.1.min(1.0));
    let begins = others.iter().map(|other| other.0);
    let places: Vec<(f64, f64)> = iter::once(0.0).chain(ends).zip(begins.chain(iter::once(1.0))).collect();
    let all: f64 = places.iter().map(|(from, until)| until - from).sum();
    let family = Key::of_replication(0, 0).named("signatures in vain").named(&source.name);
    let mut means = [0.0; AGES + 1];
    let (mut before, mut interval) = (0.0, 0);
    for number in 0..REQUESTS {
        let key = family.request(number);
        let within: f64 = key.stream(Purpose::Potentials, 0).random();
        let place = all * (number as f64 + within) / REQUESTS as f64;
        while interval + 1 < places.len() && place - before > places[interval].1 - places[interval].0 {
            before += places[interval].1 - places[interval].0;
            interval += 1;
        }
        let potential = potentials.at(places[interval].0 + place - before);
        let curve = curve_of(source, potentials, (key, number), (potential, within));
        for (index, mean) in means.iter_mut().enumerate().skip(1) {
            *mean += potential * curve.share(age_part(index) * last) / REQUESTS as f64;
        }
    }
    means
}

/// The curve of one of the requests over which the mean is taken, whose potential has a normal score that `within` splits.
fn curve_of(
    source: &Source,
    potentials: &Distribution,
    (key, number): (Key, u64),
    (potential, within): (Signatures, f64),
) -> Curve {
    let Some(growth) = &source.growth else { return Curve::Exponential(0.0) };
    let own = normal_quantile(libm::ldexp(number.reverse_bits() as f64, -64) + 0.5 / REQUESTS as f64);
    let score = match source.potential_growth_correlation {
        0.0 => own,
        correlation => tied_score((potential, potentials), correlation, own, within),
    };
    growth.draw_at(score, &mut key.stream(Purpose::Growth, 0))
}

/// An age of the table, as a part of the last: denser where growth is fast.
fn age_part(index: usize) -> f64 {
    let root = index as f64 / AGES as f64;
    root * root
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{
        Arrivals, Growth,
        distribution::{LogNormal, Mixture},
        special::normal_cdf,
    };

    #[test]
    fn the_mean_is_that_of_a_lognormal_below_the_floor_and_its_growth() {
        let (median, sigma, floor) = (150.0, 2.3, 4_330.0);
        let source = Source {
            potential: Some(LogNormal::with_median_sigma(median, sigma).unwrap().into()),
            growth: Some(Growth::Exponential { time_constant: Distribution::fixed(5.0) }),
            ..Source::plain("source", Arrivals::Moments(Default::default()))
        };
        let vain = Hopeless::new(&source, Bound::new(floor), 30.0);
        // E[K; K ≤ k] = E[K]·Φ((ln k − μ)/σ − σ), and P(K ≤ k) = Φ((ln k − μ)/σ).
        let z = (floor / median).ln() / sigma;
        let mean = median * (sigma * sigma / 2.0).exp() * normal_cdf(z - sigma) / normal_cdf(z);
        let check = |gathered: f64, age: f64, tolerance: f64| {
            let expected = mean * -(-age / 5.0f64).exp_m1();
            assert!((gathered / expected - 1.0).abs() < tolerance, "{age}: {gathered} for {expected}");
        };
        check(vain.gathered(&[1.0, 2.0], 2.0, 100.0) / 2.0, 30.0, 5e-4);
        for age in [0.2, 1.0, 3.3, 9.0, 25.0] {
            check(vain.gathered(&[100.0 - age], 100.0, 100.0), age, 5e-3);
        }
        assert_eq!(vain.gathered(&[], 3.0, 100.0), 0.0);
    }

    /// Against the midpoint rule over 1,000 × 1,000 places of the potential and the time constant.
    #[test]
    fn random_growth_is_integrated_over() {
        let potentials: Distribution = LogNormal::with_median_sigma(800.0, 1.5).unwrap().into();
        let bimodal = [(0.5, Distribution::fixed(0.001)), (0.5, Distribution::fixed(43.0))];
        let laws =
            [Mixture::new(bimodal.to_vec()).unwrap().into(), LogNormal::with_median_sigma(8.0, 1.0).unwrap().into()];
        let (floor, age) = (4_330.0, 30.0);
        for (law, correlation) in laws.into_iter().flat_map(|law: Distribution| [0.0, -0.7].map(|r| (law.clone(), r))) {
            let source = Source {
                potential: Some(potentials.clone()),
                growth: Some(Growth::Exponential { time_constant: law.clone() }),
                potential_growth_correlation: correlation,
                ..Source::plain("source", Arrivals::Moments(Default::default()))
            };
            let scores = |until: f64| (0..1_000).map(move |i| normal_quantile(until * (f64::from(i) + 0.5) / 1e3));
            let own: Vec<f64> = scores(1.0).collect();
            let expected = scores(potentials.cdf(floor)).map(|score| {
                let potential = potentials.at_normal_score(score);
                let tied = own.iter().map(|own| correlation * score + (1.0 - correlation * correlation).sqrt() * own);
                tied.map(|score| -libm::expm1(-age / law.at_normal_score(score))).sum::<f64>() * potential
            });
            let expected = expected.sum::<f64>() / 1e6;
            let found = Hopeless::new(&source, Bound::new(floor), age).mean(age);
            assert!((found / expected - 1.0).abs() < 2e-3, "{law:?}, {correlation}: {found}, expected {expected}");
        }
    }
}
