//! The desk: a network of stages, each with a queue and staff, that eligible requests pass through.
//!
//! How work is done stands in [`service`](super::service), how requests leave in [`departure`](super::departure).

use std::{collections::VecDeque, hint::select_unpredictable};

use rand::RngExt;

use super::{
    context::Context,
    events::Event,
    gathering::Candidate,
    hours::Hours,
    in_hand::{InHand, Service},
    presence::Step,
    queue::Queue,
    request::{Details, END, Journey, Request, VOID},
    requests::{InLine, Requests},
    stream::{Key, Purpose, Stream},
    topics::Topics,
};
use crate::model::{Answers, Days, Discipline, Model, Route, Stage, Target, Terms, metric::Metric};

/// The state of all stages in one replication.
pub struct Desk<'m> {
    pub(super) requests: Requests,
    /// Work in hand.
    pub(super) services: InHand,
    /// The desks of all stages, those of one stage together.
    pub(super) desks: Vec<DeskState<'m>>,
    /// The first desk of each stage.
    pub(super) first_desk: Vec<u32>,
    /// Requests that have become eligible, and joinings of queues, so far.
    eligible: u32,
    joined: u32,
}

/// One desk: a stage, or one of its copies.
pub(super) struct DeskState<'m> {
    pub(super) stage: &'m Stage,
    /// Index of the stage.
    pub(super) index: u16,
    pub(super) hours: Hours<'m>,
    pub(super) queue: Queue,
    /// Whether the queue is a line of one class and no other desk has any of it, so that the first in line is who has
    /// waited longest there.
    pub(super) is_one_line: bool,
    pub(super) topics: Option<Topics>,
    /// Work handed back, to be continued first.
    pub(super) returned: VecDeque<Service>,
    /// Requests in the queue, and those of work handed back.
    pub(super) waiting: u32,
    pub(super) staff: u32,
    pub(super) busy: u32,
    /// How many of them the monitor knows of: as many, once all is done at a moment.
    pub(super) booked: u32,
    pub(super) opening_scheduled: bool,
    /// Names the stage's random streams.
    pub(super) key: Key,
    pub(super) discipline: Discipline,
    pub(super) queue_limit: Option<u32>,
    /// The speed of work where a happening has set it; else it is the stage's own.
    pub(super) pace: Option<f64>,
    /// How often a happening has set the discipline.
    pub(super) reordered: u32,
}

impl<'m> Desk<'m> {
    /// The desk at time 0, with the requests that wait there from the start.
    pub fn new(context: &mut Context<'_, 'm>, replication: Key) -> Self {
        let plan = context.plan;
        let requests = Requests::new(plan.needs);
        let (services, desks, first_desk) = (InHand::new(), Vec::new(), Vec::new());
        let mut desk = Self { requests, services, desks, first_desk, eligible: 0, joined: 0 };
        for (index, stage) in plan.model.stages.iter().enumerate() {
            desk.first_desk.push(desk.desks.len() as u32);
            let key = replication.named("stage").named(&stage.name);
            let answers_topics = stage.answers == Answers::Topic;
            desk.desks.extend((0..stage.copies).map(|copy| DeskState {
                stage,
                index: index as u16,
                hours: Hours::new(stage.calendar.as_ref()),
                queue: Queue::new(stage.discipline, key.stream(Purpose::Discipline, copy)),
                is_one_line: !plan.needs.lines_of_classes,
                topics: answers_topics.then(|| Topics::new(plan.layout.classes)),
                returned: VecDeque::new(),
                waiting: 0,
                staff: 0,
                busy: 0,
                booked: 0,
                opening_scheduled: false,
                key,
                discipline: stage.discipline,
                queue_limit: stage.queue_limit,
                pace: None,
                reordered: 0,
            }));
        }
        desk.begin_with_backlog(context, replication);
        for (stage, &staff) in plan.first_staff.iter().enumerate() {
            desk.set_staff(context, stage as u16, staff, 0.0);
        }
        desk
    }

