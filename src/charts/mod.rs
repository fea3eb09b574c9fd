//! Charts of a results folder, as SVG text, PNG and PDF bytes.
//!
//! [`draw`] reads a [`Source`] and nothing else, so a chart can be redrawn years later without simulating, and its bytes
//! depend on the numbers and on what is asked for alone. A folder for each step:
//!
//! | step | where |
//! |---|---|
//! | ask | `ask`: which chart, and how; from the scenario ([`crate::model::chart`]), the command line, or by habit |
//! | describe | `kinds`: one builder a chart kind picks rows and makes a `frame::Figure`, in the words of `words` |
//! | lay out | `frame`: the page that all charts stand on; `body`: what is drawn on it, with the axes of `axis` |
//! | draw | `drawing`: canvas, type, colours, rendering to PNG and PDF |

mod ask;
mod axis;
mod body;
mod drawing;
mod frame;
mod kinds;
mod words;

use std::sync::LazyLock;

pub use drawing::pdf::{PdfError, pdf};
pub use drawing::raster::{PngError, png};

use crate::locale::Locale;
use crate::model::chart::{ChartKind, ChartRequest, Charts};
use crate::results::{Results, Solved, Stored, comparison::Comparison, sensitivity::Sensitivity, sweep::Sweep};
use ask::Ask;
use frame::{Figure, Look};

/// A picture and the name of its file.
#[derive(Debug, Clone, PartialEq)]
pub struct Chart {
    /// Name of the file without its ending, for example `backlog-fan-keep-5000`; unique among the charts of one
    /// results folder, of lower-case ASCII letters, digits, `-` and `_`.
    pub name: String,
    /// What stands at its top: the finding, unless its author gave another title.
    pub title: String,
    /// What stands below that: what is measured, where, when and how surely; after the finding where another title stands
    /// above.
    pub subtitle: String,
    /// What it shows, as a plain sentence without a full stop.
    pub finding: String,
    /// The SVG document.
    pub svg: String,
    /// Dots of a PNG per inch, an inch being 96 pixels of the document.
    pub dpi: f64,
}

impl Chart {
    /// The chart as PNG, with the embedded fonts only.
    ///
    /// # Errors
    /// [`PngError`] if the picture has no room in memory.
    pub fn png(&self) -> Result<Vec<u8>, PngError> {
        png(&self.svg, self.dpi)
    }

    /// The chart as PDF: lines, and text that can be selected.
    ///
    /// # Errors
    /// [`PdfError`] if the document could not be converted.
    pub fn pdf(&self) -> Result<Vec<u8>, PdfError> {
        pdf(&self.svg)
    }
}

/// What is drawn.
#[derive(Debug, Clone, Copy)]
pub enum Source<'a> {
    /// The results of `saule run`.
    Run(&'a Results),
    /// Those of `saule sweep`.
    Sweep(&'a Sweep),
    /// Those of `saule solve`.
    Solve(&'a Solved),
    /// Those of `saule sensitivity`.
    Sensitivity(&'a Sensitivity),
    /// Those of `saule compare`.
    Comparison(&'a Comparison),
}

impl<'a> Source<'a> {
    /// What the scenario asks of charts.
    pub fn charts(self) -> &'a Charts {
        static USUAL: LazyLock<Charts> = LazyLock::new(Charts::default);
        match self {
            Source::Run(results) => &results.about.charts,
            Source::Sweep(sweep) => &sweep.about.charts,
            Source::Solve(solved) => &solved.about.charts,
            Source::Sensitivity(analysis) => &analysis.about.charts,
            Source::Comparison(_) => &USUAL,
        }
    }
}

impl<'a> From<&'a Stored> for Source<'a> {
    fn from(stored: &'a Stored) -> Self {
        match stored {
            Stored::Run(results) => Source::Run(results),
            Stored::Sweep(sweep) => Source::Sweep(sweep),
            Stored::Solve(solved) => Source::Solve(solved),
            Stored::Sensitivity(analysis) => Source::Sensitivity(analysis),
            Stored::Comparison(comparison) => Source::Comparison(comparison),
        }
    }
}

/// The charts of the results of a run in English, as its scenario asks for them: the usual ones and those with a name. A
/// metric without rows has no charts. Equal numbers give equal bytes.
pub fn charts(results: &Results) -> Vec<Chart> {
    draw(Source::Run(results), &results.about.charts, Locale::English)
}

/// The charts that are wanted of these results, the usual ones first. A chart whose kind draws other
/// results than these, or that finds no rows, is left out.
pub fn draw(source: Source, charts: &Charts, locale: Locale) -> Vec<Chart> {
    let asks = asks(source, charts, locale);
    let drawn = asks.iter().flat_map(|ask| {
        let look = Look::new(&ask.options);
        let figures = titled(kinds::build(source, ask), ask);
        figures.into_iter().map(move |figure| (figure, look.clone()))
    });
    let mut drawn: Vec<(Figure, Look)> = drawn.collect();
    let names = kinds::unique(drawn.iter().map(|(figure, _)| figure.name.clone()));
    for ((figure, _), name) in drawn.iter_mut().zip(names) {
        figure.name = name;
    }
    let picture = |(figure, look): (Figure, Look)| Chart {
        svg: frame::svg(&figure, &look),
        dpi: look.dpi,
        title: drawing::printable(figure.heading()),
        subtitle: drawing::printable(&figure.subtitle()),
        finding: drawing::printable(&figure.finding),
        name: figure.name,
    };
    drawn.into_iter().map(picture).collect()
}

/// The kinds that these results can be drawn as.
pub fn kinds(source: Source) -> Vec<ChartKind> {
    kinds::of(source)
}

/// The kinds that are drawn of these results where nothing is asked for.
pub fn usual_kinds(source: Source) -> Vec<ChartKind> {
    let mut kinds: Vec<ChartKind> = Vec::new();
    for (kind, _) in kinds::usual(source) {
        if !kinds.contains(&kind) {
            kinds.push(kind);
        }
    }
    kinds
}

/// What is asked for, with the defaults where it says nothing.
fn asks(source: Source, charts: &Charts, locale: Locale) -> Vec<Ask> {
    let usual = if charts.usual { kinds::usual(source) } else { Vec::new() };
    let usual = usual.into_iter().map(|(kind, options)| (kind, None, options));
    let of = |request: &ChartRequest| (request.kind, request.name.clone(), request.options.clone());
    let all = usual.chain(charts.wanted.iter().map(of));
    all.map(|(kind, name, options)| Ask::new(kind, name, options.or(&charts.defaults), locale)).collect()
}

/// The figures of a chart under its name, with the title and the caption that are asked for.
fn titled(mut figures: Vec<Figure>, ask: &Ask) -> Vec<Figure> {
    let several = figures.len() > 1;
    for figure in &mut figures {
        if let Some(name) = &ask.name {
            figure.name.clone_from(name);
        }
        if let Some(part) = figure.part.take().filter(|_| several || ask.name.is_none()) {
            figure.name = format!("{}-{part}", figure.name);
        }
        figure.title.clone_from(&ask.options.title);
        if let Some(caption) = &ask.options.caption {
            figure.notes.insert(0, caption.clone());
        }
    }
    figures
}
