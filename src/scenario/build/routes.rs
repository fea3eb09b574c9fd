//! Where requests go, and whether they ever leave.

use super::{Builder, named};
use crate::model::{Class, Route, Stage, Target};
use crate::scenario::check::printable;
use crate::scenario::diagnostic::{Code, Diagnostic};
use crate::scenario::suggest::{did_you_mean, listing};
use crate::scenario::tree::{Key, Node, Table};

/// How far from 1 shares may add up, for decimals that binary fractions cannot hold.
const TOLERANCE: f64 = 1e-9;

impl Builder<'_> {
    /// Where an eligible request goes.
    pub(super) fn enters(&mut self, class: &Key, table: &Table, stages: &[(&Key, &Table)]) -> Option<Route> {
        if let Some(node) = table.get("enters") {
            return self.route(node, stages);
        }
        match stages {
            [] => Some(Route::To(Target::End)),
            [_] => Some(Route::To(Target::Stage(0))),
            [(first, _), ..] => {
                let names: Vec<&str> = stages.iter().map(|(key, _)| key.name.as_str()).collect();
                let message = format!("`enters` is missing in class `{}`, and there are several stages", class.name);
                let label = format!("expected a key `enters` in here, with one of {}", listing(&names, "and"));
                self.missing(class.span, message, label, &format!("enters = \"{}\"", first.name));
                None
            }
        }
    }

    /// A stage, the end, or shares over them.
    pub(super) fn route(&mut self, node: &Node, stages: &[(&Key, &Table)]) -> Option<Route> {
        if let Some(name) = node.text() {
            return self.target(node, name, stages).map(Route::To);
        }
        let table = node.table()?;
        let mut cumulative = 0.0;
        let mut shares = Vec::new();
        let mut is_whole = true;
        for (key, share) in table.iter() {
            let place = Node { span: key.span, ..share.clone() };
            let target = self.target(&place, &key.name, stages);
            match (super::arrivals::share(share), target) {
                (Some(share), Some(target)) => {
                    cumulative += share;
                    if share > 0.0 {
                        shares.push((cumulative, target));
                    }
                }
                _ => is_whole = false,
            }
        }
        if !is_whole {
            return None;
        }
        if (cumulative - 1.0).abs() > TOLERANCE {
            let message = format!("shares add up to {}", (cumulative * 1e9).round() / 1e9);
            self.add(Diagnostic::at(Code::SharesSum, node.span, message).label("expected shares that add up to 1"));
            return None;
        }
        if let Some(last) = shares.last_mut() {
            last.0 = 1.0;
        }
        Some(Route::Shares(shares))
    }

    fn target(&mut self, node: &Node, name: &str, stages: &[(&Key, &Table)]) -> Option<Target> {
        if name == "end" {
            return Some(Target::End);
        }
        let found = stages.iter().position(|(key, _)| key.name == name);
        if found.is_none() {
            let names = stages.iter().map(|(key, _)| key.name.as_str()).chain(["end"]);
            self.dangling(node, &printable(name), "stage", did_you_mean(name, names, "a route leads to"));
        }
        found.map(Target::Stage)
    }

    /// Every stage must lead every class to the end; a stage that no class comes to deserves a look.
    pub(super) fn check_routes(&mut self, tree: &Table, stages: Option<&[Stage]>, classes: Option<&[Class]>) {
        let Some(stages) = stages else { return };
        let written = named(tree, "stages");
        // The ways on of each class; all of them go by the stages' own where nothing differs by class.
        let of_classes = classes.map_or(1, |classes| classes.len());
        let ways: Vec<Vec<Vec<Target>>> =
            (0..of_classes).map(|class| stages.iter().map(|stage| targets(stage.next_of(class))).collect()).collect();
        let is_stuck = |stage: &usize| ways.iter().any(|next| !leaves(next, *stage));
        let stuck: Vec<usize> = (0..stages.len()).filter(is_stuck).collect();
        if let [first, others @ ..] = stuck.as_slice() {
            let names: Vec<&str> = stuck.iter().map(|stage| stages[*stage].name.as_str()).collect();
            let place = |stage: usize| {
                let (key, table) = written[stage];
                table.get("next").or(table.get("by_class")).map_or(key.span, |node| node.span)
            };
            let message = format!("a request could never leave {}", listing(&names, "or"));
            let diagnostic = Diagnostic::at(Code::NoExit, place(*first), message)
                .label("expected a way that leads to \"end\"")
                .help("lead a share of the requests to `end`, for example `next = { review = 0.9, end = 0.1 }`");
            self.add(others.iter().fold(diagnostic, |all, stage| all.related(place(*stage), "nor from here")));
        }
        let Some(classes) = classes else { return };
        let mut reached = vec![false; stages.len()];
        for (index, (class, next)) in classes.iter().zip(&ways).enumerate() {
            let has_backlog = |stage: &usize| stages[*stage].initial_backlog.get(index).is_some_and(|count| *count > 0);
            let waiting = (0..stages.len()).filter(has_backlog).map(Target::Stage);
            let mut seen = vec![false; stages.len()];
            let mut open: Vec<Target> = targets(&class.enters).into_iter().chain(waiting).collect();
            while let Some(target) = open.pop() {
                if let Target::Stage(stage) = target
                    && !std::mem::replace(&mut seen[stage], true)
                {
                    open.extend(&next[stage]);
                }
            }
            reached.iter_mut().zip(seen).for_each(|(reached, seen)| *reached |= seen);
        }
        for ((key, _), _) in written.iter().zip(&reached).filter(|(_, reached)| !**reached) {
            let message = format!("no request comes to the stage `{}`", key.name);
            self.add(
                Diagnostic::at(Code::UnreachableStage, key.span, message)
                    .label("neither `enters` of a class nor `next` of a stage on the way leads here"),
            );
        }
    }
}

fn targets(route: &Route) -> Vec<Target> {
    match route {
        Route::To(target) => vec![*target],
        Route::Shares(shares) => shares.iter().map(|(_, target)| *target).collect(),
    }
}

/// True if some way leads from a stage to the end.
fn leaves(next: &[Vec<Target>], from: usize) -> bool {
    let mut seen = vec![false; next.len()];
    let mut open = vec![from];
    while let Some(stage) = open.pop() {
        if std::mem::replace(&mut seen[stage], true) {
            continue;
        }
        for target in &next[stage] {
            match target {
                Target::End => return true,
                Target::Stage(stage) => open.push(*stage),
            }
        }
    }
    false
}
