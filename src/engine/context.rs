//! What every part of a running replication shares.

use super::{events::EventList, monitor::Monitor, plan::Plan};

/// The plan, the pending events and the bookkeeping of one replication.
pub struct Context<'p, 'm> {
    /// What is simulated.
    pub plan: &'p Plan<'m>,
    /// What will happen.
    pub events: EventList,
    /// What is recorded.
    pub monitor: Monitor<'p>,
}
