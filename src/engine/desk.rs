//! The desk: a network of stages, each with a queue and staff, that eligible requests pass through.

use rand::RngExt;

use super::{
    context::Context,
    curves::curve_of,
    events::Event,
    gathering::Candidate,
    queue::Queue,
    request::{NOBODY, Request, Requests, VOID},
    stream::{Key, Purpose, Stream},
    topics::Topics,
};
use crate::model::{Answers, Days, Route, Stage, Target, metric::Metric};

/// The state of all stages in one replication.
pub struct Desk<'m> {
    requests: Requests,
    stages: Vec<StageState<'m>>,
    /// Requests that have become eligible, and joinings of queues, so far.
    eligible: u32,
    joined: u32,
}

struct StageState<'m> {
    stage: &'m Stage,
    queue: Queue,
    topics: Option<Topics>,
    staff: u32,
    busy: u32,
    opening_scheduled: bool,
}

impl<'m> Desk<'m> {
    /// An empty desk at time 0.
    pub fn new(context: &mut Context<'_, 'm>, replication: Key) -> Self {
        let plan = context.plan;
        let mut desk = Self { requests: Requests::new(), stages: Vec::new(), eligible: 0, joined: 0 };
        for stage in &plan.model.stages {
            let stream = replication.named("stage").named(&stage.name).stream(Purpose::Discipline, 0);
            let answers_topics = stage.answers == Answers::Topic;
            desk.stages.push(StageState {
                stage,
                queue: Queue::new(stage.discipline, stream),
                topics: answers_topics.then(|| Topics::new(plan.layout.classes)),
                staff: 0,
                busy: 0,
                opening_scheduled: false,
            });
        }
        for (stage, &staff) in plan.first_staff.iter().enumerate() {
            desk.set_staff(context, stage as u16, staff, 0.0);
        }
        desk
    }

    /// A stage's staff changes; work in hand beyond it is finished first.
    pub fn set_staff(&mut self, context: &mut Context<'_, 'm>, stage: u16, staff: u32, now: Days) {
        let state = &mut self.stages[usize::from(stage)];
        let limited = if staff == u32::MAX { 0 } else { staff };
        let before = if state.staff == u32::MAX { 0 } else { state.staff };
        let places = &context.plan.of_stage[usize::from(stage)];
        context.monitor.add(places, Metric::Staff, i64::from(limited) - i64::from(before), now);
        context.monitor.staff_use[usize::from(stage)].set_staff(limited, state.stage.open_time(now));
        state.staff = staff;
        self.dispatch(context, stage, now);
    }

    /// A request that gathered enough becomes eligible.
    pub fn enter(&mut self, context: &mut Context<'_, 'm>, class: u16, from: Candidate, now: Days) {
        let plan = context.plan;
        let places = &plan.of_class[usize::from(class)];
        context.monitor.count(places, Metric::Eligible);
        if let Some(from_creation) = &mut context.monitor.from_creation[usize::from(class)] {
            from_creation.add(1, from.opened());
        }
        let window_ends = from.created + plan.model.classes[usize::from(class)].window.unwrap_or(f64::INFINITY);
        let after_window = window_ends <= now;
        context.monitor.add(places, backlog_part(after_window), 1, now);
        self.eligible = self.eligible.wrapping_add(1);
        let serial = self.eligible;
        let slot = self.requests.insert(Request {
            key: from.key,
            origin: from.origin(),
            created: from.created,
            eligible: now,
            joined: now,
            potential: from.potential,
            class,
            source: from.source,
            stage: 0,
            after_window,
            visit: 0,
            serial,
            ticket: VOID,
            place_in_queue: 0,
            place_in_class: 0,
            topic: 0,
            next_in_service: NOBODY,
        }) as u32;
        if !after_window {
            context.events.schedule(window_ends, Event::WindowEnd { slot, serial });
        }
        let target = follow(&plan.model.classes[usize::from(class)].enters, || from.key.stream(Purpose::Entry, 0));
        self.go(context, slot, target, now);
    }

