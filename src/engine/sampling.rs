//! A sample of the requests of a class, whose signatures are followed through all ages.
//!
//! Of the requests of each source every so-many-th by number is taken, beginning with a random one: so the sample spreads
//! evenly over time, every request has the same chance, and no draw of any request changes. Whenever the sample of a
//! class grows too large, every second of its requests is let go and the distance doubles. Each request stands for as
//! many as the distance says, so that samples of replications add up as all their requests would.

use rand::Rng;

use super::{
    gathering::{Candidate, Gathering},
    histogram::{Histogram, bin},
    plan::Plan,
    stream::{Key, Purpose, ROWS},
};
use crate::model::{Arrivals, Class, Days, Model, Source, TimeAxis, growth::Curve};

/// Requests that a sample may hold: some thousands over the replications of an ordinary run, for a tenth of its time.
const MOST: usize = 8;

/// Ages at which signatures are counted.
pub const AGES: usize = 41;

/// The ages at which the signatures of a class are counted, evenly from 0 to the end of its window, or to the horizon
/// where it has none; `None` if it gathers no signatures.
pub fn signature_ages(class: &Class, horizon: Days) -> Option<[Days; AGES]> {
    let longest = class.window.unwrap_or(horizon);
    class
        .sources
        .iter()
        .any(Source::gathers)
        .then(|| std::array::from_fn(|step| longest * step as f64 / (AGES - 1) as f64))
}

/// A number that the requests of a class which count hardly ever fall short of by half: those expected of its sources
/// with a steady rate.
fn expected_at_least(class: &Class, time: &TimeAxis) -> f64 {
    let steady = |source: &Source| match source.arrivals {
        Arrivals::Poisson { rate, from, until, rhythm: None, batch: None } => {
            rate * (until.min(time.horizon) - from.max(time.warm_up)).max(0.0)
        }
        _ => 0.0,
    };
    if class.follows.is_some() { 0.0 } else { class.sources.iter().map(steady).sum() }
}

/// What one replication tells of the signatures of a class: of the requests created since the warm-up.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct SignatureSample {
    /// Requests that gather signatures, in the sample or not.
    pub created: u64,
    /// Ages at which requests became eligible without a threshold to gather for.
    pub at_once: Histogram,
    /// How many requests each one of the sample stands for.
    pub weight: u64,
    /// Bins of the number of signatures of sampled request `r` by the `a`-th of [`signature_ages`], at `r * AGES + a`;
    /// beyond the horizon too, for signatures do not depend on what a policy does.
    pub counts: Vec<i32>,
    /// Bin of the age of each sampled request at the horizon.
    pub seen: Vec<i32>,
}

/// Which requests of a source are taken.
#[derive(Debug)]
pub struct Turn {
    /// Added to the number of a request: random, so that it does not matter where numbers begin.
    offset: u64,
    /// Whether requests count now, and how many have counted.
    counts: bool,
    created: u64,
}

impl Turn {
    /// Nothing is taken before [`Turn::begin`].
    pub fn new(source: Key) -> Self {
        Self { offset: source.stream(Purpose::Sample, 0).next_u64(), counts: false, created: 0 }
    }

    /// Requests count from now on.
    pub fn begin(&mut self) {
        self.counts = true;
    }

    /// True if the request of a number is taken, where every one is that has no bit of `mask`.
    #[inline]
    pub fn takes(&self, number: u64, mask: u64) -> bool {
        self.counts && self.offset.wrapping_add(number) & mask == 0
    }

    /// The rows of a block whose requests are taken, if they count when they are created.
    pub fn rows(&self, block: u64, mask: u64) -> u64 {
        let first = self.offset.wrapping_add(block * ROWS as u64);
        let next = first.wrapping_neg() & mask;
        (next..ROWS as u64).step_by((mask + 1).min(ROWS as u64) as usize).fold(0, |rows, row| rows | 1 << row)
    }
}

/// Takes the sample of one class.
pub struct Sampler {
    ages: Option<[Days; AGES]>,
    /// Requests first created from here on count.
    counts_from: Days,
    /// Requests that count of the sources that have ended.
    created: u64,
    /// Requests created before any counts that are not looked at by themselves.
    unlisted: u64,
    at_once: Histogram,
    /// Of requests that come from a class which this one follows.
    turn: Turn,
    /// One less than the distance, which is a power of two.
    mask: u64,
    /// Requests with their numbers.
    taken: Vec<(u64, Candidate)>,
}

