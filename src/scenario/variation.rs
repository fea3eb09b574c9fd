//! Variations as written: `stages.drafting.staff=2..10 step 2`.
//!
//! ```ebnf
//! variation = path, "=", ( value, { ",", value } | value, "..", value, [ ( "step", value ) | ( "log", integer ) ] ) ;
//! ```
//!
//! A range includes both its ends; where the step does not divide it, the last step is shorter. Values keep their unit
//! or kind: amounts of time and rates their unit, dates stay dates, and where a key wants whole numbers, numbers on a
//! logarithmic scale are rounded, each kept once.
//!
//! A [`Variation`] serves in two ways: as a grid of values ([`Variation::values`]) and, if it is a range, as an
//! [`Interval`] that samplers and searches draw values from.

mod amount;
mod range;
mod read;

use std::path::Path;

use super::diagnostic::{Findings, Report};
use super::load::numbered;
use super::source::Sources;

pub use amount::Unit;
pub use range::{Interval, Scale};

/// Most values of one variation.
pub const MOST_VALUES: usize = 10_000;

/// The values that a key takes in turn.
#[derive(Debug, Clone, PartialEq)]
pub struct Variation {
    /// The path of the key.
    pub path: String,
    /// The values, in order; none for a range without `step` or `log`, unless of whole numbers.
    pub values: Vec<Value>,
    /// The range; `None` for a list.
    pub interval: Option<Interval>,
    /// What the numbers of the values are; `None` if the values are not numbers of one unit.
    pub unit: Option<Unit>,
    /// How the values are spread.
    pub scale: Scale,
}

/// A value of a variation.
#[derive(Debug, Clone, PartialEq)]
pub struct Value {
    /// As an assignment takes it: TOML, or else a text.
    pub text: String,
    /// As tables and charts show it: without quotes.
    pub shown: String,
    /// The number of units, or days since 1970 for a moment; `None` for anything else.
    pub number: Option<f64>,
}

/// What a command does with a variation.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Use {
    /// It goes through the values: a list, or a range that says how.
    Values,
    /// It chooses within a range.
    Interval,
    /// It takes either: [`Variation::values`] may be empty, or [`Variation::interval`] absent.
    Either,
}

impl Variation {
    /// The assignment `PATH=VALUE` that gives a value to the key; for [`Options::vary`](super::Options::vary).
    pub fn assignment(&self, value: &Value) -> String {
        format!("{}={}", self.path, value.text)
    }
}

/// Reads variations, or says everything that is wrong with them.
///
/// Whether their paths lead somewhere, and whether the values suit the keys, turns out where a scenario is loaded with
/// an assignment of them.
pub fn variations(texts: &[String], what_for: Use) -> Result<Vec<Variation>, Report> {
    let mut sources = Sources::default();
    let mut findings = Findings::default();
    let mut variations: Vec<Variation> = Vec::new();
    for (index, text) in texts.iter().enumerate() {
        let source = sources.add(numbered("--vary", index, texts.len()), Path::new(""), text.as_str());
        let Some(variation) = read::variation(source, text, what_for, &mut findings) else { continue };
        if variations.iter().any(|other| other.path == variation.path) {
            findings.add(read::varied_twice(source, text, &variation.path));
        }
        variations.push(variation);
    }
    if findings.has_errors() { Err(findings.into_report(sources)) } else { Ok(variations) }
}
