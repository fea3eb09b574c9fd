//! Requests that have become eligible and are not yet answered.

use super::{linked::Link, stream::Key};
use crate::model::{Days, Signatures};

/// What the desk knows of a request. There may be millions, so what only some models need stands elsewhere
/// ([`Requests`](super::requests::Requests)).
#[derive(Debug, Clone)]
pub struct Request {
    /// Names its random streams.
    pub key: Key,
    /// When it became eligible.
    pub eligible: Days,
    /// Its number among the eligible requests of the replication: what refers to an earlier holder of the slot is void.
    /// [`FREE`] of a slot that is free.
    pub serial: u32,
    /// The number of its joining a queue, over all queues; [`VOID`] once it has left.
    pub ticket: u32,
    /// Where it stands among the unanswered requests of its class.
    pub(super) in_class: Link,
    /// Where it stands in the line of its desk, if the desk's queue is one. Who stands in none tells there of the next
    /// request of the same service; a slot that is free, of the next free one.
    pub(super) in_line: Link,
    /// Index of its class.
    pub class: u16,
    /// Index of its source within the class.
    pub source: u16,
    /// Index of the stage that it goes on to once it is served; [`END`] for none. Known from the start of its service on,
    /// and [`UNKNOWN`] until any has started.
    pub way: u16,
    /// Whether its window is over.
    pub after_window: bool,
    /// Whether it was created since the warm-up, and so counts.
    pub counts: bool,
}

impl Request {
    /// A request of a class's source that becomes eligible at a moment.
    pub fn new(key: Key, (class, source): (u16, u16), eligible: Days, serial: u32) -> Self {
        Self {
            key,
            eligible,
            serial,
            ticket: VOID,
            in_class: Link::default(),
            in_line: Link::default(),
            class,
            source,
            way: UNKNOWN,
            after_window: false,
            counts: false,
        }
    }

    /// Whether any service of it has started.
    pub fn has_begun(&self) -> bool {
        self.way != UNKNOWN
    }

    /// The next request of the same service, of one that stands in no line; [`NOBODY`] for the last.
    #[inline]
    pub fn next_in_service(&self) -> u32 {
        self.in_line.after
    }

    /// The same, to change it.
    #[inline]
    pub fn next_in_service_mut(&mut self) -> &mut u32 {
        &mut self.in_line.after
    }
}

/// Where a request is on its way past the desks.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Journey {
    /// When it joined the queue of its stage, or came back to it.
    pub joined: Days,
    /// Stages that it has joined before this one.
    pub visit: u32,
    /// Index of the stage that it is at.
    pub stage: u16,
    /// Which of the stage's desks it is at.
    pub copy: u16,
}

impl Journey {
    /// At the first desk, whose queue it joins at a moment.
    #[inline]
    pub fn begun(joined: Days) -> Self {
        Self { joined, visit: 0, stage: 0, copy: 0 }
    }
}

/// What the desk knows of a request in models with classes that follow others, topics, queues that are or may become no
/// lines, or work that may be handed back. The queue and topic fields belong to those modules.
#[derive(Debug, Clone)]
pub struct Details {
    /// Names the stream of its growth: that of the request it was in the first class, where its class follows another.
    pub origin: Key,
    /// Expected final signatures; 0 where its class has none.
    pub potential: Signatures,
    /// When it was created.
    pub created: Days,
    /// How long its patience has run in this queue, up to `joined`.
    pub waited: Days,
    /// What its stage's queue orders by, smallest first, where the discipline ranks.
    pub rank: u64,
    /// Place in its stage's queue, where the discipline keeps one.
    pub place_in_queue: u32,
    /// Place among its class's waiting requests, where the stage answers topics.
    pub place_in_class: u32,
    /// Its topic, where the stage answers topics.
    pub topic: u32,
}

/// The way of a request that is answered once it is served.
pub const END: u16 = u16::MAX;

/// The way of a request that no service has started of.
pub const UNKNOWN: u16 = END - 1;

/// The serial number of a slot that is free.
pub const FREE: u32 = 0;

/// A slot number that no request has.
pub const NOBODY: u32 = u32::MAX;

/// The ticket of a request that waits in no queue.
pub const VOID: u32 = u32::MAX;
