//! Closed forms of queueing theory and of threshold crossing: what a simulation must agree with, and what can be said
//! before any simulation.
//!
//! | system | here |
//! |---|---|
//! | M/M/c | [`MultiServerQueue`], [`erlang_c`] |
//! | M/M/1, M/G/1 | [`SingleServerQueue`], [`pollaczek_khinchine`] |
//! | M/M/c/c, M/M/c/K | [`erlang_b`], [`FiniteQueue`] |
//! | M/D/c | [`fixed_service_wait`] |
//! | M/M/c+M (Erlang-A) | [`ImpatientQueue`] |
//! | M/G/1 and M/M/c with non-preemptive priorities | [`priority_waits`], [`shared_priority_waits`] |
//! | M/G/∞, M(t)/M/∞, M(t)/D/∞ | [`infinite_server`] |
//! | networks | [`traffic`] |
//! | overload, and rates that change | [`fluid`] |
//! | a threshold of signatures | [`crossing`] |
//!
//! Times are in days and rates per day, though any one unit of time does. Every function states its domain and
//! gives `None` outside it: an overloaded queue has no stationary wait.

pub mod crossing;
mod erlang;
mod finite_queue;
mod fixed_service;
pub mod fluid;
mod impatience;
pub mod infinite_server;
mod multi_server;
mod priority;
pub(crate) mod quadrature;
mod single_server;
mod traffic;

pub use erlang::{erlang_b, erlang_c};
pub use finite_queue::FiniteQueue;
pub use fixed_service::fixed_service_wait;
pub use impatience::ImpatientQueue;
pub use multi_server::MultiServerQueue;
pub use priority::{PriorityClass, priority_waits, shared_priority_waits};
pub use single_server::{SingleServerQueue, pollaczek_khinchine};
pub use traffic::traffic;

/// The value, if it can be a rate or a mean time: greater than 0 and finite.
fn positive(value: f64) -> Option<f64> {
    (value > 0.0 && value.is_finite()).then_some(value)
}

/// The value, if it is finite and not negative.
fn at_least_0(value: f64) -> Option<f64> {
    (value >= 0.0 && value.is_finite()).then_some(value)
}
