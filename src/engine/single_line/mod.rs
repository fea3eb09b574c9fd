//! The desk where nothing happens but that requests come, wait in one line, and are served.
//!
//! Many questions are asked of such a queue, M/M/c among them, and often with millions of customers. It needs no event
//! list, no slots and no names of what waits: customers are served in the order in which they come, so that what waits
//! is a line of arrivals, and what is in hand are a few services in order of their ends. It draws and records what the
//! [general way](super::run) would, in the same order: outcomes are equal to the last bit, and the tests hold both
//! to that.

use std::collections::VecDeque;

use super::{
    level::{Level, Split},
    monitor::Monitor,
    oldest::{Age, BACKLOG, QUEUE},
    outcome::Outcome,
    plan::{Due, Plan},
    sources::SourceState,
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
    /// The next request to come; never, if none does.
    coming: Request,
    waiting: VecDeque<Request>,
    /// Services in hand, that which ends first last.
    in_hand: Vec<InHand>,
    /// Number of the request that came first, of those without an answer.
    oldest: u64,
    /// Requests that came, those whose service has started, and those answered; of these, the measured ones.
    created: u64,
    started: u64,
    answered: u64,
    measured: u64,
    /// The moment from which on requests count.
    measures_from: Days,
    /// What the monitor has been told of `created`, `answered` and `measured`.
    told: [u64; 3],
    levels: Levels,
    places: Places,
}