impl Sampler {
    /// Nothing is sampled before [`Sampler::begin`].
    pub fn new(model: &Model, class: usize, replication: Key) -> Self {
        let class = &model.classes[class];
        // Half the distance that is to be expected, at which far more than enough are found.
        let distance = expected_at_least(class, &model.time) as u64 / (2 * MOST as u64);
        Self {
            ages: signature_ages(class, model.time.horizon),
            counts_from: f64::INFINITY,
            created: 0,
            unlisted: 0,
            at_once: Histogram::default(),
            turn: Turn::new(replication.named("class").named(&class.name)),
            mask: distance.checked_ilog2().map_or(0, |power| (1 << power) - 1),
            taken: Vec::new(),
        }
    }

    /// Requests first created from now on count, if the class gathers signatures; `unlisted` have been created so far
    /// that are not looked at by themselves.
    pub fn begin(&mut self, now: Days, unlisted: u64) {
        if self.ages.is_some() {
            self.counts_from = now;
            self.unlisted = unlisted;
            self.turn.begin();
        }
    }

    /// Every request is taken, for the time being, whose number has none of these bits.
    #[inline]
    pub fn mask(&self) -> u64 {
        self.mask
    }

    /// A request of a source of the class is created, first at the first of two moments and here at the second. It may
    /// be eligible at once; `number` tells its number, and `candidate` makes what is kept of it.
    #[inline]
    pub fn create(
        &mut self,
        turn: &mut Turn,
        number: impl FnOnce() -> u64,
        is_eligible: bool,
        moments: (Days, Days),
        candidate: impl FnOnce() -> Candidate,
    ) {
        if !turn.counts {
            return;
        }
        let number = number();
        if turn.takes(number, self.mask) {
            self.take(turn.offset.wrapping_add(number), candidate());
        }
        turn.created += 1;
        if is_eligible {
            self.at_once.add(bin(moments.1 - moments.0), 1);
        }
    }

    /// The same of a request that comes from a class which this one follows.
    pub fn hand_over(&mut self, is_eligible: bool, moments: (Days, Days), candidate: impl FnOnce() -> Candidate) {
        if moments.0 >= self.counts_from {
            let mut turn = std::mem::replace(&mut self.turn, Turn { offset: 0, counts: false, created: 0 });
            let number = turn.created;
            self.create(&mut turn, || number, is_eligible, moments, candidate);
            self.turn = turn;
        }
    }

    /// A request of a source of the class will be created at a moment, and is counted among those that are not looked at
    /// by themselves.
    #[inline]
    pub fn foresee(
        &mut self,
        turn: &Turn,
        number: u64,
        at: Days,
        time: &TimeAxis,
        candidate: impl FnOnce() -> Candidate,
    ) {
        let number = turn.offset.wrapping_add(number);
        if number & self.mask == 0 && (time.warm_up..=time.horizon).contains(&at) {
            self.take(number, candidate());
        }
    }

    #[cold]
    fn take(&mut self, number: u64, candidate: Candidate) {
        self.taken.push((number, candidate));
        while self.taken.len() > MOST {
            self.mask = 2 * self.mask + 1;
            let mask = self.mask;
            self.taken.retain(|(number, _)| number & mask == 0);
        }
    }

    /// Requests of a source do not count any more.
    pub fn end(&mut self, turn: &mut Turn) {
        self.created += turn.created;
        turn.counts = false;
    }

