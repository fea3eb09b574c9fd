//! Stages of the desk.

use super::calendars::Calendar;
use super::distribution::Unit;
use super::{Builder, all, named};
use crate::model::{Answers, Discipline, Route, Staff, Stage, Target};
use crate::scenario::check::contradiction;
use crate::scenario::tree::{Key, Node, Table};

impl Builder<'_> {
    /// All stages.
    pub(super) fn stages(&mut self, tree: &Table, calendars: &[Calendar]) -> Option<Vec<Stage>> {
        let written = named(tree, "stages");
        let count = tree.get("stages").map_or(Some(0), |node| Some(node.table()?.iter().count()))?;
        let built = written.iter().map(|(key, table)| self.stage(key, table, &written, calendars)).collect();
        all(built).filter(|stages| stages.len() == count)
    }

    fn stage(&mut self, key: &Key, table: &Table, stages: &[(&Key, &Table)], calendars: &[Calendar]) -> Option<Stage> {
        let staff = table.get("staff").and_then(|node| self.staff(node));
        if let (Some(Staff::Unlimited), Some((staff, _)), Some((limit, _))) =
            (&staff, table.entry("staff"), table.entry("queue_limit"))
        {
            self.add(contradiction(staff, limit).help("with unlimited staff nobody waits"));
        }
        let calendar = table.get("calendar").map(|node| self.calendar(node, calendars));
        let work = match &calendar {
            None => Some(Unit::Work(None)),
            Some(None) => None,
            Some(Some(calendar)) => calendar.hours.as_ref().map(|hours| Unit::Work(Some((calendar.name, hours)))),
        };
        let service = work.and_then(|unit| self.finite_distribution(table.get("service")?, "service", unit));
        let calendar = match calendar {
            None => Some(None),
            Some(calendar) => calendar.and_then(|c| c.hours.as_ref()).and_then(|h| self.open_hours(h)).map(Some),
        };
        let release = table.get("release_days").map(|node| self.release_days(node));
        let next = match table.get("next") {
            Some(node) => self.route(node, stages),
            None => Some(Route::To(Target::End)),
        };
        Some(Stage {
            label: table.get("label").and_then(Node::text).unwrap_or(&key.name).to_owned(),
            discipline: discipline(table)?,
            calendar: calendar?,
            queue_limit: whole(table.get("queue_limit"))?,
            answers: answers(table)?,
            release: release.map_or(Some(None), |read| read.map(Some))?,
            next: next?,
            ..Stage::plain(&key.name, staff?, service?)
        })
    }
}

fn discipline(table: &Table) -> Option<Discipline> {
    let Some(node) = table.get("discipline") else { return Some(Discipline::Fifo) };
    Some(match node.text()? {
        "fifo" => Discipline::Fifo,
        "lifo" => Discipline::Lifo,
        "random" => Discipline::Random,
        "most_signatures" => Discipline::MostSignatures,
        "priority" => Discipline::Priority,
        "deadline" => Discipline::Deadline,
        _ => return None,
    })
}

fn answers(table: &Table) -> Option<Answers> {
    let Some(node) = table.get("answers") else { return Some(Answers::Request) };
    Some(match node.text()? {
        "request" => Answers::Request,
        "topic" => Answers::Topic,
        _ => return None,
    })
}

/// A whole number that may be left out; `None` if it is malformed.
fn whole(node: Option<&Node>) -> Option<Option<u32>> {
    node.map_or(Some(None), |node| u32::try_from(node.integer()?).ok().map(Some))
}
