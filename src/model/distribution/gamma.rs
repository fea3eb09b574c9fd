//! The gamma distribution.

use rand::Rng;
use rand_distr::{Distribution as _, Open01, StandardNormal};

use super::ParameterError;
use super::parameter::{positive, require};
use crate::model::special;

/// Density x^(shape − 1)·exp(−x/scale)/(Γ(shape)·scale^shape) for x > 0.
///
/// ```
/// use saule::model::distribution::Gamma;
///
/// let service = Gamma::with_mean_cv(4.0, 0.5)?;
/// assert_eq!(service.variance(), 4.0);
/// # Ok::<(), saule::model::distribution::ParameterError>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Gamma {
    mean: f64,
    /// Of an infinite shape where the distribution is concentrated on its mean.
    standard: StandardGamma,
}

/// The distribution with scale 1.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct StandardGamma {
    shape: f64,
    /// What its draws are made with.
    d: f64,
    c: f64,
}

impl Gamma {
    /// By its mean, greater than 0, and its coefficient of variation (standard deviation over mean), from 0 to 1000.
    pub fn with_mean_cv(mean: f64, cv: f64) -> Result<Self, ParameterError> {
        let mean = positive("mean", mean)?;
        require((0.0..=1000.0).contains(&cv), "cv", "from 0 to 1000")?;
        Ok(Self { mean, standard: StandardGamma::new(1.0 / (cv * cv)) })
    }

    /// By its shape, at least 1e-6, and its scale, greater than 0.
    pub fn with_shape_scale(shape: f64, scale: f64) -> Result<Self, ParameterError> {
        require(shape >= 1e-6, "shape", "at least 1e-6")?;
        let shape = positive("shape", shape)?;
        Ok(Self { mean: shape * positive("scale", scale)?, standard: StandardGamma::new(shape) })
    }

    /// Draws one value.
    #[inline]
    pub fn sample<R: Rng + ?Sized>(&self, rng: &mut R) -> f64 {
        if self.is_fixed() {
            return self.mean;
        }
        self.mean * (self.standard.sample(rng) / self.standard.shape)
    }

    /// Expected value.
    pub fn mean(&self) -> f64 {
        self.mean
    }

    /// Variance.
    pub fn variance(&self) -> f64 {
        self.mean * self.mean / self.standard.shape
    }

    /// P(X ≤ `x`).
    pub fn cdf(&self, x: f64) -> f64 {
        if self.is_fixed() {
            return if x < self.mean { 0.0 } else { 1.0 };
        }
        special::gamma_cdf(self.standard.shape, x / self.mean * self.standard.shape)
    }

    /// The x with P(X ≤ x) = `p`.
    pub fn quantile(&self, p: f64) -> f64 {
        if self.is_fixed() {
            return self.mean;
        }
        self.mean * (special::gamma_quantile(self.standard.shape, p) / self.standard.shape)
    }

    /// Whether the coefficient of variation is 0, or too small to tell.
    fn is_fixed(&self) -> bool {
        self.standard.shape > 1e30
    }
}

/// Draws from Gamma(`shape`, 1), for a shape greater than 0.
pub(crate) fn standard_gamma<R: Rng + ?Sized>(shape: f64, rng: &mut R) -> f64 {
    StandardGamma::new(shape).sample(rng)
}

impl StandardGamma {
    /// By its shape, greater than 0.
    #[inline]
    pub fn new(shape: f64) -> Self {
        let raised = if shape < 1.0 { shape + 1.0 } else { shape };
        let d = raised - 1.0 / 3.0;
        Self { shape, d, c: 1.0 / libm::sqrt(9.0 * d) }
    }

    /// Draws one value.
    ///
    /// Source: G. Marsaglia and W. W. Tsang, "A simple method for generating gamma variables", ACM Trans. Math. Softw. 26
    /// (2000), 363–372: the cube of a normal variate, rejected in less than 5% of cases. A shape below 1 is raised by 1
    /// and the draw multiplied by U^(1/shape) (their section 6).
    #[inline]
    pub fn sample<R: Rng + ?Sized>(&self, rng: &mut R) -> f64 {
        let boost = if self.shape < 1.0 { Some(Open01.sample(rng)) } else { None };
        let raised = self.sample_raised(rng);
        boost.map_or(raised, |boost: f64| raised * libm::pow(boost, 1.0 / self.shape))
    }

    #[inline(always)]
    fn sample_raised<R: Rng + ?Sized>(&self, rng: &mut R) -> f64 {
        loop {
            let x: f64 = StandardNormal.sample(rng);
            let u: f64 = Open01.sample(rng);
            let root = 1.0 + self.c * x;
            let v = root * root * root;
            let square = x * x;
            if root > 0.0 && (u < 1.0 - 0.0331 * square * square || self.accepts(u, square, v)) {
                return self.d * v;
            }
        }
    }

    /// Whether a draw is accepted that is not known to be without any logarithm.
    #[cold]
    #[inline(never)]
    fn accepts(&self, u: f64, square: f64, v: f64) -> bool {
        libm::log(u) < 0.5 * square + self.d * (1.0 - v + libm::log(v))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_constructors_agree() {
        let by_shape = Gamma::with_shape_scale(4.0, 2.0).unwrap();
        assert_eq!((by_shape.mean(), by_shape.variance()), (8.0, 16.0));
        assert_eq!(by_shape, Gamma::with_mean_cv(8.0, 0.5).unwrap());
    }

    #[test]
    fn without_variation_it_is_its_mean() {
        let fixed = Gamma::with_mean_cv(3.0, 0.0).unwrap();
        assert_eq!((fixed.quantile(0.01), fixed.variance(), fixed.cdf(2.9), fixed.cdf(3.0)), (3.0, 0.0, 0.0, 1.0));
    }
}
