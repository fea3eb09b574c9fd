//! The one definition of every key of a scenario file.
//!
//! The checker, the merging of overrides, the JSON Schema and the reference in `docs/scenario.md` all walk the
//! table that starts at [`SCENARIO`]. A key that is not here does not exist.

mod charts;
mod container;
mod desk;
pub mod distributions;
mod events;
mod growth;
mod growth_families;
mod requests;
mod top;

pub use container::{Container, item_shape};
pub use events::{REMOVABLE, SETTABLE};
pub use top::{MOST_REPLICATIONS, SCENARIO};

use crate::locale::separated;

/// One key: what it takes, and what it is for.
#[derive(Debug, Clone, Copy)]
pub struct Key {
    /// Its name.
    pub name: &'static str,
    /// What values it takes.
    pub shape: Shape,
    /// Whether it must be there.
    pub need: Need,
    /// True if it belongs to the experiment as a whole, so that a variant cannot change it.
    pub shared: bool,
    /// What it is for; one or two sentences of Markdown.
    pub doc: &'static str,
    /// A line of TOML that shows it.
    pub example: &'static str,
}

/// Whether a key must be there.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Need {
    /// It must.
    Required,
    /// It may be left out.
    Optional,
    /// It may be left out, and then has this value.
    Default(&'static str),
}

