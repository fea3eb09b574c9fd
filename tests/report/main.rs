//! The report of a results folder, as its readers and their programs get it.

mod browser;
mod others;
mod page;
mod same;
mod support;
mod words;
