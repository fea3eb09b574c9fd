//! M/M/c/K: a queue that refuses arrivals when it is full.

use super::positive;

/// An M/M/c/K queue in equilibrium, at any load. Methods give `None` unless both rates are greater than 0, there
/// is a server, and `places` is at least `servers`.
///
/// Source: the stationary law of its birth-and-death process (Gross et al. 2008, section 2.5), summed numerically.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct FiniteQueue {
    /// Arrivals per day, the refused included.
    pub arrival_rate: f64,
    /// Services per day of one busy server.
    pub service_rate: f64,
    /// Number of servers.
    pub servers: u32,
    /// Places in all, in service and waiting.
    pub places: u32,
}

impl FiniteQueue {
    /// Share of arrivals that are refused.
    pub fn blocking(&self) -> Option<f64> {
        self.stationary().map(|law| law.full)
    }

    /// Mean number waiting.
    pub fn mean_queue(&self) -> Option<f64> {
        self.stationary().map(|law| law.mean_queue)
    }

    /// Mean wait of those admitted.
    pub fn mean_wait(&self) -> Option<f64> {
        let law = self.stationary()?;
        Some(law.mean_queue / (self.arrival_rate * (1.0 - law.full)))
    }

    fn stationary(&self) -> Option<Stationary> {
        let load = positive(self.arrival_rate)? / positive(self.service_rate)?;
        if self.servers == 0 || self.places < self.servers {
            return None;
        }
        // Weights of the states from the lowest, always relative to the current one, so that nothing overflows.
        let (mut total, mut queue) = (1.0, 0.0);
        for number in 1..=self.places {
            let ratio = load / f64::from(number.min(self.servers));
            total = total / ratio + 1.0;
            queue = queue / ratio + f64::from(number.saturating_sub(self.servers));
        }
        Some(Stationary { full: 1.0 / total, mean_queue: queue / total })
    }
}

/// What is needed of the stationary law.
struct Stationary {
    /// Probability that all places are taken, and so (Poisson arrivals see time averages) that an arrival is refused.
    full: f64,
    mean_queue: f64,
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::theory::{MultiServerQueue, erlang_b};

    #[test]
    fn without_waiting_places_it_is_erlangs_loss_system() {
        let system = FiniteQueue { arrival_rate: 4.0, service_rate: 1.0, servers: 5, places: 5 };
        assert!((system.blocking().unwrap() / erlang_b(5, 4.0).unwrap() - 1.0).abs() < 1e-14);
        assert_eq!(system.mean_wait(), Some(0.0));
    }

    #[test]
    fn with_many_places_it_is_the_infinite_queue() {
        let infinite = MultiServerQueue { arrival_rate: 2.7, service_rate: 1.0, servers: 3 };
        let finite = FiniteQueue { arrival_rate: 2.7, service_rate: 1.0, servers: 3, places: 2_000 };
        assert!((finite.mean_wait().unwrap() / infinite.mean_wait().unwrap() - 1.0).abs() < 1e-12);
    }

    #[test]
    fn overload_fills_it() {
        let full = FiniteQueue { arrival_rate: 1e6, service_rate: 1.0, servers: 2, places: 100_000 };
        assert!((full.blocking().unwrap() - (1.0 - 2e-6)).abs() < 1e-11);
        assert!((full.mean_queue().unwrap() - 99_998.0).abs() < 1e-4);
        assert_eq!(FiniteQueue { places: 1, ..full }.blocking(), None);
        assert_eq!(FiniteQueue { servers: 0, ..full }.blocking(), None);
    }
}
