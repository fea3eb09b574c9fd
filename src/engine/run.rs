//! The main loop: arrivals, events and what is due, in order of time.

use super::{
    arrivals::{Name, Triggering},
    context::Context,
    desk::Desk,
    events::{Event, EventList},
    gathering::{Begun, Candidate, Crossing, Gathering},
    happenings::{Happenings, layers},
    monitor::Monitor,
    outcome::Outcome,
    passage::Hold,
    plan::{Due, Plan},
    reviews::Reviews,
    sampling::{Sampler, SignatureSample},
    sources::{SourceState, Until},
    stream::{Key, Purpose},
    windows::Windows,
};
use crate::model::{Binds, Days, Ramp, Signatures, metric::Metric};

/// Simulates one replication. A pure function of its arguments.
pub fn simulate(plan: &Plan<'_>, seed: u64, replication: u64) -> Outcome {
    Run::new(plan, Key::of_replication(seed, replication)).complete()
}

/// A replication under way.
pub(super) struct Run<'p, 'm> {
    pub(super) context: Context<'p, 'm>,
    sources: Vec<SourceState<'m>>,
    /// Triggered requests to come, by slot: their source and name.
    triggered: slab::Slab<(usize, Name)>,
    pub(super) gathering: Vec<Gathering>,
    pub(super) windows: Windows<'p>,
    first_lane: Vec<usize>,
    samplers: Vec<Sampler>,
    samples: Vec<SignatureSample>,
    reviews: Vec<Option<Reviews>>,
    pub(super) desk: Desk<'m>,
    /// `None` in a model without any.
    pub(super) happenings: Option<Happenings<'m>>,
}

impl<'p, 'm> Run<'p, 'm> {
    fn new(plan: &'p Plan<'m>, replication: Key) -> Self {
        let patience = plan.model.classes.iter().map(|class| class.terms.patience.as_ref()).collect();
        let (events, monitor) = (EventList::new(plan.model.time.end()), Monitor::new(plan));
        let mut context = Context { plan, events, monitor, patience };
        let mut sources = Vec::new();
        let layers = layers(plan.model);
        let mut windows = Windows::new(plan.layout.classes, plan.model.time.horizon);
        let mut lanes = 0;
        let mut first_lane = Vec::new();
        for (class_index, class) in plan.model.classes.iter().enumerate() {
            first_lane.push(lanes);
            lanes += class.sources.len();
            let key = replication.named("class").named(&class.name);
            for (index, source) in class.sources.iter().enumerate() {
                let lane = windows.add_lane(class_index as u16, class.window.unwrap_or(f64::INFINITY));
                if class.follows.is_none() {
                    let key = key.named(&source.name);
                    let layers = layers[class_index];
                    sources.extend(
                        (0..=layers).map(|layer| {
                            SourceState::new(plan, (class_index, index), (layer, layers), source, key, lane)
                        }),
                    );
                }
            }
            let level = i64::from(plan.first_levels[class_index]);
            context.monitor.add(&plan.of_class[class_index], Metric::Threshold, level, 0.0);
        }
        let gathering: Vec<Gathering> = (0..plan.layout.classes).map(|class| Gathering::new(plan, class)).collect();
        let samplers = (0..plan.layout.classes).map(|class| Sampler::new(plan.model, class, replication)).collect();
        let reviews = (0..plan.layout.classes).map(|class| Reviews::new(plan, class, &mut context.events)).collect();
        let desk = Desk::new(&mut context, replication);
        let happenings = Happenings::new(plan);
        let (triggered, samples) = (slab::Slab::new(), Vec::new());
        let mut run = Self {
            context,
            sources,
            triggered,
            gathering,
            windows,
            first_lane,
            samplers,
            samples,
            reviews,
            desk,
            happenings,
        };
        (0..plan.layout.classes).for_each(|class| run.expect_in_vain(class));
        run
    }

    /// Tells the lanes of a class what requests gather that cannot cross its present level.
    fn expect_in_vain(&mut self, class: usize) {
        let plan = self.context.plan;
        let floor = self.gathering[class].floor();
        for source in 0..plan.model.classes[class].sources.len() {
            self.windows.lane(self.first_lane[class] + source).expect(plan.vain_signatures(class, source, floor));
        }
    }

