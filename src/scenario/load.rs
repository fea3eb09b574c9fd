//! From a path and the command line to checked trees, one per variant.

use std::path::{Component, Path, PathBuf};

use super::Options;
use super::check;
use super::command_line;
use super::diagnostic::{Code, Diagnostic, Findings};
use super::keys::SCENARIO;
use super::merge::{Layer, Merger, invalid_path};
use super::parse;
use super::path::{self, Segment};
use super::source::{SCENARIO_LIMIT, SourceId, Sources, Span, Unreadable};
use super::suggest::{did_you_mean, nearest};
use super::tree::{Key, Node, Table};

/// Format version that this saule reads.
const SCHEMA: i64 = 1;

/// Name of the only variant of a scenario without any.
const ONLY_VARIANT: &str = "base";

/// A scenario with everything applied but its variants.
pub struct Assembled {
    /// Without `extends`; with `variants`, if there are any.
    pub root: Table,
    /// Stands for the whole of the scenario's own text.
    pub whole: Span,
    /// False if some text could not be understood, so that parts of the scenario are not there.
    pub is_sound: bool,
}

/// Reads a scenario and what it extends, and applies the command line. `None` if there is nothing to look at.
pub fn assemble(path: &Path, options: &Options, sources: &mut Sources, findings: &mut Findings) -> Option<Assembled> {
    let mut loader = Loader { sources, findings, chain: Vec::new(), is_sound: true };
    let (mut root, whole) = loader.file(path, None)?;
    loader.command_line(path, options, &mut root);
    loader.check_variant_names(path, &options.variants, &root);
    loader.vary(path, options, &mut root);
    Some(Assembled { root, whole, is_sound: loader.is_sound })
}

/// The names of the variants, in order; one if there is no such table.
pub fn variant_names(root: &Table) -> Vec<String> {
    let names: Vec<String> = match root.get("variants").and_then(Node::table) {
        Some(variants) => variants.iter().map(|(key, _)| key.name.clone()).collect(),
        None => Vec::new(),
    };
    if names.is_empty() { vec![ONLY_VARIANT.to_owned()] } else { names }
}

/// The scenario as one variant has it.
pub fn variant(root: &Table, name: &str, sources: &Sources, findings: &mut Findings) -> Table {
    let mut tree = root.clone();
    let overrides = tree.remove("variants");
    if let Some(over) = overrides.as_ref().and_then(Node::table).and_then(|table| table.get(name)).and_then(Node::table)
    {
        Merger::new(sources, findings, Layer::Variant).apply(&mut tree, over);
    }
    tree
}

/// `PATH=VALUE` of the command line.
struct Assignment<'t> {
    path: &'t str,
    segments: Vec<Segment>,
    node: Node,
    /// Where the path is written.
    span: Span,
}

impl Assignment<'_> {
    fn span_of(&self, segment: &Segment) -> Span {
        Span { start: self.span.start + segment.range.start, end: self.span.start + segment.range.end, ..self.span }
    }
}

struct Loader<'a> {
    sources: &'a mut Sources,
    findings: &'a mut Findings,
    /// The files that led here, to find cycles.
    chain: Vec<PathBuf>,
    is_sound: bool,
}

