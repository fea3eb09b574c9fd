//! The words and numbers on charts.

mod amount;
pub mod policy;
mod voice;
pub mod wording;

pub use amount::Amount;
pub use voice::Voice;
