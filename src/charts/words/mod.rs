//! The words and numbers on charts.

pub mod policy;
mod voice;
pub mod wording;

pub use voice::Voice;
