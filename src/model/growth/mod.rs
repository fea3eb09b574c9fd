//! Growth curves: the share of its potential that a request has gathered by a given age.
//!
//! A curve is a cumulative distribution function F on age with F(0) = 0 and F(∞) = 1. Its parameters may
//! themselves be distributed; a request draws them once ([`Growth::draw`]) and keeps the [`Curve`].

mod draws;
mod family;
mod parameters;
mod recorded;
mod waves;

use std::sync::Arc;

use rand::{Rng, RngExt};
use rand_distr::{Distribution as _, StandardNormal};

use super::{Days, Distribution, Signatures};
use draws::Draws;
pub(crate) use draws::tied_score;

pub use family::{Family, Make};
pub use parameters::Parameter;
pub use recorded::{Flaw, Recorded};
pub use waves::{MOST_WAVES, Sum, Waves, Weights};

/// A family of growth curves with possibly random parameters.
#[derive(Debug, Clone, PartialEq)]
pub enum Growth {
    /// F(a) = 1 − exp(−a/τ).
    Exponential {
        /// The time constant τ = half-life / ln 2.
        time_constant: Distribution,
    },
    /// F(a) = 1 − (1 + a/scale)^(−exponent).
    Lomax {
        /// Scale of age.
        scale: Distribution,
        /// Exponent of the survival function.
        exponent: Distribution,
    },
    /// Logistic in age, rescaled to start at 0: F(a) = (L(a) − L(0)) / (1 − L(0)),
    /// L(a) = 1 / (1 + exp(−(a − midpoint)/width)).
    Logistic {
        /// Age of steepest growth.
        midpoint: Distribution,
        /// Scale parameter of the logistic, absolute or relative to the midpoint.
        width: Width,
    },
    /// The distribution function of a time.
    Law(Arc<Distribution>),
    /// The same, of a family whose parameters are drawn.
    Family(Box<Family>),
    /// A recorded curve.
    Recorded(Arc<Recorded>),
    /// One wave at age 0 and further ones.
    Waves(Box<Waves>),
}

/// Scale parameter of a logistic curve.
#[derive(Debug, Clone, PartialEq)]
pub enum Width {
    /// In days.
    Absolute(Distribution),
    /// As a multiple of the midpoint.
    Relative(Distribution),
}

/// One request's growth curve. Memory: three words, and the heap only for waves and drawn families.
#[derive(Debug, Clone, PartialEq)]
pub enum Curve {
    /// Time constant.
    Exponential(Days),
    /// Scale and exponent.
    Lomax(Days, f64),
    /// Midpoint and width.
    Logistic(Days, Days),
    /// The distribution function of a time.
    Law(Arc<Distribution>),
    /// A recorded curve.
    Recorded(Arc<Recorded>),
    /// A weighted sum of waves.
    Waves(Box<Sum>),
}

impl Growth {
    /// Draws the parameters of one request's curve.
    #[inline]
    pub fn draw<R: Rng>(&self, rng: &mut R) -> Curve {
        self.draw_from(&mut Draws::independent(rng))
    }

    /// The same, the first random time being tied to the potential by a Gaussian copula: its normal score has the
    /// given correlation with that of `potential` under the law of potentials. `scores` feeds what of the score is
    /// the request's own; a growth without a random time is as it would be without correlation.
    pub fn draw_correlated<R: Rng>(
        &self,
        (potential, potentials): (Signatures, &Distribution),
        correlation: f64,
        scores: &mut R,
        rng: &mut R,
    ) -> Curve {
        let own: f64 = StandardNormal.sample(scores);
        self.draw_at(tied_score((potential, potentials), correlation, own, scores.random()), rng)
    }

    /// The same, the first random time standing at a given normal score.
    pub fn draw_at<R: Rng>(&self, score: f64, rng: &mut R) -> Curve {
        self.draw_from(&mut Draws::with_first_time_at(score, rng))
    }

    /// The curve, if it is the same for all requests and no parameter of it has to be drawn.
    pub fn common(&self) -> Option<Curve> {
        let fixed = |law: &Distribution| match law {
            Distribution::Fixed(value) => Some(value.mean()),
            _ => None,
        };
        match self {
            Growth::Exponential { time_constant } => fixed(time_constant).map(Curve::Exponential),
            Growth::Lomax { scale, exponent } => Some(Curve::Lomax(fixed(scale)?, fixed(exponent)?)),
            Growth::Law(law) => Some(Curve::Law(Arc::clone(law))),
            Growth::Recorded(recorded) => Some(Curve::Recorded(Arc::clone(recorded))),
            Growth::Logistic { .. } | Growth::Family(_) | Growth::Waves(_) => None,
        }
    }

