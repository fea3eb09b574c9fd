//! Searches find what theory knows, and intervals cover as often as they say.

mod coverage;
mod staffing;
