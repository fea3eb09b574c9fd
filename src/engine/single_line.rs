//! The desk where nothing happens but that requests come, wait in one line, and are served.
//!
//! Many questions are asked of such a queue, M/M/c among them, and often with millions of customers. It needs no event
//! list, no slots and no names of what waits: customers are served in the order in which they come, so that what waits
//! is a line of arrivals, and what is in hand are a few services in order of their ends. It draws and records what the
//! [general way](super::run) would, in the same order: outcomes are equal to the last bit, and the tests hold both
//! to that.

use std::collections::VecDeque;

use super::{
    monitor::Monitor,
    oldest::{BACKLOG, QUEUE},
    outcome::Outcome,
    plan::{Due, Plan},
    sources::{SourceState, Until},
    stream::{Key, Purpose},
};
use crate::model::{
    Answers, Class, Days, Discipline, Distribution, Model, Route, Source, Staff, Stage, Target, metric::Metric,
};

/// Above this many servers a heap orders their services better than a list.
const MOST_SERVERS: u32 = 64;

/// What such a desk is made of.
pub struct Line<'m> {
    servers: usize,
    service: &'m Distribution,
}

/// Such a desk in one replication.
pub struct SingleLine<'p, 'm> {
    plan: &'p Plan<'m>,
    line: &'p Line<'m>,
    monitor: Monitor<'p>,
    sources: Vec<SourceState<'m>>,
    /// Moment of the next arrival, and its source.
    next: (Days, usize),
    waiting: VecDeque<Waiting>,
    /// Services in hand, that which ends first last.
    in_hand: Vec<InHand>,
    /// Number of the request that came first, of those without an answer.
    oldest: u64,
    /// Requests that came, those whose service has started, and those answered.
    created: u64,
    started: u64,
    answered: u64,
    /// Of these, what the monitor has been told.
    told: (u64, u64),
    places: Places,
}

/// Where in an outcome its numbers stand.
struct Places {
    backlog: usize,
    in_window: usize,
    queued: usize,
    in_service: usize,
    waiting: usize,
    response: usize,
}

/// A request that waits.
struct Waiting {
    since: Days,
    work: Days,
}

/// A request in service.
#[derive(Clone, Copy)]
struct InHand {
    ends: Days,
    since: Days,
    /// Its number, in order of coming.
    number: u64,
}

impl<'m> Line<'m> {
    /// The line of a model that is nothing else.
    pub fn of(model: &'m Model) -> Option<Self> {
        let ([class], [stage], []) = (&model.classes[..], &model.stages[..], &model.happenings[..]) else { return None };
        let Staff::Limited(steps) = &stage.staff else { return None };
        let servers = steps.at(0.0);
        let is_single = is_plain_class(class) && is_plain_stage(stage) && steps.changes().is_empty();
        (is_single && servers <= MOST_SERVERS).then(|| Self { servers: servers as usize, service: stage.service_of(0, false) })
    }
}

/// Requests wait for their answer from their creation on, for as long as it takes, and nobody asks how.
fn is_plain_class(class: &Class) -> bool {
    let Class { self_excitation, follows, window, threshold, enters, terms, retention, sources, .. } = class;
    let is_plain_source =
        |source: &Source| source.potential.is_none() && source.growth.is_none() && source.hostile_share.is_none();
    let is_eligible_at_once = !threshold.is_ever_positive() && threshold.adaptive.is_none();
    let waits = terms.promise.is_none() && terms.patience.is_none() && terms.peers.is_none();
    let is_answered_once = *enters == Route::To(Target::Stage(0)) && terms.library_share == 0.0 && retention.is_none();
    let comes = self_excitation.is_none() && follows.is_none() && window.is_none();
    comes && is_eligible_at_once && waits && is_answered_once && sources.iter().all(is_plain_source)
}

/// Work goes on without a break at the same pace, in order of joining, and answers leave at once.
fn is_plain_stage(stage: &Stage) -> bool {
    let Stage { discipline, calendar, work_clock, queue_limit, answers, release, copies, initial_backlog, .. } = stage;
    let is_in_order = *discipline == Discipline::Fifo && *answers == Answers::Request && *copies == 1;
    let never_rests = calendar.is_none() && work_clock.is_none() && release.is_none();
    let begins_empty = initial_backlog.iter().all(|&count| count == 0);
    is_in_order && never_rests && begins_empty && queue_limit.is_none() && *stage.next_of(0) == Route::To(Target::End)
}

impl Places {
    fn of(plan: &Plan<'_>) -> Self {
        let cell = |metric| plan.layout.series_index(metric, Some(0), None).unwrap_or_default();
        Self {
            backlog: cell(Metric::Backlog),
            in_window: cell(Metric::BacklogInWindow),
            queued: cell(Metric::Queued),
            in_service: cell(Metric::InService),
            waiting: plan.waiting_time(0, 0),
            response: plan.response_time(0),
        }
    }
}

impl<'p, 'm> SingleLine<'p, 'm> {
    /// The line at time 0.
    pub fn new(plan: &'p Plan<'m>, line: &'p Line<'m>, replication: Key) -> Self {
        let class = &plan.model.classes[0];
        let key = replication.named("class").named(&class.name);
        let sources = class.sources.iter().enumerate();
        let sources = sources
            .map(|(index, source)| SourceState::new(plan, (0, index), (0, 0), source, key.named(&source.name), 0))
            .collect();
        let mut monitor = Monitor::new(plan);
        monitor.add(&plan.of_stage[0], Metric::Staff, line.servers as i64, 0.0);
        monitor.staff_use[0].set_staff(line.servers as u32, 0.0);
        let mut run = Self {
            plan,
            line,
            monitor,
            sources,
            next: (f64::INFINITY, 0),
            waiting: VecDeque::new(),
            in_hand: Vec::with_capacity(line.servers),
            oldest: 0,
            created: 0,
            started: 0,
            answered: 0,
            told: (0, 0),
            places: Places::of(plan),
        };
        run.next = run.next_arrival();
        run
    }

