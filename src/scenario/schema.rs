//! The JSON Schema of scenario files, for editors: types, words, ranges, documentation, and what must be there.
//!
//! Two walks over the table of keys make it. The first says what may stand where. The second says what must be
//! there, and holds only for files that extend no other: what they leave out is nowhere else.

use serde_json::{Map, Value, json};

use super::keys::distributions::FAMILIES;
use super::keys::{Key, NamesDef, Need, Quantity, Range, SCENARIO, Shape, TableDef, Word};

/// Name of what says that a distribution has all its parameters.
const COMPLETE: &str = "complete_distribution";

/// A decimal number as quantities have it.
const NUMBER: &str = r"[0-9][0-9_]*(\.[0-9][0-9_]*)?";
const UNIT: &str = "(second|minute|hour|day|week|month|year)s?";
const DATE: &str = r"[0-9]{4}-[0-9]{2}-[0-9]{2}([T ][0-9]{2}:[0-9]{2}(:[0-9]{2}(\.[0-9]+)?)?)?";

/// The schema, draft 2020-12.
pub fn json_schema() -> Value {
    let mut definitions = Map::new();
    let mut base = Walk { definitions: &mut definitions, overriding: false, quantity: None };
    let whole = base.properties(&SCENARIO, |_| true);
    let mut variant = Walk { definitions: &mut definitions, overriding: true, quantity: None };
    let overrides = variant.properties(&SCENARIO, |key| !key.shared);
    definitions.insert("variant".to_owned(), overrides);
    definitions.insert(COMPLETE.to_owned(), complete_table(&FAMILIES));
    let mut schema = json!({
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "Scenario of saule",
        "description": "Requests, the threshold that filters them, and the desk that answers them.",
    });
    merge(&mut schema, whole);
    schema["if"] = json!({ "not": { "required": ["extends"] } });
    schema["then"] = complete_table(&SCENARIO);
    schema["$defs"] = Value::Object(definitions);
    schema
}

/// Adds the entries of one object to another.
fn merge(target: &mut Value, source: Value) {
    if let (Value::Object(target), Value::Object(source)) = (target, source) {
        target.extend(source);
    }
}

fn reference(definition: &str) -> Value {
    json!({ "$ref": format!("#/$defs/{definition}") })
}

/// The walk that says what may stand where. Every table is defined once and referred to by name.
struct Walk<'d> {
    definitions: &'d mut Map<String, Value>,
    /// In a variant, where `"none"` removes what is optional.
    overriding: bool,
    /// What the enclosing distribution is of, if there is one.
    quantity: Option<Quantity>,
}

