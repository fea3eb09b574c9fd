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
    ops::Range,
    path::{Path, PathBuf},
};

use serde::{Deserialize, Serialize};

use super::{
    Error, Slice,
    container::{self, Kind},
};
use crate::{
    PROGRAM,
    engine::Layout,
    scenario::{self, Loaded, Resolved},
    statistics::{Collector, RunCondition},
};

/// Name of the file in its folder.
pub const NAME: &str = "shard.bin";

const KIND: Kind = Kind { magic: b"saule shard\n", format: 3 };

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
    container::seal(&KIND, &body)
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
    let body = container::open(&KIND, &file_of(path))?;
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

/// Who made the state in a folder, even if it is damaged.
pub(super) fn made_by(dir: &Path) -> Option<String> {
    let content = container::beginning(&KIND, &file_of(dir))?;
    Some(postcard::take_from_bytes::<Header>(&content).ok()?.0.made_by)
}

/// The file that a path means: itself, or the one in the folder.
pub(super) fn file_of(path: &Path) -> PathBuf {
    if path.is_dir() { path.join(NAME) } else { path.to_owned() }
}

/// The header that this program wrote, and what follows it.
fn own_header(body: &[u8]) -> Result<(Header, &[u8]), Error> {
    let (header, content) = postcard::take_from_bytes::<Header>(body).map_err(|_| Error::Unsound)?;
    if header.program != PROGRAM {
        return Err(Error::OtherProgram { program: header.program });
    }
    if header.is_sound() { Ok((header, content)) } else { Err(Error::Unsound) }
}
