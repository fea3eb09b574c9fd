//! The words and numbers on charts.

mod number;
pub mod policy;
mod voice;
pub mod wording;

pub use voice::Voice;
