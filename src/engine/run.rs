//! The main loop: arrivals, events and what is due, in order of time.

use super::{
    arrivals::{ArrivalProcess, Name, Triggering},
    context::Context,
    desk::Desk,
    events::{Event, EventList},
    gathering::{Candidate, Crossing, Gathering},
    monitor::Monitor,
    outcome::Outcome,
    passage::Hold,
    plan::{Due, Plan},
    reviews::Reviews,
    sampling::{Sampler, SignatureSample},
    stream::{Key, Purpose},
};
use crate::model::{Binds, Days, Ramp, Signatures, Source, distribution::Bound, metric::Metric};

/// Simulates one replication. A pure function of its arguments.
pub fn simulate(plan: &Plan<'_>, seed: u64, replication: u64) -> Outcome {
    Run::new(plan, Key::of_replication(seed, replication)).complete()
}

struct Run<'p, 'm> {
    context: Context<'p, 'm>,
    sources: Vec<SourceState<'m>>,
    /// Triggered requests to come, by slot: their source and name.
    triggered: slab::Slab<(usize, Name)>,
    gathering: Vec<Gathering>,
    samplers: Vec<Sampler>,
    samples: Vec<SignatureSample>,
    reviews: Vec<Option<Reviews>>,
    desk: Desk<'m>,
}

/// A source with its next request.
struct SourceState<'m> {
    class: u16,
    index: u16,
    source: &'m Source,
    gathers: bool,
    arrivals: ArrivalProcess<'m>,
    next: Days,
    triggering: Option<Triggering>,
}

impl<'p, 'm> Run<'p, 'm> {
    fn new(plan: &'p Plan<'m>, replication: Key) -> Self {
        let mut context = Context { plan, events: EventList::new(plan.model.time.end()), monitor: Monitor::new(plan) };
        let mut sources = Vec::new();
        for (class_index, class) in plan.model.classes.iter().enumerate() {
            let class_key = replication.named("class").named(&class.name);
            let own = if class.follows.is_none() { class.sources.as_slice() } else { &[] };
            for (index, source) in own.iter().enumerate() {
                let key = class_key.named(&source.name);
                let mut arrivals = ArrivalProcess::new(&source.arrivals, key, plan.model.time.end());
                sources.push(SourceState {
                    class: class_index as u16,
                    index: index as u16,
                    gathers: source.gathers(),
                    source,
                    next: arrivals.next_moment(),
                    arrivals,
                    triggering: Triggering::of(class, source),
                });
            }
            let level = i64::from(plan.first_levels[class_index]);
            context.monitor.add(&plan.of_class[class_index], Metric::Threshold, level, 0.0);
        }
        let gathering = (0..plan.layout.classes).map(|class| Gathering::new(plan, class)).collect();
        let samplers = (0..plan.layout.classes).map(|class| Sampler::new(plan.model, class, replication)).collect();
        let reviews = (0..plan.layout.classes).map(|class| Reviews::new(plan, class, &mut context.events)).collect();
        let desk = Desk::new(&mut context, replication);
        let (triggered, samples) = (slab::Slab::new(), Vec::new());
        Self { context, sources, triggered, gathering, samplers, samples, reviews, desk }
    }

