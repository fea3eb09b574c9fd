//! The bookkeeping of one replication: every metric at every place, at the grid and over time.

mod closing;

use super::{
    archive::Archive,
    changes::{Block, Changes, Part},
    clearing::ClearingTimes,
    extremes::Suspects,
    from_creation::FromCreation,
    layout::{Cell, Layout},
    level::Level,
    oldest::OldestWaits,
    outcome::Outcome,
    plan::{Derived, Places, Plan},
    presence::Presences,
    shares::{ClassShares, share, share_of_signatures},
    staff_use::StaffUse,
    stream::Key,
    time_counts::TimeCounts,
    tone::{Tone, is_hostile},
    windows::Windows,
};
use crate::model::{Days, Model, Signatures, Source, metric::Metric};

/// Records what happens, and turns it into an [`Outcome`].
pub struct Monitor<'p> {
    layout: &'p Layout,
    outcome: Outcome,
    /// One per tally.
    times: Vec<TimeCounts>,
    /// One per tally: ages at which requests left in another way.
    competed: Vec<TimeCounts>,
    /// One per series. Flows use the value alone; of those in `presence` it is told at the end.
    levels: Vec<Level>,
    /// Who is where at the desk.
    pub presence: Presences,
    /// Blocks of changes that may hold an extreme of a level, given by its series.
    suspects: Suspects<'p>,
    /// Value of every flow when measuring began.
    flow_base: Vec<i64>,
    /// Use of each stage's staff.
    pub staff_use: Vec<StaffUse>,
    /// The backlog counted from creation.
    pub from_creation: FromCreation<'p>,
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
    /// The end of the warm-up: requests created from then on count. Whether it has come, and whether the horizon has.
    warm_up: Days,
    is_warm: bool,
    is_closed: bool,
    /// Response times are followed of requests that are eligible by then.
    horizon: Days,
}

impl<'p> Monitor<'p> {
    /// A monitor at time 0, which records the series in some room.
    pub fn new(plan: &'p Plan<'_>, room: Vec<f64>) -> Self {
        let layout = &plan.layout;
        Self {
            layout,
            outcome: Outcome::new(layout, room),
            times: vec![TimeCounts::default(); layout.tallies.len()],
            competed: vec![TimeCounts::default(); layout.tallies.len()],
            levels: vec![Level::default(); layout.series.len()],
            presence: Presences::new(plan),
            suspects: Suspects::default(),
            flow_base: vec![0; layout.series.len()],
            staff_use: vec![StaffUse::default(); layout.stages],
            from_creation: FromCreation::new(plan),
            oldest: OldestWaits::new(plan),
            clearing: ClearingTimes::new(layout),
            shares: (0..layout.classes).map(|class| ClassShares::new(plan, class)).collect(),
            tones: plan.has_tone.then(|| vec![Tone::default(); layout.classes + 1]),
            archive: Archive::new(plan.model),
            of_class: &plan.of_class,
            warm_up: plan.model.time.warm_up,
            is_warm: false,
            is_closed: false,
            horizon: plan.model.time.horizon,
        }
    }

