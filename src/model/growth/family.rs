//! Families of curves whose parameters are drawn for each request.

use std::ptr::fn_addr_eq;

use rand::Rng;

use super::draws::Draws;
use crate::model::{Distribution, distribution::ParameterError};

/// Parameters are drawn from between these probabilities, so that what is drawn is known to make a curve.
const EXTREME: f64 = 1e-12;

/// A family of distributions of a time with drawn parameters.
#[derive(Debug, Clone)]
pub struct Family {
    make: Make,
    parameters: Vec<Parameter>,
}

impl PartialEq for Family {
    fn eq(&self, other: &Self) -> bool {
        // Functions that have one address do the same.
        fn_addr_eq(self.make, other.make) && self.parameters == other.parameters
    }
}

/// From the parameters of a family to one of its members.
pub type Make = fn(&[f64]) -> Result<Distribution, ParameterError>;

#[derive(Debug, Clone, PartialEq)]
struct Parameter {
    law: Distribution,
    is_time: bool,
    low: f64,
    high: f64,
}

impl Family {
    /// A family by the laws of its parameters, in the order of `make`, each with whether it is a time. An error if
    /// not everything that can be drawn makes a member: parameters of a distribution are bounded by constants or by
    /// one another, so it is enough to look at the corners of what can be drawn.
    pub fn new(make: Make, laws: Vec<(Distribution, bool)>) -> Result<Self, ParameterError> {
        let parameter = |(law, is_time): (Distribution, bool)| Parameter {
            low: law.quantile(EXTREME),
            high: law.quantile(1.0 - EXTREME),
            law,
            is_time,
        };
        let parameters: Vec<Parameter> = laws.into_iter().map(parameter).collect();
        for corner in 0..1_u32 << parameters.len() {
            let at = |(index, parameter): (usize, &Parameter)| {
                if corner >> index & 1 == 0 { parameter.low } else { parameter.high }
            };
            make(&parameters.iter().enumerate().map(at).collect::<Vec<f64>>())?;
        }
        Ok(Self { make, parameters })
    }

    /// The laws of the parameters that are times.
    pub(super) fn times(&self) -> impl Iterator<Item = &Distribution> {
        self.parameters.iter().filter(|parameter| parameter.is_time).map(|parameter| &parameter.law)
    }

    /// The laws of all parameters, each with whether it is a time.
    pub(super) fn parameters(&self) -> impl Iterator<Item = (&Distribution, bool)> {
        self.parameters.iter().map(|parameter| (&parameter.law, parameter.is_time))
    }

    /// The member with these parameters, one for each.
    pub(super) fn member(&self, values: &[f64]) -> Distribution {
        let within = |(parameter, value): (&Parameter, &f64)| value.clamp(parameter.low, parameter.high);
        let values: Vec<f64> = self.parameters.iter().zip(values).map(within).collect();
        (self.make)(&values).expect("what lies between corners that make a member makes one")
    }

    pub(super) fn draw<R: Rng>(&self, draws: &mut Draws<R>) -> Distribution {
        let mut draw = |parameter: &Parameter| {
            if parameter.is_time { draws.time(&parameter.law) } else { draws.number(&parameter.law) }
        };
        let drawn: Vec<f64> = self.parameters.iter().map(&mut draw).collect();
        self.member(&drawn)
    }
}

#[cfg(test)]
mod tests {
    use super::super::{Curve, Growth};
    use super::*;
    use crate::model::distribution::{Exponential, LogNormal, Uniform};
    use rand::SeedableRng;

    fn lognormal(parameters: &[f64]) -> Result<Distribution, ParameterError> {
        LogNormal::with_median_sigma(parameters[0], parameters[1]).map(Into::into)
    }

    fn uniform(parameters: &[f64]) -> Result<Distribution, ParameterError> {
        Uniform::new(parameters[0], parameters[1]).map(Into::into)
    }

    fn between(low: f64, high: f64) -> Distribution {
        Uniform::new(low, high).unwrap().into()
    }

    /// A lognormal age whose logarithm's mean is normal is lognormal: averaged over requests its curve is that of
    /// sigma √(0.6² + 0.8²) = 1. Alpha 0.0001, the variance of a share being at most 1/4.
    #[test]
    fn a_mixture_of_lognormal_curves_is_lognormal() {
        let medians = LogNormal::with_median_sigma(5.0, 0.8).unwrap().into();
        let family = Family::new(lognormal, vec![(medians, true), (Distribution::fixed(0.6), false)]).unwrap();
        let growth = Growth::Family(Box::new(family));
        assert!(growth.has_random_time());
        let mut rng = rand_pcg::Pcg64::seed_from_u64(1);
        let curves: Vec<Curve> = (0..20_000).map(|_| growth.draw(&mut rng)).collect();
        let mixed = LogNormal::with_median_sigma(5.0, 1.0).unwrap();
        for age in [0.5, 2.0, 5.0, 20.0] {
            let mean = curves.iter().map(|curve| curve.share(age)).sum::<f64>() / 2e4;
            assert!((mean - mixed.cdf(age)).abs() < 3.89 * 0.5 / 2e4_f64.sqrt(), "{age}: {mean}");
        }
    }

    #[test]
    fn what_could_fail_is_refused() {
        let sigma: Distribution = Exponential::with_mean(1.0).unwrap().into();
        let laws = vec![(Distribution::fixed(5.0), true), (sigma, false)];
        assert_eq!(Family::new(lognormal, laws).unwrap_err().parameter, "sigma");
        let crossing = vec![(between(1.0, 4.0), true), (between(3.0, 6.0), true)];
        assert_eq!(Family::new(uniform, crossing).unwrap_err().parameter, "max");
        let ordered = vec![(between(1.0, 3.0), true), (between(3.0, 6.0), true)];
        assert!(Family::new(uniform, ordered).is_ok());
    }
}
