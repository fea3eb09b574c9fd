//! Poisson processes whose rate changes: the cumulated rate and its inverse, piece by piece.

use crate::model::{Days, PerDay, Rhythm, rhythm::Piece};

/// Walks along the cumulated rate of a source.
#[derive(Clone)]
pub struct VaryingRate<'m> {
    rate: PerDay,
    rhythm: &'m Rhythm,
    /// End of the process.
    end: Days,
    /// Longest piece: half a wave, so that Newton's method has little to search, or the mean time to a request,
    /// so that fast waves cost no more than requests do.
    reach: Days,
    piece: Piece,
    /// Beginning of the piece, and the cumulated rate there and over the piece.
    start: Days,
    passed: f64,
    total: f64,
    /// The moment told last; rounding never leads back behind it.
    last: Days,
}

impl<'m> VaryingRate<'m> {
    /// The rate `rate` times a rhythm on `[from, end)`.
    pub fn new(rate: PerDay, rhythm: &'m Rhythm, from: Days, end: Days) -> Self {
        let reach = rhythm.wave.map_or(f64::INFINITY, |wave| (0.5 * wave.period).max(1.0 / rate));
        let piece = rhythm.piece(from, end.max(from));
        let mut walk = Self { rate, rhythm, end, reach, piece, start: from, passed: 0.0, total: 0.0, last: from };
        walk.begin_piece(from);
        walk
    }

    /// The moment at which the cumulated rate reaches `position`, not below that of the last call; infinite if it
    /// never does.
    pub fn reach(&mut self, position: f64) -> Days {
        while position >= self.passed + self.total {
            self.passed += self.total;
            if self.piece.end() >= self.end {
                // Nothing more is to come.
                self.total = 0.0;
                return f64::INFINITY;
            }
            self.begin_piece(self.piece.end());
        }
        let target = (position - self.passed) / self.rate;
        let moment = self.start + self.piece.inverse(target);
        self.last = moment.max(self.last);
        self.last
    }

    /// The cumulated rate at a moment, not before that of the last call.
    pub fn by(&mut self, moment: Days) -> f64 {
        while moment >= self.piece.end() && self.piece.end() < self.end {
            self.passed += self.total;
            self.begin_piece(self.piece.end());
        }
        let elapsed = moment.min(self.piece.end()) - self.start;
        self.passed + self.rate * self.piece.integral(elapsed.max(0.0))
    }

    fn begin_piece(&mut self, start: Days) {
        self.start = start;
        self.piece = self.rhythm.piece(start, self.end.min(start + self.reach).max(start));
        self.total = self.rate * self.piece.total();
    }
}
