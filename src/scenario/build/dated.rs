//! Dated lists: values that hold from their moments on, some reached by a ramp.

use super::{Builder, all};
use crate::model::Days;
use crate::scenario::diagnostic::{Code, Diagnostic};
use crate::scenario::tree::{Node, Table};

/// One entry of a dated list.
pub(super) struct Entry<T> {
    /// From when it holds.
    pub at: Days,
    /// What holds.
    pub value: T,
    /// End of the ramp that leads to it from the value before.
    pub until: Option<Days>,
}

impl Builder<'_> {
    /// The entries of the list under the key `list`, whose values stand under `name`: at least one, in order of time.
    pub(super) fn dated<T>(
        &mut self,
        node: &Node,
        items: &[Node],
        (list, name): (&str, &str),
        read: impl Fn(&Node) -> Option<T>,
    ) -> Option<Vec<Entry<T>>> {
        if items.is_empty() {
            self.out_of_range(node, list, "at least one entry");
            return None;
        }
        let entries = items.iter().map(|item| self.entry(item.table()?, name, &read)).collect();
        let entries: Vec<Entry<T>> = all(entries)?;
        let moments: Vec<Days> = entries.iter().map(|entry| entry.at).collect();
        let ordered = self.in_order(items, &moments);
        let mut ramps_fit = true;
        if let Some(node) = items.first().and_then(Node::table).and_then(|first| first.get("until")) {
            let message = "the first entry has no number before it to move from";
            self.add(Diagnostic::at(Code::OutOfOrder, node.span, message).label("expected no `until` here"));
            ramps_fit = false;
        }
        let ends: Vec<Option<Days>> = entries.iter().map(|entry| entry.until).collect();
        (self.ramps_fit(items, &moments, &ends) && ramps_fit && ordered).then_some(entries)
    }

    fn entry<T>(&mut self, table: &Table, name: &str, read: impl Fn(&Node) -> Option<T>) -> Option<Entry<T>> {
        let until = self.ramp_end(table)?;
        Some(Entry { at: self.moment(table.get("at")?)?, value: read(table.get(name)?)?, until })
    }

    /// The end of the ramp of an entry, if it has one.
    pub(super) fn ramp_end(&mut self, entry: &Table) -> Option<Option<Days>> {
        match entry.get("until") {
            Some(node) => self.moment(node).map(Some),
            None => Some(None),
        }
    }

    /// True if every ramp ends after it begins and before the next entry; reports each that does not.
    pub(super) fn ramps_fit(&mut self, items: &[Node], moments: &[Days], ends: &[Option<Days>]) -> bool {
        let mut fit = true;
        for (index, item) in items.iter().enumerate() {
            let Some(until) = ends[index] else { continue };
            let next = moments.get(index + 1).copied().unwrap_or(f64::INFINITY);
            let problem = if until <= moments[index] {
                ("a ramp ends before it begins", "expected a later moment than `at`")
            } else if until > next {
                ("a ramp ends after the next entry begins", "expected a moment up to the next `at`")
            } else {
                continue;
            };
            fit = false;
            let place = item.table().and_then(|table| table.get("until")).map_or(item.span, |node| node.span);
            self.add(Diagnostic::at(Code::OutOfOrder, place, problem.0).label(problem.1));
        }
        fit
    }
}
