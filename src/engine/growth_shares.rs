//! The share of its potential that a request has gathered by an age, on average over the growth of a source.

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

/// A value at each age of the table.
pub(super) type ByAge = [f64; AGES + 1];

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
pub(super) fn mean_shares(growth: &Growth, last: Days) -> ByAge {
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
