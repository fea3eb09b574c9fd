//! Which sentences a scenario makes.

use toml::{Table, Value};

use super::{
    terms::{key_words, label},
    values::{Sayer, is_dated},
};
use crate::{locale::Locale, model::metric::Metric};

/// What is said of a class, a stage, an event, ….
#[derive(Debug, Clone, PartialEq)]
pub struct Part {
    /// What it is about.
    pub title: String,
    /// What is said.
    pub statements: Vec<Statement>,
}

/// A sentence, and the key by which two variants' sentences are compared.
#[derive(Debug, Clone, PartialEq)]
pub struct Statement {
    /// What it is about, within its part.
    pub key: String,
    /// The sentence, as it follows a colon.
    pub text: String,
}

/// Tables of named parts: key, and what the parts are called in English and French.
const NAMED: [(&str, &str, &str); 6] = [
    ("requests", "Requests", "Demandes"),
    ("stages", "Desk", "Bureau"),
    ("calendars", "Calendar", "Calendrier"),
    ("events", "Event", "Événement"),
    ("targets", "Target", "Cible"),
    ("observed", "Recorded history", "Historique"),
];

/// Keys whose content is drawn, not simulated, or told elsewhere.
const SILENT: [&str; 10] =
    ["schema", "title", "question", "baseline", "extends", "charts", "variants", "label", "monte_carlo", "observe"];

/// Everything that a scenario, one variant of it, states.
pub fn parts(scenario: &Table, locale: Locale) -> Vec<Part> {
    let sayer = Sayer { locale };
    let mut parts = Vec::new();
    let known = NAMED.iter().filter_map(|named| Some((named, scenario.get(named.0)?.as_table()?)));
    for ((kind, english, french), table) in known {
        for (name, content) in table {
            let Some(content) = content.as_table() else { continue };
            let shown = content.get("label").and_then(Value::as_str).unwrap_or(name);
            let title = format!("{}, {shown}", locale.choose(*english, *french));
            let statements = statements(kind, content, &sayer);
            parts.push(Part { title, statements });
        }
    }
    parts
}

fn statements(kind: &str, content: &Table, sayer: &Sayer) -> Vec<Statement> {
    if kind == "observed" {
        return vec![history(content, sayer)];
    }
    let mut statements = Vec::new();
    let told = content.iter().filter(|(key, _)| !SILENT.contains(&key.as_str()));
    for (key, value) in told {
        match (kind, key.as_str(), value) {
            ("requests", "arrivals", Value::Table(sources)) => {
                statements.extend(sources.iter().map(|(name, source)| arrivals(name, source, sayer)));
            }
            ("requests", "threshold", Value::Table(table)) => statements.push(threshold(table, sayer)),
            _ => statements.push(statement(key, &said(kind, key, value, sayer), sayer.locale)),
        }
    }
    statements
}

/// A sentence of a key.
fn statement(key: &str, text: &str, locale: Locale) -> Statement {
    let label = label(key, locale);
    let text = if text.is_empty() { label } else { format!("{label}{}{text}", locale.colon()) };
    Statement { key: key.to_owned(), text }
}

fn said(kind: &str, key: &str, value: &Value, sayer: &Sayer) -> String {
    match value {
        // What an event sets is named by its path.
        Value::Table(table) if kind == "events" && matches!(key, "set" | "scale_arrivals") => {
            let parts = table.iter().map(|(path, value)| format!("{path} = {}", sayer.value(path, value)));
            parts.collect::<Vec<_>>().join(", ")
        }
        _ => sayer.value(key, value),
    }
}

