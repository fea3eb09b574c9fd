//! Infinitely many servers: nobody waits, and the number busy is Poisson with a known mean.
//!
//! Source: S. G. Eick, W. A. Massey and W. Whitt, "The physics of the M(t)/G/∞ queue", Operations Research 41 (1993),
//! 731–742; here with the transient from an empty system.

use super::quadrature::integrate;
use super::{at_least_0, positive};
use crate::model::Distribution;

/// An arrival rate that swings around a mean: base + amplitude·sin(2π·t/period), never negative.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct SineRate {
    /// Mean rate per day.
    pub base: f64,
    /// Largest deviation from it, at most `base`.
    pub amplitude: f64,
    /// Length of a full swing in days, greater than 0.
    pub period: f64,
}

impl SineRate {
    /// Angular frequency, if the rate is valid.
    fn frequency(&self) -> Option<f64> {
        let valid = at_least_0(self.base)? >= self.amplitude.abs();
        valid.then_some(std::f64::consts::TAU / positive(self.period)?)
    }
}

/// Mean number busy at `time` (at least 0) from empty, with constant arrival rate (at least 0) and any distribution
/// of service: rate·E[min(S, time)]. M/G/∞; relative error about 1e−10.
pub fn mean_busy(arrival_rate: f64, service: &Distribution, time: f64) -> Option<f64> {
    let (rate, time) = (at_least_0(arrival_rate)?, at_least_0(time)?);
    // Over the logarithm of the age, so that times of any size are seen; below 1e-9 of the whole nothing is lost.
    let shortest = time * 1e-9;
    let long = |log_age: f64| {
        let age = libm::exp(log_age);
        age * (1.0 - service.cdf(age))
    };
    if time == 0.0 {
        return Some(0.0);
    }
    let start = shortest * (1.0 - service.cdf(shortest));
    Some(rate * (start + integrate(long, libm::log(shortest), libm::log(time), 1e-11 * time.min(service.mean()))))
}

/// Mean number busy at `time` (at least 0) from empty, with exponential service of rate `service_rate` (greater than
/// 0). M(t)/M/∞: the mean m solves m′ = λ(t) − service_rate·m.
pub fn mean_busy_exponential(arrivals: &SineRate, service_rate: f64, time: f64) -> Option<f64> {
    let (frequency, rate, time) = (arrivals.frequency()?, positive(service_rate)?, at_least_0(time)?);
    let decay = libm::exp(-rate * time);
    let (sine, cosine) = (libm::sin(frequency * time), libm::cos(frequency * time));
    let swing = (rate * sine - frequency * cosine + frequency * decay) / (rate * rate + frequency * frequency);
    Some(arrivals.base * -libm::expm1(-rate * time) / rate + arrivals.amplitude * swing)
}

/// Mean number busy at `time` (at least 0) from empty, when every service takes `service_time` (at least 0). M(t)/D/∞:
/// the arrivals of the last `service_time` days.
pub fn mean_busy_fixed(arrivals: &SineRate, service_time: f64, time: f64) -> Option<f64> {
    let (frequency, time) = (arrivals.frequency()?, at_least_0(time)?);
    let since = (time - at_least_0(service_time)?).max(0.0);
    let swing = (libm::cos(frequency * since) - libm::cos(frequency * time)) / frequency;
    Some(arrivals.base * (time - since) + arrivals.amplitude * swing)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::distribution::{Exponential, Lomax, Uniform};

    #[test]
    fn a_constant_rate_agrees_between_the_functions() {
        let constant = SineRate { base: 20.0, amplitude: 0.0, period: 7.0 };
        let exponential = Exponential::with_mean(4.0).unwrap().into();
        for time in [0.0, 0.01, 3.0, 1000.0] {
            let (closed, general) =
                (mean_busy_exponential(&constant, 0.25, time).unwrap(), mean_busy(20.0, &exponential, time).unwrap());
            assert!((closed - general).abs() <= 1e-9 * closed, "{time}: {closed} and {general}");
            let (closed, general) = (
                mean_busy_fixed(&constant, 4.0, time).unwrap(),
                mean_busy(20.0, &Distribution::fixed(4.0), time).unwrap(),
            );
            assert!((closed - general).abs() <= 1e-9 * closed, "{time}: {closed} and {general}");
        }
    }

    #[test]
    fn heavy_tails_and_steps_are_integrated_too() {
        // E[min(S, t)] of a Lomax with exponent 0.5: 2·scale·(√(1 + t/scale) − 1).
        let lomax = Lomax::new(2.0, 0.5).unwrap().into();
        assert!((mean_busy(1.0, &lomax, 1e6).unwrap() / (4.0 * ((1.0 + 5e5f64).sqrt() - 1.0)) - 1.0).abs() < 1e-9);
        let uniform = Uniform::new(1.0, 3.0).unwrap().into();
        assert!((mean_busy(1.0, &uniform, 2.0).unwrap() - 1.75).abs() < 1e-9);
    }

    #[test]
    fn edges_of_the_domain() {
        let negative = SineRate { base: 1.0, amplitude: 2.0, period: 7.0 };
        assert_eq!(mean_busy_exponential(&negative, 1.0, 1.0), None);
        assert_eq!(mean_busy_fixed(&SineRate { amplitude: 0.5, period: 0.0, ..negative }, 1.0, 1.0), None);
        assert_eq!(mean_busy(1.0, &Distribution::fixed(1.0), f64::NAN), None);
    }
}
