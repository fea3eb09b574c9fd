//! The parameters of a growth, for mathematics that goes through all their values instead of drawing them.

use super::{Curve, Growth, Width};
use crate::model::Distribution;

/// A parameter of a growth's curves.
#[derive(Debug, Clone, Copy)]
pub struct Parameter<'g> {
    /// Its law.
    pub law: &'g Distribution,
    /// Whether it is a time: the first random time may be correlated with the potential.
    pub is_time: bool,
}

impl Growth {
    /// The parameters in the order in which they are drawn; `None` for waves, which begin at random ages.
    pub fn parameters(&self) -> Option<Vec<Parameter<'_>>> {
        let time = |law| Parameter { law, is_time: true };
        let number = |law| Parameter { law, is_time: false };
        Some(match self {
            Growth::Exponential { time_constant } => vec![time(time_constant)],
            Growth::Lomax { scale, exponent } => vec![time(scale), number(exponent)],
            Growth::Logistic { midpoint, width: Width::Absolute(width) } => vec![time(midpoint), time(width)],
            Growth::Logistic { midpoint, width: Width::Relative(ratio) } => vec![time(midpoint), number(ratio)],
            Growth::Law(_) | Growth::Recorded(_) => vec![],
            Growth::Family(family) => family.parameters().map(|(law, is_time)| Parameter { law, is_time }).collect(),
            Growth::Waves(_) => return None,
        })
    }

    /// The curve with these values of [`Growth::parameters`], one for each; `None` for waves.
    pub fn with_parameters(&self, values: &[f64]) -> Option<Curve> {
        Some(match (self, values) {
            (Growth::Exponential { .. }, &[time_constant]) => Curve::Exponential(time_constant),
            (Growth::Lomax { .. }, &[scale, exponent]) => Curve::Lomax(scale, exponent),
            (Growth::Logistic { width: Width::Absolute(_), .. }, &[midpoint, width]) => {
                Curve::Logistic(midpoint, width)
            }
            (Growth::Logistic { width: Width::Relative(_), .. }, &[midpoint, ratio]) => {
                Curve::Logistic(midpoint, midpoint * ratio)
            }
            (Growth::Law(law), _) => Curve::Law(law.clone()),
            (Growth::Recorded(recorded), _) => Curve::Recorded(recorded.clone()),
            (Growth::Family(family), values) => Curve::Law(family.member(values).into()),
            _ => return None,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::distribution::Uniform;
    use rand::SeedableRng;

    #[test]
    fn a_drawn_curve_has_parameters() {
        let between = |low, high| -> Distribution { Uniform::new(low, high).unwrap().into() };
        let growths = [
            Growth::Exponential { time_constant: Distribution::fixed(3.0) },
            Growth::Lomax { scale: Distribution::fixed(2.0), exponent: Distribution::fixed(1.5) },
            Growth::Logistic { midpoint: Distribution::fixed(4.0), width: Width::Relative(Distribution::fixed(0.25)) },
            Growth::Law(std::sync::Arc::new(between(0.0, 9.0))),
        ];
        let mut rng = rand_pcg::Pcg64::seed_from_u64(1);
        for growth in growths {
            let means: Vec<f64> = growth.parameters().unwrap().iter().map(|parameter| parameter.law.mean()).collect();
            assert_eq!(growth.with_parameters(&means), Some(growth.draw(&mut rng)));
        }
    }
}
