//! A checked tree into a [`Model`]: what only makes sense of the scenario as a whole.
//!
//! Readers return `None` for what is absent or malformed: the checker has said so already. What is found here is
//! about meaning: names that lead nowhere, moments out of order, routes without an exit, data that cannot be read.

mod arrivals;
mod calendars;
mod charts;
mod conditions;
mod data;
mod dated;
mod distribution;
mod events;
mod excitation;
mod follows;
mod goals;
mod growth;
mod growth_families;
mod observed;
mod requests;
mod rhythm;
mod routes;
mod settings;
mod staff;
mod stages;
mod terms;
mod threshold;
mod time;
mod trace;
mod trend;

use crate::model::chart::Charts;
use crate::model::{Goal, Model, Observed, Precision, TimeAxis};

use super::diagnostic::{Code, Diagnostic, Findings};
use super::source::{Sources, Span};
use super::suggest::did_you_mean;
use super::tree::{Key, Node, Table};

pub use data::DataFiles;

/// Replications of a scenario that does not say how many.
const REPLICATIONS: u64 = 1_000;

/// Seed of a scenario that does not give one.
const SEED: u64 = 1;

/// What building needs besides the tree.
pub struct Builder<'a> {
    /// Texts; data files with mistakes join them.
    pub sources: &'a mut Sources,
    /// Where mistakes go.
    pub findings: &'a mut Findings,
    /// Data files read so far.
    pub data: &'a mut DataFiles,
    /// The time axis of the variant being built, once it is known.
    time: Option<TimeAxis>,
}

/// What belongs to the experiment rather than to a variant.
pub struct Experiment {
    /// Headline, if the author wrote one.
    pub title: Option<String>,
    /// The question, if the author wrote one.
    pub question: Option<String>,
    /// Number of replications; where a precision is asked for, its maximum.
    pub replications: u64,
    /// When the run may end before.
    pub precision: Option<Precision>,
    /// Root of the random streams.
    pub seed: u64,
    /// Recorded history.
    pub observed: Vec<Observed>,
    /// What variants are held to.
    pub targets: Vec<Goal>,
    /// The charts that are asked for.
    pub charts: Charts,
}

impl<'a> Builder<'a> {
    /// A builder that knows no scenario yet.
    pub fn new(sources: &'a mut Sources, findings: &'a mut Findings, data: &'a mut DataFiles) -> Self {
        Self { sources, findings, data, time: None }
    }

    /// One variant. `None` if anything in it is wrong, which is then reported.
    pub fn model(&mut self, tree: &Table) -> Option<Model> {
        self.time = self.axis(tree);
        let calendars = self.calendars(tree);
        let stages = self.stages(tree, &calendars);
        let classes = self.classes(tree, &calendars);
        self.check_routes(tree, stages.as_deref(), classes.as_deref());
        self.check_library(tree, stages.as_deref());
        let happenings = self.happenings(tree, &calendars);
        let (mut classes, happenings) = (classes?, happenings?);
        self.note_levels(tree, &happenings, &mut classes);
        Some(Model { time: self.time.clone()?, classes, stages: stages?, happenings })
    }

    /// What all variants share; `variants` are their names.
    pub fn experiment(&mut self, root: &Table, variants: &[&str]) -> Option<Experiment> {
        self.time = self.axis(root);
        let text = |name| root.get(name).and_then(Node::text).map(str::to_owned);
        let number = |name, default| match root.get("monte_carlo").and_then(Node::table).and_then(|mc| mc.get(name)) {
            Some(node) => node.integer().and_then(|number| u64::try_from(number).ok()),
            None => Some(default),
        };
        let (targets, precision) = (self.targets(root), self.precision(root));
        let charts = self.charts(root, variants);
        let precision = precision?;
        let maximum = precision.as_ref().map(|precision| precision.maximum);
        Some(Experiment {
            title: text("title"),
            question: text("question"),
            replications: maximum.or(number("replications", REPLICATIONS))?,
            precision,
            seed: number("seed", SEED)?,
            observed: self.observed(root)?,
            targets: targets?,
            charts: charts?,
        })
    }

    /// Index of the variant that others are compared with.
    pub fn baseline(&mut self, root: &Table, variants: &[&str]) -> Option<usize> {
        let Some(node) = root.get("baseline") else { return Some(0) };
        let name = node.text()?;
        let found = variants.iter().position(|variant| *variant == name);
        if found.is_none() {
            self.dangling(node, name, "variant", did_you_mean(name, variants.iter().copied(), "variants are"));
        }
        found
    }

    fn add(&mut self, diagnostic: Diagnostic) {
        self.findings.add(diagnostic);
    }

    /// Reports that a key is missing for a reason that the table of keys does not know.
    fn missing(&mut self, at: Span, message: impl Into<String>, label: impl Into<String>, example: &str) {
        self.add(Diagnostic::at(Code::MissingKey, at, message).label(label).help(format!("for example `{example}`")));
    }

    /// Reports a value that does not make sense.
    fn out_of_range(&mut self, node: &Node, name: &str, expected: impl std::fmt::Display) {
        let written = super::check::printable(self.sources.slice(node.span));
        let message = format!("`{name}` cannot be {written}");
        self.add(Diagnostic::at(Code::OutOfRange, node.span, message).label(format!("expected {expected}")));
    }
}

/// The tables under a key, by name, in order.
fn named<'t>(tree: &'t Table, key: &str) -> Vec<(&'t Key, &'t Table)> {
    let entries = tree.get(key).and_then(Node::table).into_iter().flat_map(Table::iter);
    entries.filter_map(|(key, node)| Some((key, node.table()?))).collect()
}

/// All of them, or none if one is missing.
fn all<T>(items: Vec<Option<T>>) -> Option<Vec<T>> {
    items.into_iter().collect()
}
