//! Overriding, by one rule for variants, `extends` and `--set`.
//!
//! Tables with named or fixed keys merge; scalars, lists and shares are replaced; where a kind is chosen (a source,
//! a distribution) another kind replaces the old, parameters given in full replace the old set, and a key replaces
//! the one that it excludes; `"none"` removes what is optional. A key that holds `.` or `[` is a path.

use std::ops::Range;

use super::check::printable;
use super::diagnostic::{Code, Diagnostic, Findings};
use super::keys::{Container, NamesDef, Need, Shape, TableDef, item_shape};
use super::path::{self, Segment};
use super::source::{Sources, Span};
use super::suggest::did_you_mean;
use super::tree::{Key, Node, Table, Value};

/// What overrides.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Layer {
    /// A scenario that extends another.
    Extends,
    /// The command line.
    CommandLine,
    /// A variant.
    Variant,
}

/// Keys that say what the file itself is; the command line cannot change that.
const OF_THE_FILE: [&str; 3] = ["schema", "extends", "variants"];

/// Applies overrides to a scenario, reporting those that lead nowhere.
pub struct Merger<'a> {
    sources: &'a Sources,
    findings: &'a mut Findings,
    layer: Layer,
    /// Inside a variant of a scenario that is extended: overrides are put together, none is applied yet.
    composing: bool,
}

/// A value on its way to the place that a path names.
#[derive(Clone, Copy)]
struct Assignment<'a> {
    segments: &'a [Segment],
    node: &'a Node,
    /// Where a segment is written.
    at: &'a dyn Fn(&Segment) -> Span,
}

impl<'a> Merger<'a> {
    /// For overrides whose texts are in `sources`; mistakes go to `findings`.
    pub fn new(sources: &'a Sources, findings: &'a mut Findings, layer: Layer) -> Self {
        Self { sources, findings, layer, composing: false }
    }

    /// Overrides a whole scenario.
    pub fn apply(&mut self, base: &mut Table, over: &Table) {
        self.table(base, over, Container::root());
    }

    /// Sets one value by its path; `at` tells where a segment of the path is written.
    pub fn assign(&mut self, base: &mut Table, segments: &[Segment], node: &Node, at: &dyn Fn(&Segment) -> Span) {
        self.descend(base, Container::root(), Assignment { segments, node, at });
    }

    fn table(&mut self, base: &mut Table, over: &Table, container: Container) {
        let given: Vec<&str> =
            over.iter().filter(|(_, node)| node.text() != Some("none")).map(|(key, _)| key.name.as_str()).collect();
        make_room(base, container, &given);
        for (key, node) in over.iter() {
            if !self.composing && container.takes_paths() && path::is_path(&key.name) {
                self.path(base, key, node, container);
            } else {
                self.put(base, key, node, container);
            }
        }
    }

    fn path(&mut self, base: &mut Table, key: &Key, node: &Node, container: Container) {
        let at = |range: &Range<usize>| place_in(self.sources, key.span, &key.name, range);
        match path::parse(&key.name) {
            Ok(segments) => {
                let at = |segment: &Segment| at(&segment.range);
                self.descend(base, container, Assignment { segments: &segments, node, at: &at });
            }
            Err(malformed) => self.findings.add(invalid_path(at(&malformed.range), malformed.expected)),
        }
    }

    fn put(&mut self, base: &mut Table, key: &Key, node: &Node, container: Container) {
        let removes = node.text() == Some("none") && !self.composing;
        if !self.may_change(base, key, removes, container) {
            return;
        }
        if removes {
            base.remove(&key.name);
            return;
        }
        let shape = container.shape(&key.name);
        let (Some(inner), Value::Table(over)) = (shape.and_then(Container::of), &node.value) else {
            return base.set(key.clone(), node.clone());
        };
        let outside = self.composing;
        self.composing |= matches!(shape, Some(Shape::Overrides));
        self.within(base, key, node.span, inner, |merger, table| merger.table(table, over, inner));
        self.composing = outside;
    }

