//! Requests of one source that are counted and not listed.
//!
//! Nothing happens to most of them but that they come and that their window ends. How many have come by a moment is told by the
//! cumulated rate there and the columns of their blocks, 64 requests at a time, and how many windows have ended likewise,
//! one window earlier. Their moments are worked out only where a number depends on them: where an extreme of the number
//! of gathering requests may lie among them, and in the last window before the warm-up or the horizon ends. For the mean
//! over time needs no others: a request adds its window to the integral of their number, but for those whose window is
//! open when the integral is taken.
//!
//! Those that may cross are counted among the others. What sets them apart is foreseen as soon as their block is drawn: how
//! many signatures they gather, and whether they cross and so do not gather any more when their window ends.

use std::{collections::VecDeque, rc::Rc};

use super::{
    arrivals::{Block, CumulatedRate},
    changes,
    hopeless::Hopeless,
};
use crate::model::{Days, Signatures, TimeAxis};

/// The requests of one source that are counted.
pub struct Crowd<'p> {
    window: Days,
    horizon: Days,
    blocks: Blocks<'p>,
    /// Which requests have come by now.
    come: Front<'p>,
    /// Whose windows have ended by now.
    ended: Front<'p>,
    /// Where the first front stood at the moments to which the second has not come yet: for a grid of days and a window
    /// of days it will stand there, too.
    stands: VecDeque<(Days, Stand)>,
    /// Moments of creation of those to come that are foreseen, in order, and by how much their signatures exceed those of
    /// one that cannot cross.
    foreseen: VecDeque<(Days, Signatures)>,
    /// Ends of the windows of those that cross, in order, and how many of them lie in what was booked last.
    regained: VecDeque<Days>,
    newly_regained: usize,
    /// How many gather, since when, and the integral of that which is booked and not settled.
    level: i64,
    since: Days,
    booked: Days,
    /// When the integral is settled, and its value at the last of these moments that is past.
    settlements: [Settlement; 2],
    settled: Days,
}

/// Blocks in order, without those that the fronts have left behind.
struct Blocks<'p> {
    left_behind: usize,
    others: VecDeque<Counted<'p>>,
}

/// A block, and what is known of those of its requests that cannot cross.
struct Counted<'p> {
    block: Rc<Block>,
    hopeless: &'p Hopeless,
}

/// How far along its requests a crowd has got.
struct Front<'p> {
    rate: CumulatedRate<'p>,
    stand: Stand,
    /// What it passed last: rows by number of their block, and how many there are.
    newly: Vec<(usize, u64)>,
    count: i64,
    total: i64,
    /// The moments from and to which it went.
    went: (Days, Days),
    /// Moments of creation of what it passed last, once they are worked out.
    listed: Option<Vec<Days>>,
    /// The cumulated rate, walked no farther than to them.
    walked: CumulatedRate<'p>,
}

/// Where a front stands.
#[derive(Debug, Clone, Copy, Default)]
struct Stand {
    /// Number of the block, and the rows of it that are passed.
    block: usize,
    passed: u64,
}

/// A moment at which the integral over time has to be exact.
struct Settlement {
    at: Days,
    /// The ages then of the requests whose windows are still open.
    ages: Days,
}

impl<'p> Crowd<'p> {
    /// Nobody has come yet.
    pub fn new(rate: &CumulatedRate<'p>, window: Days, time: &TimeAxis) -> Self {
        Self {
            window,
            horizon: time.horizon,
            blocks: Blocks { left_behind: 0, others: VecDeque::new() },
            come: Front::new(rate, 0.0),
            ended: Front::new(rate, -window),
            stands: VecDeque::new(),
            foreseen: VecDeque::new(),
            regained: VecDeque::new(),
            newly_regained: 0,
            level: 0,
            since: 0.0,
            booked: 0.0,
            settlements: [time.warm_up, time.horizon].map(|at| Settlement { at, ages: 0.0 }),
            settled: 0.0,
        }
    }

    /// The requests of the next block are to be counted.
    pub fn push(&mut self, block: Block, hopeless: &'p Hopeless) {
        self.blocks.others.push_back(Counted { block: Rc::new(block), hopeless });
    }

