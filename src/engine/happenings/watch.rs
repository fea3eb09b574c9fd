//! Which conditions hold, since when, and what that makes happen.

use super::readings::Reading;
use crate::{
    engine::{
        events::{Event, EventList},
        monitor::Monitor,
        outcome::Happened,
        plan::Plan,
    },
    model::{Days, Happening, Measure, Relation, Trigger},
};

/// Looks at each happening that are taken at one moment: enough for every one to wait for another, and for each to
/// cease to hold once.
const LOOKS_EACH: usize = 4;

/// The happenings of one replication.
pub struct Happenings<'m> {
    list: &'m [Happening],
    watches: Vec<Watch>,
    readings: Vec<Reading>,
    /// For each reading, the happenings whose conditions read it.
    readers: Vec<Vec<usize>>,
    /// For each happening, its comparisons: reading, relation and bound.
    comparisons: Vec<Vec<(usize, Relation, f64)>>,
    /// Whether any condition reads what changes at moments at which nothing else happens.
    reads_lapses: bool,
    /// The moment of the last look, and how many were taken at it.
    looked_at: Days,
    looks: usize,
    /// The moment up to which everything has happened, and whether conditions were looked at since.
    pub(super) now: Days,
    pub(super) is_settled: bool,
    /// Whether each class is closed, and the factor on its arrivals.
    pub(super) closed: Vec<bool>,
    pub(super) scales: Vec<f64>,
}

/// The state of one happening.
#[derive(Debug, Clone)]
pub struct Watch {
    /// How often it has happened.
    pub count: u64,
    /// When it happened first; infinite before.
    first: Days,
    /// Since when its condition holds.
    pub since: Option<Days>,
    /// How long its condition held before.
    pub held: Days,
    /// Whether it has happened since its condition holds.
    has_happened: bool,
    /// Whether its date has come.
    is_reached: bool,
    /// Whether it has to be looked at.
    is_stale: bool,
    /// The moment of the check that is scheduled, under the ticket.
    check_at: Days,
    ticket: u32,
}

impl<'m> Happenings<'m> {
    /// Those of a model; `None` if it has none.
    pub fn new(plan: &Plan<'m>) -> Option<Self> {
        let list = plan.model.happenings.as_slice();
        if list.is_empty() {
            return None;
        }
        let mut measures: Vec<Measure> = Vec::new();
        let mut readers: Vec<Vec<usize>> = Vec::new();
        let mut comparisons = vec![Vec::new(); list.len()];
        for (happening, of_happening) in list.iter().enumerate() {
            let Trigger::When { condition, .. } = &of_happening.trigger else { continue };
            for comparison in &condition.comparisons {
                let known = measures.iter().position(|measure| *measure == comparison.measure);
                let reading = known.unwrap_or_else(|| {
                    measures.push(comparison.measure);
                    readers.push(Vec::new());
                    measures.len() - 1
                });
                readers[reading].push(happening);
                comparisons[happening].push((reading, comparison.relation, comparison.bound));
            }
        }
        Some(Self {
            list,
            watches: vec![Watch::new(); list.len()],
            readings: measures.iter().map(|&measure| Reading::new(plan, measure)).collect(),
            readers,
            comparisons,
            reads_lapses: measures.iter().any(|&measure| Reading::lapses(measure)),
            looked_at: 0.0,
            looks: 0,
            now: 0.0,
            is_settled: false,
            closed: vec![false; plan.layout.classes],
            scales: vec![1.0; plan.layout.classes],
        })
    }

    /// Whether any condition reads what changes at moments at which nothing else happens.
    pub fn reads_lapses(&self) -> bool {
        self.reads_lapses
    }

    /// Looks at the conditions that may have changed: the first happening, in file order, that happens now, if any.
    ///
    /// Conditions may read how long others have held, and so contradict each other: that one holds because another
    /// does, which does not because the first does. At one moment only so many looks are taken.
    pub fn next(&mut self, monitor: &Monitor, events: &mut EventList, now: Days) -> Option<usize> {
        if now != self.looked_at {
            (self.looked_at, self.looks) = (now, 0);
        }
        while self.looks < LOOKS_EACH * self.list.len() {
            self.looks += 1;
            self.refresh(monitor, now);
            let mut is_anything_stale = false;
            for index in 0..self.list.len() {
                let is_stale = std::mem::take(&mut self.watches[index].is_stale);
                is_anything_stale |= is_stale;
                if is_stale && self.look(index, events, now) {
                    self.happen(index, now);
                    return Some(index);
                }
            }
            if !is_anything_stale {
                break;
            }
        }
        None
    }

