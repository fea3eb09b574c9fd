//! The drawing surface: the one file that names plotters, whose SVG backend writes the strokes and whose font code
//! measures text. Texts are written here, since the backend places them by shifts that viewers read differently.
//!
//! The backend rounds to whole units, so strokes are drawn on a surface [`FINENESS`] times larger than the chart and the
//! document's `viewBox` scales them back: coordinates are exact to an eighth of a pixel. Strokes that belong together
//! form a group (`<g>`), named by its class; a group carries what the backend cannot say (dashes, round joins, halos).

use std::fmt::Write as _;
use std::sync::LazyLock;

use plotters::backend::{DrawingBackend, SVGBackend};
use plotters::style::{Color as _, FontDesc, FontFamily, FontStyle, RGBColor, ShapeStyle, register_font};

use super::area::Area;
use super::fonts::{self, FAMILY};
use super::reading::{Reading, Spot};
use super::theme::{Color, Type};

/// Units of the surface per pixel.
pub const FINENESS: f64 = 8.0;

/// How much wider text may be in the fonts that stand in for the embedded one: Arial's letters are up to so much wider.
const OTHER_FONTS: f64 = 1.04;

/// The surface's strings take every stroke; plotters returns errors for files only.
const INFALLIBLE: &str = "a stroke on a string cannot fail";

/// Which point of a text its position names.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Anchor {
    Start,
    Middle,
    End,
}

/// A document in the making. Lengths are pixels from the upper left corner.
pub struct Canvas {
    width: f64,
    height: f64,
    body: String,
    readings: Vec<Reading>,
}

/// Draws one group: its strokes, and its texts on top of them.
pub struct Pen<'a> {
    backend: SVGBackend<'a>,
    texts: String,
}

impl Canvas {
    pub fn new(width: f64, height: f64) -> Canvas {
        Canvas { width, height, body: String::new(), readings: Vec::new() }
    }

    /// Tells what can be read off what was drawn.
    pub fn reads(&mut self, reading: Reading) {
        self.readings.push(reading);
    }

    /// Tells what shapes in a row say, each with its edges.
    pub fn reads_spots(&mut self, spots: impl IntoIterator<Item = (Area, String)>) {
        let spots: Vec<Spot> = spots.into_iter().map(|(area, text)| (edges(&area), text)).collect();
        if !spots.is_empty() {
            self.reads(Reading::Spots(spots));
        }
    }

    /// Adds a group of texts of a class, each on a halo of a colour and so many pixels wide.
    pub fn haloed(&mut self, class: &str, halo: Color, width: f64, draw: impl FnOnce(&mut Pen)) {
        let (color, width) = (hexadecimal(halo), (width * FINENESS).to_string());
        let attributes = [
            ("class", class),
            ("stroke", &color),
            ("stroke-width", &width),
            ("stroke-linejoin", "round"),
            ("paint-order", "stroke"),
        ];
        self.group(&attributes, draw);
    }

    /// Adds a group of strokes with its attributes; the first is conventionally its `class`.
    pub fn group(&mut self, attributes: &[(&str, &str)], draw: impl FnOnce(&mut Pen)) {
        let mut document = String::new();
        let backend = SVGBackend::with_string(&mut document, (units(self.width), units(self.height)));
        let mut pen = Pen { backend, texts: String::new() };
        draw(&mut pen);
        pen.backend.present().expect(INFALLIBLE);
        let texts = std::mem::take(&mut pen.texts);
        drop(pen);
        self.body.push_str("<g");
        for (name, value) in attributes {
            let _ = write!(self.body, " {name}=\"{}\"", escaped(value));
        }
        self.body.push_str(">\n");
        self.body.push_str(strokes_of(&document));
        self.body.push_str(&texts);
        self.body.push_str("</g>\n");
    }

    /// The document, with its alternative text. `id` must be unique among charts that share a page.
    /// `extent` is the width and height that viewers show it in.
    pub fn finish(self, id: &str, title: &str, description: &str, extent: &[String; 2]) -> String {
        let Canvas { width, height, body, readings } = self;
        let readings = metadata(&readings);
        let (id, title, description) = (escaped(id), escaped(title), escaped(description));
        let ([shown_width, shown_height], wide, high) = (extent, units(width), units(height));
        format!(
            "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{shown_width}\" height=\"{shown_height}\" \
             viewBox=\"0 0 {wide} {high}\" font-family=\"{FAMILY}\" role=\"img\" aria-labelledby=\"{id}-title {id}-desc\">\n\
             <title id=\"{id}-title\">{title}</title>\n<desc id=\"{id}-desc\">{description}</desc>\n{readings}{body}</svg>\n"
        )
    }
}

