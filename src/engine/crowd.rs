//! Requests of one source that are counted and not listed.
//!
//! Nothing happens to most of them but that they come and that their window ends. How many have come by each of the moments
//! at which something looks at them ([`Asked`]) is counted once, when their block is drawn, from the cumulated rate there
//! and the columns of the block, 64 requests at a time; and how many windows have ended likewise, one window earlier. Their
//! moments are worked out only where a number depends on them: where an extreme of the number of gathering requests may
//! lie among them, and in the last window before the warm-up or the horizon ends. For the mean over time needs no others:
//! a request adds its window to the integral of their number, but for those whose window is open when the integral is
//! taken.
//!
//! Those that may cross are counted among the others. What sets them apart is foreseen as soon as their block is drawn: how
//! many signatures they gather, and whether they cross and so do not gather any more when their window ends.

use super::{
    arrivals::{Block, CumulatedRate},
    changes,
    columns::members,
    hopeless::Hopeless,
    passed::{First, Passed},
    plan::Due,
    recent::Recent,
    stream::{Key, ROWS},
};
use crate::model::{Days, Signatures, TimeAxis};

/// The moments at which it matters how many requests have been created, in order: those at which something is due, and
/// those one window earlier.
#[derive(Debug, Clone)]
pub struct Asked(Vec<Days>);

impl Asked {
    /// Those of requests with a window, given when something is due.
    pub fn new(due: impl Iterator<Item = Days> + Clone, window: Days) -> Self {
        let ends = due.clone().map(|moment| moment - window);
        let mut moments: Vec<Days> = due.chain(ends.filter(|&moment| moment >= 0.0)).collect();
        moments.sort_unstable_by(f64::total_cmp);
        moments.dedup();
        Self(moments)
    }
}

/// The requests of one source that are counted.
pub struct Crowd<'p> {
    /// What they are named under.
    of: Key,
    window: Days,
    horizon: Days,
    asked: &'p [Days],
    /// The cumulated rate, walked along the moments that are asked for, and its value at the next of them if it is known.
    rate: CumulatedRate<'p>,
    next_value: Option<f64>,
    /// What is told at each of these moments so far, from some of those behind both fronts on.
    told: Recent<Told>,
    /// Number of each block, and where it starts; from one behind both fronts on.
    blocks: Recent<(u64, f64)>,
    /// Of the last block: what one that cannot cross gathers.
    hopeless: Option<&'p Hopeless>,
    /// What is told when all blocks are over.
    over: Told,
    /// The cumulated rate, walked no farther than to those whose moments were worked out last.
    walked: CumulatedRate<'p>,
    /// Which requests have come by now, and whose windows have ended ([`Front`]).
    marches: [March<'p>; 2],
    /// Signatures booked so far of those who came.
    signatures: Signatures,
    /// Room for the rows of a block that were created by each of some moments.
    created: Vec<u64>,
    /// Those that are foreseen by moment of creation, and by how much their signatures exceed those of one that cannot
    /// cross.
    foreseen: Course<(Days, Signatures)>,
    /// Ends of the windows of those that cross.
    regained: Course<Days>,
    /// How many gather, since when, and the integral of that which is booked and not settled.
    level: i64,
    since: Days,
    booked: Days,
    /// When the integral is settled, and its value at the last of these moments that is past.
    settlements: [Settlement; 2],
    settled: Days,
}

/// How many were created by a moment, and the signatures that they would have gathered at the horizon or the end of their
/// window if none could cross.
#[derive(Debug, Clone, Copy, Default)]
struct Told {
    /// The cumulated rate then.
    value: f64,
    count: i64,
    signatures: Signatures,
}

/// A crowd goes along its requests twice: as they come, and as their windows end.
#[derive(Debug, Clone, Copy)]
pub enum Front {
    /// As they come.
    Come,
    /// As their windows end.
    Ended,
}

/// How far along its requests a crowd has got.
struct March<'p> {
    /// Place in the moments that are asked for.
    place: usize,
    /// Whence it came last and where it stands, by moment and cumulated rate, and how many it passed.
    from: (Days, f64),
    until: (Days, f64),
    count: i64,
    total: i64,
    /// The cumulated rate, walked no farther than to whence it came.
    rate: CumulatedRate<'p>,
}

/// A moment at which the integral over time has to be exact.
struct Settlement {
    at: Days,
    /// Windows of requests that are created from then on are still open, and what the ages of these requests add up to.
    opens: Days,
    ages: Days,
}

