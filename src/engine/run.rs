//! The main loop: arrivals, events and what is due, in order of time.

use super::{
    arrivals::{Name, Triggering},
    context::Context,
    desk::Desk,
    events::{Event, EventList},
    gathering::{Candidate, Crossing, Gathering},
    happenings::{Happenings, layers},
    monitor::Monitor,
    outcome::Outcome,
    plan::{Due, Plan},
    reviews::Reviews,
    sampling::{Sampler, SignatureSample},
    single_line::SingleLine,
    sources::{Single, SourceState, Taken},
    stream::{Key, Purpose},
    windows::Windows,
};
use rand::Rng;

use crate::model::{Days, Signatures, metric::Metric};

/// Simulates one replication. A pure function of its arguments.
pub fn simulate(plan: &Plan<'_>, seed: u64, replication: u64) -> Outcome {
    let key = Key::of_replication(seed, replication);
    match &plan.single_line {
        Some(line) => SingleLine::new(plan, line, key).complete(),
        None => Run::new(plan, key).complete(),
    }
}

/// Requests that are counted are drawn for so many of the moments at which something is due, together.
const STRETCH: usize = 32;

/// But not beyond the next one while so many gather that may cross: each of them takes memory until it does.
const MANY: usize = 1_024;

/// A replication under way.
pub(super) struct Run<'p, 'm> {
    pub(super) context: Context<'p, 'm>,
    pub(super) sources: Vec<SourceState<'m>>,
    /// Requests of a source that are foreseen and have to be followed up.
    foreseen: Vec<Single>,
    /// Triggered requests to come, by slot: their source and name.
    triggered: slab::Slab<(usize, Name)>,
    pub(super) gathering: Vec<Gathering>,
    pub(super) windows: Windows<'p>,
    pub(super) first_lane: Vec<usize>,
    pub(super) samplers: Vec<Sampler>,
    samples: Vec<SignatureSample>,
    pub(super) reviews: Vec<Option<Reviews>>,
    pub(super) desk: Desk<'m>,
    /// `None` in a model without any.
    pub(super) happenings: Option<Happenings<'m>>,
}

