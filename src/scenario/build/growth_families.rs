//! Families of growth curves that are distributions of a time, by the names of their parameters.

use crate::model::distribution::{
    Erlang, Gamma, LogNormal, Normal, ParameterError, Pareto, Triangular, Uniform, Weibull,
};
use crate::model::{Distribution, growth::Make};

/// One way to name a member of a family.
pub(super) struct GrowthFamily {
    /// Key of the family.
    pub name: &'static str,
    /// Its parameters, and whether each is a time.
    pub parameters: &'static [(&'static str, bool)],
    /// From parameters to the distribution.
    pub make: Make,
}

const TIME: bool = true;
const NUMBER: bool = false;

/// Every way; the first that has all of its parameters is meant.
pub(super) const FAMILIES: &[GrowthFamily] = &[
    family("erlang", &[("shape", NUMBER), ("mean", TIME)], |p| made(Erlang::new(p[0] as u32, p[1]))),
    family("gamma", &[("mean", TIME), ("cv", NUMBER)], |p| made(Gamma::with_mean_cv(p[0], p[1]))),
    family("gamma", &[("shape", NUMBER), ("scale", TIME)], |p| made(Gamma::with_shape_scale(p[0], p[1]))),
    family("lognormal", &[("mean", TIME), ("cv", NUMBER)], |p| made(LogNormal::with_mean_cv(p[0], p[1]))),
    family("lognormal", &[("median", TIME), ("sigma", NUMBER)], |p| made(LogNormal::with_median_sigma(p[0], p[1]))),
    family("lognormal", &[("mean", TIME), ("sigma", NUMBER)], |p| made(LogNormal::with_mean_sigma(p[0], p[1]))),
    family("weibull", &[("shape", NUMBER), ("scale", TIME)], |p| made(Weibull::new(p[0], p[1]))),
    family("pareto", &[("minimum", TIME), ("exponent", NUMBER), ("maximum", TIME)], |p| {
        made(Pareto::new(p[0], p[1], Some(p[2])))
    }),
    family("pareto", &[("minimum", TIME), ("exponent", NUMBER)], |p| made(Pareto::new(p[0], p[1], None))),
    family("uniform", &[("min", TIME), ("max", TIME)], |p| made(Uniform::new(p[0], p[1]))),
    family("triangular", &[("min", TIME), ("mode", TIME), ("max", TIME)], |p| made(Triangular::new(p[0], p[1], p[2]))),
    family("normal", &[("mean", TIME), ("sd", TIME)], |p| made(Normal::new(p[0], p[1]))),
];

const fn family(name: &'static str, parameters: &'static [(&'static str, bool)], make: Make) -> GrowthFamily {
    GrowthFamily { name, parameters, make }
}

fn made<T: Into<Distribution>>(family: Result<T, ParameterError>) -> Result<Distribution, ParameterError> {
    family.map(Into::into)
}
