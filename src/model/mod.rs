//! What is simulated: the valid types that a scenario file turns into.
//!
//! Everything here is plain data plus the mathematics that belongs to it. A [`Model`] is one variant of a
//! scenario, complete and consistent: the engine never checks it again and cannot fail on it.
//!
//! Moments are [`Days`] since the scenario's start; civil dates appear only where they are read or printed.

pub mod arrivals;
pub mod calendar;
pub mod chart;
pub mod class;
pub mod condition;
pub mod distribution;
pub mod goal;
pub mod growth;
pub mod happening;
pub mod metric;
pub mod rhythm;
pub mod schedule;
pub(crate) mod search;
pub mod signature_time;
pub mod special;
pub mod stage;
pub mod terms;
pub mod threshold;
pub mod trend;
pub mod work_clock;

use jiff::civil::DateTime;

pub use arrivals::{Arrivals, BurstStart, Period, SelfExcitation, Source};
pub use calendar::OpenHours;
pub use class::Class;
pub use condition::{Comparison, Condition, Measure, Relation};
pub use distribution::Distribution;
pub use goal::{Bounded, Goal, Precision, Reading, WithinRun};
pub use growth::Growth;
pub use happening::{Action, Happening, Trigger};
pub use rhythm::Rhythm;
pub use schedule::{Ramp, Steps};
pub use stage::{Answers, ClassAtStage, Discipline, Route, Staff, Stage, Target, WhenStaffLeave};
pub use terms::{Clock, Patience, Peers, Promise, Terms};
pub use threshold::{Adaptive, Binds, Signal, ThresholdChange, ThresholdPolicy};
pub use trend::Trend;
pub use work_clock::WorkClock;

/// A moment (days since the scenario's start) or a length of time in days.
pub type Days = f64;

/// A number of events per day.
pub type PerDay = f64;

/// A number of signatures; fractional where it is an expectation.
pub type Signatures = f64;

/// The whole experiment that a scenario file describes.
#[derive(Debug, Clone)]
pub struct Scenario {
    /// Headline of the scenario.
    pub title: String,
    /// The question that it answers, if the author wrote one.
    pub question: Option<String>,
    /// Number of replications of every variant, at least 1; where a precision is asked for, its maximum.
    pub replications: u64,
    /// When the run may end before.
    pub precision: Option<Precision>,
    /// Root of every random stream.
    pub seed: u64,
    /// Index into `variants` of the one that others are compared with.
    pub baseline: usize,
    /// The variants in file order; at least one.
    pub variants: Vec<Variant>,
    /// History to draw over the simulated bands.
    pub observed: Vec<Observed>,
    /// What every variant is held to, in file order.
    pub targets: Vec<Goal>,
    /// The charts that are asked for; they change no number.
    pub charts: chart::Charts,
}

/// One alternative of the scenario, under its free-text name.
#[derive(Debug, Clone)]
pub struct Variant {
    /// Name as written in the file.
    pub name: String,
    /// What is simulated.
    pub model: Model,
}

/// One variant, ready to simulate. All variants of a scenario share classes, stages and time axis
/// by name and order, so that their results can be paired. Happenings may differ.
#[derive(Debug, Clone)]
pub struct Model {
    /// The time axis.
    pub time: TimeAxis,
    /// Classes of requests, in file order; at least one.
    pub classes: Vec<Class>,
    /// Stages of the desk, in file order; may be empty.
    pub stages: Vec<Stage>,
    /// What happens at moments or under conditions, in file order; may be empty.
    pub happenings: Vec<Happening>,
}

/// When the simulation starts, ends, and is looked at.
#[derive(Debug, Clone, PartialEq)]
pub struct TimeAxis {
    /// Civil moment of time 0.
    pub start: DateTime,
    /// End of the simulated period; greater than 0.
    pub horizon: Days,
    /// Step of the observation grid; greater than 0.
    pub observe: Days,
    /// Summary statistics count from here; at least 0 and below the horizon.
    pub warm_up: Days,
    /// How long the desk runs on after the horizon, for response times only; at least 0.
    pub follow_up: Days,
}

impl TimeAxis {
    /// The moment after which nothing is simulated: the horizon and its follow-up.
    pub fn end(&self) -> Days {
        self.horizon + self.follow_up
    }

    /// The moments at which levels are recorded: 0, every `observe` days, and the horizon itself.
    pub fn grid(&self) -> Vec<Days> {
        let whole = (self.horizon / self.observe * (1.0 + 1e-12)).floor() as usize;
        let mut grid: Vec<Days> = (0..=whole).map(|i| (i as f64 * self.observe).min(self.horizon)).collect();
        if self.horizon - grid[whole] > 1e-9 * self.observe {
            grid.push(self.horizon);
        }
        grid
    }
}

/// Recorded history of one metric.
#[derive(Debug, Clone)]
pub struct Observed {
    /// Name of the `observed.NAME` table.
    pub name: String,
    /// The metric that it records.
    pub metric: metric::Metric,
    /// Class it belongs to; `None` for all.
    pub class: Option<String>,
    /// Stage it belongs to; `None` for all.
    pub stage: Option<String>,
    /// Recorded values in time order.
    pub points: Vec<(Days, f64)>,
}
