//! A stage of the desk: a queue with staff, a service time and a way on.

use super::{Days, Distribution, OpenHours, Steps};

/// A multi-server queue.
#[derive(Debug, Clone)]
pub struct Stage {
    /// Bare key of the scenario file; names the stage's random streams.
    pub name: String,
    /// What charts print.
    pub label: String,
    /// Number of servers over time.
    pub staff: Staff,
    /// Working time of one service, in days of open time.
    pub service: Distribution,
    /// Which waiting request is served next.
    pub discipline: Discipline,
    /// When the stage is open; `None` is always.
    pub calendar: Option<OpenHours>,
    /// What one service answers.
    pub answers: Answers,
    /// Days on which finished answers are published; `None` is at once.
    pub release: Option<OpenHours>,
    /// Where a request goes afterwards.
    pub next: Route,
}

impl Stage {
    /// Open time between 0 and `time`, in days.
    pub fn open_time(&self, time: Days) -> Days {
        self.calendar.as_ref().map_or(time, |calendar| calendar.open_time(time))
    }
}

/// The servers of a stage.
#[derive(Debug, Clone, PartialEq)]
pub enum Staff {
    /// As many as there are requests: a pure delay.
    Unlimited,
    /// A number that may change at given moments; work in hand is finished first.
    Limited(Steps<u32>),
}

impl Staff {
    /// Number of servers at a moment; `u32::MAX` stands for unlimited.
    pub fn at(&self, time: Days) -> u32 {
        match self {
            Staff::Unlimited => u32::MAX,
            Staff::Limited(steps) => steps.at(time),
        }
    }
}

/// Which waiting request is served next.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Discipline {
    /// In order of joining the queue.
    Fifo,
    /// The latest to join.
    Lifo,
    /// Each waiting request equally likely at each start.
    Random,
    /// The largest expected number of signatures at that moment.
    MostSignatures,
}

/// What one service answers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Answers {
    /// One request.
    Request,
    /// Every waiting request of the chosen request's topic.
    Topic,
}

/// A way on: certain, or drawn by shares.
#[derive(Debug, Clone, PartialEq)]
pub enum Route {
    /// Always the same target.
    To(Target),
    /// Targets with cumulative probabilities; the last is 1.
    Shares(Vec<(f64, Target)>),
}

/// Where a request can go.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Target {
    /// The stage with this index.
    Stage(usize),
    /// Answered.
    End,
}
