//! Axes: which values and moments carry a tick, and what the tick says.

mod time;
mod value;

pub use time::{TimeAxis, TimeTick};
pub use value::ValueAxis;
