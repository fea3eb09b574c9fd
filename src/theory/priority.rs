//! Non-preemptive priorities.

use super::{MultiServerQueue, at_least_0, positive};

/// One class of an M/G/1 queue with priorities.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct PriorityClass {
    /// Arrivals per day.
    pub arrival_rate: f64,
    /// Mean service time in days.
    pub service_mean: f64,
    /// Variance of the service time, in days squared.
    pub service_variance: f64,
}

/// Mean waits of the classes of an M/G/1 queue, the first served first, without interrupting a service. `None` unless
/// every class has an arrival rate of at least 0, a mean service time greater than 0 and a finite variance,
/// and the server is not overloaded.
///
/// Source: A. Cobham, "Priority assignment in waiting line problems", Operations Research 2 (1954), 70–76.
pub fn priority_waits(classes: &[PriorityClass]) -> Option<Vec<f64>> {
    let mut residual = 0.0;
    let mut utilisations = Vec::with_capacity(classes.len());
    for class in classes {
        let (rate, mean) = (at_least_0(class.arrival_rate)?, positive(class.service_mean)?);
        residual += 0.5 * rate * (at_least_0(class.service_variance)? + mean * mean);
        utilisations.push(rate * mean);
    }
    cobham(residual, &utilisations)
}

/// Mean waits of the classes of an M/M/c queue with the same exponential service for all, the first served first.
/// `None` unless the arrival rates are at least 0, at least one is greater, and the servers are not overloaded.
///
/// Source: A. Cobham 1954, his case of several channels.
pub fn shared_priority_waits(arrival_rates: &[f64], service_rate: f64, servers: u32) -> Option<Vec<f64>> {
    let arrival_rate = arrival_rates.iter().map(|&rate| at_least_0(rate)).sum::<Option<f64>>()?;
    let whole = MultiServerQueue { arrival_rate, service_rate, servers };
    let capacity = f64::from(servers) * service_rate;
    let utilisations: Vec<f64> = arrival_rates.iter().map(|rate| rate / capacity).collect();
    cobham(whole.probability_of_waiting()? / capacity, &utilisations)
}

/// W₀/((1 − σ_(k−1))·(1 − σ_k)), where W₀ is the mean time until a server is free for the first in line and σ_k the
/// utilisation by classes up to k.
fn cobham(until_free: f64, utilisations: &[f64]) -> Option<Vec<f64>> {
    let mut above = 0.0;
    let waits: Vec<f64> = utilisations
        .iter()
        .map(|utilisation| {
            let up_to = above + utilisation;
            let wait = until_free / ((1.0 - above) * (1.0 - up_to));
            above = up_to;
            wait
        })
        .collect();
    (above < 1.0).then_some(waits)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::theory::pollaczek_khinchine;

    #[test]
    fn the_mean_wait_over_classes_does_not_depend_on_priorities() {
        let class = |arrival_rate| PriorityClass { arrival_rate, service_mean: 1.0, service_variance: 0.5 };
        let waits = priority_waits(&[class(0.2), class(0.3), class(0.4)]).unwrap();
        let mean = (0.2 * waits[0] + 0.3 * waits[1] + 0.4 * waits[2]) / 0.9;
        assert!((mean / pollaczek_khinchine(0.9, 1.0, 0.5).unwrap() - 1.0).abs() < 1e-13);
    }

    #[test]
    fn one_shared_server_is_a_case_of_both() {
        let class = |arrival_rate| PriorityClass { arrival_rate, service_mean: 0.5, service_variance: 0.25 };
        let (alone, shared) = (priority_waits(&[class(0.6), class(1.0)]), shared_priority_waits(&[0.6, 1.0], 2.0, 1));
        for (alone, shared) in alone.unwrap().into_iter().zip(shared.unwrap()) {
            assert!((alone / shared - 1.0).abs() < 1e-13);
        }
    }

    #[test]
    fn edges_of_the_domain() {
        assert_eq!(shared_priority_waits(&[2.0, 1.0], 1.0, 3), None);
        assert_eq!(shared_priority_waits(&[-1.0, 1.0], 1.0, 3), None);
        let endless = PriorityClass { arrival_rate: 0.1, service_mean: 1.0, service_variance: f64::INFINITY };
        assert_eq!(priority_waits(&[endless]), None);
    }
}