    /// The replication to its end.
    pub fn complete(mut self) -> Outcome {
        let plan = self.plan;
        for &(due_at, due) in &plan.agenda {
            let until = Until { moment: due_at, inclusive: due.comes_last() };
            loop {
                let end = self.in_hand.last().map_or(f64::INFINITY, |service| service.ends);
                let arrives = self.next.0 <= end;
                if !until.includes(if arrives { self.next.0 } else { end }) {
                    break;
                }
                if arrives { self.arrive() } else { self.finish() }
            }
            self.carry_out(due, due_at);
        }
        let Self { monitor, waiting, in_hand, .. } = self;
        let waiting = waiting.into_iter().map(|request| request.since);
        let backlog = in_hand.into_iter().map(|request| request.since).chain(waiting);
        monitor.finish(plan, backlog.map(|since| (0, since, since)))
    }

    fn next_arrival(&self) -> (Days, usize) {
        let sources = self.sources.iter().enumerate().map(|(index, source)| (source.next, index));
        sources.fold((f64::INFINITY, 0), |earliest, next| if next.0 < earliest.0 { next } else { earliest })
    }

    /// A request comes, and is served at once if anyone is free.
    #[inline]
    fn arrive(&mut self) {
        let (now, source) = self.next;
        let (name, _) = self.sources[source].take_next();
        self.next = self.next_arrival();
        let work = self.line.service.sample(&mut name.key().stream(Purpose::Service, 0));
        let request = Waiting { since: now, work };
        if self.created == self.answered {
            self.oldest = self.created;
            self.monitor.oldest.set(BACKLOG, now, now);
        }
        self.created += 1;
        self.monitor.level(self.places.backlog).add(1, now);
        if self.in_hand.len() < self.line.servers {
            self.monitor.staff_use[0].add_busy(1, now);
            self.monitor.level(self.places.in_service).add(1, now);
            self.serve(request, now);
        } else {
            if self.waiting.is_empty() {
                self.monitor.oldest.set(QUEUE, now, now);
            }
            self.monitor.level(self.places.queued).add(1, now);
            self.waiting.push_back(request);
        }
    }

    /// The service that ends first does so, and the first in line is served.
    #[inline]
    fn finish(&mut self) {
        let Some(InHand { ends: now, since, number }) = self.in_hand.pop() else { return };
        self.answered += 1;
        self.monitor.level(self.places.backlog).add(-1, now);
        if number == self.oldest {
            let in_hand = self.in_hand.iter().map(|service| (service.number, service.since));
            let first = in_hand.min_by_key(|service| service.0);
            let first = first.or_else(|| self.waiting.front().map(|request| (self.started, request.since)));
            let (oldest, since) = first.unwrap_or((self.created, f64::INFINITY));
            self.oldest = oldest;
            self.monitor.oldest.set(BACKLOG, since, now);
        }
        let is_measured = self.monitor.measures(since);
        self.monitor.shares[0].answer(since, 0.0, is_measured, now);
        if self.monitor.follows(since, since) {
            self.monitor.tally(self.places.response, now - since);
        }
        match self.waiting.pop_front() {
            None => {
                self.monitor.staff_use[0].add_busy(-1, now);
                self.monitor.level(self.places.in_service).add(-1, now);
            }
            Some(next) => {
                // One less and one more.
                self.monitor.staff_use[0].add_busy(0, now);
                self.monitor.level(self.places.in_service).add(0, now);
                self.monitor.level(self.places.queued).add(-1, now);
                let first = self.waiting.front().map_or(f64::INFINITY, |request| request.since);
                self.monitor.oldest.set(QUEUE, first, now);
                self.serve(next, now);
            }
        }
    }

    /// A server takes the request whose turn it is.
    #[inline]
    fn serve(&mut self, Waiting { since, work }: Waiting, now: Days) {
        if self.monitor.measures(since) {
            self.monitor.tally(self.places.waiting, now - since);
        }
        let service = InHand { ends: now + work, since, number: self.started };
        self.started += 1;
        // Of those that end at the same moment the first to start goes first.
        let mut place = self.in_hand.len();
        self.in_hand.push(service);
        while place > 0 && self.in_hand[place - 1].ends <= service.ends {
            self.in_hand[place] = self.in_hand[place - 1];
            place -= 1;
        }
        self.in_hand[place] = service;
    }

    fn carry_out(&mut self, due: Due, now: Days) {
        self.tell();
        match due {
            Due::Measure => self.monitor.begin_measuring(self.plan.model, now),
            Due::Count => self.monitor.count_answers(),
            Due::Observe(point) => self.monitor.observe(self.plan, point, now),
            Due::Close => self.monitor.close(self.plan, Vec::new()),
            // Nothing else can be due.
            _ => (),
        }
    }

    /// Tells the monitor what is the same number under several names.
    fn tell(&mut self) {
        let (of_class, of_pair) = (&self.plan.of_class[0], &self.plan.of_pair[0]);
        let (created, answered) = (self.created - self.told.0, self.answered - self.told.1);
        self.told = (self.created, self.answered);
        self.monitor.count_many(of_class, Metric::Created, created as i64);
        self.monitor.count_many(of_class, Metric::Eligible, created as i64);
        self.monitor.count_many(of_class, Metric::Answered, answered as i64);
        self.monitor.count_many(of_pair, Metric::Responses, answered as i64);
        self.monitor.clearing.finish(0, 0, answered);
        *self.monitor.level(self.places.in_window) = *self.monitor.level(self.places.backlog);
    }
}