/// What values a key takes.
#[derive(Debug, Clone, Copy)]
pub enum Shape {
    /// Any text.
    Text,
    /// Path of a data file, relative to the file that it is written in.
    DataFile,
    /// Path of another scenario.
    ScenarioFile,
    /// A name that the scenario defines elsewhere; which kind of name.
    Name(&'static str),
    /// The name of a metric.
    Metric,
    /// A statistic of a metric, such as `backlog.end`.
    Measure,
    /// A condition on a metric, such as `backlog > 50`.
    Condition,
    /// `true` or `false`.
    Boolean,
    /// One of some words.
    Word(&'static [Word]),
    /// A whole number.
    Integer(Range),
    /// A number.
    Number(Range),
    /// A length of time.
    Duration,
    /// Events per length of time.
    Rate,
    /// Growth per length of time, such as `2% per week`.
    Growth,
    /// A date or date-time.
    Civil,
    /// A date or date-time, or a delay from `start`.
    Moment,
    /// A date.
    Date,
    /// A time of day, such as `09:00`.
    TimeOfDay,
    /// A value or a distribution of values.
    Distribution(Quantity),
    /// Inside a distribution: a value of what is distributed.
    Amount,
    /// Inside a distribution: another distribution of the same.
    SameDistribution,
    /// A list.
    List(&'static Shape),
    /// A list of exactly so many numbers.
    Factors(usize),
    /// Width and height of a picture.
    Size,
    /// A table with fixed keys.
    Table(&'static TableDef),
    /// A table whose keys are names.
    Names(&'static NamesDef),
    /// A table of shares over names, which add up to 1 where the flag says so.
    Shares(&'static str, Range),
    /// Texts by column of a data file.
    Columns,
    /// Values by the path of a key.
    Assignments,
    /// What a variant changes: any key of the scenario that is not shared.
    Overrides,
    /// One of several shapes, told apart by the type of the value.
    AnyOf(&'static [Shape]),
}

/// A word with a meaning.
#[derive(Debug, Clone, Copy)]
pub struct Word {
    /// The word.
    pub name: &'static str,
    /// What it means.
    pub meaning: &'static str,
}

/// What is distributed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Quantity {
    /// A number.
    Number,
    /// A length of time.
    Duration,
    /// Working time, which may be written in working days.
    Working,
}

/// Bounds of a number.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Range {
    /// Smallest value.
    pub low: f64,
    /// True if the smallest value itself is excluded.
    pub above: bool,
    /// Largest value.
    pub high: f64,
}

/// A table with fixed keys.
#[derive(Debug)]
pub struct TableDef {
    /// What the table is, with an article: "a stage".
    pub what: &'static str,
    /// Its keys, in the order of the documentation.
    pub keys: &'static [Key],
    /// Keys of which exactly one must be there; empty if there is no such choice.
    pub one_of: &'static [&'static str],
    /// The sets of parameters of which exactly one must be there; empty if there is no such choice.
    pub sets: &'static [&'static [&'static str]],
    /// Pairs of keys that exclude each other.
    pub exclusive: &'static [(&'static str, &'static str)],
}

/// A table whose keys are names.
#[derive(Debug)]
pub struct NamesDef {
    /// What is named: "class".
    pub what: &'static str,
    /// Several of them: "classes".
    pub plural: &'static str,
    /// What stands under a name.
    pub shape: Shape,
    /// True if names are free text, false if they are bare keys.
    pub free: bool,
    /// True if all variants must have the same names, because their results are paired.
    pub fixed: bool,
    /// Keys that stand beside the names and hold for all of them; no name can be one of these.
    pub beside: Option<&'static TableDef>,
}

/// Names that mean something else.
pub const RESERVED: [&str; 3] = ["all", "end", "none"];

impl TableDef {
    const fn plain(what: &'static str, keys: &'static [Key]) -> Self {
        Self { what, keys, one_of: &[], sets: &[], exclusive: &[] }
    }

    const fn choice(what: &'static str, keys: &'static [Key], one_of: &'static [&'static str]) -> Self {
        Self { what, keys, one_of, sets: &[], exclusive: &[] }
    }

    const fn parameters(what: &'static str, keys: &'static [Key], sets: &'static [&'static [&'static str]]) -> Self {
        Self { what, keys, one_of: &[], sets, exclusive: &[] }
    }

    const fn excluding(self, exclusive: &'static [(&'static str, &'static str)]) -> Self {
        Self { exclusive, ..self }
    }

    /// The key with this name.
    pub fn key(&self, name: &str) -> Option<&'static Key> {
        self.keys.iter().find(|key| key.name == name)
    }
}

impl NamesDef {
    /// The key with this name that stands beside the names.
    pub fn key(&self, name: &str) -> Option<&'static Key> {
        self.beside.and_then(|def| def.key(name))
    }
}

/// An optional key.
const fn key(name: &'static str, shape: Shape, doc: &'static str, example: &'static str) -> Key {
    Key { name, shape, need: Need::Optional, shared: false, doc, example }
}

/// A word.
const fn word(name: &'static str, meaning: &'static str) -> Word {
    Word { name, meaning }
}

impl Key {
    const fn required(self) -> Self {
        Self { need: Need::Required, ..self }
    }

    const fn default(self, value: &'static str) -> Self {
        Self { need: Need::Default(value), ..self }
    }

    const fn with_example(self, example: &'static str) -> Self {
        Self { example, ..self }
    }

    const fn shared(self) -> Self {
        Self { shared: true, ..self }
    }
}

impl Range {
    const fn from(low: f64) -> Self {
        Self { low, above: false, high: f64::INFINITY }
    }

    const fn above(low: f64) -> Self {
        Self { low, above: true, high: f64::INFINITY }
    }

    const fn between(low: f64, high: f64) -> Self {
        Self { low, above: false, high }
    }

    /// True if a number lies within.
    pub fn contains(&self, number: f64) -> bool {
        number.is_finite() && number <= self.high && if self.above { number > self.low } else { number >= self.low }
    }
}

impl std::fmt::Display for Range {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let bound = if self.above { "greater than" } else { "at least" };
        let (low, high) = (grouped(self.low), grouped(self.high));
        match (self.low.is_finite(), self.high.is_finite()) {
            (false, false) => write!(f, "that is finite"),
            (true, false) => write!(f, "{bound} {low}"),
            (false, true) => write!(f, "at most {high}"),
            (true, true) if self.low == self.high => write!(f, "{low}"),
            (true, true) if self.above => write!(f, "greater than {low} and at most {high}"),
            (true, true) => write!(f, "from {low} to {high}"),
        }
    }
}

/// A number with underscores between thousands, as TOML allows.
fn grouped(number: f64) -> String {
    let text = number.to_string();
    if text.len() < 5 || !text.bytes().all(|byte| byte.is_ascii_digit()) {
        return text;
    }
    separated(&text, '_')
}

const ANY: Range = Range { low: f64::NEG_INFINITY, above: false, high: f64::INFINITY };
const SHARE: Range = Range::between(0.0, 1.0);
const POSITIVE: Range = Range::above(0.0);
const NOT_NEGATIVE: Range = Range::from(0.0);
/// More servers than any desk has, and few enough to keep a record of each.
const STAFF: Range = Range::between(0.0, 1_000_000.0);
/// The world has fewer people to sign.
const SIGNATURES: Range = Range::between(0.0, 4_000_000_000.0);
const COUNT: Range = Range::between(0.0, 1_000_000_000.0);
