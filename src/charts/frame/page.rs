//! Lays the page out and draws it. From top to bottom: title, subtitle, key, body, notes. The page grows in height where
//! the body needs it, unless its size is fixed: then everything is set smaller, together.

use super::key::Key;
use super::{Figure, Look};
use crate::charts::drawing::text::{balanced, fit};
use crate::charts::drawing::{Area, Block, Canvas, Theme, words};

/// Between parts of the page.
const PART_GAP: f64 = 12.0;
/// Lines of text at most: title, subtitle, each note. Enough that only what an author writes at length is cut.
const MOST_LINES: (usize, usize, usize) = (4, 6, 6);
/// Where a page of a fixed size is too small for its chart, it is laid out so many percent as large and shrunk: the
/// least that is enough.
const ENLARGED: [u32; 16] = [100, 105, 110, 115, 120, 130, 140, 150, 165, 180, 200, 220, 250, 300, 350, 400];
/// A page that is taller by so many pixels still fits.
const ROUNDING: f64 = 1e-6;

/// A laid-out page.
struct Page {
    height: f64,
    title: Block,
    subtitle: Block,
    key: Key,
    body: Area,
    notes: Block,
}

impl Page {
    fn new(figure: &Figure, theme: &Theme) -> Page {
        let (left, width) = (theme.margin, theme.width - 2.0 * theme.margin);
        let block = |lines: Vec<String>, top: f64| Block { lines, x: left, top };
        let title = block(balanced(figure.heading(), "", theme.title, width, MOST_LINES.0), theme.margin);
        let subtitle = fit(&figure.subtitle(), theme.subtitle, width, MOST_LINES.1);
        let subtitle = block(subtitle, title.bottom(theme.title) + 2.0);
        let key_top = subtitle.bottom(theme.subtitle) + PART_GAP;
        let key = Key::new(&figure.key, theme, (left, left + width), key_top);
        let body_top = key.bottom + if key.is_empty() { 0.0 } else { PART_GAP };
        let notes = figure.notes.iter().flat_map(|note| fit(note, theme.note, width, MOST_LINES.2));
        let notes = block(notes.collect(), 0.0);
        let below = PART_GAP + notes.bottom(theme.note) + theme.margin;
        let body_bottom = body_top + figure.body.height(width, theme.height - body_top - below, theme);
        Page {
            height: body_bottom + below,
            title,
            subtitle,
            key,
            body: Area { left, top: body_top, right: left + width, bottom: body_bottom },
            notes: Block { top: body_bottom + PART_GAP, ..notes },
        }
    }

    /// The document, with so many pixels of the page on one of the size asked for.
    fn draw(&self, figure: &Figure, look: &Look, factor: f64) -> String {
        let theme = &look.theme;
        let mut canvas = Canvas::new(theme.width, self.height);
        canvas.group(&[("class", "paper")], |pen| {
            pen.rectangle((0.0, 0.0), (theme.width, self.height), theme.paper);
        });
        words(&mut canvas, "title", &self.title, theme.title, theme.ink);
        words(&mut canvas, "subtitle", &self.subtitle, theme.subtitle, theme.ink);
        self.key.draw(&mut canvas, theme);
        figure.body.draw(&mut canvas, self.body, theme);
        words(&mut canvas, "note", &self.notes, theme.note, theme.muted);
        let extent = [theme.width, self.height].map(|length| look.written(length / factor));
        let description = format!("{}. {}", figure.subtitle(), figure.description);
        canvas.finish(&figure.name, figure.heading(), &description, &extent)
    }
}

/// The SVG document of a figure.
pub fn svg(figure: &Figure, look: &Look) -> String {
    let theme = &look.theme;
    if !look.is_fixed() {
        let page = Page::new(figure, theme);
        return Page { height: page.height.ceil(), ..page }.draw(figure, look, 1.0);
    }
    let enlarged = |percent: u32| {
        let factor = f64::from(percent) / 100.0;
        (factor, Theme { width: theme.width * factor, height: theme.height * factor, ..*theme })
    };
    let is_enough = |(_, theme): &(f64, Theme)| Page::new(figure, theme).height <= theme.height + ROUNDING;
    let (factor, theme) = ENLARGED.into_iter().map(enlarged).find(is_enough).unwrap_or_else(|| enlarged(400));
    let page = Page::new(figure, &theme);
    let height = if is_enough(&(factor, theme)) { theme.height } else { page.height.ceil() };
    Page { height, ..page }.draw(figure, &Look { theme, ..look.clone() }, factor)
}