    /// Carries out an event that belongs to the desk.
    pub fn handle(&mut self, context: &mut Context<'_, 'm>, event: Event, now: Days) {
        match event {
            Event::Completion { stage, leader } => self.complete(context, stage, leader, now),
            Event::Release { stage, leader } => self.release(context, stage, leader, now),
            Event::Opening { stage } => {
                self.stages[usize::from(stage)].opening_scheduled = false;
                self.dispatch(context, stage, now);
            }
            Event::WindowEnd { slot, serial } => self.end_window(context, slot, serial, now),
            Event::Crossing { .. } | Event::Review { .. } | Event::ReviewSpan { .. } => {
                unreachable!("crossings and reviews belong to the gathering requests")
            }
        }
    }

    /// Requests in the backlog: class, and moments of creation and eligibility.
    pub fn backlog(&self) -> impl Iterator<Item = (u16, Days, Days)> + '_ {
        self.requests.iter().map(|(_, request)| (request.class, request.created, request.eligible))
    }

    fn go(&mut self, context: &mut Context<'_, 'm>, slot: u32, target: Target, now: Days) {
        match target {
            Target::Stage(stage) => self.join(context, slot, stage as u16, now),
            Target::End => self.answer(context, slot, now),
        }
    }

    fn join(&mut self, context: &mut Context<'_, 'm>, slot: u32, stage: u16, now: Days) {
        let plan = context.plan;
        let state = &mut self.stages[usize::from(stage)];
        let request = &mut self.requests[slot as usize];
        self.joined = self.joined.wrapping_add(1) % VOID;
        (request.stage, request.joined, request.ticket) = (stage, now, self.joined);
        let places = plan.pair(request.class, stage);
        context.monitor.add(places, Metric::Backlog, 1, now);
        context.monitor.add(places, Metric::Queued, 1, now);
        let source = &plan.model.classes[usize::from(request.class)].sources[usize::from(request.source)];
        if let Some(topics) = &mut state.topics {
            let mut stream = request.key.stream(Purpose::Topic, request.visit);
            topics.join(slot, source.new_topic_share, &mut self.requests, &mut stream);
        }
        state.queue.join(slot, &mut self.requests, |request| curve_of(source, request.origin, request.potential));
        self.dispatch(context, stage, now);
    }

    /// Starts as many services as staff, opening hours and queue allow.
    fn dispatch(&mut self, context: &mut Context<'_, 'm>, stage: u16, now: Days) {
        let state = &mut self.stages[usize::from(stage)];
        while state.busy < state.staff {
            let Some(chosen) = state.queue.choose(now, &self.requests) else { return };
            let opens = state.stage.calendar.as_ref().map_or(now, |calendar| calendar.next_open(now));
            if opens > now {
                if !state.opening_scheduled {
                    state.opening_scheduled = true;
                    context.events.schedule(opens, Event::Opening { stage });
                }
                return;
            }
            state.start(context, &mut self.requests, chosen, now);
        }
    }

    fn complete(&mut self, context: &mut Context<'_, 'm>, stage: u16, leader: u32, now: Days) {
        let state = &mut self.stages[usize::from(stage)];
        state.busy -= 1;
        context.monitor.staff_use[usize::from(stage)].add_busy(-1, state.stage.open_time(now));
        let published = state.stage.release.as_ref().map_or(now, |release| release.next_open(now));
        let places = context.plan.pair(self.requests[leader as usize].class, stage);
        context.monitor.count(places, Metric::Responses);
        let mut slot = leader;
        while slot != NOBODY {
            context.monitor.add(places, Metric::InService, -1, now);
            if published > now {
                context.monitor.add(places, Metric::Unreleased, 1, now);
            }
            slot = self.requests[slot as usize].next_in_service;
        }
        if published > now {
            context.events.schedule(published, Event::Release { stage, leader });
        } else {
            self.move_on(context, stage, leader, now);
        }
        self.dispatch(context, stage, now);
    }

    fn release(&mut self, context: &mut Context<'_, 'm>, stage: u16, leader: u32, now: Days) {
        let places = context.plan.pair(self.requests[leader as usize].class, stage);
        let mut slot = leader;
        while slot != NOBODY {
            context.monitor.add(places, Metric::Unreleased, -1, now);
            slot = self.requests[slot as usize].next_in_service;
        }
        self.move_on(context, stage, leader, now);
    }

    /// Every request of a finished service goes its own way.
    fn move_on(&mut self, context: &mut Context<'_, 'm>, stage: u16, leader: u32, now: Days) {
        let mut slot = leader;
        while slot != NOBODY {
            let request = &mut self.requests[slot as usize];
            let next = std::mem::replace(&mut request.next_in_service, NOBODY);
            context.monitor.add(context.plan.pair(request.class, stage), Metric::Backlog, -1, now);
            let (key, visit) = (request.key, request.visit);
            request.visit += 1;
            let target = follow(&self.stages[usize::from(stage)].stage.next, || key.stream(Purpose::Routing, visit));
            self.go(context, slot, target, now);
            slot = next;
        }
    }

    fn answer(&mut self, context: &mut Context<'_, 'm>, slot: u32, now: Days) {
        let request = self.requests.remove(slot as usize);
        let class = usize::from(request.class);
        let places = &context.plan.of_class[class];
        context.monitor.count(places, Metric::Answered);
        context.monitor.add(places, backlog_part(request.after_window), -1, now);
        if let Some(from_creation) = &mut context.monitor.from_creation[class] {
            from_creation.add(-1, now);
        }
        if context.monitor.measures(request.created) {
            context.monitor.tally(context.plan.response_time(class), now - request.eligible);
        }
    }

    fn end_window(&mut self, context: &mut Context<'_, 'm>, slot: u32, serial: u32, now: Days) {
        let Some(request) = self.requests.get_mut(slot as usize).filter(|request| request.serial == serial) else {
            return;
        };
        request.after_window = true;
        let places = &context.plan.of_class[usize::from(request.class)];
        context.monitor.add(places, Metric::BacklogInWindow, -1, now);
        context.monitor.add(places, Metric::BacklogAfterWindow, 1, now);
    }
}

