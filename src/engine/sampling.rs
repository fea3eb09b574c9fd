//! A sample of the requests of a class, whose signatures are followed through all ages.
//!
//! Of the requests in the order of their creation every so-many-th is taken, beginning with a random one: so the
//! sample spreads evenly over time, every request has the same chance, and no draw of any request changes. Whenever the
//! sample grows too large, every second of its requests is let go and the distance doubles. Each request stands for as
//! many as the distance says, so that samples of replications add up as all their requests would.

use rand::Rng;

use super::{
    gathering::{Candidate, Gathering},
    histogram::{Histogram, bin},
    plan::Plan,
    stream::{Key, Purpose},
};
use crate::model::{Class, Days, Model, Source};

/// Requests that a sample may hold. Their quantiles are as sharp as those of all requests after a few replications,
/// and following so many costs little beside simulating them.
const MOST: usize = 64;

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

/// A number that no request has.
const NONE: u64 = u64::MAX;

/// Takes the sample of one class.
pub struct Sampler {
    ages: Option<[Days; AGES]>,
    /// Requests created from here on are counted.
    counts_from: Days,
    /// Requests so far, and when counting began.
    created: u64,
    begun: u64,
    at_once: Histogram,
    /// Number of the request that is taken next; none has the largest number.
    next: u64,
    /// Decides which requests are taken.
    offset: u64,
    /// One less than the distance, which is a power of two.
    mask: u64,
    /// Requests with their numbers.
    taken: Vec<(u64, Candidate)>,
}

impl Sampler {
    /// Nothing is sampled before [`Sampler::begin`].
    pub fn new(model: &Model, class: usize, replication: Key) -> Self {
        let class = &model.classes[class];
        let mut stream = replication.named("class").named(&class.name).stream(Purpose::Sample, 0);
        Self {
            ages: signature_ages(class, model.time.horizon),
            counts_from: f64::INFINITY,
            created: 0,
            begun: 0,
            next: NONE,
            at_once: Histogram::default(),
            offset: stream.next_u64(),
            mask: 0,
            taken: Vec::new(),
        }
    }

    /// Requests created from now on are sampled, if the class gathers signatures.
    pub fn begin(&mut self, now: Days) {
        if self.ages.is_some() {
            (self.counts_from, self.begun, self.next) = (now, self.created, self.created);
        }
    }

    /// True if the next request of which [`Sampler::create`] is told is sampled.
    #[inline]
    pub fn takes_next(&self) -> bool {
        self.created == self.next
    }

    /// A request is created that gathers signatures, or would if it were not eligible at once; `candidate` makes what
    /// is kept of it.
    #[inline]
    pub fn create(&mut self, candidate: impl FnOnce() -> Candidate) {
        if self.created == self.next {
            self.take(candidate());
        }
        self.created += 1;
    }

    /// True if a request counts that was first created then, perhaps in a class that this one follows.
    pub fn counts(&self, created: Days) -> bool {
        created >= self.counts_from
    }

    /// A request of which [`Sampler::create`] was told is eligible at once.
    pub fn pass(&mut self, created: Days, now: Days) {
        if self.counts(created) {
            self.at_once.add(bin(now - created), 1);
        }
    }

    #[cold]
    fn take(&mut self, candidate: Candidate) {
        self.taken.push((self.created, candidate));
        if self.taken.len() > MOST {
            self.mask = 2 * self.mask + 1;
            let (offset, mask) = (self.offset, self.mask);
            self.taken.retain(|(number, _)| number.wrapping_add(offset) & mask == 0);
        }
        // The next number that goes with the offset into the distance.
        let after = self.created + 1;
        self.next = after + (after.wrapping_add(self.offset).wrapping_neg() & self.mask);
    }

    /// The horizon: what became of the sampled requests, by the law of their signatures given what is known of them.
    pub fn close(&mut self, plan: &Plan<'_>, class: usize, gathering: &Gathering) -> SignatureSample {
        (self.counts_from, self.next) = (f64::INFINITY, NONE);
        let Some(ages) = &self.ages else { return SignatureSample::default() };
        let sources = &plan.model.classes[class].sources;
        let mut counts = Vec::with_capacity(self.taken.len() * AGES);
        for (_, candidate) in &self.taken {
            let mut growing = gathering.signatures(candidate, sources, &plan.floor);
            growing.signatures.draw_from(candidate.key.stream(Purpose::SampledSignatures, 0));
            for &age in ages {
                let intensity = growing.potential * growing.curve().share(age);
                counts.push(growing.signatures.count_bin(intensity));
            }
        }
        let seen = self.taken.iter().map(|(_, candidate)| bin(plan.model.time.horizon - candidate.created)).collect();
        SignatureSample {
            created: self.created - self.begun,
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

    fn run(replication: u64, requests: u64) -> Sampler {
        let key = Key::of_replication(5, replication);
        let mut sampler = Sampler {
            ages: Some([0.0; AGES]),
            counts_from: f64::INFINITY,
            created: 0,
            begun: 0,
            next: NONE,
            at_once: Histogram::default(),
            offset: key.stream(Purpose::Sample, 0).next_u64(),
            mask: 0,
            taken: Vec::new(),
        };
        for number in 0..10 + requests {
            if number == 10 {
                sampler.begin(1.0);
            }
            let takes = sampler.takes_next();
            let mut is_taken = false;
            sampler.create(|| {
                is_taken = true;
                Candidate::new(key.child(number), 1.0, 3.0, 0, 0, 0)
            });
            assert_eq!(takes, is_taken, "{number}");
        }
        sampler
    }

    #[test]
    fn few_are_all_taken_and_many_at_even_distances() {
        let few = run(1, 64);
        assert_eq!((few.taken.len(), few.mask), (64, 0));
        for requests in [65, 1_000, 12_345] {
            let many = run(2, requests);
            assert!((MOST / 2..=MOST).contains(&many.taken.len()), "{requests}: {}", many.taken.len());
            assert!(many.taken.windows(2).all(|pair| pair[1].0 - pair[0].0 == many.mask + 1));
            assert_eq!(many.created - many.begun, requests);
        }
    }

    /// The share of samples that hold a request is one over the distance: alpha 0.0001 for each.
    #[test]
    fn every_request_has_the_same_chance() {
        let mut hits = [0.0; 4];
        for replication in 0..8_000 {
            let sampler = run(replication, 200);
            for (hits, number) in hits.iter_mut().zip([0, 63, 64, 199]) {
                let is_taken = sampler.taken.iter().any(|taken| taken.0 == 10 + number);
                *hits += if is_taken { (sampler.mask + 1) as f64 } else { 0.0 };
            }
        }
        for hits in hits {
            // The distance is 4.
            assert!((hits / 8e3 - 1.0).abs() < 3.89 * (3.0 / 8e3f64).sqrt(), "{hits}");
        }
    }
}
