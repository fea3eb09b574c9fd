//! What every part of a running replication shares.

use super::{events::EventList, monitor::Monitor, plan::Plan};
use crate::model::Patience;

/// The plan, the pending events and the bookkeeping of one replication.
pub struct Context<'p, 'm> {
    /// What is simulated.
    pub plan: &'p Plan<'m>,
    /// What will happen.
    pub events: EventList,
    /// What is recorded.
    pub monitor: Monitor<'p>,
    /// The patience of each class at present.
    pub patience: Vec<Option<&'m Patience>>,
}
