//! Classes of requests.

use super::arrivals::{ClassDefaults, share};
use super::calendars::Calendar;
use super::distribution::Unit;
use super::{Builder, all, named};
use crate::model::{Class, Source, ThresholdPolicy};
use crate::scenario::diagnostic::{Code, Diagnostic};
use crate::scenario::tree::{Key, Node, Table};

/// Without a word about topics every request has its own.
const NEW_TOPIC_SHARE: f64 = 1.0;

impl Builder<'_> {
    /// All classes.
    pub(super) fn classes(&mut self, tree: &Table, calendars: &[Calendar]) -> Option<Vec<Class>> {
        let (key, node) = tree.entry("requests")?;
        let classes = node.table()?;
        if classes.is_empty() {
            let example = "requests.petitions.arrivals.ordinary = { poisson = { rate = \"40 per day\" } }";
            self.missing(key.span, "there is no class of requests", "expected at least one name in here", example);
        }
        let stages: Vec<(&Key, &Table)> = named(tree, "stages");
        let mut built =
            classes.iter().map(|(key, node)| self.class(key, node.table()?, &stages, calendars)).collect::<Vec<_>>();
        self.follow(&named(tree, "requests"), &mut built);
        all(built).filter(|classes| !classes.is_empty())
    }

    fn class(&mut self, key: &Key, table: &Table, stages: &[(&Key, &Table)], calendars: &[Calendar]) -> Option<Class> {
        let follows = table.get("follows").is_some();
        let read_share = |node: Option<&Node>| node.map_or(Some(NEW_TOPIC_SHARE), share);
        let potential = table.get("potential").map(|node| self.finite_distribution(node, "potential", Unit::Number));
        let growth = table.get("growth").map(|node| self.growth(node, "growth"));
        let is_malformed = matches!(potential, Some(None)) || matches!(growth, Some(None));
        let defaults = ClassDefaults {
            potential: potential.flatten(),
            growth: growth.flatten(),
            new_topic_share: read_share(table.get("new_topic_share")),
            hostile_share: table.get("hostile_share").map_or(Some(None), |node| share(node).map(Some)),
            potential_growth_correlation: table.get("potential_growth_correlation").map_or(Some(0.0), correlation),
        };
        let sources = if follows { Some(Vec::new()) } else { self.sources_of(key, table, &defaults) };
        if let (Some(sources), false) = (&sources, follows) {
            self.check_correlation(table, sources);
        }
        let self_excitation = self.self_excitation(table, sources.as_deref());
        let window = table.get("window").map(|node| self.positive_duration(node, "window"));
        let retention = table.get("retention").map(|node| self.positive_duration(node, "retention"));
        let threshold = self.threshold(table);
        let enters = self.enters(key, table, stages);
        let terms = self.terms(table, calendars);
        if let (Some(threshold), false) = (&threshold, is_malformed || follows) {
            self.check_signatures(key, table, threshold);
        }
        Some(Class {
            name: key.name.clone(),
            label: table.get("label").and_then(Node::text).unwrap_or(&key.name).to_owned(),
            sources: sources.filter(|_| !is_malformed)?,
            self_excitation: self_excitation?,
            follows: None,
            window: window.map_or(Some(None), |read| read.map(Some))?,
            threshold: threshold?,
            enters: enters?,
            terms: terms?,
            retention: retention.map_or(Some(None), |read| read.map(Some))?,
        })
    }

    fn sources_of(&mut self, owner: &Key, class: &Table, defaults: &ClassDefaults) -> Option<Vec<Source>> {
        let Some((key, node)) = class.entry("arrivals") else {
            let example = "arrivals.ordinary = { poisson = { rate = \"40 per day\" } }";
            let label = "expected a key `arrivals` in here";
            self.missing(owner.span, "`arrivals` is missing in a class of requests", label, example);
            return None;
        };
        let sources = node.table()?;
        if sources.is_empty() {
            let example = "arrivals.ordinary = { poisson = { rate = \"40 per day\" } }";
            self.missing(key.span, "there is no arrival source", "expected at least one name in here", example);
        }
        let built = sources.iter().map(|(key, node)| self.source(&key.name, node.table()?, defaults)).collect();
        all(built).filter(|sources| !sources.is_empty())
    }

    /// Where there is a threshold, every source must say how signatures come.
    pub(super) fn check_signatures(&mut self, key: &Key, class: &Table, threshold: &ThresholdPolicy) {
        if !threshold.is_ever_positive() {
            return;
        }
        for (name, example) in [
            ("potential", "potential = { lognormal = { median = 12, sigma = 2.4 } }"),
            ("growth", "growth = { exponential = { half_life = \"5 days\" } }"),
        ] {
            let without = named(class, "arrivals").into_iter().find(|(_, source)| source.get(name).is_none());
            let (None, Some((source, _))) = (class.get(name), without) else { continue };
            let message = format!("`{name}` is missing: requests of `{}` have to gather signatures", key.name);
            let mut diagnostic = Diagnostic::at(Code::MissingKey, key.span, message)
                .label(format!("expected a key `{name}` in here, or in every source"))
                .related(source.span, "this source has none of its own")
                .help(format!("for example `{example}`"));
            if let Some((threshold, _)) = class.entry("threshold") {
                diagnostic = diagnostic.related(threshold.span, "because there is a threshold");
            }
            self.add(diagnostic);
        }
    }
}

fn correlation(node: &Node) -> Option<f64> {
    node.number().filter(|correlation| (-1.0..=1.0).contains(correlation))
}
