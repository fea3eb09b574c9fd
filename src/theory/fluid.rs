//! The fluid limit of a queue: requests as a liquid, chance averaged out.
//!
//! The mean number X in a system with arrival rate a, service rate μ, c servers and impatience θ of those who wait obeys
//! X′ = a − μ·min(X, c) − θ·max(X − c, 0). Exact in the limit of many servers and for c = ∞; it tells how a backlog
//! grows and clears under overload, and nothing of the queue that chance alone makes.
//!
//! Source: A. Mandelbaum, W. A. Massey and M. I. Reiman, "Strong approximations for Markovian service networks",
//! Queueing Systems 30 (1998), 149–201.

/// Rates that hold for a while. All are at least 0.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Fluid {
    /// Arrivals per day.
    pub arrival_rate: f64,
    /// Services per day of one busy server.
    pub service_rate: f64,
    /// Servers; fractional where they are a mean.
    pub servers: f64,
    /// 1 / mean patience; 0 is endless.
    pub patience_rate: f64,
}

/// What a stretch of time does to the liquid.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct Flowed {
    /// In the system at its end.
    pub level: f64,
    /// Served in it.
    pub served: f64,
    /// Lost to impatience in it.
    pub abandoned: f64,
}

impl Fluid {
    /// The equation's exact solution from `level` over `days`.
    pub fn flow(&self, level: f64, days: f64) -> Flowed {
        let mut flowed = Flowed { level, ..Flowed::default() };
        let mut left = days;
        // With constant rates the level passes the number of servers at most once.
        for _ in 0..2 {
            let waits = flowed.level > self.servers || (flowed.level == self.servers && self.surplus() > 0.0);
            let stretch = self.until_passing(flowed.level, waits).min(left);
            let after = self.level_after(flowed.level, waits, stretch);
            let passes = stretch < left;
            let come = self.arrival_rate * stretch;
            if waits {
                let served = self.service_rate * self.servers * stretch;
                flowed.served += served;
                if self.patience_rate > 0.0 {
                    flowed.abandoned += (come - served - (after - flowed.level)).max(0.0);
                }
            } else {
                flowed.served += (come - (after - flowed.level)).max(0.0);
            }
            flowed.level = if passes { self.servers } else { after };
            left -= stretch;
            if !passes {
                break;
            }
        }
        flowed
    }

    /// What arrives and finds all servers busy, per day.
    fn surplus(&self) -> f64 {
        self.arrival_rate - self.service_rate * self.servers
    }

    fn level_after(&self, level: f64, waits: bool, days: f64) -> f64 {
        if waits {
            self.servers + relaxed(level - self.servers, self.surplus(), self.patience_rate, days)
        } else {
            relaxed(level, self.arrival_rate, self.service_rate, days)
        }
    }

    /// Time until the level passes the number of servers.
    fn until_passing(&self, level: f64, waits: bool) -> f64 {
        let surplus = self.surplus();
        if waits == (surplus >= 0.0) {
            // Upwards from above, or downwards from below: never.
            return f64::INFINITY;
        }
        // The distance shrinks at the surplus, and at a rate of its own size.
        let distance = (level - self.servers).abs();
        let rate = if waits { self.patience_rate } else { self.service_rate };
        if rate == 0.0 { distance / surplus.abs() } else { libm::log1p(distance * rate / surplus.abs()) / rate }
    }
}

/// The solution of y′ = inflow − rate·y.
fn relaxed(from: f64, inflow: f64, rate: f64, days: f64) -> f64 {
    if rate == 0.0 {
        return from + inflow * days;
    }
    let decay = libm::expm1(-rate * days);
    from + decay * (from - inflow / rate)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Euler's method in a million steps.
    fn euler(fluid: &Fluid, level: f64, days: f64) -> Flowed {
        let step = days / 1e6;
        let mut flowed = Flowed { level, ..Flowed::default() };
        for _ in 0..1_000_000 {
            let served = fluid.service_rate * flowed.level.min(fluid.servers) * step;
            let abandoned = fluid.patience_rate * (flowed.level - fluid.servers).max(0.0) * step;
            flowed.level += fluid.arrival_rate * step - served - abandoned;
            flowed.served += served;
            flowed.abandoned += abandoned;
        }
        flowed
    }

    #[test]
    fn solves_the_equation() {
        let overload = Fluid { arrival_rate: 5.0, service_rate: 1.0, servers: 3.0, patience_rate: 0.0 };
        for (fluid, level) in [
            (overload, 0.0),
            (Fluid { patience_rate: 0.2, ..overload }, 0.0),
            (Fluid { arrival_rate: 1.0, ..overload }, 20.0),
            (Fluid { arrival_rate: 1.0, patience_rate: 0.3, ..overload }, 20.0),
            (Fluid { service_rate: 0.0, ..overload }, 1.0),
            (Fluid { servers: 0.0, patience_rate: 0.1, ..overload }, 1.0),
            (Fluid { arrival_rate: 0.0, ..overload }, 2.0),
        ] {
            let (exact, found) = (euler(&fluid, level, 9.0), fluid.flow(level, 9.0));
            for (found, exact) in
                [(found.level, exact.level), (found.served, exact.served), (found.abandoned, exact.abandoned)]
            {
                assert!((found - exact).abs() < 1e-4, "{fluid:?}: {found}, not {exact}");
            }
        }
    }

    #[test]
    fn nothing_is_lost() {
        let fluid = Fluid { arrival_rate: 2.0, service_rate: 0.5, servers: 3.0, patience_rate: 0.1 };
        let flowed = fluid.flow(30.0, 12.0);
        assert!((30.0 + 24.0 - flowed.level - flowed.served - flowed.abandoned).abs() < 1e-9);
    }
}
