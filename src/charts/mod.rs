//! Charts of a results folder, as SVG text and PNG bytes.
//!
//! [`draw`] reads a [`Source`] and nothing else, so a chart can be redrawn years later without simulating, and its bytes
//! depend on the numbers and on what is asked for alone. A folder for each step:
//!
//! | step | where |
//! |---|---|
//! | ask | `ask`: which chart, and how; from the scenario ([`crate::model::chart`]), the command line, or by habit |
//! | describe | `kinds`: one builder a chart kind picks rows and makes a `frame::Figure`, in the words of `words` |
//! | lay out | `frame`: the page that all charts stand on; `body`: what is drawn on it, with the axes of `axis` |
//! | draw | `drawing`: canvas, type, colours, rendering to PNG |

mod ask;
mod axis;
mod body;
mod drawing;
mod frame;
mod kinds;
mod words;

pub use drawing::raster::{PngError, png};

use crate::model::chart::Charts;
use crate::results::{Results, Solved, comparison::Comparison, sensitivity::Sensitivity, sweep::Sweep};
use ask::Ask;
use frame::{Figure, Look};
use words::Voice;

/// A picture and the name of its file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Chart {
    /// Name of the file without its ending, for example `backlog-fan-keep-5000`; unique among the charts of one
    /// results folder, of lower-case ASCII letters, digits, `-` and `_`.
    pub name: String,
    /// The SVG document.
    pub svg: String,
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

/// The usual charts of a results folder: for the backlog, and for every metric with recorded history, a fan of each
/// variant, and with two or more variants the fans side by side (`…-by-variant`) and their medians in one panel
/// (`…-overlay`). A metric without rows has no charts. Equal numbers give equal bytes.
pub fn charts(results: &Results) -> Vec<Chart> {
    draw(Source::Run(results), &Charts::default())
}

/// The charts that are wanted of these results, or the usual ones if none is named. A chart whose kind draws other
/// results than these, or that finds no rows, is left out.
pub fn draw(source: Source, charts: &Charts) -> Vec<Chart> {
    let asks = asks(source, charts);
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
    drawn.into_iter().map(|(figure, look)| Chart { svg: frame::svg(&figure, &look), name: figure.name }).collect()
}

/// What is asked for, with the defaults where it says nothing.
fn asks(source: Source, charts: &Charts) -> Vec<Ask> {
    let voice = Voice { time: charts.defaults.time.unwrap_or(Voice::default().time), ..Voice::default() };
    if charts.wanted.is_empty() {
        let usual = kinds::usual(source).into_iter();
        return usual
            .map(|(kind, options)| Ask { kind, name: None, options: options.or(&charts.defaults), voice })
            .collect();
    }
    let ask = |request: &crate::model::chart::ChartRequest| {
        let options = request.options.or(&charts.defaults);
        let voice = Voice { time: options.time.unwrap_or(voice.time), ..voice };
        Ask { kind: request.kind, name: Some(request.name.clone()), options, voice }
    };
    charts.wanted.iter().map(ask).collect()
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
        if let Some(title) = &ask.options.title {
            figure.title.clone_from(title);
        }
        if let Some(caption) = &ask.options.caption {
            figure.notes.insert(0, caption.clone());
        }
    }
    figures
}
