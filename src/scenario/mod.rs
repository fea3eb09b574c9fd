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

mod assignments;
mod build;
mod check;
mod command_line;
mod condition;
mod diagnostic;
mod keys;
mod load;
mod merge;
mod parse;
mod path;
mod quantity;
mod reference;
mod render;
mod resolved;
mod schema;
mod source;
mod suggest;
mod tree;
pub mod variation;
mod write;

use std::path::Path;

use crate::model::{Scenario, Variant};

pub use diagnostic::{Code, Diagnostic, Report, Severity};
pub use keys::MOST_REPLICATIONS;
pub use reference::reference;
pub use resolved::Resolved;
pub use schema::json_schema;
pub use source::{Files, Source, SourceId, Sources, Span};
pub use suggest::nearest;

use build::{Builder, DataFiles};
use diagnostic::Findings;
use load::Assembled;
use tree::Table;

/// What the command line changes in a scenario.
#[derive(Debug, Clone, Default)]
pub struct Options {
    /// Assignments `PATH=VALUE`, applied in order before the variants.
    pub set: Vec<String>,
    /// Assignments `PATH=VALUE` that hold in every variant that is kept, whatever it says itself.
    pub vary: Vec<String>,
    /// Number of replications, in place of the file's.
    pub replications: Option<u64>,
    /// A precision `METRIC,…=SHARE`, in place of the file's number of replications or metrics; or a `SHARE` alone, in
    /// place of that of the file's precision.
    pub precision: Option<String>,
    /// Conditions that are the targets, in place of the file's; empty keeps those.
    pub targets: Vec<String>,
    /// A condition whose replications are counted: the only target, whatever the share.
    pub risk: Option<String>,
    /// A statistic of a run that is looked at: it is read by the only target, which is always met.
    pub metric: Option<String>,
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
    /// Its self-contained form.
    pub resolved: Resolved,
    /// What deserves a look.
    pub warnings: Report,
}

/// Reads a scenario file, or says everything that is wrong with it.
pub fn load(path: &Path, options: &Options) -> Result<Loaded, Report> {
    Files::default().load(path, options)
}

impl Files {
    /// Reads a scenario from these files, as [`load`] does.
    pub fn load(&self, path: &Path, options: &Options) -> Result<Loaded, Report> {
        load_from(Sources::of(self.clone()), path, options)
    }
}

/// Reads a resolved scenario again, from memory: it needs no file.
pub fn reload(resolved: &Resolved) -> Result<Loaded, Report> {
    let path = Path::new("scenario.toml");
    load_from(Sources::of(Files::stored(resolved.files(path))), path, &Options::default())
}

/// A resolved scenario with values given to keys in every variant and a condition to count, as by [`Options::vary`] and
/// [`Options::risk`]; from memory.
pub fn vary(resolved: &Resolved, assignments: Vec<String>, risk: Option<String>) -> Result<Loaded, Report> {
    let path = Path::new("scenario.toml");
    let options = Options { vary: assignments, risk, ..Options::default() };
    load_from(Sources::of(Files::stored(resolved.files(path))), path, &options)
}

/// The variants of a resolved scenario, each in full: its name, and as TOML the scenario as that variant has it. It needs
/// none of the data files, and does not look whether values make sense.
pub fn variants_in_full(text: &str) -> Result<Vec<(String, String)>, Report> {
    let path = Path::new("scenario.toml");
    let resolved = Resolved::new(text.to_owned(), Vec::new());
    let mut sources = Sources::of(Files::stored(resolved.files(path)));
    let mut findings = Findings::default();
    let assembled = load::assemble(path, &Options::default(), &mut sources, &mut findings);
    let mut variants = Vec::new();
    if let Some(Assembled { root, .. }) = assembled {
        for name in load::variant_names(&root) {
            let tree = load::variant(&root, &name, &sources, &mut findings);
            variants.push((name, write::document(&tree)));
        }
    }
    if findings.has_errors() { Err(findings.into_report(sources)) } else { Ok(variants) }
}

fn load_from(mut sources: Sources, path: &Path, options: &Options) -> Result<Loaded, Report> {
    let mut findings = Findings::default();
    let loaded = attempt(path, options, &mut sources, &mut findings);
    let has_errors = findings.has_errors();
    let report = findings.into_report(sources);
    match loaded {
        Some((scenario, resolved)) if !has_errors => Ok(Loaded { scenario, resolved, warnings: report }),
        _ => Err(report),
    }
}

fn attempt(
    path: &Path,
    options: &Options,
    sources: &mut Sources,
    findings: &mut Findings,
) -> Option<(Scenario, Resolved)> {
    let assembled = load::assemble(path, options, sources, findings)?;
    let trees = checked_variants(&assembled, sources, findings);
    if !assembled.is_sound {
        findings.drop_beside_syntax_errors(sources);
        return None;
    }
    let (root, whole) = (assembled.root, assembled.whole);
    let mut data = DataFiles::default();
    let mut builder = Builder::new(sources, findings, &mut data);
    let names: Vec<&str> = trees.iter().map(|(name, _)| name.as_str()).collect();
    let experiment = builder.experiment(&root, &names);
    let baseline = builder.baseline(&root, &names);
    // Every variant is built, chosen or not, so that every mistake is found.
    let models: Vec<_> = trees.iter().map(|(_, tree)| builder.model(tree)).collect();
    let is_chosen = |name: &str| options.variants.is_empty() || options.variants.iter().any(|chosen| chosen == name);
    let mut variants = Vec::new();
    for (name, model) in names.iter().zip(models) {
        let variant = Variant { name: (*name).to_owned(), model: model? };
        if is_chosen(name) {
            variants.push(variant);
        }
    }
    let (mut experiment, baseline) = (experiment?, names[baseline?]);
    if !options.variants.is_empty() {
        experiment.charts.keep_variants(&options.variants);
    }
    let stem = path.file_stem().map(|stem| stem.to_string_lossy().into_owned());
    let scenario = Scenario {
        title: experiment.title.or(stem).unwrap_or_default(),
        question: experiment.question,
        replications: experiment.replications,
        precision: experiment.precision,
        seed: experiment.seed,
        baseline: variants.iter().position(|variant| variant.name == baseline).unwrap_or(0),
        variants,
        observed: experiment.observed,
        targets: experiment.targets,
        charts: experiment.charts,
    };
    let choice = resolved::Choice {
        title: &scenario.title,
        variants: &options.variants,
        baseline: &scenario.variants.get(scenario.baseline)?.name,
    };
    let resolved = resolved::resolve(root, &choice, sources, &data, whole);
    Some((scenario, resolved))
}

/// The tree of every variant, held against the table of keys.
fn checked_variants(assembled: &Assembled, sources: &Sources, findings: &mut Findings) -> Vec<(String, Table)> {
    let Assembled { root, whole, is_sound } = assembled;
    check::check(root, *whole, false, sources, findings);
    let mut trees = Vec::new();
    for name in load::variant_names(root) {
        let tree = load::variant(root, &name, sources, findings);
        check::check(&tree, *whole, *is_sound, sources, findings);
        trees.push((name, tree));
    }
    trees
}
