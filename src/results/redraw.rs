//! New charts for a results folder that stands.

use std::{
    fs, io,
    path::{Path, PathBuf},
};

use super::{
    Content, Error,
    destination::{refuse_in_use, resolve},
    folder,
};

/// Name of the folder of charts within a results folder.
const CHARTS: &str = "charts";

/// Puts charts, given as (name, content), into the folder of charts of a results folder, beside those whose names `keep`
/// accepts; or into another folder, which must be empty, or hold nothing but earlier charts of these names, or be replaced
/// by `force`. Returns the folder.
///
/// The folder is made beside the old one, which it replaces once it is whole. On an error nothing has changed.
pub fn redraw(
    results: &Path,
    output: Option<&Path>,
    files: Vec<(String, Vec<u8>)>,
    keep: impl Fn(&str) -> bool,
    force: bool,
) -> Result<PathBuf, Error> {
    let dir = output.map_or_else(|| results.join(CHARTS), Path::to_path_buf);
    // The folder that the new one is made beside has a name even where the path has none, as `..` has not.
    let dir = std::path::absolute(&dir).map_err(Error::io("find", &dir))?;
    let there = entries(&dir)?;
    if output.is_some() {
        let is_new = |name: &String| files.iter().any(|(new, _)| new == name);
        if !force && !there.iter().all(is_new) {
            return Err(Error::NotOnlyCharts { path: dir });
        }
        let results = resolve(results).map_err(Error::io("find", results))?;
        refuse_in_use(&resolve(&dir).map_err(Error::io("find", &dir))?, &[results])?;
    }
    let mut all: Vec<(String, Content<'static>)> = Vec::new();
    for name in there.into_iter().filter(|name| output.is_none() && keep(name)) {
        if files.iter().all(|(new, _)| *new != name) {
            let path = dir.join(&name);
            let bytes = fs::read(&path).map_err(Error::io("read", path))?;
            all.push((name, bytes.into()));
        }
    }
    all.extend(files.into_iter().map(|(name, bytes)| (name, bytes.into())));
    folder::replace(&dir, all)?;
    Ok(dir)
}

/// Names of what is in a folder, in order; nothing if there is none.
fn entries(dir: &Path) -> Result<Vec<String>, Error> {
    let listed = match fs::read_dir(dir) {
        Ok(listed) => listed,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(Vec::new()),
        Err(error) if error.kind() == io::ErrorKind::NotADirectory => {
            return Err(Error::NotAFolder { path: dir.into() });
        }
        Err(error) => return Err(Error::io("read", dir)(error)),
    };
    let names = listed.map(|entry| entry.map(|entry| entry.file_name().to_string_lossy().into_owned()));
    let mut names: Vec<String> = names.collect::<io::Result<_>>().map_err(Error::io("read", dir))?;
    names.sort();
    Ok(names)
}
