//! The reference of scenario files, as Markdown.

use super::diagnostic::{Code, Severity};
use super::keys::distributions::FAMILIES;
use super::keys::{Container, Key, Need, Quantity, SCENARIO, Shape, TableDef, item_shape};
use super::suggest::with_article;

/// What stands before the tables of keys.
const INTRODUCTION: &str = include_str!("reference/introduction.md");

/// The text of `docs/scenario.md`.
pub fn reference() -> String {
    let mut text = INTRODUCTION.to_owned();
    text.push_str("\n## Keys\n");
    let mut open: Vec<(String, &'static TableDef)> = vec![(String::new(), &SCENARIO)];
    // What has a section of its own; parameters of distributions have theirs at the end.
    let mut seen: Vec<&'static TableDef> =
        FAMILIES.keys.iter().filter_map(|key| inner("", key)).map(|(_, def)| def).collect();
    // Depth first, so that a table is followed by those below it.
    while let Some((path, def)) = open.pop() {
        table(&mut text, &path, def);
        let mut below: Vec<_> =
            def.keys.iter().flat_map(|key| beside(&path, key).into_iter().chain(inner(&path, key))).collect();
        below.retain(|(_, def)| !seen.iter().any(|other| std::ptr::eq(*other, *def)));
        seen.extend(below.iter().map(|(_, def)| *def));
        open.extend(below.into_iter().rev());
    }
    distributions(&mut text);
    diagnostics(&mut text);
    text
}

/// The keys beside the names that a key holds, with the path of their heading.
fn beside(path: &str, key: &'static Key) -> Option<(String, &'static TableDef)> {
    let Shape::Names(def) = &key.shape else { return None };
    let path = if path.is_empty() { key.name.to_owned() } else { format!("{path}.{}", key.name) };
    def.beside.map(|beside| (path, beside))
}

/// The table that a key holds, with the path of its heading.
fn inner(path: &str, key: &'static Key) -> Option<(String, &'static TableDef)> {
    let mut path = if path.is_empty() { key.name.to_owned() } else { format!("{path}.{}", key.name) };
    let mut shape = &key.shape;
    if let Some(item) = item_shape(shape) {
        path.push_str("[]");
        shape = item;
    }
    if let Shape::Names(def) = shape {
        path.push_str(&format!(".{}", def.what.to_uppercase()));
        shape = &def.shape;
    }
    if matches!(shape, Shape::Distribution(_) | Shape::Overrides) {
        return None;
    }
    match Container::of(shape)? {
        Container::Keys(def) => Some((path, def)),
        Container::Names(_) => None,
    }
}

fn table(text: &mut String, path: &str, def: &TableDef) {
    let heading = if path.is_empty() { "top level".to_owned() } else { format!("`{path}`") };
    text.push_str(&format!("\n### {heading}\n\n"));
    if !def.one_of.is_empty() {
        let kinds: Vec<String> = def.one_of.iter().map(|kind| format!("`{kind}`")).collect();
        text.push_str(&format!("Exactly one of {}.\n\n", kinds.join(", ")));
    }
    sets(text, def);
    for (one, other) in def.exclusive {
        text.push_str(&format!("`{one}` and `{other}` exclude each other.\n\n"));
    }
    text.push_str("| key | takes | without it | |\n|---|---|---|---|\n");
    for key in def.keys {
        row(text, key);
    }
}

fn sets(text: &mut String, def: &TableDef) {
    if def.sets.is_empty() {
        return;
    }
    let sets: Vec<String> = def.sets.iter().map(|set| format!("`{{ {} }}`", set.join(", "))).collect();
    text.push_str(&format!("Given by {}.\n\n", sets.join(" or ")));
}

fn row(text: &mut String, key: &Key) {
    let without = match key.need {
        Need::Required => "an error".to_owned(),
        Need::Optional => String::new(),
        Need::Default(value) => format!("`{value}`"),
    };
    let cell = |text: &str| text.replace('|', "\\|");
    text.push_str(&format!(
        "| `{}` | {} | {without} | {} <br> `{}` |\n",
        key.name,
        cell(&takes(&key.shape)),
        cell(key.doc),
        cell(key.example)
    ));
}

/// What a key takes, in a few words.
fn takes(shape: &Shape) -> String {
    match shape {
        Shape::Text => "text".into(),
        Shape::DataFile => "path of a CSV file".into(),
        Shape::ScenarioFile => "path of a scenario".into(),
        Shape::Name(what) => format!("name of {}", with_article(what)),
        Shape::Metric => "metric".into(),
        Shape::Measure => "metric with its statistic".into(),
        Shape::Condition => "condition".into(),
        Shape::Boolean => "`true`, `false`".into(),
        Shape::Word(words) => {
            let described = words.iter().map(|word| format!("`\"{}\"` {}", word.name, word.meaning));
            described.collect::<Vec<_>>().join("; ")
        }
        Shape::Integer(range) => format!("whole number, {range}"),
        Shape::Number(range) if !range.low.is_finite() && !range.high.is_finite() => "number".into(),
        Shape::Number(range) => format!("number, {range}"),
        Shape::Duration => "duration".into(),
        Shape::Rate => "rate".into(),
        Shape::Growth => "growth per time".into(),
        Shape::Civil => "date or date-time".into(),
        Shape::Moment => "moment".into(),
        Shape::Date => "date".into(),
        Shape::TimeOfDay => "time of day".into(),
        Shape::Distribution(Quantity::Number) => "number or distribution".into(),
        Shape::Distribution(Quantity::Duration) => "duration or distribution".into(),
        Shape::Distribution(Quantity::Working) => "duration or distribution, working time with a calendar".into(),
        Shape::Amount => "value".into(),
        Shape::SameDistribution => "value or distribution".into(),
        Shape::Size => "size".into(),
        Shape::List(item) => format!("list: {}", takes(item)),
        Shape::Factors(length) => format!("{length} numbers"),
        Shape::Table(_) => "table".into(),
        Shape::Names(def) => format!("{} by name", def.plural),
        Shape::Shares(what, _) => format!("numbers by {what}"),
        Shape::Columns => "texts by column".into(),
        Shape::Assignments => "values by path".into(),
        Shape::Overrides => "keys that change".into(),
        Shape::AnyOf(shapes) => shapes.iter().map(takes).collect::<Vec<_>>().join(", or "),
    }
}

const DISTRIBUTIONS: &str = "
## Distributions

A table with one of these families, or a plain value, which does not vary. A value is of what is distributed: a number,
or a duration with its unit.

| family | parameters | |
|---|---|---|
";

fn distributions(text: &mut String) {
    text.push_str(DISTRIBUTIONS);
    for family in FAMILIES.keys {
        let parameters = match &family.shape {
            Shape::Table(def) => parameters(def),
            _ => "a list of `{ weight, of }`".to_owned(),
        };
        text.push_str(&format!("| `{}` | {parameters} | {} <br> `{}` |\n", family.name, family.doc, family.example));
    }
    text.push_str("\n| parameter | |\n|---|---|\n");
    let tables = FAMILIES.keys.iter().filter_map(|family| match &family.shape {
        Shape::Table(def) => Some(def.keys),
        _ => None,
    });
    // Families share parameters; each is described once.
    let mut described: Vec<(&str, &str)> = Vec::new();
    for key in tables.flatten() {
        if !described.contains(&(key.name, key.doc)) {
            described.push((key.name, key.doc));
            text.push_str(&format!("| `{}` | {} <br> `{}` |\n", key.name, key.doc, key.example));
        }
    }
}

/// The sets of parameters of a family, and those that may be added.
fn parameters(def: &TableDef) -> String {
    let sets: Vec<String> = def.sets.iter().map(|set| format!("`{{ {} }}`", set.join(", "))).collect();
    let in_sets = |name: &str| def.sets.iter().any(|set| set.contains(&name));
    let optional: Vec<String> =
        def.keys.iter().filter(|key| !in_sets(key.name)).map(|key| format!("`{}`", key.name)).collect();
    match optional.as_slice() {
        [] => sets.join(" or "),
        _ => format!("{}, optional {}", sets.join(" or "), optional.join(", ")),
    }
}

fn diagnostics(text: &mut String) {
    text.push_str(
        "\n## Diagnostics\n\nAll mistakes of a file are reported in one go.\n\n| code | | |\n|---|---|---|\n",
    );
    for code in Code::ALL {
        let severity = match code.severity() {
            Severity::Error => "error",
            Severity::Warning => "warning",
        };
        text.push_str(&format!("| `{}` | {severity} | {} |\n", code.name(), code.meaning()));
    }
}
