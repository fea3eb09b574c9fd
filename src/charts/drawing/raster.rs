//! Rendering of SVG to PNG: the one file that names resvg. Only the embedded fonts are loaded, so the bytes do not
//! depend on what the machine has installed.

use std::fmt;
use std::sync::{Arc, LazyLock};

use resvg::tiny_skia::{Pixmap, Transform};
use resvg::usvg::{self, fontdb};

use super::fonts;

/// Pixels of the picture per pixel of the chart: sharp on dense screens, and 300 dpi at 16 cm width.
const SCALE: f32 = 2.0;

/// Why an SVG document could not become a PNG.
#[derive(Debug)]
pub enum PngError {
    /// The text is not an SVG document that the renderer understands.
    Svg(String),
    /// The picture is empty or too large to hold in memory.
    Size {
        /// Width asked for, in pixels.
        width: f32,
        /// Height asked for, in pixels.
        height: f32,
    },
    /// The pixels could not be encoded.
    Encoding(String),
}

impl fmt::Display for PngError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            PngError::Svg(reason) => write!(f, "the chart is not a readable SVG document: {reason}"),
            PngError::Size { width, height } => write!(f, "a picture of {width} by {height} pixels cannot be rendered"),
            PngError::Encoding(reason) => write!(f, "the picture could not be encoded as PNG: {reason}"),
        }
    }
}

impl std::error::Error for PngError {}

static FONTS: LazyLock<Arc<fontdb::Database>> = LazyLock::new(|| {
    let mut fonts = fontdb::Database::new();
    fonts.load_font_data(fonts::REGULAR.to_vec());
    fonts.load_font_data(fonts::BOLD.to_vec());
    fonts.set_sans_serif_family(fonts::EMBEDDED);
    fonts.set_serif_family(fonts::EMBEDDED); // the renderer's last resort
    Arc::new(fonts)
});

/// Renders an SVG chart as PNG, at twice its size in pixels, with the embedded fonts only.
///
/// # Errors
/// [`PngError`] if `svg` is not an SVG document, or one whose size cannot be rendered. The charts of
/// [`charts`](super::charts) always render.
pub fn png(svg: &str) -> Result<Vec<u8>, PngError> {
    let options =
        usvg::Options { font_family: fonts::EMBEDDED.into(), fontdb: FONTS.clone(), ..usvg::Options::default() };
    let tree = usvg::Tree::from_str(svg, &options).map_err(|error| PngError::Svg(error.to_string()))?;
    let (width, height) = (tree.size().width() * SCALE, tree.size().height() * SCALE);
    let mut pixels = Pixmap::new(width.ceil() as u32, height.ceil() as u32).ok_or(PngError::Size { width, height })?;
    resvg::render(&tree, Transform::from_scale(SCALE, SCALE), &mut pixels.as_mut());
    pixels.encode_png().map_err(|error| PngError::Encoding(error.to_string()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_no_svg_is_an_error() {
        assert!(matches!(png("no picture"), Err(PngError::Svg(_))));
        let endless = r#"<svg xmlns="http://www.w3.org/2000/svg" width="9e8" height="9e8"/>"#;
        assert!(matches!(png(endless), Err(PngError::Size { .. })));
    }
}