    /// The requests that wait at the start. They are created and eligible at time 0; nobody knows their signatures.
    fn begin_with_backlog(&mut self, context: &mut Context<'_, 'm>, replication: Key) {
        let plan = context.plan;
        for (stage_index, stage) in plan.model.stages.iter().enumerate() {
            for (class, &count) in stage.initial_backlog.iter().enumerate() {
                let name = &plan.model.classes[class].name;
                let key = replication.named("initial backlog").named(name).named(&stage.name);
                for number in 0..u64::from(count) {
                    let source = &plan.model.classes[class].sources[0];
                    context.monitor.create(class as u16, source, || key.request(number), (0.0, 0.0));
                    let candidate = Candidate::new(key.request(number), 0.0, 0.0, 0, 0, 0);
                    context.monitor.from_creation.rise(class as u16, 0.0);
                    let slot = self.admit(context, class as u16, &candidate, 0.0);
                    let desk = self.desk_at(slot, stage_index as u16);
                    let time = self.patience_of(context, slot);
                    self.place(context, slot, stage_index as u16, desk, 0.0);
                    self.await_patience(context, slot, time, 0.0);
                }
            }
        }
    }

    /// A stage's staff changes, at each of its copies.
    pub fn set_staff(&mut self, context: &mut Context<'_, 'm>, stage: u16, staff: u32, now: Days) {
        let first = self.first_desk[usize::from(stage)];
        let state = &mut self.desks[first as usize];
        let (before, copies, open_time) = (state.staff, state.stage.copies, state.hours.open_time(now));
        let scheduled = |staff: u32| if staff == u32::MAX { 0 } else { u64::from(staff) * u64::from(copies) };
        let places = &context.plan.of_stage[usize::from(stage)];
        context.monitor.add(places, Metric::Staff, scheduled(staff) as i64 - scheduled(before) as i64, now);
        context.monitor.staff_use[usize::from(stage)].set_staff(scheduled(staff), open_time);
        for desk in first..first + copies {
            self.desks[desk as usize].staff = staff;
            self.hand_back(context, desk, now);
            self.dispatch(context, desk, now);
        }
    }

    /// A request that gathered enough becomes eligible.
    #[inline]
    pub fn enter(&mut self, context: &mut Context<'_, 'm>, class: u16, from: &Candidate, now: Days) {
        if !context.monitor.from_creation.is_foreseen(class) {
            context.monitor.from_creation.rise(class, from.opened());
        }
        let slot = self.admit(context, class, from, now);
        let enters = &context.plan.model.classes[usize::from(class)].enters;
        let way = follow(enters, || from.key.stream(Purpose::Entry, 0));
        self.go(context, slot, way, now);
    }

    /// Takes a request into the backlog and returns its slot.
    #[inline]
    fn admit(&mut self, context: &mut Context<'_, 'm>, class: u16, from: &Candidate, now: Days) -> u32 {
        let of_class = &context.plan.model.classes[usize::from(class)];
        let places = &context.plan.of_class[usize::from(class)];
        context.monitor.count(places, Metric::Eligible);
        let window_ends = from.created + of_class.window.unwrap_or(f64::INFINITY);
        let after_window = window_ends <= now;
        context.monitor.add(places, backlog_part(after_window), 1, now);
        self.eligible = self.eligible % u32::MAX + 1;
        let serial = self.eligible;
        let mut request = Request::new(from.key, (class, from.source), now, serial);
        let counts = from.created >= context.plan.model.time.warm_up;
        (request.after_window, request.counts) = (after_window, counts);
        let slot = self.requests.insert(request, from.signatures, || Details {
            origin: from.origin(),
            potential: from.potential,
            created: from.created,
            waited: 0.0,
            rank: 0,
            place_in_queue: 0,
            place_in_class: 0,
            topic: 0,
        });
        context.monitor.oldest.begin_in_class(class, slot, &mut self.requests, now);
        let is_measured = counts && context.monitor.is_open();
        context.monitor.shares[usize::from(class)].promise(now, is_measured);
        if !after_window {
            context.events.schedule(window_ends, Event::WindowEnd { slot, serial });
        }
        if let Some(peers) = &of_class.terms.peers {
            let mut stream = from.key.stream(Purpose::Peers, 0);
            if stream.random::<f64>() < peers.share {
                let answered = now + peers.delay.sample(&mut stream);
                context.events.schedule(answered, Event::PeerAnswer { slot, serial });
            }
        }
        slot
    }

