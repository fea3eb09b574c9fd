//! The resolved scenario: one self-contained text, with copies of the data files it reads.

use std::collections::BTreeMap;
use std::iter;
use std::path::{Path, PathBuf};

use sha2::{Digest, Sha256};

use super::build::DataFiles;
use super::check::printable;
use super::keys::{Container, Shape, item_shape};
use super::load::directory;
use super::path;
use super::source::{Sources, Span};
use super::tree::{Key, Node, Table, Value};
use super::write;

/// Where a resolved scenario expects its data files, relative to itself.
const FOLDER: &str = "data";

/// A scenario after everything it extends and everything the command line changed.
///
/// Saved next to its data files it can be run as it is, anywhere, with the same results.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Resolved {
    /// The scenario as TOML 1.0.
    pub text: String,
    /// The data files it reads, by their names in the folder `data` beside it.
    pub data: Vec<(String, Vec<u8>)>,
    /// SHA-256 over the text and the data files, in hexadecimal.
    pub hash: String,
}

impl Resolved {
    /// Puts a resolved scenario together again from its text and its data files.
    pub fn new(text: String, data: Vec<(String, Vec<u8>)>) -> Self {
        let hash = hash(&text, &data);
        Self { text, data, hash }
    }

    /// Its files, by the paths under which it reads them when its own text stands at `scenario`.
    pub(super) fn files(&self, scenario: &Path) -> BTreeMap<PathBuf, Vec<u8>> {
        let folder = directory(scenario).join(FOLDER);
        let data = self.data.iter().map(|(name, content)| (folder.join(name), content.clone()));
        data.chain([(scenario.to_owned(), self.text.clone().into_bytes())]).collect()
    }

    /// In what another resolved scenario differs, as the end of a sentence about this one; `None` if in nothing.
    pub fn difference(&self, other: &Resolved) -> Option<String> {
        let lines = self.text.lines().map(Some).chain(iter::repeat(None));
        let other_lines = other.text.lines().map(Some).chain(iter::repeat(None));
        let longest = self.text.lines().count().max(other.text.lines().count());
        let differing = (1..).zip(lines.zip(other_lines)).take(longest).find(|(_, (ours, theirs))| ours != theirs);
        if let Some((number, (ours, theirs))) = differing {
            let shown =
                |line: Option<&str>| line.map_or("the end of the text".into(), |line| format!("`{}`", printable(line)));
            return Some(format!("line {number} of scenario.toml: {}, not {}", shown(ours), shown(theirs)));
        }
        let differing = self.data.iter().find(|file| !other.data.contains(file));
        differing.map(|(name, _)| format!("the data file {}", printable(name)))
    }
}

/// What a resolved scenario says besides what its tree holds.
pub struct Choice<'a> {
    /// The headline, which otherwise would change with the name of the file.
    pub title: &'a str,
    /// The variants that were chosen; empty for all.
    pub variants: &'a [String],
    /// The name of the one that others are compared with.
    pub baseline: &'a str,
}

/// Resolves a valid scenario.
pub fn resolve(mut root: Table, choice: &Choice, sources: &Sources, data: &DataFiles, whole: Span) -> Resolved {
    let set = |root: &mut Table, name: &str, text: &str| {
        root.set(Key { name: name.to_owned(), span: whole }, Node { value: Value::Text(text.to_owned()), span: whole });
    };
    if root.get("title").is_none() {
        set(&mut root, "title", choice.title);
    }
    if !choice.variants.is_empty()
        && let Some(variants) = root.get_mut("variants").and_then(Node::table_mut)
    {
        variants.retain(|key| choice.variants.contains(&key.name));
    }
    if !choice.variants.is_empty()
        && let Some(charts) = root.get_mut("charts").and_then(Node::table_mut)
    {
        keep_chosen(charts, choice.variants);
    }
    if root.get("baseline").is_some() {
        set(&mut root, "baseline", choice.baseline);
    }
    let mut collected = Collected { sources, data, files: Vec::new() };
    collected.table(&mut root, Container::root());
    let text = write::document(&root);
    let data: Vec<(String, Vec<u8>)> =
        collected.files.into_iter().map(|(_, name, content)| (name, content.to_vec())).collect();
    Resolved::new(text, data)
}

