//! M/M/c+M (Erlang-A): those who wait lose patience.

use super::{erlang_b, positive};
use crate::model::special::gamma_cdf_per_log_density;

/// An M/M/c queue in which every waiting request leaves after an exponential patience; in equilibrium at any load.
/// Methods give `None` unless all three rates are greater than 0 and there is a server.
///
/// Source: C. Palm 1957; O. Garnett, A. Mandelbaum and M. Reiman, "Designing a call center with impatient customers",
/// Manufacturing & Service Operations Management 4 (2002), 208–227.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct ImpatientQueue {
    /// Arrivals per day.
    pub arrival_rate: f64,
    /// Services per day of one busy server.
    pub service_rate: f64,
    /// Number of servers.
    pub servers: u32,
    /// 1 / mean patience.
    pub patience_rate: f64,
}

impl ImpatientQueue {
    /// Share of arrivals that have to wait.
    pub fn probability_of_waiting(&self) -> Option<f64> {
        let waiting_states = self.waiting_states()?;
        let blocking = erlang_b(self.servers, self.arrival_rate / self.service_rate)?;
        if waiting_states.is_infinite() {
            return Some(1.0);
        }
        Some(waiting_states * blocking / (1.0 + (waiting_states - 1.0) * blocking))
    }

    /// Share of arrivals that abandon.
    pub fn probability_of_abandoning(&self) -> Option<f64> {
        let load_per_server = self.arrival_rate / (f64::from(self.servers) * self.service_rate);
        let given_wait = 1.0 - (1.0 - 1.0 / self.waiting_states()?) / load_per_server;
        Some(self.probability_of_waiting()? * given_wait.max(0.0))
    }

    /// Mean time in the queue, of all arrivals, until service or abandonment.
    pub fn mean_wait(&self) -> Option<f64> {
        Some(self.probability_of_abandoning()? / self.patience_rate)
    }

    /// Mean number waiting.
    pub fn mean_queue(&self) -> Option<f64> {
        Some(self.arrival_rate * self.mean_wait()?)
    }

    /// Probability of "all servers busy", relative to "all busy and nobody waiting": 1 + Σ y^j/((x + 1)…(x + j)) with
    /// x = servers·service_rate/patience_rate and y = arrival_rate/patience_rate, an incomplete gamma function.
    fn waiting_states(&self) -> Option<f64> {
        let x = positive(f64::from(self.servers) * positive(self.service_rate)?)? / positive(self.patience_rate)?;
        let y = positive(self.arrival_rate)? / self.patience_rate;
        Some(x * gamma_cdf_per_log_density(x, y))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::theory::MultiServerQueue;

    #[test]
    fn endless_patience_is_no_impatience() {
        let patient = MultiServerQueue { arrival_rate: 2.7, service_rate: 1.0, servers: 3 };
        let queue = ImpatientQueue { arrival_rate: 2.7, service_rate: 1.0, servers: 3, patience_rate: 1e-9 };
        let (found, limit) = (queue.probability_of_waiting().unwrap(), patient.probability_of_waiting().unwrap());
        assert!((found / limit - 1.0).abs() < 1e-6, "{found}, limit {limit}");
    }

    #[test]
    fn overload_abandons_what_cannot_be_served() {
        let queue = ImpatientQueue { arrival_rate: 6.0, service_rate: 1.0, servers: 3, patience_rate: 1e-4 };
        assert_eq!(queue.probability_of_waiting(), Some(1.0));
        assert!((queue.probability_of_abandoning().unwrap() - 0.5).abs() < 1e-12);
    }

    /// With patience rate equal to the service rate the number in the system is that of M/M/∞.
    #[test]
    fn equal_rates_make_an_infinite_server_queue() {
        let queue = ImpatientQueue { arrival_rate: 3.0, service_rate: 1.0, servers: 2, patience_rate: 1.0 };
        let waiting = 1.0 - (-3.0f64).exp() * (1.0 + 3.0);
        assert!((queue.probability_of_waiting().unwrap() - waiting).abs() < 1e-14);
    }

    #[test]
    fn edges_of_the_domain() {
        let queue = ImpatientQueue { arrival_rate: 3.0, service_rate: 1.0, servers: 2, patience_rate: 1.0 };
        assert_eq!(ImpatientQueue { patience_rate: 0.0, ..queue }.mean_wait(), None);
        assert_eq!(ImpatientQueue { servers: 0, ..queue }.mean_wait(), None);
    }
}
