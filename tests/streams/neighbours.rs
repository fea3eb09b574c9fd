//! Streams whose names differ in one part, opened as the engine opens them.

use std::io::{self, Write};

use clap::ValueEnum;
use rand::Rng;
use saule::engine::stream::{Key, Purpose, Stream};

/// The part of the name that differs: counted upwards from 0, as a hash that mixes badly would show first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Neighbours {
    /// Runs with the seeds 0, 1, 2, ….
    Seeds,
    /// Replications of one run.
    Replications,
    /// Classes called `c0`, `c1`, ….
    Classes,
    /// Sources of a class, called likewise.
    Sources,
    /// Requests of one source.
    Requests,
    /// Visits of one request.
    Visits,
    /// What one request after another is drawn for.
    Purposes,
    /// A request, the one that it triggered first, that one's first, and so on for 8 generations; then the next.
    Generations,
    /// All of these at once: each request of two sources of two classes in four replications, for every purpose at
    /// two visits, and its first child.
    Everything,
}

impl Neighbours {
    /// Every kind.
    pub const ALL: &[Self] = &[
        Self::Seeds,
        Self::Replications,
        Self::Classes,
        Self::Sources,
        Self::Requests,
        Self::Visits,
        Self::Purposes,
        Self::Generations,
        Self::Everything,
    ];

    /// The `index`-th of the neighbours.
    pub fn stream(self, index: u64) -> Stream {
        let source = Key::of_replication(SEED, 0).named("petitions").named("launch");
        let of_request = |key: Key| key.stream(Purpose::Service, 0);
        match self {
            Self::Seeds => Key::of_replication(index, 0).named("petitions").stream(Purpose::Moments, 0),
            Self::Replications => Key::of_replication(SEED, index).named("petitions").stream(Purpose::Moments, 0),
            Self::Classes => Key::of_replication(SEED, 0).named(&format!("c{index}")).stream(Purpose::Moments, 0),
            Self::Sources => {
                Key::of_replication(SEED, 0).named("petitions").named(&format!("c{index}")).stream(Purpose::Moments, 0)
            }
            Self::Requests => of_request(source.request(index)),
            Self::Visits => source.request(0).stream(Purpose::Service, index as u32),
            Self::Purposes => {
                let mut parts = Parts(index);
                let purpose = PURPOSES[parts.take(PURPOSES.len())];
                source.request(parts.0).stream(purpose, 0)
            }
            Self::Generations => {
                let mut parts = Parts(index);
                let generation = parts.take(8);
                of_request((0..generation).fold(source.request(parts.0), |parent, _| first_child(parent)))
            }
            Self::Everything => everything(Parts(index)),
        }
    }
}

/// How the words of streams are put in one sequence.
#[derive(Debug, Clone, Copy)]
pub enum Interleaving {
    /// The first words of one stream after another, so many of each.
    Openings(u64),
    /// A word of each of so many streams, again and again.
    Rounds(u64),
}

/// Which bits of the words are used.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Half {
    Low,
    High,
}

/// Writes the words of neighbouring streams, the low byte first, until nobody reads any more.
pub fn write_words(
    neighbours: Neighbours,
    interleaving: Interleaving,
    half: Option<Half>,
    out: &mut impl Write,
) -> io::Result<()> {
    let mut write = |stream: &mut Stream| {
        let word = stream.next_u64();
        match half {
            None => out.write_all(&word.to_le_bytes()),
            Some(Half::Low) => out.write_all(&(word as u32).to_le_bytes()),
            Some(Half::High) => out.write_all(&((word >> 32) as u32).to_le_bytes()),
        }
    };
    match interleaving {
        Interleaving::Openings(words) => (0..).try_for_each(|index| {
            let mut stream = neighbours.stream(index);
            (0..words).try_for_each(|_| write(&mut stream))
        }),
        Interleaving::Rounds(streams) => {
            let mut streams: Vec<Stream> = (0..streams).map(|index| neighbours.stream(index)).collect();
            loop {
                streams.iter_mut().try_for_each(&mut write)?;
            }
        }
    }
}

const SEED: u64 = 1;

/// The purposes for which a request, or its source, draws.
pub const PURPOSES: [Purpose; 20] = [
    Purpose::Moments,
    Purpose::Potentials,
    Purpose::BurstSize,
    Purpose::Growth,
    Purpose::Signatures,
    Purpose::Topic,
    Purpose::Service,
    Purpose::Routing,
    Purpose::Discipline,
    Purpose::Entry,
    Purpose::BurstStarts,
    Purpose::Batches,
    Purpose::Triggered,
    Purpose::TriggeredPotential,
    Purpose::Tone,
    Purpose::Patience,
    Purpose::Peers,
    Purpose::Library,
    Purpose::Copy,
    Purpose::GrowthScore,
];

/// A number in mixed radix, taken apart digit by digit from the fastest.
struct Parts(u64);

impl Parts {
    fn take(&mut self, radix: usize) -> usize {
        let digit = self.0 % radix as u64;
        self.0 /= radix as u64;
        digit as usize
    }
}

fn first_child(parent: Key) -> Key {
    parent.named("triggered").request(0)
}

fn everything(mut parts: Parts) -> Stream {
    let purpose = PURPOSES[parts.take(PURPOSES.len())];
    let visit = parts.take(2) as u32;
    let is_child = parts.take(2) == 1;
    let [class, source] = [parts.take(2), parts.take(2)].map(|index| ["first", "second"][index]);
    let replication = parts.take(4) as u64;
    let request = Key::of_replication(SEED, replication).named(class).named(source).request(parts.0);
    (if is_child { first_child(request) } else { request }).stream(purpose, visit)
}
