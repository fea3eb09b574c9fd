//! The charts that are asked for.

use super::{Builder, all};
use crate::model::chart::{
    Annotation, Appearance, BANDS, By, ChartKind, ChartOptions, ChartRequest, Charts, Palette, Scale, TimeLabels,
};
use crate::scenario::keys::{Container, Shape};
use crate::scenario::suggest::did_you_mean;
use crate::scenario::tree::{Key, Node, Table, Value};

impl Builder<'_> {
    /// Everything under `charts`; `variants` are the names of all variants.
    pub(super) fn charts(&mut self, root: &Table, variants: &[&str]) -> Option<Charts> {
        let Some(node) = root.get("charts") else { return Some(Charts::default()) };
        let table = node.table()?;
        let usual = table.get("usual").map_or(Some(true), boolean)?;
        let defaults = self.chart_options(table, root, variants);
        let named: Vec<(&Key, &Table)> = table
            .iter()
            .filter(|(key, _)| is_name(&key.name))
            .filter_map(|(key, node)| Some((key, node.table()?)))
            .collect();
        let wanted = named.into_iter().map(|(key, chart)| self.chart(key, chart, root, variants)).collect();
        Some(Charts { usual, defaults: defaults?, wanted: all(wanted)? })
    }

    fn chart(&mut self, key: &Key, table: &Table, root: &Table, variants: &[&str]) -> Option<ChartRequest> {
        let kind = word(table, "kind", ChartKind::named);
        let metric = match table.get("metric") {
            Some(_) => self.recorded_metric(table).map(|metric| Some(metric.info().name.to_owned())),
            None => Some(None),
        };
        let class = self.place(table, "class", "requests", root);
        let stage = self.place(table, "stage", "stages", root);
        let options = self.chart_options(table, root, variants);
        Some(ChartRequest {
            name: Some(key.name.clone()),
            kind: kind??,
            options: ChartOptions {
                metric: metric?,
                class: class?,
                stage: stage?,
                by: word(table, "by", By::named)?,
                title: text(table, "title"),
                ..options?
            },
        })
    }

    /// What a chart and the defaults of all charts have in common.
    fn chart_options(&mut self, table: &Table, root: &Table, variants: &[&str]) -> Option<ChartOptions> {
        let shown = self.listed(table.get("variants"), "variant", variants);
        let band = self.band(table.get("band"));
        let observed = match table.get("observed") {
            Some(Node { value: Value::Boolean(true), .. }) => Some(None),
            Some(Node { value: Value::Boolean(false), .. }) => Some(Some(Vec::new())),
            node => {
                let histories = root.get("observed").and_then(Node::table);
                let names: Vec<&str> =
                    histories.into_iter().flat_map(Table::iter).map(|(key, _)| key.name.as_str()).collect();
                self.listed(node, "history", &names)
            }
        };
        let annotations = self.annotations(table.get("annotations"));
        let size = match table.get("size") {
            Some(node) => Some(node.text()?.parse().ok()?),
            None => None,
        };
        let dpi = match table.get("dpi") {
            Some(node) => Some(node.number().filter(|dpi| dpi.is_finite() && *dpi > 0.0)?),
            None => None,
        };
        Some(ChartOptions {
            variants: shown?,
            band: band?,
            scale: word(table, "scale", Scale::named)?,
            observed: observed?,
            caption: text(table, "caption"),
            annotations: annotations?,
            time: word(table, "time", TimeLabels::named)?,
            size,
            dpi,
            palette: word(table, "palette", Palette::named)?,
            theme: word(table, "theme", Appearance::named)?,
            ..ChartOptions::default()
        })
    }

    /// A list of names that are defined elsewhere; `Some(None)` without one.
    fn listed(&mut self, node: Option<&Node>, what: &str, known: &[&str]) -> Option<Option<Vec<String>>> {
        let Some(node) = node else { return Some(None) };
        let mut names = Some(Vec::new());
        for item in node.list()? {
            match item.text() {
                Some(name) if known.contains(&name) => names.iter_mut().for_each(|names| names.push(name.to_owned())),
                Some(name) => {
                    self.dangling(item, name, what, did_you_mean(name, known.iter().copied(), "there are"));
                    names = None;
                }
                None => names = None,
            }
        }
        names.map(Some)
    }

    /// Percentages that the results have quantiles for.
    fn band(&mut self, node: Option<&Node>) -> Option<Option<Vec<u32>>> {
        let Some(node) = node else { return Some(None) };
        if node.text().is_some() {
            return Some(Some(Vec::new()));
        }
        let items = node.list().unwrap_or(std::slice::from_ref(node));
        let percent = |item: &Node| item.integer().and_then(|percent| u32::try_from(percent).ok());
        for item in items {
            if !percent(item).is_some_and(|percent| BANDS.contains(&percent)) {
                self.out_of_range(item, "band", "50, 80 or 90: the bands that results have");
                return None;
            }
        }
        Some(Some(items.iter().filter_map(percent).collect()))
    }

    /// Moments with words. Those outside the simulated time are no mistake: they are not in the picture.
    fn annotations(&mut self, node: Option<&Node>) -> Option<Vec<Annotation>> {
        let Some(node) = node else { return Some(Vec::new()) };
        let start = self.time.as_ref()?.start;
        let mut annotations = Vec::new();
        for table in node.list()?.iter().map(Node::table) {
            let (at, text) = (table?.get("at")?, table?.get("text")?.text()?);
            let time_days = self.moment_from(at, start)?;
            annotations.push(Annotation { time_days, text: text.to_owned() });
        }
        Some(annotations)
    }
}

/// True if a key under `charts` is the name of a chart.
fn is_name(key: &str) -> bool {
    let Some(Shape::Names(def)) = Container::root().shape("charts") else { return false };
    def.key(key).is_none()
}

/// A word, `Some(None)` if there is none.
fn word<T>(table: &Table, key: &str, named: fn(&str) -> Option<T>) -> Option<Option<T>> {
    match table.get(key) {
        Some(node) => named(node.text()?).map(Some),
        None => Some(None),
    }
}

fn text(table: &Table, key: &str) -> Option<String> {
    table.get(key).and_then(Node::text).map(str::to_owned)
}

fn boolean(node: &Node) -> Option<bool> {
    if let Value::Boolean(value) = node.value { Some(value) } else { None }
}