/// Things in order of time, some of which have come up last.
struct Course<T> {
    things: Recent<T>,
    newly: (usize, usize),
}

impl<'p> Crowd<'p> {
    /// Nobody has come yet.
    pub fn new(of: Key, rate: &CumulatedRate<'p>, window: Days, time: &TimeAxis, asked: &'p Asked) -> Self {
        let opens = |at: Days| if at >= window { at - window } else { f64::NEG_INFINITY };
        let settlement = |at: Days| Settlement { at, opens: opens(at), ages: 0.0 };
        Self {
            of,
            window,
            horizon: time.horizon,
            asked: &asked.0,
            rate: rate.clone(),
            next_value: None,
            told: Recent::default(),
            blocks: Recent::default(),
            hopeless: None,
            over: Told::default(),
            walked: rate.clone(),
            marches: [0.0, -window].map(|from| March::new(rate, from)),
            signatures: 0.0,
            created: Vec::new(),
            foreseen: Course::default(),
            regained: Course::default(),
            level: 0,
            since: 0.0,
            booked: 0.0,
            settlements: [Due::Measure.booked_until(time.warm_up), time.horizon].map(settlement),
            settled: 0.0,
        }
    }

    /// The requests of the next block, of a number and where it starts, are to be counted.
    pub fn push(&mut self, block: &Block, (number, start): (u64, f64), hopeless: &'p Hopeless) {
        self.blocks.push((number, start));
        self.hopeless = Some(hopeless);
        let first = self.told.len();
        let last = first.checked_sub(1).map_or(f64::NEG_INFINITY, |last| self.asked[last]);
        // Rows of those whose windows are open at each settlement, and of those who have their full signatures by the end.
        let mut open =
            self.settlements.each_ref().map(|settlement| if settlement.is_open(last) { u64::MAX } else { 0 });
        let mut full = if last < self.settlements[1].opens { u64::MAX } else { 0 };
        self.created.clear();
        while let Some(&moment) = self.asked.get(self.told.len()) {
            let value = self.next_value.take().unwrap_or_else(|| self.rate.by(moment));
            if value >= block.end() {
                self.next_value = Some(value);
                break;
            }
            let created = block.created_by(value);
            for (settlement, open) in self.settlements.iter().zip(&mut open) {
                *open = if moment == settlement.opens { !created } else { *open };
                *open &= if moment == settlement.at { created } else { u64::MAX };
            }
            full &= if moment == self.settlements[1].opens { created } else { u64::MAX };
            self.created.push(created);
            let count = self.over.count + i64::from(created.count_ones());
            self.told.push(Told { value, count, ..self.over });
        }
        let mut signatures = [0.0; ROWS];
        for (at, row) in block.in_order(open[0] | open[1], &mut self.walked, &mut [0; ROWS]) {
            for (settlement, open) in self.settlements.iter_mut().zip(open) {
                settlement.ages += if open >> row & 1 == 1 { settlement.at - at } else { 0.0 };
            }
            signatures[row] = hopeless.mean(self.horizon - at);
        }
        let of_rows = |created: u64| {
            let partial: f64 = members(created & open[1]).map(|row| signatures[row]).sum();
            f64::from((created & full).count_ones()) * hopeless.full() + partial
        };
        for (told, &created) in self.told.since_mut(first).iter_mut().zip(&self.created) {
            told.signatures += of_rows(created);
        }
        self.over.count += ROWS as i64;
        self.over.signatures += of_rows(u64::MAX);
    }

    /// It is known how many signatures a request of the block that was pushed last will have gathered, and whether it
    /// crosses; in order of creation.
    pub fn foresee(&mut self, created: Days, signatures: Signatures, crosses: bool) {
        let counted = self.hopeless.map_or(0.0, |hopeless| hopeless.mean(self.horizon - created));
        self.foreseen.things.push((created, signatures - counted));
        if crosses && self.window.is_finite() {
            self.regained.things.push(created + self.window);
        }
    }

