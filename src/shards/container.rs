//! The form that all stored states share: a magic word, a version, a length and a checksum before the content.

use std::{
    fs::File,
    io::{self, Read},
    path::Path,
};

use sha2::{Digest, Sha256};

use super::Error;

/// What a kind of file begins with.
pub struct Kind {
    /// Its first bytes.
    pub magic: &'static [u8; 12],
    /// Rises when the form of its content changes.
    pub format: u32,
}

/// Bytes before the part that the checksum covers.
const PREAMBLE: usize = 12 + 4 + 8 + 32;

/// So much of a file has all that is said of its content.
const BEGINNING: u64 = 1 << 16;

/// The bytes of a file with this content.
pub fn seal(kind: &Kind, body: &[u8]) -> Vec<u8> {
    let mut bytes = Vec::with_capacity(PREAMBLE + body.len());
    bytes.extend(kind.magic);
    bytes.extend(kind.format.to_le_bytes());
    bytes.extend((body.len() as u64).to_le_bytes());
    bytes.extend(Sha256::digest(body));
    bytes.extend(body);
    bytes
}

/// The content of a file of this kind, once it is known to be whole. Allocates as much as the file holds and not more.
pub fn open(kind: &Kind, path: &Path) -> Result<Vec<u8>, Error> {
    let mut file = regular(path)?;
    let size = file.metadata().map_err(Error::Io)?.len();
    let mut preamble = Vec::new();
    file.by_ref().take(PREAMBLE as u64).read_to_end(&mut preamble).map_err(Error::Io)?;
    let mut rest = preamble.strip_prefix(kind.magic).ok_or(Error::NotAShard)?;
    match u32::from_le_bytes(*take(&mut rest)?) {
        format if format == kind.format => (),
        format if format > kind.format => return Err(Error::Newer { format, known: kind.format }),
        format => return Err(Error::Older { format, known: kind.format }),
    }
    let length = u64::from_le_bytes(*take(&mut rest)?);
    let hash: &[u8; 32] = take(&mut rest)?;
    let expected = length.saturating_add(PREAMBLE as u64);
    if size != expected {
        return Err(Error::Truncated { size, expected });
    }
    let mut body = Vec::new();
    file.take(length).read_to_end(&mut body).map_err(Error::Io)?;
    if Sha256::digest(&body)[..] == hash[..] { Ok(body) } else { Err(Error::Damaged) }
}

/// Where the content of a file of this kind begins, whether it is whole or not.
pub fn beginning(kind: &Kind, path: &Path) -> Option<Vec<u8>> {
    let mut bytes = Vec::new();
    regular(path).ok()?.take(BEGINNING).read_to_end(&mut bytes).ok()?;
    let (preamble, content) = bytes.split_at_checked(PREAMBLE)?;
    preamble.starts_with(kind.magic).then(|| content.to_vec())
}

/// True if a file begins as this kind does.
pub fn is_of_kind(kind: &Kind, path: &Path) -> bool {
    let mut magic = Vec::new();
    regular(path).is_ok_and(|file| file.take(12).read_to_end(&mut magic).is_ok()) && magic == kind.magic
}

fn regular(path: &Path) -> Result<File, Error> {
    let file = File::open(path).map_err(|error| match error.kind() {
        io::ErrorKind::NotFound => Error::Missing,
        _ => Error::Io(error),
    })?;
    // Pipes and devices have no end that could be known beforehand.
    if file.metadata().map_err(Error::Io)?.is_file() { Ok(file) } else { Err(Error::NotAShard) }
}

/// The next bytes of a preamble that may be too short.
fn take<'a, const N: usize>(bytes: &mut &'a [u8]) -> Result<&'a [u8; N], Error> {
    let (first, rest) = bytes.split_first_chunk().ok_or(Error::NotAShard)?;
    *bytes = rest;
    Ok(first)
}
