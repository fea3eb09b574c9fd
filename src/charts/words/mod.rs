//! The words and numbers on charts.

mod amount;
pub mod difference;
pub mod finding;
pub mod measure;
pub mod policy;
pub mod statistic;
mod voice;
pub mod wording;

pub use amount::Amount;
pub use voice::Voice;
