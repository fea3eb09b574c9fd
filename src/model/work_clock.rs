//! Work over time, where its speed changes: open hours and productivity together.

use super::{Days, OpenHours, Trend, rhythm::Piece, rhythm::Rhythm};

/// How much work one server does by when. Exact: inside a stretch the work is the integral of the productivity, which
/// has a closed form that can be inverted.
#[derive(Debug, Clone, PartialEq)]
pub struct WorkClock {
    /// Open stretches of one form of productivity, in order of time.
    stretches: Vec<Stretch>,
    /// Moments of the entries of a dated productivity.
    entries: Vec<Days>,
}

#[derive(Debug, Clone, Copy, PartialEq)]
struct Stretch {
    from: Days,
    /// Work done before it.
    before: Days,
    piece: Piece,
}

impl WorkClock {
    /// The clock of a desk up to `end`: it works with the productivity while the calendar is open, or always.
    pub fn new(productivity: Trend, calendar: Option<&OpenHours>, end: Days) -> Self {
        let entries = productivity.entries();
        let rhythm = Rhythm { trend: Some(productivity), ..Rhythm::default() };
        let always = [(0.0, end)];
        let open = calendar.map_or(always.to_vec(), |calendar| calendar.intervals().collect());
        let mut stretches = Vec::new();
        let mut before = 0.0;
        for (opens, closes) in open {
            let mut from = opens;
            while from < closes {
                let piece = rhythm.piece(from, closes);
                stretches.push(Stretch { from, before, piece });
                before += piece.total();
                from = piece.end();
            }
        }
        Self { stretches, entries }
    }

    /// Moments at which a dated productivity has an entry or ends a ramp, in order.
    pub fn entries(&self) -> &[Days] {
        &self.entries
    }

    /// Work done between 0 and `time`.
    pub fn worked(&self, time: Days) -> Days {
        let begun = self.stretches.partition_point(|stretch| stretch.from <= time);
        let Some(stretch) = begun.checked_sub(1).map(|index| self.stretches[index]) else { return 0.0 };
        stretch.before + stretch.piece.integral(time.min(stretch.piece.end()) - stretch.from)
    }

    /// The moment at which `work` is done that starts at `from`; infinite if not before the end of the clock.
    pub fn done(&self, from: Days, work: Days) -> Days {
        if work <= 0.0 {
            return from;
        }
        let target = self.worked(from) + work;
        let begun = self.stretches.partition_point(|stretch| stretch.before < target);
        let Some(stretch) = begun.checked_sub(1).map(|index| self.stretches[index]) else { return f64::INFINITY };
        let rest = target - stretch.before;
        if rest > stretch.piece.total() && begun == self.stretches.len() {
            return f64::INFINITY;
        }
        (stretch.from + stretch.piece.inverse(rest)).max(from)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::trend::DatedFactors;

    #[test]
    fn done_inverts_worked() {
        let trends = [
            Trend::Compounding { growth: 0.3 },
            Trend::Compounding { growth: -0.2 },
            Trend::Dated(DatedFactors::new(&[
                (0.0, 0.5, None),
                (3.0, 2.0, Some(6.0)),
                (9.0, 0.0, None),
                (11.0, 1.0, None),
            ])),
        ];
        for trend in trends {
            let clock = WorkClock::new(trend, None, 20.0);
            for step in 0..100 {
                let from = f64::from(step) * 0.1;
                let done = clock.done(from, 0.4);
                assert!(done > from && (clock.worked(done) - clock.worked(from) - 0.4).abs() < 1e-12, "from {from}");
            }
            assert_eq!(clock.done(19.9, 100.0), f64::INFINITY);
        }
    }

    #[test]
    fn nothing_is_done_while_nobody_gets_to_it() {
        let factors = DatedFactors::new(&[(0.0, 1.0, None), (2.0, 0.0, None), (5.0, 2.0, None)]);
        let clock = WorkClock::new(Trend::Dated(factors), None, 10.0);
        assert_eq!([0.0, 1.0, 3.0, 5.0, 6.0].map(|time| clock.worked(time)), [0.0, 1.0, 2.0, 2.0, 4.0]);
        assert_eq!([clock.done(1.0, 1.0), clock.done(1.0, 2.0), clock.done(3.0, 4.0)], [2.0, 5.5, 7.0]);
    }
}
