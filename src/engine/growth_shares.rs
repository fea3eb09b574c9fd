//! The share of its potential that a request has gathered by an age, on average over the growth of a source.

use std::sync::Mutex;

use super::stream::{Key, Purpose};
use crate::model::{
    Days, Distribution, Growth,
    growth::{Curve, Parameter},
    special::normal_quantile,
};

/// Ages at which the mean is worked out, beside age 0.
pub(super) const AGES: usize = 32;

/// Requests over which the mean is taken where growth depends on the potential, spread evenly over the potentials of each
/// part of their law and the first random times of growth together (Hammersley's set). The mean is within 0.2% where no
/// more of the growth is random than that.
pub(super) const REQUESTS: u64 = 4096;

/// Curves over which a share is taken where one parameter of the growth is random, evenly spread over its law.
const CURVES: u64 = 1024;

/// Shares at the ages of the table.
pub(super) type Shares = [f64; AGES + 1];

/// Shares that are known, by growth and last age. Plans of models that differ in other things have them in common, and to
/// work them out is most of what a plan costs.
#[derive(Debug, Default)]
pub struct GrowthShares(Mutex<Vec<(Growth, Days, Shares)>>);

impl GrowthShares {
    /// The shares of a growth at each age up to the last, whatever the potential is.
    pub(super) fn of(&self, growth: &Growth, last: Days) -> Shares {
        const NO_PANIC: &str = "nobody panics who holds it";
        let is_meant = |(known, up_to, _): &&(Growth, Days, Shares)| (known, *up_to) == (growth, last);
        let known = self.0.lock().expect(NO_PANIC).iter().find(is_meant).map(|known| known.2);
        // Meanwhile others may work out the same, and come to the same.
        known.unwrap_or_else(|| {
            let shares = mean_shares(growth, last);
            self.0.lock().expect(NO_PANIC).push((growth.clone(), last, shares));
            shares
        })
    }
}

/// The middles of so many equal parts of (0, 1).
pub(super) fn midpoints(parts: u64) -> impl Iterator<Item = f64> {
    (0..parts).map(move |part| (part as f64 + 0.5) / parts as f64)
}

/// What stands for all names of streams here: nothing that is simulated has it.
pub(super) fn family() -> Key {
    Key::of_replication(0, 0).named("signatures in vain")
}

/// The normal score of the first random time of one of the requests, spread evenly whatever part of them is taken.
pub(super) fn score(number: u64) -> f64 {
    normal_quantile(libm::ldexp(number.reverse_bits() as f64, -64) + 0.5 / REQUESTS as f64)
}

/// Expected share of its potential that a request has gathered at each age, whatever that is.
fn mean_shares(growth: &Growth, last: Days) -> [f64; AGES + 1] {
    let is_random = |law: &Distribution| !matches!(law, Distribution::Fixed(_));
    let parameters = growth.parameters();
    let random = parameters.as_ref().map(|all| all.iter().filter(|parameter| is_random(parameter.law)).count());
    let with = |parameters: &[Parameter<'_>], place: f64| {
        let value = |law: &Distribution| if is_random(law) { law.at(place) } else { law.mean() };
        let values: Vec<f64> = parameters.iter().map(|parameter| value(parameter.law)).collect();
        growth.with_parameters(&values)
    };
    let curves: Vec<Curve> = match (parameters, random) {
        (Some(parameters), Some(0)) => with(&parameters, 0.5).into_iter().collect(),
        (Some(parameters), Some(1)) => midpoints(CURVES).filter_map(|place| with(&parameters, place)).collect(),
        _ => {
            let draw = |number| growth.draw_at(score(number), &mut family().request(number).stream(Purpose::Growth, 0));
            (0..REQUESTS).map(draw).collect()
        }
    };
    std::array::from_fn(|index| {
        let age = age_part(index) * last;
        curves.iter().map(|curve| curve.share(age)).sum::<f64>() / curves.len() as f64
    })
}

/// An age of the table, as a part of the last: denser where growth is fast.
pub(super) fn age_part(index: usize) -> f64 {
    let root = index as f64 / AGES as f64;
    root * root
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{distribution::LogNormal, growth::Width};

    #[test]
    fn what_is_known_is_what_would_be_worked_out() {
        let time: Distribution = LogNormal::with_median_sigma(3.0, 0.7).unwrap().into();
        let logistic = |width| Growth::Logistic { midpoint: time.clone(), width };
        let growths = [
            Growth::Exponential { time_constant: time.clone() },
            logistic(Width::Absolute(Distribution::fixed(0.2))),
            logistic(Width::Relative(Distribution::fixed(0.2))),
        ];
        let known = GrowthShares::default();
        for _ in 0..2 {
            for growth in &growths {
                for last in [30.0, 60.0] {
                    assert_eq!(known.of(growth, last), mean_shares(growth, last), "{growth:?}, {last}");
                }
            }
        }
        assert_eq!(known.0.into_inner().unwrap().len(), 6);
    }
}
