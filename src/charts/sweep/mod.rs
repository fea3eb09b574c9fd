//! Charts of a sweep: curves over one varied key, heat maps over two, dots over each where points are sampled.

mod contour;
mod curve;
mod heat;
mod measure;
mod palette;
mod shade;

use super::{Chart, figure::Figure, render, slug, theme, unique};
use crate::{
    experiment::design::Design,
    results::sweep::{Factor, Sweep},
};
use measure::Measure;

/// The charts of a sweep: of what is drawn, and of the risk if there is one. A grid of one key gives a curve, of two a
/// heat map for each variant, of more nothing; a sample gives dots over each key. Equal numbers give equal bytes.
pub fn charts(sweep: &Sweep) -> Vec<Chart> {
    let mut charts = Vec::new();
    let draw = |figure: Figure| Chart { svg: render::svg(&figure, &theme::LIGHT), name: figure.name };
    for measure in Measure::all(sweep) {
        match (sweep.plan.design, sweep.plan.factors.len()) {
            (Design::Grid, 1) => charts.push(draw(curve::curve(sweep, &measure))),
            (Design::Grid, 2) => {
                for variant in &sweep.about.variants {
                    charts.extend(heat::chart(sweep, &measure, &variant.name, &theme::LIGHT));
                }
            }
            (Design::Grid, _) => (),
            (_, factors) => charts.extend((0..factors).map(|factor| draw(curve::dots(sweep, &measure, factor)))),
        }
    }
    let names = unique(charts.iter().map(|chart| chart.name.clone()));
    charts.iter_mut().zip(names).for_each(|(chart, name)| chart.name = name);
    charts
}

/// What a factor is called in a sentence: the end of its path, with what it belongs to unless that is a mere name.
fn named(factor: &Factor) -> String {
    let parts: Vec<&str> = factor.path.split('.').collect();
    let kept = if parts.len() > 3 { 2 } else { 1 };
    parts[parts.len() - kept..].join(" ").replace('_', " ")
}

/// The same for the names of files.
fn short(path: &str) -> String {
    slug(path.rsplit('.').next().unwrap_or(path))
}
