//! Growth curves: the share of its potential that a request has gathered by a given age.
//!
//! A curve is a cumulative distribution function F on age with F(0) = 0 and F(∞) = 1. Its parameters may
//! themselves be distributed; a request draws them once ([`Growth::draw`]) and keeps the [`Curve`].

use rand::Rng;

use super::{Days, Distribution};

/// A family of growth curves with possibly random parameters.
#[derive(Debug, Clone)]
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
}

/// Scale parameter of a logistic curve.
#[derive(Debug, Clone)]
pub enum Width {
    /// In days.
    Absolute(Distribution),
    /// As a multiple of the midpoint.
    Relative(Distribution),
}

/// One request's growth curve. Memory: three words.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Curve {
    /// Time constant.
    Exponential(Days),
    /// Scale and exponent.
    Lomax(Days, f64),
    /// Midpoint and width.
    Logistic(Days, Days),
}

impl Growth {
    /// Draws the parameters of one request's curve.
    pub fn draw<R: Rng>(&self, rng: &mut R) -> Curve {
        match self {
            Growth::Exponential { time_constant } => Curve::Exponential(time_constant.sample(rng)),
            Growth::Lomax { scale, exponent } => {
                let scale = scale.sample(rng);
                Curve::Lomax(scale, exponent.sample(rng))
            }
            Growth::Logistic { midpoint, width } => {
                let midpoint = midpoint.sample(rng);
                let width = match width {
                    Width::Absolute(width) => width.sample(rng),
                    Width::Relative(ratio) => midpoint * ratio.sample(rng),
                };
                Curve::Logistic(midpoint, width)
            }
        }
    }
}

impl Curve {
    /// Share of the potential gathered by `age` (days, at least 0), in [0, 1].
    pub fn share(&self, age: Days) -> f64 {
        match *self {
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