impl<'p, 'm> Run<'p, 'm> {
    pub(super) fn new(plan: &'p Plan<'m>, replication: Key) -> Self {
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
        let (foreseen, triggered, samples) = (Vec::new(), slab::Slab::new(), Vec::new());
        let mut run = Self {
            context,
            sources,
            foreseen,
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
        (0..plan.layout.classes).for_each(|class| run.expect_hopeless(class));
        for state in &run.sources {
            run.windows.lane(state.lane).count(state.crowd(plan));
        }
        run
    }

    pub(super) fn complete(mut self) -> Outcome {
        let plan = self.context.plan;
        for (number, &(due_at, due)) in plan.agenda.iter().enumerate() {
            if number % STRETCH == 0 {
                self.look_far_ahead(&plan.agenda[number..]);
            }
            let until = due.comes_after(due_at);
            for source in 0..self.sources.len() {
                let until = if self.is_counted(source) { due_at } else { until };
                self.look_ahead(source, until);
            }
            let (mut arrival_at, mut source) = self.next_arrival();
            loop {
                let event_at = self.context.events.next_moment();
                let arrives = arrival_at <= event_at;
                let next = if arrives { arrival_at } else { event_at };
                if self.happenings.is_some() && self.look(next.min(due_at), next > until && due.comes_last()) {
                    continue;
                }
                if next > until {
                    break;
                }
                if arrives {
                    self.arrive(source, arrival_at);
                    self.look_ahead(source, until);
                    (arrival_at, source) = self.next_arrival();
                } else if let Some((now, event)) = self.context.events.take(|event| self.desk.is_void(event)) {
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

    /// Whether requests of a source are counted. Nothing that happens makes a difference to them, so that they may be drawn
    /// before it, and those that come at the very moment at which something is due are.
    #[inline]
    fn is_counted(&mut self, source: usize) -> bool {
        self.windows.lane(self.sources[source].lane).crowd().is_some()
    }

    /// Draws requests that are counted for several of the next moments at which something is due, so that what draws them
    /// stays at hand.
    fn look_far_ahead(&mut self, agenda: &[(Days, Due)]) {
        for &(due_at, _) in agenda.iter().take(STRETCH) {
            if self.gathering.iter().map(Gathering::kept).sum::<usize>() > MANY {
                break;
            }
            for source in 0..self.sources.len() {
                if self.is_counted(source) {
                    self.look_ahead(source, due_at);
                }
            }
        }
    }

    /// Notes the requests of a source that come before the next one that is looked at when it is created.
    #[inline]
    fn look_ahead(&mut self, source: usize, until: Days) {
        let SourceState { looks_ahead, next, .. } = self.sources[source];
        if !looks_ahead || next > until {
            return;
        }
        let plan = self.context.plan;
        loop {
            let state = &mut self.sources[source];
            let class = usize::from(state.class);
            let (floor, mask) = (self.gathering[class].floor(), self.samplers[class].mask());
            state.look_ahead(plan, until, floor, mask, self.windows.lane(state.lane), &mut self.foreseen);
            if self.foreseen.is_empty() {
                break;
            }
            let mut foreseen = std::mem::take(&mut self.foreseen);
            foreseen.drain(..).for_each(|request| self.foresee(source, request));
            self.foreseen = foreseen;
        }
    }

    fn arrive(&mut self, source: usize, now: Days) {
        let state = &mut self.sources[source];
        let Taken { name, potential, number } = state.take_next();
        if !self.comes(source, name) {
            return;
        }
        let state = &self.sources[source];
        if let Some(triggering) = state.triggering {
            self.trigger(triggering, source, name.key(), potential, now);
        }
        self.create(source, name, || number, potential, now);
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
        // Numbers of the source are not for requests that others trigger.
        let number = || key.stream(Purpose::Sample, 0).next_u64();
        self.create(source, name, number, potential, now);
    }

    /// Books what is noted of the requests that gather, up to now.
    pub(super) fn book(&mut self, now: Days) {
        self.context.monitor.book(&mut self.windows, now, |class, slot| self.gathering[class].expire(slot));
    }

    pub(super) fn schedule(&mut self, class: u16, crossing: Crossing) {
        let Crossing { at, slot, ticket } = crossing;
        self.context.events.schedule(at, Event::Crossing { class, slot, ticket });
    }

    fn handle(&mut self, event: Event, now: Days) {
        match event {
            Event::Completion { service } => self.desk.complete(&mut self.context, service, now),
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
        self.become_eligible(class, &candidate, now);
    }

    pub(super) fn become_eligible(&mut self, class: u16, candidate: &Candidate, now: Days) {
        for &follower in &self.context.plan.followers[usize::from(class)] {
            self.hand_over(class, follower, candidate, now);
        }
        self.desk.enter(&mut self.context, class, candidate, now);
    }

    fn carry_out(&mut self, due: Due, now: Days) {
        self.book(due.booked_until(now));
        (0..self.gathering.len()).for_each(|class| self.keep_pace(class, now));
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
        let samplers = self.samplers.iter_mut().enumerate();
        samplers.for_each(|(class, sampler)| sampler.begin(now, self.windows.unlisted(class)));
        self.sources.iter_mut().filter(|state| state.source.gathers()).for_each(|state| state.turn.begin());
        self.context.monitor.begin_measuring(self.context.plan.model, now);
        self.book(now);
    }

    fn end(&mut self, now: Days) {
        let plan = self.context.plan;
        for state in &mut self.sources {
            self.samplers[usize::from(state.class)].end(&mut state.turn);
        }
        let classes = self.samplers.iter_mut().zip(&self.gathering).enumerate();
        let samples = classes
            .map(|(class, (sampler, gathering))| sampler.close(plan, class, gathering, self.windows.unlisted(class)));
        self.samples = samples.collect();
        let happened = self.happenings.as_ref().map(|happenings| happenings.happened(now));
        self.context.monitor.close(plan, happened.unwrap_or_default());
    }
}
