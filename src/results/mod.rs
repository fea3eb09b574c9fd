//! The results folder: rows in memory, CSV and JSON on disk, and back.
//!
//! [`tabulate`] turns statistics into rows, a checked [`Destination`] writes them, and [`read`] gives them back
//! exactly.

pub mod comparison;
mod csv;
mod destination;
mod error;
mod folder;
mod kept;
mod name;
pub mod points;
mod read;
mod redraw;
mod replications;
pub mod rows;
pub mod sensitivity;
mod solve;
mod stored;
pub mod sweep;
mod tables;

pub use destination::Destination;
pub use error::Error;
pub use folder::{Content, sibling};
pub use kept::Replicated;
pub use read::{precision, read};
pub use redraw::redraw;
pub use replications::{REPLICATIONS_CSV, ReplicationRows, ReplicationsFile};
pub use rows::{About, Results};
pub use solve::{SolveAbout, SolveRow, Solved};
pub use stored::{Stored, open};
pub use tables::{met, overview, summarise, tabulate, warning_in};

/// Name of the file that holds everything about a run but the rows of its tables.
pub const SUMMARY_JSON: &str = "summary.json";
