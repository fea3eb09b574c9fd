//! A scenario as written: values that know where they stand.

use jiff::civil::{Date, DateTime, Time};

use super::source::Span;

/// A value and its place.
#[derive(Debug, Clone)]
pub struct Node {
    /// The value.
    pub value: Value,
    /// Where it is written.
    pub span: Span,
}

/// What TOML can say.
#[derive(Debug, Clone)]
pub enum Value {
    /// A text.
    Text(String),
    /// A whole number.
    Integer(i64),
    /// A number.
    Float(f64),
    /// `true` or `false`.
    Boolean(bool),
    /// A date.
    Date(Date),
    /// A date and a time of day, without a time zone.
    DateTime(DateTime),
    /// A time of day.
    Time(Time),
    /// A list.
    List(Vec<Node>),
    /// A table.
    Table(Table),
    /// Something that was already reported as wrong; fits everywhere.
    Invalid,
}

/// Keys and values, in the order of the text.
#[derive(Debug, Clone, Default)]
pub struct Table {
    entries: Vec<(Key, Node)>,
}

/// A key and its place.
#[derive(Debug, Clone)]
pub struct Key {
    /// Without quotes.
    pub name: String,
    /// Where it is written first.
    pub span: Span,
}

impl Table {
    /// Keys and values, in order.
    pub fn iter(&self) -> impl Iterator<Item = (&Key, &Node)> {
        self.entries.iter().map(|(key, node)| (key, node))
    }

    /// Keys and values, in order, the values to be changed.
    pub fn iter_mut(&mut self) -> impl Iterator<Item = (&Key, &mut Node)> {
        self.entries.iter_mut().map(|(key, node)| (&*key, node))
    }

    /// True if nothing is in it.
    pub fn is_empty(&self) -> bool {
        self.entries.is_empty()
    }

    /// The value under a key.
    pub fn get(&self, name: &str) -> Option<&Node> {
        self.entry(name).map(|(_, node)| node)
    }

    /// The key as written, and its value.
    pub fn entry(&self, name: &str) -> Option<(&Key, &Node)> {
        self.iter().find(|(key, _)| key.name == name)
    }

    /// The value under a key, to be changed.
    pub fn get_mut(&mut self, name: &str) -> Option<&mut Node> {
        self.entries.iter_mut().find(|(key, _)| key.name == name).map(|(_, node)| node)
    }

    /// Puts a value under a key: in place of the old one, else at the end.
    pub fn set(&mut self, key: Key, node: Node) {
        match self.entries.iter_mut().find(|(old, _)| old.name == key.name) {
            Some(entry) => *entry = (key, node),
            None => self.entries.push((key, node)),
        }
    }

    /// Puts a value under a key that is not there yet.
    pub fn push(&mut self, key: Key, node: Node) {
        self.entries.push((key, node));
    }

    /// Takes a key and its value out.
    pub fn remove(&mut self, name: &str) -> Option<Node> {
        let index = self.entries.iter().position(|(key, _)| key.name == name)?;
        Some(self.entries.remove(index).1)
    }

    /// Keeps the entries that `keep` accepts.
    pub fn retain(&mut self, mut keep: impl FnMut(&Key) -> bool) {
        self.entries.retain(|(key, _)| keep(key));
    }
}

impl Node {
    /// The text, if it is one.
    pub fn text(&self) -> Option<&str> {
        if let Value::Text(text) = &self.value { Some(text) } else { None }
    }

    /// The whole number, if it is one.
    pub fn integer(&self) -> Option<i64> {
        if let Value::Integer(integer) = self.value { Some(integer) } else { None }
    }

    /// The number, whole or not.
    pub fn number(&self) -> Option<f64> {
        match self.value {
            Value::Integer(integer) => Some(integer as f64),
            Value::Float(float) => Some(float),
            _ => None,
        }
    }

    /// The list, if it is one.
    pub fn list(&self) -> Option<&[Node]> {
        if let Value::List(list) = &self.value { Some(list) } else { None }
    }

    /// The table, if it is one.
    pub fn table(&self) -> Option<&Table> {
        if let Value::Table(table) = &self.value { Some(table) } else { None }
    }

    /// The table to be changed, if it is one.
    pub fn table_mut(&mut self) -> Option<&mut Table> {
        if let Value::Table(table) = &mut self.value { Some(table) } else { None }
    }

    /// What it is, for messages: "a text", "a whole number", …
    pub fn kind(&self) -> &'static str {
        match self.value {
            Value::Text(_) => "a text",
            Value::Integer(_) => "a whole number",
            Value::Float(_) => "a number",
            Value::Boolean(_) => "true or false",
            Value::Date(_) => "a date",
            Value::DateTime(_) => "a date-time",
            Value::Time(_) => "a time of day",
            Value::List(_) => "a list",
            Value::Table(_) => "a table",
            Value::Invalid => "invalid",
        }
    }
}