impl Walk<'_> {
    /// The definition with this name, made when it is first needed.
    fn defined(&mut self, name: &str, make: impl FnOnce(&mut Self) -> Value) -> Value {
        let of = match self.quantity {
            None => "",
            Some(Quantity::Number) => " of numbers",
            Some(_) => " of times",
        };
        let name = format!("{name}{of}{}", if self.overriding { " in a variant" } else { "" }).replace(' ', "_");
        if !self.definitions.contains_key(&name) {
            // Distributions contain distributions: the name has to be taken before they are walked.
            self.definitions.insert(name.clone(), Value::Null);
            let definition = make(self);
            self.definitions.insert(name.clone(), definition);
        }
        reference(&name)
    }

    fn table(&mut self, def: &TableDef) -> Value {
        let name = def.what.trim_start_matches("an ").trim_start_matches("a ").trim_start_matches("the ");
        self.defined(name, |walk| walk.properties(def, |_| true))
    }

    /// A key that holds `.` or `[` is a path, for files that extend others and for variants.
    fn properties(&mut self, def: &TableDef, keep: impl Fn(&Key) -> bool) -> Value {
        let keys = def.keys.iter().filter(|key| keep(key));
        let properties: Map<String, Value> = keys.map(|key| (key.name.to_owned(), self.key(key))).collect();
        json!({
            "type": "object",
            "properties": properties,
            "patternProperties": { r"[.\[]": true },
            "additionalProperties": false,
        })
    }

    fn key(&mut self, key: &Key) -> Value {
        let mut schema = json!({ "description": format!("{}\n\n`{}`", key.doc, key.example) });
        let value = self.value(&key.shape);
        if self.overriding && key.need != Need::Required {
            schema["anyOf"] = json!([value, { "const": "none" }]);
        } else if value.get("$ref").is_some() {
            // Some editors overlook what stands beside a reference.
            schema["allOf"] = json!([value]);
        } else {
            merge(&mut schema, value);
        }
        if let Need::Default(default) = key.need {
            schema["default"] = serde_json::from_str(default).unwrap_or(Value::Null);
        }
        schema
    }

    fn distribution(&mut self, quantity: Quantity) -> Value {
        let outside = self.quantity.replace(quantity);
        let schema = self.defined("value or distribution", |walk| {
            let value = walk.value(&Shape::Amount);
            json!({ "anyOf": [value, walk.table(&FAMILIES)] })
        });
        self.quantity = outside;
        schema
    }

    fn value(&mut self, shape: &Shape) -> Value {
        match shape {
            Shape::Text
            | Shape::DataFile
            | Shape::ScenarioFile
            | Shape::Name(_)
            | Shape::Measure
            | Shape::Condition => {
                json!({ "type": "string" })
            }
            Shape::Metric => {
                let names: Vec<&str> = crate::model::metric::METRICS.iter().map(|info| info.name).collect();
                json!({ "enum": names })
            }
            Shape::Boolean => json!({ "type": "boolean" }),
            Shape::Word(words) => self::words(words),
            Shape::Integer(range) => bounded("integer", range),
            Shape::Number(range) => bounded("number", range),
            Shape::Duration => pattern(&duration()),
            Shape::Rate => pattern(&format!("{NUMBER} *per *({NUMBER} *)?{UNIT}")),
            Shape::Growth => pattern(&format!("-?{NUMBER} *% *per *{UNIT}")),
            Shape::Civil => pattern(DATE),
            Shape::Moment => pattern(&format!("({DATE}|{})", duration())),
            Shape::Date => pattern("[0-9]{4}-[0-9]{2}-[0-9]{2}"),
            Shape::TimeOfDay => pattern("([01][0-9]|2[0-4]):[0-5][0-9]"),
            Shape::Size => pattern(r" *[0-9.]+ *([x×] *[0-9.]+ *)?(mm|px) *"),
            Shape::Distribution(quantity) => self.distribution(*quantity),
            Shape::SameDistribution => self.distribution(self.quantity.unwrap_or(Quantity::Number)),
            Shape::Amount if self.quantity == Some(Quantity::Number) => json!({ "type": "number", "minimum": 0 }),
            Shape::Amount => pattern(&duration()),
            Shape::List(item) => json!({ "type": "array", "items": self.value(item) }),
            Shape::Factors(length) => {
                json!({ "type": "array", "items": { "type": "number" }, "minItems": length, "maxItems": length })
            }
            Shape::Table(def) => self.table(def),
            Shape::Names(def) => self.names(def),
            Shape::Shares(_, range) => json!({ "type": "object", "additionalProperties": bounded("number", range) }),
            Shape::Columns => json!({ "type": "object", "additionalProperties": { "type": "string" } }),
            Shape::Assignments => json!({ "type": "object" }),
            Shape::Overrides => reference("variant"),
            Shape::AnyOf(shapes) => {
                json!({ "anyOf": shapes.iter().map(|shape| self.value(shape)).collect::<Vec<_>>() })
            }
        }
    }

    fn names(&mut self, def: &NamesDef) -> Value {
        let value = self.value(&def.shape);
        if def.free {
            return json!({ "type": "object", "additionalProperties": value });
        }
        // A file that extends another may remove what has a name there.
        let value = if def.fixed { value } else { json!({ "anyOf": [value, { "const": "none" }] }) };
        let keys = def.beside.map_or(&[][..], |beside| beside.keys);
        let properties: Map<String, Value> = keys.iter().map(|key| (key.name.to_owned(), self.key(key))).collect();
        let others: Vec<&str> = keys.iter().map(|key| key.name).collect();
        let others = if others.is_empty() { String::new() } else { format!("(?!({})$)", others.join("|")) };
        let mut schema = json!({
            "type": "object",
            "patternProperties": { format!("^{others}[A-Za-z0-9_-]+$"): value, r"[.\[]": true },
            "additionalProperties": false,
        });
        if !properties.is_empty() {
            schema["properties"] = Value::Object(properties);
        }
        schema
    }
}

