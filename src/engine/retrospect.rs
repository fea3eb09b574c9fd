//! A level that is known only afterwards.

use super::level::Level;
use crate::model::Days;

/// Changes of a level, noted in any order and put together at the end of the replication. Whether a gathering
/// request counts for the backlog "from creation" is decided when it crosses, which may be weeks later.
#[derive(Debug, Clone, Default)]
pub struct Retrospect {
    changes: Vec<(Days, i64)>,
}

impl Retrospect {
    /// Notes a change at a moment.
    pub fn add(&mut self, delta: i64, at: Days) {
        self.changes.push((at, delta));
    }

    /// Notes every change of another one.
    pub fn extend(&mut self, other: &Retrospect) {
        self.changes.extend_from_slice(&other.changes);
    }

    /// Plays the changes in order: calls `observe` with each grid point's value, and returns the level at the last
    /// grid point with what was measured since `measures_from`.
    pub fn replay(mut self, grid: &[Days], measures_from: Days, mut observe: impl FnMut(usize, f64)) -> Level {
        self.changes.sort_by(|a, b| a.0.total_cmp(&b.0));
        let mut level = Level::default();
        let mut measuring = false;
        let mut changes = self.changes.into_iter().peekable();
        for (point, &moment) in grid.iter().enumerate() {
            while let Some((at, delta)) = changes.next_if(|change| change.0 <= moment) {
                if !measuring && at >= measures_from {
                    level.begin_measuring(measures_from);
                    measuring = true;
                }
                level.add(delta, at);
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
        for (delta, at) in [(1, 3.0), (-1, 9.0), (1, 1.0), (-1, 4.0)] {
            retrospect.add(delta, at);
        }
        let mut seen = vec![];
        let level = retrospect.replay(&[0.0, 2.0, 3.0, 4.0, 10.0], 2.0, |_, value| seen.push(value));
        assert_eq!(seen, [0.0, 1.0, 2.0, 1.0, 0.0]);
        assert_eq!(level.statistic(Statistic::Mean, 10.0, 8.0), (1.0 + 2.0 + 5.0) / 8.0);
        assert_eq!(level.statistic(Statistic::Max, 10.0, 8.0), 2.0);
    }
}
