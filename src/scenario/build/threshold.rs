//! Thresholds.

use super::{Builder, all};
use crate::model::{Binds, Days, ThresholdChange, ThresholdPolicy};
use crate::scenario::diagnostic::{Code, Diagnostic};
use crate::scenario::tree::{Node, Table};

impl Builder<'_> {
    /// The level of a class and its dated changes.
    pub(super) fn threshold(&mut self, class: &Table) -> Option<ThresholdPolicy> {
        let Some(node) = class.get("threshold") else { return Some(ThresholdPolicy::default()) };
        let table = node.table()?;
        let signatures = match table.get("signatures") {
            Some(node) => signatures(node),
            None => Some(0),
        };
        let changes = match table.get("changes") {
            Some(node) => self.changes(node.list()?),
            None => Some(Vec::new()),
        };
        Some(ThresholdPolicy { signatures: signatures?, changes: changes? })
    }

    fn changes(&mut self, items: &[Node]) -> Option<Vec<ThresholdChange>> {
        let changes = all(items.iter().map(|item| self.change(item.table()?)).collect())?;
        let moments: Vec<Days> = changes.iter().map(|change| change.at).collect();
        self.in_order(items, &moments).then_some(changes)
    }

    fn change(&mut self, table: &Table) -> Option<ThresholdChange> {
        let binds = match table.get("binds") {
            None => Binds::New,
            Some(node) => match node.text()? {
                "new" => Binds::New,
                "open" => Binds::Open,
                _ => return None,
            },
        };
        Some(ThresholdChange {
            at: self.moment(table.get("at")?)?,
            signatures: signatures(table.get("signatures")?)?,
            binds,
        })
    }

    /// True if the moments of a dated list strictly increase; reports each that does not.
    pub(super) fn in_order(&mut self, items: &[Node], moments: &[Days]) -> bool {
        let at = |item: &Node| item.table().and_then(|table| table.get("at")).map_or(item.span, |node| node.span);
        let mut ordered = true;
        for (pair, times) in items.windows(2).zip(moments.windows(2)) {
            if times[1] <= times[0] {
                ordered = false;
                self.add(
                    Diagnostic::at(Code::OutOfOrder, at(&pair[1]), "a dated list is in the order of time")
                        .label("expected a later moment than that of the entry before")
                        .related(at(&pair[0]), "the entry before"),
                );
            }
        }
        ordered
    }
}

fn signatures(node: &Node) -> Option<u32> {
    u32::try_from(node.integer()?).ok()
}
