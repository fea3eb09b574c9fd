//! How thresholds move: at dates, along ramps, by an adaptive rule or by an event, and whom that binds.

use super::{passage::Hold, run::Run};
use crate::model::{Binds, Days, Ramp, metric::Metric};

impl Run<'_, '_> {
    /// An adaptive threshold is reviewed.
    pub(super) fn review(&mut self, class: usize, number: u32, now: Days) {
        let Some(reviews) = &mut self.reviews[class] else { return };
        let level = self.gathering[class].level();
        let reviewed = reviews.review(number, level, &self.context.monitor, &mut self.context.events);
        let binds = reviews.binds();
        if reviewed != level {
            self.book(now);
            self.set_threshold(class, reviewed, binds, now);
        }
    }

    pub(super) fn set_threshold(&mut self, class: usize, signatures: u32, binds: Binds, now: Days) {
        let before = self.gathering[class].level();
        self.gathering[class].set_level(signatures, &self.context.plan.floor);
        self.expect_hopeless(class);
        self.threshold_moved(class, before, now);
        self.bind(class, binds, Hold::level(now, signatures), now);
    }

    pub(super) fn begin_ramp(&mut self, class: usize, ramp: Ramp, binds: Binds, now: Days) {
        let before = self.gathering[class].level();
        self.gathering[class].begin_ramp(ramp, binds, now, &self.context.plan.floor);
        self.threshold_moved(class, before, now);
        self.bind(class, binds, Hold::ramp(ramp), now);
    }

    fn threshold_moved(&mut self, class: usize, before: u32, now: Days) {
        let delta = i64::from(self.gathering[class].level()) - i64::from(before);
        self.context.monitor.add(&self.context.plan.of_class[class], Metric::Threshold, delta, now);
    }

    /// Holds open requests to what has come, if it binds them.
    fn bind(&mut self, class: usize, binds: Binds, hold: Hold, now: Days) {
        if binds == Binds::New {
            return;
        }
        let plan = self.context.plan;
        let sources = &plan.model.classes[class].sources;
        for crossing in self.gathering[class].rebind(hold, now, sources, &plan.floor) {
            self.schedule(class as u16, crossing);
        }
    }

    /// Brings the level of a class on a ramp up to date.
    #[inline]
    pub(super) fn keep_pace(&mut self, class: usize, now: Days) {
        let plan = self.context.plan;
        let moved = |at, delta| self.context.monitor.add(&plan.of_class[class], Metric::Threshold, delta, at);
        self.gathering[class].keep_pace(now, &plan.floor, moved);
    }

    /// Tells the lanes of a class which requests cannot cross its present level.
    pub(super) fn expect_hopeless(&mut self, class: usize) {
        let plan = self.context.plan;
        let floor = self.gathering[class].floor();
        for source in 0..plan.model.classes[class].sources.len() {
            self.windows.lane(self.first_lane[class] + source).expect(plan.hopeless(class, source, floor));
        }
    }
}
