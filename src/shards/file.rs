//! `shard.bin`: a state of a run as a file.
//!
//! | bytes | content |
//! |---|---|
//! | 12 | `saule shard` and a line feed |
//! | 4 | version of the format, little-endian |
//! | 8 | length of what follows the checksum, little-endian |
//! | 32 | SHA-256 of what follows |
//! | … | [`Header`], scenario and statistics, as [postcard](https://postcard.jamesmunns.com) writes them |
//!
//! The header's form never changes within a version of the format. That of the statistics is the business of one
//! version of the program, and so the program that reads them must be the one that wrote them.

use std::{
    fs::File,
    io::{self, Read},
    ops::Range,
    path::{Path, PathBuf},
};

use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use super::{Error, Slice};
use crate::{
    PROGRAM,
    engine::Layout,
    scenario::{self, Loaded, Resolved},
    statistics::{Collector, RunCondition},
};

/// Name of the file in its folder.
pub const NAME: &str = "shard.bin";

const MAGIC: &[u8; 12] = b"saule shard\n";

/// Rises when the form of the header or of the content changes.
const FORMAT: u32 = 1;

/// Bytes before the part that the checksum covers.
const PREAMBLE: usize = MAGIC.len() + 4 + 8 + 32;

/// What a state is part of, and who made it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Header {
    /// Program and version, as in `saule 0.1.0`.
    pub program: String,
    /// Command line.
    pub command: String,
    /// Command and scenario file, as seen from beside the folder: who may replace the folder.
    pub made_by: String,
    /// SHA-256 of the resolved scenario and its data, in hexadecimal.
    pub scenario_hash: String,
    /// Root of the random streams.
    pub seed: u64,
    /// Replications of the whole run.
    pub replications: u64,
    /// The part of them that was to be simulated.
    pub slice: Slice,
    /// The part of them that was simulated; less than the slice if the run was interrupted.
    pub done: Range<u64>,
    /// The table of single replications that belongs to this file, if they were to be kept.
    pub kept: Option<Kept>,
}

/// The `replications.csv` of a state.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Kept {
    /// Length in bytes.
    pub length: u64,
    /// SHA-256.
    pub hash: [u8; 32],
}

/// A state of a run, as it was stored.
#[derive(Debug, Clone)]
pub struct Stored {
    /// What it is part of.
    pub header: Header,
    /// The scenario, with its data.
    pub resolved: Resolved,
    /// The statistics of the replications done.
    pub collector: Collector,
}

/// What follows the header.
#[derive(Serialize, Deserialize)]
struct Content<T, D, C> {
    scenario: T,
    data: D,
    collector: C,
}

impl Header {
    /// True if the run was not interrupted.
    pub fn is_complete(&self) -> bool {
        self.done == self.slice.of(self.replications)
    }

    fn is_sound(&self) -> bool {
        self.slice.is_sound() && {
            let whole = self.slice.of(self.replications);
            self.done.start == whole.start && (whole.start..=whole.end).contains(&self.done.end)
        }
    }
}

/// A state of a run as the bytes of its file.
pub fn encode(header: &Header, resolved: &Resolved, collector: &Collector) -> Vec<u8> {
    let content = Content { scenario: &resolved.text, data: &resolved.data, collector };
    let body = postcard::to_allocvec(&(header, content)).expect("plain data is written to memory");
    let mut bytes = Vec::with_capacity(PREAMBLE + body.len());
    bytes.extend(MAGIC);
    bytes.extend(FORMAT.to_le_bytes());
    bytes.extend((body.len() as u64).to_le_bytes());
    bytes.extend(Sha256::digest(&body));
    bytes.extend(body);
    bytes
}

impl Stored {
    /// The scenario, valid and with the stored texts, ready to go on with or to report; with the layout of its
    /// numbers, which the statistics fit.
    pub fn reload(&self) -> Result<(Loaded, Layout), Error> {
        let mut loaded = scenario::reload(&self.resolved).map_err(|_| Error::Unsound)?;
        loaded.resolved = self.resolved.clone();
        let scenario = &loaded.scenario;
        let layout = Layout::new(&scenario.variants[0].model);
        let fits = self.collector.is_sound(&layout, scenario.variants.len(), scenario.baseline)
            && self.collector.counts(&RunCondition::of_targets(&layout, &scenario.targets))
            && scenario.seed == self.header.seed
            && scenario.replications == self.header.replications;
        if fits { Ok((loaded, layout)) } else { Err(Error::Unsound) }
    }
}