    /// It is known how many signatures a request of the block that was pushed last will have gathered, and whether it
    /// crosses; in order of creation.
    pub fn foresee(&mut self, created: Days, signatures: Signatures, crosses: bool) {
        let Some(Counted { hopeless, .. }) = self.blocks.others.back() else { return };
        self.foreseen.push_back((created, signatures - hopeless.mean(self.horizon - created)));
        if crosses && self.window.is_finite() {
            self.regained.push_back(created + self.window);
        }
    }

    /// Adds to a block of changes what happened up to `now`.
    pub fn book(&mut self, changes: &mut changes::Block, now: Days) {
        self.forget();
        self.come.advance(&self.blocks, now, None);
        if self.window.is_finite() {
            self.stands.push_back((now, self.come.stand));
            let ends = now - self.window;
            while self.stands.pop_front_if(|stand| stand.0 < ends).is_some() {}
            let known = self.stands.front().filter(|stand| stand.0 == ends).map(|stand| stand.1);
            self.ended.advance(&self.blocks, ends, known);
        }
        self.booked += self.level as f64 * (now - self.since);
        self.note_ages(now);
        changes.signatures += self.signatures(now);
        while let Some((_, excess)) = self.foreseen.pop_front_if(|request| request.0 <= now) {
            changes.signatures += excess;
        }
        (changes.rises, changes.falls) = (changes.rises + self.come.count, changes.falls + self.ended.count);
        (changes.created, changes.expired) = (changes.created + self.come.count, changes.expired + self.ended.count);
        self.level += self.come.count - self.ended.count;
        self.regain(changes, now);
        self.since = now;
        changes.area += self.settle(now);
    }

    /// Takes back that windows have ended whose requests had crossed before.
    fn regain(&mut self, changes: &mut changes::Block, now: Days) {
        self.regained.drain(..self.newly_regained);
        self.newly_regained = self.regained.partition_point(|&end| end <= now);
        let (number, since) = (self.newly_regained as i64, self.since);
        (changes.rises, changes.expired) = (changes.rises + number, changes.expired - number);
        changes.area += self.regained().iter().map(|end| now - end).sum::<f64>();
        changes.begins_with_step |= self.regained().first().is_some_and(|&end| end <= since);
    }

    /// Ends of the windows in what was booked last whose requests had crossed before.
    pub fn regained(&mut self) -> &[Days] {
        &self.regained.make_contiguous()[..self.newly_regained]
    }

    /// How many have come in what was booked last.
    pub fn newly_come(&self) -> i64 {
        self.come.count
    }

    /// Those that came in what was booked last.
    pub fn came(&mut self) -> Passed<'p> {
        self.come.passed_last(&self.blocks)
    }

    /// Those whose windows ended in what was booked last.
    pub fn expired(&mut self) -> Passed<'p> {
        self.ended.passed_last(&self.blocks)
    }

    /// Lets go of blocks that are over.
    fn forget(&mut self) {
        let last = if self.window.is_finite() { &self.ended } else { &self.come };
        let over = last.stand.block - self.blocks.left_behind;
        if over > 0 {
            self.blocks.others.drain(..over);
            self.blocks.left_behind += over;
        }
    }

    /// Notes the ages, at the next settlements, of those who came and will still gather then.
    fn note_ages(&mut self, now: Days) {
        for settlement in &mut self.settlements {
            let opens = settlement.at - self.window;
            if self.come.count > 0 && now > opens && self.since < settlement.at {
                let open = self.come.moments(&self.blocks).iter().filter(|&&at| at > opens);
                settlement.ages += open.map(|at| settlement.at - at).sum::<f64>();
            }
        }
    }

    /// What the integral of the level lacks so far, at a settlement; otherwise 0.
    fn settle(&mut self, now: Days) -> Days {
        let Some(settlement) = self.settlements.iter().find(|settlement| settlement.at == now) else { return 0.0 };
        let windows = if self.ended.total > 0 { self.window * self.ended.total as f64 } else { 0.0 };
        let whole = windows + settlement.ages;
        let lacking = whole - self.settled - self.booked;
        (self.settled, self.booked) = (whole, 0.0);
        lacking
    }

    /// Signatures that those who came would have gathered at the horizon or the end of their window if none could cross.
    fn signatures(&mut self, now: Days) -> f64 {
        let mut sum = 0.0;
        let mut listed = 0;
        for place in 0..self.come.newly.len() {
            let (block, rows) = self.come.newly[place];
            let count = rows.count_ones() as usize;
            let Some(&Counted { hopeless, .. }) = self.blocks.get(block) else { continue };
            sum += match hopeless.gathered_by_all(now, self.horizon) {
                Some(each) => count as f64 * each,
                None => {
                    let moments = &self.come.moments(&self.blocks)[listed..listed + count];
                    hopeless.gathered(moments, now, self.horizon)
                }
            };
            listed += count;
        }
        sum
    }
}