    /// The date of a happening; true if it happens, and not only once the one that it waits for does.
    pub fn reach(&mut self, index: usize, now: Days) -> bool {
        self.watches[index].is_reached = true;
        let happens = self.is_due(index);
        if happens {
            self.happen(index, now);
        }
        happens
    }

    /// A check of a condition.
    pub fn check(&mut self, index: usize, ticket: u32) {
        let watch = &mut self.watches[index];
        if watch.ticket == ticket {
            (watch.is_stale, watch.check_at) = (true, f64::INFINITY);
        }
    }

    /// What became of each up to now.
    pub fn happened(&self, now: Days) -> Vec<Happened> {
        let defined = |moment: Days| if moment.is_finite() { moment } else { f64::NAN };
        let of = |(happening, watch): (&Happening, &Watch)| Happened {
            count: watch.count,
            first: defined(watch.first),
            after: happening.after.map_or(f64::NAN, |after| defined(self.watches[after].first)),
            held: match happening.trigger {
                Trigger::At(_) => f64::NAN,
                Trigger::When { .. } => watch.held + watch.since.map_or(0.0, |since| now - since),
            },
        };
        self.list.iter().zip(&self.watches).map(of).collect()
    }

    fn refresh(&mut self, monitor: &Monitor, now: Days) {
        for (reading, readers) in self.readings.iter_mut().zip(&self.readers) {
            if reading.refresh(monitor, &self.watches, now) {
                readers.iter().for_each(|&reader| self.watches[reader].is_stale = true);
            }
        }
    }

    /// Looks at a happening; true if it happens now.
    fn look(&mut self, index: usize, events: &mut EventList, now: Days) -> bool {
        let Trigger::When { lasts, .. } = self.list[index].trigger else { return self.is_due(index) };
        if !self.is_awaited(index) {
            return false;
        }
        let (holds, mut until) = self.compare(index, now);
        let is_over = self.is_over(index);
        let watch = &mut self.watches[index];
        let mut happens = false;
        if holds {
            let long_enough = *watch.since.get_or_insert(now) + lasts;
            if !watch.has_happened && !is_over {
                happens = long_enough <= now;
                watch.has_happened = happens;
                until = if happens { until } else { until.min(long_enough) };
            }
        } else {
            watch.has_happened = false;
            watch.held += watch.since.take().map_or(0.0, |since| now - since);
        }
        if until != watch.check_at {
            watch.check_at = until;
            watch.ticket = watch.ticket.wrapping_add(1);
            events.schedule(until, Event::Check { happening: index as u16, ticket: watch.ticket });
        }
        happens
    }

    /// Whether a condition holds from now on, and the moment up to which this is so if nothing happens.
    fn compare(&mut self, index: usize, now: Days) -> (bool, Days) {
        let (mut holds, mut until) = (true, f64::INFINITY);
        for &(reading, relation, bound) in &self.comparisons[index] {
            let (one_holds, up_to) = self.readings[reading].course(now).compare(relation, bound, now);
            holds &= one_holds;
            until = until.min(up_to);
        }
        (holds, until)
    }

    fn happen(&mut self, index: usize, now: Days) {
        let watch = &mut self.watches[index];
        watch.count += 1;
        watch.first = watch.first.min(now);
        for (watch, happening) in self.watches.iter_mut().zip(self.list) {
            watch.is_stale |= happening.after == Some(index);
        }
    }

    /// True if the happening that it waits for has happened.
    fn is_awaited(&self, index: usize) -> bool {
        self.list[index].after.is_none_or(|after| self.watches[after].count > 0)
    }

    /// True if it cannot happen any more.
    fn is_over(&self, index: usize) -> bool {
        self.watches[index].count > 0 && !self.list[index].is_watched()
    }

    /// True of a dated one that happens now.
    fn is_due(&self, index: usize) -> bool {
        self.watches[index].is_reached && self.watches[index].count == 0 && self.is_awaited(index)
    }
}

impl Watch {
    fn new() -> Self {
        Self {
            count: 0,
            first: f64::INFINITY,
            since: None,
            held: 0.0,
            has_happened: false,
            is_reached: false,
            is_stale: true,
            check_at: f64::INFINITY,
            ticket: 0,
        }
    }
}
