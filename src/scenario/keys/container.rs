//! Values that hold others by key, and what is found under a key.

use super::distributions::FAMILIES;
use super::{NamesDef, SCENARIO, Shape, TableDef};
use crate::scenario::path::Segment;

/// A table that merges with another, by what its keys are.
#[derive(Debug, Clone, Copy)]
pub enum Container {
    /// Fixed keys.
    Keys(&'static TableDef),
    /// Names.
    Names(&'static NamesDef),
}

impl Container {
    /// The whole scenario.
    pub fn root() -> Self {
        Container::Keys(&SCENARIO)
    }

    /// The container that a table of this shape is, unless its entries are mere values (shares, columns).
    pub fn of(shape: &'static Shape) -> Option<Container> {
        match shape {
            Shape::Table(def) => Some(Container::Keys(def)),
            Shape::Names(def) => Some(Container::Names(def)),
            Shape::Distribution(_) | Shape::SameDistribution => Some(Container::Keys(&FAMILIES)),
            Shape::Overrides => Some(Container::root()),
            Shape::AnyOf(shapes) => shapes.iter().find_map(Container::of),
            _ => None,
        }
    }

    /// What stands under a key.
    pub fn shape(self, name: &str) -> Option<&'static Shape> {
        match self {
            Container::Keys(def) => def.key(name).map(|key| &key.shape),
            Container::Names(def) => Some(def.key(name).map_or(&def.shape, |key| &key.shape)),
        }
    }

    /// What stands under a path.
    pub fn shape_at(self, path: &[Segment]) -> Option<&'static Shape> {
        let (segment, rest) = path.split_first()?;
        let mut shape = self.shape(&segment.name)?;
        if segment.index.is_some() {
            shape = item_shape(shape)?;
        }
        if rest.is_empty() { Some(shape) } else { Container::of(shape)?.shape_at(rest) }
    }

    /// True if it chooses between kinds or between sets of parameters.
    pub fn is_choice(self) -> bool {
        matches!(self, Container::Keys(def) if !def.one_of.is_empty() || !def.sets.is_empty())
    }

    /// True if a key of an override may be a path here; the names of variants are free text.
    pub fn takes_paths(self) -> bool {
        !matches!(self, Container::Names(NamesDef { free: true, .. }))
    }
}

/// What the items of a list are.
pub fn item_shape(shape: &'static Shape) -> Option<&'static Shape> {
    match shape {
        Shape::List(item) => Some(item),
        Shape::AnyOf(shapes) => shapes.iter().find_map(item_shape),
        _ => None,
    }
}
