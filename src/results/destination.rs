//! Where results go, and what may be replaced there.

use std::{
    env,
    fs::{self, File},
    io::{self, BufReader},
    iter,
    path::{Component, Path, PathBuf},
};

use serde::Deserialize;
use serde_json::Value;

use super::{
    Content, Error, ReplicationsFile, Results, SUMMARY_JSON,
    csv::{self, Row},
    folder,
};
use crate::shards;

/// Name of the field of `provenance` in `summary.json` that tells what made the folder.
pub(super) const MADE_BY: &str = "made_by";

/// A place for a results folder, known to be free or replaceable before anything is simulated.
///
/// A folder made by the same command from the same scenario file is replaced; any other needs `force`. Interrupted
/// runs go to a sibling named `DIR.partial`, for which the same holds.
#[derive(Debug, Clone)]
pub struct Destination {
    dir: PathBuf,
    /// Command and scenario file, the latter as seen from beside the folder: the same wherever the program is
    /// called from, and after both have moved together.
    made_by: String,
    force: bool,
}

impl Destination {
    /// Checks that `command` (as in `run`) may put the results of a scenario file into `dir`, existing or not.
    ///
    /// Errs if something else is there, if replacing it would delete the scenario or the current folder, or if the
    /// folder cannot be made.
    pub fn check(dir: &Path, command: &str, scenario: &Path, force: bool) -> Result<Self, Error> {
        let scenario = resolve(scenario).map_err(Error::io("find", scenario))?;
        let made_by = |parent: &Path| format!("{command} {}", relative(&scenario, parent));
        Self::new(dir, made_by, std::slice::from_ref(&scenario), force)
    }

    /// Checks that the sum of these shards may be put into `dir`, of a run of which `made_by` tells (see
    /// [`shards::Header`]). Errs as [`Destination::check`] does, about the shards in place of the scenario.
    pub fn check_merge(dir: &Path, made_by: &str, shards: &[PathBuf], force: bool) -> Result<Self, Error> {
        let shards: Result<Vec<_>, _> =
            shards.iter().map(|shard| resolve(shard).map_err(Error::io("find", shard))).collect();
        Self::new(dir, |_| format!("merge {made_by}"), &shards?, force)
    }

    /// Checks that a comparison of these results folders may be put into `dir`. Errs as [`Destination::check`] does,
    /// about the folders in place of the scenario.
    pub fn check_compare(dir: &Path, folders: &[PathBuf], force: bool) -> Result<Self, Error> {
        let folders: Result<Vec<_>, _> =
            folders.iter().map(|folder| resolve(folder).map_err(Error::io("find", folder))).collect();
        let folders = folders?;
        let seen_from = |parent: &Path| folders.iter().map(|folder| relative(folder, parent)).collect::<Vec<_>>();
        Self::new(dir, |parent| format!("compare {}", seen_from(parent).join(" ")), &folders, force)
    }

    /// `made_by` is told the folder that the new one will be in; `needed` are files that must not be deleted.
    fn new(dir: &Path, made_by: impl FnOnce(&Path) -> String, needed: &[PathBuf], force: bool) -> Result<Self, Error> {
        let not_a_folder = || Error::NotAFolder { path: dir.into() };
        let dir = resolve(dir).map_err(Error::io("find", dir))?;
        let parent = dir.parent().filter(|_| dir.file_name().is_some()).ok_or_else(not_a_folder)?;
        let destination = Self { made_by: made_by(parent), dir, force };
        for folder in [&destination.dir, &destination.partial()] {
            destination.check_replaceable(folder, needed)?;
            folder::probe(folder)?;
        }
        Ok(destination)
    }

    /// Writes the results with the scenario (`scenario.toml`) and further `files`, given as (name, content) with `/`
    /// between folders: its data, charts, a report. Results of an interrupted run go to `DIR.partial`. Returns the
    /// folder written.
    ///
    /// On an error nothing has changed on the disk, and a folder that exists under its name is always whole.
    pub fn write<'a>(
        &self,
        results: &'a Results,
        scenario: &str,
        files: impl IntoIterator<Item = (String, Content<'a>)>,
    ) -> Result<PathBuf, Error> {
        let about = || [(SUMMARY_JSON.into(), self.summary(results).into()), ("scenario.toml".into(), scenario.into())];
        let content = tables(results).chain(iter::once_with(about).flatten()).chain(files);
        self.place(results.about.provenance.complete, content)
    }

    /// Writes a folder of these files, under its name if the run is complete, else as `DIR.partial`. Returns the
    /// folder written.
    pub fn place<'a>(
        &self,
        complete: bool,
        files: impl IntoIterator<Item = (String, Content<'a>)>,
    ) -> Result<PathBuf, Error> {
        let dir = if complete { self.dir.clone() } else { self.partial() };
        // What the check found may have changed while the simulation ran.
        if dir.exists() && !self.force && made_by(&dir).as_deref() != Some(&self.made_by) {
            return Err(Error::Foreign { path: dir });
        }
        folder::replace(&dir, files)?;
        Ok(dir)
    }

    /// Begins the table of single replications, beside the folder that will take it.
    pub fn replications(&self) -> Result<ReplicationsFile, Error> {
        ReplicationsFile::create(folder::sibling(&self.dir, "replications"))
    }

    /// Removes what an interrupted run left, after it was resumed and is complete.
    pub fn remove_partial(&self) -> Result<(), Error> {
        let partial = self.partial();
        fs::remove_dir_all(&partial).map_err(Error::io("remove", partial))
    }

    /// Command and scenario file, as seen from beside the folder.
    pub fn made_by(&self) -> &str {
        &self.made_by
    }

