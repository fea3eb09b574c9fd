//! The page that every chart stands on, whatever it draws: the finding, what is measured, a key, the body, notes and
//! source; and the same in words for those who cannot see it.
//!
//! A builder (one a chart kind, in `kinds`) makes a [`Figure`]: words, and a [`Body`] that draws the coordinates.

mod key;
mod look;
mod page;

pub use key::{KeyEntry, Swatch};
pub use look::Look;
pub use page::svg;

use super::drawing::{Area, Canvas, Theme};

/// A chart before it is drawn.
pub struct Figure {
    /// Name of the file without its ending, after what is shown.
    pub name: String,
    /// What tells it from the other figures of the same chart, where it has several: a variant.
    pub part: Option<String>,
    /// The author's title, in place of the finding.
    pub title: Option<String>,
    /// What the chart shows, as a plain sentence without a full stop: its title.
    pub finding: String,
    /// What is measured, where, when and how surely, without a full stop: it stands below the title.
    pub measure: String,
    /// The chart in words, for those who cannot see it; what stands below the title is put before it.
    pub description: String,
    /// Names of what the body has no room to name.
    pub key: Vec<KeyEntry>,
    /// What is drawn between the key and the notes.
    pub body: Box<dyn Body>,
    /// How to read it, and its source.
    pub notes: Vec<String>,
}

impl Figure {
    /// What stands at the top.
    pub fn heading(&self) -> &str {
        self.title.as_ref().unwrap_or(&self.finding)
    }

    /// What stands below it: what is measured, after the finding where the author gave another title.
    pub fn subtitle(&self) -> String {
        match self.title {
            None => self.measure.clone(),
            Some(_) => format!("{}. {}", self.finding, self.measure),
        }
    }
}

/// What a chart draws between its key and its notes: coordinates, and what stands beside them. Bodies know numbers,
/// words and roles of colours; they are laid out anew for every width.
pub trait Body {
    /// Height that the body takes at a width, in pixels: what there is room for if it can use that, or more where the
    /// room is too small for its labels.
    fn height(&self, width: f64, room: f64, theme: &Theme) -> f64;

    /// Draws it in an area of the height that it asked for.
    fn draw(&self, canvas: &mut Canvas, area: Area, theme: &Theme);
}
