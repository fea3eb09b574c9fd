//! What is measured: works that can be done again and again. Every bench takes its list from here.
//!
//! A work knows its tight loop, if there is one: the same work written by hand for this one model, without any
//! engine, from the same generator and samplers.

pub mod clock;
mod engine;
mod models;
mod parts;
pub mod tight_loops;
pub mod whole;

/// Something whose cost is measured.
#[allow(dead_code, reason = "not every bench looks at every field")]
pub struct Work {
    /// Name in tables, and in baselines.
    pub name: &'static str,
    /// What its cost is divided by.
    pub unit: &'static str,
    /// Name of the tight loop beside it.
    pub beside: Option<&'static str>,
    /// Whether its instructions are counted too; else it is too long for that.
    pub counted: bool,
    /// Gets it ready.
    pub prepare: fn() -> Turn,
}

/// Does the work once, each time with fresh draws, and says how many units that were.
pub type Turn = Box<dyn FnMut() -> u64>;

/// Every work, in the order of tables.
pub fn all() -> Vec<Work> {
    [engine::works(), tight_loops::works(), parts::works(), whole::works()].into_iter().flatten().collect()
}