    /// The folder of a complete run.
    pub fn dir(&self) -> &Path {
        &self.dir
    }

    /// The folder of an interrupted run.
    pub fn partial(&self) -> PathBuf {
        let mut name = self.dir.file_name().unwrap_or_default().to_os_string();
        name.push(".partial");
        self.dir.with_file_name(name)
    }

    fn check_replaceable(&self, folder: &Path, needed: &[PathBuf]) -> Result<(), Error> {
        let Ok(metadata) = fs::symlink_metadata(folder) else { return Ok(()) };
        if !metadata.is_dir() {
            return Err(Error::NotAFolder { path: folder.into() });
        }
        if !self.force && made_by(folder).as_deref() != Some(&self.made_by) {
            return Err(Error::Foreign { path: folder.into() });
        }
        refuse_in_use(folder, needed)
    }

    /// The content of `summary.json`: what is known of the run, with what made it, and the rows of `summary.csv`,
    /// `events.csv` and `targets.csv`.
    fn summary(&self, results: &Results) -> Vec<u8> {
        let json = |value: Result<Value, _>| value.expect("rows are made of text and numbers");
        let mut content = json(serde_json::to_value(&results.about));
        content["provenance"][MADE_BY] = self.made_by.clone().into();
        content["summary"] = json(serde_json::to_value(&results.summary));
        if !results.events.is_empty() {
            content["events"] = json(serde_json::to_value(&results.events));
        }
        if !results.targets.is_empty() {
            content["targets"] = json(serde_json::to_value(&results.targets));
        }
        let mut text = format!("{content:#}");
        text.push('\n');
        text.into_bytes()
    }
}

/// Every table as (name, content), made when it is asked for; those that few scenarios have only where there are rows.
fn tables(results: &Results) -> impl Iterator<Item = (String, Content<'_>)> {
    type Table = fn(&Results) -> Option<(String, Content<'_>)>;
    fn always<R: Row>(rows: &[R]) -> Option<(String, Content<'_>)> {
        Some((R::FILE.into(), Content::Pieces(Box::new(csv::pieces(rows)))))
    }
    fn if_any<R: Row>(rows: &[R]) -> Option<(String, Content<'_>)> {
        if rows.is_empty() { None } else { always(rows) }
    }
    let tables: [Table; 10] = [
        |results| always(&results.summary),
        |results| always(&results.timeseries),
        |results| always(&results.differences),
        |results| always(&results.distributions),
        |results| always(&results.response_times),
        |results| if_any(&results.signatures),
        |results| if_any(&results.events),
        |results| if_any(&results.observed),
        |results| if_any(&results.targets),
        |results| if_any(&results.precision),
    ];
    tables.into_iter().filter_map(move |table| table(results))
}

/// What made a folder, if it holds results or a shard.
fn made_by(dir: &Path) -> Option<String> {
    // Nothing else of a summary is kept: it may be large.
    #[derive(Deserialize)]
    struct Summary {
        provenance: MadeBy,
    }
    #[derive(Deserialize)]
    struct MadeBy {
        made_by: String,
    }
    let of_results = || {
        let summary = BufReader::new(File::open(dir.join(SUMMARY_JSON)).ok()?);
        Some(serde_json::from_reader::<_, Summary>(summary).ok()?.provenance.made_by)
    };
    of_results().or_else(|| shards::made_by(dir))
}

/// Errs if replacing a folder would delete what is needed or the current folder; all paths are resolved.
pub(super) fn refuse_in_use(folder: &Path, needed: &[PathBuf]) -> Result<(), Error> {
    let current = env::current_dir().and_then(|current| resolve(&current));
    let is_needed = needed.iter().any(|file| file.starts_with(folder));
    if is_needed || current.is_ok_and(|current| current.starts_with(folder)) {
        return Err(Error::InUse { path: folder.into() });
    }
    Ok(())
}

/// The absolute path, without links as far as it exists, and without `..`.
pub(super) fn resolve(path: &Path) -> io::Result<PathBuf> {
    let absolute = std::path::absolute(path)?;
    let existing = absolute.ancestors().find_map(|part| Some((part, part.canonicalize().ok()?)));
    let Some((part, mut resolved)) = existing else { return Ok(absolute) };
    for component in absolute.strip_prefix(part).unwrap_or(Path::new("")).components() {
        match component {
            Component::ParentDir => drop(resolved.pop()),
            other => resolved.push(other),
        }
    }
    Ok(resolved)
}

/// The path `to` as seen from the folder `from`, both resolved, with `/` on every system.
fn relative(to: &Path, from: &Path) -> String {
    let shared = to.components().zip(from.components()).take_while(|(a, b)| a == b).count();
    let up = from.components().skip(shared).map(|_| "..".into());
    let down = to.components().skip(shared).map(|part| part.as_os_str().to_string_lossy());
    up.chain(down).collect::<Vec<_>>().join("/")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_are_told_from_beside_the_results() {
        let from = Path::new("/home/me/output");
        assert_eq!(relative(Path::new("/home/me/scenarios/a.toml"), from), "../scenarios/a.toml");
        assert_eq!(relative(Path::new("/data/a.toml"), from), "../../../data/a.toml");
    }

    #[test]
    fn paths_are_resolved_as_far_as_they_exist() {
        let home = tempfile::tempdir().unwrap();
        let real = home.path().canonicalize().unwrap();
        assert_eq!(resolve(&home.path().join("a/./b/../c")).unwrap(), real.join("a/c"));
        assert_eq!(resolve(&home.path().join(".")).unwrap(), real);
    }
}
