//! Folders that are either whole or not there.

use std::{
    fs::{self, File},
    hash::{BuildHasher as _, RandomState},
    io::{self, Write},
    iter,
    path::{Component, Path, PathBuf},
};

use super::{Error, ReplicationsFile};

/// What a file of a folder holds.
pub enum Content<'a> {
    /// These bytes.
    Bytes(Vec<u8>),
    /// These bytes, which are made piece by piece as they are written.
    Pieces(Box<dyn Iterator<Item = Vec<u8>> + 'a>),
    /// A table that was written while it grew, and is moved into the folder.
    Table(ReplicationsFile),
}

impl<T: Into<Vec<u8>>> From<T> for Content<'_> {
    fn from(bytes: T) -> Self {
        Self::Bytes(bytes.into())
    }
}

/// Writes files, given as (name, content), into a folder that replaces `dir` once it is complete. Each is asked for
/// when its turn comes, so that they need not be in memory together.
///
/// A name may lead into subfolders, with `/`. The files go to a hidden sibling first, which takes the name `dir` only
/// when everything is on the disk; what stood under that name is moved aside just before and deleted after. So a
/// reader finds the old folder or the new one, and after a crash the old one may be left under the hidden name
/// `.NAME.old-…`, but never a folder that looks whole and is not. On an error nothing has changed.
pub fn replace<'a>(dir: &Path, files: impl IntoIterator<Item = (String, Content<'a>)>) -> Result<(), Error> {
    let parent = dir.parent().ok_or_else(|| Error::NotAFolder { path: dir.into() })?;
    fs::create_dir_all(parent).map_err(Error::io("create", parent))?;
    let new = sibling(dir, "tmp");
    let result = fill(&new, files).and_then(|()| take_name(&new, dir));
    if result.is_err() {
        // The first error is the one to tell; what cannot be removed stays under its hidden name.
        let _ = fs::remove_dir_all(&new);
    }
    result
}

/// Finds out whether `dir` could be made, by making and removing a hidden folder where its first missing part would be.
pub fn probe(dir: &Path) -> Result<(), Error> {
    let missing = dir.ancestors().find(|path| path.parent().is_some_and(Path::exists)).unwrap_or(dir);
    let trial = sibling(missing, "tmp");
    fs::create_dir(&trial).and_then(|()| fs::remove_dir(&trial)).map_err(Error::io("create", dir))
}

/// A hidden path beside `path` that nobody else uses. Processes of other machines or containers may write there, too, and
/// have the same number, so the name is a random one.
pub fn sibling(path: &Path, purpose: &str) -> PathBuf {
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    path.with_file_name(format!(".{name}.{purpose}-{:016x}", RandomState::new().hash_one(purpose)))
}

/// True for a relative name that stays inside its folder.
fn is_inside(name: &str) -> bool {
    !name.is_empty() && Path::new(name).components().all(|part| matches!(part, Component::Normal(_)))
}

/// Makes a folder with the files, all of it on the disk.
fn fill<'a>(dir: &Path, files: impl IntoIterator<Item = (String, Content<'a>)>) -> Result<(), Error> {
    fs::create_dir(dir).map_err(Error::io("create", dir))?;
    for (name, content) in files {
        if !is_inside(&name) {
            return Err(Error::Name { name });
        }
        let path = dir.join(&name);
        if let Some(folder) = path.parent() {
            fs::create_dir_all(folder).map_err(Error::io("create", folder))?;
        }
        let put = match content {
            Content::Bytes(bytes) => write_new(&path, iter::once(bytes)),
            Content::Pieces(pieces) => write_new(&path, pieces),
            Content::Table(table) => move_new(table.path(), &path),
        };
        put.map_err(|source| match source.kind() {
            io::ErrorKind::AlreadyExists => Error::Name { name },
            _ => Error::Io { doing: "write", path: path.clone(), source },
        })?;
    }
    sync_folder(dir);
    Ok(())
}

