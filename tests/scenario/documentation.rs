//! What the program says about scenario files is what it does.

use std::path::Path;

use saule::scenario::{Options, json_schema, load, reference};

use super::{VALID, set};

const REFERENCE: &str = "docs/scenario.md";
const SCHEMA: &str = "scenarios/saule.schema.json";

#[test]
fn the_reference_in_docs_is_up_to_date() {
    if std::env::var_os("SAULE_BLESS").is_some() {
        std::fs::write(REFERENCE, reference()).unwrap();
    }
    let committed = std::fs::read_to_string(REFERENCE).unwrap();
    assert!(committed == reference(), "{REFERENCE} is out of date: run `SAULE_BLESS=1 cargo test --test scenario`");
}

#[test]
fn the_schema_beside_the_scenarios_is_up_to_date() {
    let text = serde_json::to_string_pretty(&json_schema()).unwrap() + "\n";
    if std::env::var_os("SAULE_BLESS").is_some() {
        std::fs::write(SCHEMA, &text).unwrap();
    }
    let committed = std::fs::read_to_string(SCHEMA).unwrap();
    assert!(committed == text, "{SCHEMA} is out of date: run `SAULE_BLESS=1 cargo test --test scenario`");
}

/// Every `$ref` of a schema.
fn references<'s>(schema: &'s serde_json::Value, found: &mut Vec<&'s str>) {
    match schema {
        serde_json::Value::Object(entries) => {
            found.extend(entries.get("$ref").and_then(|target| target.as_str()));
            entries.values().for_each(|value| references(value, found));
        }
        serde_json::Value::Array(items) => items.iter().for_each(|value| references(value, found)),
        _ => (),
    }
}

#[test]
fn references_of_the_schema_lead_somewhere() {
    let schema = json_schema();
    let mut found = Vec::new();
    references(&schema, &mut found);
    assert!(found.len() > 50);
    for target in found {
        let pointer = target.strip_prefix('#').unwrap();
        assert!(schema.pointer(pointer).is_some_and(serde_json::Value::is_object), "{target}");
        assert!(!target.contains(' '), "{target} is not a valid URI");
    }
}

#[test]
fn the_example_of_the_reference_loads() {
    let text = reference();
    let start = text.find("```toml\n").unwrap() + 8;
    let end = start + text[start..].find("```").unwrap();
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("example.toml");
    std::fs::write(&path, &text[start..end]).unwrap();
    let scenario = super::loaded(&path, &Options::default()).scenario;
    assert_eq!(scenario.variants.len(), 2);
}

/// The description of every property of the schema ends with a line of TOML.
fn examples(schema: &serde_json::Value, found: &mut Vec<(String, String)>) {
    if let Some(properties) = schema.get("properties").and_then(|properties| properties.as_object()) {
        for (name, property) in properties {
            if let Some(description) = property.get("description").and_then(|text| text.as_str()) {
                let example = description.rsplit("\n\n").next().unwrap().trim_matches('`');
                found.push((name.clone(), example.to_owned()));
            }
        }
    }
    match schema {
        serde_json::Value::Object(entries) => entries.values().for_each(|value| examples(value, found)),
        serde_json::Value::Array(items) => items.iter().for_each(|value| examples(value, found)),
        _ => (),
    }
}

#[test]
fn examples_of_keys_are_toml_of_that_key() {
    let mut found = Vec::new();
    examples(&json_schema(), &mut found);
    assert!(found.len() > 100);
    for (name, example) in found {
        let table: toml::Table = example.parse().unwrap_or_else(|error| panic!("{example}: {error}"));
        assert_eq!(table.keys().next(), Some(&name), "{example}");
    }
}

#[test]
fn examples_of_a_class_and_a_stage_load() {
    let path = Path::new(VALID).join("minimal.toml");
    let schema = json_schema();
    for (table, name) in [("requests", "petitions"), ("stages", "desk")] {
        let definition = if table == "requests" { "class_of_requests" } else { "stage" };
        for (key, property) in schema["$defs"][definition]["properties"].as_object().unwrap() {
            let example = property["description"].as_str().unwrap().rsplit("\n\n").next().unwrap().trim_matches('`');
            // These need a calendar, stages, classes or a random growth that the scenario does not have.
            let needy = ["calendar", "enters", "next", "follows", "potential_growth_correlation"];
            if needy.contains(&key.as_str()) {
                continue;
            }
            let (_, value) = example.split_once(" = ").unwrap();
            let assignment = match example.starts_with("arrivals.") {
                true => format!("{table}.{name}.{example}"),
                false => format!("{table}.{name}.{key}={value}"),
            };
            if let Err(report) = load(&path, &set(&assignment)) {
                panic!("{}", report.render(false, 120));
            }
        }
    }
}