/// What changes with every request. The monitor is told when it is to observe.
struct Levels {
    /// Requests in the backlog, and above the number of servers those in the queue.
    backlog: Split,
    in_service: Level,
    oldest_in_backlog: Age,
    oldest_in_queue: Age,
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

/// A request that comes, or waits.
#[derive(Clone, Copy)]
struct Request {
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
        let ([class], [stage], []) = (&model.classes[..], &model.stages[..], &model.happenings[..]) else {
            return None;
        };
        let Staff::Limited(steps) = &stage.staff else { return None };
        let servers = steps.at(0.0);
        let is_single = is_plain_class(class) && is_plain_stage(stage) && steps.changes().is_empty();
        (is_single && servers <= MOST_SERVERS)
            .then(|| Self { servers: servers as usize, service: stage.service_of(0, false) })
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
            coming: Request { since: f64::INFINITY, work: 0.0 },
            waiting: VecDeque::new(),
            in_hand: Vec::with_capacity(line.servers),
            oldest: 0,
            created: 0,
            started: 0,
            answered: 0,
            measured: 0,
            measures_from: f64::INFINITY,
            told: [0; 3],
            levels: Levels {
                backlog: Split::new(line.servers as i64),
                in_service: Level::default(),
                oldest_in_backlog: Age::default(),
                oldest_in_queue: Age::default(),
            },
            places: Places::of(plan),
        };
        run.coming = run.next_request();
        run
    }

    /// The replication to its end.
    pub fn complete(mut self) -> Outcome {
        let plan = self.plan;
        for &(due_at, due) in &plan.agenda {
            let last = if due.comes_last() { due_at } else { due_at.next_down() };
            loop {
                let next = self.coming.since;
                let end = self.in_hand.last().map_or(f64::INFINITY, |service| service.ends);
                let arrives = next <= end;
                if (if arrives { next } else { end }) > last {
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

    /// The next request of any source.
    #[inline]
    fn next_request(&mut self) -> Request {
        let sources = self.sources.iter_mut();
        let next = sources.reduce(|earliest, source| if source.next < earliest.next { source } else { earliest });
        let Some(source) = next else { return Request { since: f64::INFINITY, work: 0.0 } };
        let since = source.next;
        let name = source.take_next().name;
        Request { since, work: self.line.service.sample(&mut name.key().stream(Purpose::Service, 0)) }
    }

    /// A request comes, and is served at once if anyone is free.
    #[inline]
    fn arrive(&mut self) {
        let next = self.next_request();
        let request = std::mem::replace(&mut self.coming, next);
        let now = request.since;
        let levels = &mut self.levels;
        if self.created == self.answered {
            self.oldest = self.created;
            levels.oldest_in_backlog.set(now, now);
        }
        self.created += 1;
        levels.backlog.add(1, now);
        if self.in_hand.len() < self.line.servers {
            levels.in_service.add(1, now);
            self.monitor.staff_use[0].add_busy(1, now);
            self.serve(request, now);
        } else {
            if self.waiting.is_empty() {
                levels.oldest_in_queue.set(now, now);
            }
            self.waiting.push_back(request);
        }
    }

    /// The service that ends first does so, and the first in line is served.
    #[inline]
    fn finish(&mut self) {
        let Some(InHand { ends: now, since, number }) = self.in_hand.pop() else { return };
        let levels = &mut self.levels;
        self.answered += 1;
        levels.backlog.add(-1, now);
        if number == self.oldest {
            let in_hand = self.in_hand.iter().map(|service| (service.number, service.since));
            let first = in_hand.min_by_key(|service| service.0);
            let first = first.or_else(|| self.waiting.front().map(|request| (self.started, request.since)));
            let (oldest, since) = first.unwrap_or((self.created, f64::INFINITY));
            self.oldest = oldest;
            levels.oldest_in_backlog.set(since, now);
        }
        self.measured += u64::from(since >= self.measures_from);
        if self.monitor.follows(since, since) {
            self.monitor.tally(self.places.response, now - since);
        }
        match self.waiting.pop_front() {
            None => {
                levels.in_service.add(-1, now);
                self.monitor.staff_use[0].add_busy(-1, now);
            }
            Some(next) => {
                // One less and one more.
                levels.in_service.add(0, now);
                self.monitor.staff_use[0].add_busy(0, now);
                let first = self.waiting.front().map_or(f64::INFINITY, |request| request.since);
                levels.oldest_in_queue.set(first, now);
                self.serve(next, now);
            }
        }
    }

    /// A server takes the request whose turn it is.
    #[inline]
    fn serve(&mut self, Request { since, work }: Request, now: Days) {
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
            Due::Measure => self.measure(now),
            Due::Count => self.monitor.count_answers(),
            Due::Observe(point) => self.monitor.observe(self.plan, point, now),
            Due::Close => self.monitor.close(self.plan, Vec::new()),
            // Nothing else can be due.
            _ => (),
        }
    }

    fn measure(&mut self, now: Days) {
        self.monitor.begin_measuring(self.plan.model, now);
        self.measures_from = now;
        let Levels { backlog, in_service, oldest_in_backlog, oldest_in_queue } = &mut self.levels;
        backlog.begin_measuring(now);
        in_service.begin_measuring(now);
        [oldest_in_backlog, oldest_in_queue].into_iter().for_each(|age| age.begin_measuring(now));
    }

    /// Tells the monitor what has come of the requests.
    fn tell(&mut self) {
        let now = [self.created, self.answered, self.measured];
        let [created, answered, measured] = [0, 1, 2].map(|count| now[count] - self.told[count]);
        self.told = now;
        let (monitor, levels, places) = (&mut self.monitor, &self.levels, &self.places);
        let (of_class, of_pair) = (&self.plan.of_class[0], &self.plan.of_pair[0]);
        for (places, flow, number) in [
            (of_class, Metric::Created, created),
            (of_class, Metric::Eligible, created),
            (of_class, Metric::Answered, answered),
            (of_pair, Metric::Responses, answered),
        ] {
            monitor.count_many(places, flow, number as i64);
        }
        monitor.clearing.finish(0, 0, answered);
        monitor.shares[0].answer_many(answered, measured);
        let backlog = levels.backlog.whole();
        for (series, level) in [
            (places.backlog, backlog),
            (places.in_window, backlog),
            (places.queued, levels.backlog.above()),
            (places.in_service, levels.in_service),
        ] {
            monitor.set_level(series, level);
        }
        monitor.oldest.set_age(BACKLOG, levels.oldest_in_backlog);
        monitor.oldest.set_age(QUEUE, levels.oldest_in_queue);
    }
}

#[cfg(test)]
mod tests;
