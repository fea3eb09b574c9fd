//! How one chart is to look: its colours and type, and its size on paper or on a screen.

use crate::charts::drawing::Theme;
use crate::model::chart::{Appearance, ChartOptions, Palette, Size, Unit};

/// Pixels of a page per millimetre of paper: the default width fills 16 cm.
const PER_MILLIMETRE: f64 = 6.0;
/// Height over width of a page of which only the width is given.
const ASPECT: f64 = 2.0 / 3.0;

/// Dots per inch of a PNG, where nobody says how many: sharp on dense screens without a size, 300 for print, and exactly
/// the pixels that are asked for.
const DPI: (f64, f64, f64) = (192.0, 300.0, 96.0);

/// Everything that the look of a chart depends on.
#[derive(Debug, Clone)]
pub struct Look {
    /// Type, colours, and the size of the page in pixels.
    pub theme: Theme,
    /// The size asked for.
    pub size: Option<Size>,
    /// Dots of a PNG per inch; a pixel of the document is 1/96 inch.
    pub dpi: f64,
}

impl Look {
    /// The look that is asked for.
    pub fn new(options: &ChartOptions) -> Look {
        let size = options.size;
        let palette = options.palette.unwrap_or(Palette::Willow);
        let theme = Theme::new(palette, options.theme.unwrap_or(Appearance::Light));
        let theme = match size {
            None => theme,
            Some(size) => {
                let width = size.width * per(size.unit);
                let height = size.height.map_or(width * ASPECT, |height| height * per(size.unit));
                Theme { width, height, ..theme }
            }
        };
        let usual = match size.map(|size| size.unit) {
            None => DPI.0,
            Some(Unit::Millimetres) => DPI.1,
            Some(Unit::Pixels) => DPI.2,
        };
        Look { theme, size, dpi: options.dpi.unwrap_or(usual) }
    }

    /// True if the page may not grow.
    pub fn is_fixed(&self) -> bool {
        self.size.is_some_and(|size| size.height.is_some())
    }

    /// A length of the page in pixels, as the document says it.
    pub fn written(&self, pixels: f64) -> String {
        let thousandths = |length: f64| (length * 1000.0).round() / 1000.0;
        match self.size.map(|size| size.unit) {
            Some(unit @ Unit::Millimetres) => format!("{}mm", thousandths(pixels / per(unit))),
            _ => thousandths(pixels).to_string(),
        }
    }
}

fn per(unit: Unit) -> f64 {
    match unit {
        Unit::Millimetres => PER_MILLIMETRE,
        Unit::Pixels => 1.0,
    }
}