fn write_new(path: &Path, pieces: impl Iterator<Item = Vec<u8>>) -> io::Result<()> {
    let mut file = File::create_new(path)?;
    for piece in pieces {
        file.write_all(&piece)?;
    }
    file.sync_all()
}

fn move_new(from: &Path, to: &Path) -> io::Result<()> {
    if to.exists() { Err(io::ErrorKind::AlreadyExists.into()) } else { fs::rename(from, to) }
}

/// Gives the folder `new` the name `dir`, in place of what has it now.
fn take_name(new: &Path, dir: &Path) -> Result<(), Error> {
    if !dir.exists() {
        return fs::rename(new, dir).map_err(Error::io("create", dir)).inspect(|()| sync_parent(dir));
    }
    let old = sibling(dir, "old");
    fs::rename(dir, &old).map_err(Error::io("replace", dir))?;
    if let Err(source) = fs::rename(new, dir) {
        fs::rename(&old, dir).map_err(Error::io("restore", dir))?;
        return Err(Error::Io { doing: "replace", path: dir.into(), source });
    }
    sync_parent(dir);
    // The new one is in its place. If the old one cannot be removed, it stays under its hidden name.
    let _ = fs::remove_dir_all(&old);
    Ok(())
}

fn sync_parent(dir: &Path) {
    if let Some(parent) = dir.parent() {
        sync_folder(parent);
    }
}

/// Asks for the names in a folder to be on the disk. Not every system can; the files themselves are safe without.
fn sync_folder(dir: &Path) {
    if let Ok(folder) = File::open(dir) {
        let _ = folder.sync_all();
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;

    fn file(name: &str, content: &str) -> (String, Content<'static>) {
        (name.into(), content.into())
    }

    fn names(dir: &Path) -> Vec<String> {
        let mut names: Vec<String> =
            fs::read_dir(dir).unwrap().map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect();
        names.sort();
        names
    }

    #[test]
    fn a_folder_is_replaced_as_a_whole() {
        let home = tempfile::tempdir().unwrap();
        let dir = home.path().join("new/parents/results");
        replace(&dir, [file("a.csv", "1"), file("charts/b.svg", "2")]).unwrap();
        assert_eq!(names(&dir), ["a.csv", "charts"]);
        replace(&dir, [file("c.csv", "3")]).unwrap();
        assert_eq!(names(&dir), ["c.csv"]);
        assert_eq!(names(dir.parent().unwrap()), ["results"], "nothing hidden stays behind");
    }

    #[test]
    fn hidden_names_are_not_given_twice() {
        let names: BTreeSet<PathBuf> = (0..1_000).map(|_| sibling(Path::new("a/results"), "tmp")).collect();
        assert!(names.len() == 1_000 && names.iter().all(|name| name.starts_with("a")));
    }

    #[test]
    fn a_failure_changes_nothing() {
        let home = tempfile::tempdir().unwrap();
        let dir = home.path().join("results");
        replace(&dir, [file("a.csv", "1")]).unwrap();
        for bad in ["../b.csv", "/b.csv", "", "b/../../c"] {
            assert!(matches!(replace(&dir, [file(bad, "2")]), Err(Error::Name { .. })), "{bad}");
        }
        assert!(matches!(replace(&dir, [file("b", "2"), file("b", "3")]), Err(Error::Name { .. })));
        assert!(matches!(replace(&dir, [file("b", "2"), file("b/c", "3")]), Err(Error::Io { .. })));
        assert_eq!(names(&dir), ["a.csv"]);
        assert_eq!(names(home.path()), ["results"]);
    }

    #[test]
    fn probing_leaves_no_trace_and_finds_what_is_in_the_way() {
        let home = tempfile::tempdir().unwrap();
        probe(&home.path().join("new/parents/results")).unwrap();
        assert!(names(home.path()).is_empty());
        fs::write(home.path().join("file"), "").unwrap();
        assert!(matches!(probe(&home.path().join("file/results")), Err(Error::Io { .. })));
    }
}
