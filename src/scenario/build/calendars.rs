//! Calendars and release days.

use jiff::civil::{Time, Weekday};

use super::Builder;
use crate::model::calendar::WeeklyHours;
use crate::model::{Days, OpenHours};
use crate::scenario::diagnostic::{Code, Diagnostic};
use crate::scenario::quantity::time_of_day;
use crate::scenario::suggest::did_you_mean;
use crate::scenario::tree::{Key, Node, Table, Value};

/// Open hours are known for so long after the horizon and its follow-up, so that work in hand there still has an end.
const MARGIN: Days = 400.0;

/// A calendar by its name; `None` if it is malformed.
pub(super) struct Calendar<'t> {
    pub name: &'t str,
    pub hours: Option<WeeklyHours>,
}

impl Builder<'_> {
    /// All calendars, used or not.
    pub(super) fn calendars<'t>(&mut self, tree: &'t Table) -> Vec<Calendar<'t>> {
        let entries = tree.get("calendars").and_then(Node::table).into_iter().flat_map(Table::iter);
        entries
            .map(|(key, node)| Calendar {
                name: &key.name,
                hours: node.table().and_then(|table| self.weekly_hours(key, table)),
            })
            .collect()
    }

    /// The calendar that a key names.
    pub(super) fn calendar<'c, 't>(&mut self, node: &Node, all: &'c [Calendar<'t>]) -> Option<&'c Calendar<'t>> {
        let name = node.text()?;
        let found = all.iter().find(|calendar| calendar.name == name);
        if found.is_none() {
            let names = all.iter().map(|calendar| calendar.name);
            self.dangling(node, name, "calendar", did_you_mean(name, names, "calendars are"));
        }
        found
    }

    /// Reports a name that the scenario does not define.
    pub(super) fn dangling(&mut self, node: &Node, name: &str, what: &str, help: Option<String>) {
        let name = crate::scenario::check::printable(name);
        self.add(
            Diagnostic::at(Code::DanglingName, node.span, format!("there is no {what} `{name}`"))
                .label(format!("expected the name of {} {what}", if what == "event" { "an" } else { "a" }))
                .maybe_help(help.or_else(|| Some(format!("the scenario defines no {what}")))),
        );
    }

    /// The open hours of a calendar over the simulated period and a margin.
    pub(super) fn open_hours(&self, hours: &WeeklyHours) -> Option<OpenHours> {
        Some(hours.open_hours(self.time.as_ref()?.start, self.known_until()?))
    }

    /// Up to when open hours and the course of work are known.
    pub(super) fn known_until(&self) -> Option<Days> {
        Some(self.time.as_ref()?.end() + MARGIN)
    }

    /// Whole weekdays, as on release days.
    pub(super) fn release_days(&mut self, node: &Node) -> Option<OpenHours> {
        let days = weekdays(node)?;
        if days.is_empty() {
            let message = "without release days no answer would ever be published";
            self.add(Diagnostic::at(Code::NeverOpen, node.span, message).label("expected at least one weekday"));
            return None;
        }
        self.open_hours(&WeeklyHours { days, from: Time::midnight(), to: None, holidays: Vec::new() })
    }

    fn weekly_hours(&mut self, key: &Key, table: &Table) -> Option<WeeklyHours> {
        let days_node = table.get("days")?;
        let days = weekdays(days_node)?;
        let time = |name| table.get(name).map(|node| node.text().and_then(time_of_day));
        let from = time("from").unwrap_or(Some(Some(Time::midnight())))?;
        let to = time("to").unwrap_or(Some(None))?;
        let holidays = match table.get("holidays") {
            None => Vec::new(),
            Some(node) => node.list()?.iter().map(date).collect::<Option<Vec<_>>>()?,
        };
        let never = |span, reason: &str| {
            Diagnostic::at(Code::NeverOpen, span, format!("the calendar `{}` is never open", key.name)).label(reason)
        };
        if days.is_empty() {
            self.add(never(days_node.span, "expected at least one weekday"));
            return None;
        }
        let Some(from) = from.filter(|from| to.is_none_or(|to| *from < to)) else {
            let closes = table.get("to").or(table.get("from")).map_or(key.span, |node| node.span);
            let diagnostic = never(closes, "expected a time after the opening");
            self.add(match table.get("from") {
                Some(from) if from.span != closes => diagnostic.related(from.span, "it opens here"),
                _ => diagnostic,
            });
            return None;
        };
        let hours = WeeklyHours { days, from, to, holidays };
        if let Some(open) = self.open_hours(&hours)
            && open.next_open(0.0).is_infinite()
        {
            let span = table.entry("holidays").map_or(key.span, |(key, _)| key.span);
            self.add(never(span, "its holidays leave no open day up to the horizon and a year after"));
            return None;
        }
        Some(hours)
    }
}

fn date(node: &Node) -> Option<jiff::civil::Date> {
    if let Value::Date(date) = node.value { Some(date) } else { None }
}

fn weekdays(node: &Node) -> Option<Vec<Weekday>> {
    node.list()?.iter().map(|item| weekday(item.text()?)).collect()
}

fn weekday(name: &str) -> Option<Weekday> {
    Some(match name {
        "Mon" => Weekday::Monday,
        "Tue" => Weekday::Tuesday,
        "Wed" => Weekday::Wednesday,
        "Thu" => Weekday::Thursday,
        "Fri" => Weekday::Friday,
        "Sat" => Weekday::Saturday,
        "Sun" => Weekday::Sunday,
        _ => return None,
    })
}