    /// True if a time among the parameters is drawn, so that it can be correlated with the potential.
    pub fn has_random_time(&self) -> bool {
        let varies = |time: &Distribution| !matches!(time, Distribution::Fixed(_));
        match self {
            Growth::Exponential { time_constant } => varies(time_constant),
            Growth::Lomax { scale, .. } => varies(scale),
            Growth::Logistic { midpoint, width } => {
                varies(midpoint) || matches!(width, Width::Absolute(width) if varies(width))
            }
            Growth::Law(_) | Growth::Recorded(_) => false,
            Growth::Family(family) => family.times().any(varies),
            Growth::Waves(waves) => varies(&waves.spread) || waves.decay.has_random_time(),
        }
    }

    fn draw_from<R: Rng>(&self, draws: &mut Draws<R>) -> Curve {
        match self {
            Growth::Exponential { time_constant } => Curve::Exponential(draws.time(time_constant)),
            Growth::Lomax { scale, exponent } => {
                let scale = draws.time(scale);
                Curve::Lomax(scale, draws.number(exponent))
            }
            Growth::Logistic { midpoint, width } => {
                let midpoint = draws.time(midpoint);
                let width = match width {
                    Width::Absolute(width) => draws.time(width),
                    Width::Relative(ratio) => midpoint * draws.number(ratio),
                };
                Curve::Logistic(midpoint, width)
            }
            Growth::Law(law) => Curve::Law(Arc::clone(law)),
            Growth::Family(family) => Curve::Law(Arc::new(family.draw(draws))),
            Growth::Recorded(recorded) => Curve::Recorded(Arc::clone(recorded)),
            Growth::Waves(waves) => Curve::Waves(Box::new(waves.draw(draws))),
        }
    }
}

impl Curve {
    /// Share of the potential gathered by `age` (days, at least 0), in [0, 1].
    pub fn share(&self, age: Days) -> f64 {
        match *self {
            Curve::Law(ref law) => law.cdf(age),
            Curve::Recorded(ref recorded) => recorded.share(age),
            Curve::Waves(ref waves) => waves.share(age),
            Curve::Exponential(time_constant) => -libm::expm1(-age / time_constant),
            Curve::Lomax(scale, exponent) => -libm::expm1(-exponent * libm::log1p(age / scale)),
            Curve::Logistic(midpoint, width) => {
                // (L(a) − L(0)) / (1 − L(0)) = (1 − e^(−a/w)) / (1 + e^(−(a − m)/w)), free of cancellation.
                -libm::expm1(-age / width) / (1.0 + libm::exp((midpoint - age) / width))
            }
        }
    }

    /// Age at which the given share is reached (the inverse of [`Curve::share`]); infinite for shares of 1 and more.
    pub fn age(&self, share: f64) -> Days {
        if share >= 1.0 {
            return f64::INFINITY;
        }
        match *self {
            Curve::Law(ref law) => law.quantile(share),
            Curve::Recorded(ref recorded) => recorded.age(share),
            Curve::Waves(ref waves) => waves.age(share),
            Curve::Exponential(time_constant) => -time_constant * libm::log1p(-share),
            Curve::Lomax(scale, exponent) => scale * libm::expm1(-libm::log1p(-share) / exponent),
            Curve::Logistic(midpoint, width) => {
                // Solving p = (1 − x) / (1 + x·e^(m/w)) for x = e^(−a/w).
                let a = libm::log1p(share * libm::exp(midpoint / width)) - libm::log1p(-share);
                if a.is_finite() {
                    width * a
                } else {
                    // e^(m/w) overflows: L(0) is 0 to machine precision.
                    midpoint + width * (libm::log(share) - libm::log1p(-share))
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn age_inverts_share() {
        let curves = [
            Curve::Exponential(5.0),
            Curve::Lomax(1.2, 0.8),
            Curve::Logistic(20.0, 4.0),
            Curve::Logistic(3.0, 5.0),
            Curve::Logistic(900.0, 1.0),
        ];
        for curve in curves {
            assert_eq!(curve.share(0.0), 0.0);
            for share in [1e-6, 0.01, 0.3, 0.5, 0.9, 0.999] {
                let back = curve.share(curve.age(share));
                assert!((back - share).abs() < 1e-9 * share.max(1e-3), "{curve:?}: {share} came back as {back}");
            }
            assert_eq!(curve.age(1.0), f64::INFINITY);
        }
    }

    #[test]
    fn exponential_reaches_half_at_its_half_life() {
        assert!((Curve::Exponential(5.0 / std::f64::consts::LN_2).age(0.5) - 5.0).abs() < 1e-12);
    }
}
