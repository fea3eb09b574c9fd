//! The terms on which a class's requests wait: priority, promise, patience, peers and the library.

use super::arrivals::share;
use super::calendars::Calendar;
use super::distribution::Unit;
use super::time::written_duration;
use super::{Builder, named};
use crate::model::{Clock, Patience, Peers, Promise, Stage, Terms};
use crate::scenario::diagnostic::{Code, Diagnostic};
use crate::scenario::tree::{Node, Table};

impl Builder<'_> {
    /// The terms of a class.
    pub(super) fn terms(&mut self, table: &Table, calendars: &[Calendar]) -> Option<Terms> {
        let calendar = match table.get("calendar").map(|node| self.calendar(node, calendars)) {
            Some(None) => return None,
            Some(Some(calendar)) => Some(calendar),
            None => None,
        };
        let priority = table.get("priority").map(|node| u32::try_from(node.integer()?).ok());
        let promise = table.get("promise").map(|node| self.promise(node, calendar));
        let patience = table.get("patience").map(|node| self.patience(node, calendar));
        let peers = table.get("peers").map(|node| self.peers(node.table()?));
        Some(Terms {
            priority: priority.map_or(Some(None), |read| read.map(Some))?,
            promise: promise.map_or(Some(None), |read| read.map(Some))?,
            patience: patience.map_or(Some(None), |read| read.map(Some))?,
            peers: peers.map_or(Some(None), |read| read.map(Some))?,
            library_share: table.get("library_share").map_or(Some(0.0), share)?,
        })
    }

    /// A library that no stage has answers nobody.
    pub(super) fn check_library(&mut self, tree: &Table, stages: Option<&[Stage]>) {
        let Some(stages) = stages else { return };
        if stages.iter().any(|stage| stage.library_service.is_some()) {
            return;
        }
        let shares = named(tree, "requests").into_iter().filter_map(|(_, class)| class.entry("library_share"));
        for (key, _) in shares {
            self.add(
                Diagnostic::at(Code::MissingKey, key.span, "no stage has a `library_service`")
                    .label("so prepared texts would answer nobody")
                    .help("for example `library_service = \"10 minutes\"` in a stage"),
            );
        }
    }

    fn peers(&mut self, table: &Table) -> Option<Peers> {
        let delay = self.distribution(table.get("delay")?, "delay", Unit::Days(1.0));
        Some(Peers { share: share(table.get("share")?)?, delay: delay? })
    }

    fn promise(&mut self, node: &Node, calendar: Option<&Calendar>) -> Option<Promise> {
        let (unit, clock) = self.waiting_time(node, calendar)?;
        let within = self.amount(node, "promise", unit)?;
        if within <= 0.0 {
            self.out_of_range(node, "promise", "a duration greater than 0");
            return None;
        }
        Some(Promise { within, clock })
    }

    /// How long a request stays in a queue.
    pub(super) fn patience(&mut self, node: &Node, calendar: Option<&Calendar>) -> Option<Patience> {
        let (unit, clock) = self.waiting_time(node, calendar)?;
        let time = self.distribution(node, "patience", unit)?;
        Some(Patience { time, clock })
    }

    /// How a time of waiting is read and runs: in the working hours of the class's calendar, if it is written so.
    fn waiting_time<'c>(&self, node: &Node, calendar: Option<&'c Calendar>) -> Option<(Unit<'c>, Clock)> {
        let Some(calendar) = calendar.filter(|_| is_working(node)) else {
            return Some((Unit::Days(1.0), Clock::default()));
        };
        let hours = calendar.hours.as_ref()?;
        Some((Unit::Work(Some((calendar.name, hours))), Clock { hours: Some(self.open_hours(hours)?) }))
    }
}

/// True if any duration in a value is written in working time.
fn is_working(node: &Node) -> bool {
    if let Some(table) = node.table() {
        return table.iter().any(|(_, node)| is_working(node));
    }
    match node.list() {
        Some(items) => items.iter().any(is_working),
        None => written_duration(node).is_some_and(|duration| duration.is_working()),
    }
}
