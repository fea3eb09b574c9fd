//! Classes that follow another: whose eligible requests they take over, and at what threshold.

use super::Builder;
use crate::model::{Class, Days, ThresholdPolicy};
use crate::scenario::diagnostic::{Code, Diagnostic};
use crate::scenario::suggest::did_you_mean;
use crate::scenario::tree::{Key, Node, Table};

impl Builder<'_> {
    /// Gives classes that follow another its sources and its window. A class with a mistake becomes none.
    pub(super) fn follow(&mut self, written: &[(&Key, &Table)], classes: &mut [Option<Class>]) {
        if written.len() != classes.len() {
            return;
        }
        let followed: Vec<Option<usize>> = written.iter().map(|(_, table)| self.followed(table, written)).collect();
        for (follower, (key, table)) in written.iter().enumerate() {
            let Some((follows_key, _)) = table.entry("follows") else { continue };
            let root = root(follower, &followed);
            if root == Root::Circle {
                self.add(
                    Diagnostic::at(Code::Contradiction, follows_key.span, "classes follow each other in a circle")
                        .label(format!("`{}` would have to wait for its own requests", key.name)),
                );
            }
            let followed = followed[follower];
            let taken = match (root, followed) {
                (Root::Class(root), Some(followed)) => self.taken_over(written, classes, follower, followed, root),
                _ => None,
            };
            classes[follower] = taken;
        }
    }

    /// Index of the class that a class follows.
    fn followed(&mut self, table: &Table, written: &[(&Key, &Table)]) -> Option<usize> {
        let node = table.get("follows")?;
        let name = node.text()?;
        let found = written.iter().position(|(key, _)| key.name == name);
        if found.is_none() {
            let names = written.iter().map(|(key, _)| key.name.as_str());
            self.dangling(node, name, "class", did_you_mean(name, names, "classes are"));
        }
        found
    }

    /// The class `follower` with what it has from the class that it follows, and from the one that `root` is.
    fn taken_over(
        &mut self,
        written: &[(&Key, &Table)],
        classes: &[Option<Class>],
        follower: usize,
        followed: usize,
        root: usize,
    ) -> Option<Class> {
        let (mut class, followed_class) = (classes[follower].clone()?, classes[followed].as_ref()?);
        let (sources, window) = (&classes[root].as_ref()?.sources, classes[root].as_ref()?.window);
        let (key, table) = written[follower];
        let place = table.entry("threshold").map_or(key.span, |(threshold, _)| threshold.span);
        if is_lower(&class.threshold, &followed_class.threshold) {
            let message = format!("the threshold of `{}` is lower than that of the class it follows", key.name);
            let mut diagnostic = Diagnostic::at(Code::OutOfRange, place, message)
                .label("expected at least as many signatures at every moment");
            if let Some((threshold, _)) = written[followed].1.entry("threshold") {
                diagnostic = diagnostic.related(threshold.span, format!("that of `{}`", followed_class.name));
            }
            self.add(diagnostic);
            return None;
        }
        let lacks_signatures = sources.iter().any(|source| source.potential.is_none() || source.growth.is_none());
        if class.threshold.is_ever_positive() && lacks_signatures {
            let root = written[root].0;
            let message = format!("`potential` or `growth` is missing: requests of `{}` go on to gather", root.name);
            self.add(
                Diagnostic::at(Code::MissingKey, root.span, message)
                    .label("expected both keys in here")
                    .related(place, "because there is a threshold")
                    .help("for example `growth = { exponential = { half_life = \"5 days\" } }`"),
            );
            return None;
        }
        let new_topic_share = table.get("new_topic_share").map_or(Some(1.0), Node::number)?;
        class.sources = sources.clone();
        class.sources.iter_mut().for_each(|source| source.new_topic_share = new_topic_share);
        (class.window, class.follows) = (window, Some(followed));
        Some(class)
    }
}

/// Where a chain of classes that follow each other begins.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Root {
    /// At a class with arrivals.
    Class(usize),
    /// Nowhere.
    Circle,
}

fn root(from: usize, followed: &[Option<usize>]) -> Root {
    let mut class = from;
    for _ in 0..followed.len() {
        match followed[class] {
            Some(next) => class = next,
            None => return Root::Class(class),
        }
    }
    Root::Circle
}

/// True if the level is, at some moment, below one that the other policy may then have. Between two of the moments
/// looked at both follow straight lines.
fn is_lower(policy: &ThresholdPolicy, other: &ThresholdPolicy) -> bool {
    let changes = policy.changes.iter().chain(&other.changes);
    let ends = changes.flat_map(|change| [Some(change.at.next_down()), Some(change.at), change.until]);
    let mut moments = ends.flatten().filter(|at| *at > 0.0).chain([0.0]);
    let lowest = |at: Days| policy.adaptive.map_or(policy.at(at), |rule| rule.minimum);
    let highest = |at: Days| other.adaptive.map_or(other.at(at), |rule| rule.maximum);
    moments.any(|at| lowest(at) < highest(at))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{Binds, ThresholdChange};

    fn policy(signatures: u32, changes: &[(Days, Option<Days>, u32)]) -> ThresholdPolicy {
        let change = |&(at, until, signatures): &_| ThresholdChange { at, until, signatures, binds: Binds::New };
        ThresholdPolicy { signatures, changes: changes.iter().map(change).collect(), ..ThresholdPolicy::default() }
    }

    #[test]
    fn ramps_are_compared_at_their_ends_and_before_jumps() {
        let rise = policy(10, &[(0.0, Some(10.0), 20)]);
        assert!(!is_lower(&policy(20, &[]), &rise) && is_lower(&policy(19, &[]), &rise));
        // Up to 16 while this one waits at 15, then jumps.
        assert!(is_lower(&policy(15, &[(6.0, None, 30)]), &rise));
        assert!(!is_lower(&policy(15, &[(5.0, None, 30)]), &rise));
        assert!(!is_lower(&policy(11, &[(-2.0, Some(9.0), 22)]), &rise));
        assert!(is_lower(&policy(15, &[(2.0, Some(12.0), 19)]), &rise));
    }
}
