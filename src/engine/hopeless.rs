//! Requests that cannot cross: which they are, and how many signatures they gather, though their growth is never drawn.

use std::iter;

use rand::RngExt as _;

use super::{
    growth_shares::{AGES, ByAge, REQUESTS, age_part, family, mean_shares, midpoints, score},
    known_growth::{KnownGrowth, Tied},
    stream::Purpose,
};
use crate::model::{Days, Distribution, Signatures, Source, distribution::Bound, growth::tied_score};

/// Potentials over which their mean is taken, of each part of their law.
const NODES: u64 = 1024;

/// A source's requests whose potential does not exceed a floor.
#[derive(Debug, Clone)]
pub struct Hopeless {
    floor: Bound,
    /// Where in their distribution the potentials lie of all others.
    others: Vec<(f64, f64)>,
    /// The last age.
    last: Days,
    /// Expected signatures of one at the age (i/AGES)²·`last`.
    means: ByAge,
}

impl Hopeless {
    /// Those of a source up to a last age, for each of some floors; none of a source whose requests have no potential or do
    /// not grow.
    pub fn of_floors(source: &Source, floors: &[Bound], last: Days, known: &KnownGrowth) -> Vec<Self> {
        let (Some(potentials), Some(growth)) = (&source.potential, &source.growth) else { return Vec::new() };
        let is_tied = source.potential_growth_correlation != 0.0 && growth.has_random_time();
        let shares = (!is_tied).then(|| known.shares.get((last, growth.clone()), |_| mean_shares(growth, last)));
        let of_floor = |&floor| {
            let others = potentials.places_above(floor);
            let rest = Rest::beside(&others, potentials);
            let means = match shares {
                Some(shares) => {
                    let mean = rest.mean(potentials);
                    shares.map(|share| share * mean)
                }
                None => {
                    let tied = Tied {
                        floor,
                        last,
                        correlation: source.potential_growth_correlation,
                        potentials: potentials.clone(),
                        growth: growth.clone(),
                    };
                    known.tied.get(tied, |tied| tied_means(tied, &rest))
                }
            };
            Self { floor, others, last, means }
        };
        floors.iter().map(of_floor).collect()
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

/// The places of the potentials that are not above a floor: intervals of (0, 1), along each of which they increase.
struct Rest(Vec<(f64, f64)>);

impl Rest {
    /// All places but the `others`.
    fn beside(others: &[(f64, f64)], potentials: &Distribution) -> Self {
        let ends = others.iter().map(|other| other.1.min(1.0));
        let begins = others.iter().map(|other| other.0);
        let between: Vec<(f64, f64)> = iter::once(0.0).chain(ends).zip(begins.chain(iter::once(1.0))).collect();
        let within = |(from, until): (f64, f64)| {
            between
                .iter()
                .map(move |&(begin, end)| (from.max(begin), until.min(end)))
                .filter(|(from, until)| from < until)
        };
        Self(potentials.increasing().into_iter().flat_map(within).collect())
    }

    /// So many places of each interval with their weights, which add up to 1. They lie closest at its ends, where
    /// potentials may be steep: if places are 3t² − 2t³ of the interval, weights are as 6t(1 − t).
    fn nodes(&self, each: u64) -> impl Iterator<Item = (f64, f64)> {
        let length: f64 = self.0.iter().map(|(from, until)| until - from).sum();
        let of_interval = move |&(from, until): &(f64, f64)| {
            let node = move |t: f64| {
                let weight = (until - from) / length * 6.0 * t * (1.0 - t) / each as f64;
                (from + (until - from) * t * t * (3.0 - 2.0 * t), weight)
            };
            midpoints(each).map(node)
        };
        self.0.iter().flat_map(of_interval)
    }

    /// The mean of the potentials there.
    fn mean(&self, potentials: &Distribution) -> Signatures {
        self.nodes(NODES).map(|(place, weight)| weight * potentials.at(place)).sum()
    }
}

/// Expected signatures at each age of one whose potential lies in the `rest` and is correlated with its growth.
fn tied_means(of: &Tied, rest: &Rest) -> ByAge {
    let Tied { last, correlation, potentials, growth, .. } = of;
    let mut means = [0.0; AGES + 1];
    for (number, (place, weight)) in (0..REQUESTS).cycle().zip(rest.nodes(REQUESTS)) {
        let key = family().request(number);
        let (potential, split) = (potentials.at(place), key.stream(Purpose::Potentials, 0).random());
        let score = tied_score((potential, potentials), *correlation, score(number), split);
        let curve = growth.draw_at(score, &mut key.stream(Purpose::Growth, 0));
        for (index, mean) in means.iter_mut().enumerate().skip(1) {
            *mean += weight * potential * curve.share(age_part(index) * last);
        }
    }
    means
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{
        Arrivals, Growth,
        distribution::{LogNormal, Mixture},
        special::{normal_cdf, normal_quantile},
    };

    /// A lognormal part of a law: weight, median and σ.
    type Part = (f64, f64, f64);

    /// The mean of lognormal potentials up to a floor: E[K; K ≤ k] is E[K]·Φ(z − σ) and P(K ≤ k) is Φ(z), where
    /// z = (ln k − μ)/σ.
    fn mean_below(floor: f64, parts: &[Part]) -> f64 {
        let parts = parts.iter().map(|&(weight, median, sigma)| {
            let z = (floor / median).ln() / sigma;
            (weight * median * (sigma * sigma / 2.0).exp() * normal_cdf(z - sigma), weight * normal_cdf(z))
        });
        let (sum, probability) = parts.fold((0.0, 0.0), |sum, part| (sum.0 + part.0, sum.1 + part.1));
        sum / probability
    }

    /// Of one lognormal, and of one beside another that is rare and has most of the signatures.
    #[test]
    fn the_mean_is_that_of_lognormals_below_the_floor_and_their_growth() {
        let cases: [(f64, &[Part]); 3] = [
            (4_330.0, &[(1.0, 150.0, 2.3)]),
            (24_050.0, &[(0.9925, 5.0, 1.0), (0.0075, 3_430.0, 1.34)]),
            (1e9, &[(0.9999, 5.0, 1.0), (0.0001, 3_430.0, 1.34)]),
        ];
        for (floor, parts) in cases {
            let lognormal =
                |&(weight, median, sigma)| (weight, LogNormal::with_median_sigma(median, sigma).unwrap().into());
            let source = Source {
                potential: Some(Mixture::new(parts.iter().map(lognormal).collect()).unwrap().into()),
                growth: Some(Growth::Exponential { time_constant: Distribution::fixed(5.0) }),
                ..Source::plain("source", Arrivals::Moments(Default::default()))
            };
            let vain = &Hopeless::of_floors(&source, &[Bound::new(floor)], 30.0, &KnownGrowth::default())[0];
            let mean = mean_below(floor, parts);
            let check = |gathered: f64, age: f64, tolerance: f64| {
                let expected = mean * -(-age / 5.0f64).exp_m1();
                assert!((gathered / expected - 1.0).abs() < tolerance, "{parts:?}, {age}: {gathered} for {expected}");
            };
            check(vain.gathered(&[1.0, 2.0], 2.0, 100.0) / 2.0, 30.0, 1e-4);
            for age in [0.2, 1.0, 3.3, 9.0, 25.0] {
                check(vain.gathered(&[100.0 - age], 100.0, 100.0), age, 5e-3);
            }
            assert_eq!(vain.gathered(&[], 3.0, 100.0), 0.0);
        }
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
            let found = Hopeless::of_floors(&source, &[Bound::new(floor)], age, &KnownGrowth::default())[0].mean(age);
            assert!((found / expected - 1.0).abs() < 2e-3, "{law:?}, {correlation}: {found}, expected {expected}");
        }
    }
}
