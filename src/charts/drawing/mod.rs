//! What every chart is drawn with: the canvas, type, colours, and the rendering of what was drawn.

pub mod area;
pub mod block;
pub mod canvas;
mod fonts;
pub mod ink;
pub mod palette;
pub mod pdf;
pub mod raster;
pub mod reading;
mod settled;
pub mod shades;
pub mod text;
pub mod theme;

pub use area::Area;
pub use block::{ASCENT, Block, DIGIT_MIDDLE, words};
pub use canvas::{Anchor, Canvas, Pen, printable, text_width};
pub use ink::{Fill, Ink, Slot};
pub use theme::{Color, Theme, Type};
