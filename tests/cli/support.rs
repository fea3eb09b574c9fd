//! A folder to work in, and the program to call there.

use std::{
    collections::BTreeMap,
    fs,
    path::{Path, PathBuf},
    process::{Command, Output},
};

use tempfile::TempDir;

/// A desk of two people with a petition class and a variant: small, and every table has rows.
pub const SCENARIO: &str = r#"
schema = 1
title = "A small desk"
start = 2025-01-06
horizon = "60 days"

[monte_carlo]
replications = 40
seed = 7
follow_up = "2 years"

[requests.petitions]
potential = { lognormal = { median = 40, sigma = 2 } }
growth = { exponential = { half_life = "3 days" } }
window = "30 days"
threshold = { signatures = 200 }

[requests.petitions.arrivals]
ordinary = { poisson = { rate = "10 per day" } }

[stages.desk]
staff = 2
service = { lognormal = { mean = "1 day", cv = 1 } }

[variants.today]
[variants."one more"]
stages.desk.staff = 3
"#;

/// A temporary folder that holds `small.toml`.
pub struct Place(TempDir);

impl Place {
    /// A new one.
    pub fn new() -> Self {
        let place = Place(tempfile::tempdir().unwrap());
        place.write("small.toml", SCENARIO);
        place
    }

    /// Path of something in it.
    pub fn path(&self, name: &str) -> PathBuf {
        self.0.path().join(name)
    }

    /// Writes a file.
    pub fn write(&self, name: &str, content: impl AsRef<[u8]>) {
        fs::write(self.path(name), content).unwrap();
    }

    /// The program, to be called in this folder.
    pub fn command(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_saule"));
        command.args(arguments).current_dir(self.0.path()).env_remove("NO_COLOR").env_remove("COLUMNS");
        command
    }

    /// Calls the program and waits.
    pub fn saule(&self, arguments: &[&str]) -> Output {
        self.command(arguments).output().unwrap()
    }

    /// Names in the folder, hidden ones included, in order.
    pub fn names(&self) -> Vec<String> {
        let entries = fs::read_dir(self.0.path()).unwrap();
        let mut names: Vec<String> = entries.map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect();
        names.sort();
        names
    }
}

/// Every file below a folder with its content, without the provenance of `summary.json`.
pub fn files(folder: &Path) -> BTreeMap<PathBuf, Vec<u8>> {
    let mut files = BTreeMap::new();
    collect(folder, folder, &mut files);
    let summary = files.get_mut(Path::new("summary.json")).unwrap();
    let mut json: serde_json::Value = serde_json::from_slice(summary).unwrap();
    json.as_object_mut().unwrap().remove("provenance").unwrap();
    *summary = json.to_string().into_bytes();
    files
}

fn collect(root: &Path, folder: &Path, files: &mut BTreeMap<PathBuf, Vec<u8>>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            collect(root, &path, files);
        } else {
            files.insert(path.strip_prefix(root).unwrap().to_owned(), fs::read(&path).unwrap());
        }
    }
}

/// What a call printed on standard error.
pub fn stderr(output: &Output) -> String {
    String::from_utf8(output.stderr.clone()).unwrap()
}

/// What a call printed on standard output.
pub fn stdout(output: &Output) -> String {
    String::from_utf8(output.stdout.clone()).unwrap()
}
