//! The bookkeeping of one replication: every metric at every place, at the grid and over time.

use super::{
    archive::Archive,
    clearing::ClearingTimes,
    histogram::bin,
    layout::{Cell, Layout},
    level::Level,
    oldest::OldestWaits,
    outcome::{Happened, Outcome, Tally},
    plan::{Places, Plan},
    retrospect::Retrospect,
    shares::{ClassShares, share, share_of_signatures},
    staff_use::StaffUse,
    stream::Key,
    time_counts::TimeCounts,
    tone::{Tone, is_hostile},
    windows::{Block, Windows},
};
use crate::model::{
    Days, Model, Signatures, Source, Staff,
    metric::{Kind, Metric},
};

/// Records what happens, and turns it into an [`Outcome`].
pub struct Monitor<'p> {
    layout: &'p Layout,
    outcome: Outcome,
    /// One per tally.
    times: Vec<TimeCounts>,
    /// One per tally: ages at which requests left in another way.
    competed: Vec<TimeCounts>,
    /// One per series. Flows use the value alone.
    levels: Vec<Level>,
    /// Value of every flow when measuring began.
    flow_base: Vec<i64>,
    /// Use of each stage's staff.
    pub staff_use: Vec<StaffUse>,
    /// Backlog counted from creation, by class; `None` in a model without thresholds, where it is the backlog.
    pub from_creation: Vec<Option<Retrospect>>,
    /// How long the oldest have waited.
    pub oldest: OldestWaits<'p>,
    /// How long the backlog takes to clear.
    pub clearing: ClearingTimes,
    /// Promises and answers, by class.
    pub shares: Vec<ClassShares<'p>>,
    /// Tone of each class, and of all at the end; `None` where it is no subject.
    tones: Option<Vec<Tone>>,
    /// Communications kept.
    pub archive: Archive,
    of_class: &'p [Places],
    of_pair: &'p [Places],
    /// Start of measuring; infinite before it, and after the horizon.
    measures_from: Days,
    /// Creation from which, and eligibility up to which, response times are followed; the first is infinite before
    /// measuring.
    follows: (Days, Days),
}

impl<'p> Monitor<'p> {
    /// A monitor at time 0.
    pub fn new(plan: &'p Plan<'_>) -> Self {
        let layout = &plan.layout;
        let has_thresholds = plan.model.classes.iter().any(|class| class.threshold.is_ever_positive());
        Self {
            layout,
            outcome: Outcome::new(layout),
            times: vec![TimeCounts::default(); layout.tallies.len()],
            competed: vec![TimeCounts::default(); layout.tallies.len()],
            levels: vec![Level::default(); layout.series.len()],
            flow_base: vec![0; layout.series.len()],
            staff_use: vec![StaffUse::default(); layout.stages],
            from_creation: vec![has_thresholds.then(Retrospect::default); layout.classes],
            oldest: OldestWaits::new(plan),
            clearing: ClearingTimes::new(layout),
            shares: (0..layout.classes).map(|class| ClassShares::new(plan, class)).collect(),
            tones: plan.has_tone.then(|| vec![Tone::default(); layout.classes + 1]),
            archive: Archive::new(plan.model),
            of_class: &plan.of_class,
            of_pair: &plan.of_pair,
            measures_from: f64::INFINITY,
            follows: (f64::INFINITY, plan.model.time.horizon),
        }
    }

    /// Counts one event of a flow.
    #[inline]
    pub fn count(&mut self, places: &Places, metric: Metric) {
        for &cell in places[metric as usize].as_slice() {
            self.levels[cell as usize].count(1);
        }
    }

    /// Changes a level. Moments must not decrease from call to call.
    #[inline]
    pub fn add(&mut self, places: &Places, metric: Metric, delta: i64, now: Days) {
        for &cell in places[metric as usize].as_slice() {
            self.levels[cell as usize].add(delta, now);
        }
    }

    /// Books what is noted of the requests that gather, up to now; `expires` lets a kept request of a class go and tells
    /// whether it is still gathering.
    pub fn book(&mut self, windows: &mut Windows, now: Days, mut expires: impl FnMut(usize, u32) -> bool) {
        let mut total = Block::default();
        let of_class = self.of_class;
        for (class, places) in of_class.iter().enumerate() {
            let block = windows.end_block(class as u16, now, |slot| expires(class, slot));
            self.count_many(places, Metric::Created, block.created);
            self.count_many(places, Metric::Expired, block.expired);
            if let Some(&own) = places[Metric::Gathering as usize].as_slice().first() {
                self.levels[own as usize].book(&block, now, || windows.changes(Some(class as u16)));
            }
            self.shares[class].gather(block.signatures, self.measures_from.is_finite());
            total += block;
        }
        if let Some(&[_, all]) = of_class.first().map(|places| places[Metric::Gathering as usize].as_slice()) {
            self.levels[all as usize].book(&total, now, || windows.changes(None));
        }
        windows.begin_block();
    }

