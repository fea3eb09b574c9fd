//! The systems under `scenarios/` against the facts that they are made from, one file a system (the flagship has a test
//! binary of its own), and the sentences that the README says of them.
//!
//! Seeds and numbers of replications are fixed, so every test has one outcome on every machine, until simulated values
//! change on purpose. None compares digits: history is compared with the range of the replications, a mean with what it
//! should be by its own interval, and every test states what it allows.

mod adoption_stages;
mod adviser_rollout;
mod ask_jpm;
mod bank_channels;
mod facts;
mod simulated;
mod support_forum;
mod uk_parliament;
mod willow;

mod sentences;