    /// Adds to a block of changes what happened up to `now`.
    pub fn book(&mut self, changes: &mut changes::Block, now: Days) {
        let told = self.tell(Front::Come, now);
        changes.signatures += told.signatures - std::mem::replace(&mut self.signatures, told.signatures);
        if self.window.is_finite() {
            self.tell(Front::Ended, now - self.window);
        }
        let [come, ended] = self.marches.each_ref().map(|march| march.count);
        changes.signatures +=
            self.foreseen.go_on(|request| request.0 <= now).iter().map(|request| request.1).sum::<f64>();
        let regained = self.regained.go_on(|&end| end <= now);
        changes.area += regained.iter().map(|end| now - end).sum::<f64>();
        changes.begins_with_step |= regained.first().is_some_and(|&end| end <= self.since);
        let regained = regained.len() as i64;
        (changes.created, changes.expired) = (changes.created + come, changes.expired + ended - regained);
        (changes.rises, changes.falls) = (changes.rises + come + regained, changes.falls + ended);
        self.booked += self.level as f64 * (now - self.since);
        self.level += come - ended;
        self.since = now;
        changes.area += self.settle(now);
        self.forget();
    }

    /// Forgets what lies behind both fronts.
    fn forget(&mut self) {
        let last = if self.window.is_finite() { Front::Ended } else { Front::Come };
        let March { place, from, .. } = self.marches[last as usize];
        if self.told.forget(place.saturating_sub(1).min(self.told.len())) {
            self.blocks.forget(self.block_of(from.1));
        }
    }

    /// The number of the block that a value of the cumulated rate lies in, or of the first.
    fn block_of(&self, value: f64) -> usize {
        self.blocks.partition_point(|block| block.1 <= value).saturating_sub(1)
    }

    /// How many have come in what was booked last.
    pub fn newly_come(&self) -> i64 {
        self.marches[Front::Come as usize].count
    }

    /// Those that a front passed in what was booked last, if there are any.
    pub fn passed(&mut self, front: Front) -> Option<Passed<'p>> {
        let first = self.block_of(self.marches[front as usize].from.1);
        let March { from, until, count, total, ref mut rate, .. } = self.marches[front as usize];
        if count == 0 {
            return None;
        }
        rate.by(from.0);
        let first = First { block: self.blocks[first], before: total - count - (first * ROWS) as i64 };
        Some(Passed::new((self.of, first), count, rate.clone(), (from, until)))
    }

    /// Ends of the windows in what was booked last whose requests had crossed before.
    pub fn regained(&self) -> &[Days] {
        self.regained.newly()
    }

    /// Goes on with a front to a moment, and tells what is known of those created by then.
    fn tell(&mut self, front: Front, moment: Days) -> Told {
        let march = &mut self.marches[front as usize];
        while self.asked.get(march.place).is_some_and(|&asked| asked < moment) {
            march.place += 1;
        }
        let told = if moment < 0.0 {
            Told::default()
        } else if self.asked.get(march.place) == Some(&moment) {
            // Where nothing is told yet, no block was counted that was not over; but some may begin at this very moment.
            let over = || Told { value: march.rate.clone().by(moment), ..self.over };
            self.told.get(march.place).copied().unwrap_or_else(over)
        } else {
            let before = march.place.checked_sub(1).and_then(|place| self.told.get(place)).copied().unwrap_or_default();
            let value = march.rate.clone().by(moment);
            let begun = self.blocks.partition_point(|block| block.1 <= value);
            let full = ROWS * begun.saturating_sub(1);
            let last = begun.checked_sub(1).map(|last| self.blocks[last]);
            let created = last.map_or(0, |(number, start)| Block::new(self.of, number, start).created_by(value));
            Told { value, count: (full + created.count_ones() as usize) as i64, ..before }
        };
        march.go_on((moment, told.value), told.count);
        told
    }

    /// What the integral of the level lacks so far, at a settlement; otherwise 0.
    fn settle(&mut self, now: Days) -> Days {
        let Some(settlement) = self.settlements.iter().find(|settlement| settlement.at == now) else { return 0.0 };
        let ended = self.marches[Front::Ended as usize].total;
        let windows = if ended > 0 { self.window * ended as f64 } else { 0.0 };
        let whole = windows + settlement.ages;
        let lacking = whole - self.settled - self.booked;
        (self.settled, self.booked) = (whole, 0.0);
        lacking
    }
}

impl Settlement {
    /// True if windows of requests that are created from a moment on are still open then.
    fn is_open(&self, moment: Days) -> bool {
        self.opens <= moment && moment < self.at
    }
}

impl<'p> March<'p> {
    fn new(rate: &CumulatedRate<'p>, from: Days) -> Self {
        Self { place: 0, from: (from, 0.0), until: (from, 0.0), count: 0, total: 0, rate: rate.clone() }
    }

