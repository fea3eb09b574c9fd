//! The sources of requests in one replication, each with its next request.

use super::{
    arrivals::{ArrivalProcess, Block, CumulatedRate, Name, Triggering},
    columns::Column,
    crowd::Crowd,
    plan::Plan,
    sampling::Turn,
    stream::{Key, ROWS},
    windows::Lane,
};
use crate::model::{Arrivals, Days, Signatures, Source, distribution::Bound};

/// A source with its next request.
pub struct SourceState<'m> {
    /// Index of its class.
    pub class: u16,
    /// Its index within the class.
    pub index: u16,
    /// Where happenings may scale arrivals up, a source has further layers, which stand after it.
    pub layer: u16,
    /// The last of its layers.
    pub layers: u16,
    /// What it is.
    pub source: &'m Source,
    /// When its next request comes that is looked at by itself, or a moment not after it that has to be looked ahead
    /// to; infinite if none does.
    pub next: Days,
    /// What its requests trigger.
    pub triggering: Option<Triggering>,
    /// Number of its lane.
    pub lane: usize,
    /// Whether there is anything to look ahead to.
    pub looks_ahead: bool,
    /// Which of its requests are sampled.
    pub turn: Turn,
    flow: Flow<'m>,
}

/// How its requests come.
enum Flow<'m> {
    /// One after another; how many so far, and whether the next is known to be within reach.
    Sequence { arrivals: Box<ArrivalProcess<'m>>, created: u64, is_within_reach: bool },
    /// By blocks.
    Blocks(Box<Blocks<'m>>),
}

/// The blocks of a Poisson process.
struct Blocks<'m> {
    /// What its requests are named under, and the last block of them.
    key: Key,
    block: Key,
    /// The cumulated rate, walked up to the last of `singles`, and up to the end of the last block.
    rate: CumulatedRate<'m>,
    ends: CumulatedRate<'m>,
    /// Blocks so far, the value at which the last ends, and when that is reached.
    drawn: u64,
    end: f64,
    end_at: Days,
    /// Requests that are looked at by themselves when they are created, the next one last.
    singles: Vec<Single>,
}

/// A request that is looked at by itself.
#[derive(Debug, Clone, Copy)]
pub struct Single {
    /// When it is created.
    pub at: Days,
    /// Its number in its source.
    pub number: u64,
    /// Its potential.
    pub potential: Signatures,
    /// False of one that is looked at only because it is sampled.
    pub may_cross: bool,
}

/// A request that is created.
#[derive(Debug, Clone, Copy)]
pub struct Taken {
    /// Its name.
    pub name: Name,
    /// Its potential, 0 where there is none.
    pub potential: Signatures,
    /// Its number in its source, which tells whether it is sampled.
    pub number: u64,
}

impl<'m> SourceState<'m> {
    /// A source of a plan, at `(class, index)`, before its first request; the number of its layer and of the last one.
    pub fn new(
        plan: &Plan<'m>,
        (class, index): (usize, usize),
        (layer, layers): (u16, u16),
        source: &'m Source,
        key: Key,
        lane: usize,
    ) -> Self {
        let end = plan.model.time.end();
        let blocks = Blocks::of(source, key, layer, end);
        let looks_ahead = blocks.is_some() || (plan.looks_ahead[class] && source.gathers());
        let flow = blocks.map_or_else(
            || Flow::Sequence {
                arrivals: Box::new(ArrivalProcess::new(&source.arrivals, key, layer, end)),
                created: 0,
                is_within_reach: false,
            },
            |blocks| Flow::Blocks(Box::new(blocks)),
        );
        let mut state = Self {
            class: class as u16,
            index: index as u16,
            layer,
            layers,
            source,
            next: 0.0,
            triggering: Triggering::of(&plan.model.classes[class], source),
            lane,
            looks_ahead,
            turn: Turn::new(key),
            flow,
        };
        state.find_next();
        state
    }

    /// What counts its requests that cannot cross, if they are not noted one by one.
    pub fn crowd<'p>(&self, plan: &'p Plan<'m>) -> Option<Crowd<'p>>
    where
        'm: 'p,
    {
        let class = usize::from(self.class);
        match &self.flow {
            Flow::Blocks(blocks) if plan.looks_ahead[class] && self.source.gathers() => {
                let window = plan.model.classes[class].window.unwrap_or(f64::INFINITY);
                Some(Crowd::new(blocks.key, &blocks.rate, window, &plan.model.time, &plan.asked[class]))
            }
            _ => None,
        }
    }

