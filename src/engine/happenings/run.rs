//! When conditions are looked at, and which requests come.

use rand::RngExt;

use super::watch::Happenings;
use crate::{
    engine::{
        run::Run,
        stream::{Key, Purpose},
    },
    model::Days,
};

impl Run<'_, '_> {
    /// Before time goes on to `turn`, or what comes last at a moment is due: looks at what may have made something
    /// happen. True if something may have happened, so that what comes next has to be found anew.
    pub(in crate::engine) fn look(&mut self, turn: Days, is_last: bool) -> bool {
        let Some(now) = self.happenings.as_ref().map(|happenings| happenings.now) else { return false };
        if self.lapse(now) {
            self.unsettle(now);
        }
        let is_settled = self.happenings.as_ref().is_some_and(|happenings| happenings.is_settled);
        if !is_settled && (turn > now || is_last) {
            self.settle(now);
            return true;
        }
        let next_lapse = self.next_lapse();
        self.unsettle(turn.min(next_lapse));
        next_lapse < turn
    }

    /// Something happens at a moment.
    fn unsettle(&mut self, now: Days) {
        if let Some(happenings) = &mut self.happenings {
            (happenings.now, happenings.is_settled) = (now, false);
        }
    }

    /// Ends windows and retentions that are over by now and takes the steps of ramps, if conditions read what that
    /// changes; true if there were any.
    fn lapse(&mut self, now: Days) -> bool {
        let lapses = self.next_lapse() <= now;
        if lapses {
            self.book(now);
            self.context.monitor.expire_archive(now);
            (0..self.intake.gathering.len()).for_each(|class| self.keep_pace(class, now));
        }
        lapses
    }

    /// The next moment at which a window or a retention ends or a ramp takes a step; infinite if no condition depends on it.
    fn next_lapse(&self) -> Days {
        if !self.happenings.as_ref().is_some_and(|happenings| happenings.reads_lapses()) {
            return f64::INFINITY;
        }
        let steps = self.intake.gathering.iter().map(|gathering| gathering.next_step());
        steps.fold(self.intake.windows.next_end().min(self.context.monitor.archive.next_end()), f64::min)
    }

    /// Everything else that happens now has happened: conditions are looked at until no more happens.
    fn settle(&mut self, now: Days) {
        if self.happenings.as_ref().is_some_and(|happenings| happenings.reads_lapses()) {
            self.book(now);
        }
        while let Some(happenings) = &mut self.happenings
            && let Some(index) = happenings.next(&self.context.monitor, &mut self.context.events, now)
        {
            self.act(index, now);
        }
        if let Some(happenings) = &mut self.happenings {
            happenings.is_settled = true;
        }
    }

    /// The date of a happening.
    pub(in crate::engine) fn reach(&mut self, index: usize, now: Days) {
        if self.happenings.as_mut().is_some_and(|happenings| happenings.reach(index, now)) {
            self.act(index, now);
        }
    }
}

impl Happenings<'_> {
    /// True if a class is closed: what arrives is dropped.
    pub fn is_closed(&self, class: u16) -> bool {
        self.closed[usize::from(class)]
    }

    /// Whether a request of a layer of a source comes, where arrivals are scaled: those of layer 0 with probability
    /// min(factor, 1), those of layer l with min(factor − l, 1). So a request that comes does so at any higher factor.
    pub fn comes(&self, class: u16, layer: u16, key: impl FnOnce() -> Key) -> bool {
        let share = self.scales[usize::from(class)] - f64::from(layer);
        share >= 1.0 || (share > 0.0 && key().stream(Purpose::Scale, 0).random::<f64>() < share)
    }
}
