//! A request that has become eligible and is not yet answered.

use super::stream::Key;
use crate::model::{Days, Signatures};

/// What the desk knows of a request. The queue and topic fields belong to those modules.
#[derive(Debug, Clone)]
pub struct Request {
    /// Names its random streams.
    pub key: Key,
    /// Names the stream of its growth: that of the request it was in the first class, where its class follows another.
    pub origin: Key,
    /// When it was created.
    pub created: Days,
    /// When it became eligible.
    pub eligible: Days,
    /// When it joined the queue of its stage, or came back to it.
    pub joined: Days,
    /// How long its patience has run in this queue, up to `joined`.
    pub waited: Days,
    /// When its service started or was continued; of the first request of a service.
    pub started: Days,
    /// Work left at `started`; of the first request of a service.
    pub work: Days,
    /// When its service ends; NaN unless it is the first request of a running service.
    pub ends: Days,
    /// What its stage's queue orders by, smallest first, where the discipline ranks.
    pub rank: u64,
    /// Expected final signatures; 0 where its class has none.
    pub potential: Signatures,
    /// Signatures that it will have gathered ([`Candidate::signatures`](super::gathering::Candidate::signatures)).
    pub signatures: Signatures,
    /// Index of its class.
    pub class: u16,
    /// Index of its source within the class.
    pub source: u16,
    /// Index of the stage that it is at.
    pub stage: u16,
    /// The desk that it is at, among those of all stages.
    pub desk: u32,
    /// Whether any service of it has started.
    pub begun: bool,
    /// Whether its window is over.
    pub after_window: bool,
    /// Stages that it has joined before this one.
    pub visit: u32,
    /// Its number among the eligible requests of the replication: what refers to an earlier holder of the slot is void.
    pub serial: u32,
    /// The number of its joining a queue, over all queues; [`VOID`] once it has left.
    pub ticket: u32,
    /// Place in its stage's queue, where the discipline keeps one.
    pub place_in_queue: u32,
    /// Place among its class's waiting requests, where the stage answers topics.
    pub place_in_class: u32,
    /// Its topic, where the stage answers topics.
    pub topic: u32,
    /// The next request of the same service; [`NOBODY`] for the last.
    pub next_in_service: u32,
}

/// A slot number that no request has.
pub const NOBODY: u32 = u32::MAX;

/// The ticket of a request that waits in no queue.
pub const VOID: u32 = u32::MAX;

/// Requests by slot.
pub type Requests = slab::Slab<Request>;
