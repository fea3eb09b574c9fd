//! A level that is known only afterwards.

use super::level::Level;
use crate::model::Days;

/// Steps of a level by one, noted in any order and put together at the end of the replication. Whether a gathering
/// request counts for the backlog "from creation" is decided when it crosses, which may be weeks later.
#[derive(Debug, Clone, Default)]
pub struct Retrospect {
    rises: Vec<Days>,
    falls: Vec<Days>,
}

impl Retrospect {
    /// Notes a step up at a moment.
    #[inline]
    pub fn rise(&mut self, at: Days) {
        self.rises.push(at);
    }

    /// Notes a step down at a moment.
    #[inline]
    pub fn fall(&mut self, at: Days) {
        self.falls.push(at);
    }

    /// Notes every step of another one.
    pub fn extend(&mut self, other: &Retrospect) {
        self.rises.extend_from_slice(&other.rises);
        self.falls.extend_from_slice(&other.falls);
    }

    /// Plays the steps in order: calls `observe` with each grid point's value, and returns the level at the last
    /// grid point with what was measured since `measures_from`.
    pub fn replay(mut self, grid: &[Days], measures_from: Days, mut observe: impl FnMut(usize, f64)) -> Level {
        for steps in [&mut self.rises, &mut self.falls] {
            steps.sort_unstable_by(f64::total_cmp);
            steps.push(f64::INFINITY);
        }
        let mut level = Level::default();
        let mut measuring = false;
        let (mut risen, mut fallen) = (0, 0);
        for (point, &moment) in grid.iter().enumerate() {
            loop {
                let (rise, fall) = (self.rises[risen], self.falls[fallen]);
                let at = rise.min(fall);
                if at > moment {
                    break;
                }
                if !measuring && at >= measures_from {
                    level.begin_measuring(measures_from);
                    measuring = true;
                }
                // Which of the two comes is foretold too badly to branch on it.
                let rises = rise <= fall;
                level.add(2 * i64::from(rises) - 1, at);
                (risen, fallen) = (risen + usize::from(rises), fallen + usize::from(!rises));
            }
            observe(point, level.value() as f64);
        }
        if !measuring {
            level.begin_measuring(measures_from);
        }
        level
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::metric::Statistic;

    #[test]
    fn replays_changes_in_order_of_time() {
        let mut retrospect = Retrospect::default();
        [3.0, 1.0].into_iter().for_each(|at| retrospect.rise(at));
        [4.0, 9.0].into_iter().for_each(|at| retrospect.fall(at));
        let mut seen = vec![];
        let level = retrospect.replay(&[0.0, 2.0, 3.0, 4.0, 10.0], 2.0, |_, value| seen.push(value));
        assert_eq!(seen, [0.0, 1.0, 2.0, 1.0, 0.0]);
        assert_eq!(level.statistic(Statistic::Mean, 10.0, 8.0), (1.0 + 2.0 + 5.0) / 8.0);
        assert_eq!(level.statistic(Statistic::Max, 10.0, 8.0), 2.0);
    }
}
