//! Random streams by name: the one file that names the generator.
//!
//! Every draw of a replication comes from a stream that is named by what it is for: (seed, replication, class,
//! source, number within the source, purpose, visit). The generator is PCG64 DXSM (O'Neill 2014; the cheap-multiplier
//! variant that is NumPy's upgrade default), one sequence of period 2¹²⁸ in which every name has its place ([`Key`]).
//! Names are hashed to places; what is named most, 64 requests that follow one another, their visits and what is drawn
//! for them, lies at constant distances from one hashed place (`jump.rs`), so that a stream opens in a
//! multiplication or two. Hashed places are so sparse that two of 10¹² streams that each draw 10⁶ numbers overlap with
//! probability below 10⁻⁸. No stream is ever consumed by two purposes, hence adding a class, a source or a stage, or
//! changing a policy, changes no other draw: variants are paired.

mod jump;

use rand_pcg::Pcg64Dxsm;

pub use self::jump::ROWS;
use self::jump::{NEXT_OPENING, OF_ROW, OF_VISIT, OPENING, SEQUENCE, VISITS};

/// The generator behind every draw.
pub type Stream = Pcg64Dxsm;

/// The name of something that owns random streams: a place in the generator's sequence, its high and its low word. (Of a
/// number of 128 bits, every request that has a name would have to lie at a multiple of 16 bytes.)
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Key(u64, u64);

/// What a stream is drawn for. The numbers are part of the results: never reuse or change one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[repr(u64)]
pub enum Purpose {
    /// Moments of a source's arrivals: by block of 64 requests, or one sequence for all of them.
    Moments = 1,
    /// Potentials of a source's requests, by block of 64.
    Potentials = 2,
    /// The size of a burst.
    BurstSize = 3,
    /// Parameters of a request's growth curve.
    Growth = 4,
    /// Positions of the signatures that decide when a request crosses.
    Signatures = 5,
    /// Which topic a request belongs to, by visit.
    Topic = 6,
    /// Service requirement, by visit.
    Service = 7,
    /// Way on, by visit.
    Routing = 8,
    /// Choice among waiting requests, one sequence a stage.
    Discipline = 9,
    /// Where a class's request enters.
    Entry = 10,
    /// Further digits of a request's moment (visit 0) and potential (visit 1).
    Digits = 11,
    /// Starts of random bursts, one sequence a source.
    BurstStarts = 20,
    /// Requests per arrival, one sequence a source.
    Batches = 21,
    /// Requests that a request triggers: how many, and when.
    Triggered = 22,
    /// Potential of a triggered request.
    TriggeredPotential = 23,
    /// Whether a request is hostile.
    Tone = 50,
    /// How long a request stays in a queue, by visit.
    Patience = 30,
    /// Whether other users answer a request, and when.
    Peers = 31,
    /// Whether prepared texts answer a request.
    Library = 32,
    /// Which of identical desks a request keeps to.
    Copy = 33,
    /// What the normal score of a request's growth has of its own beside that of its potential.
    GrowthScore = 40,
    /// Which requests are sampled for their signatures: one number a source, and one a request that others trigger.
    Sample = 70,
    /// Further signatures of a sampled request.
    SampledSignatures = 71,
    /// Whether a request is left out where arrivals are scaled.
    Scale = 60,
    /// Where the points of a sampled design lie, one sequence a varied key.
    Design = 80,
}

/// Odd constants for absorbing: the fractional parts of the golden ratio and of √3 − 1 (Weyl sequences).
const GOLDEN: u64 = 0x9E37_79B9_7F4A_7C15;
const SILVER: u64 = 0xBB67_AE85_84CA_A73B;

