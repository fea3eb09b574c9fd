//! What a run may replace, and what it leaves alone.

use std::{
    fs,
    path::{Path, PathBuf},
};

use saule::results::{Destination, Error, read};

use crate::support::results;

/// An empty home with a scenario file, and the folder `out` to write into.
struct Home {
    folder: tempfile::TempDir,
}

impl Home {
    fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        for name in ["small.toml", "other.toml"] {
            fs::write(folder.path().join(name), "").unwrap();
        }
        Self { folder }
    }

    fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    fn check(&self, command: &str, scenario: &str, force: bool) -> Result<Destination, Error> {
        Destination::check(&self.path("out"), command, &self.path(scenario), force)
    }

    fn names(&self) -> Vec<String> {
        let entries = fs::read_dir(self.folder.path()).unwrap();
        let mut names: Vec<String> = entries.map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect();
        names.retain(|name| !name.ends_with(".toml"));
        names.sort();
        names
    }
}

fn write(destination: &Destination) -> PathBuf {
    destination.write(&results(3), "", []).unwrap()
}

#[test]
fn the_same_command_replaces_its_own_results() {
    let home = Home::new();
    let dir = write(&home.check("run", "small.toml", false).unwrap());
    fs::write(dir.join("left-over.svg"), "").unwrap();
    write(&home.check("run", "small.toml", false).unwrap());
    assert!(!dir.join("left-over.svg").exists());
    assert_eq!(home.names(), ["out"]);
}

#[test]
fn results_keep_their_maker_when_they_move_with_their_scenario() {
    let home = Home::new();
    for folder in ["here", "there"] {
        fs::create_dir(home.path(folder)).unwrap();
    }
    fs::write(home.path("here/small.toml"), "").unwrap();
    let check = |folder: &str| {
        let folder = home.path(folder);
        Destination::check(
            &folder.join("../").join(folder.file_name().unwrap()).join("out"),
            "run",
            &folder.join("small.toml"),
            false,
        )
    };
    write(&check("here").unwrap());
    fs::rename(home.path("here/out"), home.path("there/out")).unwrap();
    fs::rename(home.path("here/small.toml"), home.path("there/small.toml")).unwrap();
    check("there").unwrap();
}

#[test]
fn results_of_others_need_force() {
    let home = Home::new();
    write(&home.check("run", "small.toml", false).unwrap());
    for (command, scenario) in [("sweep", "small.toml"), ("run", "other.toml")] {
        assert!(matches!(home.check(command, scenario, false), Err(Error::Foreign { .. })), "{command} {scenario}");
        home.check(command, scenario, true).unwrap();
    }
    write(&home.check("run", "other.toml", true).unwrap());
    assert!(matches!(home.check("run", "small.toml", false), Err(Error::Foreign { .. })));
}

#[test]
fn a_folder_without_results_needs_force() {
    let home = Home::new();
    fs::create_dir(home.path("out")).unwrap();
    fs::write(home.path("out/thesis.tex"), "years of work").unwrap();
    let error = home.check("run", "small.toml", false).unwrap_err().to_string();
    assert!(error.contains("out") && error.contains("--force"), "{error}");
    assert_eq!(fs::read_to_string(home.path("out/thesis.tex")).unwrap(), "years of work");
}

#[test]
fn a_folder_that_appears_during_the_run_is_left_alone() {
    let home = Home::new();
    let destination = home.check("run", "small.toml", false).unwrap();
    fs::create_dir(home.path("out")).unwrap();
    fs::write(home.path("out/thesis.tex"), "years of work").unwrap();
    assert!(matches!(destination.write(&results(3), "", []), Err(Error::Foreign { .. })));
    assert!(home.path("out/thesis.tex").exists());
}

#[test]
fn force_does_not_delete_what_is_in_use() {
    let home = Home::new();
    let around = |dir: &Path| Destination::check(dir, "run", &home.path("small.toml"), true);
    assert!(matches!(around(home.folder.path()), Err(Error::InUse { .. })));
    assert!(matches!(around(Path::new(".")), Err(Error::InUse { .. })));
    assert!(matches!(around(Path::new("/")), Err(Error::NotAFolder { .. })));
}

#[test]
fn a_file_in_the_way_is_said_before_anything_runs() {
    let home = Home::new();
    fs::write(home.path("out"), "").unwrap();
    assert!(matches!(home.check("run", "small.toml", true), Err(Error::NotAFolder { .. })));
    let below = Destination::check(&home.path("out/deeper"), "run", &home.path("small.toml"), true);
    let error = below.unwrap_err().to_string();
    assert!(error.starts_with("cannot create") && error.contains("deeper"), "{error}");
}

#[cfg(unix)]
#[test]
fn a_link_to_nowhere_is_in_the_way() {
    let home = Home::new();
    std::os::unix::fs::symlink(home.path("nowhere"), home.path("out")).unwrap();
    assert!(home.check("run", "small.toml", true).is_err());
}

#[test]
fn checking_leaves_no_trace() {
    let home = Home::new();
    home.check("run", "small.toml", false).unwrap();
    assert!(home.names().is_empty());
}

#[test]
fn an_interrupted_run_keeps_what_is_finished_apart() {
    let home = Home::new();
    let whole = write(&home.check("run", "small.toml", false).unwrap());
    let destination = home.check("run", "small.toml", false).unwrap();
    let mut finished = results(2);
    finished.about.provenance.complete = false;
    let partial = destination.write(&finished, "", []).unwrap();
    assert_eq!(partial.file_name().unwrap(), "out.partial");
    assert_eq!(read(&partial).unwrap(), finished);
    assert_eq!(read(&whole).unwrap(), results(3));
    assert_eq!(home.names(), ["out", "out.partial"]);
    destination.write(&finished, "", []).unwrap();
}
