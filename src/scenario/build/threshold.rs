//! Thresholds.

use super::{Builder, all, staff::MOST_STEPS};
use crate::model::{Adaptive, Binds, Days, Signal, ThresholdChange, ThresholdPolicy};
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
            Some(node) => self.changes(node, signatures),
            None => Some(Vec::new()),
        };
        let adaptive = match table.get("adaptive") {
            Some(node) => self.adaptive(node.table()?, table, signatures).map(Some),
            None => Some(None),
        };
        let by_happenings = Vec::new();
        Some(ThresholdPolicy { signatures: signatures?, changes: changes?, adaptive: adaptive?, by_happenings })
    }

    /// A rule that moves the level of `threshold`, which stands at `level` at the start.
    fn adaptive(&mut self, rule: &Table, threshold: &Table, level: Option<u32>) -> Option<Adaptive> {
        let every = self.positive_duration(rule.get("every")?, "every");
        let signal = match rule.get("on")?.text()? {
            "backlog" => Signal::Backlog,
            "clearing_time_days" => Signal::ClearingTime,
            _ => return None,
        };
        let number = |name| rule.get(name).and_then(Node::number);
        let (raise_above, lower_below) = (number("raise_above")?, number("lower_below")?);
        let factor = number("factor").filter(|factor| *factor > 1.0)?;
        let (minimum, maximum) = (signatures(rule.get("minimum")?)?, signatures(rule.get("maximum")?)?);
        if lower_below > raise_above {
            self.out_of_range(rule.get("lower_below")?, "lower_below", "a number that is not above `raise_above`");
            return None;
        }
        if minimum > maximum {
            self.out_of_range(rule.get("maximum")?, "maximum", "a level that is not below `minimum`");
            return None;
        }
        if !(minimum..=maximum).contains(&level?) {
            match threshold.get("signatures") {
                Some(node) => self.out_of_range(node, "signatures", "a level between `minimum` and `maximum`"),
                None => {
                    let at = threshold.entry("adaptive")?.0.span;
                    let label = "expected a key `signatures` beside it, with the level at the start";
                    self.missing(at, "`signatures` is missing", label, "signatures = 5_000");
                }
            }
            return None;
        }
        let binds = binds(rule)?;
        Some(Adaptive { every: every?, signal, raise_above, lower_below, factor, minimum, maximum, binds })
    }

    /// The dated changes of a threshold that stands at `level` before them.
    fn changes(&mut self, node: &Node, level: Option<u32>) -> Option<Vec<ThresholdChange>> {
        let items = node.list()?;
        let changes = all(items.iter().map(|item| self.change(item.table()?)).collect())?;
        let moments: Vec<Days> = changes.iter().map(|change| change.at).collect();
        let ends: Vec<Option<Days>> = changes.iter().map(|change| change.until).collect();
        let ordered = self.in_order(items, &moments);
        if !self.ramps_fit(items, &moments, &ends) || !ordered {
            return None;
        }
        let before = std::iter::once(level?).chain(changes.iter().map(|change| change.signatures));
        let ramps = before.zip(&changes).filter(|(_, change)| change.until.is_some());
        if ramps.map(|(before, change)| u64::from(before.abs_diff(change.signatures))).sum::<u64>() > MOST_STEPS {
            self.out_of_range(node, "changes", "ramps of at most 1,000,000 signatures in all");
            return None;
        }
        Some(changes)
    }

    fn change(&mut self, table: &Table) -> Option<ThresholdChange> {
        let until = self.ramp_end(table)?;
        Some(ThresholdChange {
            at: self.moment(table.get("at")?)?,
            until,
            signatures: signatures(table.get("signatures")?)?,
            binds: binds(table)?,
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

pub(super) fn signatures(node: &Node) -> Option<u32> {
    u32::try_from(node.integer()?).ok()
}

/// Whom a change binds.
pub(super) fn binds(table: &Table) -> Option<Binds> {
    match table.get("binds").map(Node::text) {
        None => Some(Binds::New),
        Some(Some("new")) => Some(Binds::New),
        Some(Some("open")) => Some(Binds::Open),
        Some(_) => None,
    }
}
