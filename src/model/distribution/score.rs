//! Normal scores: a value's place in its distribution, on the scale of a standard normal variate.

use super::Distribution;
use crate::model::special::{normal_cdf, normal_quantile};

/// Beyond ±8.2 a probability in double precision is 0 or 1.
const FARTHEST: f64 = 8.2;

impl Distribution {
    /// The z with P(Z ≤ z) = P(X ≤ `x`). Where `x` has a probability of its own, z lies in the interval that
    /// belongs to it, at the proportion `split` in [0, 1] of its probability: with a uniform `split` the score of a
    /// draw is standard normal.
    pub fn normal_score(&self, x: f64, split: f64) -> f64 {
        if let Distribution::LogNormal(family) = self {
            let score = family.standardise(x);
            if score.is_finite() {
                return score;
            }
        }
        let (below, upto) = (self.cdf(x.next_down()), self.cdf(x));
        normal_quantile(below + split * (upto - below)).clamp(-FARTHEST, FARTHEST)
    }

    /// The value at a standard normal variate: the smallest x with P(X ≤ x) ≥ P(Z ≤ `score`).
    pub fn at_normal_score(&self, score: f64) -> f64 {
        match self {
            Distribution::LogNormal(family) => family.at(score),
            _ => self.quantile(normal_cdf(score.clamp(-FARTHEST, FARTHEST))),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::{Empirical, Exponential, LogNormal};
    use super::*;

    #[test]
    fn values_and_scores_are_inverse() {
        let families: [Distribution; 2] =
            [LogNormal::with_median_sigma(150.0, 2.3).unwrap().into(), Exponential::with_mean(3.0).unwrap().into()];
        for family in families {
            for score in [-6.0, -1.0, 0.0, 0.3, 4.0] {
                let back = family.normal_score(family.at_normal_score(score), 0.5);
                assert!((back - score).abs() < 1e-8, "{family:?}: {score} came back as {back}");
            }
            assert!(family.at_normal_score(40.0).is_finite());
        }
    }

    #[test]
    fn a_step_is_split() {
        let coin: Distribution = Empirical::new(vec![0.0, 1.0]).unwrap().into();
        assert_eq!(coin.normal_score(0.0, 1.0), 0.0);
        assert_eq!(coin.normal_score(1.0, 0.0), 0.0);
        assert_eq!(coin.normal_score(1.0, 0.5), normal_quantile(0.75));
        assert_eq!((coin.at_normal_score(-0.1), coin.at_normal_score(0.1)), (0.0, 1.0));
    }
}
