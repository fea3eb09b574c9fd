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
    plan::{Due, Plan},
    reviews::Reviews,
    sources::{SourceState, Until},
    stream::{Key, Purpose},
    windows::Windows,
};
use crate::model::{Binds, Days, Signatures, metric::Metric};

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
    pub(super) windows: Windows,
    first_lane: Vec<usize>,
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
        let mut windows = Windows::new(plan.layout.classes);
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
        let gathering = (0..plan.layout.classes).map(|class| Gathering::new(plan, class)).collect();
        let reviews = (0..plan.layout.classes).map(|class| Reviews::new(plan, class, &mut context.events)).collect();
        let desk = Desk::new(&mut context, replication);
        let happenings = Happenings::new(plan);
        let triggered = slab::Slab::new();
        Self { context, sources, triggered, gathering, windows, first_lane, reviews, desk, happenings }
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
        let Run { context, desk, .. } = self;
        context.monitor.finish(plan, desk.backlog())
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
        let floor = self.gathering[usize::from(state.class)].floor();
        let (name, potential) = state.take_next(floor);
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
    fn trigger(&mut self, by: Triggering, source: usize, key: Key, potential: Option<Signatures>, now: Days) {
        let end = self.context.plan.model.time.end();
        let SourceState { layer: own, layers, .. } = self.sources[source];
        for layer in 0..=layers {
            let source = source - usize::from(own) + usize::from(layer);
            for (moment, child) in by.triggered(key, layer, now, potential.unwrap_or_default(), end) {
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
        let floor = triggering.floor(self.gathering[usize::from(state.class)].floor());
        let potential = match &state.source.potential {
            None => Some(0.0),
            Some(potential) => potential.sample_above(floor, &mut key.stream(Purpose::TriggeredPotential, 0)),
        };
        self.trigger(triggering, source, key, potential, now);
        self.create(source, name, potential, now);
    }

    /// A request is created; its potential is `None` if it is too small to matter.
    fn create(&mut self, source: usize, name: Name, potential: Option<Signatures>, now: Days) {
        let plan = self.context.plan;
        let state = &self.sources[source];
        let (class, index, lane) = (state.class, state.index, state.lane);
        let places = &plan.of_class[usize::from(class)];
        self.context.monitor.count(places, Metric::Created);
        self.context.monitor.create(class, state.source, || name.key(), now);
        if self.is_closed(class) {
            return self.context.monitor.count(places, Metric::Dropped);
        }
        if self.gathering[usize::from(class)].level() == 0 || state.source.growth.is_none() {
            let candidate = Candidate::new(name.key(), now, potential.unwrap_or_default(), index, 0, 0);
            return self.become_eligible(class, candidate, now);
        }
        self.windows.note(class, 1, now);
        let begun = match potential {
            None => Begun::IN_VAIN,
            Some(potential) => {
                let sources = &plan.model.classes[usize::from(class)].sources;
                let gathering = &mut self.gathering[usize::from(class)];
                gathering.begin(now, index, potential, name.key(), sources, &plan.floor)
            }
        };
        self.begin(class, lane, now, begun);
    }

    /// Notes what is known of a request that begins to gather.
    fn begin(&mut self, class: u16, lane: usize, created: Days, begun: Begun) {
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
        let points = self.gathering[usize::from(class)].points(candidate, &plan.floor);
        let places = &plan.of_class[usize::from(follower)];
        self.context.monitor.count(places, Metric::Created);
        self.context.monitor.create(follower, &there.sources[usize::from(candidate.source)], || key, now);
        if self.is_closed(follower) {
            return self.context.monitor.count(places, Metric::Dropped);
        }
        let gathering = &mut self.gathering[usize::from(follower)];
        if gathering.level() == 0 {
            let successor = gathering.successor(candidate, points, now, key);
            return self.become_eligible(follower, successor, now);
        }
        self.windows.note(follower, 1, now);
        let begun = gathering.take_over(candidate, points, now, key, &there.sources, &plan.floor);
        let lane = self.first_lane[usize::from(follower)] + usize::from(candidate.source);
        self.begin(follower, lane, candidate.created, begun);
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
        match due {
            Due::Threshold { class, signatures, binds } => self.set_threshold(class, signatures, binds, now),
            Due::Staff { stage, staff } => self.desk.set_staff(&mut self.context, stage as u16, staff, now),
            Due::Productivity { stage } => self.desk.set_pace(&mut self.context, stage, None, now),
            Due::Happening(index) => self.reach(index, now),
            Due::Measure => self.context.monitor.begin_measuring(self.context.plan.model, now),
            Due::Count => self.context.monitor.count_answers(),
            Due::Close => {
                let happened = self.happenings.as_ref().map(|happenings| happenings.happened(now));
                self.context.monitor.close(self.context.plan, happened.unwrap_or_default());
            }
            Due::End => (),
            Due::Observe(point) => self.context.monitor.observe(self.context.plan, point, now),
        }
    }

    pub(super) fn set_threshold(&mut self, class: usize, signatures: u32, binds: Binds, now: Days) {
        let plan = self.context.plan;
        let before = self.gathering[class].level();
        let delta = i64::from(signatures) - i64::from(before);
        self.context.monitor.add(&plan.of_class[class], Metric::Threshold, delta, now);
        match binds {
            Binds::New => self.gathering[class].set_level(signatures, &plan.floor),
            Binds::Open => {
                let sources = &plan.model.classes[class].sources;
                for crossing in self.gathering[class].rebind(signatures, now, sources, &plan.floor) {
                    self.schedule(class as u16, crossing);
                }
            }
        }
    }
}
