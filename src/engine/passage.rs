//! When signatures first reach a threshold that may be moving.

use std::cell::OnceCell;

use super::{curves::curve_of, stream::Key, trajectory::Trajectory};
use crate::model::{Days, Ramp, Signatures, Source, growth::Curve};

/// What a request is held to from a moment on: a level, or the levels of a ramp from one of its steps on.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Hold {
    ramp: Ramp,
    first: u32,
}

impl Hold {
    /// A level that binds from `at` on.
    pub fn level(at: Days, signatures: u32) -> Self {
        Self { ramp: Ramp { from: signatures, to: signatures, at, until: at }, first: 0 }
    }

    /// A ramp that binds from its beginning on.
    pub fn ramp(ramp: Ramp) -> Self {
        Self { ramp, first: 0 }
    }

    /// What is left of it after a moment; `None` if its last level holds by then.
    pub fn after(self, moment: Days) -> Option<Self> {
        if self.from() > moment {
            return Some(self);
        }
        let first = self.ramp.passed(moment) + 1;
        (first <= self.ramp.steps()).then_some(Self { first, ..self })
    }

    /// From when it binds.
    pub fn from(&self) -> Days {
        self.ramp.moment(self.first)
    }

    /// A level that none of its own is below.
    pub fn lowest(&self) -> u32 {
        self.ramp.from.min(self.ramp.to)
    }
}

/// The signatures of a request over time.
pub struct Growing<'m> {
    /// When it was created.
    pub created: Days,
    /// Expected final signatures.
    pub potential: Signatures,
    /// Whence it comes.
    pub source: &'m Source,
    /// Names the stream of its growth.
    pub origin: Key,
    /// Its growth curve, once it is needed.
    pub curve: OnceCell<Curve>,
    /// Its signatures.
    pub signatures: Trajectory,
}

impl Growing<'_> {
    /// Draws what [`Growing::meets`] draws of its signatures, for a hold that is over and was not met.
    pub fn misses(&mut self, hold: &Hold) {
        match (hold.ramp.steps(), hold.ramp.to) {
            (0, 0) => (),
            (0, level) => {
                self.signatures.position(level);
            }
            _ => {
                self.meets(hold);
            }
        }
    }

    /// Its growth curve.
    pub fn curve(&self) -> &Curve {
        self.curve.get_or_init(|| curve_of(self.source, self.origin, self.potential))
    }

    /// The moment at which a request whose signatures stay below its level until the hold begins has as many as the
    /// level then in force; infinite if never.
    ///
    /// Only signatures that matter are drawn: under a rising level, the time to reach today's level tells how far the
    /// level has moved by then, and that level is asked for next; under a falling one, the step at which the two meet is
    /// found by bisection.
    pub fn meets(&mut self, hold: &Hold) -> Days {
        if hold.ramp.to < hold.ramp.from { self.meets_falling(hold) } else { self.meets_rising(hold) }
    }

    fn meets_rising(&mut self, &Hold { ramp, first }: &Hold) -> Days {
        let mut step = first;
        loop {
            let reached = self.reaches(ramp.value(step));
            let ends = if step < ramp.steps() { ramp.moment(step + 1) } else { f64::INFINITY };
            if reached < ends || reached.is_infinite() {
                return reached.max(ramp.moment(step));
            }
            step = ramp.passed(reached);
        }
    }

    fn meets_falling(&mut self, &Hold { ramp, first }: &Hold) -> Days {
        // At the step `met`, if there is one, the signatures suffice; at those before `open` they do not.
        let (mut open, mut met) = (first, ramp.steps());
        if self.reaches(ramp.value(met)) > ramp.moment(met) {
            return self.reaches(ramp.value(met));
        }
        while open < met {
            let middle = open + (met - open) / 2;
            if self.reaches(ramp.value(middle)) <= ramp.moment(middle) {
                met = middle;
            } else {
                open = middle + 1;
            }
        }
        let falls = ramp.moment(met);
        // Enough for the level before, just before it fell?
        if met > first { self.reaches(ramp.value(met - 1)).min(falls) } else { falls }
    }

    /// The moment at which the signatures reach a level; infinite if they never do.
    fn reaches(&mut self, level: u32) -> Days {
        if level == 0 {
            return self.created;
        }
        let position = self.signatures.position(level);
        if position < self.potential {
            self.created + self.curve().age(position / self.potential)
        } else {
            f64::INFINITY
        }
    }
}
