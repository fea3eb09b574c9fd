//! Paths of keys, as overrides write them: `requests.petitions.threshold.changes[1].at`.

use std::ops::Range;

/// One step of a path.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Segment {
    /// The key.
    pub name: String,
    /// Index into the list under that key, from 0.
    pub index: Option<usize>,
    /// Where it stands in the path, in bytes.
    pub range: Range<usize>,
}

/// A path that is not well formed: where, and what was expected.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Malformed {
    /// In bytes of the path.
    pub range: Range<usize>,
    /// The end of a sentence that begins with "expected".
    pub expected: &'static str,
}

/// True if a key of an override is a path rather than a key.
pub fn is_path(key: &str) -> bool {
    key.contains(['.', '['])
}

/// Takes a path apart. `path = segment, { ".", segment }`, `segment = name, [ "[", integer, "]" ]`.
pub fn parse(path: &str) -> Result<Vec<Segment>, Malformed> {
    let mut segments = Vec::new();
    let mut start = 0;
    for part in path.split('.') {
        segments.push(segment(part, start)?);
        start += part.len() + 1;
    }
    Ok(segments)
}

fn segment(part: &str, start: usize) -> Result<Segment, Malformed> {
    let range = start..start + part.len();
    let malformed = |expected| Err(Malformed { range: range.clone(), expected });
    let (name, index) = match part.split_once('[') {
        None => (part, None),
        Some((name, rest)) => match rest.strip_suffix(']').map(str::parse::<usize>) {
            Some(Ok(index)) => (name, Some(index)),
            _ => return malformed("an index such as `[0]`"),
        },
    };
    let is_bare = |c: char| c.is_ascii_alphanumeric() || c == '_' || c == '-';
    if name.is_empty() || !name.chars().all(is_bare) {
        return malformed("names between the dots, of letters, digits, `_` and `-`");
    }
    Ok(Segment { name: name.to_owned(), index, range })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn segments_know_their_place() {
        let segments = parse("a.changes[12].at").unwrap();
        let names: Vec<_> = segments.iter().map(|s| (s.name.as_str(), s.index, s.range.clone())).collect();
        assert_eq!(names, [("a", None, 0..1), ("changes", Some(12), 2..13), ("at", None, 14..16)]);
    }

    #[test]
    fn slips_are_found_where_they_are() {
        for (path, range) in
            [("", 0..0), ("a..b", 2..2), ("a.b[x]", 2..6), ("a.b[1", 2..5), ("a b", 0..3), ("a[-1]", 0..5)]
        {
            assert_eq!(parse(path).unwrap_err().range, range, "{path}");
        }
    }
}