    fn complete(mut self) -> Outcome {
        let plan = self.context.plan;
        for &(due_at, due) in &plan.agenda {
            let comes_last = due.comes_last();
            loop {
                let event_at = self.context.events.next_moment();
                let (arrival_at, source) = self.next_arrival();
                let next = arrival_at.min(event_at);
                if next > due_at || (next == due_at && !comes_last) {
                    break;
                }
                if arrival_at <= event_at {
                    self.arrive(source, arrival_at);
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

    #[inline(always)]
    fn arrive(&mut self, source: usize, now: Days) {
        let state = &mut self.sources[source];
        let class = usize::from(state.class);
        let floor =
            state.triggering.map_or(self.gathering[class].floor(), |by| by.floor(self.gathering[class].floor()));
        // Of a sampled request the whole potential matters; drawing it draws nothing else.
        let floor = if self.samplers[class].takes_next() { Bound::NONE } else { floor };
        let names = state.arrivals.names();
        let name = Name { of: names.key, number: names.created };
        names.created += 1;
        let potential = match &state.source.potential {
            None => Some(0.0),
            Some(potential) => potential.sample_above(floor, &mut names.potentials),
        };
        state.next = state.arrivals.next_moment();
        if let Some(triggering) = state.triggering {
            self.trigger(triggering, source, name.key(), potential, now);
        }
        self.create(source, name, potential, now);
    }

    /// Schedules the requests that a request triggers.
    fn trigger(&mut self, by: Triggering, source: usize, key: Key, potential: Option<Signatures>, now: Days) {
        let end = self.context.plan.model.time.end();
        for (moment, child) in by.triggered(key, now, potential.unwrap_or_default(), end) {
            let slot = self.triggered.insert((source, child)) as u32;
            self.context.events.schedule(moment, Event::Creation { slot });
        }
    }

    /// A triggered request is created, and may trigger others.
    fn create_triggered(&mut self, slot: u32, now: Days) {
        let (source, name) = self.triggered.remove(slot as usize);
        let key = name.key();
        let state = &self.sources[source];
        let Some(triggering) = state.triggering else { return };
        let class = usize::from(state.class);
        let floor = triggering.floor(self.gathering[class].floor());
        let floor = if self.samplers[class].takes_next() { Bound::NONE } else { floor };
        let potential = match &state.source.potential {
            None => Some(0.0),
            Some(potential) => potential.sample_above(floor, &mut key.stream(Purpose::TriggeredPotential, 0)),
        };
        self.trigger(triggering, source, key, potential, now);
        self.create(source, name, potential, now);
    }

    /// A request is created; its potential is `None` if it is too small to matter.
    #[inline(always)]
    fn create(&mut self, source: usize, name: Name, potential: Option<Signatures>, now: Days) {
        let plan = self.context.plan;
        let (class, index) = (self.sources[source].class, self.sources[source].index);
        let places = &plan.of_class[usize::from(class)];
        self.keep_pace(class, now);
        let state = &self.sources[source];
        self.context.monitor.count(places, Metric::Created);
        self.context.monitor.create(class, state.source, || name.key(), now);
        let level = self.gathering[usize::from(class)].level();
        let sampler = &mut self.samplers[usize::from(class)];
        if state.gathers {
            sampler.create(|| Candidate::new(name.key(), now, potential.unwrap_or_default(), index, level, 0));
        }
        if level == 0 || !state.gathers {
            if state.gathers {
                sampler.pass(now, now);
            }
            let candidate = Candidate::new(name.key(), now, potential.unwrap_or_default(), index, 0, 0);
            return self.become_eligible(class, candidate, now);
        }
        self.expire(now);
        self.context.monitor.add(places, Metric::Gathering, 1, now);
        let gathering = &mut self.gathering[usize::from(class)];
        match potential {
            None => gathering.begin_hopeless(now),
            Some(potential) => {
                let sources = &plan.model.classes[usize::from(class)].sources;
                if let Some(crossing) = gathering.begin(now, index, potential, name.key(), sources, &plan.floor) {
                    self.schedule(class, crossing);
                }
            }
        }
    }

    /// Books the windows that have ended below the threshold up to now, in order of time.
    #[inline]
    fn expire(&mut self, now: Days) {
        loop {
            let (mut first, mut second, mut earliest) = (f64::INFINITY, f64::INFINITY, 0);
            for (class, gathering) in self.gathering.iter().enumerate() {
                let ends = gathering.next_window();
                if ends < first {
                    (first, second, earliest) = (ends, first, class);
                } else {
                    second = second.min(ends);
                }
            }
            if first > now {
                return;
            }
            let places = &self.context.plan.of_class[earliest];
            while let Some(at) = self.gathering[earliest].expire(now.min(second)) {
                self.context.monitor.count(places, Metric::Expired);
                self.context.monitor.add(places, Metric::Gathering, -1, at);
            }
            if second > now {
                return;
            }
        }
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
            of_the_desk => self.desk.handle(&mut self.context, of_the_desk, now),
        }
    }

    fn cross(&mut self, class: u16, slot: u32, ticket: u32, now: Days) {
        self.expire(now);
        let Some(candidate) = self.gathering[usize::from(class)].cross(slot, ticket) else { return };
        self.context.monitor.add(&self.context.plan.of_class[usize::from(class)], Metric::Gathering, -1, now);
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
        self.expire(now);
        let plan = self.context.plan;
        let there = &plan.model.classes[usize::from(follower)];
        let key = candidate.key.named(&there.name);
        let sources = &plan.model.classes[usize::from(class)].sources;
        let known = self.gathering[usize::from(class)].signatures(candidate, sources, &plan.floor);
        let points = known.signatures.into_points();
        self.keep_pace(follower, now);
        let gathering = &mut self.gathering[usize::from(follower)];
        let places = &plan.of_class[usize::from(follower)];
        self.context.monitor.count(places, Metric::Created);
        self.context.monitor.create(follower, &there.sources[usize::from(candidate.source)], || key, now);
        let sampler = &mut self.samplers[usize::from(follower)];
        if sampler.counts(candidate.created) {
            sampler.create(|| gathering.successor(candidate, points.clone(), now, key));
        }
        if gathering.level() == 0 {
            sampler.pass(candidate.created, now);
            let successor = gathering.successor(candidate, points, now, key);
            return self.become_eligible(follower, successor, now);
        }
        self.context.monitor.add(places, Metric::Gathering, 1, now);
        if let Some(crossing) = gathering.take_over(candidate, points, now, key, &there.sources, &plan.floor) {
            self.schedule(follower, crossing);
        }
    }

    /// An adaptive threshold is reviewed.
    fn review(&mut self, class: usize, number: u32, now: Days) {
        let Some(reviews) = &mut self.reviews[class] else { return };
        let level = self.gathering[class].level();
        let reviewed = reviews.review(number, level, &self.context.monitor, &mut self.context.events);
        let binds = reviews.binds();
        if reviewed != level {
            self.expire(now);
            self.set_threshold(class, reviewed, binds, now);
        }
    }

    fn carry_out(&mut self, due: Due, now: Days) {
        self.expire(now);
        for class in 0..self.gathering.len() {
            self.keep_pace(class as u16, now);
        }
        match due {
            Due::Threshold { class, signatures, binds } => self.set_threshold(class, signatures, binds, now),
            Due::Ramp { class, ramp, binds } => self.begin_ramp(class, ramp, binds, now),
            Due::Staff { stage, staff } => self.desk.set_staff(&mut self.context, stage as u16, staff, now),
            Due::Measure => {
                self.samplers.iter_mut().for_each(|sampler| sampler.begin(now));
                self.context.monitor.begin_measuring(self.context.plan.model, now);
            }
            Due::Count => self.context.monitor.count_answers(),
            Due::Close => self.close(),
            Due::End => (),
            Due::Observe(point) => self.context.monitor.observe(self.context.plan, point, now),
        }
    }

    fn set_threshold(&mut self, class: usize, signatures: u32, binds: Binds, now: Days) {
        let before = self.gathering[class].level();
        self.gathering[class].set_level(signatures, &self.context.plan.floor);
        self.threshold_moved(class, before, now);
        self.bind(class, binds, Hold::level(now, signatures), now);
    }

    fn begin_ramp(&mut self, class: usize, ramp: Ramp, binds: Binds, now: Days) {
        let before = self.gathering[class].level();
        self.gathering[class].begin_ramp(ramp, binds, now, &self.context.plan.floor);
        self.threshold_moved(class, before, now);
        self.bind(class, binds, Hold::ramp(ramp), now);
    }

    fn close(&mut self) {
        let plan = self.context.plan;
        let classes = self.samplers.iter_mut().zip(&self.gathering).enumerate();
        self.samples = classes.map(|(class, (sampler, gathering))| sampler.close(plan, class, gathering)).collect();
        self.context.monitor.close(plan);
    }

    /// Brings the level of a class on a ramp up to date.
    #[inline]
    fn keep_pace(&mut self, class: u16, now: Days) {
        if self.gathering[usize::from(class)].next_step() <= now {
            self.catch_up(class, now);
        }
    }

    #[cold]
    fn catch_up(&mut self, class: u16, now: Days) {
        let gathering = &mut self.gathering[usize::from(class)];
        while let Some((at, delta)) = gathering.take_step(now, &self.context.plan.floor) {
            self.context.monitor.add(&self.context.plan.of_class[usize::from(class)], Metric::Threshold, delta, at);
        }
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