    fn complete(mut self) -> Outcome {
        let plan = self.context.plan;
        for &(due_at, due) in &plan.agenda {
            let until = Until { moment: due_at, inclusive: due.comes_last() };
            (0..self.sources.len()).for_each(|source| self.look_ahead(source, until));
            loop {
                let event_at = self.context.events.next_moment();
                let (arrival_at, source) = self.next_arrival();
                let next = arrival_at.min(event_at);
                if self.happenings.is_some() && self.look(next.min(due_at), !until.includes(next) && until.inclusive) {
                    continue;
                }
                if !until.includes(next) {
                    break;
                }
                if arrival_at <= event_at {
                    self.arrive(source, arrival_at);
                    self.look_ahead(source, until);
                } else if let Some((now, event)) = self.context.events.take() {
                    self.handle(event, now);
                }
            }
            self.carry_out(due, due_at);
        }
        let Run { context, desk, samples, .. } = self;
        Outcome { signatures: samples, ..context.monitor.finish(plan, desk.backlog()) }
    }

    /// The moment of the next arrival and the index of its source.
    #[inline]
    fn next_arrival(&self) -> (Days, usize) {
        let mut earliest = (f64::INFINITY, 0);
        for (index, source) in self.sources.iter().enumerate() {
            if source.next < earliest.0 {
                earliest = (source.next, index);
            }
        }
        earliest
    }

    /// Notes the requests of a source that come before the next one that may cross.
    #[inline]
    fn look_ahead(&mut self, source: usize, until: Until) {
        let state = &mut self.sources[source];
        if state.looks_ahead {
            let floor = self.gathering[usize::from(state.class)].floor();
            state.skip_hopeless(floor, until, self.windows.lane(state.lane));
        }
    }

    fn arrive(&mut self, source: usize, now: Days) {
        let state = &mut self.sources[source];
        let (name, potential) = state.take_next();
        if !self.comes(source, name) {
            return;
        }
        let state = &self.sources[source];
        if let Some(triggering) = state.triggering {
            self.trigger(triggering, source, name.key(), potential, now);
        }
        self.create(source, name, potential, now);
    }

    /// Whether a request comes, where happenings scale arrivals.
    #[inline]
    fn comes(&self, source: usize, name: Name) -> bool {
        let SourceState { class, layer, .. } = self.sources[source];
        self.happenings.as_ref().is_none_or(|happenings| happenings.comes(class, layer, || name.key()))
    }

    /// Schedules the requests that a request triggers.
    fn trigger(&mut self, by: Triggering, source: usize, key: Key, potential: Signatures, now: Days) {
        let end = self.context.plan.model.time.end();
        let SourceState { layer: own, layers, .. } = self.sources[source];
        for layer in 0..=layers {
            let source = source - usize::from(own) + usize::from(layer);
            for (moment, child) in by.triggered(key, layer, now, potential, end) {
                let slot = self.triggered.insert((source, child)) as u32;
                self.context.events.schedule(moment, Event::Creation { slot });
            }
        }
    }

    /// A triggered request is created, and may trigger others.
    fn create_triggered(&mut self, slot: u32, now: Days) {
        let (source, name) = self.triggered.remove(slot as usize);
        if !self.comes(source, name) {
            return;
        }
        let key = name.key();
        let state = &self.sources[source];
        let Some(triggering) = state.triggering else { return };
        let potential = match &state.source.potential {
            None => 0.0,
            Some(potentials) => potentials.sample(&mut key.stream(Purpose::TriggeredPotential, 0)),
        };
        self.trigger(triggering, source, key, potential, now);
        self.create(source, name, potential, now);
    }