impl<'m> StageState<'m> {
    /// One server takes the chosen request, and its topic with it where topics are answered.
    fn start(&mut self, context: &mut Context<'_, 'm>, requests: &mut Requests, chosen: u32, now: Days) {
        let stage = requests[chosen as usize].stage;
        self.busy += 1;
        context.monitor.staff_use[usize::from(stage)].add_busy(1, self.stage.open_time(now));
        match &mut self.topics {
            None => self.take(context, requests, chosen, now),
            Some(topics) => {
                let members = topics.take(chosen, requests);
                let mut last = chosen;
                self.take(context, requests, chosen, now);
                for member in members.into_iter().filter(|&member| member != chosen) {
                    requests[last as usize].next_in_service = member;
                    self.take(context, requests, member, now);
                    last = member;
                }
            }
        }
        let request = &requests[chosen as usize];
        let work = self.stage.service.sample(&mut request.key.stream(Purpose::Service, request.visit));
        let done = self.stage.calendar.as_ref().map_or(now + work, |calendar| calendar.after(now, work));
        context.events.schedule(done, Event::Completion { stage, leader: chosen });
    }

    /// A request leaves the queue for service.
    fn take(&mut self, context: &mut Context<'_, 'm>, requests: &mut Requests, slot: u32, now: Days) {
        self.queue.leave(slot, requests);
        let request = &requests[slot as usize];
        let places = context.plan.pair(request.class, request.stage);
        context.monitor.add(places, Metric::Queued, -1, now);
        context.monitor.add(places, Metric::InService, 1, now);
        if context.monitor.measures(request.created) {
            let tally = context.plan.waiting_time(usize::from(request.class), usize::from(request.stage));
            context.monitor.tally(tally, now - request.joined);
        }
    }
}

fn backlog_part(after_window: bool) -> Metric {
    if after_window { Metric::BacklogAfterWindow } else { Metric::BacklogInWindow }
}

/// The target of a route; a stream is opened only where shares decide.
fn follow(route: &Route, stream: impl FnOnce() -> Stream) -> Target {
    match route {
        Route::To(target) => *target,
        Route::Shares(shares) => {
            let draw: f64 = stream().random();
            let chosen = shares.partition_point(|&(cumulative, _)| cumulative <= draw);
            shares[chosen.min(shares.len() - 1)].1
        }
    }
}
