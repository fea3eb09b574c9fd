//! Holds a tree against the table of keys: unknown and missing keys, types, ranges, units, names.
//!
//! What this reports, the builder takes as absent without a word.

use super::diagnostic::{Code, Diagnostic, Findings};
use super::keys::{Key, NamesDef, Need, Quantity, RESERVED, SCENARIO, Shape, TableDef};
use super::source::{Sources, Span};
use super::suggest::{did_you_mean, joined, listing, with_article};
use super::tree::{self, Node, Table, Value};

mod scalars;
mod shapes;

/// Checks a whole scenario without its variants. If not `complete`, missing keys are no mistake: variants may
/// still bring them.
pub fn check(root: &Table, whole: Span, complete: bool, sources: &Sources, findings: &mut Findings) {
    // Outside any distribution, amounts are parameters of growth curves: ages.
    let mut checker = Checker { sources, findings, complete, quantity: Quantity::Duration, example: "" };
    checker.table(root, &SCENARIO, whole);
}

struct Checker<'a> {
    sources: &'a Sources,
    findings: &'a mut Findings,
    complete: bool,
    /// What the enclosing distribution is of.
    quantity: Quantity,
    /// A line that shows the key being looked at.
    example: &'static str,
}

impl Checker<'_> {
    fn add(&mut self, diagnostic: Diagnostic) {
        self.findings.add(diagnostic);
    }

    /// `owner` is where the table is named.
    fn table(&mut self, table: &Table, def: &'static TableDef, owner: Span) {
        let mut has_unknown = false;
        for (key, node) in table.iter() {
            match def.key(&key.name) {
                Some(known) => self.entry(key, node, known),
                None => {
                    has_unknown = true;
                    self.add(unknown_key(key, def));
                }
            }
        }
        self.contradictions(table, def);
        if !has_unknown {
            self.choice(table, def, owner);
        }
        if self.complete {
            for key in def.keys.iter().filter(|key| key.need == Need::Required && table.get(key.name).is_none()) {
                self.add(missing_key(key, def, owner));
            }
        }
    }

    fn entry(&mut self, key: &tree::Key, node: &Node, known: &'static Key) {
        let outside = std::mem::replace(&mut self.example, known.example);
        self.value(node, &known.shape, known.name, key.span);
        self.example = outside;
    }

    /// `name` is the key that the value belongs to, written at `owner`.
    fn value(&mut self, node: &Node, shape: &'static Shape, name: &str, owner: Span) {
        if matches!(node.value, Value::Invalid) {
            return;
        }
        match shape {
            Shape::Table(def) => match node.table() {
                Some(table) => self.table(table, def, owner),
                None => self.wrong_type(node, shape, name),
            },
            Shape::Names(def) => match node.table() {
                Some(table) => self.names(table, def),
                None => self.wrong_type(node, shape, name),
            },
            Shape::List(item) => match node.list() {
                Some(items) => items.iter().for_each(|node| self.value(node, item, name, node.span)),
                None => self.wrong_type(node, shape, name),
            },
            Shape::Distribution(quantity) => {
                let outside = std::mem::replace(&mut self.quantity, *quantity);
                self.distribution(node, name, owner);
                self.quantity = outside;
            }
            Shape::SameDistribution => self.distribution(node, name, owner),
            Shape::AnyOf(shapes) => match shapes.iter().find(|shape| self.accepts(shape, node)) {
                // A wrong word is best answered by all that could stand there.
                Some(Shape::Word(words)) => self.word(node, words, shape, name),
                Some(shape) => self.value(node, shape, name, owner),
                None => self.wrong_type(node, shape, name),
            },
            Shape::Overrides if node.table().is_some() => (),
            _ => self.scalar(node, shape, name),
        }
    }

    /// A plain value stands for a distribution that does not vary.
    fn distribution(&mut self, node: &Node, name: &str, owner: Span) {
        match node.table() {
            Some(table) => self.table(table, &super::keys::distributions::FAMILIES, owner),
            None if self.accepts(self.amount(), node) => self.value(node, self.amount(), name, owner),
            None => self.wrong_type(node, &Shape::Distribution(self.quantity), name),
        }
    }

    fn names(&mut self, table: &Table, def: &'static NamesDef) {
        for (key, node) in table.iter() {
            if let Some(known) = def.key(&key.name) {
                self.entry(key, node, known);
                continue;
            }
            if let Some(diagnostic) = stray_key(key, node, def) {
                self.add(diagnostic);
                continue;
            }
            if let Some(diagnostic) = invalid_name(key, def) {
                self.add(diagnostic);
            }
            self.value(node, &def.shape, &key.name, key.span);
        }
    }

    fn contradictions(&mut self, table: &Table, def: &TableDef) {
        for (one, other) in def.exclusive {
            if let (Some((a, _)), Some((b, _))) = (table.entry(one), table.entry(other)) {
                self.add(contradiction(a, b));
            }
        }
    }

    /// Exactly one kind, or exactly one set of parameters.
    fn choice(&mut self, table: &Table, def: &'static TableDef, owner: Span) {
        let chosen: Vec<&tree::Key> =
            def.one_of.iter().filter_map(|name| table.entry(name)).map(|(key, _)| key).collect();
        match chosen.as_slice() {
            [] if !def.one_of.is_empty() && self.complete => self.add(missing_kind(def, owner)),
            [first, second, ..] => self.add(contradiction(first, second)),
            _ => (),
        }
        if !def.sets.is_empty() {
            self.parameters(table, def, owner);
        }
    }

    fn parameters(&mut self, table: &Table, def: &'static TableDef, owner: Span) {
        // Parameters that belong to no set are optional.
        let in_sets = |name: &str| def.sets.iter().any(|set| set.contains(&name));
        let given: Vec<&tree::Key> = table.iter().map(|(key, _)| key).filter(|key| in_sets(&key.name)).collect();
        let is_within = |set: &&&[&str]| given.iter().all(|key| set.contains(&key.name.as_str()));
        let candidates: Vec<_> = def.sets.iter().filter(is_within).collect();
        if candidates.iter().any(|set| set.len() == given.len()) || (!candidates.is_empty() && !self.complete) {
            return;
        }
        let sets: Vec<String> = def.sets.iter().map(|set| format!("`{{ {} }}`", set.join(", "))).collect();
        let expected = format!("expected {}", joined(&sets, "or"));
        let diagnostic = match candidates.first() {
            Some(set) => {
                let missing = set.iter().find(|name| table.get(name).is_none()).copied().unwrap_or_default();
                let message = format!("`{missing}` is missing in {}", def.what);
                let example = def.key(missing).map(|key| format!("for example `{}`", key.example));
                Diagnostic::at(Code::ParameterSet, owner, message).label(expected).maybe_help(example)
            }
            None => {
                let names: Vec<&str> = given.iter().map(|key| key.name.as_str()).collect();
                let message = format!("{} is not defined by {}", def.what, listing(&names, "and"));
                let last = given[given.len() - 1].span;
                let diagnostic = Diagnostic::at(Code::ParameterSet, last, message).label(expected);
                given[..given.len() - 1].iter().fold(diagnostic, |all, key| all.related(key.span, ""))
            }
        };
        self.add(diagnostic);
    }
}

