//! Numbers of staff.

use super::Builder;
use crate::model::{Days, Staff, Steps};
use crate::scenario::diagnostic::{Code, Diagnostic};
use crate::scenario::tree::{Node, Table};

/// Most steps that the ramps of a list may have; each is kept.
const MOST_STEPS: u64 = 1_000_000;

/// One entry of a dated list of staff.
struct Entry<'t> {
    at: Days,
    staff: u32,
    until: Option<(Days, &'t Node)>,
}

impl Builder<'_> {
    /// A number, `"unlimited"`, or a dated list of numbers.
    pub(super) fn staff(&mut self, node: &Node) -> Option<Staff> {
        if node.text() == Some("unlimited") {
            return Some(Staff::Unlimited);
        }
        if let Some(items) = node.list() {
            return self.dated_staff(node, items).map(Staff::Limited);
        }
        number(node).map(|staff| Staff::Limited(Steps::constant(staff)))
    }

    fn dated_staff(&mut self, node: &Node, items: &[Node]) -> Option<Steps<u32>> {
        if items.is_empty() {
            self.out_of_range(node, "staff", "at least one entry");
            return None;
        }
        let entries = super::all(items.iter().map(|item| self.entry(item.table()?)).collect())?;
        let moments: Vec<Days> = entries.iter().map(|entry| entry.at).collect();
        let ordered = self.in_order(items, &moments);
        if !(self.ramps_fit(&entries) && ordered) {
            return None;
        }
        let steps: u64 = entries.windows(2).map(|pair| u64::from(pair[0].staff.abs_diff(pair[1].staff))).sum();
        if entries.iter().any(|entry| entry.until.is_some()) && steps > MOST_STEPS {
            self.out_of_range(node, "staff", "ramps of at most 1,000,000 steps in all");
            return None;
        }
        let mut changes = Vec::new();
        for pair in entries.windows(2) {
            match pair[1].until {
                Some((until, _)) => ramp(&mut changes, pair[0].staff, pair[1].staff, pair[1].at, until),
                None => changes.push((pair[1].at, pair[1].staff)),
            }
        }
        Steps::new(entries[0].staff, changes).ok()
    }

    fn entry<'t>(&mut self, table: &'t Table) -> Option<Entry<'t>> {
        let until = match table.get("until") {
            Some(node) => Some((self.moment(node)?, node)),
            None => None,
        };
        Some(Entry { at: self.moment(table.get("at")?)?, staff: number(table.get("staff")?)?, until })
    }

    /// A ramp needs a number to start from, and ends after it begins and before the next entry.
    fn ramps_fit(&mut self, entries: &[Entry]) -> bool {
        let mut fit = true;
        for (index, entry) in entries.iter().enumerate() {
            let Some((until, node)) = entry.until else { continue };
            let next = entries.get(index + 1).map_or(f64::INFINITY, |next| next.at);
            let problem = if index == 0 {
                ("the first entry has no number before it to move from", "expected no `until` here")
            } else if until <= entry.at {
                ("a ramp ends before it begins", "expected a later moment than `at`")
            } else if until > next {
                ("a ramp ends after the next entry begins", "expected a moment up to the next `at`")
            } else {
                continue;
            };
            fit = false;
            self.add(Diagnostic::at(Code::OutOfOrder, node.span, problem.0).label(problem.1));
        }
        fit
    }
}

/// Whole numbers that follow a straight line, each from where the line is nearest to it.
fn ramp(changes: &mut Vec<(Days, u32)>, from: u32, to: u32, at: Days, until: Days) {
    let steps = from.abs_diff(to);
    for step in 1..=steps {
        let moment = at + (until - at) * (f64::from(step) - 0.5) / f64::from(steps);
        let staff = if to > from { from + step } else { from - step };
        // A ramp so steep that two steps share a moment keeps the later one.
        match changes.last_mut() {
            Some(last) if last.0 >= moment => last.1 = staff,
            _ => changes.push((moment, staff)),
        }
    }
}

fn number(node: &Node) -> Option<u32> {
    u32::try_from(node.integer()?).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_ramp_rounds_the_straight_line() {
        let mut changes = Vec::new();
        ramp(&mut changes, 2, 5, 10.0, 16.0);
        assert_eq!(changes, [(11.0, 3), (13.0, 4), (15.0, 5)]);
        changes.clear();
        ramp(&mut changes, 5, 3, 0.0, 2.0);
        assert_eq!(changes, [(0.5, 4), (1.5, 3)]);
    }
}
