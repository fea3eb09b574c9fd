//! Scenario files: from TOML text to a valid [`model`](crate::model), or to every diagnostic at once.
//!
//! ```text
//! file, extends, --set ──parse──► tree ──merge──► one tree per variant ──check──► build ──► model
//!                                        keys: the one table that merge, check, schema and reference walk
//! ```
//!
//! [`load`] is the way in. Everything that is wrong becomes a [`Diagnostic`] with its place in the text; the
//! [`Report`] renders them. A valid scenario comes with its [`Resolved`] form: one self-contained text, with copies
//! of the data files it reads, that loads to the same model anywhere.

mod build;
mod check;
mod diagnostic;
mod keys;
mod load;
mod merge;
mod parse;
mod path;
mod quantity;
mod render;
mod source;
mod suggest;
mod tree;

use std::path::Path;

use crate::model::{Scenario, Variant};

pub use diagnostic::{Code, Diagnostic, Report, Severity};
pub use source::{Source, SourceId, Sources, Span};

use build::{Builder, DataFiles};
use diagnostic::Findings;

/// What the command line changes in a scenario.
#[derive(Debug, Clone, Default)]
pub struct Options {
    /// Assignments `PATH=VALUE`, applied in order before the variants.
    pub set: Vec<String>,
    /// Number of replications, in place of the file's.
    pub replications: Option<u64>,
    /// Seed, in place of the file's.
    pub seed: Option<u64>,
    /// The variants to keep, by name; empty keeps all.
    pub variants: Vec<String>,
}

/// A scenario that can be simulated.
#[derive(Debug, Clone)]
pub struct Loaded {
    /// What is simulated.
    pub scenario: Scenario,
    /// What deserves a look.
    pub warnings: Report,
}

/// Reads a scenario file, or says everything that is wrong with it.
pub fn load(path: &Path, options: &Options) -> Result<Loaded, Report> {
    let mut sources = Sources::default();
    let mut findings = Findings::default();
    let mut data = DataFiles::default();
    let scenario = scenario(path, options, &mut sources, &mut findings, &mut data);
    match scenario {
        Some(scenario) if !findings.has_errors() => Ok(Loaded { scenario, warnings: findings.into_report(sources) }),
        _ => Err(findings.into_report(sources)),
    }
}

fn scenario(
    path: &Path,
    options: &Options,
    sources: &mut Sources,
    findings: &mut Findings,
    data: &mut DataFiles,
) -> Option<Scenario> {
    let assembled = load::assemble(path, options, sources, findings)?;
    let (root, whole) = (&assembled.root, assembled.whole);
    check::check(root, whole, false, sources, findings);
    let mut trees = Vec::new();
    for name in load::variant_names(root) {
        let tree = load::variant(root, &name, sources, findings);
        check::check(&tree, whole, assembled.is_sound, sources, findings);
        trees.push((name, tree));
    }
    if !assembled.is_sound {
        return None;
    }
    let mut builder = Builder::new(sources, findings, data, whole);
    let experiment = builder.experiment(root);
    let baseline = builder.baseline(root, trees.iter().map(|(name, _)| name.as_str()).collect());
    let models: Vec<_> = trees.iter().map(|(name, tree)| (name, builder.model(tree))).collect();
    let keeps = |name: &String| options.variants.is_empty() || options.variants.contains(name);
    let (experiment, baseline) = (experiment?, baseline?);
    let mut variants = Vec::new();
    for (name, model) in models {
        let model = model?;
        if keeps(name) {
            variants.push(Variant { name: name.clone(), model });
        }
    }
    let stem = path.file_stem().map(|stem| stem.to_string_lossy().into_owned());
    Some(Scenario {
        title: experiment.title.or(stem).unwrap_or_default(),
        question: experiment.question,
        replications: experiment.replications,
        seed: experiment.seed,
        baseline: variants.iter().position(|variant| variant.name == trees[baseline].0).unwrap_or(0),
        variants,
        observed: experiment.observed,
    })
}
