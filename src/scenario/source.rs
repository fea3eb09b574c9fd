//! Texts that diagnostics point into, and reading them from disk without surprises.

use std::collections::BTreeMap;
use std::fs::File;
use std::io::Read;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};

/// Largest scenario file that is read, in bytes. Real ones have a few kilobytes.
pub const SCENARIO_LIMIT: u64 = 16 << 20;

/// Largest data file that is read, in bytes.
pub const DATA_LIMIT: u64 = 256 << 20;

/// One of the texts in [`Sources`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct SourceId(usize);

/// A range of bytes in one of the texts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Span {
    /// The text.
    pub source: SourceId,
    /// First byte.
    pub start: usize,
    /// One past the last byte.
    pub end: usize,
}

/// A text with the name that diagnostics print.
#[derive(Debug, Clone)]
pub struct Source {
    /// A path, or the command-line option that the text was given with.
    pub name: String,
    /// Where relative paths written in this text start from.
    pub directory: PathBuf,
    /// The text itself.
    pub text: String,
    /// Where its lines begin.
    lines: Vec<usize>,
}

impl Source {
    /// The number of the line that a byte is in, from 1.
    pub fn line(&self, offset: usize) -> usize {
        self.lines.partition_point(|start| *start <= offset)
    }
}

/// The scenario, the scenarios it extends, command-line assignments, data files with mistakes.
#[derive(Debug, Clone, Default)]
pub struct Sources {
    list: Vec<Source>,
    files: Files,
}

/// The files that scenarios are read from. What has been read once stays as it was, whatever becomes of it on the disk: so
/// a command may read a scenario again and again, also where it comes through a pipe.
#[derive(Debug, Clone, Default)]
pub struct Files(Arc<Store>);

#[derive(Debug, Default)]
struct Store {
    /// By path.
    known: Mutex<BTreeMap<PathBuf, Arc<Vec<u8>>>>,
    /// Whether there are no others.
    are_all: bool,
}

impl Files {
    /// These files and no others, by their paths.
    pub fn stored(files: BTreeMap<PathBuf, Vec<u8>>) -> Self {
        let known = files.into_iter().map(|(path, bytes)| (path, Arc::new(bytes))).collect();
        Self(Arc::new(Store { known: Mutex::new(known), are_all: true }))
    }

    fn read(&self, path: &Path, limit: u64) -> Result<Arc<Vec<u8>>, Unreadable> {
        let Store { known, are_all } = &*self.0;
        let mut known = known.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(bytes) = known.get(path) {
            return Ok(Arc::clone(bytes));
        }
        if *are_all {
            return Err(Unreadable::Missing);
        }
        let bytes = Arc::new(read_bytes(path, limit)?);
        known.insert(path.to_owned(), Arc::clone(&bytes));
        Ok(bytes)
    }
}

impl Sources {
    /// Sources that read these files.
    pub fn of(files: Files) -> Self {
        Self { files, ..Self::default() }
    }

    /// Reads a whole text file of at most `limit` bytes.
    pub fn read(&self, path: &Path, limit: u64) -> Result<String, Unreadable> {
        into_text(self.files.read(path, limit)?.to_vec())
    }

    /// Registers a text.
    pub fn add(&mut self, name: impl Into<String>, directory: &Path, text: impl Into<String>) -> SourceId {
        let text: String = text.into();
        let newlines = text.bytes().enumerate().filter(|(_, byte)| *byte == b'\n');
        let lines = std::iter::once(0).chain(newlines.map(|(offset, _)| offset + 1)).collect();
        self.list.push(Source { name: name.into(), directory: directory.to_owned(), text, lines });
        SourceId(self.list.len() - 1)
    }

    /// The text with this identifier.
    pub fn get(&self, id: SourceId) -> &Source {
        &self.list[id.0]
    }

    /// The text that a span covers.
    pub fn slice(&self, span: Span) -> &str {
        self.get(span.source).text.get(span.start..span.end).unwrap_or_default()
    }

