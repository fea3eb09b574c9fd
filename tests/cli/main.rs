//! The program as its users call it.

mod bad_input;
mod compare;
mod destination;
mod determinism;
mod endings;
mod explain;
mod interrupt;
mod new;
mod output;
mod plot;
mod sensitivity;
mod shell;
mod solving;
mod summaries;
mod support;
mod targets;
