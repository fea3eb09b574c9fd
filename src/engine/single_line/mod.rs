//! The desk where nothing happens but that requests come, wait in one line, and are served.
//!
//! Many questions are asked of such a queue, M/M/c among them, and often with millions of customers. It needs no event
//! list, no slots and no names of what waits. Between two moments at which something is due, it goes from request to
//! request and not from event to event, a batch of them at a time: they come, they are served in the order in which they
//! come ([`servers`]), and they are done with. What the [general way](super::run) measures as it goes along follows from
//! these moments: the time integral of a queue is the sum of the times that requests spend in it, and so on. Draws are
//! the same, and so are all moments, counts and extremes to the last bit; means are as exact, but added up in another
//! order. The tests hold both ways to that.

mod arrived;
mod extremes;
mod line;
mod servers;
mod span;

pub use line::Line;

use std::ops::Range;

use self::{arrived::Arrived, extremes::Extremes, servers::Servers, span::Span};
use super::{
    level::Level,
    monitor::Monitor,
    oldest::{Age, BACKLOG, QUEUE, earlier, later},
    outcome::Outcome,
    plan::{Due, Plan},
    sources::SourceState,
    stream::{Key, Purpose},
};
use crate::model::{Days, Distribution, metric::Metric};

/// Requests of a batch: so many that what is done once for all of them does not matter, and so few that their moments
/// stay at hand.
const BATCH: usize = 256;

/// Such a desk in one replication.
pub struct SingleLine<'p, 'm> {
    plan: &'p Plan<'m>,
    service: &'m Distribution,
    monitor: Monitor<'p>,
    sources: Vec<SourceState<'m>>,
    arrived: Arrived,
    servers: Servers,
    /// Everything is known up to this moment.
    known: Days,
    /// Requests that came, those whose service has started, and those of them that were followed to their answer.
    created: u64,
    started: u64,
    followed: u64,
    /// What the monitor has been told of requests that came and were answered.
    told: [u64; 2],
    /// The moment from which on requests count, and how many came before.
    measures_from: Days,
    created_before: u64,
    span: Span,
    oldest_in_backlog: Age,
    oldest_in_queue: Age,
    backlog: Extremes,
    /// Integral of the queue since then, of what came before; and of the work done.
    waited_before: Days,
    worked: Days,
    places: Places,
    /// For one number of each request of a batch.
    room: [Vec<Days>; 2],
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

impl Places {
    fn of(plan: &Plan<'_>) -> Self {
        let cell = |metric| plan.layout.series_index(metric, Some(0), None).unwrap_or_default();
        Self {
            backlog: cell(Metric::Backlog),
            in_window: cell(Metric::BacklogInWindow),
            queued: cell(Metric::Queued),
            in_service: cell(Metric::InService),
            waiting: plan.waiting_time(plan.pair(0, 0)),
            response: plan.response_time(0),
        }
    }
}

impl<'p, 'm> SingleLine<'p, 'm> {
    /// The line at time 0, with some room for the series of its outcome.
    pub fn new(plan: &'p Plan<'m>, line: &'p Line<'m>, replication: Key, room: Vec<f64>) -> Self {
        let class = &plan.model.classes[0];
        let key = replication.named("class").named(&class.name);
        let sources = class.sources.iter().enumerate();
        let sources = sources
            .map(|(index, source)| SourceState::new(plan, (0, index), (0, 0), source, key.named(&source.name), 0))
            .collect();
        let mut monitor = Monitor::new(plan, room);
        monitor.add(&plan.of_stage[0], Metric::Staff, line.servers as i64, 0.0);
        monitor.staff_use[0].set_staff(line.servers as u64, 0.0);
        let servers = Servers::new(line.servers);
        Self {
            plan,
            service: line.service,
            monitor,
            sources,
            arrived: Arrived::new(line.servers),
            span: Span::new(0.0, 0.0, &servers),
            servers,
            known: 0.0,
            created: 0,
            started: 0,
            followed: 0,
            told: [0; 2],
            measures_from: f64::INFINITY,
            created_before: 0,
            oldest_in_backlog: Age::default(),
            oldest_in_queue: Age::default(),
            backlog: Extremes::new(),
            waited_before: 0.0,
            worked: 0.0,
            places: Places::of(plan),
            room: [vec![0.0; BATCH], vec![0.0; BATCH]],
        }
    }

    /// The replication to its end.
    pub fn complete(mut self) -> Outcome {
        let plan = self.plan;
        let mut from = 0.0;
        for &(at, due) in &plan.agenda {
            self.span = Span::new(from, at, &self.servers);
            if from == self.measures_from {
                // Values that hold for no time are no extremes, those before this moment neither.
                self.advance(from);
                self.begin_extremes(from);
            }
            self.advance(due.comes_after(at));
            self.carry_out(due, at);
            from = at;
        }
        self.finish()
    }

