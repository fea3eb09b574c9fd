//! Happenings: what a scenario calls its events. (The engine's list of what comes next has events of its own.)

use super::{Binds, Condition, Days, Discipline, Patience};

/// Something that happens at a moment or under a condition, and what it changes.
///
/// One that changes something happens once. One that changes nothing is watched: it happens every time its condition
/// has held for long enough.
#[derive(Debug, Clone)]
pub struct Happening {
    /// Bare key of the scenario file.
    pub name: String,
    /// When it happens.
    pub trigger: Trigger,
    /// Index of the one before whose first time it neither happens nor is watched; never itself, by whatever way.
    pub after: Option<usize>,
    /// What it changes, in order.
    pub actions: Vec<Action>,
}

/// What makes something happen.
#[derive(Debug, Clone)]
pub enum Trigger {
    /// A moment; one before the start is the start. Where it waits for another happening that is later, it happens
    /// then.
    At(Days),
    /// A condition.
    When {
        /// What must hold.
        condition: Condition,
        /// For how long without interruption; at least 0.
        lasts: Days,
    },
}

/// A change. Classes and stages are given by index.
#[derive(Debug, Clone)]
pub enum Action {
    /// The staff of a stage that has a limit, at each of its copies.
    Staff {
        /// The stage.
        stage: usize,
        /// Number of servers.
        staff: u32,
    },
    /// The speed of work at a stage, until the next entry of its own dated list.
    Productivity {
        /// The stage.
        stage: usize,
        /// The speed, at least 0.
        factor: f64,
    },
    /// Which waiting request is served next.
    Discipline {
        /// The stage.
        stage: usize,
        /// The discipline.
        discipline: Discipline,
    },
    /// Waiting places; those who wait already stay.
    QueueLimit {
        /// The stage.
        stage: usize,
        /// The limit; `None` is any number.
        limit: Option<u32>,
    },
    /// The threshold of a class.
    Threshold {
        /// The class.
        class: usize,
        /// Signatures needed.
        signatures: u32,
        /// Whom it binds.
        binds: Binds,
    },
    /// The patience of a class's requests, in queues that they join from then on.
    Patience {
        /// The class.
        class: usize,
        /// The patience; `None` is without end.
        patience: Option<Patience>,
    },
    /// What arrives in a class is dropped from then on.
    Close(usize),
    /// The class takes requests again.
    Reopen(usize),
    /// Everyone in a stage's queues is dropped.
    DropQueue(usize),
    /// Everyone at a stage has an answer at once.
    AnswerAll(usize),
    /// A factor on the arrivals of a class, in place of the one before.
    ScaleArrivals {
        /// The class.
        class: usize,
        /// The factor, at least 0.
        factor: f64,
    },
}

impl Happening {
    /// True if it changes nothing, and may happen any number of times.
    pub fn is_watched(&self) -> bool {
        self.actions.is_empty()
    }
}