    fn count_many(&mut self, places: &Places, metric: Metric, number: i64) {
        for &cell in places[metric as usize].as_slice() {
            self.levels[cell as usize].count(number);
        }
    }

    /// The value of a series now.
    pub fn value(&self, series: usize) -> i64 {
        self.levels[series].value()
    }

    /// Records a time that was seen to its end.
    #[inline]
    pub fn tally(&mut self, tally: usize, time: Days) {
        self.times[tally].add(time);
    }

    /// Records the age at which a request left in another way than the time is about.
    pub fn compete(&mut self, tally: usize, age: Days) {
        self.competed[tally].add(age);
    }

    /// A request of a class is created: a communication, with its tone.
    #[inline]
    pub fn create(&mut self, class: u16, source: &Source, key: impl FnOnce() -> Key, now: Days) {
        if let Some(tones) = &mut self.tones {
            let is_hostile = is_hostile(source, key());
            tones[usize::from(class)].create(is_hostile, now);
            tones[self.layout.classes].create(is_hostile, now);
        }
        self.communicate(class, now);
    }

    /// A request of a class that is created will have gathered so many signatures.
    #[inline]
    pub fn gather(&mut self, class: u16, created: Days, signatures: Signatures) {
        let is_measured = self.measures(created);
        self.shares[usize::from(class)].gather(signatures, is_measured);
    }

    /// A request is answered, by the desk or by peers.
    pub fn appease(&mut self, class: u16, source: &Source, key: Key, now: Days) {
        if let Some(tones) = &mut self.tones
            && is_hostile(source, key)
        {
            tones[usize::from(class)].appease(now);
            tones[self.layout.classes].appease(now);
        }
    }

    /// A request comes or its answer goes: both are archived.
    #[inline]
    pub fn communicate(&mut self, class: u16, now: Days) {
        if self.archive.keeps(Some(usize::from(class))) {
            self.expire_archive(now);
            self.archive.keep(usize::from(class), now);
            let of_class = self.of_class;
            self.add(&of_class[usize::from(class)], Metric::Archive, 1, now);
        }
    }

    /// Destroys what has been kept for long enough.
    pub fn expire_archive(&mut self, now: Days) {
        let of_class = self.of_class;
        while let Some((class, at)) = self.archive.expire(now) {
            self.add(&of_class[class], Metric::Archive, -1, at);
        }
    }

    /// The tone of a cell; `None` where it is no subject.
    fn tone(&self, cell: &Cell) -> Option<Tone> {
        self.tones.as_ref().map(|tones| tones[cell.class.unwrap_or(self.layout.classes)])
    }

    /// The value now of a metric that no level holds, at a cell; NaN where it is undefined.
    pub fn derived(&self, cell: &Cell) -> f64 {
        match (cell.metric, cell.stage) {
            (Metric::Utilisation, Some(stage)) => self.staff_use[stage].ratio(),
            (Metric::ToneBalance, _) => self.tone(cell).map_or(f64::NAN, |tone| tone.value()),
            (Metric::CoverageRequests, _) => {
                let answered = self.classes(cell).map(|class| self.shares[class].answered()).sum();
                share(answered, self.classes(cell).map(|class| self.created(class)).sum())
            }
            (Metric::CoverageSignatures, _) => {
                share_of_signatures(self.classes(cell).map(|class| self.shares[class].signatures()))
            }
            _ => f64::NAN,
        }
    }

    /// True if what happens now to a request created then counts.
    pub fn measures(&self, created: Days) -> bool {
        created >= self.measures_from
    }

    /// True if the response time of a request counts, which may end after the horizon.
    pub fn follows(&self, created: Days, eligible: Days) -> bool {
        created >= self.follows.0 && eligible <= self.follows.1
    }

    /// Measuring begins: the warm-up is over.
    pub fn begin_measuring(&mut self, model: &Model, now: Days) {
        self.expire_archive(now);
        self.tones.iter_mut().flatten().for_each(|tone| tone.begin_measuring(now));
        self.measures_from = now;
        self.follows.0 = now;
        self.oldest.begin_measuring(now);
        self.clearing.begin_measuring();
        for (index, level) in self.levels.iter_mut().enumerate() {
            self.flow_base[index] = level.value();
            level.begin_measuring(now);
        }
        for (staff_use, stage) in self.staff_use.iter_mut().zip(&model.stages) {
            staff_use.begin_measuring(stage.open_time(now));
        }
    }

