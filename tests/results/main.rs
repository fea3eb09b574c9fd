//! The results folder, from outcomes of replications to files and back.

mod documentation;
mod replacing;
mod round_trip;
mod support;
mod tables;
