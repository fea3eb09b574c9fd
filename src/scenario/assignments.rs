//! What an event sets: values by path, as nested tables.

use std::ops::Range;

use super::diagnostic::{Code, Diagnostic, Findings};
use super::keys::REMOVABLE;
use super::merge::place_in;
use super::path::{self, Segment};
use super::source::Sources;
use super::tree::{Key, Node, Table, Value};

/// The values of `set` as tables within tables: `"stages.drafting.staff" = 6` is the same as
/// `stages.drafting.staff = 6`. Where two assign the same, the later one counts.
pub fn nested(set: &Table, sources: &Sources, findings: &mut Findings) -> Table {
    let mut nested = Table::default();
    for (key, node) in set.iter() {
        if !path::is_path(&key.name) {
            put(&mut nested, key, node);
            continue;
        }
        let segments = match path::parse(&key.name) {
            Ok(segments) => segments,
            Err(path::Malformed { range, expected }) => {
                findings.add(malformed(key, &range, expected, sources));
                continue;
            }
        };
        if let Some(segment) = segments.iter().find(|segment| segment.index.is_some()) {
            findings.add(malformed(key, &segment.range, "a name without an index", sources));
        } else if let Some((first, rest)) = segments.split_first() {
            put(&mut nested, &segment_key(key, first, sources), &within(key, rest, node, sources));
        }
    }
    nested
}

/// The same without those that take something away.
pub fn without_removals(nested: &Table) -> Table {
    let mut kept = Table::default();
    for (key, node) in nested.iter().filter(|(key, node)| !is_removal(key, node)) {
        let value = match node.table() {
            Some(table) => Value::Table(without_removals(table)),
            None => node.value.clone(),
        };
        kept.push(key.clone(), Node { value, span: node.span });
    }
    kept
}

/// True if an assignment takes away what is optional.
pub fn is_removal(key: &Key, node: &Node) -> bool {
    node.text() == Some("none") && REMOVABLE.contains(&key.name.as_str())
}

/// A value inside the tables that the rest of a path names.
fn within(key: &Key, rest: &[Segment], node: &Node, sources: &Sources) -> Node {
    let Some((first, rest)) = rest.split_first() else { return node.clone() };
    let mut table = Table::default();
    table.set(segment_key(key, first, sources), within(key, rest, node, sources));
    Node { value: Value::Table(table), span: key.span }
}

fn segment_key(key: &Key, segment: &Segment, sources: &Sources) -> Key {
    Key { name: segment.name.clone(), span: place_in(sources, key.span, &key.name, &segment.range) }
}

/// Puts a value under a key; tables merge.
fn put(base: &mut Table, key: &Key, node: &Node) {
    match (base.get_mut(&key.name).and_then(Node::table_mut), node.table()) {
        (Some(old), Some(new)) => new.iter().for_each(|(key, node)| put(old, key, node)),
        _ => base.set(key.clone(), node.clone()),
    }
}

fn malformed(key: &Key, range: &Range<usize>, expected: &str, sources: &Sources) -> Diagnostic {
    let span = place_in(sources, key.span, &key.name, range);
    Diagnostic::at(Code::InvalidPath, span, "this is not the path of a key")
        .label(format!("expected {expected}"))
        .help("for example `stages.drafting.staff`")
}
