//! How charts look: one type scale, and the colours of a palette. Everything drawn takes its size and colour from here.
//!
//! Sizes are chosen for a picture set 16 cm wide, where a pixel of the default width is 0.47 pt: the smallest type is
//! then 6.6 pt.

use std::ops::Deref;

use super::palette::{Colors, colors};
use crate::model::chart::{Appearance, Palette};

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

/// Everything a chart's look depends on. Colours are read as if they were its own.
#[derive(Debug, Clone, Copy)]
pub struct Theme {
    /// Width of the page, in pixels.
    pub width: f64,
    /// Height of a page of one panel, in pixels; more panels or many labels make it taller.
    pub height: f64,
    /// Free space around the chart.
    pub margin: f64,
    /// What the chart shows, at its top.
    pub title: Type,
    /// What is measured, under the title.
    pub subtitle: Type,
    /// Name of a panel.
    pub panel: Type,
    /// Tick labels and axis titles.
    pub axis: Type,
    /// Labels of lines, bands and marks.
    pub label: Type,
    /// Notes and source.
    pub note: Type,
    /// The colours.
    pub colors: Colors,
}

impl Deref for Theme {
    type Target = Colors;

    fn deref(&self) -> &Colors {
        &self.colors
    }
}

/// Dashes, in pixels on and off: they tell lines apart in grey, and show the line beneath where two coincide. A theme's
/// number of colours and this one have no common divisor, so 30 variants differ.
pub const DASHES: [&[f64]; 5] = [&[], &[14.0, 4.0], &[5.0, 3.0], &[14.0, 3.0, 3.0, 3.0], &[2.5, 2.5]];

impl Theme {
    /// The usual page in the colours of a palette.
    pub fn new(palette: Palette, ground: Appearance) -> Theme {
        Theme {
            width: 960.0,
            height: 640.0,
            margin: 20.0,
            title: bold(23.0, 29.0),
            subtitle: regular(17.0, 23.0),
            panel: bold(16.0, 20.0),
            axis: regular(15.0, 18.0),
            label: regular(15.0, 18.0),
            note: regular(14.0, 18.0),
            colors: colors(palette, ground),
        }
    }
}

#[cfg(test)]
impl Theme {
    /// The theme of charts that ask for nothing.
    pub fn usual() -> Theme {
        Theme::new(Palette::Willow, Appearance::Light)
    }
}
