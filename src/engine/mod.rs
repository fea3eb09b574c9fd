//! One replication: from a [`Model`](crate::model::Model) and the name of a replication to an [`Outcome`].
//!
//! [`Plan`] holds what is the same in every replication of a variant, [`simulate`] runs one. Arrivals are taken
//! from their sources, one by one or in blocks; of the requests that gather signatures only those able to cross become
//! events, and where nothing can make a difference to the others, these are only counted; the desk's services are
//! events; what is due at known moments (policies, observations) stands in the plan's agenda.
//!
//! A desk where requests do nothing but come, wait in order and are served needs no events: it is simulated request by
//! request (`single_line`), with the same outcome but for the order in which means are added up.

mod archive;
mod arrivals;
mod changes;
mod clearing;
mod columns;
mod context;
mod creation;
mod crowd;
mod curves;
mod departure;
mod desk;
mod events;
mod extremes;
mod from_creation;
mod gathering;
mod growth_shares;
mod happenings;
pub mod histogram;
mod hopeless;
mod hours;
mod in_hand;
mod intake;
mod known_growth;
mod later;
pub mod layout;
mod level;
mod linked;
mod monitor;
mod oldest;
pub mod outcome;
mod passage;
mod passed;
mod plan;
mod presence;
mod queue;
mod recent;
mod request;
mod requests;
mod retrospect;
mod reviews;
mod run;
mod sampling;
mod service;
mod shares;
mod signature_floor;
mod single_line;
mod sources;
mod spans;
mod staff_use;
#[doc(hidden)]
pub mod stream;
mod thresholds;
mod time_counts;
mod tone;
mod topics;
mod trajectory;
mod windows;

pub(crate) use columns::members;
pub use histogram::Histogram;
pub use known_growth::KnownGrowth;
pub use layout::{Cell, Layout, Spot};
pub use outcome::{Happened, Outcome, Tally};
pub use plan::Plan;
pub use run::{simulate, simulate_in};
pub use sampling::{AGES, SignatureSample, signature_ages};