    /// Goes on until what happens at a moment has happened.
    fn advance(&mut self, until: Days) {
        loop {
            self.known = self.draw(until);
            self.serve();
            self.let_go();
            if self.known == until {
                break;
            }
        }
    }

    /// Draws the next batch of those that come by a moment. Returns up to when nobody else does.
    fn draw(&mut self, until: Days) -> Days {
        let mut room = BATCH;
        loop {
            let sources = self.sources.iter().enumerate();
            let next = sources.reduce(|first, other| if other.1.next < first.1.next { other } else { first });
            let Some((index, next)) = next.map(|(index, source)| (index, source.next)) else { return until };
            if next > until {
                return until;
            }
            if room == 0 {
                return next.next_down();
            }
            // Up to when the source is the one to draw from: at equal moments, the first is.
            let others = self.sources.iter().enumerate().map(|(other, source)| match other.cmp(&index) {
                std::cmp::Ordering::Less => source.next.next_down(),
                std::cmp::Ordering::Equal => until,
                std::cmp::Ordering::Greater => source.next,
            });
            room -= self.take(index, others.fold(until, earlier), room);
        }
    }

    /// Takes requests of a source that come by a moment, with their work, as many as there is room for. Returns how many.
    #[inline(never)]
    fn take(&mut self, source: usize, until: Days, room: usize) -> usize {
        self.tidy();
        let moments = &mut self.room[0][..room];
        let (taken, of, first) = self.sources[source].take_several(until, moments);
        self.arrived.since.extend_from_slice(&moments[..taken]);
        self.service.sample_each(of.streams(first, Purpose::Service).take(taken), &mut self.arrived.then);
        self.created += taken as u64;
        taken
    }

    /// Starts the services that start by now.
    fn serve(&mut self) {
        while !self.arrived.waiting().is_empty() {
            let (since, then) = self.arrived.unserved();
            let number = self.servers.serve(since, then, &mut self.room[0], self.known);
            if number == 0 {
                break;
            }
            self.record_starts(number);
        }
    }

    /// Records that so many services have started.
    #[inline(never)]
    fn record_starts(&mut self, number: usize) {
        let [freed, waits] = self.room.each_mut().map(|room| &mut room[..number]);
        let is_measuring = self.measures_from.is_finite();
        if is_measuring {
            self.backlog.look(freed, self.arrived.recent());
        }
        self.started += number as u64;
        let started = self.arrived.start(number);
        let (since, ends) = (&self.arrived.since[started.clone()], &self.arrived.then[started]);
        let Span { until, mut work, mut least_delay, .. } = self.span;
        let mut oldest = self.oldest_in_queue;
        for (((&since, &end), &mut freed), wait) in since.iter().zip(ends).zip(&mut *freed).zip(&mut *waits) {
            let (delay, start) = (freed - since, later(freed, since));
            *wait = later(delay, 0.0);
            least_delay = earlier(delay, least_delay);
            work += earlier(end, until) - start;
            oldest.pass(since, start);
        }
        self.oldest_in_queue = oldest;
        (self.span.work, self.span.least_delay) = (work, least_delay);
        let measured = since.partition_point(|&since| !self.monitor.measures(since));
        if is_measuring {
            let before = since[..measured].iter().zip(freed);
            self.waited_before += before.map(|(&since, freed)| later(*freed, since) - self.measures_from).sum::<f64>();
        }
        self.monitor.tally_all(self.places.waiting, &waits[measured..]);
    }

    /// Lets requests go whose service has ended by now.
    fn let_go(&mut self) {
        loop {
            let gone = self.arrived.let_go(self.known, BATCH);
            if gone.is_empty() {
                break;
            }
            self.record_ends(gone);
        }
    }

    /// Records that requests are done with, which stand in a place.
    #[inline(never)]
    fn record_ends(&mut self, gone: Range<usize>) {
        let responses = &mut self.room[0][..gone.len()];
        let (since, ends) = (&self.arrived.since[gone.clone()], &self.arrived.then[gone]);
        let mut oldest = self.oldest_in_backlog;
        for ((&since, &end), response) in since.iter().zip(ends).zip(&mut *responses) {
            *response = end - since;
            oldest.pass(since, end);
        }
        self.oldest_in_backlog = oldest;
        let from = since.partition_point(|&since| since < self.measures_from);
        let followed = from + since[from..].partition_point(|&since| self.monitor.follows(since));
        self.followed += (followed - from) as u64;
        self.monitor.tally_all(self.places.response, &responses[from..followed]);
    }

    /// Forgets requests that are done with.
    fn tidy(&mut self) {
        let Self { arrived, monitor, followed, places, measures_from, .. } = self;
        arrived.tidy(self.known, |since, end| {
            if since >= *measures_from && monitor.follows(since) {
                *followed += 1;
                monitor.tally(places.response, end - since);
            }
        });
    }

