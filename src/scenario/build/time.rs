//! The time axis, moments and durations.

use jiff::SignedDuration;
use jiff::civil::DateTime;

use super::Builder;
use crate::model::{Days, TimeAxis};
use crate::scenario::diagnostic::{Code, Diagnostic};
use crate::scenario::quantity::{self, Duration};
use crate::scenario::tree::{Node, Table, Value};

/// Longest simulated period, in days: a thousand years.
const LONGEST: Days = 365_000.0;

/// Most points of the time series. Ten years by the hour need 87,600.
const MOST_POINTS: f64 = 100_000.0;

impl Builder<'_> {
    /// The time axis of a scenario.
    pub(super) fn axis(&mut self, tree: &Table) -> Option<TimeAxis> {
        let start_node = tree.get("start")?;
        let start = civil(start_node)?;
        let horizon_node = tree.get("horizon")?;
        let horizon = self.moment_from(horizon_node, start)?;
        if horizon <= 0.0 {
            self.add(
                Diagnostic::at(Code::OutOfOrder, horizon_node.span, "the simulation ends before it starts")
                    .label("expected a moment after `start`")
                    .related(start_node.span, "it starts here"),
            );
            return None;
        }
        if horizon > LONGEST || start.checked_add(SignedDuration::from_secs((horizon * 86_400.0) as i64)).is_err() {
            self.out_of_range(horizon_node, "horizon", "at most 1000 years, and an end before the year 10000");
            return None;
        }
        let observe = self.observe(tree, horizon);
        let warm_up = self.warm_up(tree, horizon);
        let follow_up = self.follow_up(tree, horizon);
        Some(TimeAxis { start, horizon, observe: observe?, warm_up: warm_up?, follow_up: follow_up? })
    }

    fn observe(&mut self, tree: &Table, horizon: Days) -> Option<Days> {
        let Some(node) = tree.get("observe") else { return Some(1.0) };
        let observe = self.duration(node, "observe")?;
        if observe > 0.0 && horizon / observe <= MOST_POINTS {
            return Some(observe);
        }
        let longest = "a step that makes at most 100,000 points up to the horizon";
        self.out_of_range(node, "observe", if observe > 0.0 { longest } else { "a step greater than 0" });
        None
    }

    fn warm_up(&mut self, tree: &Table, horizon: Days) -> Option<Days> {
        let settings = tree.get("monte_carlo").and_then(Node::table);
        let Some(node) = settings.and_then(|settings| settings.get("warm_up")) else { return Some(0.0) };
        let warm_up = self.duration(node, "warm_up")?;
        if warm_up >= horizon {
            self.out_of_range(node, "warm_up", "a time shorter than the simulated period");
            return None;
        }
        Some(warm_up)
    }

    fn follow_up(&mut self, tree: &Table, horizon: Days) -> Option<Days> {
        let settings = tree.get("monte_carlo").and_then(Node::table);
        let Some(node) = settings.and_then(|settings| settings.get("follow_up")) else { return Some(0.0) };
        let follow_up = self.duration(node, "follow_up")?;
        if horizon + follow_up > LONGEST {
            self.out_of_range(node, "follow_up", "a time that ends at most 1000 years after `start`");
            return None;
        }
        Some(follow_up)
    }

    /// A length of time outside any working hours.
    pub(super) fn duration(&mut self, node: &Node, name: &str) -> Option<Days> {
        let duration = written_duration(node)?;
        if duration.is_working() {
            self.no_working_time(node, name);
        }
        duration.elapsed()
    }

    /// A length of time greater than 0.
    pub(super) fn positive_duration(&mut self, node: &Node, name: &str) -> Option<Days> {
        let duration = self.duration(node, name)?;
        if duration <= 0.0 {
            self.out_of_range(node, name, "a duration greater than 0");
            return None;
        }
        Some(duration)
    }

    /// Reports working time where nothing says what working hours are.
    pub(super) fn no_working_time(&mut self, node: &Node, name: &str) {
        self.add(
            Diagnostic::at(Code::WorkingTime, node.span, format!("`{name}` is in working time, but has no calendar"))
                .label("expected seconds, minutes, hours, days, weeks, months or years")
                .help("working time is for a stage with a `calendar`, which says when it is open"),
        );
    }

    /// A moment, in days since the start.
    pub(super) fn moment(&mut self, node: &Node) -> Option<Days> {
        let start = self.time.as_ref()?.start;
        self.moment_from(node, start)
    }

    pub(super) fn moment_from(&mut self, node: &Node, start: DateTime) -> Option<Days> {
        match node.value {
            Value::Text(_) => self.duration(node, "a delay from the start"),
            _ => civil(node).map(|moment| days_between(start, moment)),
        }
    }
}

/// A duration as written.
pub(super) fn written_duration(node: &Node) -> Option<Duration> {
    quantity::duration(node.text()?).ok()
}

/// A date, which means its midnight, or a date-time.
fn civil(node: &Node) -> Option<DateTime> {
    match node.value {
        Value::Date(date) => Some(date.at(0, 0, 0, 0)),
        Value::DateTime(moment) => Some(moment),
        _ => None,
    }
}

/// Civil days from one moment to another.
pub(super) fn days_between(start: DateTime, end: DateTime) -> Days {
    let elapsed = end.duration_since(start);
    elapsed.as_secs() as f64 / 86_400.0 + f64::from(elapsed.subsec_nanos()) / 86_400e9
}