impl Loader<'_> {
    /// One file on top of what it extends; `from` is where it is named.
    fn file(&mut self, path: &Path, from: Option<Span>) -> Option<(Table, Span)> {
        let text = match self.sources.read(path, SCENARIO_LIMIT) {
            Ok(text) => text,
            Err(error) => {
                self.unreadable(path, from, &error);
                return None;
            }
        };
        self.chain.push(std::fs::canonicalize(path).unwrap_or_else(|_| path.to_owned()));
        let id = self.sources.add(shown(path), directory(path), text.as_str());
        let mut root = parse::document(id, &text, self.findings);
        self.is_sound &= !self.findings.has(Code::Syntax);
        if let Some(newer) = newer_schema(&root) {
            self.findings.add(newer);
            return None;
        }
        let whole = Span { source: id, start: 0, end: 0 };
        match root.remove("extends") {
            None => Some((root, whole)),
            Some(extends) => Some((self.on_top_of(path, &extends, root), whole)),
        }
    }

    fn unreadable(&mut self, path: &Path, from: Option<Span>, error: &Unreadable) {
        let code = if let Unreadable::NotText(_) = error { Code::NotText } else { Code::UnreadableFile };
        let message = format!("cannot read `{}`: {}", shown(path), error.reason());
        let diagnostic = match from {
            Some(span) => Diagnostic::at(code, span, message).label("named here, relative to this file"),
            None => {
                let source = self.sources.add(shown(path), directory(path), "");
                Diagnostic::at(code, Span { source, start: 0, end: 0 }, message)
            }
        };
        self.findings.add(diagnostic.maybe_help(match error {
            Unreadable::Missing => similar_file(path).map(|path| format!("did you mean `{}`?", shown(&path))),
            Unreadable::Directory => Some("give the path of a scenario file, which ends in `.toml`".to_owned()),
            Unreadable::TooLarge(_) => Some("a scenario is a small text file: is this one?".to_owned()),
            Unreadable::NotText(_) => Some("a scenario is a TOML file, saved as UTF-8".to_owned()),
            Unreadable::System(_) => None,
        }));
    }

    /// `root`, written in `path`, over the scenario that it extends.
    fn on_top_of(&mut self, path: &Path, extends: &Node, root: Table) -> Table {
        let base = match extends.text().map(|relative| self.sources.resolve(extends.span, relative)) {
            Some(base) if std::fs::canonicalize(&base).is_ok_and(|base| self.chain.contains(&base)) => {
                let message = format!("`{}` extends itself", shown(path));
                let label = "this leads back to a file that led here";
                self.findings.add(Diagnostic::at(Code::ExtendsCycle, extends.span, message).label(label));
                None
            }
            Some(base) => self.file(&base, Some(extends.span)),
            None => {
                let message = format!("`extends` cannot be {}", extends.kind());
                let label = "expected the path of a scenario file, in quotes";
                self.findings.add(Diagnostic::at(Code::WrongType, extends.span, message).label(label));
                None
            }
        };
        let Some((mut base, _)) = base else {
            self.is_sound = false;
            return root;
        };
        Merger::new(self.sources, self.findings, Layer::Extends).apply(&mut base, &root);
        base
    }

    fn command_line(&mut self, path: &Path, options: &Options, root: &mut Table) {
        for (index, text) in options.set.iter().enumerate() {
            let source = self.sources.add(numbered("--set", index, options.set.len()), directory(path), text.as_str());
            self.set(text, source, root);
        }
        let numbers = [("--replications", "replications", options.replications), ("--seed", "seed", options.seed)];
        for (option, key, number) in numbers {
            let Some(number) = number else { continue };
            let text = number.to_string();
            let source = self.sources.add(option, directory(path), text.as_str());
            let node = parse::value(source, &text, 0, self.findings);
            let segments = ["monte_carlo", key].map(|name| Segment { name: name.to_owned(), index: None, range: 0..0 });
            self.merger().assign(root, &segments, &node, &|_| node.span);
        }
        if let Some(text) = &options.precision {
            let source = self.sources.add("--precision", directory(path), text.as_str());
            let (segments, node) = command_line::precision(text, source, self.findings);
            self.merger().assign(root, &segments, &node, &|_| node.span);
        }
        let conditions: Vec<(String, SourceId)> = (options.targets.iter().enumerate())
            .map(|(index, text)| {
                let option = numbered("--target", index, options.targets.len());
                (text.clone(), self.sources.add(option, directory(path), text.as_str()))
            })
            .collect();
        if let Some((key, node)) = command_line::targets(&conditions) {
            root.set(key, node);
        }
        if let Some(text) = &options.risk {
            let source = self.sources.add("--risk", directory(path), text.as_str());
            let (key, node) = command_line::risk(text, source);
            root.set(key, node);
        }
        if let Some(text) = &options.metric {
            let source = self.sources.add("--metric", directory(path), text.as_str());
            let (key, node) = command_line::metric(text, source);
            root.set(key, node);
        }
    }

    fn merger(&mut self) -> Merger<'_> {
        Merger::new(self.sources, self.findings, Layer::CommandLine)
    }

    /// Applies one `PATH=VALUE`.
    fn set(&mut self, text: &str, source: SourceId, root: &mut Table) {
        if let Some(set) = self.assignment(text, source) {
            self.merger().assign(root, &set.segments, &set.node, &|segment| set.span_of(segment));
        }
    }

    /// Gives values to keys in every variant that is kept, as the last thing that each overrides; a key that variants
    /// share gets it in the scenario itself.
    fn vary(&mut self, path: &Path, options: &Options, root: &mut Table) {
        let names = variant_names(root);
        let is_kept = |name: &str| options.variants.is_empty() || options.variants.iter().any(|kept| kept == name);
        for (index, text) in options.vary.iter().enumerate() {
            let name = numbered("--vary", index, options.vary.len());
            let source = self.sources.add(name, directory(path), text.as_str());
            let Some(set) = self.assignment(text, source) else { continue };
            let is_shared = SCENARIO.key(&set.segments[0].name).is_some_and(|key| key.shared);
            let variants = root.get_mut("variants").and_then(Node::table_mut).filter(|table| !table.is_empty());
            let Some(variants) = variants.filter(|_| !is_shared) else {
                self.merger().assign(root, &set.segments, &set.node, &|segment| set.span_of(segment));
                continue;
            };
            for over in names.iter().filter(|name| is_kept(name)) {
                let Some(over) = variants.get_mut(over).and_then(Node::table_mut) else { continue };
                over.remove(set.path);
                over.push(Key { name: set.path.to_owned(), span: set.span }, set.node.clone());
            }
        }
    }

    /// Takes `PATH=VALUE` apart; `None` if it is not of that form.
    fn assignment<'t>(&mut self, text: &'t str, source: SourceId) -> Option<Assignment<'t>> {
        let span = |start: usize, end: usize| Span { source, start, end };
        let Some(equals) = text.find('=') else {
            let message = "an assignment needs a value";
            self.findings.add(
                Diagnostic::at(Code::InvalidPath, span(0, text.len()), message)
                    .label("expected PATH=VALUE")
                    .help("for example `--set monte_carlo.replications=500`"),
            );
            return None;
        };
        let path = text[..equals].trim();
        let indent = text[..equals].len() - text[..equals].trim_start().len();
        let node = parse::value(source, text, equals + 1, self.findings);
        match path::parse(path) {
            Ok(segments) => Some(Assignment { path, segments, node, span: span(indent, indent + path.len()) }),
            Err(error) => {
                let place = span(indent + error.range.start, indent + error.range.end);
                self.findings.add(invalid_path(place, error.expected));
                None
            }
        }
    }

    /// Reports `--variant` options that name no variant.
    fn check_variant_names(&mut self, path: &Path, names: &[String], root: &Table) {
        let known = variant_names(root);
        for (index, name) in names.iter().enumerate().filter(|(_, name)| !known.contains(name)) {
            let option = numbered("--variant", index, names.len());
            let source = self.sources.add(option, directory(path), name.as_str());
            let message = format!("there is no variant `{}`", check::printable(name));
            self.findings.add(
                Diagnostic::at(Code::DanglingName, Span { source, start: 0, end: name.len() }, message)
                    .label("expected the name of a variant")
                    .maybe_help(did_you_mean(name, known.iter().map(String::as_str), "variants are")),
            );
        }
    }
}