    /// A request is created.
    fn create(&mut self, source: usize, name: Name, potential: Signatures, now: Days) {
        let plan = self.context.plan;
        let is_closed = self.is_closed(self.sources[source].class);
        let state = &mut self.sources[source];
        let (class, index, lane) = (state.class, state.index, state.lane);
        let places = &plan.of_class[usize::from(class)];
        let gathering = &mut self.gathering[usize::from(class)];
        gathering
            .keep_pace(now, &plan.floor, |at, delta| self.context.monitor.add(places, Metric::Threshold, delta, at));
        let level = gathering.level();
        let (sampler, turn) = (&mut self.samplers[usize::from(class)], &mut state.turn);
        sampler.create(turn, level == 0 && !is_closed, (now, now), || {
            Candidate::new(name.key(), now, potential, index, level, 0)
        });
        self.context.monitor.count(places, Metric::Created);
        self.context.monitor.create(class, state.source, || name.key(), now);
        if is_closed {
            return self.context.monitor.count(places, Metric::Dropped);
        }
        if state.source.growth.is_none() {
            let candidate = Candidate::new(name.key(), now, potential, index, 0, 0);
            self.context.monitor.gather(class, now, candidate.signatures);
            return self.become_eligible(class, candidate, now);
        }
        let sources = &plan.model.classes[usize::from(class)].sources;
        if level == 0 {
            let candidate = gathering.eligible_at_once(now, index, potential, name.key(), sources, &plan.floor);
            self.context.monitor.gather(class, now, candidate.signatures);
            return self.become_eligible(class, candidate, now);
        }
        let begun = gathering.begin(now, index, potential, name.key(), sources, &plan.floor);
        self.begin(class, lane, now, now, begun);
    }

    /// Notes what is known of a request that begins to gather; `created` is when it was created before all classes.
    fn begin(&mut self, class: u16, lane: usize, created: Days, now: Days, begun: Begun) {
        self.windows.note(class, 1, now);
        self.context.monitor.gather(class, created, begun.signatures);
        if let Some(slot) = begun.window {
            self.windows.lane(lane).end(created, slot);
        }
        if let Some(crossing) = begun.crossing {
            self.schedule(class, crossing);
        }
    }

    /// Whether what arrives in a class is dropped.
    #[inline]
    fn is_closed(&self, class: u16) -> bool {
        self.happenings.as_ref().is_some_and(|happenings| happenings.is_closed(class))
    }

    /// Books what is noted of the requests that gather, up to now.
    pub(super) fn book(&mut self, now: Days) {
        self.context.monitor.book(&mut self.windows, now, |class, slot| self.gathering[class].expire(slot));
    }

    fn schedule(&mut self, class: u16, crossing: Crossing) {
        let Crossing { at, slot, ticket } = crossing;
        self.context.events.schedule(at, Event::Crossing { class, slot, ticket });
    }

    fn handle(&mut self, event: Event, now: Days) {
        match event {
            Event::Crossing { class, slot, ticket } => self.cross(class, slot, ticket, now),
            Event::Creation { slot } => self.create_triggered(slot, now),
            Event::Review { class, number } => self.review(usize::from(class), number, now),
            Event::ReviewSpan { class, number } => {
                if let Some(reviews) = &mut self.reviews[usize::from(class)] {
                    reviews.begin_span(number, &self.context.monitor, &mut self.context.events);
                }
            }
            Event::Check { happening, ticket } => {
                if let Some(happenings) = &mut self.happenings {
                    happenings.check(usize::from(happening), ticket);
                }
            }
            of_the_desk => self.desk.handle(&mut self.context, of_the_desk, now),
        }
    }

    fn cross(&mut self, class: u16, slot: u32, ticket: u32, now: Days) {
        let Some(candidate) = self.gathering[usize::from(class)].cross(slot, ticket) else { return };
        self.windows.note(class, -1, now);
        if self.context.monitor.measures(candidate.created) {
            let tally = self.context.plan.time_to_threshold(usize::from(class));
            self.context.monitor.tally(tally, now - candidate.created);
        }
        self.become_eligible(class, candidate, now);
    }

    fn become_eligible(&mut self, class: u16, candidate: Candidate, now: Days) {
        for &follower in &self.context.plan.followers[usize::from(class)] {
            self.hand_over(class, follower, &candidate, now);
        }
        self.desk.enter(&mut self.context, class, candidate, now);
    }

