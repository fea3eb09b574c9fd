//! What `saule::explain` says of a scenario, against closed forms and against simulation.

mod balance;
mod crossings;
mod domain;
#[path = "../theory/reference.rs"]
#[expect(dead_code, reason = "shared with the tests of theory, which read more of it")]
mod reference;
mod support;
mod waits;