    /// The file that a relative path written at `span` means.
    pub fn resolve(&self, span: Span, path: &str) -> PathBuf {
        self.get(span.source).directory.join(path)
    }
}

/// Why a file cannot be read.
#[derive(Debug)]
pub enum Unreadable {
    /// It does not exist.
    Missing,
    /// It is a directory.
    Directory,
    /// It is larger than the limit (bytes).
    TooLarge(u64),
    /// It is not UTF-8 text, or contains NUL; the number of the line where that shows.
    NotText(usize),
    /// The system refused.
    System(std::io::Error),
}

impl Unreadable {
    /// What is wrong with the file, as the end of a sentence about it.
    pub fn reason(&self) -> String {
        match self {
            Unreadable::Missing => "there is no such file".to_owned(),
            Unreadable::Directory => "it is a directory".to_owned(),
            Unreadable::TooLarge(limit) => format!("it is larger than {} MiB", limit >> 20),
            Unreadable::NotText(line) => format!("it is not UTF-8 text (line {line} has other bytes)"),
            Unreadable::System(error) => error.to_string(),
        }
    }
}

/// Reads a whole file of at most `limit` bytes. The size is looked at before anything is read.
fn read_bytes(path: &Path, limit: u64) -> Result<Vec<u8>, Unreadable> {
    let metadata = std::fs::metadata(path).map_err(classify)?;
    if metadata.is_dir() {
        return Err(Unreadable::Directory);
    }
    if metadata.len() > limit {
        return Err(Unreadable::TooLarge(limit));
    }
    // Pipes and devices have no length, so the limit is held while reading, too.
    let mut bytes = Vec::new();
    File::open(path).map_err(classify)?.take(limit + 1).read_to_end(&mut bytes).map_err(classify)?;
    if bytes.len() as u64 > limit { Err(Unreadable::TooLarge(limit)) } else { Ok(bytes) }
}

/// Takes bytes for text if they are UTF-8 without NUL. A byte-order mark is dropped.
fn into_text(bytes: Vec<u8>) -> Result<String, Unreadable> {
    let line_at = |bytes: &[u8], offset: usize| 1 + bytes[..offset].iter().filter(|byte| **byte == b'\n').count();
    if let Some(offset) = bytes.iter().position(|byte| *byte == 0) {
        return Err(Unreadable::NotText(line_at(&bytes, offset)));
    }
    let text = String::from_utf8(bytes).map_err(|error| {
        let offset = error.utf8_error().valid_up_to();
        Unreadable::NotText(line_at(error.as_bytes(), offset))
    })?;
    // Some editors and spreadsheets mark a text as UTF-8.
    Ok(text.strip_prefix('\u{feff}').map(str::to_owned).unwrap_or(text))
}

fn classify(error: std::io::Error) -> Unreadable {
    match error.kind() {
        std::io::ErrorKind::NotFound => Unreadable::Missing,
        std::io::ErrorKind::IsADirectory => Unreadable::Directory,
        _ => Unreadable::System(error),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tells_what_is_wrong_with_a_file() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("x.toml");
        assert!(matches!(read_bytes(&path, 10), Err(Unreadable::Missing)));
        assert!(matches!(read_bytes(folder.path(), 10), Err(Unreadable::Directory)));
        std::fs::write(&path, b"0123456789").unwrap();
        assert_eq!(read_bytes(&path, 10).unwrap(), b"0123456789");
        assert!(matches!(read_bytes(&path, 9), Err(Unreadable::TooLarge(9))));
    }

    #[test]
    fn text_is_utf8_without_nul() {
        assert_eq!(into_text("é".into()).unwrap(), "é");
        assert_eq!(into_text("\u{feff}a".into()).unwrap(), "a");
        assert!(matches!(into_text(b"a\nb\0".to_vec()), Err(Unreadable::NotText(2))));
        assert!(matches!(into_text(b"\xff\xfe".to_vec()), Err(Unreadable::NotText(1))));
    }
}