    /// A request that became eligible in one class is created in another, which follows it.
    fn hand_over(&mut self, class: u16, follower: u16, candidate: &Candidate, now: Days) {
        let plan = self.context.plan;
        let there = &plan.model.classes[usize::from(follower)];
        let key = candidate.key.named(&there.name);
        let sources = &plan.model.classes[usize::from(class)].sources;
        let known = self.gathering[usize::from(class)].signatures(candidate, sources, &plan.floor);
        let points = known.signatures.into_points();
        let places = &plan.of_class[usize::from(follower)];
        let is_closed = self.is_closed(follower);
        let gathering = &mut self.gathering[usize::from(follower)];
        gathering
            .keep_pace(now, &plan.floor, |at, delta| self.context.monitor.add(places, Metric::Threshold, delta, at));
        let sampled = || gathering.successor(candidate, points.clone(), now, key);
        self.samplers[usize::from(follower)].hand_over(
            gathering.level() == 0 && !is_closed,
            (candidate.created, now),
            sampled,
        );
        self.context.monitor.count(places, Metric::Created);
        self.context.monitor.create(
            follower,
            &there.sources[usize::from(candidate.source)],
            || candidate.origin(),
            now,
        );
        if is_closed {
            return self.context.monitor.count(places, Metric::Dropped);
        }
        if gathering.level() == 0 {
            let successor = gathering.successor(candidate, points, now, key);
            self.context.monitor.gather(follower, candidate.created, candidate.signatures);
            return self.become_eligible(follower, successor, now);
        }
        let begun = gathering.take_over(candidate, points, now, key, &there.sources, &plan.floor);
        let lane = self.first_lane[usize::from(follower)] + usize::from(candidate.source);
        self.begin(follower, lane, candidate.created, now, begun);
    }

    /// An adaptive threshold is reviewed.
    fn review(&mut self, class: usize, number: u32, now: Days) {
        let Some(reviews) = &mut self.reviews[class] else { return };
        let level = self.gathering[class].level();
        let reviewed = reviews.review(number, level, &self.context.monitor, &mut self.context.events);
        let binds = reviews.binds();
        if reviewed != level {
            self.book(now);
            self.set_threshold(class, reviewed, binds, now);
        }
    }

    fn carry_out(&mut self, due: Due, now: Days) {
        self.book(now);
        for (gathering, places) in self.gathering.iter_mut().zip(&self.context.plan.of_class) {
            gathering.keep_pace(now, &self.context.plan.floor, |at, delta| {
                self.context.monitor.add(places, Metric::Threshold, delta, at);
            });
        }
        match due {
            Due::Threshold { class, signatures, binds } => self.set_threshold(class, signatures, binds, now),
            Due::Ramp { class, ramp, binds } => self.begin_ramp(class, ramp, binds, now),
            Due::Staff { stage, staff } => self.desk.set_staff(&mut self.context, stage as u16, staff, now),
            Due::Productivity { stage } => self.desk.set_pace(&mut self.context, stage, None, now),
            Due::Happening(index) => self.reach(index, now),
            Due::Measure => self.measure(now),
            Due::Count => self.context.monitor.count_answers(),
            Due::Close => self.end(now),
            Due::End => (),
            Due::Observe(point) => self.context.monitor.observe(self.context.plan, point, now),
        }
    }

    fn measure(&mut self, now: Days) {
        self.samplers.iter_mut().for_each(|sampler| sampler.begin(now));
        self.sources.iter_mut().filter(|state| state.source.gathers()).for_each(|state| state.turn.begin());
        self.context.monitor.begin_measuring(self.context.plan.model, now);
    }

    fn end(&mut self, now: Days) {
        let plan = self.context.plan;
        for state in &mut self.sources {
            self.samplers[usize::from(state.class)].end(&mut state.turn);
        }
        let classes = self.samplers.iter_mut().zip(&self.gathering).enumerate();
        self.samples = classes.map(|(class, (sampler, gathering))| sampler.close(plan, class, gathering)).collect();
        let happened = self.happenings.as_ref().map(|happenings| happenings.happened(now));
        self.context.monitor.close(plan, happened.unwrap_or_default());
    }

    pub(super) fn set_threshold(&mut self, class: usize, signatures: u32, binds: Binds, now: Days) {
        let before = self.gathering[class].level();
        self.gathering[class].set_level(signatures, &self.context.plan.floor);
        self.expect_in_vain(class);
        self.threshold_moved(class, before, now);
        self.bind(class, binds, Hold::level(now, signatures), now);
    }

    fn begin_ramp(&mut self, class: usize, ramp: Ramp, binds: Binds, now: Days) {
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
}
