//! Conditions on what can be measured, such as `backlog > 50 and queued[stage=drafting] >= 10`.

use std::fmt;

use serde::{Deserialize, Serialize};

use super::metric::Metric;

/// Comparisons that must all hold; at least one.
#[derive(Debug, Clone, PartialEq)]
pub struct Condition {
    /// The comparisons, in the order written.
    pub comparisons: Vec<Comparison>,
}

/// A measure against a number.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Comparison {
    /// What is compared.
    pub measure: Measure,
    /// How.
    pub relation: Relation,
    /// With what; finite, in the unit of the measure.
    pub bound: f64,
}

/// Something that has a value at every moment of a run.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Measure {
    /// A metric at a place; flows count from the start.
    Metric {
        /// Which.
        metric: Metric,
        /// Index of the class; `None` is all of them.
        class: Option<usize>,
        /// Index of the stage; `None` is all of them.
        stage: Option<usize>,
    },
    /// How often the happening with this index has happened.
    Count(usize),
    /// For how many days its condition has held, while it was watched.
    Held(usize),
}

/// How a measure compares with its bound.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Relation {
    /// `<`
    Less,
    /// `<=`
    AtMost,
    /// `>`
    Greater,
    /// `>=`
    AtLeast,
}

impl Relation {
    /// True if a value compares so with a bound; an undefined value (NaN) never does.
    #[inline]
    pub fn holds(self, value: f64, bound: f64) -> bool {
        match self {
            Relation::Less => value < bound,
            Relation::AtMost => value <= bound,
            Relation::Greater => value > bound,
            Relation::AtLeast => value >= bound,
        }
    }

    /// True if it holds above the bound rather than below.
    pub fn is_upward(self) -> bool {
        matches!(self, Relation::Greater | Relation::AtLeast)
    }
}

impl fmt::Display for Relation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Relation::Less => "<",
            Relation::AtMost => "<=",
            Relation::Greater => ">",
            Relation::AtLeast => ">=",
        })
    }
}