    fn carry_out(&mut self, due: Due, now: Days) {
        self.tell(due == Due::Close);
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
        (self.measures_from, self.created_before) = (now, self.created);
        (self.waited_before, self.worked) = (0.0, 0.0);
    }

    /// Extremes and ages are measured from now on, when all that happens now has happened.
    fn begin_extremes(&mut self, now: Days) {
        let in_service = self.servers.free_after(now).len();
        self.backlog.begin_measuring(self.arrived.waiting().len() + in_service, now);
        [&mut self.oldest_in_backlog, &mut self.oldest_in_queue].into_iter().for_each(|age| age.begin_measuring(now));
    }

    /// Tells the monitor what has come of the requests.
    fn tell(&mut self, is_close: bool) {
        let now = self.span.until;
        let work = self.span.work(&self.servers);
        self.worked += work;
        self.monitor.staff_use[0].add_work(work, now);
        let in_service = self.servers.free_after(self.known).len();
        let totals = [self.created, self.started - in_service as u64];
        let [created, answered] = [0, 1].map(|count| totals[count] - self.told[count]);
        if created + answered == 0 && !is_close {
            return;
        }
        self.told = totals;
        let (of_class, of_pair) = (&self.plan.of_class[0], &self.plan.of_pair[0]);
        for (places, flow, number) in [
            (of_class, Metric::Created, created),
            (of_class, Metric::Eligible, created),
            (of_class, Metric::Answered, answered),
            (of_pair, Metric::Responses, answered),
        ] {
            self.monitor.count_many(places, flow, number as i64);
        }
        self.monitor.clearing.finish(0, 0, answered);
        // What is measured over time is asked for at the close only.
        let (waited, measured) = if is_close { self.sum_up(in_service, now) } else { (0.0, 0) };
        self.monitor.shares[0].answer_many(answered, measured);
        if is_close {
            self.monitor.shares[0].create(self.created - self.created_before, true);
        }
        self.tell_levels(in_service as i64, waited, now);
    }

    /// Integral of the queue since measuring began, and how many of the requests that came since then are answered, at the
    /// end of measuring; looks for the last extremes, too.
    fn sum_up(&mut self, in_service: usize, now: Days) -> (Days, u64) {
        let from = self.measures_from;
        let so_far = self.arrived.waiting().iter().map(|&since| now - later(since, from)).sum::<Days>();
        let waited = self.waited_before + self.monitor.tallied(self.places.waiting) + so_far;
        let done = self.arrived.started().filter(|(since, end)| *since >= from && *end <= now);
        let measured = self.followed + done.count() as u64;
        let (ended, to_end) = self.servers.free().split_at(self.servers.number() - in_service);
        self.backlog.look(ended, self.arrived.recent());
        self.backlog.look_ahead(to_end, &self.arrived.recent()[ended.len()..]);
        (waited, measured)
    }

    fn tell_levels(&mut self, in_service: i64, waited: Days, now: Days) {
        let (places, servers) = (&self.places, self.servers.number() as i64);
        let queued = self.arrived.waiting().len() as i64;
        let extremes = self.backlog.both();
        let part = |part: fn(i64, i64) -> i64| (part(extremes.0, servers), part(extremes.1, servers));
        let (above, below) = (part(|backlog, servers| (backlog - servers).max(0)), part(i64::min));
        let backlog = Level::kept(queued + in_service, now, waited + self.worked, extremes);
        for (series, level) in [
            (places.backlog, backlog),
            (places.in_window, backlog),
            (places.queued, Level::kept(queued, now, waited, above)),
            (places.in_service, Level::kept(in_service, now, self.worked, below)),
        ] {
            self.monitor.set_level(series, level);
        }
        let (oldest, first) = (self.arrived.oldest(), self.arrived.oldest_waiting());
        self.monitor.oldest.set_age(BACKLOG, self.oldest_in_backlog.with_first(oldest));
        self.monitor.oldest.set_age(QUEUE, self.oldest_in_queue.with_first(first));
    }

    /// The end of the replication.
    fn finish(self) -> Outcome {
        let Self { mut monitor, arrived, known, places, measures_from, .. } = self;
        let counts = |since: Days| since >= measures_from;
        for (since, end) in arrived.started() {
            if end <= known && counts(since) && monitor.follows(since) {
                monitor.tally(places.response, end - since);
            }
        }
        let in_service = arrived.started().filter(|(_, end)| *end > known).map(|(since, _)| since);
        let backlog = in_service.chain(arrived.waiting().iter().copied());
        monitor.finish(self.plan, backlog.map(|since| (0, counts(since), since)))
    }
}

#[cfg(test)]
mod tests;
