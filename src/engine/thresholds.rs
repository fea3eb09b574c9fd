//! How thresholds move: at dates, along ramps, by an adaptive rule or by an event, and whom that binds.

use super::{passage::Hold, run::Run};
use crate::model::{Binds, Days, Ramp, metric::Metric};

impl Run<'_, '_> {
    /// An adaptive threshold is reviewed.
    pub(super) fn review(&mut self, class: usize, number: u32, now: Days) {
        let Some(reviews) = &mut self.reviews[class] else { return };
        let level = self.intake.gathering[class].level();
        let reviewed = reviews.review(number, level, &self.context.monitor, &mut self.context.events);
        let binds = reviews.binds();
        if reviewed != level {
            self.book(now);
            self.set_threshold(class, reviewed, binds, now);
        }
    }

    pub(super) fn set_threshold(&mut self, class: usize, signatures: u32, binds: Binds, now: Days) {
        self.intake.set_level(&mut self.context.monitor, class, signatures, now);
        self.bind(class, binds, Hold::level(now, signatures), now);
    }

    pub(super) fn begin_ramp(&mut self, class: usize, ramp: Ramp, binds: Binds, now: Days) {
        let before = self.intake.gathering[class].level();
        self.intake.gathering[class].begin_ramp(ramp, binds, now, &self.context.plan.floor);
        self.intake.level_moved(&mut self.context.monitor, class, before, now);
        self.bind(class, binds, Hold::ramp(ramp), now);
    }

    /// Holds open requests to what has come, if it binds them.
    fn bind(&mut self, class: usize, binds: Binds, hold: Hold, now: Days) {
        if binds == Binds::New {
            return;
        }
        let plan = self.context.plan;
        let sources = &plan.model.classes[class].sources;
        for crossing in self.intake.gathering[class].rebind(hold, now, sources, &plan.floor) {
            self.context.events.cross(class as u16, crossing);
        }
    }

    /// Brings the level of a class on a ramp up to date.
    #[inline]
    pub(super) fn keep_pace(&mut self, class: usize, now: Days) {
        let plan = self.context.plan;
        let moved = |at, delta| self.context.monitor.add(&plan.of_class[class], Metric::Threshold, delta, at);
        self.intake.gathering[class].keep_pace(now, &plan.floor, moved);
    }
}
