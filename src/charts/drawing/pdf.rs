//! SVG to PDF: the one file that names svg2pdf. Lines stay lines; text stays text, set in the embedded fonts, which the
//! document brings with it.

use std::fmt;

use svg2pdf::{ConversionOptions, PageOptions};

use super::raster::tree;
use super::settled::settled;

/// Pixels of a document without a physical size per inch of paper: the default width fills 16 cm.
const PER_INCH: f32 = 152.4;
/// Those of a document in millimetres.
const CSS_PER_INCH: f32 = 96.0;

/// Why an SVG document could not become a PDF.
#[derive(Debug)]
pub struct PdfError(String);

impl fmt::Display for PdfError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "the chart could not be written as PDF: {}", self.0)
    }
}

impl std::error::Error for PdfError {}

/// An SVG chart as a PDF of one page, with equal bytes for equal charts. A chart in millimetres has their size, others 16 cm for their usual width.
///
/// # Errors
/// [`PdfError`] if `svg` is not an SVG document. Charts always convert.
pub fn pdf(svg: &str) -> Result<Vec<u8>, PdfError> {
    let tree = tree(svg).map_err(PdfError)?;
    let start = svg.find('>').map_or(svg, |end| &svg[..end]);
    let dpi = if start.contains("mm\"") { CSS_PER_INCH } else { PER_INCH };
    let page = PageOptions { dpi };
    let pdf =
        svg2pdf::to_pdf(&tree, ConversionOptions::default(), page).map_err(|error| PdfError(error.to_string()))?;
    settled(&pdf).ok_or_else(|| PdfError("its objects could not be put in order".to_owned()))
}
