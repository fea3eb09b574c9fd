//! Monte Carlo simulation of petition thresholds and response queues.
//!
//! Requests (petitions, tweets, customer messages) arrive, gather signatures, and those that reach a threshold join
//! the queue of a desk with limited staff. Data flows one way, and the modules say so:
//!
//! | module | from | to |
//! |---|---|---|
//! | [`scenario`] | a TOML file | a valid [`model`], or every diagnostic at once |
//! | [`model`] | | what is simulated: plain, valid types |
//! | [`engine`] | a model and the name of a replication | the outcome of that replication |
//! | [`statistics`] | outcomes | sums and counts that add up in any order; estimates with intervals |
//! | [`results`] | estimates | a folder of CSV and JSON files, and back |
//! | [`comparison`] | results folders | their differences, with intervals |
//! | [`charts`] | a results folder | SVG, PNG and PDF pictures |
//! | [`locale`] | numbers, dates | what people read, in English or French |
//! | [`findings`] | a results folder | what charts and the report say of it |
//! | [`report`] | a results folder, its charts and scenario | one page, as HTML or Markdown |
//! | [`theory`] | rates, thresholds | closed forms: what a simulation must agree with |
//! | [`explain`] | a model | what theory says of it before any simulation |
//! | [`experiment`] | a scenario | drives the engine: replications in parallel, variants |
//! | [`shards`] | part of a run | a file to go on from, or to add up with those of the other parts |
#![warn(missing_docs)]
#![forbid(unsafe_code)]

pub mod charts;
pub mod comparison;
pub mod engine;
pub mod experiment;
pub mod explain;
pub mod findings;
pub mod locale;
pub mod model;
pub mod report;
pub mod results;
pub mod scenario;
pub mod shards;
pub mod statistics;
pub mod theory;

/// This program and its version, as results name them.
pub const PROGRAM: &str = concat!("saule ", env!("CARGO_PKG_VERSION"));
