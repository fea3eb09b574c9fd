//! A level that is known only afterwards.

use super::level::Level;
use crate::model::Days;

/// At least so many steps are played together.
const TOGETHER: usize = 4_096;

/// Steps of a level by one, some of which are noted late, and played once none before can come any more. Whether a
/// gathering request counts for the backlog "from creation" is decided when it crosses, which may be weeks later, unless
/// that is foreseen.
#[derive(Debug, Clone)]
pub struct Retrospect {
    /// Steps up are noted less than so long after they happen, at once, or before.
    delay: Days,
    /// Steps that are noted and not played; those down in order.
    rises: Vec<Days>,
    falls: Vec<Days>,
    /// With more steps it is worth while to play those that can be: they have to be put in order, also those that stay.
    enough: usize,
    level: Level,
    is_measured: bool,
    /// The next grid point.
    point: usize,
}

impl Retrospect {
    /// Without steps so far. Steps up are noted less than `delay` after they happen, at once, or before, and steps down as
    /// they happen.
    pub fn new(delay: Days) -> Self {
        Self {
            delay,
            rises: Vec::new(),
            falls: Vec::new(),
            enough: TOGETHER,
            level: Level::default(),
            is_measured: false,
            point: 0,
        }
    }

    /// From now on steps up are noted less than so long after they happen, at once, or before.
    pub fn set_delay(&mut self, delay: Days) {
        self.delay = delay;
    }

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

    /// Plays the steps before which no others can come any more, if it is worth while: calls `observe` with the value at
    /// each grid point, and measures from a moment on.
    #[inline]
    pub fn go_on(&mut self, now: Days, grid: &[Days], measures_from: Days, observe: impl FnMut(usize, f64)) {
        if self.noted() > self.enough && self.delay.is_finite() {
            // What is noted now itself may come after this.
            self.play((now - self.delay).next_down(), grid, measures_from, observe);
            self.enough = TOGETHER + 2 * self.noted();
        }
    }

    /// How many steps are noted and not played.
    fn noted(&self) -> usize {
        self.rises.len() + self.falls.len()
    }

    /// Plays the steps that are left, in the same way. Returns the level at the last grid point with what was measured.
    pub fn finish(mut self, grid: &[Days], measures_from: Days, observe: impl FnMut(usize, f64)) -> Level {
        self.play(f64::INFINITY, grid, measures_from, observe);
        if !self.is_measured {
            self.level.begin_measuring(measures_from);
        }
        self.level
    }

    /// Plays the steps up to the last grid point that is not after a moment.
    fn play(&mut self, until: Days, grid: &[Days], measures_from: Days, mut observe: impl FnMut(usize, f64)) {
        self.rises.sort_unstable_by(f64::total_cmp);
        let Self { rises, falls, level, is_measured, point, .. } = self;
        [&mut *rises, &mut *falls].into_iter().for_each(|steps| steps.push(f64::INFINITY));
        let (mut risen, mut fallen) = (0, 0);
        while let Some(&moment) = grid.get(*point).filter(|moment| **moment <= until) {
            loop {
                let (rise, fall) = (rises[risen], falls[fallen]);
                let at = rise.min(fall);
                if at > moment {
                    break;
                }
                if !*is_measured && at >= measures_from {
                    level.begin_measuring(measures_from);
                    *is_measured = true;
                }
                // Which of the two comes is foretold too badly to branch on it.
                let rises = rise <= fall;
                level.add(2 * i64::from(rises) - 1, at);
                (risen, fallen) = (risen + usize::from(rises), fallen + usize::from(!rises));
            }
            observe(*point, level.value() as f64);
            *point += 1;
        }
        for (steps, played) in [(rises, risen), (falls, fallen)] {
            steps.pop();
            steps.drain(..played);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::metric::Statistic;

    #[test]
    fn plays_changes_in_order_of_time() {
        let mut retrospect = Retrospect::new(f64::INFINITY);
        [3.0, 1.0].into_iter().for_each(|at| retrospect.rise(at));
        [4.0, 9.0].into_iter().for_each(|at| retrospect.fall(at));
        let mut seen = vec![];
        let level = retrospect.finish(&[0.0, 2.0, 3.0, 4.0, 10.0], 2.0, |_, value| seen.push(value));
        assert_eq!(seen, [0.0, 1.0, 2.0, 1.0, 0.0]);
        assert_eq!(level.statistic(Statistic::Mean, 10.0, 8.0), (1.0 + 2.0 + 5.0) / 8.0);
        assert_eq!(level.statistic(Statistic::Max, 10.0, 8.0), 2.0);
    }

    /// Steps up are noted up to ten days before.
    #[test]
    fn what_is_foreseen_is_played_in_its_time() {
        let grid: Vec<Days> = (0..=100).map(f64::from).collect();
        let mut retrospect = Retrospect::new(0.0);
        let (mut seen, mut most) = (vec![f64::NAN; grid.len()], 0);
        for day in 0..100_u32 {
            if day % 10 == 0 {
                (0..10_000).for_each(|step| retrospect.rise(f64::from(day) + (f64::from(step) + 0.5) / 1_000.0));
            }
            retrospect.go_on(f64::from(day), &grid, 0.0, |point, value| seen[point] = value);
            most = most.max(retrospect.noted());
        }
        retrospect.finish(&grid, 0.0, |point, value| seen[point] = value);
        assert!(seen.iter().zip(&grid).all(|(value, day)| *value == 1_000.0 * day), "{seen:?}");
        assert!(most < 40_000, "{most}");
    }

    /// Steps up are noted up to a day late; those that are known are let go of.
    #[test]
    fn goes_on_as_if_it_waited_for_the_end() {
        let grid: Vec<Days> = (0..=100).map(f64::from).collect();
        let mut retrospects = [1.0, f64::INFINITY].map(Retrospect::new);
        let mut seen = [vec![f64::NAN; grid.len()], vec![f64::NAN; grid.len()]];
        let mut most = 0;
        for step in 0..100_000_u32 {
            let now = f64::from(step) / 1_000.0;
            let late = f64::from(step.wrapping_mul(4_321) % 1_000) / 1_001.0;
            let measures_from = if now < 20.0 { f64::INFINITY } else { 20.0 };
            for (retrospect, seen) in retrospects.iter_mut().zip(&mut seen) {
                retrospect.rise((now - late).max(0.0));
                if step % 3 == 0 {
                    retrospect.fall(now);
                }
                if step % 1_000 == 0 {
                    retrospect.go_on(now, &grid, measures_from, |point, value| seen[point] = value);
                }
            }
            most = most.max(retrospects[0].noted());
        }
        assert!(most < 3 * TOGETHER, "{most}");
        let ends = retrospects.into_iter().zip(&mut seen);
        let levels: Vec<Level> =
            ends.map(|(retrospect, seen)| retrospect.finish(&grid, 20.0, |point, value| seen[point] = value)).collect();
        assert_eq!(seen[0], seen[1]);
        assert_eq!(levels[0], levels[1]);
        assert_eq!(seen[0][100], 100_000.0 - 33_334.0);
    }
}
