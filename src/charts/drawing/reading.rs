//! What a chart says at each of its places, in words, for readers who point at it or go through it with keys. The document
//! carries it as metadata, which nothing draws; scripts need not find out values from strokes.

use serde::Serialize;

/// A row of places, from left to right: a panel, the cells of a row, the bars of a name.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Reading {
    /// A panel with lines over an axis.
    Panel(Panel),
    /// Shapes that each say something.
    Spots(Vec<Spot>),
}

/// What the lines of a panel say at each of its stops.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Panel {
    /// Left, upper, right and lower edge, in units of the document.
    pub plot: [i64; 4],
    /// What its values are.
    pub label: String,
    /// Places on the axis from left to right, in units of the document, and what they are.
    pub stops: Vec<(i64, String)>,
    /// For each line its name, and at each stop its value; none where it has none.
    pub series: Vec<(String, Vec<Option<String>>)>,
    /// What stands in brackets behind the values.
    pub note: Option<String>,
}

/// A shape: left, upper, right and lower edge, in units of the document, and what it says.
pub type Spot = ([i64; 4], String);
