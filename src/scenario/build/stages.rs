//! Stages of the desk.

use super::calendars::Calendar;
use super::distribution::Unit;
use super::{Builder, all, named};
use crate::model::{
    Answers, ClassAtStage, Discipline, Distribution, OpenHours, Route, Staff, Stage, Target, Trend, WhenStaffLeave,
    WorkClock, trend::DatedFactors,
};
use crate::scenario::check::contradiction;
use crate::scenario::suggest::did_you_mean;
use crate::scenario::tree::{Key, Node, Table};

/// What the stages of a scenario refer to.
pub(super) struct Surroundings<'a> {
    /// Stages by name, as written.
    pub stages: &'a [(&'a Key, &'a Table)],
    /// Classes by name, as written.
    pub classes: &'a [&'a str],
    /// Calendars, read.
    pub calendars: &'a [Calendar<'a>],
}

impl Builder<'_> {
    /// All stages.
    pub(super) fn stages(&mut self, tree: &Table, calendars: &[Calendar]) -> Option<Vec<Stage>> {
        let written = named(tree, "stages");
        let classes: Vec<&str> = named(tree, "requests").iter().map(|(key, _)| key.name.as_str()).collect();
        let around = Surroundings { stages: &written, classes: &classes, calendars };
        let count = tree.get("stages").map_or(Some(0), |node| Some(node.table()?.iter().count()))?;
        let built = written.iter().map(|(key, table)| self.stage(key, table, &around)).collect();
        all(built).filter(|stages| stages.len() == count)
    }

    fn stage(&mut self, key: &Key, table: &Table, around: &Surroundings) -> Option<Stage> {
        let staff = table.get("staff").and_then(|node| self.staff(node, table.entry("staff_repeats")));
        if let (Some(Staff::Unlimited), Some((staff, _)), Some((limit, _))) =
            (&staff, table.entry("staff"), table.entry("queue_limit"))
        {
            self.add(contradiction(staff, limit).help("with unlimited staff nobody waits"));
        }
        let calendar = table.get("calendar").map(|node| self.calendar(node, around.calendars));
        let work = match &calendar {
            None => Some(Unit::Work(None)),
            Some(None) => None,
            Some(Some(calendar)) => calendar.hours.as_ref().map(|hours| Unit::Work(Some((calendar.name, hours)))),
        };
        let service = work.and_then(|unit| self.finite_distribution(table.get("service")?, "service", unit));
        let library_service = self.service(table, "library_service", work);
        let by_class = self.by_class(table, work, around);
        let initial_backlog = self.initial_backlog(table, around);
        let calendar = match calendar {
            None => Some(None),
            Some(calendar) => calendar.and_then(|c| c.hours.as_ref()).and_then(|h| self.open_hours(h)).map(Some),
        };
        let work_clock = self.work_clock(table, calendar.as_ref());
        let release = table.get("release_days").map(|node| self.release_days(node));
        let next = match table.get("next") {
            Some(node) => self.route(node, around.stages),
            None => Some(Route::To(Target::End)),
        };
        Some(Stage {
            name: key.name.clone(),
            label: table.get("label").and_then(Node::text).unwrap_or(&key.name).to_owned(),
            staff: staff?,
            when_staff_leave: when_staff_leave(table)?,
            service: service?,
            library_service: library_service?,
            by_class: by_class?,
            discipline: discipline(table)?,
            calendar: calendar?,
            work_clock: work_clock?,
            queue_limit: whole(table.get("queue_limit"))?,
            answers: answers(table)?,
            release: release.map_or(Some(None), |read| read.map(Some))?,
            next: next?,
            copies: whole(table.get("copies"))?.unwrap_or(1),
            initial_backlog: initial_backlog?,
        })
    }

    /// A service time that may be left out; `None` if it is malformed.
    fn service(&mut self, table: &Table, name: &str, work: Option<Unit>) -> Option<Option<Distribution>> {
        let Some(node) = table.get(name) else { return Some(None) };
        self.finite_distribution(node, name, work?).map(Some)
    }

    /// The course of work where the stage has a productivity; `None` if it or the calendar is malformed.
    fn work_clock(&mut self, table: &Table, calendar: Option<&Option<OpenHours>>) -> Option<Option<WorkClock>> {
        let Some(node) = table.get("productivity") else { return Some(None) };
        let productivity = match node.number() {
            Some(factor) if factor >= 0.0 && factor.is_finite() => {
                Some(Trend::Dated(DatedFactors::new(&[(0.0, factor, None)])))
            }
            Some(_) => None,
            None => self.trend(node, "productivity"),
        };
        let end = self.known_until()?;
        Some(Some(WorkClock::new(productivity?, calendar?.as_ref(), end)))
    }

    /// What differs by class, in the order of classes.
    fn by_class(&mut self, table: &Table, work: Option<Unit>, around: &Surroundings) -> Option<Vec<ClassAtStage>> {
        let Some(node) = table.get("by_class") else { return Some(Vec::new()) };
        let mut classes = vec![ClassAtStage::default(); around.classes.len()];
        let mut is_whole = true;
        for (key, node) in node.table()?.iter() {
            let class = self.class_index(key, node, around);
            let of_class = node.table()?;
            let service = self.service(of_class, "service", work);
            let next = of_class.get("next").map(|node| self.route(node, around.stages));
            match (class, service, next.map_or(Some(None), |read| read.map(Some))) {
                (Some(class), Some(service), Some(next)) => classes[class] = ClassAtStage { service, next },
                _ => is_whole = false,
            }
        }
        is_whole.then_some(classes)
    }

    /// Requests that wait at the start, in the order of classes.
    fn initial_backlog(&mut self, table: &Table, around: &Surroundings) -> Option<Vec<u32>> {
        let Some(node) = table.get("initial_backlog") else { return Some(Vec::new()) };
        let mut counts = vec![0; around.classes.len()];
        let mut is_whole = true;
        for (key, node) in node.table()?.iter() {
            let class = self.class_index(key, node, around);
            let count = node.number()?;
            if count.fract() != 0.0 {
                self.out_of_range(node, &key.name, "a whole number of requests");
                is_whole = false;
            }
            match class {
                Some(class) => counts[class] = count as u32,
                None => is_whole = false,
            }
        }
        is_whole.then_some(counts)
    }

    /// Index of the class that a key names.
    fn class_index(&mut self, key: &Key, node: &Node, around: &Surroundings) -> Option<usize> {
        let found = around.classes.iter().position(|name| *name == key.name);
        if found.is_none() {
            let place = Node { span: key.span, ..node.clone() };
            let help = did_you_mean(&key.name, around.classes.iter().copied(), "classes are");
            self.dangling(&place, &key.name, "class", help);
        }
        found
    }
}

fn when_staff_leave(table: &Table) -> Option<WhenStaffLeave> {
    let Some(node) = table.get("when_staff_leave") else { return Some(WhenStaffLeave::Finish) };
    Some(match node.text()? {
        "finish" => WhenStaffLeave::Finish,
        "hand_back" => WhenStaffLeave::HandBack,
        _ => return None,
    })
}

fn discipline(table: &Table) -> Option<Discipline> {
    table.get("discipline").map_or(Some(Discipline::Fifo), |node| discipline_named(node.text()?))
}

/// The discipline of a name.
pub(super) fn discipline_named(name: &str) -> Option<Discipline> {
    Some(match name {
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
