//! A valid tree as TOML 1.0 text: headers for the parts of a scenario, one entry for each of their keys.

use super::keys::{Container, Shape};
use super::tree::{Node, Table, Value};

/// The text of a whole scenario.
pub fn document(root: &Table) -> String {
    let mut text = String::new();
    let is_part = |name: &str| matches!(Container::root().shape(name), Some(Shape::Table(_) | Shape::Names(_)));
    for (key, node) in root.iter().filter(|(key, _)| !is_part(&key.name)) {
        entry(&mut text, &key_text(&key.name), node);
    }
    for (key, node) in root.iter().filter(|(key, _)| is_part(&key.name)) {
        let (Some(table), Some(shape)) = (node.table(), Container::root().shape(&key.name)) else { continue };
        match shape {
            Shape::Names(def) => {
                let beside: Vec<_> = table.iter().filter(|(name, _)| def.key(&name.name).is_some()).collect();
                if !beside.is_empty() {
                    header(&mut text, &[&key.name]);
                    beside.into_iter().for_each(|(key, node)| entry(&mut text, &key_text(&key.name), node));
                }
                for (name, node) in table.iter().filter(|(name, _)| def.key(&name.name).is_none()) {
                    named(&mut text, &[&key.name, &name.name], node, &def.shape);
                }
            }
            _ => {
                header(&mut text, &[&key.name]);
                entries(&mut text, table);
            }
        }
    }
    text
}

/// A class, a stage, a variant, …: what stands under one name.
fn named(text: &mut String, path: &[&str], node: &Node, shape: &'static Shape) {
    let Some(table) = node.table() else { return };
    header(text, path);
    let Some(inner) = Container::of(shape) else { return };
    let has_header =
        |name: &str| !matches!(shape, Shape::Overrides) && matches!(inner.shape(name), Some(Shape::Names(_)));
    for (key, node) in table.iter().filter(|(key, _)| !has_header(&key.name)) {
        dotted(text, &key_text(&key.name), node, inner.shape(&key.name));
    }
    for (key, node) in table.iter().filter(|(key, _)| has_header(&key.name)) {
        header(text, &[path, &[key.name.as_str()]].concat());
        node.table().into_iter().for_each(|table| entries(text, table));
    }
}

/// Tables as dotted keys, down to where a kind is chosen.
fn dotted(text: &mut String, path: &str, node: &Node, shape: Option<&'static Shape>) {
    let inner = shape.and_then(Container::of).filter(|inner| !inner.is_choice());
    match (inner, node.table()) {
        (Some(inner), Some(table)) if !table.is_empty() => {
            for (key, node) in table.iter() {
                dotted(text, &format!("{path}.{}", key_text(&key.name)), node, inner.shape(&key.name));
            }
        }
        _ => entry(text, path, node),
    }
}

fn header(text: &mut String, path: &[&str]) {
    let path: Vec<String> = path.iter().map(|name| key_text(name)).collect();
    text.push_str(&format!("\n[{}]\n", path.join(".")));
}

fn entries(text: &mut String, table: &Table) {
    for (key, node) in table.iter() {
        entry(text, &key_text(&key.name), node);
    }
}

/// One key with its value. A list of tables has a line for each.
fn entry(text: &mut String, key: &str, node: &Node) {
    text.push_str(key);
    text.push_str(" = ");
    match node.list() {
        Some(items) if items.iter().any(|item| item.table().is_some()) => {
            text.push_str("[\n");
            for item in items {
                text.push_str("  ");
                value(text, item);
                text.push_str(",\n");
            }
            text.push(']');
        }
        _ => value(text, node),
    }
    text.push('\n');
}

fn value(text: &mut String, node: &Node) {
    match &node.value {
        Value::Text(written) => quoted(text, written),
        Value::Integer(integer) => text.push_str(&integer.to_string()),
        // The shortest text that reads back as the same number, always with a point or an exponent.
        Value::Float(float) => text.push_str(&format!("{float:?}")),
        Value::Boolean(boolean) => text.push_str(&boolean.to_string()),
        Value::Date(date) => text.push_str(&date.to_string()),
        Value::DateTime(moment) => text.push_str(&moment.to_string()),
        Value::Time(time) => text.push_str(&time.to_string()),
        Value::List(items) => {
            text.push('[');
            separated(text, items, value);
            text.push(']');
        }
        Value::Table(table) if table.is_empty() => text.push_str("{}"),
        Value::Table(table) => {
            text.push_str("{ ");
            separated(text, table.iter(), |text, (key, node)| {
                text.push_str(&key_text(&key.name));
                text.push_str(" = ");
                value(text, node);
            });
            text.push_str(" }");
        }
        // A tree with such a value is never written.
        Value::Invalid => text.push_str("\"\""),
    }
}

fn separated<T>(text: &mut String, items: impl IntoIterator<Item = T>, mut write: impl FnMut(&mut String, T)) {
    for (index, item) in items.into_iter().enumerate() {
        if index > 0 {
            text.push_str(", ");
        }
        write(text, item);
    }
}

fn key_text(key: &str) -> String {
    let is_bare = |c: char| c.is_ascii_alphanumeric() || c == '_' || c == '-';
    if !key.is_empty() && key.chars().all(is_bare) {
        return key.to_owned();
    }
    let mut text = String::new();
    quoted(&mut text, key);
    text
}

/// A basic string, with the escapes of TOML 1.0.
fn quoted(text: &mut String, written: &str) {
    text.push('"');
    for c in written.chars() {
        match c {
            '"' => text.push_str("\\\""),
            '\\' => text.push_str("\\\\"),
            '\n' => text.push_str("\\n"),
            '\t' => text.push_str("\\t"),
            c if c.is_control() => text.push_str(&format!("\\u{:04X}", u32::from(c))),
            c => text.push(c),
        }
    }
    text.push('"');
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::scenario::diagnostic::Findings;
    use crate::scenario::parse;
    use crate::scenario::source::Sources;

    fn rewritten(written: &str) -> String {
        let mut sources = Sources::default();
        let source = sources.add("x", std::path::Path::new(""), written);
        let mut findings = Findings::default();
        let tree = parse::document(source, written, &mut findings);
        assert!(!findings.has_errors());
        document(&tree)
    }

    #[test]
    fn written_text_is_its_own_rewriting() {
        let text = rewritten(
            r#"
            title = "quotes \" and \u0007 and é"
            start = 2011-09-22T10:00:00
            [variants."keep 5,000"]
            "requests.p.threshold.changes[0].at" = 2011-10-04
            requests.p.threshold.signatures = 5_000
            requests.p.potential = { lognormal = { median = 1.0, sigma = 1e300 } }
            [requests.p.arrivals]
            a = { poisson = { rate = "40 per day" } }
            [requests.p.threshold]
            changes = [{ at = 2011-10-03, signatures = 25_000 }, { at = "1 year", signatures = 100_000 }]
            "#,
        );
        assert_eq!(rewritten(&text), text);
        assert!(text.contains("requests.p.threshold.signatures = 5000\n"), "{text}");
        assert!(text.contains("[requests.p.arrivals]\na = { poisson = { rate = \"40 per day\" } }\n"), "{text}");
    }
}
