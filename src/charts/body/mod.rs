//! Coordinates: what is drawn on a page, by what its axes are. Each knows numbers, words and roles of colours, and
//! nothing of what a metric means.

pub mod bars;
pub mod heat;
pub mod panels;
pub mod search;