/// Reads a `shard.bin`, or the one in a folder.
///
/// Errs if there is none, if it is damaged, or if another version wrote it.
pub fn read(path: &Path) -> Result<Stored, Error> {
    let body = body(&mut open(&file_of(path))?)?;
    let (header, content) = own_header(&body)?;
    type Own = Content<String, Vec<(String, Vec<u8>)>, Collector>;
    let (content, rest) = postcard::take_from_bytes::<Own>(content).map_err(|_| Error::Unsound)?;
    let resolved = Resolved::new(content.scenario, content.data);
    let stored = Stored { header, resolved, collector: content.collector };
    let fits = rest.is_empty()
        && stored.header.scenario_hash == stored.resolved.hash
        && stored.collector.replications() == stored.header.done.end - stored.header.done.start;
    if fits { Ok(stored) } else { Err(Error::Unsound) }
}

/// The header of a `shard.bin`, or of the one in a folder. Errs as [`read`] does.
pub fn header(path: &Path) -> Result<Header, Error> {
    Ok(own_header(&body(&mut open(&file_of(path))?)?)?.0)
}

/// The file that a path means: itself, or the one in the folder.
pub(super) fn file_of(path: &Path) -> PathBuf {
    if path.is_dir() { path.join(NAME) } else { path.to_owned() }
}

fn open(path: &Path) -> Result<File, Error> {
    let file = File::open(path).map_err(|error| match error.kind() {
        io::ErrorKind::NotFound => Error::Missing,
        _ => Error::Io(error),
    })?;
    // Pipes and devices have no end that could be known beforehand.
    if file.metadata().map_err(Error::Io)?.is_file() { Ok(file) } else { Err(Error::NotAShard) }
}

/// What the checksum covers, once it is known to be whole. Allocates as much as the file holds and not more.
fn body(file: &mut File) -> Result<Vec<u8>, Error> {
    let size = file.metadata().map_err(Error::Io)?.len();
    let mut preamble = Vec::new();
    file.by_ref().take(PREAMBLE as u64).read_to_end(&mut preamble).map_err(Error::Io)?;
    let mut rest = preamble.strip_prefix(MAGIC).ok_or(Error::NotAShard)?;
    match u32::from_le_bytes(*take(&mut rest)?) {
        FORMAT => (),
        format if format > FORMAT => return Err(Error::Newer { format, known: FORMAT }),
        _ => return Err(Error::Unsound),
    }
    let length = u64::from_le_bytes(*take(&mut rest)?);
    let hash: &[u8; 32] = take(&mut rest)?;
    let expected = length.saturating_add(PREAMBLE as u64);
    if size != expected {
        return Err(Error::Truncated { size, expected });
    }
    let mut body = Vec::new();
    file.take(length).read_to_end(&mut body).map_err(Error::Io)?;
    if Sha256::digest(&body)[..] == hash[..] { Ok(body) } else { Err(Error::Damaged) }
}

/// The next bytes of a preamble that may be too short.
fn take<'a, const N: usize>(bytes: &mut &'a [u8]) -> Result<&'a [u8; N], Error> {
    let (first, rest) = bytes.split_first_chunk().ok_or(Error::NotAShard)?;
    *bytes = rest;
    Ok(first)
}

/// The header that this program wrote, and what follows it.
fn own_header(body: &[u8]) -> Result<(Header, &[u8]), Error> {
    let (header, content) = postcard::take_from_bytes::<Header>(body).map_err(|_| Error::Unsound)?;
    if header.program != PROGRAM {
        return Err(Error::OtherProgram { program: header.program });
    }
    if header.is_sound() { Ok((header, content)) } else { Err(Error::Unsound) }
}