/// The name of an option that may be given several times.
pub fn numbered(option: &str, index: usize, count: usize) -> String {
    if count == 1 { option.to_owned() } else { format!("{option} #{}", index + 1) }
}

/// The directory that a file is in.
pub fn directory(path: &Path) -> &Path {
    path.parent().unwrap_or(Path::new(""))
}

/// A file of nearly the same name in the same directory.
pub fn similar_file(path: &Path) -> Option<PathBuf> {
    let directory = Some(directory(path)).filter(|path| !path.as_os_str().is_empty()).unwrap_or(Path::new("."));
    let entries = std::fs::read_dir(directory).ok()?;
    let mut names: Vec<String> = entries.filter_map(|entry| entry.ok()?.file_name().into_string().ok()).collect();
    names.sort();
    let similar = nearest(path.file_name()?.to_str()?, names.iter().map(String::as_str))?;
    Some(path.with_file_name(similar))
}

/// A path as messages show it: without steps into a directory and out again.
pub fn shown(path: &Path) -> String {
    let mut parts: Vec<Component> = Vec::new();
    for part in path.components() {
        match (part, parts.last()) {
            (Component::ParentDir, Some(Component::Normal(_))) => drop(parts.pop()),
            _ => parts.push(part),
        }
    }
    parts.iter().collect::<PathBuf>().display().to_string()
}

fn newer_schema(root: &Table) -> Option<Diagnostic> {
    let node = root.get("schema")?;
    let schema = node.integer().filter(|schema| *schema > SCHEMA)?;
    let message = format!("this scenario needs a newer saule, one that reads schema {schema}");
    Some(
        Diagnostic::at(Code::NewerSchema, node.span, message)
            .label(format!("this is saule {}, which reads schema {SCHEMA}", env!("CARGO_PKG_VERSION")))
            .help("install the latest version of saule"),
    )
}