    /// Changes the table under a key; a new one, if there is none.
    fn within(
        &mut self,
        base: &mut Table,
        key: &Key,
        span: Span,
        inner: Container,
        change: impl FnOnce(&mut Self, &mut Table),
    ) {
        let old = base.entry(&key.name).filter(|(_, node)| node.table().is_some());
        // Where a kind is chosen, what is wrong with it has to do with the override.
        let place = old.filter(|_| !inner.is_choice()).map(|(key, node)| (key.clone(), node.span));
        let taken = base.get_mut(&key.name).map(|node| std::mem::replace(&mut node.value, Value::Invalid));
        let mut table = if let Some(Value::Table(table)) = taken { table } else { Table::default() };
        change(self, &mut table);
        let (key, span) = place.unwrap_or_else(|| (key.clone(), span));
        base.set(key, Node { value: Value::Table(table), span });
    }

    /// Reports what cannot be changed or removed here.
    fn may_change(&mut self, base: &Table, key: &Key, removes: bool, container: Container) -> bool {
        let refused = match container {
            _ if self.composing => None,
            Container::Keys(def) => self.refused_key(key, removes, def),
            Container::Names(def) if def.fixed && self.layer == Layer::Variant => refused_name(base, key, removes, def),
            Container::Names(_) => None,
        };
        let may = refused.is_none();
        refused.into_iter().for_each(|diagnostic| self.findings.add(diagnostic));
        may
    }

    fn refused_key(&self, key: &Key, removes: bool, def: &'static TableDef) -> Option<Diagnostic> {
        let known = def.key(&key.name)?;
        let name = known.name;
        let (message, label) = if known.shared && self.layer == Layer::Variant {
            (format!("a variant cannot change `{name}`"), "the same for all variants")
        } else if self.layer == Layer::CommandLine && known.shared && OF_THE_FILE.contains(&name) {
            (format!("`{name}` cannot be set"), "it belongs to the file")
        } else if removes && known.need == Need::Required {
            (format!("`{name}` cannot be removed"), "it is needed")
        } else {
            return None;
        };
        Some(Diagnostic::at(Code::NotOverridable, key.span, message).label(label))
    }

    fn descend(&mut self, base: &mut Table, container: Container, assignment: Assignment) {
        let [segment, rest @ ..] = assignment.segments else { return };
        let key = Key { name: segment.name.clone(), span: (assignment.at)(segment) };
        let is_new_name = matches!(container, Container::Names(_)) && rest.is_empty() && segment.index.is_none();
        if !is_new_name && let Some(unknown) = unknown_segment(base, &key, container) {
            return self.findings.add(unknown);
        }
        let Some(shape) = container.shape(&key.name) else { return };
        let rest = Assignment { segments: rest, ..assignment };
        if let Some(index) = segment.index {
            return self.item(base, &key, index, shape, rest);
        }
        if assignment.node.text() != Some("none") {
            make_room(base, container, &[&key.name]);
        }
        if rest.segments.is_empty() {
            return self.put(base, &key, assignment.node, container);
        }
        match Container::of(shape) {
            Some(inner) if !matches!(shape, Shape::Overrides) => {
                if self.may_change(base, &key, false, container) {
                    self.within(base, &key, key.span, inner, |merger, table| merger.descend(table, inner, rest));
                }
            }
            _ => self.findings.add(nothing_below(&key)),
        }
    }

    fn item(&mut self, base: &mut Table, key: &Key, index: usize, shape: &'static Shape, rest: Assignment) {
        let list = match base.get_mut(&key.name).map(|node| &mut node.value) {
            Some(Value::List(list)) => list,
            Some(Value::Invalid) => return,
            _ => return self.findings.add(no_such_item(key, None)),
        };
        let length = list.len();
        let Some(item) = list.get_mut(index) else {
            return self.findings.add(no_such_item(key, Some(length)));
        };
        let inner = item_shape(shape).and_then(Container::of);
        match (inner, &mut item.value, rest.segments, &rest.node.value) {
            (Some(inner), Value::Table(table), [], Value::Table(over)) => self.table(table, over, inner),
            (Some(inner), Value::Table(table), [_, ..], _) => self.descend(table, inner, rest),
            (_, _, [], _) => *item = rest.node.clone(),
            _ => self.findings.add(nothing_below(key)),
        }
    }
}

