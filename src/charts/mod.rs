//! Charts of a results folder, as SVG text and PNG bytes.
//!
//! [`charts`] reads [`Results`] and nothing else, so a chart can be redrawn years later without simulating, and its
//! bytes depend on the numbers alone. Three steps, a file or folder each:
//!
//! | step | files |
//! |---|---|
//! | pick rows | `tracks`: a metric in every variant, and its recorded history |
//! | describe | one builder a chart kind (`fan`, `multiples`, `overlay`, `comparison`) makes a `figure`, in the words of `wording` |
//! | draw | `page` and `grid` lay any figure out, `render` draws it on the `canvas` in the look of `theme`; `raster` makes PNG |
//! | | `bars` lays out and draws the bars that `sensitivity` describes |

mod axis;
mod bars;
mod canvas;
mod comparison;
mod fan;
mod figure;
mod fonts;
mod grid;
mod labels;
mod multiples;
mod number;
mod overlay;
mod page;
mod policy;
mod raster;
mod render;
mod sensitivity;
mod solve;
mod spread;
mod strip;
mod sweep;
mod text;
mod theme;
mod tracks;
mod wording;

use std::collections::BTreeSet;

pub use raster::{PngError, png};
pub use solve::solve_charts;
pub use sweep::charts as sweep_charts;

use crate::results::{comparison::Comparison, rows::Results, sensitivity::Sensitivity};
use figure::Figure;
use tracks::{Subject, View};

/// Longest name of a variant within a file's name.
const LONGEST_SLUG: usize = 60;

/// A picture and the name of its file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Chart {
    /// Name of the file without its ending, for example `backlog-fan-keep-5000`; unique among the charts of one
    /// results folder, of lower-case ASCII letters, digits, `-` and `_`.
    pub name: String,
    /// The SVG document.
    pub svg: String,
}

/// The charts of a results folder: for the backlog, and for every metric with recorded history, a fan of each variant,
/// and with two or more variants the fans side by side (`…-by-variant`) and their medians in one panel (`…-overlay`).
/// A metric without rows has no charts. Equal numbers give equal bytes.
pub fn charts(results: &Results) -> Vec<Chart> {
    drawn(figures(results))
}

/// The charts of a comparison: for every variant compared, the backlog's difference from the reference over time
/// (`backlog-difference-…`) and its mean in each of the results (`backlog-side-by-side-…`).
pub fn comparison_charts(comparison: &Comparison) -> Vec<Chart> {
    drawn(comparison::figures(comparison))
}

/// The charts of a sensitivity analysis: `tornado`, and `sobol` where the statistic varies.
pub fn sensitivity_charts(analysis: &Sensitivity) -> Vec<Chart> {
    let draw = |bars: bars::Bars| Chart { svg: bars::svg(&bars, &theme::LIGHT), name: bars.name };
    sensitivity::bars(analysis).into_iter().map(draw).collect()
}

fn drawn(mut figures: Vec<Figure>) -> Vec<Chart> {
    let names = unique(figures.iter().map(|figure| figure.name.clone()));
    for (figure, name) in figures.iter_mut().zip(names) {
        figure.name = name;
    }
    let draw = |figure: Figure| Chart { svg: render::svg(&figure, &theme::LIGHT), name: figure.name };
    figures.into_iter().map(draw).collect()
}

fn figures(results: &Results) -> Vec<Figure> {
    let slugs = unique(results.about.variants.iter().map(|variant| slug(&variant.name)));
    let mut figures = Vec::new();
    for view in Subject::all(results).into_iter().filter_map(|subject| View::new(results, subject)) {
        for track in &view.tracks {
            let position = results.about.variants.iter().position(|variant| std::ptr::eq(variant, track.variant));
            let slug = position.map_or("variant", |index| &slugs[index]);
            figures.push(fan::figure(&view, track, slug));
        }
        if view.tracks.len() > 1 {
            figures.push(multiples::figure(&view));
            figures.push(overlay::figure(&view));
        }
    }
    figures
}

/// The names, with a number after those that were there before.
fn unique(names: impl Iterator<Item = String>) -> Vec<String> {
    let mut taken = BTreeSet::new();
    let free = |name: String| {
        let numbered = (2..).map(|rank| format!("{name}-{rank}"));
        let free = std::iter::once(name.clone()).chain(numbered).find(|name| !taken.contains(name));
        let free = free.unwrap_or(name);
        taken.insert(free.clone());
        free
    };
    names.map(free).collect()
}

/// Lower-case ASCII letters, digits and `_`, in words joined by `-`; "5,000" is "5000".
fn slug(name: &str) -> String {
    let kept = name.chars().filter(|&c| c != ',' && c != '\'').map(|c| c.to_ascii_lowercase());
    let spaced: String = kept.map(|c| if c.is_ascii_alphanumeric() || c == '_' { c } else { ' ' }).collect();
    let mut slug = spaced.split_whitespace().collect::<Vec<_>>().join("-");
    slug.truncate(LONGEST_SLUG);
    let slug = slug.trim_end_matches('-');
    if slug.is_empty() { "variant".to_owned() } else { slug.to_owned() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_of_variants_become_names_of_files() {
        for (name, expected) in [
            ("keep 5,000", "keep-5000"),
            ("As it happened!", "as-it-happened"),
            ("../../etc", "etc"),
            ("五千", "variant"),
            ("x".repeat(200).as_str(), &"x".repeat(LONGEST_SLUG)),
        ] {
            assert_eq!(slug(name), expected);
        }
        let names = ["Fast", "fast", "fast 2", "fast"].map(slug);
        assert_eq!(unique(names.into_iter()), ["fast", "fast-2", "fast-2-2", "fast-3"]);
    }
}