    fn go_on(&mut self, until: (Days, f64), total: i64) {
        (self.from, self.until) = (self.until, until);
        (self.count, self.total) = (total - self.total, total);
    }
}

impl<T> Default for Course<T> {
    fn default() -> Self {
        Self { things: Recent::default(), newly: (0, 0) }
    }
}

impl<T> Course<T> {
    /// Goes on to what has come up since.
    fn go_on(&mut self, has_come: impl Fn(&T) -> bool) -> &[T] {
        self.things.forget(self.newly.1);
        let came = self.things.since(self.newly.1).iter().take_while(|thing| has_come(thing)).count();
        self.newly = (self.newly.1, self.newly.1 + came);
        self.newly()
    }

    fn newly(&self) -> &[T] {
        &self.things.since(self.newly.0)[..self.newly.1 - self.newly.0]
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{Arrivals, Distribution, Growth, Source, distribution::Bound};
    use jiff::civil::date;

    /// At moments that it was told of beforehand and at others: against a list of all requests.
    #[test]
    fn counts_at_any_moment_as_a_list_does() {
        const WINDOW: Days = 3.5;
        let rate = CumulatedRate::Constant { days_per_request: 0.005, from: 0.0, until: 40.0 };
        let start = date(2025, 1, 1).at(0, 0, 0, 0);
        let time = TimeAxis { start, horizon: 50.0, observe: 1.0, warm_up: 10.0, follow_up: 0.0 };
        let measures_from = Due::Measure.booked_until(time.warm_up);
        let quarters = (0..=200).map(|quarter| f64::from(quarter) / 4.0);
        let asked = Asked::new(quarters.clone().chain([measures_from]), WINDOW);
        let source = Source {
            potential: Some(Distribution::fixed(1.0)),
            growth: Some(Growth::Exponential { time_constant: Distribution::fixed(1.0) }),
            ..Source::plain("source", Arrivals::Moments(Default::default()))
        };
        let hopeless = &Hopeless::of_floors(&source, &[Bound::NONE], 50.0, &Default::default())[0];
        let of = Key::of_replication(2, 5);
        let mut crowd = Crowd::new(of, &rate, WINDOW, &time, &asked);
        let (mut created, mut start, mut walked): (Vec<Days>, _, _) = (vec![], 0.0, rate.clone());
        for number in 0..140 {
            let block = Block::new(of, number, start);
            crowd.push(&block, (number, start), hopeless);
            let mut room = [0; ROWS];
            let in_order = block.in_order(u64::MAX, &mut walked, &mut room);
            created.extend(in_order.map(|(at, _)| at).filter(|&at| at < 40.0));
            start = block.end();
        }
        assert!((7_600..8_400).contains(&created.len()), "{}", created.len());
        let within = |from: Days, until: Days| -> Vec<Days> {
            created.iter().copied().filter(|&at| from < at && at <= until).collect()
        };
        let (mut before, mut level, mut integral) = (0.0, 0, 0.0);
        let others = [0.3, 1.7, measures_from, 10.2, 33.3, 33.4, 38.1, 43.2];
        let mut moments: Vec<Days> = quarters.skip(1).chain(others).collect();
        moments.sort_by(f64::total_cmp);
        for now in moments {
            let mut changes = changes::Block::default();
            crowd.book(&mut changes, now);
            let passed = [within(before, now), within(before - WINDOW, now - WINDOW)];
            assert_eq!([changes.rises, changes.falls], passed.each_ref().map(|passed| passed.len() as i64), "{now}");
            let found =
                [Front::Come, Front::Ended].map(|front| crowd.passed(front).map_or(vec![], |passed| passed.moments()));
            assert_eq!(found, passed, "{now}");
            integral += level as f64 * (now - before) + changes.area;
            level += changes.rises - changes.falls;
            before = now;
            if now == measures_from || now == time.horizon {
                let gathered: Days = within(0.0, now).iter().map(|&at| (now - at).min(WINDOW)).sum();
                assert!((integral / gathered - 1.0).abs() < 1e-12, "{now}: {integral}, expected {gathered}");
            }
        }
        assert_eq!(level, 0);
        assert!(crowd.told.get(0).is_none() && crowd.blocks.get(0).is_none(), "what lies behind is forgotten");
    }
}
