//! The results folder: rows in memory, CSV and JSON on disk, and back.

pub mod rows;

pub use rows::{About, Results};
