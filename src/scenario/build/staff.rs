//! Numbers of staff.

use super::Builder;
use crate::model::{Days, Ramp, Staff, Steps};
use crate::scenario::diagnostic::{Code, Diagnostic};
use crate::scenario::tree::{Key, Node};

/// Most steps that the ramps of a list may have; each is carried out.
pub(super) const MOST_STEPS: u64 = 1_000_000;

impl Builder<'_> {
    /// A number, `"unlimited"`, or a dated list of numbers; `repeats` makes the list a cycle.
    pub(super) fn staff(&mut self, node: &Node, repeats: Option<(&Key, &Node)>) -> Option<Staff> {
        if let Some(items) = node.list() {
            let steps = self.dated_staff(node, items);
            return match repeats {
                Some((_, repeats)) => self.cycle(steps?, items, repeats),
                None => steps,
            }
            .map(Staff::Limited);
        }
        if let Some((key, _)) = repeats {
            let message = "`staff_repeats` needs a dated list of staff to repeat";
            let diagnostic = Diagnostic::at(Code::Contradiction, key.span, message);
            self.add(diagnostic.label("expected a list in `staff`").related(node.span, "this never changes"));
            return None;
        }
        if node.text() == Some("unlimited") {
            return Some(Staff::Unlimited);
        }
        number(node).map(|staff| Staff::Limited(Steps::constant(staff)))
    }

    /// Repeats a list that lies within one round, up to the end. The last number holds until the first entry of
    /// the next round, and so also before that of the first.
    fn cycle(&mut self, round: Steps<u32>, items: &[Node], repeats: &Node) -> Option<Steps<u32>> {
        let length = self.positive_duration(repeats, "staff_repeats")?;
        let first = self.moment(items.first()?.table()?.get("at")?)?;
        let end = self.time.as_ref()?.end();
        let last = round.changes().last().map_or(first, |change| change.0);
        if first < 0.0 || last >= length {
            let outside = items.iter().filter_map(Node::table).find_map(|table| {
                let node = table.get("until").or(table.get("at"))?;
                let at = self.moment(node)?;
                (at < 0.0 || at >= length).then_some(node)
            });
            let message = "the list of staff does not fit into one round";
            let diagnostic = Diagnostic::at(Code::OutOfOrder, outside.unwrap_or(repeats).span, message)
                .label("expected a moment from `start` up to, but not including, the end of the first round")
                .related(repeats.span, "the length of a round");
            self.add(diagnostic);
            return None;
        }
        let of_round: Vec<(Days, u32)> =
            std::iter::once((first, round.at(first))).chain(round.changes().iter().copied()).collect();
        let rounds = (end / length).floor() + 1.0;
        if rounds * of_round.len() as f64 > MOST_STEPS as f64 {
            self.out_of_range(repeats, "staff_repeats", "rounds with at most 1,000,000 changes up to the horizon");
            return None;
        }
        let changes = (0..rounds as u64)
            .flat_map(|number| of_round.iter().map(move |&(at, staff)| (number as f64 * length + at, staff)))
            .collect();
        Steps::new(of_round.last()?.1, changes).ok()
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
                Some(until) => {
                    unroll(&mut changes, Ramp { from: pair[0].value, to: pair[1].value, at: pair[1].at, until });
                }
                None => changes.push((pair[1].at, pair[1].value)),
            }
        }
        Steps::new(entries[0].value, changes).ok()
    }
}

/// Adds the steps of a ramp.
fn unroll(changes: &mut Vec<(Days, u32)>, ramp: Ramp) {
    for step in 1..=ramp.steps() {
        let (moment, staff) = (ramp.moment(step), ramp.value(step));
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