fn refused_name(base: &Table, key: &Key, removes: bool, def: &NamesDef) -> Option<Diagnostic> {
    let name = printable(&key.name);
    if base.get(&key.name).is_none() {
        let names = base.iter().map(|(key, _)| key.name.as_str());
        let message = format!("there is no {} `{name}` to change", def.what);
        return Some(
            Diagnostic::at(Code::DanglingName, key.span, message)
                .label(format!("a variant cannot add {}", def.plural))
                .maybe_help(did_you_mean(&key.name, names, &format!("{} are", def.plural))),
        );
    }
    let message = format!("a variant cannot remove the {} `{name}`", def.what);
    removes.then(|| Diagnostic::at(Code::NotOverridable, key.span, message).label("all variants share it"))
}

fn unknown_segment(base: &Table, key: &Key, container: Container) -> Option<Diagnostic> {
    let name = printable(&key.name);
    let diagnostic = |message: String, help: Option<String>| {
        Some(Diagnostic::at(Code::UnknownPath, key.span, message).label("the path leads nowhere").maybe_help(help))
    };
    match container {
        Container::Keys(def) if def.key(&key.name).is_none() => {
            let help = did_you_mean(&key.name, def.keys.iter().map(|key| key.name), "keys are");
            diagnostic(format!("there is no key `{name}` in {}", def.what), help)
        }
        Container::Names(def) if base.get(&key.name).is_none() => {
            let names = base.iter().map(|(key, _)| key.name.as_str());
            let help = did_you_mean(&key.name, names, &format!("{} are", def.plural));
            diagnostic(format!("there is no {} `{name}`", def.what), help)
        }
        _ => None,
    }
}

fn no_such_item(key: &Key, length: Option<usize>) -> Diagnostic {
    let message = match length {
        Some(1) => format!("there is no such item in `{}`, which has 1 item", key.name),
        Some(length) => format!("there is no such item in `{}`, which has {length} items", key.name),
        None => format!("`{}` is not a list", key.name),
    };
    let label = match length {
        Some(1) => "expected the index 0".to_owned(),
        Some(length @ 2..) => format!("expected an index from 0 to {}", length - 1),
        _ => "expected a path without an index".to_owned(),
    };
    Diagnostic::at(Code::UnknownPath, key.span, message).label(label)
}

fn nothing_below(key: &Key) -> Diagnostic {
    Diagnostic::at(Code::UnknownPath, key.span, format!("nothing lies below `{}`", key.name))
        .label("expected the path to end here")
}

/// Where a part of a text is written that stands in quotes at `span`. Escapes shift the places; then all of it is
/// underlined.
pub fn place_in(sources: &Sources, span: Span, text: &str, range: &Range<usize>) -> Span {
    match sources.slice(span).find(text) {
        Some(shift) => Span { start: span.start + shift + range.start, end: span.start + shift + range.end, ..span },
        None => span,
    }
}

/// A path that is not well formed.
pub fn invalid_path(span: Span, expected: &str) -> Diagnostic {
    Diagnostic::at(Code::InvalidPath, span, "this is not the path of a key")
        .label(format!("expected {expected}"))
        .help("for example `requests.petitions.threshold.changes[1].at`")
}

/// Takes out what the `given` keys replace: other kinds, the old set of parameters, keys that they exclude.
fn make_room(base: &mut Table, container: Container, given: &[&str]) {
    let Container::Keys(def) = container else { return };
    if def.one_of.iter().any(|kind| given.contains(kind)) {
        base.retain(|key| !def.one_of.contains(&key.name.as_str()) || given.contains(&key.name.as_str()));
    }
    if def.sets.iter().any(|set| set.iter().all(|name| given.contains(name))) {
        base.retain(|key| given.contains(&key.name.as_str()));
    }
    for (one, other) in def.exclusive {
        match (given.contains(one), given.contains(other)) {
            (true, false) => drop(base.remove(other)),
            (false, true) => drop(base.remove(one)),
            _ => (),
        }
    }
}
