//! Scenario files, from the outside: what loads, what does not, and what is said about it.

mod diagnostics;
mod documentation;
mod files;
mod growth;
mod models;
mod mutations;
mod overriding;
mod resolved;

use std::path::{Path, PathBuf};

use saule::scenario::{Loaded, Options, load};

/// Scenarios that load.
const VALID: &str = "tests/scenario/valid";

/// The TOML files of a folder, by name.
fn toml_files(folder: &str) -> Vec<PathBuf> {
    let entries = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    let mut paths: Vec<PathBuf> = entries.filter(|path| path.extension().is_some_and(|end| end == "toml")).collect();
    paths.sort();
    paths
}

/// Loads what must load; shows the diagnostics if it does not.
fn loaded(path: &Path, options: &Options) -> Loaded {
    load(path, options).unwrap_or_else(|report| panic!("{}\n{}", path.display(), report.render(false, 120)))
}

/// Options with one `--set`.
fn set(assignment: &str) -> Options {
    Options { set: vec![assignment.to_owned()], ..Options::default() }
}
