//! Parts of a run: simulated apart, stored, continued, and added up again.
//!
//! ```text
//! run --shard 3/16   ──►  shard.bin   ┐
//! run --shard 4/16   ──►  shard.bin   ├─ merge ──►  the results of the whole run, byte for byte
//! …                                   ┘
//! ```
//!
//! A [`Stored`] state is a [`Collector`](crate::statistics::Collector) of some replications together with everything
//! needed to go on from there: the resolved scenario, its data, and who made it. An interrupted run leaves one too,
//! to be resumed.

mod container;
mod error;
mod file;
mod merge;
mod slice;
pub mod sweep;

use std::path::Path;

pub use error::Error;
pub use file::{Header, Kept, NAME, Stored, encode, read};
pub use merge::{Merged, Refused, merge};
pub use slice::{InvalidSlice, Slice};

/// Who made the state in a folder, if there is one, whole or damaged.
pub fn made_by(dir: &Path) -> Option<String> {
    file::made_by(dir).or_else(|| sweep::made_by(dir))
}