    /// True of an event of a request that is void, and will be for ever.
    #[inline]
    pub fn is_void(&self, event: Event) -> bool {
        match event {
            Event::PatienceEnd { slot, ticket } => !self.requests.is_queued(slot, ticket),
            Event::WindowEnd { slot, serial } | Event::PeerAnswer { slot, serial } => {
                self.requests.get(slot, serial).is_none()
            }
            _ => false,
        }
    }

    /// Carries out an event that belongs to the desk.
    pub fn handle(&mut self, context: &mut Context<'_, 'm>, event: Event, now: Days) {
        match event {
            Event::Release { leader, serial } => self.release(context, leader, serial, now),
            Event::Opening { desk } => {
                self.desks[desk as usize].opening_scheduled = false;
                self.dispatch(context, desk, now);
            }
            Event::WindowEnd { slot, serial } => self.end_window(context, slot, serial, now),
            Event::PatienceEnd { slot, ticket } => self.lose_patience(context, slot, ticket, now),
            Event::PeerAnswer { slot, serial } => self.answer_by_peers(context, slot, serial, now),
            Event::Completion { .. } => unreachable!("completions are taken as they come"),
            Event::Creation { .. } => unreachable!("creations belong to the arrivals"),
            Event::Crossing { .. } | Event::Review { .. } | Event::ReviewSpan { .. } => {
                unreachable!("crossings and reviews belong to the gathering requests")
            }
            Event::Check { .. } => unreachable!("checks belong to the happenings"),
        }
    }

    /// Requests in the backlog: class, whether they count, and moment of eligibility.
    pub fn backlog(&self) -> impl Iterator<Item = (u16, bool, Days)> + '_ {
        self.requests.iter().map(|(_, request)| (request.class, request.counts, request.eligible))
    }

    /// A request goes to a stage; [`END`] if it is answered.
    #[inline]
    pub(super) fn go(&mut self, context: &mut Context<'_, 'm>, slot: u32, way: u16, now: Days) {
        match way {
            END => self.answer(context, slot, now),
            stage => self.join(context, slot, stage, now),
        }
    }

    #[inline]
    fn join(&mut self, context: &mut Context<'_, 'm>, slot: u32, stage: u16, now: Days) {
        let desk = self.desk_at(slot, stage);
        let state = &mut self.desks[desk as usize];
        let waits = !state.has_free_server(now);
        if waits && state.queue_limit.is_some_and(|limit| state.waiting >= limit) {
            if let Some(journey) = self.requests.journey_mut(slot) {
                journey.stage = stage;
            }
            return self.depart(context, slot, Metric::Refused, now);
        }
        // Drawn first, so that much else can be done until it is known.
        let time = if waits { self.patience_of(context, slot) } else { f64::INFINITY };
        self.place(context, slot, stage, desk, now);
        self.dispatch(context, desk, now);
        if waits {
            self.await_patience(context, slot, time, now);
        }
    }

    /// The desk of a stage that a request keeps to.
    #[inline]
    fn desk_at(&self, slot: u32, stage: u16) -> u32 {
        let first = self.first_desk[usize::from(stage)];
        match self.desks[first as usize].stage.copies {
            1 => first,
            copies => {
                let draw: f64 = self.requests[slot].key.stream(Purpose::Copy, 0).random();
                first + ((draw * f64::from(copies)) as u32).min(copies - 1)
            }
        }
    }

    /// The desk that a request is at.
    #[inline]
    pub(super) fn desk_of(&self, slot: u32) -> u32 {
        let Journey { stage, copy, .. } = self.requests.journey(slot);
        self.first_desk[usize::from(stage)] + u32::from(copy)
    }

    /// The number of the next joining of a queue.
    pub(super) fn next_ticket(&mut self) -> u32 {
        self.joined = self.joined.wrapping_add(1) % VOID;
        self.joined
    }

    /// Puts a request into the queue of a desk.
    #[inline(always)]
    fn place(&mut self, context: &mut Context<'_, 'm>, slot: u32, stage: u16, desk: u32, now: Days) {
        let plan = context.plan;
        let ticket = self.next_ticket();
        let request = &mut self.requests[slot];
        request.ticket = ticket;
        let class = request.class;
        if let Some(journey) = self.requests.journey_mut(slot) {
            let copy = (desk - self.first_desk[usize::from(stage)]) as u16;
            (journey.stage, journey.copy, journey.joined) = (stage, copy, now);
        }
        debug_assert!(self.requests.journey(slot).joined == now, "a model that need not know where requests are");
        let pair = plan.pair(class, stage);
        context.monitor.presence.step(pair, Step::JOIN, now);
        let state = &mut self.desks[desk as usize];
        state.waiting += 1;
        match &mut state.queue {
            Queue::Line { line, .. } if state.is_one_line => {
                if line.join::<InLine>(slot, &mut self.requests) {
                    context.monitor.oldest.pass_in_queue(pair, now, now);
                }
            }
            _ => {
                context.monitor.oldest.begin_in_queue(pair, slot, &mut self.requests, now);
                self.find_place(plan.model, slot, desk);
            }
        }
    }

    /// A request finds its rank, its topic and its place in the queue, where these are not simply in order of joining.
    #[inline(never)]
    fn find_place(&mut self, model: &Model, slot: u32, desk: u32) {
        let state = &mut self.desks[desk as usize];
        let &Request { key, eligible, ticket, class, source, .. } = &self.requests[slot];
        let class = &model.classes[usize::from(class)];
        let source = &class.sources[usize::from(source)];
        if let Some(details) = self.requests.details_mut(slot) {
            (details.waited, details.rank) = (0.0, rank(state.discipline, &class.terms, eligible));
        }
        if let Some(topics) = &mut state.topics {
            let mut stream = key.stream(Purpose::Topic, self.requests.journey(slot).visit);
            topics.join(slot, source.new_topic_share, &mut self.requests, &mut stream);
        }
        state.queue.join(slot, ticket, &mut self.requests, source);
    }

    fn end_window(&mut self, context: &mut Context<'_, 'm>, slot: u32, serial: u32, now: Days) {
        let Some(request) = self.requests.get(slot, serial) else { return };
        let places = &context.plan.of_class[usize::from(request.class)];
        self.requests[slot].after_window = true;
        context.monitor.add(places, Metric::BacklogInWindow, -1, now);
        context.monitor.add(places, Metric::BacklogAfterWindow, 1, now);
    }
}