    /// Counts answers, for the clearing times of later moments.
    pub fn count_answers(&mut self) {
        let (levels, of_class) = (&self.levels, self.of_class);
        self.clearing.count(self.layout, |class| own(levels, &of_class[class], Metric::Answered) as u64);
    }

    /// Records every level and flow at a grid point.
    pub fn observe(&mut self, plan: &Plan<'_>, point: usize, now: Days) {
        self.count_answers();
        self.expire_archive(now);
        let points = self.layout.grid.len();
        let stages = &plan.model.stages;
        for (index, level) in self.levels.iter().enumerate() {
            self.outcome.series[index * points + point] = level.value() as f64;
        }
        let mut clearing = 0;
        for &index in &plan.derived {
            let cell = &self.layout.series[index];
            self.outcome.series[index * points + point] = match (cell.metric, cell.stage) {
                (Metric::Utilisation, Some(stage)) => self.staff_use[stage].observe(stages[stage].open_time(now)),
                (Metric::Staff, Some(stage)) if stages[stage].staff == Staff::Unlimited => f64::NAN,
                (Metric::OldestWait, _) => self.oldest.value(index, now),
                (Metric::Archive, _) if !self.archive.keeps(cell.class) => f64::NAN,
                (Metric::ClearingTime, _) => {
                    let backlog = self.backlog(cell);
                    clearing += 1;
                    self.clearing.observe(clearing - 1, backlog, plan.counting.looks_back_to[point], now)
                }
                (Metric::ToneBalance | Metric::CoverageRequests | Metric::CoverageSignatures, _) => self.derived(cell),
                _ => self.levels[index].value() as f64,
            };
        }
    }

    /// The horizon: everything but response times is known; `happened` tells what became of the happenings.
    pub fn close(&mut self, plan: &Plan<'_>, happened: Vec<Happened>) {
        self.outcome.happened = happened;
        let horizon = plan.model.time.horizon;
        self.replay_from_creation();
        self.replay_promises();
        let duration = horizon - self.measures_from;
        let first_clearing = self.layout.series.iter().position(|cell| cell.metric == Metric::ClearingTime);
        for scalar in 0..self.layout.scalars.len() {
            let (index, statistic) = self.layout.scalars[scalar];
            let cell = self.layout.series[index];
            self.outcome.scalars[scalar] = match (cell.metric, cell.stage) {
                (Metric::Utilisation, Some(stage)) => self.staff_use[stage].statistic(statistic),
                (Metric::Staff, Some(stage)) if plan.model.stages[stage].staff == Staff::Unlimited => f64::NAN,
                (Metric::OldestWait, _) => self.oldest.statistic(index, statistic, horizon, duration),
                (Metric::ToneBalance, _) => {
                    self.tone(&cell).map_or(f64::NAN, |tone| tone.statistic(statistic, horizon))
                }
                (Metric::Archive, _) if !self.archive.keeps(cell.class) => f64::NAN,
                (Metric::ClearingTime, _) => {
                    self.clearing.statistic(index - first_clearing.unwrap_or_default(), statistic)
                }
                (metric, _) if metric.info().kind == Kind::Share => self.share(&cell),
                (metric, _) if metric.info().kind == Kind::Flow => {
                    (self.levels[index].value() - self.flow_base[index]) as f64
                }
                _ => self.levels[index].statistic(statistic, horizon, duration),
            };
        }
        self.measures_from = f64::INFINITY;
        self.from_creation.fill(None);
    }

    /// The outcome of the replication; `backlog` gives the requests still unanswered at its end as class, moment of
    /// creation and moment of eligibility.
    pub fn finish(mut self, plan: &Plan<'_>, backlog: impl Iterator<Item = (u16, Days, Days)>) -> Outcome {
        for (tally, times) in self.outcome.tallies.iter_mut().zip(&self.times) {
            (tally.ended, tally.sum) = (times.histogram(), times.sum());
        }
        for (tally, ages) in self.outcome.tallies.iter_mut().zip(&self.competed) {
            tally.competed = ages.histogram();
        }
        for (class, created, eligible) in backlog {
            if self.follows(created, eligible) {
                let tally = &mut self.outcome.tallies[plan.response_time(usize::from(class))];
                tally.censored.add(bin(plan.model.time.end() - eligible), 1);
            }
        }
        self.add_up_tallies();
        self.outcome
    }

    /// The classes that a cell covers.
    fn classes(&self, cell: &Cell) -> std::ops::Range<usize> {
        cell.class.map_or(0..self.layout.classes, |class| class..class + 1)
    }

    fn created(&self, class: usize) -> u64 {
        own(&self.levels, &self.of_class[class], Metric::Created) as u64
    }