fn missing_kind(def: &TableDef, owner: Span) -> Diagnostic {
    let kinds: Vec<&Key> = def.keys.iter().filter(|key| def.one_of.contains(&key.name)).collect();
    let names: Vec<&str> = kinds.iter().map(|key| key.name).collect();
    Diagnostic::at(Code::MissingKind, owner, format!("{} needs a kind", def.what))
        .label(format!("expected one of {}", listing(&names, "or")))
        .maybe_help(kinds.first().map(|key| format!("for example `{}`", key.example)))
}

fn unknown_key(key: &tree::Key, def: &TableDef) -> Diagnostic {
    let names = def.keys.iter().map(|key| key.name);
    let help = did_you_mean(&key.name, names, &format!("the keys of {} are", def.what));
    Diagnostic::at(Code::UnknownKey, key.span, format!("unknown key `{}` in {}", printable(&key.name), def.what))
        .label("no such key belongs here")
        .maybe_help(help)
}

/// A plain value among names, where keys may stand beside them: a slip of one of these.
fn stray_key(key: &tree::Key, node: &Node, def: &NamesDef) -> Option<Diagnostic> {
    let beside = def.beside.filter(|_| node.table().is_none() && !matches!(node.value, Value::Invalid))?;
    Some(unknown_key(key, beside))
}

/// A key that has to be there and is not.
pub fn missing_key(key: &Key, def: &TableDef, owner: Span) -> Diagnostic {
    Diagnostic::at(Code::MissingKey, owner, format!("`{}` is missing in {}", key.name, def.what))
        .label(format!("expected a key `{}` in here", key.name))
        .help(format!("for example `{}`", key.example))
}

/// Two keys that exclude each other.
pub fn contradiction(a: &tree::Key, b: &tree::Key) -> Diagnostic {
    let (first, second) = if a.span <= b.span { (a, b) } else { (b, a) };
    let message = format!("`{}` and `{}` exclude each other", first.name, second.name);
    Diagnostic::at(Code::Contradiction, second.span, message)
        .label("expected only one of the two")
        .related(first.span, "given here")
        .help(format!("remove `{}` or `{}`", first.name, second.name))
}

fn invalid_name(key: &tree::Key, def: &NamesDef) -> Option<Diagnostic> {
    let (name, what) = (printable(&key.name), with_article(def.what));
    let is_bare = |c: char| c.is_ascii_alphanumeric() || c == '_' || c == '-';
    let invalid = |message: String, expected: &str| {
        Some(Diagnostic::at(Code::InvalidName, key.span, message).label(format!("expected {expected}")))
    };
    if def.free {
        let expected = "a text that is not blank";
        return if key.name.trim().is_empty() { invalid(format!("{what} has no name"), expected) } else { None };
    }
    if RESERVED.contains(&key.name.as_str()) {
        return invalid(format!("`{name}` cannot name {what}: it has another meaning"), "another name");
    }
    if key.name.is_empty() || !key.name.chars().all(is_bare) {
        let expected = "letters without accents, digits, `_` and `-`";
        return invalid(format!("`{name}` cannot name {what}"), expected)
            .map(|diagnostic| diagnostic.help(format!("give it a `{}` for what charts print", title_key(def))));
    }
    None
}

/// The key under a name that says what charts print.
fn title_key(def: &NamesDef) -> &'static str {
    let has_title = matches!(def.shape, Shape::Table(def) if def.key("title").is_some());
    if has_title { "title" } else { "label" }
}

/// A name from the file, fit for a message: of bearable length and without control characters.
pub fn printable(name: &str) -> String {
    let mut text: String = name
        .chars()
        .take(60)
        .flat_map(|c| if c.is_control() { c.escape_default().collect() } else { vec![c] })
        .collect();
    if name.chars().count() > 60 {
        text.push('…');
    }
    text
}
