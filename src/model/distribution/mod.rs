//! Probability distributions of quantities that are never negative (times, sizes, potentials), one family per file.
//!
//! Families draw standard variates (`StandardNormal`, `Exp1`, uniforms) from `rand_distr` and transform them with
//! `libm`, so that a draw is the same on every machine and with every set of build features. All values are in the
//! unit of the parameters; durations are in days by the time they come here.
//!
//! **Common random numbers.** Two variants of a scenario give a request the same random stream, so a changed
//! parameter should move its draws rather than replace them. Every family but gamma (with Erlang shapes above 16)
//! consumes the same variates whatever its parameters:
//!
//! | families | a draw consumes |
//! |---|---|
//! | fixed | nothing |
//! | lognormal, lognormal_pareto | one standard normal variate |
//! | exponential, weibull, pareto, lomax | one exponential variate |
//! | uniform, triangular, normal, poisson, empirical | one uniform variate |
//! | erlang up to shape 16 | one exponential variate per phase |
//! | gamma, erlang above | a normal and a uniform variate per trial, 1.0 to 1.05 trials; a shape below 1, one uniform more |
//! | mixture | one uniform variate for the component, then the component's |
//!
//! and except for the last three rows (and empirical) a larger mean, median, scale or quantile gives a larger draw.

mod empirical;
mod erlang;
mod exponential;
mod fixed;
mod gamma;
mod lognormal;
mod lognormal_pareto;
mod lomax;
mod mixture;
mod normal;
mod parameter;
mod pareto;
mod places;
mod poisson;
mod score;
mod triangular;
mod uniform;
mod weibull;

use rand::Rng;

/// What the families are called, where there is a choice: a fixed value goes without a name.
pub const FAMILIES: [&str; 14] = [
    "exponential",
    "erlang",
    "gamma",
    "lognormal",
    "weibull",
    "pareto",
    "lomax",
    "uniform",
    "triangular",
    "normal",
    "poisson",
    "lognormal_pareto",
    "mixture",
    "empirical",
];

pub use empirical::Empirical;
pub use erlang::Erlang;
pub use exponential::Exponential;
pub use fixed::Fixed;
pub use gamma::Gamma;
pub(crate) use gamma::standard_gamma;
pub use lognormal::LogNormal;
pub use lognormal_pareto::LogNormalPareto;
pub use lomax::Lomax;
pub use mixture::Mixture;
pub use normal::Normal;
pub use parameter::ParameterError;
pub use pareto::Pareto;
pub use places::Bound;
pub use poisson::Poisson;
pub use triangular::Triangular;
pub use uniform::Uniform;
pub use weibull::Weibull;

/// Writes the enum of families, its conversions, and the functions that every family has.
macro_rules! families {
    ($($family:ident),+) => {
        /// A distribution of a quantity that is never negative.
        #[derive(Debug, Clone, PartialEq)]
        pub enum Distribution {
            $(
                #[doc = concat!("See [`", stringify!($family), "`].")]
                $family($family),
            )+
        }

        $(
            impl From<$family> for Distribution {
                fn from(family: $family) -> Self {
                    Distribution::$family(family)
                }
            }
        )+

        impl Distribution {
            /// Draws one value.
            #[inline]
            pub fn sample<R: Rng + ?Sized>(&self, rng: &mut R) -> f64 {
                match self {
                    // To call these would cost more than what they do themselves.
                    Distribution::Exponential(family) => family.sample(rng),
                    Distribution::Mixture(family) => family.sample(rng),
                    _ => self.sample_any(rng),
                }
            }

            /// Draws a value from each of some generators and appends it to others.
            pub fn sample_each<R: Rng>(&self, each: impl Iterator<Item = R>, values: &mut Vec<f64>) {
                match self {
                    $(Distribution::$family(family) => values.extend(each.map(|mut rng| family.sample(&mut rng))),)+
                }
            }

            #[inline(never)]
            fn sample_any<R: Rng + ?Sized>(&self, rng: &mut R) -> f64 {
                match self {
                    $(Distribution::$family(family) => family.sample(rng),)+
                }
            }

            /// Expected value; infinite where the mean does not exist.
            pub fn mean(&self) -> f64 {
                match self {
                    $(Distribution::$family(family) => family.mean(),)+
                }
            }

            /// Variance; infinite where it does not exist.
            pub fn variance(&self) -> f64 {
                match self {
                    $(Distribution::$family(family) => family.variance(),)+
                }
            }

            /// P(X ≤ `x`), for any `x`.
            pub fn cdf(&self, x: f64) -> f64 {
                match self {
                    $(Distribution::$family(family) => family.cdf(x),)+
                }
            }

            /// The smallest value x with P(X ≤ x) ≥ `p`, for `p` in [0, 1]: the lower end of the values at 0, the
            /// upper end, which may be infinite, at 1.
            pub fn quantile(&self, p: f64) -> f64 {
                match self {
                    $(Distribution::$family(family) => family.quantile(p),)+
                }
            }
        }
    };
}

families!(
    Fixed,
    Exponential,
    Erlang,
    Gamma,
    LogNormal,
    Weibull,
    Pareto,
    Lomax,
    Uniform,
    Triangular,
    Normal,
    Poisson,
    LogNormalPareto,
    Mixture,
    Empirical
);

impl Distribution {
    /// The distribution that always gives `value`.
    pub fn fixed(value: f64) -> Self {
        Distribution::Fixed(Fixed::new(value))
    }

    /// True if every value is a whole number.
    pub fn is_whole(&self) -> bool {
        match self {
            Distribution::Fixed(family) => family.mean().fract() == 0.0,
            Distribution::Poisson(_) => true,
            Distribution::Empirical(family) => family.is_whole(),
            Distribution::Mixture(family) => family.is_whole(),
            _ => false,
        }
    }
}
