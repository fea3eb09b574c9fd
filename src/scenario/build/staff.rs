//! Numbers of staff.

use super::Builder;
use crate::model::{Days, Staff, Steps};
use crate::scenario::tree::Node;

/// Most steps that the ramps of a list may have; each is kept.
const MOST_STEPS: u64 = 1_000_000;

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
        let entries = self.dated(node, items, ("staff", "staff"), number)?;
        let steps: u64 = entries.windows(2).map(|pair| u64::from(pair[0].value.abs_diff(pair[1].value))).sum();
        if entries.iter().any(|entry| entry.until.is_some()) && steps > MOST_STEPS {
            self.out_of_range(node, "staff", "ramps of at most 1,000,000 steps in all");
            return None;
        }
        let mut changes = Vec::new();
        for pair in entries.windows(2) {
            match pair[1].until {
                Some(until) => ramp(&mut changes, pair[0].value, pair[1].value, pair[1].at, until),
                None => changes.push((pair[1].at, pair[1].value)),
            }
        }
        Steps::new(entries[0].value, changes).ok()
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
