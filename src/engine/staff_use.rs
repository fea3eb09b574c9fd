//! Use of a stage's staff.

use crate::model::{Days, metric::Statistic};

/// Integrals of busy and of scheduled staff over open time. Moments are given as open time of the stage
/// ([`OpenHours::open_time`](crate::model::OpenHours::open_time)), so that closed hours weigh nothing.
#[derive(Debug, Clone, Default)]
pub struct StaffUse {
    busy: u32,
    staff: u64,
    since: Days,
    total: Integrals,
    at_observation: Integrals,
    at_measuring: Integrals,
    /// At the last grid point, or when measuring began, whichever is later.
    at_statistic: Integrals,
    /// Extremes over grid intervals since measuring began.
    extremes: Option<(f64, f64)>,
    last: f64,
}

#[derive(Debug, Clone, Copy, Default)]
struct Integrals {
    busy: f64,
    staff: f64,
}

impl Integrals {
    /// Utilisation since an earlier moment; NaN if nobody was scheduled.
    fn ratio_since(self, earlier: Integrals) -> f64 {
        let staff = self.staff - earlier.staff;
        if staff > 0.0 { (self.busy - earlier.busy) / staff } else { f64::NAN }
    }
}

impl StaffUse {
    /// Changes the number of busy servers.
    pub fn add_busy(&mut self, delta: i32, now: Days) {
        self.advance(now);
        self.busy = self.busy.wrapping_add_signed(delta);
    }

    /// Adds work that was done up to now by servers that are not counted as busy.
    pub fn add_work(&mut self, work: Days, now: Days) {
        self.advance(now);
        self.total.busy += work;
    }

    /// Busy over scheduled servers now; NaN if nobody is scheduled.
    pub fn ratio(&self) -> f64 {
        if self.staff > 0 { f64::from(self.busy) / self.staff as f64 } else { f64::NAN }
    }

    /// Sets the number of scheduled servers; 0 for a stage without limit.
    pub fn set_staff(&mut self, staff: u64, now: Days) {
        self.advance(now);
        self.staff = staff;
    }

    /// Forgets what was measured before now.
    pub fn begin_measuring(&mut self, now: Days) {
        self.advance(now);
        (self.at_measuring, self.at_statistic) = (self.total, self.total);
        self.extremes = None;
    }

    /// Utilisation since the last grid point.
    pub fn observe(&mut self, now: Days) -> f64 {
        self.advance(now);
        self.last = self.total.ratio_since(self.at_statistic);
        if self.last.is_finite() {
            let (low, high) = self.extremes.unwrap_or((self.last, self.last));
            self.extremes = Some((low.min(self.last), high.max(self.last)));
        }
        let value = self.total.ratio_since(self.at_observation);
        (self.at_observation, self.at_statistic) = (self.total, self.total);
        value
    }

    /// A statistic since measuring began: the mean is the ratio of the integrals; end and extremes are over grid
    /// intervals. NaN if nobody was scheduled.
    pub fn statistic(&self, statistic: Statistic) -> f64 {
        match statistic {
            Statistic::Mean => self.total.ratio_since(self.at_measuring),
            Statistic::End => self.last,
            Statistic::Max => self.extremes.map_or(f64::NAN, |extremes| extremes.1),
            Statistic::Min => self.extremes.map_or(f64::NAN, |extremes| extremes.0),
        }
    }

    fn advance(&mut self, now: Days) {
        let elapsed = now - self.since;
        self.total.busy += f64::from(self.busy) * elapsed;
        self.total.staff += self.staff as f64 * elapsed;
        self.since = now;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn is_busy_time_over_scheduled_time() {
        let mut staff_use = StaffUse::default();
        staff_use.set_staff(2, 0.0);
        staff_use.add_busy(1, 1.0);
        assert_eq!(staff_use.observe(2.0), 0.25);
        staff_use.begin_measuring(2.0);
        staff_use.add_busy(1, 3.0);
        staff_use.set_staff(1, 4.0);
        staff_use.add_busy(-2, 5.0);
        assert_eq!(staff_use.observe(6.0), (1.0 + 2.0 + 2.0) / (2.0 + 2.0 + 1.0 + 1.0));
        assert_eq!(staff_use.statistic(Statistic::Mean), 5.0 / 6.0);
        assert!(StaffUse::default().observe(3.0).is_nan());
        // Measuring begins within an interval of the grid: the series sees all of it, the statistics the rest.
        let mut staff_use = StaffUse::default();
        staff_use.set_staff(1, 0.0);
        staff_use.begin_measuring(6.0);
        staff_use.add_busy(1, 6.0);
        assert_eq!(staff_use.observe(8.0), 0.25);
        let statistics = [Statistic::Mean, Statistic::Min, Statistic::Max, Statistic::End];
        assert_eq!(statistics.map(|statistic| staff_use.statistic(statistic)), [1.0; 4]);
    }
}