fn duration() -> String {
    format!("{NUMBER} *(working +)?{UNIT}([, ]+(and +)?{NUMBER} *(working +)?{UNIT})*")
}

fn pattern(pattern: &str) -> Value {
    json!({ "type": "string", "pattern": format!("^{pattern}$") })
}

fn words(words: &[Word]) -> Value {
    let names: Vec<&str> = words.iter().map(|word| word.name).collect();
    let meanings: Vec<&str> = words.iter().map(|word| word.meaning).collect();
    json!({ "enum": names, "x-taplo": { "docs": { "enumValues": meanings } } })
}

fn bounded(kind: &str, range: &Range) -> Value {
    let mut schema = json!({ "type": kind });
    if range.low.is_finite() {
        schema[if range.above { "exclusiveMinimum" } else { "minimum" }] = json!(range.low);
    }
    if range.high.is_finite() {
        schema["maximum"] = json!(range.high);
    }
    schema
}

/// The walk that says what must be there; `None` if nothing must.
fn complete(shape: &Shape) -> Option<Value> {
    match shape {
        Shape::Table(def) => Some(complete_table(def)).filter(|schema| schema != &json!({})),
        Shape::Names(def) => complete(&def.shape).map(|value| json!({ "additionalProperties": value })),
        Shape::List(item) => complete(item).map(|value| json!({ "items": value })),
        Shape::Distribution(_) | Shape::SameDistribution => Some(reference(COMPLETE)),
        Shape::AnyOf(shapes) => {
            let all: Vec<Value> = shapes.iter().filter_map(complete).collect();
            (!all.is_empty()).then(|| json!({ "allOf": all }))
        }
        _ => None,
    }
}

fn complete_table(def: &TableDef) -> Value {
    let mut schema = Map::new();
    let required: Vec<&str> = def.keys.iter().filter(|key| key.need == Need::Required).map(|key| key.name).collect();
    if !required.is_empty() {
        schema.insert("required".to_owned(), json!(required));
    }
    let entries = def.keys.iter().filter_map(|key| Some((key.name.to_owned(), complete(&key.shape)?)));
    let properties: Map<String, Value> = entries.collect();
    if !properties.is_empty() {
        schema.insert("properties".to_owned(), Value::Object(properties));
    }
    let in_sets = |name: &&str| def.sets.iter().any(|set| set.contains(name));
    let alternatives: Vec<Value> = if def.sets.is_empty() {
        def.one_of.iter().map(|kind| json!({ "required": [kind] })).collect()
    } else {
        let others = |set: &[&str]| -> Map<String, Value> {
            let names = def.keys.iter().map(|key| key.name).filter(in_sets).filter(|name| !set.contains(name));
            names.map(|name| (name.to_owned(), Value::Bool(false))).collect()
        };
        def.sets.iter().map(|set| json!({ "required": set, "properties": others(set) })).collect()
    };
    if !alternatives.is_empty() {
        // A plain value in place of the table is complete by itself.
        schema.insert("if".to_owned(), json!({ "type": "object" }));
        schema.insert("then".to_owned(), json!({ "oneOf": alternatives }));
    }
    Value::Object(schema)
}