impl<'p> Blocks<'p> {
    fn get(&self, block: usize) -> Option<&Counted<'p>> {
        self.others.get(block - self.left_behind)
    }
}

impl<'p> Front<'p> {
    fn new(rate: &CumulatedRate<'p>, from: Days) -> Self {
        Self {
            rate: rate.clone(),
            stand: Stand::default(),
            newly: Vec::new(),
            count: 0,
            total: 0,
            went: (from, from),
            listed: None,
            walked: rate.clone(),
        }
    }

    /// Goes on to a moment; perhaps it is known where it will stand.
    fn advance(&mut self, blocks: &Blocks, moment: Days, known: Option<Stand>) {
        self.newly.clear();
        self.listed = None;
        self.went = (self.went.1, moment);
        self.count = 0;
        let value = if known.is_some() { f64::NAN } else { self.rate.by(moment) };
        while let Some(counted) = blocks.get(self.stand.block) {
            let (passed, stands) = match known {
                Some(known) if known.block == self.stand.block => (known.passed, true),
                Some(_) => (u64::MAX, false),
                None => (counted.block.created_by(value), value < counted.block.end()),
            };
            let rows = passed & !self.stand.passed;
            if rows != 0 {
                self.newly.push((self.stand.block, rows));
                self.count += i64::from(rows.count_ones());
            }
            if stands {
                self.stand.passed |= passed;
                break;
            }
            self.stand = Stand { block: self.stand.block + 1, passed: 0 };
        }
        self.total += self.count;
    }

    /// Moments of creation of the requests that it passed last, in order.
    fn moments(&mut self, blocks: &Blocks) -> &[Days] {
        if self.listed.is_none() {
            self.listed = Some(self.passed_last(blocks).moments());
        }
        self.listed.as_deref().unwrap_or_default()
    }

    /// The requests that it passed last.
    fn passed_last(&mut self, blocks: &Blocks) -> Passed<'p> {
        self.walked.by(self.went.0);
        let of_block = |&(block, rows): &(usize, u64)| Some((Rc::clone(&blocks.get(block)?.block), rows));
        let mut passed = Vec::with_capacity(self.newly.len());
        passed.extend(self.newly.iter().filter_map(of_block));
        Passed { rows: passed, rate: self.walked.clone(), went: self.went }
    }
}

/// Requests of a crowd that were passed together, whose moments are not worked out yet.
pub struct Passed<'p> {
    rows: Vec<(Rc<Block>, u64)>,
    /// Not walked beyond the first.
    rate: CumulatedRate<'p>,
    went: (Days, Days),
}

impl Passed<'_> {
    /// How many they are.
    pub fn count(&self) -> u32 {
        self.rows.iter().map(|(_, rows)| rows.count_ones()).sum()
    }

    /// Those created by a moment, and the others.
    pub fn split(self, moment: Days) -> (Self, Self) {
        let value = self.rate.clone().by(moment);
        let blocks = self.rows.len();
        let (mut early, mut late) = (Vec::with_capacity(blocks), Vec::with_capacity(blocks));
        for (block, rows) in self.rows {
            let created = block.created_by(value) & rows;
            for (part, rows) in [(&mut late, rows & !created), (&mut early, created)] {
                if rows != 0 {
                    part.push((Rc::clone(&block), rows));
                }
            }
        }
        let (from, until) = self.went;
        let early = Self { rows: early, rate: self.rate.clone(), went: (from, moment.clamp(from, until)) };
        (early, Self { rows: late, rate: self.rate, went: (moment.clamp(from, until), until) })
    }

    /// Their moments of creation, in order.
    pub fn moments(self) -> Vec<Days> {
        let Self { rows, mut rate, went } = self;
        let mut moments = Vec::with_capacity(rows.iter().map(|(_, rows)| rows.count_ones() as usize).sum());
        for (block, rows) in &rows {
            // Rounding may not lead out of the time in which they came.
            let of_block = block.in_order(*rows, &mut rate);
            moments.extend(of_block.iter().map(|(at, _)| at.clamp(went.0, went.1)));
        }
        moments
    }
}
