//! The program as its users call it.

mod bad_input;
mod destination;
mod determinism;
mod explain;
mod interrupt;
mod output;
mod support;
mod targets;
