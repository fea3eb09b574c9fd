//! A run in parts: shards and their sum, interrupted runs that go on, and drivers for clusters.

mod hostile;
mod keeping;
mod merging;
mod refusals;
mod resuming;
#[allow(dead_code, reason = "shared with the tests of the command line, which use all of it")]
#[path = "../cli/support.rs"]
mod support;
