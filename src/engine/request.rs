//! Requests that have become eligible and are not yet answered.

use std::ops::{Index, IndexMut};

use super::{
    linked::{Link, Place},
    stream::Key,
};
use crate::model::{Action, Answers, Days, Discipline, Model, Signatures, WhenStaffLeave};

/// What the desk knows of a request. There may be millions, so what only some models need stands in [`Details`].
#[derive(Debug, Clone)]
pub struct Request {
    /// Names its random streams.
    pub key: Key,
    /// When it became eligible.
    pub eligible: Days,
    /// When it joined the queue of its stage, or came back to it.
    pub joined: Days,
    /// Signatures that it will have gathered ([`Candidate::signatures`](super::gathering::Candidate::signatures)).
    pub signatures: Signatures,
    /// Stages that it has joined before this one.
    pub visit: u32,
    /// Its number among the eligible requests of the replication: what refers to an earlier holder of the slot is void.
    pub serial: u32,
    /// The number of its joining a queue, over all queues; [`VOID`] once it has left.
    pub ticket: u32,
    /// The next request of the same service; [`NOBODY`] for the last. Of a slot that is free, the next free one.
    pub next_in_service: u32,
    /// Where it stands among the unanswered requests of its class, and among those of them in its stage's queue.
    in_class: Link,
    in_queue: Link,
    /// Where it stands in the line of its desk, if the desk's queue is one.
    in_line: Link,
    /// The desk that it is at, among those of all stages.
    pub desk: u32,
    /// Index of its class.
    pub class: u16,
    /// Index of its source within the class.
    pub source: u16,
    /// Index of the stage that it is at.
    pub stage: u16,
    /// Index of the stage that it goes on to once it is served; [`END`] for none. Known from the start of its service on.
    pub way: u16,
    /// Whether any service of it has started.
    pub begun: bool,
    /// Whether its window is over.
    pub after_window: bool,
    /// Whether it was created since the warm-up, and so counts.
    pub counts: bool,
    /// False of a slot that is free.
    is_there: bool,
}

impl Request {
    /// A request of a class's source that becomes eligible at a moment.
    pub fn new(key: Key, (class, source): (u16, u16), eligible: Days, serial: u32) -> Self {
        Self {
            key,
            eligible,
            joined: eligible,
            signatures: 0.0,
            visit: 0,
            serial,
            ticket: VOID,
            next_in_service: NOBODY,
            in_class: Link::default(),
            in_queue: Link::default(),
            in_line: Link::default(),
            desk: 0,
            class,
            source,
            stage: 0,
            way: END,
            begun: false,
            after_window: false,
            counts: false,
            is_there: true,
        }
    }
}

/// The place of a request in the backlog of its class.
pub enum InClass {}

/// The place of a request in the queue of its stage, among those of its class.
pub enum InQueue {}

/// The place of a request in the line of its desk.
pub enum InLine {}

impl Place for InClass {
    #[inline]
    fn of(request: &mut Request) -> &mut Link {
        &mut request.in_class
    }
}

impl Place for InQueue {
    #[inline]
    fn of(request: &mut Request) -> &mut Link {
        &mut request.in_queue
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

/// A slot number that no request has.
pub const NOBODY: u32 = u32::MAX;

/// The ticket of a request that waits in no queue.
pub const VOID: u32 = u32::MAX;

impl Place for InLine {
    #[inline]
    fn of(request: &mut Request) -> &mut Link {
        &mut request.in_line
    }
}

/// So many requests have room from the start.
const FIRST: usize = 256;

/// Requests by slot. The slot that was left last is taken first.
pub struct Requests {
    slots: Vec<Request>,
    /// A free slot, which tells of the next; [`NOBODY`] if there is none.
    free: u32,
    /// By slot; `None` in a model that needs none.
    details: Option<Vec<Details>>,
}

impl Requests {
    /// No requests; with room for details where a model needs them.
    pub fn new(has_details: bool) -> Self {
        let details = has_details.then(|| Vec::with_capacity(FIRST));
        Self { slots: Vec::with_capacity(FIRST), free: NOBODY, details }
    }

    /// Takes a request in, and returns its slot.
    #[inline]
    pub fn insert(&mut self, request: Request, details: impl FnOnce() -> Details) -> u32 {
        let slot = match self.slots.get_mut(self.free as usize) {
            Some(place) => std::mem::replace(&mut self.free, std::mem::replace(place, request).next_in_service),
            None => {
                self.slots.push(request);
                self.slots.len() as u32 - 1
            }
        };
        if let Some(of_all) = &mut self.details {
            match of_all.get_mut(slot as usize) {
                Some(place) => *place = details(),
                None => of_all.push(details()),
            }
        }
        slot
    }

    /// Lets a request go. Its details are there until its slot is taken again.
    #[inline]
    pub fn remove(&mut self, slot: u32) {
        let request = &mut self.slots[slot as usize];
        (request.is_there, request.ticket) = (false, VOID);
        request.next_in_service = std::mem::replace(&mut self.free, slot);
    }

    /// The request in a slot, if it is there under a serial number.
    #[inline]
    pub fn get(&self, slot: u32, serial: u32) -> Option<&Request> {
        let request = &self.slots[slot as usize];
        (request.is_there && request.serial == serial).then_some(request)
    }

    /// True if the request in a slot is still queued under a ticket.
    #[inline]
    pub fn is_queued(&self, slot: u32, ticket: u32) -> bool {
        self.slots[slot as usize].ticket == ticket
    }

    /// The requests with their slots.
    pub fn iter(&self) -> impl Iterator<Item = (u32, &Request)> + Clone {
        (0..).zip(&self.slots).filter(|(_, request)| request.is_there)
    }

    /// Details of a request; `None` in a model that needs none.
    #[inline]
    pub fn details(&self, slot: u32) -> Option<&Details> {
        self.details.as_ref().map(|details| &details[slot as usize])
    }

    /// The same, to change them.
    #[inline]
    pub fn details_mut(&mut self, slot: u32) -> Option<&mut Details> {
        self.details.as_mut().map(|details| &mut details[slot as usize])
    }
}

impl Index<u32> for Requests {
    type Output = Request;

    #[inline]
    fn index(&self, slot: u32) -> &Request {
        &self.slots[slot as usize]
    }
}

impl IndexMut<u32> for Requests {
    #[inline]
    fn index_mut(&mut self, slot: u32) -> &mut Request {
        &mut self.slots[slot as usize]
    }
}

/// Whether the desk needs to know [`Details`] of the requests of a model.
pub fn has_details(model: &Model) -> bool {
    let is_line = |discipline| matches!(discipline, Discipline::Fifo | Discipline::Lifo);
    let follows = model.classes.iter().any(|class| class.follows.is_some());
    let of_stage = model.stages.iter().any(|stage| {
        !is_line(stage.discipline)
            || stage.answers == Answers::Topic
            || stage.when_staff_leave == WhenStaffLeave::HandBack
    });
    let reorders = |action: &Action| matches!(action, Action::Discipline { .. });
    follows || of_stage || model.happenings.iter().flat_map(|happening| &happening.actions).any(reorders)
}