impl Pen<'_> {
    /// A line through points, `width` pixels thick.
    pub fn line(&mut self, points: impl IntoIterator<Item = (f64, f64)>, color: Color, width: f64) {
        let style = ShapeStyle { color: rgb(color).to_rgba(), filled: false, stroke_width: units(width) };
        self.backend.draw_path(points.into_iter().map(place), &style).expect(INFALLIBLE);
    }

    /// A filled outline.
    pub fn area(&mut self, outline: impl IntoIterator<Item = (f64, f64)>, color: Color, opacity: f64) {
        self.backend.fill_polygon(outline.into_iter().map(place), &rgb(color).mix(opacity)).expect(INFALLIBLE);
    }

    /// A filled rectangle.
    pub fn rectangle(&mut self, upper_left: (f64, f64), size: (f64, f64), color: Color) {
        let lower_right = (upper_left.0 + size.0, upper_left.1 + size.1);
        self.backend.draw_rect(place(upper_left), place(lower_right), &rgb(color), true).expect(INFALLIBLE);
    }

    /// A filled dot.
    pub fn dot(&mut self, center: (f64, f64), radius: f64, color: Color) {
        self.backend.draw_circle(place(center), units(radius), &rgb(color), true).expect(INFALLIBLE);
    }

    /// One line of text; `at` is on its baseline.
    pub fn text(&mut self, text: &str, at: (f64, f64), anchor: Anchor, style: Type, color: Color) {
        let (x, y) = place(at);
        let anchor = match anchor {
            Anchor::Start => "",
            Anchor::Middle => " text-anchor=\"middle\"",
            Anchor::End => " text-anchor=\"end\"",
        };
        let weight = if style.bold { " font-weight=\"bold\"" } else { "" };
        let (size, fill, text) = (style.size * FINENESS, hexadecimal(color), escaped(text));
        let _ = writeln!(
            self.texts,
            "<text x=\"{x}\" y=\"{y}\"{anchor} font-size=\"{size}\"{weight} fill=\"{fill}\">{text}</text>"
        );
    }
}

/// What can be read off a document, as an element of it; nothing if that is nothing.
fn metadata(readings: &[Reading]) -> String {
    if readings.is_empty() {
        return String::new();
    }
    let text = serde_json::to_string(readings).expect("readings are made of text and numbers");
    // Within an element quotation marks are plain.
    format!("<metadata>{}</metadata>\n", escaped(&text).replace("&quot;", "\""))
}

/// Left, upper, right and lower edge in units of the document.
pub fn edges(area: &Area) -> [i64; 4] {
    [area.left, area.top, area.right, area.bottom].map(|length| (length * FINENESS).round() as i64)
}

/// `#RRGGBB`.
pub fn hexadecimal(Color(red, green, blue): Color) -> String {
    format!("#{red:02X}{green:02X}{blue:02X}")
}

/// Width to keep free for one line of text, in pixels: that in the embedded font, and a little more for viewers that
/// set it in another.
pub fn text_width(text: &str, style: Type) -> f64 {
    static REGISTERED: LazyLock<()> = LazyLock::new(|| {
        for (style, bytes) in [(FontStyle::Normal, fonts::REGULAR), (FontStyle::Bold, fonts::BOLD)] {
            assert!(register_font(FAMILY, style, bytes).is_ok(), "the embedded font is a font");
        }
    });
    LazyLock::force(&REGISTERED);
    // The measure is truncated to whole units; at this size they are thousandths of the em.
    let font = FontDesc::new(family(), 1000.0 * fonts::LINE_OVER_EM, weight(style.bold));
    let (thousandths, _) = font.box_size(text).expect("the embedded font is registered");
    f64::from(thousandths) / 1000.0 * style.size * OTHER_FONTS
}

fn family() -> FontFamily<'static> {
    FontFamily::Name(FAMILY)
}

fn weight(bold: bool) -> FontStyle {
    if bold { FontStyle::Bold } else { FontStyle::Normal }
}

fn rgb(color: Color) -> RGBColor {
    RGBColor(color.0, color.1, color.2)
}

fn units(pixels: f64) -> u32 {
    (pixels * FINENESS).round() as u32
}

fn place((x, y): (f64, f64)) -> (i32, i32) {
    ((x * FINENESS).round() as i32, (y * FINENESS).round() as i32)
}

/// What lies between the first and the last tag of a document.
fn strokes_of(document: &str) -> &str {
    let start = document.find('\n').map_or(0, |line| line + 1);
    let end = document.rfind("</svg>").unwrap_or(document.len());
    &document[start..end]
}

/// Text without what XML forbids (control characters), in one line; spaces that do not break stay.
pub fn printable(text: &str) -> String {
    let spaced = text.chars().map(|c| if c.is_whitespace() && c.is_ascii() { ' ' } else { c });
    spaced.filter(|c| !c.is_control() && !matches!(c, '\u{FFFE}' | '\u{FFFF}')).collect()
}

/// Text as it may stand in the document outside the backend's own strokes.
fn escaped(text: &str) -> String {
    printable(text).replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn width_is_the_sum_of_the_advances() {
        // A digit of Roboto is 1151 of 2048 units wide, in bold 1175.
        let style = Type { size: 100.0, bold: false, leading: 0.0 };
        assert!((text_width("0123456789", style) - 1151.0 / 2048.0 * 1000.0 * OTHER_FONTS).abs() < 0.2);
        assert!((text_width("01", Type { bold: true, ..style }) - 1175.0 / 2048.0 * 200.0 * OTHER_FONTS).abs() < 0.2);
        assert_eq!(text_width("", style), 0.0);
    }

    #[test]
    fn markup_and_control_characters_are_harmless() {
        assert_eq!(escaped("a<b & \"c\"\u{1}\n"), "a&lt;b &amp; &quot;c&quot; ");
    }
}