    /// Looks ahead to the next request that may cross, if it comes by a moment. The others before it are noted in the
    /// lane; `floor` is the potential that those have to exceed which are created now, and of the numbers of requests
    /// every one is sampled that has no bit of `mask`. Where a block comes whose requests are counted, those of them that
    /// may cross and those of the sample are `foreseen`, and the looking ends there: it has to be gone on with.
    pub fn look_ahead<'p>(
        &mut self,
        plan: &'p Plan<'m>,
        until: Days,
        floor: Bound,
        mask: u64,
        lane: &mut Lane<'p>,
        foreseen: &mut Vec<Single>,
    ) {
        let place = (usize::from(self.class), usize::from(self.index));
        match &mut self.flow {
            Flow::Blocks(blocks) => {
                while foreseen.is_empty() && blocks.singles.is_empty() && blocks.end_at <= until {
                    let sample = |from, until, block| {
                        let counts = until >= plan.model.time.warm_up && from <= plan.model.time.horizon;
                        if counts { self.turn.rows(block, mask) } else { 0 }
                    };
                    blocks.draw(plan, place, self.source, sample, lane, foreseen);
                }
            }
            Flow::Sequence { arrivals, created, is_within_reach } => {
                let Some(hopeless) = plan.hopeless(place.0, place.1, floor) else { return };
                while !*is_within_reach && self.next <= until {
                    let names = arrivals.names();
                    *is_within_reach = self.turn.takes(*created, mask) || names.is_among(hopeless.others(), floor);
                    if !*is_within_reach {
                        names.take();
                        *created += 1;
                        lane.come(self.next);
                        self.next = arrivals.next_moment();
                    }
                }
                return;
            }
        }
        self.find_next();
    }

    /// The name of a request that was foreseen when the last block was drawn.
    pub fn name(&self, number: u64) -> Option<Name> {
        match &self.flow {
            Flow::Blocks(blocks) => Some(Name { block: blocks.block, number }),
            Flow::Sequence { .. } => None,
        }
    }

    /// Takes the next request.
    #[inline]
    pub fn take_next(&mut self) -> Taken {
        let taken = match &mut self.flow {
            Flow::Blocks(blocks) => {
                let Single { number, potential, .. } = blocks.singles.pop().expect("what is next is looked ahead to");
                Taken { name: Name { block: blocks.block, number }, potential, number }
            }
            Flow::Sequence { arrivals, created, is_within_reach } => {
                let names = arrivals.names();
                let potential = self.source.potential.as_ref().map_or(0.0, |potentials| potentials.at(names.place()));
                let taken = Taken { name: names.take(), potential, number: *created };
                *created += 1;
                *is_within_reach = false;
                taken
            }
        };
        self.find_next();
        taken
    }

    /// Takes the next request and those after it that come by a moment, as many as `moments` has room for and are named
    /// by one sequence. Returns how many, the key that they are named under, and the number of the first. Only for
    /// requests without a potential.
    #[inline]
    pub fn take_several(&mut self, until: Days, moments: &mut [Days]) -> (usize, Key, u64) {
        let Flow::Sequence { arrivals, created, .. } = &mut self.flow else {
            unreachable!("without potentials requests come one after another");
        };
        let room = if arrivals.is_one_sequence() { moments.len() } else { 1 };
        let names = arrivals.names();
        let (of, first) = (names.key, names.skip(1));
        let (taken, next) = arrivals.next_moments(self.next, until, &mut moments[..room]);
        self.next = next;
        if taken > 1 {
            arrivals.names().skip(taken as u64 - 1);
        }
        *created += taken as u64;
        (taken, of, first)
    }

    fn find_next(&mut self) {
        self.next = match &mut self.flow {
            Flow::Blocks(blocks) => blocks.singles.last().map_or(blocks.end_at, |single| single.at),
            Flow::Sequence { arrivals, .. } => arrivals.next_moment(),
        };
    }
}

impl<'m> Blocks<'m> {
    /// Those of a source called `key`; `None` if its requests come one after another, as they do without a potential, or
    /// if they are no Poisson process of a given rate.
    fn of(source: &'m Source, key: Key, layer: u16, end: Days) -> Option<Self> {
        source.potential.as_ref()?;
        if let Arrivals::Poisson { batch: Some(_), .. } = &source.arrivals {
            return None;
        }
        let rate = CumulatedRate::of(&source.arrivals, key, end)?;
        Some(Self {
            key: key.of_layer(layer),
            block: key,
            ends: rate.clone(),
            drawn: 0,
            end: rate.beginning(),
            end_at: 0.0,
            rate,
            singles: Vec::new(),
        })
    }

    /// Draws the next block. If its requests are counted, those that may cross and those of the sample are `foreseen`;
    /// `sample` tells the rows of the latter, given when the block begins and ends and its number.
    fn draw<'p>(
        &mut self,
        plan: &'p Plan<'m>,
        (class, index): (usize, usize),
        source: &Source,
        sample: impl FnOnce(Days, Days, u64) -> u64,
        lane: &mut Lane<'p>,
        foreseen: &mut Vec<Single>,
    ) {
        let Some(potentials) = &source.potential else { return };
        let number = self.drawn;
        self.drawn += 1;
        self.block = self.key.block(number);
        let start = self.end;
        let block = Block::new(self.key, number, start);
        let column = Column::of_potentials(self.key, number);
        self.end = block.end();
        let from = std::mem::replace(&mut self.end_at, self.ends.reach(self.end));
        let hopeless = plan.hopeless_within(class, index, from, self.end_at);
        let able = hopeless.map_or(u64::MAX, |hopeless| column.within(hopeless.others()));
        let singles = if hopeless.is_some() { able | sample(from, self.end_at, number) } else { able };
        let single = |(at, row): (Days, usize)| Single {
            at,
            number: number * ROWS as u64 + row as u64,
            potential: potentials.at(column.variate(row)),
            may_cross: able >> row & 1 == 1,
        };
        let mut room = [0; ROWS];
        let created = block.in_order(singles, &mut self.rate, &mut room).filter(|(at, _)| at.is_finite());
        if let Some((hopeless, crowd)) = hopeless.zip(lane.crowd()) {
            foreseen.extend(created.map(single));
            crowd.push(&block, (number, start), hopeless);
        } else {
            self.singles.extend(created.map(single));
            self.singles.reverse();
        }
    }
}
