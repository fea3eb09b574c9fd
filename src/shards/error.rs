//! What can be wrong with a stored state.

use std::{fmt, io};

use super::NAME;
use crate::PROGRAM;

/// Why a stored state cannot be used, as the end of a sentence that begins with its path.
#[derive(Debug)]
pub enum Error {
    /// There is no such file.
    Missing,
    /// The file is something else.
    NotAShard,
    /// A newer program wrote the file.
    Newer {
        /// Version of its format.
        format: u32,
        /// Newest version that this program reads.
        known: u32,
    },
    /// An older program wrote the file.
    Older {
        /// Version of its format.
        format: u32,
        /// The version that this program reads.
        known: u32,
    },
    /// Another version of the program wrote the file.
    OtherProgram {
        /// Program and version.
        program: String,
    },
    /// The file is not as long as it says.
    Truncated {
        /// Its size in bytes.
        size: u64,
        /// What it should be.
        expected: u64,
    },
    /// The content is not what the checksum tells.
    Damaged,
    /// The content has its checksum, but cannot have come from a run.
    Unsound,
    /// The state of an interrupted run, where a finished one is needed.
    Unfinished {
        /// Replications done.
        done: u64,
        /// Replications of the part.
        of: u64,
    },
    /// The same of a sweep.
    UnfinishedSweep {
        /// Points done.
        done: u64,
        /// Points of the part.
        of: u64,
    },
    /// It belongs to another run.
    Different {
        /// In what they differ, this one first.
        what: String,
        /// What the other one is.
        from: String,
    },
    /// A table beside it is missing or not the one that belongs here.
    Table {
        /// Name of its file.
        file: &'static str,
        /// What is wrong with it.
        problem: String,
    },
    /// The operating system refused.
    Io(io::Error),
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let again = "simulate this shard again";
        match self {
            Self::Missing => write!(
                f,
                "there is no {NAME}: expected a folder made by `saule run SCENARIO --shard I/N`, or the {NAME} in it"
            ),
            Self::NotAShard => {
                write!(
                    f,
                    "not a shard: expected a {NAME} made by `saule run SCENARIO --shard I/N`, or its folder; shards of runs \
                     and of sweeps are merged apart"
                )
            }
            Self::Newer { format, known } => write!(
                f,
                "a newer saule made it (format {format}; {PROGRAM} reads {known}): use the saule that made it"
            ),
            Self::Older { format, known } => {
                write!(f, "an older saule made it (format {format}; {PROGRAM} reads {known}): {again}")
            }
            Self::OtherProgram { program } => {
                write!(
                    f,
                    "{} made it, and this is {PROGRAM}: use the version that made all shards",
                    program.escape_debug()
                )
            }
            Self::Truncated { size, expected } => write!(f, "it has {size} bytes instead of {expected}: {again}"),
            Self::Damaged => write!(f, "it is damaged, its checksum does not match: {again}"),
            Self::Unsound => write!(f, "its content cannot have come from a run: {again}"),
            Self::Unfinished { done, of } => {
                write!(f, "its run was interrupted after {done} of {of} replications: run it again, and it goes on")
            }
            Self::UnfinishedSweep { done, of } => {
                write!(f, "its sweep was interrupted after {done} of {of} points: run it again, and it goes on")
            }
            Self::Different { what, from } => write!(f, "it differs from {from} in {what}"),
            Self::Table { file, problem } => write!(f, "its {file} {problem}: {again}"),
            Self::Io(error) => write!(f, "cannot read it: {error}"),
        }
    }
}

impl std::error::Error for Error {}
