//! A stage of the desk: a queue with staff, a service time and a way on.

use super::{Days, Distribution, OpenHours, Steps, WorkClock};

/// A multi-server queue.
#[derive(Debug, Clone)]
pub struct Stage {
    /// Bare key of the scenario file; names the stage's random streams.
    pub name: String,
    /// What charts print.
    pub label: String,
    /// Number of servers over time, at each of its copies.
    pub staff: Staff,
    /// What becomes of work in hand when staff falls.
    pub when_staff_leave: WhenStaffLeave,
    /// Working time of one service, in days of open time at productivity 1.
    pub service: Distribution,
    /// Working time of one service that prepared texts answer; `None` is that of any other.
    pub library_service: Option<Distribution>,
    /// What differs by class, by index of the class; empty if nothing does.
    pub by_class: Vec<ClassAtStage>,
    /// Which waiting request is served next.
    pub discipline: Discipline,
    /// When the stage is open; `None` is always.
    pub calendar: Option<OpenHours>,
    /// The course of work where its speed changes, within the calendar; `None` is at speed 1 while open.
    pub work_clock: Option<WorkClock>,
    /// Waiting places at each copy; `None` is any number.
    pub queue_limit: Option<u32>,
    /// What one service answers.
    pub answers: Answers,
    /// Days on which finished answers are published; `None` is at once.
    pub release: Option<OpenHours>,
    /// Where a request goes afterwards.
    pub next: Route,
    /// Identical desks, each with its own queue and staff; at least 1.
    pub copies: u32,
    /// Requests that wait at time 0, by index of the class; empty if there are none.
    pub initial_backlog: Vec<u32>,
}

/// What differs for a class at a stage.
#[derive(Debug, Clone, Default)]
pub struct ClassAtStage {
    /// In place of the stage's service time.
    pub service: Option<Distribution>,
    /// In place of the stage's way on.
    pub next: Option<Route>,
}

impl Stage {
    /// One desk that is always open, serves one request at a time in order of joining, and leads to the end.
    pub fn plain(name: &str, staff: Staff, service: Distribution) -> Self {
        Self {
            name: name.to_owned(),
            label: name.to_owned(),
            staff,
            when_staff_leave: WhenStaffLeave::Finish,
            service,
            library_service: None,
            by_class: Vec::new(),
            discipline: Discipline::Fifo,
            calendar: None,
            work_clock: None,
            queue_limit: None,
            answers: Answers::Request,
            release: None,
            next: Route::To(Target::End),
            copies: 1,
            initial_backlog: Vec::new(),
        }
    }

    /// Working time of a service of a class's request, which prepared texts answer or not.
    #[inline]
    pub fn service_of(&self, class: usize, from_library: bool) -> &Distribution {
        match (&self.library_service, self.by_class.get(class)) {
            (Some(service), _) if from_library => service,
            (_, Some(ClassAtStage { service: Some(service), .. })) => service,
            _ => &self.service,
        }
    }

    /// Where a class's request goes afterwards.
    #[inline]
    pub fn next_of(&self, class: usize) -> &Route {
        self.by_class.get(class).and_then(|of_class| of_class.next.as_ref()).unwrap_or(&self.next)
    }

    /// The work that one server does from one moment to a later one.
    pub fn worked(&self, from: Days, to: Days) -> Days {
        match &self.work_clock {
            Some(clock) => clock.worked(to) - clock.worked(from),
            None => self.open_time(to) - self.open_time(from),
        }
    }

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
    /// A number that may change at given moments.
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

/// What becomes of work in hand when staff falls below it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum WhenStaffLeave {
    /// It is finished first.
    Finish,
    /// It goes back to the head of the queue, last started first, and is continued later.
    HandBack,
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
    /// By the priority of the class, then in order of joining.
    Priority,
    /// The earliest promise, then in order of joining; those without a promise come last.
    Deadline,
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
