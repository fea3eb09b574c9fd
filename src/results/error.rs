//! What can go wrong with a results folder.

use std::{fmt, io, path::PathBuf};

/// Why a results folder cannot be written or read.
#[derive(Debug)]
pub enum Error {
    /// The destination exists, and something else made it.
    Foreign {
        /// The folder in the way.
        path: PathBuf,
    },
    /// The destination of charts exists, and holds something else.
    NotOnlyCharts {
        /// The folder in the way.
        path: PathBuf,
    },
    /// The destination exists and is not a folder, or has no name that a folder could have.
    NotAFolder {
        /// What was given as destination.
        path: PathBuf,
    },
    /// Replacing the destination would delete the scenario, a shard, results that are read or the folder the program runs in.
    InUse {
        /// The folder that is needed.
        path: PathBuf,
    },
    /// A file to be kept with the results has a name that leads out of the folder, or that is taken.
    Name {
        /// The name.
        name: String,
    },
    /// The operating system refused.
    Io {
        /// What was tried, as in "cannot create".
        doing: &'static str,
        /// On which path.
        path: PathBuf,
        /// Why it failed.
        source: io::Error,
    },
    /// A folder to be read holds no results.
    NotResults {
        /// The folder.
        path: PathBuf,
    },
    /// A file of a results folder cannot be understood.
    Malformed {
        /// The file.
        path: PathBuf,
        /// What is wrong, with the line where it is known.
        problem: String,
    },
}

impl Error {
    /// For `map_err`: the operating system refused to do something with a path.
    pub(super) fn io(doing: &'static str, path: impl Into<PathBuf>) -> impl FnOnce(io::Error) -> Self {
        let path = path.into();
        move |source| Self::Io { doing, path, source }
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Foreign { path } => write!(
                f,
                "{} exists, and was not made by this command from this scenario: \
                 choose another folder with --output, or replace this one with --force",
                path.display()
            ),
            Self::NotOnlyCharts { path } => write!(
                f,
                "{} holds something else than these charts: \
                 choose another folder with --output, or replace this one with --force",
                path.display()
            ),
            Self::NotAFolder { path } => {
                write!(f, "{} cannot be a results folder: choose another one with --output", path.display())
            }
            Self::InUse { path } => write!(
                f,
                "{} cannot be replaced, because the scenario, a shard, results that are needed or the current folder is in it: \
                 choose another folder with --output",
                path.display()
            ),
            Self::Name { name } => {
                write!(f, "a results folder cannot hold a file named `{name}`: rename it in the scenario")
            }
            Self::Io { doing, path, source } => {
                write!(f, "cannot {doing} {}: {source}", path.display())?;
                match source.kind() {
                    io::ErrorKind::PermissionDenied | io::ErrorKind::ReadOnlyFilesystem => {
                        write!(f, "; choose a folder that you may use")
                    }
                    io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded => {
                        write!(f, "; make room, or choose a folder on another disk")
                    }
                    _ => Ok(()),
                }
            }
            Self::NotResults { path } => write!(
                f,
                "{} is not a results folder: it has no summary.json; `saule run` makes one from a scenario",
                path.display()
            ),
            Self::Malformed { path, problem } => {
                write!(f, "{}: {problem}; run the scenario again to renew its results", path.display())
            }
        }
    }
}

impl std::error::Error for Error {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match self {
            Self::Io { source, .. } => Some(source),
            _ => None,
        }
    }
}
