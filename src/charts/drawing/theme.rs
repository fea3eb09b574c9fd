//! How charts look: one type scale, one palette. Everything drawn takes its size and colour from here.
//!
//! Sizes are chosen for a picture set 16 cm wide, where a pixel of the default width is 0.47 pt: the smallest type is
//! then 6.6 pt. Colours are ordered by lightness, so that they stay apart in grey print, and were searched for the
//! largest distance under normal vision and simulated protanopia, deuteranopia and tritanopia (tested).

/// A colour in sRGB.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Color(pub u8, pub u8, pub u8);

/// Size and weight of type, in pixels.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Type {
    /// Height of the em.
    pub size: f64,
    /// True for bold.
    pub bold: bool,
    /// Distance between baselines.
    pub leading: f64,
}

const fn regular(size: f64, leading: f64) -> Type {
    Type { size, bold: false, leading }
}

const fn bold(size: f64, leading: f64) -> Type {
    Type { size, bold: true, leading }
}

/// Everything a chart's look depends on.
#[derive(Debug, Clone, Copy)]
pub struct Theme {
    /// Width of every chart, in pixels.
    pub width: f64,
    /// Height of a chart of one panel, in pixels; more panels or many labels make it taller.
    pub height: f64,
    /// Free space around the chart.
    pub margin: f64,
    /// What the chart shows.
    pub title: Type,
    /// The finding under the title.
    pub subtitle: Type,
    /// Name of a panel.
    pub panel: Type,
    /// Tick labels and axis titles.
    pub axis: Type,
    /// Labels of lines, bands and marks.
    pub label: Type,
    /// Notes and source.
    pub note: Type,
    /// Behind everything.
    pub paper: Color,
    /// Text, and the baseline.
    pub ink: Color,
    /// Text that steps back: axis, notes.
    pub muted: Color,
    /// Grid lines, drawn over bands at [`Theme::grid_opacity`].
    pub grid: Color,
    /// Opacity of grid lines.
    pub grid_opacity: f64,
    /// Vertical marks and the leaders of labels.
    pub rule: Color,
    /// Bands of a fan from the widest to the narrowest.
    pub fan: [Color; 3],
    /// The median of a fan.
    pub median: Color,
    /// Recorded history.
    pub observed: Color,
    /// Variants of an overlay, by lightness; further ones repeat the colours with other dashes.
    pub variants: [Color; 6],
    /// Opacity of the bands of an overlay.
    pub band_opacity: f64,
}

/// Dashes, in pixels on and off: they tell lines apart in grey, and show the line beneath where two coincide. A theme's
/// number of colours and this one have no common divisor, so 30 variants differ.
pub const DASHES: [&[f64]; 5] = [&[], &[14.0, 4.0], &[5.0, 3.0], &[14.0, 3.0, 3.0, 3.0], &[2.5, 2.5]];

/// Dark on white, for screens and print.
pub const LIGHT: Theme = Theme {
    width: 960.0,
    height: 640.0,
    margin: 20.0,
    title: bold(23.0, 29.0),
    subtitle: regular(17.0, 23.0),
    panel: bold(16.0, 20.0),
    axis: regular(15.0, 18.0),
    label: regular(15.0, 18.0),
    note: regular(14.0, 18.0),
    paper: Color(255, 255, 255),
    ink: Color(26, 26, 26),
    muted: Color(84, 88, 94),
    grid: Color(0, 0, 0),
    grid_opacity: 0.1,
    rule: Color(110, 115, 122),
    fan: [Color(221, 232, 243), Color(179, 205, 230), Color(117, 163, 209)],
    median: Color(20, 73, 126),
    observed: Color(26, 26, 26),
    variants: [
        Color(0x24, 0x3A, 0x78),
        Color(0x7E, 0x43, 0x05),
        Color(0xB4, 0x37, 0x57),
        Color(0x7E, 0x66, 0xCE),
        Color(0x2C, 0x92, 0xAB),
        Color(0xB2, 0x8F, 0x2E),
    ],
    band_opacity: 0.16,
};