/// Takes variants that were not chosen out of what charts show, and charts that would show none.
fn keep_chosen(charts: &mut Table, chosen: &[String]) {
    let mut empty = Vec::new();
    let mut keep = |key: &str, table: &mut Table| {
        let Some(Value::List(shown)) = table.get_mut("variants").map(|node| &mut node.value) else { return };
        shown.retain(|node| node.text().is_some_and(|name| chosen.iter().any(|chosen| chosen == name)));
        if shown.is_empty() {
            empty.push(key.to_owned());
        }
    };
    keep("variants", charts);
    for (key, node) in charts.iter_mut() {
        if let Value::Table(table) = &mut node.value {
            keep(&key.name, table);
        }
    }
    charts.retain(|key| !empty.contains(&key.name));
}

fn hash(text: &str, data: &[(String, Vec<u8>)]) -> String {
    let mut hasher = Sha256::new();
    // Lengths come first, so that no two different sets of files look the same to the hash.
    for part in
        std::iter::once(text.as_bytes()).chain(data.iter().flat_map(|(name, content)| [name.as_bytes(), content]))
    {
        hasher.update((part.len() as u64).to_le_bytes());
        hasher.update(part);
    }
    hasher.finalize().iter().map(|byte| format!("{byte:02x}")).collect()
}

/// Data files met on the way, with the name that each has from now on.
struct Collected<'a> {
    sources: &'a Sources,
    data: &'a DataFiles,
    files: Vec<(PathBuf, String, &'a [u8])>,
}

impl Collected<'_> {
    fn table(&mut self, table: &mut Table, container: Container) {
        for (key, node) in table.iter_mut() {
            let shape = if container.takes_paths() && path::is_path(&key.name) {
                path::parse(&key.name).ok().and_then(|segments| container.shape_at(&segments))
            } else {
                container.shape(&key.name)
            };
            shape.into_iter().for_each(|shape| self.value(node, shape));
        }
    }

    fn value(&mut self, node: &mut Node, shape: &'static Shape) {
        let span = node.span;
        match (&mut node.value, shape) {
            (Value::Table(table), _) => {
                Container::of(shape).into_iter().for_each(|container| self.table(table, container));
            }
            (Value::List(items), _) => {
                item_shape(shape)
                    .into_iter()
                    .for_each(|shape| items.iter_mut().for_each(|node| self.value(node, shape)));
            }
            (Value::Text(file), Shape::DataFile) => {
                if let Some(name) = self.rename(&self.sources.resolve(span, file)) {
                    *file = format!("{FOLDER}/{name}");
                }
            }
            _ => (),
        }
    }

    /// The name of a data file from now on: its own, with a number where two share one. `None` if no variant reads
    /// the file.
    fn rename(&mut self, path: &Path) -> Option<String> {
        if let Some((_, name, _)) = self.files.iter().find(|(known, ..)| known == path) {
            return Some(name.clone());
        }
        let content = self.data.content(path)?;
        let part = |part: Option<&std::ffi::OsStr>| part.map(|part| part.to_string_lossy().into_owned());
        let stem = part(path.file_stem()).unwrap_or_default();
        let extension = part(path.extension()).map_or(String::new(), |extension| format!(".{extension}"));
        let candidates = (1..).map(|number| match number {
            1 => format!("{stem}{extension}"),
            _ => format!("{stem}-{number}{extension}"),
        });
        let name = candidates.into_iter().find(|name| self.files.iter().all(|(_, taken, _)| taken != name))?;
        self.files.push((path.to_owned(), name.clone(), content));
        Some(name)
    }
}
