//! One replication: from a [`Model`](crate::model::Model) and the name of a replication to an [`Outcome`].

pub mod layout;
pub mod outcome;

pub use layout::{Cell, Layout};
pub use outcome::{Outcome, Tally};
