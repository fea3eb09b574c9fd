//! Recorded history.

use super::time::days_between;
use super::{Builder, all, data, named};
use crate::model::metric::{By, Kind, Metric};
use crate::model::{Days, Observed};
use crate::scenario::diagnostic::{Code, Diagnostic};
use crate::scenario::suggest::did_you_mean;
use crate::scenario::tree::{Key, Node, Table};

impl Builder<'_> {
    /// All recorded histories.
    pub(super) fn observed(&mut self, root: &Table) -> Option<Vec<Observed>> {
        all(named(root, "observed").into_iter().map(|(key, table)| self.history(key, table, root)).collect())
    }

    fn history(&mut self, key: &Key, table: &Table, root: &Table) -> Option<Observed> {
        let metric = self.recorded_metric(table);
        let class = self.place(table, "class", "requests", root);
        let stage = self.place(table, "stage", "stages", root);
        let points = self.points(table);
        Some(Observed { name: key.name.clone(), metric: metric?, class: class?, stage: stage?, points: points? })
    }

    /// A metric that has a time series, at a place that it has.
    pub(super) fn recorded_metric(&mut self, table: &Table) -> Option<Metric> {
        let node = table.get("metric")?;
        let metric = Metric::named(node.text()?)?;
        let info = metric.info();
        if info.kind == Kind::Time {
            let message = format!("`{}` is a time per request, which has no course in time", info.name);
            self.add(
                Diagnostic::at(Code::UnsuitableMetric, node.span, message)
                    .label("expected a flow or a level, such as `backlog`"),
            );
            return None;
        }
        let misplaced = match info.by {
            By::Class | By::EachClass => table.entry("stage"),
            By::Stage => table.entry("class"),
            By::ClassAndStage | By::ClassAndEachStage => None,
        };
        if let Some((key, _)) = misplaced {
            let message = format!("`{}` is not measured by {}", info.name, key.name);
            let diagnostic = Diagnostic::at(Code::UnsuitableMetric, key.span, message);
            self.add(diagnostic.label("expected no such key").related(node.span, "this metric"));
            return None;
        }
        Some(metric)
    }

    /// The class or stage that a history belongs to or a chart shows, if it says one.
    pub(super) fn place(
        &mut self,
        table: &Table,
        what: &str,
        defined_in: &str,
        root: &Table,
    ) -> Option<Option<String>> {
        let Some(node) = table.get(what) else { return Some(None) };
        let name = node.text()?;
        let defined = root.get(defined_in).and_then(Node::table);
        let names: Vec<&str> = defined.into_iter().flat_map(Table::iter).map(|(key, _)| key.name.as_str()).collect();
        if !names.contains(&name) {
            self.dangling(node, name, what, did_you_mean(name, names, "there are"));
            return None;
        }
        Some(Some(name.to_owned()))
    }

    /// The values between start and horizon, in time order.
    fn points(&mut self, table: &Table) -> Option<Vec<(Days, f64)>> {
        let file = table.get("file")?;
        let mut rows = self.rows(file)?;
        let conditions = table.get("where").map(|node| node.table());
        self.filter(&mut rows, conditions.unwrap_or(None))?;
        let date = table.get("date").and_then(|node| self.column(&rows, node));
        let value = table.get("value").and_then(|node| self.column(&rows, node));
        let dates = date.and_then(|column| self.cells(&rows, column, data::moment));
        let values = value.and_then(|column| self.cells(&rows, column, data::number));
        let (dates, values, time) = (dates?, values?, self.time.clone()?);
        self.warn_of_offsets(file, &dates);
        let mut points: Vec<(Days, f64)> = dates
            .into_iter()
            .zip(values)
            .filter_map(|(date, value)| Some((days_between(time.start, date?.0), value?)))
            .filter(|(moment, _)| (0.0..=time.horizon).contains(moment))
            .collect();
        if points.is_empty() {
            let message = "no value of this history lies between `start` and `horizon`";
            self.add(
                Diagnostic::at(Code::DataFile, file.span, message).label("expected at least one row in that time"),
            );
            return None;
        }
        points.sort_by(|a, b| a.0.total_cmp(&b.0));
        Some(points)
    }
}
