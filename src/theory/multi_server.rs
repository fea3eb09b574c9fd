//! M/M/c: Poisson arrivals, exponential service, several servers, one queue.

use super::{erlang_c, positive};

/// An M/M/c queue in equilibrium. Methods give `None` unless both rates are greater than 0 and the arrival rate is
/// below the capacity `servers · service_rate`.
///
/// Source: D. Gross, J. F. Shortle, J. M. Thompson and C. M. Harris, "Fundamentals of Queueing Theory" (4th ed. 2008),
/// section 2.3.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct MultiServerQueue {
    /// Arrivals per day.
    pub arrival_rate: f64,
    /// Services per day of one busy server.
    pub service_rate: f64,
    /// Number of servers.
    pub servers: u32,
}

impl MultiServerQueue {
    /// Share of its time that a server is busy.
    pub fn utilisation(&self) -> Option<f64> {
        let utilisation = positive(self.arrival_rate)? / (positive(self.service_rate)? * f64::from(self.servers));
        (utilisation < 1.0).then_some(utilisation)
    }

    /// Share of arrivals that wait.
    pub fn probability_of_waiting(&self) -> Option<f64> {
        self.utilisation()?;
        erlang_c(self.servers, self.arrival_rate / self.service_rate)
    }

    /// Mean wait in the queue, of all arrivals.
    pub fn mean_wait(&self) -> Option<f64> {
        Some(self.probability_of_waiting()? / self.spare_rate())
    }

    /// Mean number waiting.
    pub fn mean_queue(&self) -> Option<f64> {
        Some(self.arrival_rate * self.mean_wait()?)
    }

    /// Mean number waiting or in service.
    pub fn mean_in_system(&self) -> Option<f64> {
        Some(self.mean_queue()? + self.arrival_rate / self.service_rate)
    }

    /// P(wait > `time`), for a time of at least 0 and first come, first served.
    pub fn wait_exceeds(&self, time: f64) -> Option<f64> {
        if time.is_nan() || time < 0.0 {
            return None;
        }
        Some(self.probability_of_waiting()? * libm::exp(-self.spare_rate() * time))
    }

    /// The time that the wait stays within with probability `p` in [0, 1), first come, first served.
    pub fn wait_quantile(&self, p: f64) -> Option<f64> {
        if !(0.0..1.0).contains(&p) {
            return None;
        }
        let excess = libm::log(self.probability_of_waiting()? / (1.0 - p)) / self.spare_rate();
        Some(excess.max(0.0))
    }

    /// Mean growth of the backlog per day under overload, once all servers are busy: what arrives less what can be
    /// served. `None` unless the arrival rate exceeds the capacity.
    pub fn overload_growth(&self) -> Option<f64> {
        positive(positive(self.arrival_rate)? - f64::from(self.servers) * positive(self.service_rate)?)
    }

    /// The capacity that arrivals leave, per day.
    fn spare_rate(&self) -> f64 {
        f64::from(self.servers) * self.service_rate - self.arrival_rate
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn there_is_a_wait_or_a_growth() {
        let stable = MultiServerQueue { arrival_rate: 2.0, service_rate: 1.0, servers: 3 };
        assert!(stable.mean_wait().is_some() && stable.overload_growth().is_none());
        let overloaded = MultiServerQueue { arrival_rate: 3.5, ..stable };
        assert_eq!((overloaded.mean_wait(), overloaded.overload_growth()), (None, Some(0.5)));
        let critical = MultiServerQueue { arrival_rate: 3.0, ..stable };
        assert_eq!((critical.mean_wait(), critical.overload_growth()), (None, None));
        assert_eq!(MultiServerQueue { service_rate: 0.0, ..stable }.mean_wait(), None);
    }

    #[test]
    fn quantile_inverts_the_tail() {
        let queue = MultiServerQueue { arrival_rate: 2.7, service_rate: 1.0, servers: 3 };
        let wait = queue.wait_quantile(0.9).unwrap();
        assert!((queue.wait_exceeds(wait).unwrap() - 0.1).abs() < 1e-15);
        assert_eq!(queue.wait_quantile(0.1), Some(0.0));
        assert_eq!((queue.wait_quantile(1.0), queue.wait_exceeds(-1.0)), (None, None));
    }
}