/// A source of arrivals: what kind it is, then what is special about its requests.
fn arrivals(name: &str, source: &Value, sayer: &Sayer) -> Statement {
    let locale = sayer.locale;
    let mut clauses = Vec::new();
    for (key, value) in source.as_table().into_iter().flatten() {
        clauses.push(match value {
            Value::Table(parameters) if matches!(key.as_str(), "poisson" | "burst" | "trace") => {
                format!("{}{}{}", label(key, locale), locale.colon(), sayer.pairs(parameters))
            }
            _ => format!("{} {}", label(key, locale), sayer.value(key, value)),
        });
    }
    let separator = locale.choose("; ", "\u{202f}; ");
    let text =
        format!("{}, {name}{}{}", locale.choose("arrivals", "arrivées"), locale.colon(), clauses.join(separator));
    Statement { key: format!("arrivals.{name}"), text }
}

/// Recorded history: of what, and where it is recorded.
fn history(content: &Table, sayer: &Sayer) -> Statement {
    let locale = sayer.locale;
    let text = |key: &str| content.get(key).and_then(Value::as_str).unwrap_or_default();
    let metric = Metric::named(text("metric")).map_or(text("metric"), |metric| locale.metric(metric));
    let (file, value) = (text("file"), text("value"));
    let text = match locale {
        Locale::English => format!("{metric}, as recorded in {file} (column {value})"),
        Locale::French => format!("{metric}, selon {file} (colonne {value})"),
    };
    Statement { key: "metric".to_owned(), text }
}

/// A threshold: its levels over time and whom changes bind, or the rule that moves it.
fn threshold(table: &Table, sayer: &Sayer) -> Statement {
    let locale = sayer.locale;
    let first = table.get("signatures").and_then(Value::as_integer).unwrap_or_default();
    let mut levels = match first {
        0 => locale.choose("no signatures needed", "aucune signature requise").to_owned(),
        _ => {
            let number = locale.whole(first.unsigned_abs());
            format!("{number} {}", locale.choose(if first == 1 { "signature" } else { "signatures" }, "signatures"))
        }
    };
    let mut binds: Vec<&str> = Vec::new();
    for change in table.get("changes").and_then(Value::as_array).into_iter().flatten().filter_map(Value::as_table) {
        levels += &format!(", {}", sayer.dated(change, "signatures"));
        let bound = change.get("binds").and_then(Value::as_str).unwrap_or("new");
        if !binds.contains(&bound) {
            binds.push(bound);
        }
    }
    if levels.is_empty() || !table.contains_key("changes") || binds.is_empty() {
        if !table.contains_key("adaptive") {
            levels += locale.choose(" throughout", " en permanence");
        }
    } else if let [bound] = binds[..] {
        levels += match bound {
            "open" => locale.choose(
                "; a change also binds requests that are still gathering",
                "\u{202f}; un changement vaut aussi pour les demandes en cours de collecte",
            ),
            _ => locale
                .choose("; a change binds new requests", "\u{202f}; un changement vaut pour les nouvelles demandes"),
        };
    }
    if let Some(rule) = table.get("adaptive").and_then(Value::as_table) {
        let adapts = locale.choose("; moved by a rule", "\u{202f}; ajusté par une règle");
        levels += &format!("{adapts}{}{}", locale.colon(), sayer.pairs(rule));
    }
    statement("threshold", &levels, locale)
}

impl Sayer {
    /// A value under a key.
    pub fn value(&self, key: &str, value: &Value) -> String {
        match value {
            Value::Array(items) if items.iter().any(is_dated) => {
                let entries = items.iter().filter_map(Value::as_table).map(|entry| self.dated(entry, key));
                entries.collect::<Vec<_>>().join(", ")
            }
            Value::Array(items) => {
                self.locale.list(&items.iter().map(|item| self.value(key, item)).collect::<Vec<_>>())
            }
            Value::Table(table) => self.table(key, table),
            scalar => self.scalar(key, scalar),
        }
    }

    /// "mean 30 days, coefficient of variation 0.5".
    pub fn pairs(&self, table: &Table) -> String {
        let pair =
            |(key, value): (&String, &Value)| format!("{} {}", key_words(key, self.locale), self.value(key, value));
        table.iter().map(pair).collect::<Vec<_>>().join(", ")
    }
}