    /// The horizon: what became of the sampled requests, by the law of their signatures given what is known of them;
    /// `unlisted` have been created that were not looked at by themselves.
    pub fn close(&mut self, plan: &Plan<'_>, class: usize, gathering: &Gathering, unlisted: u64) -> SignatureSample {
        self.counts_from = f64::INFINITY;
        self.created += self.turn.created + (unlisted - self.unlisted);
        let Some(ages) = &self.ages else { return SignatureSample::default() };
        let sources = &plan.model.classes[class].sources;
        // Those of several sources may have been foreseen in turns.
        self.taken.sort_by(|one, other| one.1.created.total_cmp(&other.1.created));
        // Many have one curve in common.
        let shares = |curve: &Curve| ages.map(|age| curve.share(age));
        let common = sources.iter().map(|source| source.growth.as_ref()?.common().as_ref().map(shares));
        let common: Vec<Option<[f64; AGES]>> = common.collect();
        let mut counts = Vec::with_capacity(self.taken.len() * AGES);
        for (_, candidate) in &self.taken {
            let mut growing = gathering.signatures(candidate, sources, &plan.floor);
            growing.signatures.draw_from(candidate.key.stream(Purpose::SampledSignatures, 0));
            let mut intensity = 0.0;
            for share in common[usize::from(candidate.source)].unwrap_or_else(|| shares(growing.curve())) {
                intensity = f64::max(intensity, growing.potential * share);
                counts.push(growing.signatures.next_count_bin(intensity));
            }
        }
        let seen = self.taken.iter().map(|(_, candidate)| bin(plan.model.time.horizon - candidate.created)).collect();
        SignatureSample {
            created: self.created,
            at_once: std::mem::take(&mut self.at_once),
            weight: self.mask + 1,
            counts,
            seen,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Two sources, of which the second has three times as many requests; the first ten of each do not count.
    fn run(replication: u64, requests: u64) -> Sampler {
        let key = Key::of_replication(5, replication);
        let mut turns = [key.child(1), key.child(2)].map(Turn::new);
        let mut sampler = Sampler {
            ages: Some([0.0; AGES]),
            counts_from: 0.0,
            created: 0,
            unlisted: 0,
            at_once: Histogram::default(),
            turn: Turn::new(key),
            mask: 0,
            taken: Vec::new(),
        };
        let mut numbers = [0; 2];
        for request in 0..40 + 4 * requests {
            let source = usize::from(request % 4 > 0);
            let number = numbers[source];
            numbers[source] += 1;
            if request == 40 {
                turns.iter_mut().for_each(Turn::begin);
                continue;
            }
            let candidate = || Candidate::new(key.child(request), 1.0, 3.0, source as u16, 0, 0);
            sampler.create(&mut turns[source], || number, false, (1.0, 1.0), candidate);
        }
        turns.iter_mut().for_each(|turn| sampler.end(turn));
        sampler
    }

    #[test]
    fn rows_of_a_block_are_those_of_its_numbers() {
        let mut turn = Turn::new(Key::of_replication(5, 1));
        turn.begin();
        for mask in [0, 1, 7, 31, 63, 127, 1_023] {
            for block in 0..50 {
                let taken =
                    (0..64).filter(|row| turn.takes(64 * block + row, mask)).fold(0, |rows, row| rows | 1 << row);
                assert_eq!(turn.rows(block, mask), taken, "block {block}, mask {mask}");
            }
        }
    }

    #[test]
    fn few_are_all_taken_and_many_at_even_distances() {
        let few = run(1, 2);
        assert_eq!((few.taken.len(), few.mask, few.created), (7, 0, 7));
        for requests in [17, 300, 12_345] {
            let many = run(2, requests);
            assert!((MOST / 2 - 2..=MOST).contains(&many.taken.len()), "{requests}: {}", many.taken.len());
            for source in [0, 1] {
                let of_source = many.taken.iter().filter(|taken| taken.1.source == source);
                let numbers: Vec<u64> = of_source.map(|taken| taken.0).collect();
                assert!(numbers.windows(2).all(|pair| pair[1] - pair[0] == many.mask + 1));
            }
            assert_eq!(many.created, 4 * requests - 1);
        }
    }

    /// The expected number of sampled requests times the distance is the number of requests: alpha 0.0001 for each source.
    #[test]
    fn every_request_has_the_same_chance() {
        let (mut sums, mut squares) = ([0.0; 2], [0.0; 2]);
        for replication in 0..8_000 {
            let sampler = run(replication, 50);
            for source in [0, 1] {
                let taken = sampler.taken.iter().filter(|taken| usize::from(taken.1.source) == source).count();
                let stands_for = taken as f64 * (sampler.mask + 1) as f64;
                sums[source] += stands_for;
                squares[source] += stands_for * stands_for;
            }
        }
        for (source, requests) in [49.0, 150.0].into_iter().enumerate() {
            let mean = sums[source] / 8e3;
            let error = 3.89 * ((squares[source] / 8e3 - mean * mean) / 8e3).sqrt();
            assert!((mean - requests).abs() < error, "{mean}, expected {requests} ± {error}");
        }
    }
}