/// David Stafford's 13th finaliser of 64 bits (also SplitMix64's), a bijection with full avalanche.
const fn mix(mut x: u64) -> u64 {
    x = (x ^ (x >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
    x = (x ^ (x >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
    x ^ (x >> 31)
}

/// Marks what is hashed for a block of requests, and for a set of visits: no two kinds of names run into each other.
const REQUESTS: u64 = 1 << 63;
const LATER_VISITS: u64 = 1 << 62;

impl Key {
    /// The name of a replication: everything random in it descends from this key.
    pub fn of_replication(seed: u64, replication: u64) -> Self {
        Key(mix(seed ^ GOLDEN), mix(seed.wrapping_add(SILVER))).child(replication)
    }

    /// The name of the `number`-th thing under this name. Different numbers give different keys: the high word is a
    /// bijection of the number.
    pub fn child(self, number: u64) -> Self {
        let Key(high, low) = self;
        let first = mix(high ^ number.wrapping_mul(GOLDEN));
        Key(first, mix(low.wrapping_add(number.wrapping_mul(SILVER)) ^ first.rotate_left(32)))
    }

    #[inline]
    fn at(place: u128) -> Self {
        Key((place >> 64) as u64, place as u64)
    }

    #[inline]
    fn place(self) -> u128 {
        u128::from(self.0) << 64 | u128::from(self.1)
    }

    /// The name of the thing called `name` under this name.
    pub fn named(self, name: &str) -> Self {
        let length = self.child(name.len() as u64);
        name.as_bytes().chunks(8).fold(length, |key, chunk| {
            let mut word = [0; 8];
            word[..chunk.len()].copy_from_slice(chunk);
            key.child(u64::from_le_bytes(word))
        })
    }

    /// The name of a further layer of what has this name; layer 0 is itself.
    pub fn of_layer(self, layer: u16) -> Self {
        if layer == 0 { self } else { self.named("layer").child(u64::from(layer)) }
    }

    /// The name of the first request of a block of [`ROWS`], which is hashed.
    #[inline]
    pub fn block(self, block: u64) -> Self {
        self.child(block | REQUESTS)
    }

    /// The name of another request of the block, if this is the first one's.
    #[inline]
    pub fn row(self, row: usize) -> Self {
        Key::at(OF_ROW[row].from(self.place()))
    }

    /// The name of the request with a number under this name.
    #[inline]
    pub fn request(self, number: u64) -> Self {
        self.block(number / ROWS as u64).row(number as usize % ROWS)
    }

    /// Opens the stream of a purpose; `visit` counts the stages that a request has joined before.
    #[inline]
    pub fn stream(self, purpose: Purpose, visit: u32) -> Stream {
        let of_visits = if visit < VISITS { self } else { self.child(u64::from(visit / VISITS) | LATER_VISITS) };
        let place = OF_VISIT[(visit % VISITS) as usize].from(of_visits.place());
        Stream::new(OPENING[purpose as usize].from(place), SEQUENCE)
    }

    /// Opens the streams of a purpose at the first visit of requests under this name, from one with a number on.
    #[inline]
    pub fn streams(self, first: u64, purpose: Purpose) -> impl Iterator<Item = Stream> {
        let opening = move |key: Key| OPENING[purpose as usize].from(key.place());
        let mut next = opening(self.request(first));
        (first + 1..).map(move |number| {
            let is_in_block = number % ROWS as u64 > 0;
            let following =
                if is_in_block { NEXT_OPENING.from(next) } else { opening(self.block(number / ROWS as u64)) };
            Stream::new(std::mem::replace(&mut next, following), SEQUENCE)
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use rand::Rng;

    #[test]
    fn the_first_draws_of_neighbouring_names_are_uncorrelated() {
        // Pairwise correlation of 10,000 first draws at lag 1 over each part of the name: with independent
        // streams each is normal with standard deviation 0.01; |r| < 0.0389 holds with probability 0.9999.
        let root = Key::of_replication(7, 0).named("petitions").named("launch");
        let unit = |mut stream: Stream| (stream.next_u64() >> 11) as f64 / (1u64 << 53) as f64 - 0.5;
        let open = |part: &str, i: u64| match part {
            "replication" => Key::of_replication(7, i).named("petitions").stream(Purpose::Moments, 0),
            "seed" => Key::of_replication(i, 3).stream(Purpose::Moments, 0),
            "number" => root.request(i).stream(Purpose::Service, 0),
            _ => root.request(5).stream(Purpose::Service, i as u32),
        };
        for part in ["replication", "seed", "number", "visit"] {
            let draws: Vec<f64> = (0..10_001).map(|i| unit(open(part, i))).collect();
            let r = draws.windows(2).map(|pair| pair[0] * pair[1]).sum::<f64>() / 10_000.0 * 12.0;
            let mean = draws.iter().sum::<f64>() / 10_001.0 * 12f64.sqrt();
            assert!(r.abs() < 0.0389, "lag-1 correlation over {part}: {r}");
            assert!(mean.abs() < 0.0389, "standardised mean over {part}: {mean}");
        }
    }

    #[test]
    fn names_do_not_run_into_each_other() {
        let root = Key::of_replication(1, 2);
        let keys = [
            root.named("ab").named("c"),
            root.named("a").named("bc"),
            root.named("abc"),
            root.named("abc\0"),
            root.child(3),
            root.named(""),
        ];
        for (i, a) in keys.iter().enumerate() {
            assert!(keys[..i].iter().all(|b| a != b), "key {i}");
        }
    }

    #[test]
    fn streams_are_pinned() {
        // Golden draws: a change here is value-breaking and belongs in the changelog.
        let mut stream =
            Key::of_replication(20_110_922, 0).named("petitions").named("launch").stream(Purpose::Moments, 0);
        assert_eq!([stream.next_u64(), stream.next_u64()], [13_919_520_487_693_202_386, 9_465_650_688_490_284_753]);
    }
}
