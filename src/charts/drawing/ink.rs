//! Roles in the palette: what builders say instead of colours, and what a theme makes of them.

use super::canvas::FINENESS;
use super::theme::{Color, DASHES, Theme};

/// Role of an area.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fill {
    /// Band of a fan, 0 for the widest of three.
    Fan(usize),
    /// The band of a variant among others: transparent, so that bands may lie on top of each other.
    Variant(Slot),
    /// A layer of a stack, one among others, so light that words and lines can lie on it.
    Layer(Slot),
    /// A background that marks a span.
    Shade,
    /// An area that covers what is behind it, one among others: a bar, a layer of a stack.
    Solid(Slot),
}

/// Role of a line.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Ink {
    /// The median of a fan.
    Median,
    /// Recorded history, by its rank among histories.
    Observed(usize),
    /// The line of a variant among others.
    Variant(Slot),
    /// The edge between two areas.
    Edge,
    /// A line that others are held against: a promise, a bound, a threshold.
    Reference,
}

/// Place of something among its kind: of a variant among those of one panel, of a class, of a bar in its row.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Slot {
    /// From 0.
    pub index: usize,
    /// How many there are.
    pub of: usize,
}

/// Colour and opacity of an area.
pub fn fill_of(fill: Fill, theme: &Theme) -> (Color, f64) {
    match fill {
        Fill::Fan(index) => (theme.fan[index.min(theme.fan.len() - 1)], 1.0),
        Fill::Variant(slot) => (slot_color(slot, theme), theme.band_opacity),
        Fill::Layer(slot) => (theme.fan[(theme.fan.len() - 1).saturating_sub(slot.index) % theme.fan.len()], 1.0),
        Fill::Shade => (theme.shade, 1.0),
        Fill::Solid(slot) => (slot_color(slot, theme), 1.0),
    }
}

/// Colour and thickness of a line.
pub fn ink_of(ink: Ink, theme: &Theme) -> (Color, f64) {
    match ink {
        Ink::Median => (theme.median, 2.75),
        Ink::Observed(_) => (theme.observed, 1.75),
        Ink::Variant(slot) => (slot_color(slot, theme), 2.5),
        Ink::Edge => (theme.paper, 1.5),
        Ink::Reference => (theme.observed, 1.5),
    }
}

/// Colours as far apart in lightness as the number of slots allows.
fn slot_color(slot: Slot, theme: &Theme) -> Color {
    let last = theme.variants.len() - 1;
    let steps = slot.of.saturating_sub(1);
    let is_spread = (1..last).contains(&steps);
    let index = if is_spread { (2 * slot.index * last + steps) / (2 * steps) } else { slot.index };
    theme.variants[index % theme.variants.len()]
}

/// The `stroke-dasharray` of a line.
pub fn dashes(ink: Ink) -> String {
    let rank = match ink {
        Ink::Median => 0,
        Ink::Observed(index) => index,
        Ink::Variant(slot) => slot.index,
        Ink::Edge => 0,
        Ink::Reference => return dash_array(&[8.0, 4.0]),
    };
    dash_array(DASHES[rank % DASHES.len()])
}

/// The `stroke-dasharray` of lengths in pixels, on and off.
pub fn dash_array(pixels: &[f64]) -> String {
    if pixels.is_empty() {
        return "none".to_owned();
    }
    pixels.iter().map(|length| (length * FINENESS).to_string()).collect::<Vec<_>>().join(" ")
}