    /// Counts one event of a flow.
    #[inline]
    pub fn count(&mut self, places: &Places, metric: Metric) {
        self.count_many(places, metric, 1);
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
    pub fn book(&mut self, windows: &mut Windows<'p>, now: Days, mut expires: impl FnMut(usize, u32) -> bool) {
        let mut total = Block::default();
        let (of_class, is_measured) = (self.of_class, self.is_warm && !self.is_closed);
        for (class, places) in of_class.iter().enumerate() {
            let block = windows.end_block(class as u16, now, |slot| expires(class, slot));
            self.count_many(places, Metric::Created, block.created);
            self.count_many(places, Metric::Expired, block.expired);
            if let Some(&own) = places[Metric::Gathering as usize].as_slice().first() {
                self.book_level(own as usize, &block, now, |changes| windows.list(Some(class as u16), changes));
            }
            self.shares[class].create(block.created as u64, is_measured);
            self.shares[class].gather(block.signatures, is_measured);
            total += block;
        }
        if let Some(&[_, all]) = of_class.first().map(|places| places[Metric::Gathering as usize].as_slice()) {
            self.book_level(all as usize, &total, now, |changes| windows.list(None, changes));
        }
        windows.begin_block();
    }

    /// Books a block of changes of a level. If it may hold an extreme, `list` adds its changes to those that are looked at;
    /// but the moments of those that are not listed are left for later, when most of such blocks turn out to hold none.
    fn book_level(&mut self, series: usize, block: &Block, now: Days, list: impl FnOnce(&mut Changes<'p>) -> Part) {
        if let Some(suspect) = self.levels[series].book(block, now) {
            self.suspects.take((series, &mut self.levels), suspect, list);
        }
    }

    /// Counts so many events of a flow.
    #[inline]
    pub fn count_many(&mut self, places: &Places, metric: Metric, number: i64) {
        for &cell in places[metric as usize].as_slice() {
            self.levels[cell as usize].count(number);
        }
    }

    /// Sets the level of a series, for who keeps it.
    pub fn set_level(&mut self, series: usize, level: Level) {
        if !self.presence.set_level(series, level) {
            self.levels[series] = level;
        }
    }

    /// The value of a series now.
    pub fn value(&self, series: usize) -> i64 {
        self.presence.value(series).unwrap_or_else(|| self.levels[series].value())
    }

    /// Records a time that was seen to its end.
    #[inline]
    pub fn tally(&mut self, tally: usize, time: Days) {
        self.times[tally].add(time);
    }

    /// Records times that were seen to their end.
    pub fn tally_all(&mut self, tally: usize, times: &[Days]) {
        self.times[tally].add_all(times);
    }

    /// The sum of the times recorded so far.
    pub fn tallied(&self, tally: usize) -> Days {
        self.times[tally].sum()
    }

    /// Records the age at which a request left in another way than the time is about.
    pub fn compete(&mut self, tally: usize, age: Days) {
        self.competed[tally].add(age);
    }

    /// A request of a class is created: a communication, with its tone. `first` is when it was created before all classes.
    #[inline]
    pub fn create(&mut self, class: u16, source: &Source, key: impl FnOnce() -> Key, (first, now): (Days, Days)) {
        let of_class = self.of_class;
        self.count(&of_class[usize::from(class)], Metric::Created);
        let is_measured = self.measures(first);
        self.shares[usize::from(class)].create(1, is_measured);
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
        if self.archive.keeps(usize::from(class)) {
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
    #[inline]
    pub fn measures(&self, created: Days) -> bool {
        created >= self.warm_up && !self.is_closed
    }

    /// True if what happens now counts, of requests that do.
    #[inline]
    pub fn is_open(&self) -> bool {
        !self.is_closed
    }

    /// True if the response time of a request that counts is followed, be it to its end after the horizon.
    #[inline]
    pub fn follows(&self, eligible: Days) -> bool {
        eligible <= self.horizon
    }

    /// Measuring begins: the warm-up is over.
    pub fn begin_measuring(&mut self, model: &Model, now: Days) {
        self.expire_archive(now);
        self.tones.iter_mut().flatten().for_each(|tone| tone.begin_measuring(now));
        self.is_warm = true;
        self.oldest.begin_measuring(now);
        self.clearing.begin_measuring();
        self.suspects.clear();
        self.presence.begin_measuring(now);
        for (index, level) in self.levels.iter_mut().enumerate() {
            // What has happened at the very start counts if there is no warm-up.
            self.flow_base[index] = if now > 0.0 { level.value() } else { 0 };
            level.begin_measuring(now);
        }
        for (staff_use, stage) in self.staff_use.iter_mut().zip(&model.stages) {
            staff_use.begin_measuring(stage.open_time(now));
        }
    }

    /// Counts answers, for the clearing times of later moments.
    pub fn count_answers(&mut self) {
        let levels = &self.levels;
        self.clearing.count(|series| levels[series].value());
    }

    /// Records every level and flow at a grid point.
    pub fn observe(&mut self, plan: &Plan<'_>, point: usize, now: Days) {
        self.count_answers();
        self.expire_archive(now);
        let points = self.layout.grid.len();
        let (series, levels) = (&mut self.outcome.series[..], &self.levels[..]);
        for &index in &plan.counted {
            series[index * points + point] = levels[index].value() as f64;
        }
        self.presence.observe(series, points, point);
        for &(index, how) in &plan.derived {
            let value = match how {
                Derived::Utilisation(stage) => self.staff_use[stage].observe(plan.model.stages[stage].open_time(now)),
                Derived::OldestWait => self.oldest.value(index, now),
                Derived::ClearingTime(number) => {
                    let (values, looks_back_to) = (&self.outcome.series, plan.counting.looks_back_to[point]);
                    self.clearing.observe(number, |series| values[series * points + point], looks_back_to, now)
                }
                Derived::Present => self.derived(&self.layout.series[index]),
            };
            self.outcome.series[index * points + point] = value;
        }
        self.from_creation.go_on(&mut self.outcome.series, self.warm_up, now);
    }

    /// The classes that a cell covers.
    fn classes(&self, cell: &Cell) -> std::ops::Range<usize> {
        cell.class.map_or(0..self.layout.classes, |class| class..class + 1)
    }

    fn created(&self, class: usize) -> u64 {
        own(&self.levels, &self.of_class[class], Metric::Created) as u64
    }
}

/// The value of a flow or level at a place itself, which stands before the totals over it.
fn own(levels: &[Level], places: &Places, metric: Metric) -> i64 {
    places[metric as usize].as_slice().first().map_or(0, |&cell| levels[cell as usize].value())
}