impl DeskState<'_> {
    /// True if a request that comes now is served at once.
    #[inline]
    fn has_free_server(&mut self, now: Days) -> bool {
        self.busy < self.staff && self.waiting == 0 && self.hours.next_open(now) <= now
    }
}

/// The part of the backlog that a request belongs to.
pub(super) fn backlog_part(after_window: bool) -> Metric {
    if after_window { Metric::BacklogAfterWindow } else { Metric::BacklogInWindow }
}

/// What a ranking discipline orders by, smallest first. Bits of non-negative floats order as the floats do.
pub(super) fn rank(discipline: Discipline, terms: &Terms, eligible: Days) -> u64 {
    match discipline {
        Discipline::Priority => u64::from(terms.priority.unwrap_or(u32::MAX)),
        Discipline::Deadline => {
            let promise = terms.promise.as_ref();
            promise.map_or(f64::INFINITY, |promise| promise.clock.after(eligible, promise.within)).to_bits()
        }
        _ => 0,
    }
}

/// The stage that a route leads to; [`END`] for none. A stream is opened only where shares decide.
#[inline]
pub(super) fn follow(route: &Route, stream: impl FnOnce() -> Stream) -> u16 {
    match route {
        Route::To(target) => way_to(*target),
        Route::Shares(shares) => {
            let draw: f64 = stream().random();
            // From the last to the first and never by a branch, for nothing foretells which it is.
            let way = |after, &(cumulative, target)| select_unpredictable(draw < cumulative, way_to(target), after);
            shares.iter().rev().fold(END, way)
        }
    }
}

fn way_to(target: Target) -> u16 {
    match target {
        Target::Stage(stage) => stage as u16,
        Target::End => END,
    }
}
