//! What an event sets.

use super::events::{Around, is_unlimited};
use super::stages::discipline_named;
use super::threshold::{binds, signatures};
use super::{Builder, all};
use crate::model::Action;
use crate::scenario::assignments::{self, is_removal};
use crate::scenario::diagnostic::{Code, Diagnostic, Findings};
use crate::scenario::tree::{Key, Node, Table};

impl Builder<'_> {
    /// The settings of an event, in the order written. Their form was checked before.
    pub(super) fn settings(&mut self, node: &Node, around: &Around) -> Option<Vec<Action>> {
        let nested = assignments::nested(node.table()?, self.sources, &mut Findings::default());
        let mut actions = Vec::new();
        let mut is_whole = true;
        for (part, names) in nested.iter() {
            let of_stages = part.name == "stages";
            for (key, values) in names.table()?.iter() {
                let read = if of_stages {
                    self.stage_settings(key, values, around)
                } else {
                    self.class_settings(key, values, around)
                };
                match read {
                    Some(read) => actions.extend(read),
                    None => is_whole = false,
                }
            }
        }
        is_whole.then_some(actions)
    }

    fn stage_settings(&mut self, key: &Key, values: &Node, around: &Around) -> Option<Vec<Action>> {
        let place = Node { span: key.span, ..values.clone() };
        let stage = self.name_index(&place, &key.name, "stage", around.stages)?;
        all(values.table()?.iter().map(|(key, node)| self.stage_setting(stage, key, node, around)).collect())
    }

    fn stage_setting(&mut self, stage: usize, key: &Key, node: &Node, around: &Around) -> Option<Action> {
        let of_stage = around.written_stages[stage].1;
        let has_limit = !is_unlimited(of_stage);
        match key.name.as_str() {
            "staff" | "queue_limit" if !has_limit => {
                let (message, label) =
                    ("the staff of this stage is unlimited", "expected a stage with a number of staff");
                let diagnostic = Diagnostic::at(Code::Contradiction, key.span, message).label(label);
                let written = of_stage.get("staff").map_or(key.span, |staff| staff.span);
                self.add(diagnostic.related(written, "set here"));
                None
            }
            "staff" => Some(Action::Staff { stage, staff: u32::try_from(node.integer()?).ok()? }),
            "productivity" => {
                let factor = node.number().filter(|factor| factor.is_finite() && *factor >= 0.0)?;
                Some(Action::Productivity { stage, factor })
            }
            "discipline" => Some(Action::Discipline { stage, discipline: discipline_named(node.text()?)? }),
            "queue_limit" if is_removal(key, node) => Some(Action::QueueLimit { stage, limit: None }),
            "queue_limit" => Some(Action::QueueLimit { stage, limit: Some(u32::try_from(node.integer()?).ok()?) }),
            _ => None,
        }
    }

    fn class_settings(&mut self, key: &Key, values: &Node, around: &Around) -> Option<Vec<Action>> {
        let place = Node { span: key.span, ..values.clone() };
        let class = self.name_index(&place, &key.name, "class", around.classes)?;
        let of_class = around.written_classes[class].1;
        let settings = values.table()?.iter();
        all(settings.map(|(key, node)| self.class_setting(class, of_class, key, node, around)).collect())
    }

    fn class_setting(
        &mut self,
        class: usize,
        of_class: &Table,
        key: &Key,
        node: &Node,
        around: &Around,
    ) -> Option<Action> {
        match key.name.as_str() {
            "threshold" => {
                let table = node.table()?;
                let Some(level) = table.get("signatures") else {
                    self.add(
                        Diagnostic::at(Code::MissingKey, key.span, "`binds` says whom a level binds that is not set")
                            .label("expected `threshold.signatures` beside it")
                            .help("for example `\"requests.petitions.threshold.signatures\" = 25_000`"),
                    );
                    return None;
                };
                Some(Action::Threshold { class, signatures: signatures(level)?, binds: binds(table)? })
            }
            "patience" if is_removal(key, node) => Some(Action::Patience { class, patience: None }),
            "patience" => {
                let calendar = match of_class.get("calendar") {
                    Some(calendar) => Some(self.calendar(calendar, around.calendars)?),
                    None => None,
                };
                Some(Action::Patience { class, patience: Some(self.patience(node, calendar)?) })
            }
            _ => None,
        }
    }
}