    /// The backlog of a cell of a metric by class and stage.
    fn backlog(&self, cell: &Cell) -> i64 {
        let of_class = |class: usize| match cell.stage {
            Some(stage) => own(&self.levels, &self.of_pair[class * self.layout.stages + stage], Metric::Backlog),
            None => [Metric::BacklogInWindow, Metric::BacklogAfterWindow]
                .into_iter()
                .map(|part| own(&self.levels, &self.of_class[class], part))
                .sum(),
        };
        self.classes(cell).map(of_class).sum()
    }

    /// A share at the horizon, of the requests created since the warm-up.
    fn share(&self, cell: &Cell) -> f64 {
        let sum = |count: &dyn Fn(usize) -> u64| self.classes(cell).map(count).sum();
        match cell.metric {
            Metric::OnTimeShare => {
                share(sum(&|class| self.shares[class].measured().kept), sum(&|class| self.shares[class].measured().due))
            }
            Metric::CoverageSignatures => {
                share_of_signatures(self.classes(cell).map(|class| self.shares[class].measured().signatures))
            }
            _ => share(
                sum(&|class| self.shares[class].measured().answered),
                sum(&|class| self.created(class) - self.created_before(class)),
            ),
        }
    }

    /// Requests of a class that were created before the warm-up was over.
    fn created_before(&self, class: usize) -> u64 {
        let cell = self.of_class[class][Metric::Created as usize].as_slice().first();
        cell.map_or(0, |&cell| self.flow_base[cell as usize] as u64)
    }

    /// Fills in the share of promises kept, which counts at the moments at which they fall due.
    fn replay_promises(&mut self) {
        let points = self.layout.grid.len();
        for (index, cell) in self.layout.series.iter().enumerate() {
            if cell.metric != Metric::OnTimeShare {
                continue;
            }
            let (mut due, mut kept) = (0, 0);
            for point in 0..points {
                for (due_now, kept_now) in self.classes(cell).map(|class| self.shares[class].due_at(point)) {
                    (due, kept) = (due + due_now, kept + kept_now);
                }
                self.outcome.series[index * points + point] = share(kept, due);
            }
        }
    }

    /// Totals over classes and stages are the sums of their parts.
    fn add_up_tallies(&mut self) {
        let part_of = |part: &Cell, total: &Cell| {
            part.metric == total.metric
                && (total.class.is_none() || total.class == part.class)
                && (total.stage.is_none() || total.stage == part.stage)
        };
        for (index, cell) in self.layout.tallies.iter().enumerate() {
            if is_part(cell) {
                continue;
            }
            let mut total = Tally::default();
            for (tally, _) in self
                .outcome
                .tallies
                .iter()
                .zip(&self.layout.tallies)
                .filter(|(_, part)| is_part(part) && part_of(part, cell))
            {
                total.merge(tally);
            }
            self.outcome.tallies[index] = total;
        }
    }

    /// Fills in the backlog from creation, which is known only now.
    fn replay_from_creation(&mut self) {
        let points = self.layout.grid.len();
        for (index, cell) in self.layout.series.iter().enumerate() {
            if cell.metric != Metric::BacklogFromCreation {
                continue;
            }
            let mut changes = Retrospect::default();
            let classes =
                self.from_creation.iter().enumerate().filter(|(class, _)| cell.class.is_none_or(|c| c == *class));
            for of_class in classes.map(|(_, of_class)| of_class) {
                match of_class {
                    Some(of_class) => changes.extend(of_class),
                    None => return self.copy_backlog_from_creation(),
                }
            }
            let series = &mut self.outcome.series[index * points..(index + 1) * points];
            self.levels[index] =
                changes.replay(&self.layout.grid, self.measures_from, |point, value| series[point] = value);
        }
    }

    /// Without thresholds every request is in the backlog from its creation on.
    fn copy_backlog_from_creation(&mut self) {
        let points = self.layout.grid.len();
        for (index, cell) in self.layout.series.iter().enumerate() {
            if cell.metric == Metric::BacklogFromCreation
                && let Some(backlog) = self.layout.series_index(Metric::Backlog, cell.class, None)
            {
                self.levels[index] = self.levels[backlog];
                self.outcome.series.copy_within(backlog * points..(backlog + 1) * points, index * points);
            }
        }
    }
}

/// The value of a flow or level at a place itself, which stands before the totals over it.
fn own(levels: &[Level], places: &Places, metric: Metric) -> i64 {
    places[metric as usize].as_slice().first().map_or(0, |&cell| levels[cell as usize].value())
}

/// True of a cell that is no total.
fn is_part(cell: &Cell) -> bool {
    cell.class.is_some() && (cell.stage.is_some() || cell.metric != Metric::WaitingTime)
}
