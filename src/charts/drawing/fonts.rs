//! The embedded fonts (`assets/fonts`): they measure labels and render PNG, so system fonts never matter.

/// What SVG text asks for: the embedded family first, then what viewers without it are likely to have.
pub const FAMILY: &str = "Roboto, Helvetica Neue, Arial, sans-serif";

/// The name inside the embedded files.
pub const EMBEDDED: &str = "Roboto";

pub static REGULAR: &[u8] = include_bytes!("../../../assets/fonts/Roboto-Regular.ttf");
pub static BOLD: &[u8] = include_bytes!("../../../assets/fonts/Roboto-Bold.ttf");

/// Height of a line (ascender to descender) over the em, in both files: the unit in which the measuring library takes
/// a font's size.
pub const LINE_OVER_EM: f64 = (1900.0 + 500.0) / 2048.0;
