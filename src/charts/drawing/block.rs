//! Lines of text set one below the other.

use super::canvas::{Anchor, Canvas, Pen};
use super::theme::{Color, Type};

/// A baseline lies this share of the em below the middle of digits.
pub const DIGIT_MIDDLE: f64 = 0.355;
/// A first baseline lies this share of the em below the top of its line.
pub const ASCENT: f64 = 0.95;

/// Lines of text that start at `x`.
#[derive(Debug, Clone, PartialEq)]
pub struct Block {
    /// The lines, from the top.
    pub lines: Vec<String>,
    /// Their left end.
    pub x: f64,
    /// Top of the first.
    pub top: f64,
}

impl Block {
    /// Where the last line ends.
    pub fn bottom(&self, style: Type) -> f64 {
        self.top + self.lines.len() as f64 * style.leading
    }
}

/// Adds a group with the lines of a block; nothing if there are none.
pub fn words(canvas: &mut Canvas, class: &str, block: &Block, style: Type, color: Color) {
    if block.lines.is_empty() {
        return;
    }
    canvas.group(&[("class", class)], |pen| lines_of_text(pen, &block.lines, (block.x, block.top), style, color));
}

/// Sets lines of text from a left upper corner on.
pub fn lines_of_text(pen: &mut Pen, lines: &[String], (x, top): (f64, f64), style: Type, color: Color) {
    for (index, line) in lines.iter().enumerate() {
        let baseline = top + index as f64 * style.leading + ASCENT * style.size;
        pen.text(line, (x, baseline), Anchor::Start, style, color);
    }
}
