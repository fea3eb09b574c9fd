//! All eligible requests that are not yet answered, and what a model needs to know of them.

use std::ops::{Index, IndexMut};

use super::{
    linked::{Link, Place},
    request::{Details, FREE, Journey, NOBODY, Request, VOID},
};
use crate::model::{Action, Answers, Discipline, Model, Route, Signatures, Target, WhenStaffLeave};

/// So many requests have room from the start.
const FIRST: usize = 256;

/// Requests by slot. The slot that was left last is taken first.
pub struct Requests {
    slots: Vec<Request>,
    /// A free slot, which tells of the next; [`NOBODY`] if there is none.
    free: u32,
    journeys: Column<Journey>,
    signatures: Column<Signatures>,
    in_queue: Column<Link>,
    details: Column<Details>,
}

impl Requests {
    /// No requests, of a model with its needs.
    pub fn new(needs: Needs) -> Self {
        Self {
            slots: Vec::with_capacity(FIRST),
            free: NOBODY,
            journeys: Column::new(needs.journeys),
            signatures: Column::new(needs.signatures),
            in_queue: Column::new(needs.lines_of_classes),
            details: Column::new(needs.details),
        }
    }

    /// Takes a request in that will have gathered so many signatures, and returns its slot.
    #[inline]
    pub fn insert(&mut self, request: Request, signatures: Signatures, details: impl FnOnce() -> Details) -> u32 {
        let eligible = request.eligible;
        let slot = match self.slots.get_mut(self.free as usize) {
            Some(place) => std::mem::replace(&mut self.free, std::mem::replace(place, request).next_in_service()),
            None => {
                self.slots.push(request);
                self.slots.len() as u32 - 1
            }
        };
        self.journeys.set(slot, || Journey::begun(eligible));
        self.signatures.set(slot, || signatures);
        self.in_queue.set(slot, Link::default);
        self.details.set(slot, details);
        slot
    }

    /// Lets a request go. What stands elsewhere of it is there until its slot is taken again.
    #[inline]
    pub fn remove(&mut self, slot: u32) {
        let request = &mut self.slots[slot as usize];
        (request.serial, request.ticket) = (FREE, VOID);
        *request.next_in_service_mut() = std::mem::replace(&mut self.free, slot);
    }

    /// The request in a slot, if it is there under a serial number.
    #[inline]
    pub fn get(&self, slot: u32, serial: u32) -> Option<&Request> {
        let request = &self.slots[slot as usize];
        (request.serial == serial).then_some(request)
    }

    /// True if the request in a slot is still queued under a ticket.
    #[inline]
    pub fn is_queued(&self, slot: u32, ticket: u32) -> bool {
        self.slots[slot as usize].ticket == ticket
    }

    /// The requests with their slots.
    pub fn iter(&self) -> impl Iterator<Item = (u32, &Request)> + Clone {
        (0..).zip(&self.slots).filter(|(_, request)| request.serial != FREE)
    }

    /// Where a request is. With a single desk everyone joins its queue once, when eligible.
    #[inline]
    pub fn journey(&self, slot: u32) -> Journey {
        self.journeys.get(slot).copied().unwrap_or_else(|| Journey::begun(self[slot].eligible))
    }

    /// The same, to change it; `None` in a model that need not know.
    #[inline]
    pub fn journey_mut(&mut self, slot: u32) -> Option<&mut Journey> {
        self.journeys.rows.get_mut(slot as usize)
    }

    /// Signatures that a request will have gathered
    /// ([`Candidate::signatures`](super::gathering::Candidate::signatures)).
    #[inline]
    pub fn signatures(&self, slot: u32) -> Signatures {
        self.signatures.get(slot).copied().unwrap_or(0.0)
    }

    /// Details of a request; `None` in a model that needs none.
    #[inline]
    pub fn details(&self, slot: u32) -> Option<&Details> {
        self.details.get(slot)
    }

    /// The same, to change them.
    #[inline]
    pub fn details_mut(&mut self, slot: u32) -> Option<&mut Details> {
        self.details.rows.get_mut(slot as usize)
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

/// The place of a request in the backlog of its class.
pub enum InClass {}

/// The place of a request in the queue of its stage, among those of its class.
pub enum InQueue {}

/// The place of a request in the line of its desk.
pub enum InLine {}

impl Place for InClass {
    #[inline]
    fn of(requests: &mut Requests, slot: u32) -> &mut Link {
        &mut requests[slot].in_class
    }
}

impl Place for InQueue {
    #[inline]
    fn of(requests: &mut Requests, slot: u32) -> &mut Link {
        &mut requests.in_queue.rows[slot as usize]
    }
}

impl Place for InLine {
    #[inline]
    fn of(requests: &mut Requests, slot: u32) -> &mut Link {
        &mut requests[slot].in_line
    }
}

/// What only some models need to know of each request, by slot.
struct Column<T> {
    is_kept: bool,
    rows: Vec<T>,
}

impl<T> Column<T> {
    fn new(is_kept: bool) -> Self {
        Self { is_kept, rows: Vec::with_capacity(if is_kept { FIRST } else { 0 }) }
    }

    #[inline]
    fn set(&mut self, slot: u32, value: impl FnOnce() -> T) {
        if self.is_kept {
            match self.rows.get_mut(slot as usize) {
                Some(place) => *place = value(),
                None => self.rows.push(value()),
            }
        }
    }

    #[inline]
    fn get(&self, slot: u32) -> Option<&T> {
        self.rows.get(slot as usize)
    }
}

/// What the desk needs to know of the requests of a model, besides what it knows of all.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Needs {
    /// Where they are ([`Journey`]).
    pub journeys: bool,
    /// Their signatures.
    pub signatures: bool,
    /// Who has waited longest of a class in a queue, where that is not the first in the desk's line.
    pub lines_of_classes: bool,
    /// [`Details`].
    pub details: bool,
}

impl Needs {
    /// Those of a model.
    pub fn of(model: &Model) -> Self {
        let details = has_details(model);
        let is_one_line = model.classes.len() == 1 && model.stages.iter().all(|stage| stage.copies == 1);
        Self {
            journeys: !is_one_desk_passed_once(model),
            signatures: model.classes.iter().flat_map(|class| &class.sources).any(|source| source.potential.is_some()),
            lines_of_classes: details || !is_one_line,
            details,
        }
    }
}

/// Whether there is a single desk, to which nobody comes back.
fn is_one_desk_passed_once(model: &Model) -> bool {
    let [stage] = &model.stages[..] else { return false };
    stage.copies == 1
        && stage.when_staff_leave != WhenStaffLeave::HandBack
        && (0..model.classes.len()).all(|class| matches!(stage.next_of(class), Route::To(Target::End)))
}

/// Whether it needs [`Details`].
fn has_details(model: &Model) -> bool {
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
