//! Rendering of SVG to PNG: the one file that names resvg and png. Only the embedded fonts are loaded, so the bytes do
//! not depend on what the machine has installed.

use std::fmt;
use std::sync::{Arc, LazyLock};

use ::png::{BitDepth, ColorType, Compression, Encoder, EncodingError, FilterType};
use resvg::tiny_skia::{Pixmap, Transform};
use resvg::usvg::{self, fontdb};

use super::fonts::{self, EMBEDDED};

/// Pixels of an SVG document per inch.
const PER_INCH: f64 = 96.0;

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
    fonts.set_sans_serif_family(EMBEDDED);
    fonts.set_serif_family(EMBEDDED); // the renderer's last resort
    Arc::new(fonts)
});

/// Renders an SVG chart as PNG with so many dots per inch, an inch being 96 pixels of the document, with the embedded
/// fonts only.
///
/// # Errors
/// [`PngError`] if `svg` is not an SVG document, or one whose size cannot be rendered. Charts always render.
pub fn png(svg: &str, dpi: f64) -> Result<Vec<u8>, PngError> {
    let tree = tree(svg).map_err(PngError::Svg)?;
    let scale = (dpi / PER_INCH) as f32;
    // A thousandth of a pixel, which millimetres may leave over, needs no pixel more.
    let pixels = |length: f32| (length * scale - 1e-3).ceil() as u32;
    let (width, height) = (tree.size().width(), tree.size().height());
    let size = || PngError::Size { width: width * scale, height: height * scale };
    let mut picture = Pixmap::new(pixels(width), pixels(height)).ok_or_else(size)?;
    resvg::render(&tree, Transform::from_scale(scale, scale), &mut picture.as_mut());
    encoded(&picture).map_err(|error| PngError::Encoding(error.to_string()))
}

/// The pixels as a PNG: without an opacity where all of them are opaque, as those of charts are. Rows are not written as
/// differences from their neighbours: areas of one colour and repeated letters take a third of the bytes as they are.
fn encoded(picture: &Pixmap) -> Result<Vec<u8>, EncodingError> {
    if picture.pixels().iter().any(|pixel| !pixel.is_opaque()) {
        return picture.encode_png();
    }
    let colors: Vec<u8> =
        picture.pixels().iter().flat_map(|pixel| [pixel.red(), pixel.green(), pixel.blue()]).collect();
    let mut bytes = Vec::new();
    let mut encoder = Encoder::new(&mut bytes, picture.width(), picture.height());
    encoder.set_color(ColorType::Rgb);
    encoder.set_depth(BitDepth::Eight);
    encoder.set_compression(Compression::Default);
    encoder.set_filter(FilterType::NoFilter);
    encoder.write_header()?.write_image_data(&colors)?;
    Ok(bytes)
}

/// A document, set in the embedded fonts; or what is wrong with it.
pub fn tree(svg: &str) -> Result<usvg::Tree, String> {
    let options = usvg::Options { font_family: EMBEDDED.into(), fontdb: FONTS.clone(), ..usvg::Options::default() };
    usvg::Tree::from_str(svg, &options).map_err(|error| error.to_string())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_no_svg_is_an_error() {
        assert!(matches!(png("no picture", 96.0), Err(PngError::Svg(_))));
        let endless = r#"<svg xmlns="http://www.w3.org/2000/svg" width="9e8" height="9e8"/>"#;
        assert!(matches!(png(endless, 96.0), Err(PngError::Size { .. })));
    }
}
