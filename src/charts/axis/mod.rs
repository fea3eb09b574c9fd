//! Axes: which values and moments carry a tick, and what the tick says.

mod across;
mod age;
mod factor;
mod time;
mod value;

pub use across::Across;
pub use age::AgeAxis;
pub use factor::FactorAxis;
pub use time::{TimeAxis, TimeTick};
pub use value::ValueAxis;
