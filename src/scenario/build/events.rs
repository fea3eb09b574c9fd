//! Events: what happens at a moment or under a condition.

use super::calendars::Calendar;
use super::{Builder, all, named};
use crate::model::{Action, Class, Happening, Trigger};
use crate::scenario::diagnostic::{Code, Diagnostic};
use crate::scenario::suggest::did_you_mean;
use crate::scenario::tree::{Key, Node, Table};

/// What the events of a scenario refer to.
pub(super) struct Around<'a> {
    /// Names of the classes.
    pub classes: &'a [&'a str],
    /// Names of the stages.
    pub stages: &'a [&'a str],
    /// Names of the events.
    pub events: &'a [&'a str],
    /// Classes as written.
    pub written_classes: &'a [(&'a Key, &'a Table)],
    /// Stages as written.
    pub written_stages: &'a [(&'a Key, &'a Table)],
    /// Calendars, read.
    pub calendars: &'a [Calendar<'a>],
}

impl Builder<'_> {
    /// All events.
    pub(super) fn happenings(&mut self, tree: &Table, calendars: &[Calendar]) -> Option<Vec<Happening>> {
        let written = named(tree, "events");
        let count = tree.get("events").map_or(Some(0), |node| Some(node.table()?.iter().count()))?;
        if count == 0 {
            return Some(Vec::new());
        }
        let (written_classes, written_stages) = (named(tree, "requests"), named(tree, "stages"));
        let (classes, stages) = (names(&written_classes), names(&written_stages));
        let events = names(&written);
        let around = Around {
            classes: &classes,
            stages: &stages,
            events: &events,
            written_classes: &written_classes,
            written_stages: &written_stages,
            calendars,
        };
        let built = written.iter().map(|(key, table)| self.happening(key, table, &around)).collect();
        self.check_circles(&written, &events);
        all(built).filter(|happenings| happenings.len() == count)
    }

    fn happening(&mut self, key: &Key, table: &Table, around: &Around) -> Option<Happening> {
        let trigger = self.trigger(table, around);
        let after = match table.get("after") {
            Some(node) => self.named_index(node, "event", around.events).map(Some),
            None => Some(None),
        };
        let actions = self.actions(table, around);
        Some(Happening { name: key.name.clone(), trigger: trigger?, after: after?, actions: actions? })
    }

    fn trigger(&mut self, table: &Table, around: &Around) -> Option<Trigger> {
        if let Some(node) = table.get("at") {
            return self.moment(node).map(Trigger::At);
        }
        let condition = table.get("when").and_then(|node| self.condition(node, around));
        let lasts = match table.get("for") {
            Some(node) => self.duration(node, "for"),
            None => Some(0.0),
        };
        Some(Trigger::When { condition: condition?, lasts: lasts? })
    }

    /// What an event changes, in the order written.
    fn actions(&mut self, table: &Table, around: &Around) -> Option<Vec<Action>> {
        let mut actions = Vec::new();
        let mut is_whole = true;
        for (key, node) in table.iter() {
            let index = |builder: &mut Self, what, names| builder.named_index(node, what, names);
            let read = match key.name.as_str() {
                "set" => self.settings(node, around),
                "close" => index(self, "class", around.classes).map(|class| vec![Action::Close(class)]),
                "reopen" => index(self, "class", around.classes).map(|class| vec![Action::Reopen(class)]),
                "drop_queue" => index(self, "stage", around.stages).map(|stage| vec![Action::DropQueue(stage)]),
                "answer_all" => index(self, "stage", around.stages).map(|stage| vec![Action::AnswerAll(stage)]),
                "scale_arrivals" => self.scales(node, around),
                _ => continue,
            };
            match read {
                Some(read) => actions.extend(read),
                None => is_whole = false,
            }
        }
        is_whole.then_some(actions)
    }

    fn scales(&mut self, node: &Node, around: &Around) -> Option<Vec<Action>> {
        let table = node.table()?;
        all(table.iter().map(|(key, value)| self.scale(key, value, around)).collect())
    }

    fn scale(&mut self, key: &Key, value: &Node, around: &Around) -> Option<Action> {
        let place = Node { span: key.span, ..value.clone() };
        let class = self.name_index(&place, &key.name, "class", around.classes)?;
        let factor = value.number().filter(|factor| factor.is_finite() && *factor >= 0.0)?;
        self.check_scale(value, factor, around.written_classes[class].1)?;
        Some(Action::ScaleArrivals { class, factor })
    }

    /// A scale must not let requests trigger others without end, and has arrivals to act on.
    fn check_scale(&mut self, node: &Node, factor: f64, class: &Table) -> Option<()> {
        if let Some((follows, _)) = class.entry("follows") {
            self.add(
                Diagnostic::at(Code::Contradiction, node.span, "this class has no arrivals of its own to scale")
                    .label("expected a class that does not follow another")
                    .related(follows.span, "it takes over the requests of that class"),
            );
            return None;
        }
        let ratio = class.get("self_excitation").and_then(Node::table).and_then(|table| table.get("branching_ratio"));
        let Some((ratio, place)) = ratio.and_then(|node| Some((node.number()?, node.span))) else { return Some(()) };
        if ratio * factor >= 1.0 && ratio < 1.0 {
            let message = "so scaled, requests would trigger others without end";
            self.add(
                Diagnostic::at(Code::OutOfRange, node.span, message)
                    .label("expected a factor that keeps `branching_ratio` below 1")
                    .related(place, "each triggers so many on average"),
            );
            return None;
        }
        Some(())
    }

    /// Index of the name that a node holds.
    fn named_index(&mut self, node: &Node, what: &str, names: &[&str]) -> Option<usize> {
        self.name_index(node, node.text()?, what, names)
    }

    /// Index of a name; reports one that is not there.
    pub(super) fn name_index(&mut self, node: &Node, name: &str, what: &str, names: &[&str]) -> Option<usize> {
        let found = names.iter().position(|known| *known == name);
        if found.is_none() {
            let several = if what == "class" { "classes are".to_owned() } else { format!("{what}s are") };
            self.dangling(node, name, what, did_you_mean(name, names.iter().copied(), &several));
        }
        found
    }

    /// No event waits for itself, not even by way of others.
    fn check_circles(&mut self, written: &[(&Key, &Table)], names: &[&str]) {
        let after: Vec<Option<usize>> = written
            .iter()
            .map(|(_, table)| {
                let name = table.get("after")?.text()?;
                names.iter().position(|known| *known == name)
            })
            .collect();
        for (index, (key, table)) in written.iter().enumerate() {
            let Some((after_key, _)) = table.entry("after").filter(|_| leads_back(index, &after)) else { continue };
            self.add(
                Diagnostic::at(Code::Contradiction, after_key.span, "events wait for each other in a circle")
                    .label(format!("`{}` would have to wait for itself", key.name)),
            );
        }
    }

    /// Tells the thresholds of classes which levels events may set, and asks for what these need.
    pub(super) fn note_levels(&mut self, tree: &Table, happenings: &[Happening], classes: &mut [Class]) {
        for action in happenings.iter().flat_map(|happening| &happening.actions) {
            if let Action::Threshold { class, signatures, binds } = *action {
                classes[class].threshold.by_happenings.push((signatures, binds));
            }
        }
        for ((key, table), class) in named(tree, "requests").into_iter().zip(classes) {
            if !class.threshold.by_happenings.is_empty() && class.follows.is_none() {
                self.check_signatures(key, table, &class.threshold);
            }
        }
    }
}

/// True if a chain of events that wait for others comes back to where it began.
fn leads_back(from: usize, after: &[Option<usize>]) -> bool {
    let mut at = after[from];
    for _ in 0..after.len() {
        match at {
            Some(event) if event == from => return true,
            Some(event) => at = after[event],
            None => return false,
        }
    }
    false
}

pub(super) fn names<'t>(written: &[(&'t Key, &Table)]) -> Vec<&'t str> {
    written.iter().map(|(key, _)| key.name.as_str()).collect()
}

/// True if a stage is a pure delay.
pub(super) fn is_unlimited(stage: &Table) -> bool {
    stage.get("staff").and_then(Node::text) == Some("unlimited")
}
