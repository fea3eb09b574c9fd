//! The program as its users call it.

mod bad_input;
mod destination;
mod determinism;
mod interrupt;
mod output;
mod solving;
mod support;
mod targets;
