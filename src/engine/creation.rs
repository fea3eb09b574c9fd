//! How requests are created: of a source, or in a class that follows another.

use super::{
    arrivals::Name,
    gathering::{Begun, Candidate},
    run::Run,
};
use crate::model::{Days, Signatures, metric::Metric};

impl Run<'_, '_> {
    /// A request is created; `number` tells which of its source's it is to the sample.
    pub(super) fn create(
        &mut self,
        source: usize,
        name: Name,
        number: impl FnOnce() -> u64,
        potential: Signatures,
        now: Days,
    ) {
        let plan = self.context.plan;
        let is_closed = self.is_closed(self.intake.sources[source].class);
        let class = self.intake.sources[source].class;
        self.keep_pace(usize::from(class), now);
        let state = &mut self.intake.sources[source];
        let (index, lane) = (state.index, state.lane);
        let places = &plan.of_class[usize::from(class)];
        let gathering = &mut self.intake.gathering[usize::from(class)];
        let level = gathering.level();
        let (sampler, turn) = (&mut self.intake.samplers[usize::from(class)], &mut state.turn);
        sampler.create(turn, number, level == 0 && !is_closed, (now, now), || {
            Candidate::new(name.key(), now, potential, index, level, 0)
        });
        self.context.monitor.create(class, state.source, || name.key(), (now, now));
        if is_closed {
            return self.context.monitor.count(places, Metric::Dropped);
        }
        if state.source.growth.is_none() {
            let candidate = Candidate::new(name.key(), now, potential, index, 0, 0);
            self.context.monitor.gather(class, now, candidate.signatures);
            return self.become_eligible(class, &candidate, now);
        }
        let sources = &plan.model.classes[usize::from(class)].sources;
        if level == 0 {
            let candidate = gathering.eligible_at_once(now, index, potential, name.key(), sources, &plan.floor);
            self.context.monitor.gather(class, now, candidate.signatures);
            return self.become_eligible(class, &candidate, now);
        }
        let mut begun = gathering.begin((now, level), index, potential, name.key(), sources, &plan.floor);
        // One that is looked at only because it is sampled counts as those that are not looked at.
        let floor = gathering.floor();
        if let Some(hopeless) = plan.hopeless(usize::from(class), usize::from(index), floor)
            && potential <= floor.value
        {
            begun.signatures = hopeless.mean(plan.model.time.horizon - now);
        }
        self.begin(class, lane, now, now, begun);
    }

    /// Notes what is known of a request that begins to gather; `created` is when it was created before all classes.
    fn begin(&mut self, class: u16, lane: usize, created: Days, now: Days, begun: Begun) {
        self.intake.windows.note(class, 1, now);
        self.context.monitor.gather(class, created, begun.signatures);
        if let Some(slot) = begun.window {
            self.intake.windows.lane(lane).end(created, slot);
        }
        if let Some(crossing) = begun.crossing {
            self.context.events.cross(class, crossing);
        }
    }

    /// Whether what arrives in a class is dropped.
    #[inline]
    fn is_closed(&self, class: u16) -> bool {
        self.happenings.as_ref().is_some_and(|happenings| happenings.is_closed(class))
    }

    /// A request that became eligible in one class is created in another, which follows it.
    pub(super) fn hand_over(&mut self, class: u16, follower: u16, candidate: &Candidate, now: Days) {
        let plan = self.context.plan;
        let there = &plan.model.classes[usize::from(follower)];
        let key = candidate.key.named(&there.name);
        let sources = &plan.model.classes[usize::from(class)].sources;
        let known = self.intake.gathering[usize::from(class)].signatures(candidate, sources, &plan.floor);
        let points = known.signatures.into_points();
        let places = &plan.of_class[usize::from(follower)];
        let is_closed = self.is_closed(follower);
        self.keep_pace(usize::from(follower), now);
        let gathering = &mut self.intake.gathering[usize::from(follower)];
        let sampled = || gathering.successor(candidate, points.clone(), now, key);
        self.intake.samplers[usize::from(follower)].hand_over(
            gathering.level() == 0 && !is_closed,
            (candidate.created, now),
            sampled,
        );
        let source = &there.sources[usize::from(candidate.source)];
        self.context.monitor.create(follower, source, || candidate.origin(), (candidate.created, now));
        if is_closed {
            return self.context.monitor.count(places, Metric::Dropped);
        }
        if gathering.level() == 0 {
            let successor = gathering.successor(candidate, points, now, key);
            self.context.monitor.gather(follower, candidate.created, candidate.signatures);
            return self.become_eligible(follower, &successor, now);
        }
        let begun = gathering.take_over(candidate, points, now, key, &there.sources, &plan.floor);
        let lane = self.intake.first_lane[usize::from(follower)] + usize::from(candidate.source);
        self.begin(follower, lane, candidate.created, now, begun);
    }
}
