//! M/M/1 and M/G/1: one server.

use super::{MultiServerQueue, at_least_0, positive};

/// Mean wait in an M/G/1 queue, whatever the order of service as long as it ignores the service times.
/// `None` unless the arrival rate and the mean service time are greater than 0, their product is below 1 and the
/// variance of the service time is finite and at least 0.
///
/// Source: F. Pollaczek 1930, A. Y. Khinchine 1932: arrival_rate·E\[S²\]/(2(1 − utilisation)).
pub fn pollaczek_khinchine(arrival_rate: f64, service_mean: f64, service_variance: f64) -> Option<f64> {
    let utilisation = positive(arrival_rate)? * positive(service_mean)?;
    let second_moment = at_least_0(service_variance)? + service_mean * service_mean;
    (utilisation < 1.0).then(|| arrival_rate * second_moment / (2.0 * (1.0 - utilisation)))
}

/// What is known of an M/M/1 queue beyond [`MultiServerQueue`] with one server. Methods give `None` unless both rates
/// are greater than 0 and the arrival rate is the smaller.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct SingleServerQueue {
    /// Arrivals per day.
    pub arrival_rate: f64,
    /// Services per day of the busy server.
    pub service_rate: f64,
}

impl SingleServerQueue {
    /// The same queue as one of many servers.
    pub fn multi_server(&self) -> MultiServerQueue {
        MultiServerQueue { arrival_rate: self.arrival_rate, service_rate: self.service_rate, servers: 1 }
    }

    /// Variance of the number waiting or in service, which is geometric: ρ/(1 − ρ)².
    pub fn variance_in_system(&self) -> Option<f64> {
        let utilisation = self.multi_server().utilisation()?;
        Some(utilisation / ((1.0 - utilisation) * (1.0 - utilisation)))
    }

    /// Quantile, at `p` in [0, 1), of the time from arrival to the end of service, first come, first served, which is
    /// exponential with rate service_rate − arrival_rate.
    pub fn sojourn_quantile(&self, p: f64) -> Option<f64> {
        self.multi_server().utilisation()?;
        (0.0..1.0).contains(&p).then(|| -libm::log1p(-p) / (self.service_rate - self.arrival_rate))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn exponential_service_is_a_case_of_general_service() {
        let queue = SingleServerQueue { arrival_rate: 0.7, service_rate: 1.25 };
        let general = pollaczek_khinchine(0.7, 0.8, 0.64).unwrap();
        assert!((queue.multi_server().mean_wait().unwrap() / general - 1.0).abs() < 1e-14);
    }

    #[test]
    fn edges_of_the_domain() {
        assert_eq!(pollaczek_khinchine(1.0, 1.0, 0.0), None);
        assert_eq!(pollaczek_khinchine(0.5, 1.0, f64::INFINITY), None);
        assert_eq!(SingleServerQueue { arrival_rate: 1.0, service_rate: 1.0 }.sojourn_quantile(0.5), None);
        assert_eq!(SingleServerQueue { arrival_rate: 0.5, service_rate: 1.0 }.sojourn_quantile(1.0), None);
    }
}
