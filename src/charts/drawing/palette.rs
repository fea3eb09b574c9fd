//! Colours: three palettes on two grounds.
//!
//! Colours of variants are ordered by how far they stand out from the ground, so that they stay apart in grey print, and
//! were searched for the largest distance under normal vision and simulated protanopia, deuteranopia and tritanopia
//! (tested). Those of the grey palette differ in lightness alone; dashes tell the lines apart.

use super::theme::Color;
use crate::model::chart::{Appearance, Palette};

/// The colours of a chart, by role.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Colors {
    /// Behind everything.
    pub paper: Color,
    /// Text, and the baseline.
    pub ink: Color,
    /// Text that steps back: axis, notes.
    pub muted: Color,
    /// Grid lines, drawn over bands at [`Colors::grid_opacity`].
    pub grid: Color,
    /// Opacity of grid lines.
    pub grid_opacity: f64,
    /// Vertical marks and the leaders of labels.
    pub rule: Color,
    /// A background that marks a span.
    pub shade: Color,
    /// Bands of a fan from the widest to the narrowest.
    pub fan: [Color; 3],
    /// The median of a fan.
    pub median: Color,
    /// Recorded history.
    pub observed: Color,
    /// Variants of an overlay, from the one that stands out most; further ones repeat the colours with other dashes.
    pub variants: [Color; 6],
    /// Opacity of the bands of an overlay.
    pub band_opacity: f64,
    /// Values from the lowest to the highest.
    pub shades: [Color; 7],
}

/// The colours of a palette on a ground.
pub fn colors(palette: Palette, ground: Appearance) -> Colors {
    let ground_colors = match ground {
        Appearance::Light => LIGHT,
        Appearance::Dark => DARK,
    };
    let (fan, median, variants, shades) = match (palette, ground) {
        (Palette::Willow, Appearance::Light) => WILLOW,
        (Palette::Willow, Appearance::Dark) => WILLOW_ON_DARK,
        (Palette::Vivid, Appearance::Light) => VIVID,
        (Palette::Vivid, Appearance::Dark) => VIVID_ON_DARK,
        (Palette::Grey, Appearance::Light) => GREY,
        (Palette::Grey, Appearance::Dark) => GREY_ON_DARK,
    };
    let shade = match (palette, ground) {
        (Palette::Grey, Appearance::Light) => color(0xEDEDED),
        (Palette::Grey, Appearance::Dark) => color(0x292B2E),
        _ => ground_colors.shade,
    };
    Colors {
        shade,
        fan: fan.map(color),
        median: color(median),
        variants: variants.map(color),
        shades: shades.map(color),
        ..ground_colors
    }
}

const fn color(rgb: u32) -> Color {
    Color((rgb >> 16) as u8, (rgb >> 8) as u8, rgb as u8)
}

const NONE: Color = color(0);

/// The ground, and what is the same in every palette.
const LIGHT: Colors = Colors {
    paper: color(0xFFFFFF),
    ink: color(0x1A1A1A),
    muted: color(0x54585E),
    grid: color(0x000000),
    grid_opacity: 0.1,
    rule: color(0x6E737A),
    shade: color(0xFCE7CA),
    fan: [NONE; 3],
    median: NONE,
    observed: color(0x1A1A1A),
    variants: [NONE; 6],
    band_opacity: 0.16,
    shades: [NONE; 7],
};

const DARK: Colors = Colors {
    paper: color(0x16191D),
    ink: color(0xF2F4F6),
    muted: color(0xB4BAC2),
    grid: color(0xFFFFFF),
    grid_opacity: 0.16,
    rule: color(0x949BA4),
    shade: color(0x4A3A20),
    fan: [NONE; 3],
    median: NONE,
    observed: color(0xFFFFFF),
    variants: [NONE; 6],
    band_opacity: 0.24,
    shades: [NONE; 7],
};

/// Fan, median, variants, shades.
type Hues = ([u32; 3], u32, [u32; 6], [u32; 7]);

const WILLOW: Hues = (
    [0xDDE8F3, 0xB3CDE6, 0x75A3D1],
    0x14497E,
    [0x243A78, 0x7E4305, 0xB43757, 0x7E66CE, 0x2C92AB, 0xB28F2E],
    [0xF6F9FC, 0xDDE8F3, 0xB3CDE6, 0x75A3D1, 0x3C76AE, 0x14497E, 0x082446],
);

const WILLOW_ON_DARK: Hues = (
    [0x22344B, 0x2F5079, 0x4676AE],
    0x96C8FA,
    [0xABFFAA, 0xCEB949, 0x6CA1FE, 0xD3758F, 0x617F35, 0x8C5297],
    [0x1C2632, 0x22344B, 0x2B4C76, 0x3C76AE, 0x75A3D1, 0xB3CDE6, 0xF0F5FA],
);

const VIVID: Hues = (
    [0xD3ECE6, 0x9CD4C6, 0x4FAD98],
    0x00584A,
    [0x5C0663, 0x891000, 0x5F44C0, 0x01835F, 0xBB7300, 0xB57CC6],
    [0xF4FAF8, 0xD3ECE6, 0x9CD4C6, 0x4FAD98, 0x178570, 0x00584A, 0x002A24],
);

const VIVID_ON_DARK: Hues = (
    [0x17403A, 0x1B6557, 0x2A937D],
    0x6EEBC8,
    [0x11FF93, 0xFFC922, 0x96B9F9, 0xE94687, 0xA546EB, 0x507212],
    [0x1A2A28, 0x17403A, 0x1A5A4E, 0x2A937D, 0x5FC4AC, 0xA5E6D6, 0xEEFBF7],
);

const GREY: Hues = (
    [0xE3E3E3, 0xC6C6C6, 0x989898],
    0x3C3C3C,
    [0x303030, 0x464646, 0x5C5C5C, 0x707070, 0x828282, 0x929292],
    [0xF8F8F8, 0xE3E3E3, 0xC6C6C6, 0x989898, 0x6E6E6E, 0x464646, 0x1E1E1E],
);

const GREY_ON_DARK: Hues = (
    [0x37393B, 0x55585A, 0x7E8183],
    0xC8C8C8,
    [0xE4E4E4, 0xC8C8C8, 0xACACAC, 0x929292, 0x7C7C7C, 0x6B6B6B],
    [0x24272A, 0x37393B, 0x55585A, 0x7E8183, 0xA6A8AA, 0xCDCFD0, 0xF4F4F4],
);
