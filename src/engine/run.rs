//! The main loop: arrivals, events and what is due, in order of time.

use super::{
    arrivals::{Name, Triggering},
    context::Context,
    desk::Desk,
    events::{Event, EventList},
    gathering::Candidate,
    happenings::Happenings,
    intake::Intake,
    monitor::Monitor,
    outcome::Outcome,
    plan::{Due, Plan},
    reviews::Reviews,
    sampling::SignatureSample,
    single_line::SingleLine,
    sources::{SourceState, Taken},
    stream::{Key, Purpose},
};
use rand::Rng;

use crate::model::{Days, Signatures};

/// Simulates one replication. A pure function of its arguments.
pub fn simulate(plan: &Plan<'_>, seed: u64, replication: u64) -> Outcome {
    simulate_in(plan, seed, replication, Vec::new())
}

/// The same in some room for the outcome's series, whatever it holds. They are large: who simulates many replications does
/// well to give the room of one to another.
pub fn simulate_in(plan: &Plan<'_>, seed: u64, replication: u64, room: Vec<f64>) -> Outcome {
    let key = Key::of_replication(seed, replication);
    match &plan.single_line {
        Some(line) => SingleLine::new(plan, line, key, room).complete(),
        None => Run::new(plan, key, room).complete(),
    }
}

/// A replication under way.
pub(super) struct Run<'p, 'm> {
    pub(super) context: Context<'p, 'm>,
    pub(super) intake: Intake<'p, 'm>,
    samples: Vec<SignatureSample>,
    /// Triggered requests to come, by slot: their source and name.
    triggered: slab::Slab<(usize, Name)>,
    pub(super) reviews: Vec<Option<Reviews>>,
    pub(super) desk: Desk<'m>,
    /// `None` in a model without any.
    pub(super) happenings: Option<Happenings<'m>>,
}

impl<'p, 'm> Run<'p, 'm> {
    pub(super) fn new(plan: &'p Plan<'m>, replication: Key, room: Vec<f64>) -> Self {
        let patience = plan.model.classes.iter().map(|class| class.terms.patience.as_ref()).collect();
        let (events, mut monitor) = (EventList::new(plan.model.time.end()), Monitor::new(plan, room));
        let intake = Intake::new(plan, replication, &mut monitor);
        let mut context = Context { plan, events, monitor, patience };
        let reviews = (0..plan.layout.classes).map(|class| Reviews::new(plan, class, &mut context.events)).collect();
        let desk = Desk::new(&mut context, replication);
        let (samples, triggered, happenings) = (Vec::new(), slab::Slab::new(), Happenings::new(plan));
        Self { context, intake, samples, triggered, reviews, desk, happenings }
    }

    pub(super) fn complete(mut self) -> Outcome {
        let plan = self.context.plan;
        for (number, &(due_at, due)) in plan.agenda.iter().enumerate() {
            self.intake.look_far_ahead(number, &mut self.context);
            let until = due.comes_after(due_at);
            for source in 0..self.intake.sources.len() {
                let until = if self.intake.is_counted(source) { due_at } else { until };
                self.intake.look_ahead(source, until, &mut self.context);
            }
            let (mut arrival_at, mut source) = self.intake.next_arrival();
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
                    self.intake.look_ahead(source, until, &mut self.context);
                    (arrival_at, source) = self.intake.next_arrival();
                } else if let Some((now, event)) = self.context.events.take(|event| self.desk.is_void(event)) {
                    self.handle(event, now);
                }
            }
            self.carry_out(due, due_at);
        }
        let Run { context, desk, samples, .. } = self;
        Outcome { signatures: samples, ..context.monitor.finish(plan, desk.backlog()) }
    }

    fn arrive(&mut self, source: usize, now: Days) {
        let state = &mut self.intake.sources[source];
        let Taken { name, potential, number } = state.take_next();
        if !self.comes(source, name) {
            return;
        }
        let state = &self.intake.sources[source];
        if let Some(triggering) = state.triggering {
            self.trigger(triggering, source, name.key(), potential, now);
        }
        self.create(source, name, || number, potential, now);
    }

    /// Whether a request comes, where happenings scale arrivals.
    #[inline]
    fn comes(&self, source: usize, name: Name) -> bool {
        let SourceState { class, layer, .. } = self.intake.sources[source];
        self.happenings.as_ref().is_none_or(|happenings| happenings.comes(class, layer, || name.key()))
    }

    /// Schedules the requests that a request triggers.
    fn trigger(&mut self, by: Triggering, source: usize, key: Key, potential: Signatures, now: Days) {
        let end = self.context.plan.model.time.end();
        let SourceState { layer: own, layers, .. } = self.intake.sources[source];
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
        let state = &self.intake.sources[source];
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
        self.intake.book(&mut self.context.monitor, now);
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
        if let Some(candidate) = self.intake.cross(&mut self.context.monitor, class, slot, ticket, now) {
            self.become_eligible(class, &candidate, now);
        }
    }

    pub(super) fn become_eligible(&mut self, class: u16, candidate: &Candidate, now: Days) {
        for &follower in &self.context.plan.followers[usize::from(class)] {
            self.hand_over(class, follower, candidate, now);
        }
        self.desk.enter(&mut self.context, class, candidate, now);
    }

    fn carry_out(&mut self, due: Due, now: Days) {
        self.book(due.booked_until(now));
        (0..self.intake.gathering.len()).for_each(|class| self.keep_pace(class, now));
        match due {
            Due::Threshold { class, signatures, binds } => self.set_threshold(class, signatures, binds, now),
            Due::Ramp { class, ramp, binds } => self.begin_ramp(class, ramp, binds, now),
            Due::Staff { stage, staff } => self.desk.set_staff(&mut self.context, stage as u16, staff, now),
            Due::Productivity { stage } => self.desk.set_pace(&mut self.context, stage, None, now),
            Due::Happening(index) => self.reach(index, now),
            Due::Measure => self.intake.measure(&mut self.context.monitor, now),
            Due::Count => self.context.monitor.count_answers(),
            Due::Close => self.end(now),
            Due::End => (),
            Due::Observe(point) => self.context.monitor.observe(self.context.plan, point, now),
        }
    }

    fn end(&mut self, now: Days) {
        self.samples = self.intake.close();
        let happened = self.happenings.as_ref().map(|happenings| happenings.happened(now));
        self.context.monitor.close(self.context.plan, happened.unwrap_or_default());
    }
}
