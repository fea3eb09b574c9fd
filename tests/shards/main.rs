//! A run in parts: shards and their sum, interrupted runs that go on, and drivers for clusters.

mod clusters;
mod dask;
mod hostile;
mod keeping;
mod merging;
mod refusals;
mod resuming;
mod slurm;
#[path = "../cli/support.rs"]
mod support;
