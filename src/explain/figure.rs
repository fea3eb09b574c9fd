//! One number of an explanation, with what it rests on.

use serde::Serialize;

/// A formula: what it is called and where it comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct Formula {
    /// What it is called.
    pub name: &'static str,
    /// Author and year.
    pub source: &'static str,
}

/// A number that a formula gives, or why it gives none. Numbers are finite.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Figure {
    /// What is told, in words.
    pub quantity: &'static str,
    /// The number; `None` outside the formula's domain.
    pub value: Option<f64>,
    /// Absolute numerical error, where it may show.
    pub error: Option<f64>,
    /// Unit of the value.
    pub unit: Unit,
    /// What it is computed by.
    pub formula: Formula,
    /// What must hold for it to be right.
    pub assumes: String,
    /// Why there is no value.
    pub reason: Option<String>,
}

/// A unit of figures.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Unit {
    /// A share in [0, 1], or a ratio.
    Share,
    /// Requests.
    Requests,
    /// Answers, each of which may answer several requests.
    Answers,
    /// Requests per day.
    RequestsPerDay,
    /// Answers per day.
    AnswersPerDay,
    /// People (servers).
    People,
    /// A length of time in days.
    Days,
    /// A moment in days since the start.
    Moment,
}

impl Figure {
    /// A number, if it is finite; else none, for there is no finite mean.
    pub fn new(quantity: &'static str, value: f64, unit: Unit, formula: Formula, assumes: impl Into<String>) -> Self {
        let figure =
            Self { quantity, value: Some(value), error: None, unit, formula, assumes: assumes.into(), reason: None };
        if value.is_finite() { figure } else { figure.without("it has no finite value") }
    }

    /// No number, and why.
    pub fn none(quantity: &'static str, unit: Unit, formula: Formula, reason: impl Into<String>) -> Self {
        Self { quantity, value: None, error: None, unit, formula, assumes: String::new(), reason: Some(reason.into()) }
    }

    /// With a numerical error that may show.
    pub fn with_error(self, error: f64) -> Self {
        Self { error: Some(error), ..self }
    }

    fn without(self, reason: &str) -> Self {
        Self { value: None, reason: Some(reason.to_owned()), ..self }
    }
}

/// The formulas that explanations use.
pub mod formulas {
    use super::Formula;

    /// Of expected arrivals.
    pub const MEAN_ARRIVALS: Formula = Formula { name: "mean of the arrival process", source: "exact" };
    /// Of the same with requests that trigger others.
    pub const HAWKES: Formula = Formula { name: "mean of a self-exciting process", source: "Hawkes 1971" };
    /// Of shares that cross a threshold.
    pub const CROSSING: Formula =
        Formula { name: "P(K·F(window) ≥ G), G ~ Gamma(n, 1)", source: "exact, by quadrature" };
    /// Of requests that become eligible.
    pub const DISPLACED: Formula =
        Formula { name: "arrivals thinned and displaced by the time to cross", source: "Eick, Massey and Whitt 1993" };
    /// Of offered loads.
    pub const TRAFFIC: Formula = Formula { name: "traffic equations", source: "Jackson 1957" };
    /// Of backlogs.
    pub const FLUID: Formula = Formula { name: "fluid balance", source: "Mandelbaum, Massey and Reiman 1998" };
    /// Of pure delays.
    pub const INFINITE_SERVERS: Formula = Formula { name: "M(t)/G/∞", source: "Eick, Massey and Whitt 1993" };
    /// Of waits, several servers.
    pub const ERLANG_C: Formula = Formula { name: "Erlang C (M/M/c)", source: "Erlang 1917" };
    /// Of waits, impatient requests.
    pub const ERLANG_A: Formula = Formula { name: "Erlang A (M/M/c+M)", source: "Palm 1957" };
    /// Of waits, one server.
    pub const POLLACZEK_KHINCHINE: Formula =
        Formula { name: "Pollaczek–Khinchine (M/G/1)", source: "Pollaczek 1930, Khinchine 1932" };
    /// Of waits, fixed service.
    pub const CROMMELIN: Formula = Formula { name: "M/D/c", source: "Crommelin 1932" };
    /// Of waits, several servers and any service: an approximation.
    pub const LEE_LONGTON: Formula =
        Formula { name: "M/G/c ≈ (1 + cv²)/2 · Erlang C", source: "Lee and Longton 1959, approximation" };
    /// Of waits, full queues.
    pub const FINITE_QUEUE: Formula = Formula { name: "M/M/c/K", source: "Gross et al. 2008" };
    /// Of waits, priorities.
    pub const COBHAM: Formula = Formula { name: "non-preemptive priorities", source: "Cobham 1954" };
    /// Of waits that no formula tells.
    pub const NONE: Formula = Formula { name: "none applies", source: "" };
}
